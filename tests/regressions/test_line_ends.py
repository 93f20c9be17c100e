"""Line ends and separators: whatever ends a line, a file in every language has the same tokens, lines and comments."""

import re
from pathlib import Path

import numpy as np
import pytest

from codematch.intake.decode import decode
from codematch.languages import tokenize
from codematch.model.tokens import TokenStream
from codematch.settings import Parsing
from tests.languages.reading import LANGUAGES

FIXTURES = Path(__file__).parents[2] / "fixtures" / "languages"
SAMPLES = sorted(path for path in FIXTURES.iterdir() if path.is_file())
ENDS = {"crlf": b"\r\n", "cr": b"\r", "text mode twice": b"\r\r\n"}


def read(content: bytes, language: str) -> tuple[TokenStream, bytes]:
    text = decode(content).text
    assert text is not None
    stream = tokenize("a", text.utf8, language, LANGUAGES, Parsing())
    edges = text.to_original(np.stack((stream.starts, stream.stops), axis=1).ravel().astype(np.int64))
    return stream, b"\0".join(content[start:stop] for start, stop in edges.reshape(-1, 2).tolist())


def mixed(content: bytes) -> bytes:
    ends = (b"\n", b"\r\n", b"\r")
    lines = content.split(b"\n")
    # A lone CR before an empty line that ends in LF would be a CR LF.
    joined = lines[0]
    for number, line in enumerate(lines[1:]):
        end = ends[number % 3]
        joined += (b"\r\n" if end == b"\n" and joined.endswith(b"\r") else end) + line
    return joined


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_line_ends_change_nothing(path: Path) -> None:
    content = path.read_bytes()
    expected, expected_bytes = read(content, path.stem)
    for way in (*ENDS, "mixed"):
        other = mixed(content) if way == "mixed" else content.replace(b"\n", ENDS[way])
        found, found_bytes = read(other, path.stem)
        assert found.kinds.tolist() == expected.kinds.tolist(), way
        assert found.texts.tolist() == expected.texts.tolist(), way  # literals of several lines too
        assert found.lines.tolist() == expected.lines.tolist(), way
        assert found.comments.texts == expected.comments.texts, way
        for end in (b"\r\n", b"\r") if way == "mixed" else (ENDS[way],):
            found_bytes = found_bytes.replace(end, b"\n")
        assert found_bytes == expected_bytes, way


WITH_GAPS = [path for path in SAMPLES if re.search(rb"\n\n[A-Za-z]", path.read_bytes())]
"""The samples with an empty line before code at the top level: there a separator stands in no literal or comment."""


@pytest.mark.parametrize("path", WITH_GAPS, ids=lambda path: path.stem)
def test_a_separator_on_a_line_of_its_own_changes_nothing(path: Path) -> None:
    content = path.read_bytes()
    lines = content.split(b"\n")
    expected, _ = read(content, path.stem)
    for separator in ("\f", "\v", "\x01", "\x85", "\u2028", "\u2029"):
        parted = [
            separator.encode() if line == b"" and lines[at + 1][:1].isalpha() and at > 0 else line
            for at, line in enumerate(lines[:-1])
        ]
        found, _ = read(b"\n".join(parted) + b"\n", path.stem)
        assert parted != lines[:-1]
        assert found.texts.tolist() == expected.texts.tolist(), ascii(separator)
        assert found.lines.tolist() == expected.lines.tolist(), ascii(separator)


def test_a_separator_ends_no_line_but_a_comment_of_javascript() -> None:
    content = "// a\u2028f(1);\nint b;\n".encode()
    assert len(read(content, "c")[0]) == 3
    assert len(read(content, "javascript")[0]) > 5
    assert decode(content).text is not None
    assert read(content, "c")[0].lines.tolist() == [2, 2, 2]


def test_a_literal_keeps_its_separator() -> None:
    with_separator, _ = read('s = "a\u2028b"\n'.encode(), "python")
    without, _ = read(b's = "a   b"\n', "python")
    assert with_separator.texts.tolist() != without.texts.tolist()


def test_a_missing_last_line_end_changes_nothing() -> None:
    for path in SAMPLES:
        content = path.read_bytes().rstrip(b"\n")
        assert read(content, path.stem)[0].kinds.tolist() == read(content + b"\n", path.stem)[0].kinds.tolist(), path


def test_decomposed_characters_are_the_same_names_and_literals() -> None:
    composed, _ = read('größe = "가나다 é"  # Übung\n'.encode(), "python")
    decomposed, _ = read(
        'gro\u0308ße = "\u1100\u1161\u1102\u1161\u1103\u1161 e\u0301"  # U\u0308bung\n'.encode(), "python"
    )
    assert decomposed.texts.tolist() == composed.texts.tolist()
    assert decomposed.comments.texts == composed.comments.texts
