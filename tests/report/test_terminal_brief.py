"""The summary of forty lines: never longer, the same numbers as the report, and what to do next."""

from dataclasses import replace

import pytest
from rich.cells import cell_len

from codematch.report import view
from codematch.report.formats import terminal_brief, to_terminal
from codematch.report.formats.terminal_layout import FILE_WIDTH
from codematch.report.render_options import RenderOptions
from codematch.report.text.wording import LANGUAGES, in_language, say
from tests.report.sample_result import empty_result, hostile_result, identical_result, large_result, sample_result

RESULTS = [sample_result, empty_result, identical_result, hostile_result, lambda: large_result(500)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("make", RESULTS)
def test_forty_lines_at_most_and_none_too_wide(make, width: int, language: str) -> None:
    with in_language(language):
        lines = terminal_brief.text(make(), width).splitlines()
    assert len(lines) <= terminal_brief.MOST_LINES
    assert max(map(cell_len, lines)) <= width


def test_the_heaviest_regions_by_residual_are_there_with_lines_of_code() -> None:
    result = sample_result()
    text = terminal_brief.text(result, 120)
    for region in view.residuals(result.pairs[0])[: terminal_brief.REGIONS]:
        assert f"{region.known.path}:{region.known.first_line}" in text
    assert f" {say('number')}" not in text
    exhibit = next(item for item in result.pairs[0].exhibits)
    assert any(row.known_text.strip()[:12] in text for row in exhibit.rows if row.known_text.strip())


def test_coverage_is_that_of_the_whole_summary() -> None:
    result = sample_result()
    line = result.pairs[0].totals.line
    brief, whole = terminal_brief.text(result, 160), to_terminal.text(result, 160)
    for part, total in zip(line.matched, line.total, strict=True):
        assert f"{part:,} of {total:,} lines" in brief
        assert f"{part:,}" in whole


def test_it_says_what_to_do_next() -> None:
    assert "--out DIR" in terminal_brief.text(sample_result(), 100)
    assert "open there/report.html" in terminal_brief.text(sample_result(), 100, "there/report.html")
    assert "--long" in terminal_brief.text(empty_result(), 100)


def test_without_a_finding_it_says_so_and_what_would_be_reported() -> None:
    text = terminal_brief.text(empty_result(), 100)
    assert say("summary.none") in text
    assert "Regions are reported when" in text


def test_the_format_is_brief_where_it_is_asked_for() -> None:
    result = sample_result()
    brief = to_terminal.render(result, RenderOptions(brief=True)).decode()
    assert brief == terminal_brief.text(result, FILE_WIDTH)
    assert to_terminal.render(result, RenderOptions()).decode() == to_terminal.text(result, FILE_WIDTH)


def test_no_code_is_shown_where_none_may_be() -> None:
    result = sample_result()
    bare = replace(result, pairs=tuple(replace(pair, exhibits=()) for pair in result.pairs))
    assert len(terminal_brief.text(bare, 100).splitlines()) <= terminal_brief.MOST_LINES
