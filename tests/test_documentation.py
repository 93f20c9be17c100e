"""Hand-kept lists rot: every setting, command and language stands in the documentation as it is in the program."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from codematch import __version__
from codematch.cli import app
from codematch.settings import Settings, describe

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
LANGUAGES = (ROOT / "docs" / "reference" / "languages.md").read_text(encoding="utf-8")
METHOD = (ROOT / "codematch" / "README.md").read_text(encoding="utf-8")
GRAMMARS = sorted(file.parent.name for file in (ROOT / "grammars").glob("*/language.toml"))
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "codematch/README.md",
    "grammars/README.md",
    "fixtures/README.md",
    "CHANGELOG.md",
    "CODE_OF_CONDUCT.md",
    *(file.relative_to(ROOT).as_posix() for file in sorted((ROOT / "docs").rglob("*.md"))),
)
MOST_LINES_OF_THE_README = 120
REGISTRIES = ("pypi", "pythonhosted", "crates.io", "npmjs", "proxy.golang")
"""No page and no file of the project names the host of a registry: every organisation has its own."""


def command_names() -> list[str]:
    """Return every command as it is typed, without the program's name."""
    names = []
    for name, command in getattr(get_command(app), "commands").items():  # noqa: B009
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


def test_every_command_stands_in_the_reference():
    assert [name for name in command_names() if f"`codematch {name}`\n" not in COMMANDS] == []


def test_the_readme_is_one_screen_and_names_both_commands():
    assert README.count("\n") <= MOST_LINES_OF_THE_README
    assert "\nmake demo " in README
    assert "\nmake test-all " in README
    assert "\nmake test-all\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", GRAMMARS)
def test_every_language_stands_in_the_reference(language):
    spec = tomllib.loads((ROOT / "grammars" / language / "language.toml").read_text(encoding="utf-8"))
    row = next((line for line in LANGUAGES.splitlines() if line.startswith(f"| `{language}` |")), "")

    assert spec["title"] in row
    assert spec["parser"]["package"] in row
    for extension in spec["extensions"]:
        assert f"`{extension}`" in row


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


def test_every_page_is_in_the_navigation():
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    named = re.findall(r"(?m)^ +- (?:[^#\n]*: )?(\S+\.md)$", navigation)

    assert sorted(named) == sorted(file.relative_to(ROOT / "docs").as_posix() for file in (ROOT / "docs").rglob("*.md"))


def test_no_document_names_a_registry_or_a_machine():
    files = (*(ROOT / name for name in DOCUMENTS), ROOT / "mkdocs.yml", ROOT / "pyproject.toml", ROOT / "Makefile")
    files += tuple(path for path in (ROOT / ".github").rglob("*") if path.is_file())
    found = {
        (file.name, word)
        for file in files
        for word in (*(f"{name}" for name in REGISTRIES), "/home/", "/root/", "/work/")
        if word in file.read_text(encoding="utf-8").lower()
    }
    assert found - {("measured.md", "/work/")} == set()


def test_every_action_of_continuous_integration_is_pinned_by_commit():
    for file in (ROOT / ".github" / "workflows").glob("*.yml"):
        used = re.findall(r"uses: (\S+)", file.read_text(encoding="utf-8"))
        assert used
        assert [action for action in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action)] == []


def test_continuous_integration_runs_every_version_that_the_package_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")

    assert re.findall(r'"(3\.\d+)"', re.search(r"python: \[(.*)\]", workflow)[1]) == named
