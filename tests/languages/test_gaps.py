"""Text that no leaf shows: every visible byte is in one token or comment, whatever a file holds."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codematch.languages import tokenize
from codematch.languages.gaps import visible_before
from codematch.model.tokens import TokenStream
from codematch.settings import Parsing
from tests.languages.reading import LANGUAGES

FIXTURES = Path(__file__).parents[2] / "fixtures" / "languages"
SOURCES = {name: next(FIXTURES.glob(f"{name}.*")).read_bytes() for name in LANGUAGES.names}
BLANK = re.compile(rb"[\x00-\x20\x7f]|\\(?=[\r\n])")


def read(utf8: bytes, language: str) -> TokenStream:
    return tokenize("a", utf8, language, LANGUAGES, Parsing())


def bare(utf8: bytes, stream: TokenStream) -> bytes:
    """What lies in no token and no comment, without blanks; fails where two overlap."""
    covered = np.zeros(len(utf8), dtype=int)
    for spans in (stream, stream.comments):
        for start, stop in zip(spans.starts.tolist(), spans.stops.tolist(), strict=True):
            covered[start:stop] += 1
    assert covered.max(initial=0) <= 1
    assert (np.diff(stream.starts) > 0).all()
    rest = bytes(byte if not count else 32 for byte, count in zip(utf8, covered.tolist(), strict=True))
    return BLANK.sub(b"", rest)


def texts(utf8: bytes, stream: TokenStream) -> list[bytes]:
    return [utf8[start:stop] for start, stop in zip(stream.starts.tolist(), stream.stops.tolist(), strict=True)]


@st.composite
def damaged(draw: st.DrawFn) -> tuple[bytes, str]:
    """A piece of a fixture in which some bytes are gone and some pieces of others stand."""
    language = draw(st.sampled_from(LANGUAGES.names))
    source = SOURCES[language]
    start = draw(st.integers(0, len(source)))
    data = source[start : start + draw(st.integers(0, 800))]
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(data)))
        gone = draw(st.integers(0, 5))
        piece = draw(
            st.sampled_from([b"", b"{", b")", b'"', b"'", b"`", b"$", b" \\\n", b"#", b"/*", b"<<", b"@@ ~", b"end"])
        )
        data = data[:place] + piece + data[place + gone :]
    return data.decode("utf-8", "ignore").encode(), language


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_every_visible_byte_of_damaged_source_is_in_one_token_or_comment(case: tuple[bytes, str]) -> None:
    utf8, language = case
    assert bare(utf8, read(utf8, language)) == b""


@pytest.mark.parametrize("language", LANGUAGES.names)
def test_every_visible_byte_of_a_fixture_is_in_one_token_or_comment(language: str) -> None:
    assert bare(SOURCES[language], read(SOURCES[language], language)) == b""


@pytest.mark.parametrize(
    ("language", "code", "hidden"),
    [
        ("scala", "f(xs*)", [b"*"]),
        ("ruby", "a\n__END__\nb", [b"__END__"]),
        ("cpp", "struct A { virtual void f() = 0; };", [b"=", b"0"]),
        ("bash", 'echo "$a $b"', [b"$", b"a", b"b"]),
    ],
)
def test_what_a_grammar_hides_is_there(language: str, code: str, hidden: list[bytes]) -> None:
    stream = read(code.encode(), language)
    assert set(hidden) <= set(texts(code.encode(), stream))
    assert stream.error_share == 0


def test_words_and_numbers_in_a_gap_are_like_others() -> None:
    """C takes `@` for no token at all; what stands around it is as it would be without it."""
    damaged_stream, stream = (read(code, "c") for code in (b"@@ while (x1) { y = 1; } @", b"while (x1) { y = 1; }"))
    assert damaged_stream.kinds.tolist()[2:-1] == stream.kinds.tolist()
    words = texts(b"@ if 12 ab", read(b"@ if 12 ab", "c"))
    assert words == [b"@", b"if", b"12", b"ab"]


@given(st.binary(max_size=40).map(lambda data: data.replace(b"\r", b" ").replace(b"x", b"\\\n")))
def test_visible_bytes_are_counted(data: bytes) -> None:
    visible = visible_before(data)
    assert visible.tolist() == [
        place - sum(1 for match in BLANK.finditer(data) if match.start() < place) for place in range(len(data) + 1)
    ]
