"""Parsing stops by a number of operations; the clock is the last resort, and then the result says so."""

import pytest

from codematch.languages import Identified, count_tokens, load_languages, read_file
from codematch.languages.text_lexer import words_of
from codematch.languages.token_count import cut_after
from codematch.model.source import LanguageBasis, Reason
from codematch.settings import Identification, Parsing, grammars_folder

LANGUAGES = load_languages(grammars_folder())


def _read(text, language, **limits):
    claim = Identified(language=language, basis=LanguageBasis.GIVEN, certain=True)
    return read_file(f"x.{language}", text, claim, LANGUAGES, Parsing(**limits), Identification())[1]


def _documents(count):
    begun = "".join(f"cat <<E{number} " for number in range(count))
    return (begun + "\n" + "".join(f"x\nE{number}\n" for number in range(count))).encode()


def _keys(stream):
    return [item.detail.key for item in stream.limitations]


def test_a_limit_of_operations_is_reached_whatever_the_clock_says():
    stream = _read(b"a;" * 200_000, "c", max_operations=1)
    assert _keys(stream)[0].startswith("parsed-in-slices-by-count")
    assert stream.limitations[0].reason is Reason.PARSE_TIMEOUT
    assert "stopped-by-clock" not in _keys(stream)
    assert _keys(_read(b"a;" * 200_000, "c")) == []


def test_a_stop_by_the_clock_is_named_as_not_reproducible():
    stream = _read(_documents(2_500), "bash", max_seconds=0.1)
    assert "stopped-by-clock" in _keys(stream)


def test_what_ends_in_time_says_nothing():
    assert _keys(_read(_documents(50), "bash")) == []


@pytest.mark.parametrize("text", ["a b+c\n", "x = 12 + y_1;\n\n", "中文 字 и слово\n", "\t(){}[] é ü\n"])
def test_the_number_of_tokens_is_never_less_than_what_the_lexer_makes(text):
    utf8 = (text * 90_000).encode()
    assert count_tokens(utf8) >= len(words_of(utf8).starts)
    if utf8.isascii():
        assert count_tokens(utf8) == len(words_of(utf8).starts)


@pytest.mark.parametrize("most", [1_000, 1_001, 700_000])
def test_a_text_is_cut_after_a_line(most):
    utf8 = b"one two three\n" * 300_000
    cut = cut_after(utf8, most)
    assert utf8[cut - 1 : cut] == b"\n"
    assert most - 3 < count_tokens(utf8[:cut]) <= most
    assert cut_after(utf8, 900_000) == len(utf8)


def test_a_file_with_too_many_tokens_is_read_up_to_a_line_that_is_named():
    stream = _read(b"a b c d\n" * 1_000, "text", max_tokens=1_000)
    assert len(stream) == 1_000
    assert [(item.reason, dict(item.detail.values)) for item in stream.limitations] == [
        (Reason.TOKEN_LIMIT, {"limit": 1_000, "line": 250})
    ]
