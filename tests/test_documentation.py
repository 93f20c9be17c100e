"""Hand-kept lists rot: every setting, command and language stands in the documentation as it is in the program."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from codematch import __version__
from codematch.cli import app
from codematch.settings import Settings, describe

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
METHOD = (ROOT / "codematch" / "README.md").read_text(encoding="utf-8")
GRAMMARS = sorted(file.parent.name for file in (ROOT / "grammars").glob("*/language.toml"))
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "codematch/README.md",
    "grammars/README.md",
    "fixtures/README.md",
    "CHANGELOG.md",
)


def command_names() -> list[str]:
    """Return every command as it is typed, without the program's name."""
    names = []
    for name, command in get_command(app).commands.items():
        below = getattr(command, "commands", {})
        names += [f"{name} {inner}" for inner in below] or [name]
    return names


def test_every_setting_stands_in_the_method_with_its_default():
    told = set(re.findall(r"`([a-z]+\.[a-z0-9_]+)`\s+\[=([^\]]*)\]", METHOD))

    defaults = {True: "on", False: "off"}
    assert {
        (name, defaults[default] if isinstance(default, bool) else str(default))
        for name, default, _ in describe(Settings())
    } - told == set()


def test_the_method_names_no_setting_that_is_none():
    named = set(re.findall(r"`([a-z]+\.[a-z0-9_]+)`\s+\[=", METHOD))

    assert named == {name for name, _, _ in describe(Settings())}


def test_every_module_that_the_method_names_exists():
    package = ROOT / "codematch"
    parts = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    settings = {name for name, _, _ in describe(Settings())}
    named = {name for name in re.findall(r"`([a-z_]+\.[a-z_0-9.]+)`", METHOD) if name.partition(".")[0] in parts}

    places = {name: package / name.replace(".", "/") for name in named - settings - {"report.json"}}
    assert len(places) > 20
    assert [name for name, place in places.items() if not (place.is_dir() or place.with_suffix(".py").exists())] == []


def test_every_command_stands_in_the_readme():
    assert [name for name in command_names() if f"codematch {name}" not in README] == []


@pytest.mark.parametrize("language", GRAMMARS)
def test_every_language_stands_in_the_readme(language):
    spec = tomllib.loads((ROOT / "grammars" / language / "language.toml").read_text(encoding="utf-8"))
    row = next((line for line in README.splitlines() if line.startswith(f"| `{language}` |")), "")

    assert spec["title"] in row
    assert spec["parser"]["package"] in row
    for extension in spec["extensions"]:
        assert f"`{extension}`" in row


@pytest.mark.parametrize("command", ["", "compare"])
def test_the_help_in_the_readme_is_the_help_of_the_program(command):
    text = CliRunner().invoke(app, [*command.split(), "--help"], prog_name="codematch", terminal_width=80).output

    assert f"```text\n{text}```" in README


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_to_a_file_leads_somewhere(document):
    text = (ROOT / document).read_text(encoding="utf-8")

    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
    assert [target for target in targets if not (ROOT / document).parent.joinpath(target).exists()] == []


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["version"] == __version__
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_grammar_is_a_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = {
        tomllib.loads((ROOT / "grammars" / name / "language.toml").read_text(encoding="utf-8"))["parser"]["package"]
        for name in GRAMMARS
    }
    required = {re.split(r"[<>=!~ ]", dependency)[0] for dependency in project["dependencies"]}

    assert packages <= required


def test_the_readme_says_what_the_program_is_not():
    assert "It draws no legal conclusion" in README
    assert "It has no percentage threshold" in README
    assert re.search(r"nothing to do with CodeMatch®\*\*, a product of S\.A\.F\.E\. Corporation", README)
