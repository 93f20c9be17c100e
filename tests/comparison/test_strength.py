"""Names and literals of many chains at once weigh what those of each chain weigh."""

from dataclasses import replace

import numpy as np
import pytest

from codematch.align.seeds import find_runs
from codematch.comparison.matching import _chains  # the only maker of chains with both weights
from codematch.comparison.prepare import Toolkit
from codematch.comparison.strength import _text_bits, strengths
from codematch.comparison.text_weight import name_and_literal_bits, renames_of
from codematch.comparison.works_table import lay_out
from codematch.model.spans import span_positions
from codematch.pipeline import make_tools, prepare
from codematch.settings import Settings
from tests.comparison.works import LEDGER, TRIANGLE, renamed, work


def _with_renames(bits: float) -> Toolkit:
    settings = Settings()
    return make_tools(replace(settings, weighing=replace(settings.weighing, rename_bits=bits)))


@pytest.fixture(scope="module", params=[0.0, 3.0], ids=["without renames", "with renames"])
def tools(request) -> Toolkit:
    return _with_renames(request.param)


@pytest.fixture(scope="module")
def table(tools: Toolkit):
    known = work("known", {"a.py": LEDGER + TRIANGLE, "b.js": "export const area = (a, b) => a * b + 17;\n" * 3})
    questioned = work("q", {"x.py": TRIANGLE + "\n" + LEDGER, "y.py": renamed(LEDGER), "z.ts": "let area = 3;\n" * 5})
    works = prepare((known, questioned), tools)
    return lay_out(works[0], works[1], tools.weigher, {"python": 30.0, "javascript": 30.0}, tools.settings)


@pytest.fixture(scope="module")
def chains(table):
    found = _chains(table, find_runs(table.left, table.right, table.settings.seeding), 0.0)
    assert len(found) > 5
    return found


def test_texts_of_chains_weigh_what_they_weigh_one_by_one(table, chains, tools: Toolkit):
    expected, renames = [], []
    for chain in chains:
        (files,) = table.files_of([chain])
        streams = table.known.files[files[0]].stream, table.questioned.files[files[1]].stream
        known = span_positions(chain.known - table.left.bounds[files[0]], chain.lengths)
        questioned = span_positions(chain.questioned - table.right.bounds[files[1]], chain.lengths)
        expected.append(sum(name_and_literal_bits(streams, known, questioned, tools.weigher)))
        renames.append(renames_of(streams, known, questioned, tools.weigher))
    assert max(expected) > 20
    assert (max(renames) > 20) == (tools.settings.weighing.rename_bits > 0)
    np.testing.assert_allclose(_text_bits(table.scales, chains), np.add(expected, renames), atol=1e-9)


def test_a_chain_is_reported_by_its_total_and_its_structure(table, chains):
    texts = _text_bits(table.scales, chains).tolist()
    thresholds = {"python": 40.0, "javascript": 60.0, "typescript": 60.0}
    for chain, text, strength in zip(chains, texts, strengths(table.scales, chains, thresholds, 25.0), strict=True):
        language = table.known.files[table.files_of([chain])[0][0]].stream.language
        assert (strength is not None) == (chain.bits >= 25.0 and chain.bits + text >= thresholds[language])
        if strength is not None:
            assert strength >= chain.bits + text - 1e-9


def test_nothing_is_nothing(table):
    assert strengths(table.scales, [], {}, 0.0) == []
