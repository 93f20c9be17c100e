"""Secrets that are not the same were shown as the same cover, and passwords were quoted in the list of differences."""

from itertools import pairwise

import pytest

from codematch.comparison.masked_pair import mask_pair
from codematch.model.result import PairResult
from codematch.pipeline import compare_prepared
from codematch.report.record.blocks import Pair
from codematch.report.record.exhibits import _sides
from codematch.report.record.selection import Shown
from tests.comparison.works import LEDGER, TOOLS, TRIANGLE, prepared_pair, work

WORDS = "what is masked differs"


def shown(known: str, questioned: str) -> PairResult:
    texts = [f"{LEDGER}\n{line}\n{TRIANGLE}" for line in (known, questioned)]
    works = prepared_pair(work("k", {"a.py": texts[0]}), work("q", {"b.py": texts[1]}))
    return mask_pair(compare_prepared(*works, TOOLS), *works)


def differences(pair: PairResult) -> list[tuple[str, str]]:
    return [(str(item.change["known"]), str(item.change["questioned"])) for item in pair.differences]


def noted(pair: PairResult) -> list[str]:
    """The questioned lines below which the record says that what is masked differs."""
    exhibit = pair.exhibits[0]
    rows = _sides(Shown(region=pair.regions[0], exhibit=exhibit, rows=exhibit.rows)).rows
    return [
        row.questioned.text for row, below in pairwise(rows)
        if isinstance(row, Pair) and isinstance(below, str) and WORDS in below
    ]  # fmt: skip


KEYS = (
    'token = "ghp_' + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8" + '"',
    'token = "ghp_' + "z9Y8x7W6v5U4t3S2r1Q0p9O8n7M6l5K4j3I2" + '"',
)


@pytest.mark.parametrize(
    ("known", "questioned", "listed"),
    [
        (*KEYS, ('"gh…[key]"', '"gh…[another key]"')),
        ('login(password="hunter2x9")', 'login(password="Zebra77!k")', ('"…[password]"', '"…[another password]"')),
        ('mail = "wei@x.example.com"', 'mail = "wen@y.example.com"', ('"we…[e-mail]"', '"we…[another e-mail]"')),
        ("# by wei@x.example.com", "# by wen@y.example.com", ("by we…[e-mail]", "by we…[another e-mail]")),
    ],
    ids=["key", "password", "e-mail", "comment"],
)
def test_masked_texts_that_differ_say_so(known: str, questioned: str, listed: tuple[str, str]) -> None:
    pair = shown(known, questioned)
    assert listed in differences(pair)
    assert [row.masked_differ for row in pair.exhibits[0].rows if "█" in row.known_text] == [True]
    assert [text for text in noted(pair) if "█" in text] == noted(pair) != []


def test_what_is_the_same_on_both_sides_is_not_another() -> None:
    pair = shown(f"{KEYS[0]}; timeout = 250", f"{KEYS[0]}; timeout = 900")
    assert differences(pair) == [("250", "900")]
    assert [row.masked_differ for row in pair.exhibits[0].rows if "█" in row.known_text] == [False]
    assert noted(pair) == []


def test_a_text_that_only_one_side_masks_is_no_other_one() -> None:
    pair = shown('login(password="hunter2x9")', 'login(user="hunter2x9")')
    assert "another" not in str(differences(pair))
    assert noted(pair) == []
