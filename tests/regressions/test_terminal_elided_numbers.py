"""The terminal shows every number and name whole, whatever its width: what does not fit stands below one another."""

import csv
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

import codematch
from codematch.evaluation import evaluate, read_pairs
from codematch.model.match import Weight
from codematch.model.sides import Both
from codematch.report import view
from codematch.report.evaluation import text as evaluation_text
from codematch.report.formats import to_terminal
from codematch.report.formats.terminal_layout import Column, folded, table
from codematch.report.text import numbers
from codematch.report.text.wording import in_language
from codematch.settings import Evaluation, Settings
from tests.report.sample_result import LONG_NAME, hostile_result, identical_result, sample_result

WIDTHS = [40, 60, 80, 120]


def large_numbers():
    """The sample with works and weights so large that no column of the usual width holds them."""
    result = sample_result()
    pair = result.pairs[0]
    totals = replace(
        pair.totals,
        token=replace(
            pair.totals.token,
            matched=Both(123_456_789_012, 223_456_789_012),
            total=Both(987_654_321_098, 887_654_321_098),
        ),
    )  # fmt: skip
    weight = Weight(structure=1_234_567.8, names=2_345_678.9, literals=34_567_890.1, comments=456_789.2)
    regions = (replace(pair.regions[0], weight=weight, number=123_456), *pair.regions[1:])
    return replace(result, pairs=(replace(pair, totals=totals, regions=regions, exhibits=()),))


def unfolded(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("spoken", ["en", "zh"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("make", [sample_result, large_numbers, hostile_result, identical_result])
def test_nothing_is_elided_at_any_width(make, width, spoken):
    result = make()
    with in_language(spoken):
        text = to_terminal.text(result, width)
        widest = to_terminal.text(result, 400)
    assert "…" not in text.replace("[…]", "")
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert set(re.findall(r"\d[\d,.]*\d", widest)) <= set(re.findall(r"\d[\d,.]*\d", text)) | _parts_of_names(result)


def _parts_of_names(result) -> set[str]:
    """Digits in names, which may be divided when a name is longer than a line."""
    paths = [
        side.path for pair in result.pairs for region in pair.regions for side in (region.known, region.questioned)
    ]
    return {number for path in paths for number in re.findall(r"\d[\d,.]*\d", path)}


@pytest.mark.parametrize("width", WIDTHS)
def test_every_number_and_name_of_the_result_stands_there(width):
    result = large_numbers()
    pair = result.pairs[0]
    text = to_terminal.text(result, width)
    whole = re.findall(r"[^\s]+", text)
    for unit in view.UNITS:
        ratio = getattr(pair.totals, unit)
        for value in (ratio.matched.known, ratio.total.known, ratio.matched.questioned, ratio.total.questioned):
            assert numbers.integer(value) in whole
    for region in view.capped(view.ranked(pair), to_terminal.REGIONS_SHOWN)[0]:
        values = [numbers.total(region.weight), *(numbers.bits(getattr(region.weight, c)) for c in view.CHANNELS)]
        assert set(values) <= set(whole)
        for side in (region.known, region.questioned):
            assert unfolded(f"{side.path.replace(chr(0x202E), '⟨U+202E⟩')}:{side.first_line}–") in unfolded(text)
    for step in pair.ledger.steps:
        assert numbers.bits(step.bits) in whole
    assert unfolded(LONG_NAME) in unfolded(text)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_finding_names_what_was_found_both_places_and_its_note(width):
    result = sample_result()
    text = unfolded(to_terminal.text(result, width))
    for channel in result.pairs[0].evidence:
        for finding in channel.findings[: to_terminal.FINDINGS_SHOWN]:
            for part in (finding.text, str(finding.known), str(finding.questioned)):
                assert unfolded(part) in text


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    """An evaluation with long names, and with rows that cannot be scored."""
    folder = tmp_path_factory.mktemp("evaluation")
    rows = []
    for number in range(4):
        body = "".join(f"    total += entry_{number}_{n} * {n + 3}\n" for n in range(30))
        for name, text in (("a", body), ("b", body.replace("total", "sum")), ("c", f"class Other{number}:\n  pass\n")):
            (folder / f"{name}{number}.py").write_text(f"def work(total):\n{text}" if name != "c" else text)
        rows += [(f"a{number}.py", f"b{number}.py", 1, "reuse:a_kind_of_rewriting_with_a_long_name", "python")]
        rows += [
            (f"a{number}.py", f"c{number}.py", 0, "independent", "python"),
            ("gone.py", "x.py", 0, "gone", "python"),
        ]
    listed = folder / "pairs.csv"
    with listed.open("w", newline="") as file:
        csv.writer(file).writerows([("path_a", "path_b", "label", "kind", "language"), *rows])
    return evaluate(read_pairs(listed), folder, settings=Settings(evaluation=Evaluation(replicates=100)))


@pytest.mark.parametrize("width", WIDTHS)
def test_an_evaluation_is_shown_whole(evaluated, width):
    text, widest = evaluation_text(evaluated, width), evaluation_text(evaluated, 400)
    assert "…" not in text
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert set(re.findall(r"\d[\d,.]*", widest)) <= set(re.findall(r"\d[\d,.]*", text))
    assert unfolded("a_kind_of_rewriting_with_a_long_name") in unfolded(text) or "reuse" in text


def test_a_table_that_fits_is_one_and_one_that_does_not_is_stacked():
    from io import StringIO

    from rich.console import Console

    columns = [Column(title="name"), Column(title="count", right=True), Column(title="share", right=True)]
    rows = [("alpha", "1,234,567", "12.3 %"), ("beta", "8", "")]
    shown = {}
    for width in (20, 40):
        said = StringIO()
        console = Console(file=said, width=width, color_system=None)
        console.print(table(columns, rows, width))
        shown[width] = [line.rstrip() for line in said.getvalue().splitlines()]
    assert shown[40] == ["name       count   share", "alpha  1,234,567  12.3 %", "beta           8"]
    assert shown[20] == ["name", "alpha", "  count  1,234,567", "  share  12.3 %", "beta", "  count  8"]


@given(st.text(alphabet=st.sampled_from("ab/_.:–- 0123456789模\n"), max_size=80), st.integers(8, 40))
def test_a_folded_text_loses_nothing_and_fits(text, width):
    made = folded(Text(text), width).plain
    assert unfolded(made) == unfolded(text)
    assert all(cell_len(line) <= width for line in made.splitlines())
    for number in re.findall(r"(?<![\d,.:–])\d{1,6}(?![\d,.–])", text):
        assert number in made


def test_the_names_of_the_package_are_those_of_the_readme():
    assert {"compare", "read_result"} <= set(codematch.__all__)
