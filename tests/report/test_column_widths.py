"""Columns of tables in Word: as wide as their words where there is room, and never wider than the table."""

from collections.abc import Sequence
from itertools import zip_longest

from codematch.report.formats import column_widths
from codematch.report.record import blocks

SIZE, WIDTH = 8, 9_000


def fitted(shares: Sequence[float], columns: Sequence[Sequence[str]], width: int, size: float) -> list[int]:
    """Return the widths for texts that stand in each column."""
    rows = zip_longest(*columns, fillvalue="")
    cells = [tuple((blocks.Line((blocks.Span(text),)),) for text in row) for row in rows]
    return column_widths.fitted(shares, cells, width, size)


def test_columns_that_hold_their_words_stay_as_wished():
    assert fitted([1, 2], [["No."], ["Passages", "a few words in a line"]], WIDTH, SIZE) == [3_000, 6_000]


def test_a_column_too_narrow_for_a_word_takes_from_those_with_room():
    narrow, wide = fitted([1, 30], [["Structure", "489.9"], ["short"]], WIDTH, SIZE)
    assert narrow > WIDTH / 31
    assert narrow >= 9 * 0.5 * SIZE * 20
    assert narrow + wide <= WIDTH


def test_words_come_before_paths():
    path = "a/very/long/path/to/some/file.py:12"
    head, paths = fitted([1, 1], [["Exceedance"], [path]], 1_800, SIZE)
    assert head >= 10 * 0.5 * SIZE * 20
    assert paths < head + 300


def test_chinese_breaks_anywhere():
    assert fitted([1, 9], [["权重不低于本区域的无关联样本对"], ["a"]], WIDTH, SIZE) == [900, 8_100]


def test_a_table_too_narrow_for_everything_is_no_wider():
    texts = [["Structure"], ["Comments"], ["Exceedance"], ["plant/dosing.py"]]
    assert sum(fitted([1, 1, 1, 1], texts, 1_000, SIZE)) <= 1_000


def test_a_column_without_text_is_no_fault():
    assert sum(fitted([1, 1], [[], ["word"]], WIDTH, SIZE)) <= WIDTH
