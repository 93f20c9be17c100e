"""Files as filters see them, from text in memory."""

import numpy as np

from codematch.filtration import formats
from codematch.filtration.file_view import FileView
from codematch.filtration.spans import byte_mask
from codematch.languages import tokenize
from codematch.model.filtration import Mark
from codematch.settings import Filtration, Parsing
from tests.languages.reading import LANGUAGES


def file(path: str, text: str, language: str | None = None, common: int = 0, projects: int = 30) -> FileView:
    """Return a file of which every token stands in a sequence, and is a word, that `common` projects hold."""
    utf8 = text.encode()
    chosen = language or LANGUAGES.identify(path, utf8).language
    stream = tokenize(path, utf8, chosen, LANGUAGES, Parsing())
    everywhere = np.full(len(stream), common, dtype=np.uint8)
    return FileView(
        path=path,
        utf8=utf8,
        stream=stream,
        common=everywhere,
        held=everywhere,
        projects={stream.language: projects} if projects else {},
    )


def texts(subject: FileView, marks: list[Mark]) -> list[str]:
    """Return the text of each mark, its white space folded."""
    stream = subject.stream
    return [
        " ".join(subject.utf8[stream.starts[mark.first] : stream.stops[mark.stop - 1]].decode().split())
        for mark in marks
    ]


def own(path: str, text: str) -> str:
    """What of a file its format does not prescribe, white space folded."""
    utf8 = text.encode()
    found = formats.format_of(path, utf8, Filtration())
    assert found is not None
    mask = byte_mask(len(utf8), found.scan(utf8, found.words(Filtration())))
    return " ".join("".join(chr(b) if not mask[n] else " " for n, b in enumerate(utf8)).split())
