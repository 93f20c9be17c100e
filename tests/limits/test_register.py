"""The register of known failure modes: complete, in order, and every entry shown by a test that exists."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from codematch.errors import StoreError
from codematch.limits import FILE, Effect, Limit, load_limits
from codematch.settings import Settings, describe
from tests.report.test_wording import _PATTERN as FORBIDDEN

ROOT = Path(__file__).resolve().parents[2]
REGISTER = load_limits()

ENTRY = """\
[[limit]]
id = "L01"
title = "t"
failure = "f"
effect = ["none"]
mitigation = "m"
test = "tests/a/test_b.py::test_c"
"""


def texts(limit: Limit) -> tuple[str, ...]:
    return limit.title, limit.failure, limit.mitigation


def test_numbers_are_unique_and_in_order() -> None:
    assert [limit.id for limit in REGISTER] == [f"L{number:02d}" for number in range(1, len(REGISTER) + 1)]
    assert len({limit.title for limit in REGISTER}) == len(REGISTER)


def test_every_field_is_filled() -> None:
    wrong = [limit.id for limit in REGISTER if not limit.effect or not all(map(str.strip, (*texts(limit), limit.test)))]
    assert wrong == []
    sentences = ((limit.id, text) for limit in REGISTER for text in (limit.failure, limit.mitigation))
    assert [(number, text) for number, text in sentences if not text.endswith(".")] == []


@functools.cache
def functions(file: Path) -> frozenset[str]:
    """The names of the test functions at the top of a file; the file is read, not run."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_the_test_of_every_entry_exists() -> None:
    named = {limit.id: limit.test.split("::") for limit in REGISTER}
    there = {
        number: (ROOT / file).is_file() and name in functions(ROOT / file) for number, (file, name) in named.items()
    }
    assert [number for number, is_there in there.items() if not is_there] == []


def test_every_test_of_a_known_limit_belongs_to_an_entry() -> None:
    file = "tests/limits/test_known_limits.py"
    shown = {limit.test for limit in REGISTER}
    tests = {f"{file}::{name}" for name in functions(ROOT / file) if name.startswith("test_")}
    assert tests <= shown


def test_no_text_draws_a_conclusion() -> None:
    assert [text for limit in REGISTER for text in texts(limit) if FORBIDDEN.search(text)] == []


def words(limit: Limit) -> Iterator[str]:
    for text in texts(limit):
        yield from (word.strip("`.,;:()\"'").partition("=")[0] for word in text.split())


def test_every_setting_that_an_entry_names_exists() -> None:
    settings = {name for name, _, _ in describe(Settings())}
    groups = {name.partition(".")[0] for name in settings}
    said = {(limit.id, word) for limit in REGISTER for word in words(limit)}
    named = {(number, word) for number, word in said if word.partition(".")[0] in groups and "." in word}
    assert {(number, word) for number, word in named if word not in settings} == set()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (ENTRY, "", "has no entries"),
        (ENTRY, "limit = 3", "has no entries"),
        (ENTRY, "[[limit", "cannot be read"),
        ('"L01"', '"L02"', "entry 1 must be L01"),
        ('"t"', '" "', "no field empty"),
        ('"t"', "3", "needs exactly the texts"),
        ('title = "t"\n', "", "needs exactly the texts"),
        ('title = "t"', 'title = "t"\nnote = "n"', "needs exactly the texts"),
        ('["none"]', "[]", "effect must list some of"),
        ('["none"]', '["some"]', "effect must list some of"),
        ('["none"]', '"none"', "effect must list some of"),
        ('["none"]', '["none", "wrong weight"]', "none together with another"),
        ('["none"]', '["wrong weight", "wrong weight"]', "lists one twice"),
        ("::test_c", "", "is not a test"),
        ("::test_c", "::test_c[a-1]", "is not a test"),
    ],
)
def test_a_damaged_register_is_refused_in_one_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    file = tmp_path / "limits.toml"
    file.write_text(ENTRY.replace(old, new), encoding="utf-8")
    with pytest.raises(StoreError, match=words) as refusal:
        load_limits(file)
    assert "\n" not in str(refusal.value)


def test_a_register_is_read_as_written(tmp_path: Path) -> None:
    file = tmp_path / "limits.toml"
    file.write_text(ENTRY.replace('"f"', '"""\nf\ng"""'), encoding="utf-8")
    test = "tests/a/test_b.py::test_c"
    assert load_limits(file) == (
        Limit(id="L01", title="t", failure="f g", effect=(Effect.NONE,), mitigation="m", test=test),
    )
    with pytest.raises(StoreError, match="cannot be read"):
        load_limits(tmp_path / "none.toml")


def test_the_register_is_part_of_the_package() -> None:
    assert FILE.is_relative_to(ROOT / "codematch")
