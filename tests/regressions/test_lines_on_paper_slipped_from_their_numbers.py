"""Lines of signs that the font of the paper lacks, or sets broad, ran on to a second one, and numbers slipped."""

import pytest

from codematch.model.match import RowState
from codematch.report.formats.code_columns import WIDTH, cut_line
from codematch.report.formats.fonts import settable
from codematch.report.record.blocks import Code

BRACKET, BROAD, NARROW = 0.61, 1.0, 0.5
"""Widths of signs in the fonts of the paper, as shares of their height."""


@pytest.mark.parametrize(
    "text", ["\u2801\u2802\u28ff" * 40, "\u2014" * 100, "\u201cweir\u201d \u2026 " * 20, "\u6c34x" * 60]
)
def test_no_line_is_broader_than_its_column(text: str) -> None:
    lines = cut_line(Code(1, text), RowState.IDENTICAL, settable)
    for line in lines:
        signs = "".join(words for _, words, _ in line)
        broad = [BRACKET if sign in "⟨⟩" else NARROW if sign.isascii() else BROAD for sign in signs]
        assert sum(broad) <= WIDTH * NARROW
    assert "".join(words for line in lines for _, words, _ in line) == settable(text)
