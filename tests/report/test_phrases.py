"""What a result says in English has Chinese words: every detail, every basis of a label, every setting."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from codematch.evidence.masking import Kind
from codematch.intake.signatures import __file__ as signatures
from codematch.report import phrases
from codematch.report.wording import speaking
from codematch.settings import Settings, describe

PACKAGE = Path(str(files("codematch")))
MODULES = sorted([
    *(PACKAGE / "intake").glob("*.py"), *(PACKAGE / "filtration").glob("*.py"),
    *(PACKAGE / "languages").rglob("*.py"), PACKAGE / "comparison" / "provenance.py",
    PACKAGE / "comparison" / "prepare.py",
])  # fmt: skip
NAMES = {"detail", "basis"}
CALLS = {"excluded", "unreadable", "_left_out", "note", "_closed", "Mark"}
NOT_SAID = {"", "HEAD", "{}", "{} ({})", "{}: {}"}
"""Values that are passed on as they are, not sentences; an agreed exclusion is quoted as its author wrote it."""


def template(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def said(path: Path) -> Iterator[str]:
    """Yield the English templates that a module gives as a detail or a basis."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        given: list[ast.expr] = []
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id in NAMES for t in node.targets):
            given = [node.value]
        elif isinstance(node, ast.Call):
            given = [keyword.value for keyword in node.keywords if keyword.arg in NAMES]
            if isinstance(node.func, ast.Name) and node.func.id in CALLS:
                given += node.args
        for value in given:
            options = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            yield from (found for option in options if (found := template(option)) is not None)


SAID = sorted({text for path in MODULES for text in said(path)} - NOT_SAID)


def filled(text: str) -> str:
    """A template with something in every gap."""
    numbers = iter(range(11, 99))
    return re.sub(r"\{\}", lambda _: str(next(numbers)), text)


@pytest.mark.parametrize("text", SAID)
def test_every_detail_has_chinese_words(text: str) -> None:
    english = filled(text)
    listed = f"{english}: a.c, b.c"
    with speaking("zh"):
        shown = phrases.detail(english)
        shown = phrases.detail(listed) if shown == english else shown
    assert re.search("[\u4e00-\u9fff]", shown), english
    assert set(re.findall(r"\b\d\d\b", english)) <= set(re.findall(r"\d\d", shown))
    assert phrases.detail(english) == english


def test_the_search_for_details_finds_them() -> None:
    assert len(SAID) > 35
    assert "{} of its visible bytes lie in syntax errors as {}" in SAID


def test_every_kind_of_binary_file_has_chinese_words() -> None:
    names = set(re.findall(r'"([\w-]+ (?:[\w-]+ )*[\w-]+)"', Path(signatures).read_text(encoding="utf-8")))
    with speaking("zh"):
        assert {name for name in names if not re.search("[\u4e00-\u9fff]", phrases.detail(name))} == set()
    assert len(names) > 25


def test_every_setting_has_its_unit_and_its_reason_in_chinese() -> None:
    with speaking("zh"):
        for name, _, info in describe(Settings()):
            assert phrases.reason(name, info["why"]) != info["why"], name
            assert not info["unit"] or phrases.unit(info["unit"]) != info["unit"] or info["unit"] == "k-grams", name
    names = {name for name, _, _ in describe(Settings())}
    assert set(phrases._table("zh")["settings"]) == names


def test_every_kind_of_what_is_covered_has_chinese_words() -> None:
    assert set(phrases._table("zh")["masked"]) == {kind.value for kind in Kind}


def test_what_nobody_translated_stays_as_it_is() -> None:
    with speaking("zh"):
        assert phrases.detail("a sentence that no pattern knows") == "a sentence that no pattern knows"
        assert phrases.detail("folder vendor; accessor") == "目录 vendor；存取函数"
    assert phrases.detail("folder vendor") == "folder vendor"
