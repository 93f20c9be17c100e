"""Needles are cut, disguised, hidden and found again; what is not found is explained."""

import ast
import builtins
import textwrap
from functools import cache

import numpy as np
import pytest

import codematch
from tests.benchmarks.made_code import made_work
from tests.benchmarks.needle_passages import (
    FEWEST_LINES,
    MOST_LINES,
    Needle,
    Passage,
    disguised,
    hide,
    needles,
    passages,
)
from tests.benchmarks.needle_works import own_files
from tests.benchmarks.needles import FIRST, describe, explained, outcomes, search


@cache
def works():
    return made_work("known", modules=6, functions=8), made_work("questioned", modules=12, functions=5)


COUNT = 8


SOURCE = '''\
import json


def load(path, *, limit=3):
    """Read a file.

    And return its rows.
    """
    rows = []

    # one after the other
    with open(path) as file:
        for line in file:
            entry = json.loads(line)
            if len(rows) < limit:
                rows.append(entry["size"])
    return sorted(rows)


def tiny(value):
    return value
'''


def drawn(text=SOURCE, seed=0):
    return list(passages("a.py", text, np.random.default_rng(seed)))


def test_a_whole_function_is_a_passage():
    (passage,) = drawn()
    assert passage == Passage(path="a.py", first_line=4, last_line=17, lines=(4, 9, 12, 13, 14, 15, 16, 17), whole=True)


def test_of_longer_functions_statements_in_a_row_are():
    found = [one for path, text in works()[0].items() for one in passages(path, text, np.random.default_rng(3))]
    assert {one.whole for one in found} == {True, False}
    assert all(FEWEST_LINES <= len(one.lines) <= MOST_LINES for one in found)
    for one in found:
        lines = works()[0][one.path].split("\n")
        assert one.lines == tuple(n for n in range(one.first_line, one.last_line + 1) if lines[n - 1].strip())


def identifiers(text):
    fields = ("id", "attr", "arg", "name", "asname")
    found = {getattr(node, field, None) for node in ast.walk(ast.parse(text)) for field in fields}
    return {name for name in found if isinstance(name, str)} - set(dir(builtins))


def test_no_identifier_comment_or_documentation_remains():
    (passage,) = drawn()
    code = disguised(SOURCE, passage, np.random.default_rng(1))
    assert not identifiers(code) & identifiers(SOURCE)
    assert "one after the other" not in code
    assert "Read a file" not in code
    assert "'size'" in code
    assert "sorted(" in code


def hidden_in(text: str, code: str, whole: bool, generator: np.random.Generator) -> tuple[str, int, int]:
    found = hide(text, code, whole, generator)
    assert found is not None
    return found


def test_a_hidden_function_stands_between_two_definitions():
    text, first, last = hidden_in(SOURCE, "def f(a):\n    return a", True, np.random.default_rng(0))
    assert text.split("\n")[first - 1 : last] == ["def f(a):", "    return a"]
    assert len(ast.parse(text).body) == len(ast.parse(SOURCE).body) + 1


def test_hidden_statements_stand_inside_a_function():
    text, first, last = hidden_in(SOURCE, "a = 1\nif a:\n    b = 2", False, np.random.default_rng(0))
    hidden = text.split("\n")[first - 1 : last]
    assert [line.strip() for line in hidden] == ["a = 1", "if a:", "b = 2"]
    assert ast.unparse(ast.parse(text)).count("    a = 1") == 1


def test_no_place_to_hide():
    assert hide("value = 1\n", "a = 1", False, np.random.default_rng(0)) is None
    assert hide("value = 1\n", "a = 1", True, np.random.default_rng(0)) is None


def test_a_quarter_of_each_quarter_of_rarity_and_the_same_each_time():
    def by_length(passage):
        length = float(passage.last_line - passage.first_line)
        return length, 2 * length

    known, questioned = map(own_files, works())
    assert not any("_vendor" in path for path in known)
    made, changed = needles(known, questioned, by_length, 8, 5)
    assert needles(dict(reversed(known.items())), questioned, by_length, 8, 5) == (made, changed)
    assert needles(known, questioned, by_length, 8, 6) != (made, changed)
    assert [(needle.bits, needle.full_bits) for needle in made] == [by_length(needle.passage) for needle in made]
    assert max(n.bits for n in made[:2]) <= min(n.bits for n in made[2:4])
    assert max(n.bits for n in made[4:6]) <= min(n.bits for n in made[6:])
    assert sorted(changed) == sorted(needle.path for needle in made)
    for needle in made:
        hidden = changed[needle.path].split("\n")[needle.first_line - 1 : needle.last_line]
        assert not any(name in known[needle.passage.path] for name in identifiers(textwrap.dedent("\n".join(hidden))))


@pytest.fixture(scope="module")
def found():
    return search(*works(), count=COUNT, seed=4, jobs=1)


def test_every_needle_is_reported(found):
    assert 800 < found.known_lines < 3_000
    assert [item.reason for item in found.outcomes] == [""] * COUNT
    assert found.reported == COUNT


def test_needles_come_first_by_residual_weight(found):
    assert found.among_first == COUNT
    assert max(item.rank for item in found.outcomes) <= FIRST


def test_third_party_code_of_both_works_is_a_region_but_comes_last(found):
    assert found.regions >= COUNT + 4
    lightest = min(item.residual for item in found.outcomes)
    assert [other for other in found.others if "_vendor" in other.known and other.residual >= lightest] == []


def test_the_table_has_every_needle(found):
    text = describe(found)
    assert f"Reported: {COUNT} of {COUNT}, aimed at {COUNT}: met." in text
    assert text.count("module") >= 2 * COUNT


def test_what_is_nowhere_is_said_not_to_be_found(tmp_path):
    folders = tmp_path / "known", tmp_path / "questioned"
    for folder, text in zip(folders, (SOURCE, "def other(a):\n    return [a, a + 1]\n"), strict=True):
        folder.mkdir()
        (folder / "a.py").write_text(text)
    (passage,) = drawn()
    needle = Needle(passage=passage, bits=1.0, full_bits=1.0, path="a.py", first_line=1, last_line=2)
    pair = codematch.compare(*folders).pairs[0]
    missing = outcomes([needle], pair)
    assert [(item.reported, item.rank) for item in missing] == [(False, None)]
    (explanation,) = explained(missing, pair, folders, 1)
    assert explanation.reason == "not found with any limit lifted"
