"""The terminal report: expected text, any width, any colour, and names that try to take part."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from codematch.model.result import CaseResult
from codematch.report import view
from codematch.report.documents import render
from codematch.report.formats import to_terminal
from codematch.report.formats.terminal_layout import FILE_WIDTH
from tests.report.make_golden import EXPECTED, GOLDEN, actual
from tests.report.sample_result import LONG_NAME, empty_result, hostile_result, large_result, sample_result

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("name", EXPECTED)
def test_expected_text(name: str, tmp_path: Path) -> None:
    text = actual(name)
    if text != (GOLDEN / name).read_text(encoding="utf-8"):
        kept = tmp_path / name
        kept.write_text(text, encoding="utf-8")
        pytest.fail(f"{name} differs from what is printed now, which is in {kept}")


def _coloured(result: CaseResult, width: int) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system="truecolor", force_terminal=True, legacy_windows=False)
    to_terminal.show(result, console)
    return stream.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_colour_changes_no_character(width: int) -> None:
    coloured = _coloured(sample_result(), width)
    assert ESCAPE.search(coloured)
    plain = "\n".join(line.rstrip() for line in ESCAPE.sub("", coloured).splitlines()) + "\n"
    assert plain == to_terminal.text(sample_result(), width)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(cell_len(line) for line in to_terminal.text(sample_result(), width).splitlines()) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_each_side_of_a_region_keeps_its_line_numbers(width: int) -> None:
    lines = to_terminal.text(large_result(1), width).splitlines()
    known = [line for line in lines if re.match(" +known +ledger", line)]
    assert len(known) == 1
    assert ":120–168" in known[0]
    result = sample_result()
    pair = result.pairs[0]
    regions = tuple(region for region in pair.regions if region.known.path == LONG_NAME)
    long_one = replace(pair, regions=regions, exhibits=())
    lines = to_terminal.text(replace(result, pairs=(long_one,)), width).splitlines()
    first = next(place for place, line in enumerate(lines) if re.match(f" +known +{LONG_NAME[:4]}", line))
    last = next(place for place in range(first, len(lines)) if re.match(" +questioned +", lines[place]))
    path = "".join(line[lines[first].index(LONG_NAME[:4]) :].strip() for line in lines[first:last])
    assert path == f"{LONG_NAME}:1–9"
    assert lines[last - 1].endswith("implementation.py:1–9")


@pytest.mark.parametrize("make", [sample_result, hostile_result])
def test_nothing_of_the_input_reaches_the_terminal_as_a_command(make: Callable[[], CaseResult]) -> None:
    text = to_terminal.text(make(), 120)
    assert all(character >= " " or character == "\n" for character in text)
    assert not re.search("[\u200b-\u200f\u2028-\u202e\u2066-\u2069\x7f]", text)
    assert set(ESCAPE.findall(_coloured(make(), 120))) <= set(ESCAPE.findall(_coloured(large_result(30), 120)))


def test_names_are_shown_as_they_are() -> None:
    text = to_terminal.text(sample_result(), 120)
    assert "[red]x[/red].py" in text
    assert "⟨U+202E⟩" in text
    assert "[red]x[/red].py" in ESCAPE.sub("", _coloured(sample_result(), 120))


def test_the_rest_is_counted() -> None:
    assert "6 more in report.json" in to_terminal.text(sample_result(), 80)
    assert "more in report.json" not in to_terminal.text(large_result(20), 80)
    assert "19,980 more in report.json" in to_terminal.text(large_result(20_000), 80)


def test_nothing_found_is_said_plainly() -> None:
    text = to_terminal.text(empty_result(), 80)
    assert "No region was found." in text
    assert (
        "Regions are reported when structure, names, literals and consistent renames together weigh at least 45.0 bits"
        in " ".join(text.split())
    )
    assert "The comparison covers 4 files of the known work" in text


def test_shared_text_is_one_line_of_the_coverage() -> None:
    line = "Names in both works, inside or outside regions: 1,843 (6,012.3 bits); literals: 1 (<0.1 bits)."
    result = sample_result()
    assert f"  {line}\n" in to_terminal.text(result, 120)
    older = replace(result, pairs=(replace(result.pairs[0], shared_text=None),))
    assert "Names that both" not in to_terminal.text(older, 120)


def test_several_pairs_are_told_apart() -> None:
    result = sample_result()
    text = to_terminal.text(replace(result, pairs=result.pairs * 2), 80)
    assert "Pair 1: ledger 2.4.1 and" in text
    assert "Pair 2: ledger 2.4.1 and" in text


def test_file_is_the_text_at_its_width() -> None:
    content = render(sample_result(), "terminal")
    assert content.decode("utf-8") == to_terminal.text(sample_result(), FILE_WIDTH)


def test_heaviest_come_first_and_ties_by_number() -> None:
    regions = view.heaviest(large_result(30).pairs[0])
    assert [region.number for region in regions] == list(range(1, 31))
    weights = [region.weight.total for region in view.heaviest(sample_result().pairs[0])]
    assert weights == sorted(weights, reverse=True)
