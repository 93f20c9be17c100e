"""PHP: what is outside `<?php ... ?>` is a page."""

import re

import numpy as np

from codematch.languages.embedded.forms import Form
from codematch.languages.embedded.holes import STAND_IN
from codematch.languages.embedded.html import PAGE
from codematch.languages.embedded.island import Island, Writer
from codematch.model.stable_hash import tagged_hash
from codematch.model.tokens import TokenStream

_TEXT = np.uint64(tagged_hash("text", "node"))
_WRITES = re.compile(rb"\s*<\?(?:=|php\s+(?:echo|print)\b)")


def find_among(utf8: bytes, stream: TokenStream) -> tuple[Island, ...]:
    """Return the page, with a stand-in for what PHP writes into it."""
    writer, place = Writer(utf8), 0
    for token in np.flatnonzero(stream.kinds == _TEXT).tolist():
        start, stop = int(stream.starts[token]), int(stream.stops[token])
        if place:
            writer.put(STAND_IN if _WRITES.match(utf8, place) else b"\n")
        writer.take(start, stop)
        place = stop
    return writer.islands(PAGE, form="page")


FORM = Form(name="php", find_among=find_among)
