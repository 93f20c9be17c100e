"""The measurement of known directions: verdicts in both orders, and the list that it reads."""

import dataclasses

import pytest

from codematch.model.versions import Direction, VersionsResult
from tests.benchmarks.known_directions import LIST, KnownPair, Outcome, measure, read_pairs
from tests.revisions.histories import DAY, START, Step, grown, write


def outcome(truth: Direction, stated: Direction, swapped: Direction) -> str:
    pair = KnownPair(known="a/b", questioned="c/d", truth=truth, says="")
    results = (VersionsResult(direction=one) for one in (stated, swapped))
    return Outcome(pair=pair, stated=next(results), swapped=next(results), seconds=0.0).verdict


K, Q, C, U = Direction.KNOWN_FIRST, Direction.QUESTIONED_FIRST, Direction.COMMON_SOURCE, Direction.UNDETERMINED


@pytest.mark.parametrize(
    ("truth", "stated", "swapped", "verdict"),
    [
        (K, K, Q, "right"), (Q, Q, K, "right"), (C, C, C, "right"), (K, U, U, "undetermined"),
        (K, C, C, "undetermined"), (C, U, U, "undetermined"), (K, K, K, "wrong"), (K, Q, Q, "wrong"),
        (C, K, Q, "wrong"), (C, U, K, "wrong"), (K, K, U, "not mirrored"),
    ],
)  # fmt: skip
def test_a_verdict_takes_both_orders(truth, stated, swapped, verdict):
    assert outcome(truth, stated, swapped) == verdict


def test_a_pair_is_examined_and_one_that_is_not_there_is_said(tmp_path, capsys):
    write(tmp_path / "ann" / "sluicekit", grown())
    taken = {f"lib/{path}": text for path, text in grown()[12].files.items() if path != "README"}
    own = [
        Step(files={"a.py": f"a = {n}\n", **(taken if n > 2 else {})}, seconds=START + (400 + n * 9) * DAY)
        for n in range(6)
    ]
    write(tmp_path / "ben" / "product", own)
    pair = KnownPair(known="ann/sluicekit", questioned="ben/product", truth=K, says="")
    counts = measure(tmp_path, [pair, dataclasses.replace(pair, known="ann/gone")])
    assert counts == {"right": 1}
    printed = capsys.readouterr().out
    assert (
        "| ann/sluicekit | ben/product | known-first | known-first | questioned-first | right | growth (K)" in printed
    )
    assert "| ann/gone | ben/product | not there |" in printed


def test_the_list_says_where_each_direction_is_stated():
    pairs = read_pairs(LIST)
    assert len(pairs) >= 20
    assert all(pair.says for pair in pairs)
    assert len({(pair.known, pair.questioned) for pair in pairs}) == len(pairs)
    assert [pair.known for pair in read_pairs(LIST, "inih")] == ["benhoyt/inih"]
