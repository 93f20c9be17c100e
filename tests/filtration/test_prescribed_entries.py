"""The entries of formats: written as their README says, found by their names, read as far as they go."""

import re
import tomllib
from pathlib import Path

import pytest

from codematch.filtration import data_class_lines, formats
from codematch.filtration.spans import byte_mask
from codematch.settings import Filtration

FILES = sorted(formats.FOLDER.glob("*.toml"))
FORMATS = {item.name: item for item in formats._formats()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_lines_are_short_and_every_format_names_what_prescribes_it(path: Path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if len(line) > 120] == []
    assert all(lines[n - 1].startswith("# ") for n, line in enumerate(lines) if line == "[[format]]")


def test_no_pattern_is_dead_and_no_name_comes_twice():
    rows = [row for path in FILES for row in tomllib.loads(path.read_text(encoding="utf-8")).get("format", ())]
    patterns = [text for row in rows for kind in ("values", "parts", "lines") for text in row.get(kind, ())]

    assert len({row["name"] for row in rows}) == len(rows)
    assert [text for text in patterns if re.search(r"x\^|\^\$", text)] == []


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_what_nobody_prescribes_is_left_in_every_format(name):
    found = FORMATS[name]
    text = b"squat_curve = windlass(lowest_tide, 7341) # keep north of the wreck\n"

    assert not byte_mask(len(text), found.scan(text, found.words(Filtration())))[text.find(b"windlass") :][:8].any()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("config/settings/base.py", "Django settings or project file"),
        ("a/b/k8s/pizza.yaml", "Kubernetes object or Helm chart"),
        (".github/workflows/ci.yml", "GitHub Actions workflow"),
        ("a/b/c/.vscode/settings.json", "Visual Studio Code workspace"),
        ("x/pom.xml", "Maven project"),
    ],
)
def test_a_name_with_folders_is_known_wherever_it_lies(path, name):
    found = formats.format_of(path, b"x", Filtration())

    assert found is not None
    assert found.name == name


def test_a_script_in_yaml_has_no_prescribed_keys():
    script = "          version=7\n          path: drawer\n          npm test\n"
    text = f"jobs:\n  weir:\n    steps:\n      - run: |\n{script}        name: Test\n".encode()
    found = FORMATS["GitHub Actions workflow"]
    mask = byte_mask(len(text), found.scan(text, found.words(Filtration())))
    labelled = "".join(chr(byte) if mask[n] else " " for n, byte in enumerate(text)).split()

    assert labelled == ["jobs:", "steps:", "-", "run:", "|", "npm", "test", "name:", "Test"]


FIELDS = [f"    private int depth{n};\n" for n in range(20)]


@pytest.mark.parametrize(
    "text",
    [
        "".join(FIELDS),
        "class Weir {\n" + "".join(FIELDS) + "    int sum() { return depth0 + depth1 * 7; }\n}\n",
        "class Weir {\n" + "".join(FIELDS) + "    int sum() { return depth0 + depth1 * 7; }\n" * 40 + "}\n",
        "",
        "x" * 700,
    ],
)
def test_the_quick_decision_leaves_no_class_of_data_out(text):
    utf8 = text.encode()
    patterns = data_class_lines._lines_of("java")
    assert patterns is not None
    spans = list(data_class_lines._lines(utf8, patterns, Filtration().data_class_line_bytes))

    assert data_class_lines._may_reach(utf8, patterns, (), Filtration()) == (
        data_class_lines._is_class_of_data(utf8, spans, Filtration())
    )
