"""What cannot be seen is shown, what is shown adds up, and what is too long loses its middle."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from codematch.report.text.visible import pieces, shorten, visible

# Arabic, Syriac and Kaithi number signs are format characters too, but have a glyph of their own.
HAVE_A_GLYPH = {*range(0x600, 0x606), 0x6DD, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}


def test_no_hidden_character_of_unicode_passes() -> None:
    missed = [
        f"U+{code:04X}"
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co")
        and code not in HAVE_A_GLYPH
        and visible(chr(code)) == chr(code)
    ]
    assert missed == []


@pytest.mark.parametrize(
    "text", ["plain text", "区域查找器", "größe", "日本語 テスト", "العربية", "a [red]b[/red] <i>"]
)
def test_ordinary_text_is_untouched(text: str) -> None:
    assert visible(text) == text


def test_hidden_characters_stand_as_code_points() -> None:
    assert visible("a\u202eb\u200bc\x1b[31m\n") == "a⟨U+202E⟩b⟨U+200B⟩c⟨U+001B⟩[31m⟨U+000A⟩"


def test_a_tab_is_text_in_code_only() -> None:
    assert [piece.hidden for piece in pieces("\tx", keep_tabs=True)] == [""]
    assert [piece.hidden for piece in pieces("\tx")] == ["U+0009 CONTROL CHARACTER", ""]


def test_marks_count_characters_of_the_original_text() -> None:
    cut = list(pieces("ab\u202ecd", ((1, 4),)))
    assert [(piece.text, piece.marked) for piece in cut] == [
        ("a", False), ("b", True), ("\u202e", True), ("c", True), ("d", False),
    ]  # fmt: skip
    assert cut[2].hidden == "U+202E RIGHT-TO-LEFT OVERRIDE"


@given(st.text(), st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=6))
def test_pieces_add_up_whatever_the_marks(text: str, marks: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in pieces(text, sorted(marks))) == text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs"))), st.integers(0, 60))
def test_shortened_text_fits(text: str, width: int) -> None:
    short = shorten(text, width)
    assert cell_len(short) <= max(width, 0)
    assert short == text or "…" in short or width == 0


def test_shortening_keeps_the_file_name() -> None:
    assert shorten("a/very/long/way/down/to/the/file_name.py", 24) == "a/very/…the/file_name.py"
    assert shorten("模块/模块/模块/查找.py", 12) == "模…/查找.py"
