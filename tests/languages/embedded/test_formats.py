"""Each format, token by token: which language every token is in, and on which line of the file it stands."""

import tomllib
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from codematch.languages import tokenize
from codematch.model.tokens import TokenStream
from codematch.settings import Parsing
from tests.languages.reading import LANGUAGES

SAMPLES = tomllib.loads((Path(__file__).parent / "samples.toml").read_text(encoding="utf-8"))["sample"]


def read(path: str, text: str) -> TokenStream:
    utf8 = text.encode()
    return tokenize(path, utf8, LANGUAGES.identify(path, utf8).language, LANGUAGES, Parsing())


def rows(stream: TokenStream, text: str) -> list[str]:
    """The tokens of each line and language: "3 css: a { top : 1 }"; a line end inside a token is shown as a mark."""
    utf8 = text.encode()
    tokens = [
        (int(stream.lines[n]), stream.language_at(n), utf8[stream.starts[n] : stream.stops[n]].decode())
        for n in range(len(stream))
    ]
    return [
        f"{line} {language}: {' '.join(token[2] for token in same)}".replace("\n", "⏎")
        for (line, language), same in groupby(tokens, key=lambda token: token[:2])
    ]


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample["path"])
def sample(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param


def test_every_token_is_in_its_language_and_on_its_line(sample: dict[str, Any]) -> None:
    stream = read(sample["path"], sample["text"])
    assert rows(stream, sample["text"]) == sample["tokens"]
    assert stream.language == sample["language"]
    assert [unit.name for unit in stream.units] == sample.get("units", [])
    assert list(stream.comments.texts) == sample.get("comments", [])
    assert [limitation.reason.value for limitation in stream.limitations] == sample.get("limitations", [])


def test_every_visible_byte_lies_in_one_token_or_comment(sample: dict[str, Any]) -> None:
    utf8 = sample["text"].encode()
    stream = read(sample["path"], sample["text"])
    held = np.zeros(len(utf8), dtype=np.int64)
    for spans in (stream, stream.comments):
        for start, stop in zip(spans.starts.tolist(), spans.stops.tolist(), strict=True):
            held[start:stop] += 1
    assert held.max() == 1
    missing = bytes(byte for byte, count in zip(utf8, held, strict=True) if not count)
    # What joins the lines of a cell is in none, nor is the backslash of a continued line.
    joints = b'\\n",' if sample["path"].endswith(".ipynb") else b"\\"
    assert not missing.translate(None, b" \t\n" + joints), missing


def test_names_of_units_cover_their_tokens() -> None:
    text = "<?php function open($box) { ?>\n<b>x</b>\n<?php } ?>\n<script>function shut() { return 1; }</script>\n"
    stream = read("a.php", text)
    tokens = [text[stream.starts[n] : stream.stops[n]] for n in range(len(stream))]
    spans = {unit.name: tokens[unit.first_token : unit.stop_token] for unit in stream.units}
    assert spans["open"][0] == "function"
    assert spans["open"][-1] == "}"
    assert "b" in spans["open"]
    assert spans["shut"] == ["function", "shut", "(", ")", "{", "return", "1", ";", "}"]


def test_code_in_a_container_has_the_hashes_of_code_alone() -> None:
    code = "def price(days):\n    '''A\n    b'''\n    return days * 7  # each\n"
    alone = tokenize("a.py", code.encode(), "python", LANGUAGES, Parsing())
    lines = ",".join('"' + line.replace("\n", "\\n") + '"' for line in code.splitlines(keepends=True))
    cell = f'{{"cells": [{{"cell_type": "code", "source": [{lines}]}}], "metadata": {{}}, "nbformat": 4}}'
    for path, text in (("a.ipynb", cell), ("a.md", f"# A\n\n```python\n{code}```\n")):
        stream = read(path, text)
        chosen = stream.in_language("python")
        assert stream.texts[chosen].tolist() == alone.texts.tolist()
        assert stream.kinds[chosen].tolist() == alone.kinds.tolist()
        assert stream.comments.texts == alone.comments.texts


def test_a_token_of_a_notebook_knows_its_cell_and_line() -> None:
    text = (
        '{"cells": [{"cell_type": "markdown", "source": "A\\ntitle"}, {"cell_type": "code", "source":'
        ' ["x = 1\\n", "\\n", "y"]}], "metadata": {}, "nbformat": 4}'
    )
    stream = read("a.ipynb", text)
    assert stream.cells is not None
    places = {
        text[stream.starts[n] : stream.stops[n]]: (int(stream.cells.numbers[n]), int(stream.cells.lines[n]))
        for n in range(len(stream))
    }
    assert {name: places[name] for name in ("A", "title", "x", "y", "cells")} == {
        "A": (1, 1), "title": (1, 2), "x": (2, 1), "y": (2, 3), "cells": (0, 0),
    }  # fmt: skip
    span = stream.cells.span(0, len(stream))
    assert span is not None
    assert (span.first_cell, span.first_line, span.last_cell, span.last_line) == (1, 1, 2, 3)


def test_what_holds_no_other_language_is_read_as_before() -> None:
    for path, text in (("a.md", "# Title\n\nSome `words`.\n"), ("a.txt", "```python\nx = 1\n```\n")):
        stream = read(path, text)
        whole = tokenize(path, text.encode(), "text", LANGUAGES, Parsing(), divide=False)
        assert (stream.sections, stream.kinds.tolist()) == ((), whole.kinds.tolist())


def test_a_given_language_counts_for_more_than_an_ending() -> None:
    stream = tokenize("page.html", b"let a = 1; // <script>b</script>", "javascript", LANGUAGES, Parsing())
    assert stream.languages == ("javascript",)


def test_formats_inside_one_another_are_bounded_and_said() -> None:
    deep = "```php\n<script type='text/template'><p onclick='f(1)'></p></script><?php g(); ?>\n```\n"
    assert read("a.md", deep).limitations == ()
    shallow = tokenize("a.md", deep.encode(), "text", LANGUAGES, Parsing(max_formats=3))
    assert [limitation.reason.value for limitation in shallow.limitations] == ["not-divided"]
    assert "javascript" not in shallow.languages


def test_many_parts_are_read_together() -> None:
    text = "<script>f(1);</script>\n" * 1_200
    stream = read("a.html", text)
    assert int(np.count_nonzero(stream.in_language("javascript"))) == 5 * 1_200
    assert stream.lines[-1] == 1_200
