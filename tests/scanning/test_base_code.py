"""Base code is what most works hold: found, listed once, labelled, and no reason to report a pair."""

from dataclasses import replace

import numpy as np

from codematch.pipeline import make_tools, prepare
from codematch.scanning.base_code import find_base_code
from codematch.scanning.comparing import brief_settings
from codematch.scanning.traces import trace_works
from codematch.settings import Settings
from tests.benchmarks.made_code import Writer
from tests.comparison.works import LEDGER, TRIANGLE, work

SETTINGS = Settings()
TOOLS = make_tools(brief_settings(SETTINGS))
WORDS = ("meter", "probe", "valve", "crate", "ledge", "river", "stone", "cable", "wheel", "paper")


def found(files_of_each, common=(), rules=SETTINGS.scan):
    works = prepare([work(f"w{place}", files) for place, files in enumerate(files_of_each)], TOOLS)
    given = prepare([work("common", {"c.py": text}) for text in common], TOOLS)
    of_works, of_given = ([one.traces for one in trace_works(part, TOOLS, 1, None)] for part in (works, given))
    return works, find_base_code(works, of_works, of_given, rules)


def own(place):
    """Code of one work alone."""
    words = tuple(WORDS[(place + step) % len(WORDS)] for step in range(4))
    return Writer(words, place).module(3)


def set_with_template(holders, others):
    made = [{"own.py": own(place)} for place in range(holders + others)]
    return [files | ({"t.py": LEDGER} if place < holders else {}) for place, files in enumerate(made)]


def test_code_that_most_works_hold_is_found_and_listed_once():
    works, base = found(set_with_template(6, 3))

    assert {(passage.work, passage.path) for passage in base.passages} == {(0, "t.py")}
    assert all(passage.works == 6 for passage in base.passages)
    assert base.tree is not None
    assert "def post_entry" in base.tree.files[0].utf8.decode()
    place = [source.record.path for source in works[0].sources].index("t.py")
    assert np.mean(base.masks[0][place]) > 0.95
    assert base.tokens(8) < 40


def test_code_of_fewer_works_is_no_base_code():
    for files in (set_with_template(4, 0), set_with_template(5, 6)):
        _, base = found(files)
        assert base.passages == ()
        assert base.tree is None


def test_lines_of_a_passage_stay_at_their_places_and_the_rest_is_empty():
    files = [{"a.py": f"{own(n)}\n{TRIANGLE}"} for n in range(6)]
    works, base = found(files)
    lines = works[base.passages[0].work].sources[0].utf8.split(b"\n")
    kept = base.tree.files[0].utf8.split(b"\n")

    assert len(lines) == len(kept)
    assert all(row in (b"", line) for row, line in zip(kept, lines, strict=True))
    assert b"hull = sorted(points, key=lambda p: math.atan2(p[1], p[0]))" in b"\n".join(kept)


def test_given_material_counts_as_base_code_but_is_not_listed():
    works, base = found([{"a.py": LEDGER}, {"b.py": TRIANGLE}], common=[LEDGER])

    assert base.passages == ()
    assert base.tokens(0) == len(works[0].files[0].stream)
    assert base.tokens(1) <= 12  # one sequence of the same kinds


def test_short_passages_are_idioms():
    rules = replace(SETTINGS.scan, min_base_tokens=10_000)
    _, base = found(set_with_template(6, 0), rules=rules)

    assert base.passages == ()
    assert len(base.grams) > 0
