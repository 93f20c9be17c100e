"""What pairs of files share in all: which pieces count, what each costs, and that names count once."""

import numpy as np
import pytest

from codematch.align.resolve import Assignment
from codematch.align.seeds import Runs, find_runs
from codematch.comparison.file_pair_sums import LightThresholds, decide, sum_pairs
from codematch.comparison.light_pieces import Pieces, find_pieces
from codematch.comparison.prepare import Toolkit
from codematch.comparison.works_table import WorksTable, lay_out
from codematch.pipeline import prepare
from tests.comparison.works import LEDGER, TRIANGLE, renamed, work

NO_PIECES = [np.empty(0, np.int64)] * 4
COST = 15.0


@pytest.fixture(scope="module")
def table(toolkit: Toolkit) -> WorksTable:
    known = work("known", {"a.py": LEDGER + TRIANGLE, "b.py": TRIANGLE.replace("area", "surface")})
    questioned = work("q", {"x.py": TRIANGLE + "\n" + LEDGER, "y.py": renamed(LEDGER), "z.py": TRIANGLE[:200]})
    works = prepare((known, questioned), toolkit)
    return lay_out(works[0], works[1], toolkit.weigher, {"python": np.inf}, toolkit.settings)


@pytest.fixture(scope="module")
def pieces(table: WorksTable) -> Pieces:
    runs = find_runs(table.left, table.right, table.settings.seeding)
    found = find_pieces(empty(table), [], runs, table.scales, table.settings.weighing)
    assert len(found) > 3
    return found


def empty(table: WorksTable) -> Assignment:
    return Assignment.empty(len(table.right.symbols))


def tokens_of(pieces: Pieces) -> list[list[int]]:
    return [[token for start, length in zip(chain.questioned, chain.lengths, strict=True)
             for token in range(int(start), int(start + length))] for chain in pieces.chains()]  # fmt: skip


def test_pieces_do_not_overlap_and_are_heavy_enough(table, pieces):
    tokens = [token for own in tokens_of(pieces) for token in own]

    assert len(tokens) == len(set(tokens))
    assert (pieces.deciding >= COST).all()


def test_no_piece_touches_what_is_accepted(table, pieces):
    taken = empty(table).take(pieces.chains()[:1])
    runs = find_runs(table.left, table.right, table.settings.seeding)
    left = find_pieces(taken, [], runs, table.scales, table.settings.weighing)

    assert set(tokens_of(pieces)[0]).isdisjoint(token for own in tokens_of(left) for token in own)


def test_of_pieces_that_overlap_the_strongest_is_taken(table, pieces):
    strongest = pieces.chains()[int(pieces.deciding.argmax())]
    half = strongest.lengths // 2 + 1
    parts = Runs(
        known=np.concatenate((strongest.known, strongest.known)),
        questioned=np.concatenate((strongest.questioned, strongest.questioned)),
        lengths=np.concatenate((half, strongest.lengths)),
        set_aside=0,
    )
    found = find_pieces(empty(table), [], parts, table.scales, table.settings.weighing)

    assert [chain.lengths.tolist() for chain in found.chains()] == [strongest.lengths.tolist()]


def test_one_piece_weighs_what_it_weighs_and_each_further_one_costs(table, pieces):
    sums = sum_pairs(table, empty(table), pieces)
    files = table.files_of(pieces.chains())

    assert len(sums.bits) == len(set(files))
    for known, questioned in set(files):
        told = [bits for bits, own in zip(pieces.deciding.tolist(), files, strict=True) if own == (known, questioned)]
        found = sums.of(known, questioned)
        assert found is not None
        bits, count = found
        assert count == len(told)
        assert max(told) - 1e-9 <= bits <= sum(told) - COST * (count - 1) + 1e-9 or bits == pytest.approx(max(told))
    assert sums.of(len(table.known.files), 0) is None


def test_a_name_counts_once_however_many_pieces_hold_it(table, pieces):
    chain = pieces.chains()[int(pieces.deciding.argmax())]
    twice = empty(table).take([chain])
    again = Pieces(known=chain.known, questioned=chain.questioned, lengths=chain.lengths,
                   number=np.zeros(len(chain.known), np.int64), structure=np.array([chain.bits]),
                   deciding=np.array([pieces.deciding.max()]))  # fmt: skip

    known, questioned = table.files_of([chain])[0]
    found = sum_pairs(table, twice, again).of(known, questioned)
    assert found is not None
    bits, count = found
    assert count == 2
    assert bits == pytest.approx(max(pieces.deciding.max() + chain.bits - COST, pieces.deciding.max()))


def test_what_is_accepted_counts_in_the_sum_as_a_piece_does(table, pieces):
    accepted = empty(table).take(pieces.chains())
    nothing = Pieces(known=NO_PIECES[0], questioned=NO_PIECES[1], lengths=NO_PIECES[2], number=NO_PIECES[3],
                     structure=np.empty(0), deciding=np.empty(0))  # fmt: skip

    as_regions, as_pieces = sum_pairs(table, accepted, nothing), sum_pairs(table, empty(table), pieces)
    np.testing.assert_allclose(as_regions.bits, as_pieces.bits)
    np.testing.assert_array_equal(as_regions.pieces, as_pieces.pieces)


def test_a_pair_of_files_is_reported_from_its_threshold_on(table, pieces):
    sums = sum_pairs(table, empty(table), pieces)
    top = float(sums.bits.max())
    below = decide(table, empty(table), pieces, LightThresholds(sums={"python": top + 0.01}))
    at = decide(table, empty(table), pieces, LightThresholds(sums={"python": top}))

    assert (below.reported_by_sum, len(below.assignment.chains), len(below.light)) == (0, 0, len(pieces))
    place = int(sums.bits.argmax())
    assert at.reported_by_sum == len(at.assignment.chains) == sums.pieces[place]
    assert set(table.files_of(at.assignment.chains)) == {(int(sums.known[place]), int(sums.questioned[place]))}


def test_nothing_is_decided_without_a_threshold(table, pieces):
    decided = decide(table, empty(table), pieces, LightThresholds())

    assert (decided.reported_by_sum, len(decided.light)) == (0, len(pieces))


def test_a_passage_that_its_names_carry_is_reported_by_its_own_threshold(table, pieces):
    heaviest = float(pieces.deciding.max())
    decided = decide(table, empty(table), pieces, LightThresholds(carried_by_texts={"python": heaviest}))

    assert [chain.bits for chain in decided.assignment.chains] == pytest.approx(
        [float(pieces.structure[int(pieces.deciding.argmax())])]
    )
    assert decided.reported_by_sum == 0


def test_without_works_there_is_nothing(toolkit: Toolkit):
    works = prepare((work("k", {}), work("q", {})), toolkit)
    table = lay_out(works[0], works[1], toolkit.weigher, {}, toolkit.settings)
    runs = find_runs(table.left, table.right, table.settings.seeding)
    found = find_pieces(empty(table), [], runs, table.scales, table.settings.weighing)

    assert len(decide(table, empty(table), found, LightThresholds(sums={"python": 1.0})).sums.bits) == 0
    assert found.chains() == []
