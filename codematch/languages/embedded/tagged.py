"""Templates of JavaScript and TypeScript whose tag names a language: html`...`, css`...`, sql`...`."""

import re

import numpy as np

from codematch.languages.embedded.forms import Form
from codematch.languages.embedded.holes import STAND_IN
from codematch.languages.embedded.island import Island, Writer
from codematch.languages.embedded.markup import balanced
from codematch.model.stable_hash import tagged_hash
from codematch.model.tokens import TokenStream

_TEMPLATE = np.uint64(tagged_hash("template_string", "node"))
_TAG = re.compile(
    rb"(?:\b(html|svg|css|keyframes|createGlobalStyle|injectGlobal|sql|SQL|Prisma\.sql)|\bstyled[.(][^`;{}]*?|(/\*\s*(html|css|sql)\s*\*/))\s*\Z"
)
_LANGUAGES = {b"html": "html", b"svg": "html", b"sql": "sql", b"SQL": "sql", b"Prisma.sql": "sql"}
_BEFORE = 200
"""How far before a template its tag may begin [bytes]."""


def find_among(utf8: bytes, stream: TokenStream) -> tuple[Island, ...]:
    """Return what is in templates with such a tag, and the code in their holes."""
    if b"`" not in utf8:
        return ()
    islands: list[Island] = []
    code = Writer(utf8)
    for token in np.flatnonzero(stream.kinds == _TEMPLATE).tolist():
        start, stop = int(stream.starts[token]), int(stream.stops[token])
        tag = _TAG.search(utf8[max(0, start - _BEFORE) : start])
        if tag is None or not utf8.startswith(b"`", start):
            continue
        name = tag[1] or tag[3] or b"css"
        writer = Writer(utf8)
        language = _LANGUAGES.get(name, "css")
        _take(writer, code, utf8, start + 1, stop - 1)
        islands += writer.islands(language, form="html" if language == "html" else "")
    return (*islands, *code.islands(stream.language))


def _take(writer: Writer, code: Writer, utf8: bytes, start: int, stop: int) -> None:
    """Add a template to an island, and what is in its holes to the code."""
    while (hole := utf8.find(b"${", start, stop)) >= 0:
        end = balanced(utf8, hole + 1, b"{", b"}")
        if end is None or end > stop:
            break
        writer.take(start, hole).put(STAND_IN)
        code.put(b"(").take(hole + 2, end - 1).put(b");\n")
        start = end
    writer.take(start, stop)


FORM = Form(name="tagged", find_among=find_among)
