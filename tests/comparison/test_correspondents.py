"""Units that correspond by identity: equal hashes alone are no finding."""

from dataclasses import replace

import numpy as np

from codematch.comparison.correspondents import moved_units
from codematch.comparison.prepare import Toolkit
from codematch.comparison.works_table import lay_out
from codematch.pipeline import prepare
from tests.comparison.works import LEDGER, TRIANGLE, work


def test_units_whose_hashes_collide_are_compared_token_by_token(toolkit: Toolkit):
    known, questioned = prepare((work("k", {"a.py": LEDGER}), work("q", {"b.py": LEDGER, "c.py": TRIANGLE})), toolkit)
    table = lay_out(known, questioned, toolkit.weigher, {}, toolkit.settings)
    free = np.ones(len(table.right.symbols), dtype=bool)
    assert len(moved_units(table, table.units, free, {}, elsewhere=False))

    left, right = (replace(units, hashes=np.zeros(len(units), dtype=np.uint64)) for units in table.units)
    runs = moved_units(table, (left, right), free, {}, elsewhere=False)
    for at, other, length in zip(runs.known, runs.questioned, runs.lengths, strict=True):
        assert np.array_equal(table.left.symbols[at : at + length], table.right.symbols[other : other + length])
    assert len(runs) < len(right)
