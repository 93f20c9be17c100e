"""Numbers of one thing agree wherever they are stated: lines before filters, residuals, sums over pairs of files."""

import json
from dataclasses import replace

import numpy as np
import pytest

import codematch
from codematch.comparison.tally import count_lines, matched_lines
from codematch.intake import read_work
from codematch.model.precision import stored_deciding, stored_total
from codematch.pipeline import make_tools, prepare
from codematch.report.record.context import Context
from codematch.report.record.filtration import filtration
from codematch.report.render_options import RenderOptions
from codematch.report.text import glance_sentences, in_language
from codematch.settings import Settings
from tests.policy.works import LEDGER, ROUTE, VALVE, write

CHANGED = LEDGER.replace("balance", "total").replace("\n    ", "\n    audit(1)\n    ", 1)


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """Two regions in one pair of files, and one with a line of which only a part is aligned."""
    folder = tmp_path_factory.mktemp("sums")
    known = write(folder / "k", {"both.py": VALVE + "\n" + LEDGER, "route.py": ROUTE})
    gap = "\n".join(f"unrelated_{number} = open({number}, 'w').read()" for number in range(40))
    questioned = {"both.py": VALVE + gap + "\n" + CHANGED, "way.py": ROUTE.replace("return (", "return list((1, ")}
    return codematch.compare(known, write(folder / "q", questioned))


def test_lines_before_any_filter_are_those_of_coverage(result):
    pair = result.pairs[0]
    assert pair.ledger is not None
    assert pair.ledger.steps[0].lines == pair.totals.line.matched


def test_lines_fall_from_step_to_step(result):
    steps = result.pairs[0].ledger.steps
    for side in ("known", "questioned"):
        counts = [getattr(step.lines, side) for step in steps]
        assert counts == sorted(counts, reverse=True)


def test_a_pair_of_files_weighs_what_its_regions_do_as_stored(result):
    pair = result.pairs[0]
    for item in pair.file_pairs:
        regions = [
            one
            for one in pair.regions
            if (one.known.path, one.questioned.path) == (item.known_path, item.questioned_path)
        ]
        assert item.total_bits == pytest.approx(sum(stored_total(one.weight) for one in regions), abs=1e-9)
        if item.sum is not None and len(regions) == 1 and item.sum.pieces == 1:
            left = stored_deciding(regions[0].residual or regions[0].weight)
            assert item.sum.residual_bits == min(item.sum.bits, left)


def test_the_first_page_and_the_table_of_filters_state_the_same(result):
    pair = result.pairs[0]
    with in_language("en"):
        page = glance_sentences.residual(result, pair)
        blocks = filtration(Context(result, RenderOptions()))
        said = [span.text for block in blocks for span in getattr(block, "spans", ())]
    left = next(text for text in said if text.startswith("In all channels together, "))
    bits = left.removeprefix("In all channels together, ").partition(" bits")[0]
    assert f"and {bits} bits." in page


@pytest.mark.parametrize("cells", ["none", "notebook"])
def test_matched_lines_are_as_many_as_coverage_counts(cells, tmp_path):
    if cells == "notebook":
        document = {
            "cells": [
                {"cell_type": "code", "source": [f"a{n} = f({n})\n", f"b{n} = a{n} + {n}"], "metadata": {}}
                for n in range(3)
            ],
            "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
        }  # fmt: skip
        name, text = "a.ipynb", json.dumps(document, indent=1)
    else:
        name, text = "a.py", "a = f(1)\nb = a + 1\n\n# nothing\nc = (a,\n     b)\n"
    stream = stream_of(write(tmp_path, {name: text}))

    rng = np.random.default_rng(7)
    for share in (0.0, 0.5, 0.9, 1.0):
        mask = rng.random(len(stream)) < share
        numbers = matched_lines(stream, mask)
        assert len(np.unique(numbers[numbers >= 0])) == count_lines(stream, mask)[1]


def stream_of(work):
    """The tokens of the only file of a work."""
    (prepared,) = prepare([read_work(str(work), Settings().intake)], make_tools(Settings()))
    return prepared.files[0].stream


def test_a_result_without_regions_states_no_sum(result):
    empty = replace(result.pairs[0], regions=(), exhibits=(), file_pairs=(), changed_lines=())
    with in_language("en"):
        blocks = list(filtration(Context(replace(result, pairs=(empty,)), RenderOptions())))
    assert not any("In all channels" in span.text for block in blocks for span in getattr(block, "spans", ()))
