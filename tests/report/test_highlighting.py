"""What words of code are: ranges inside their line, for every language, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.report.formats.highlighting import KINDS, MAX_CHARACTERS, MAX_LINES, kinds_of
from codematch.report.formats.markup import show_code
from codematch.settings import grammars_folder

LANGUAGES = sorted(path.parent.name for path in grammars_folder().glob("*/language.toml"))


def test_a_comment_over_two_lines_is_one_on_both() -> None:
    assert kinds_of(["/* a", 'b */ int x = 7; "q"'], "c") == [
        ((0, 4, "c"),),
        ((0, 4, "c"), (5, 8, "k"), (13, 14, "n"), (16, 17, "s"), (17, 18, "s"), (18, 19, "s")),
    ]


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "text"])
def test_every_language_has_a_lexer(language: str) -> None:
    assert any(kinds_of(['if "a" == 1: # /* b */ <a b="c"> function select = 12', "'x' // y"], language))


def test_a_language_without_a_lexer_has_no_kinds() -> None:
    assert kinds_of(["if 1:", "x"], "") == kinds_of(["if 1:", "x"], "no-such-language") == [(), ()]


@given(st.lists(st.text(max_size=60), max_size=8), st.sampled_from(["python", "c", "php", "javascript", "html"]))
def test_ranges_are_in_order_and_inside_their_lines(lines: list[str], language: str) -> None:
    lines = [line.replace("\n", " ") for line in lines]
    found = kinds_of(lines, language)
    assert len(found) == len(lines)
    for line, kinds in zip(lines, found, strict=True):
        edges = [edge for first, stop, kind in kinds for edge in (first, stop) if kind in KINDS]
        assert edges == sorted(edges)
        assert not edges or edges[-1] <= len(line)


def test_what_is_too_long_stays_plain() -> None:
    assert kinds_of(["x = 1"] * (MAX_LINES + 1), "python") == [()] * (MAX_LINES + 1)
    assert kinds_of(["x = '" + "a" * MAX_CHARACTERS + "'"], "python") == [()]


@given(st.text(max_size=40), st.lists(st.integers(0, 40), max_size=6))
def test_colours_change_no_character_of_a_line(text: str, edges: list[int]) -> None:
    ranges = sorted(set(edges))
    kinds = [(first, stop, "k") for first, stop in zip(ranges[::2], ranges[1::2], strict=False)]
    plain, coloured = show_code(text, ()), show_code(text, (), kinds)
    assert coloured.replace('<i class="k">', "").replace("</i>", "") == plain
