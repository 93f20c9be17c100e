"""What prepared works give to the comparison of AI artefacts: their trees, calls in Python, and prompts in literals."""

import json
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.compare import compare_works
from codematch.artefacts.layers import framework_of
from codematch.artefacts.pipelines import has_pipelines
from codematch.artefacts.prompts import Prompt, is_prompt_text, literal_text, prompt
from codematch.artefacts.vocabulary import vocabulary
from codematch.artefacts.work import ArtefactWork
from codematch.comparison.prepare import IDENTIFIER, LITERAL, PreparedFile, PreparedWork, Toolkit
from codematch.languages.calls import PythonCalls, read_calls
from codematch.model.artefacts import ArtefactsResult
from codematch.model.source import SourceFile

PYTHON = "python"
_MIN_LITERAL_BYTES = 40
_BEFORE = 4


def compare_artefacts(
    known: PreparedWork, questioned: PreparedWork, base: Sequence[PreparedWork], toolkit: Toolkit
) -> ArtefactsResult | None:
    """Return what two works have in common in AI artefacts; None where one has none, or the comparison is off.

    Args:
        known: The known work.
        questioned: The questioned work.
        base: Works that both may be based on.
        toolkit: What every comparison needs.

    Raises:
        StoreError: The null of parameters is damaged.
    """
    if not toolkit.settings.artefacts.on:
        return None
    works = [_work(work, toolkit) for work in (known, questioned)]
    return compare_works(works[0], works[1], [_work(work, toolkit) for work in base], toolkit.settings)


def _work(work: PreparedWork, toolkit: Toolkit) -> ArtefactWork:
    code: dict[str, tuple[str, PythonCalls]] = {}
    for source, file in zip(work.sources, work.files, strict=True):
        utf8 = python_text(source, file)
        if utf8 and ((framework := framework_of(utf8)) or has_pipelines(utf8)):
            spec = toolkit.languages.spec(PYTHON)
            code[source.record.path] = framework, read_calls(utf8, spec, toolkit.settings.parsing)
    libraries = vocabulary().prompt_libraries
    asks = any(name in source.utf8 for source in work.sources for name in libraries)
    pairs = zip(work.sources, work.files, strict=True) if code or asks else ()
    words = toolkit.settings.artefacts.min_prompt_words
    found = tuple(item for source, file in pairs for item in _prompts(source, file, words))
    return ArtefactWork(tree=work.tree, code=code, prompts=found, asks_models=asks)


def python_text(source: SourceFile, file: PreparedFile) -> bytes:
    """Return the Python code of a file: all of it, or the cells of a notebook; b"" for another file."""
    if source.record.path.lower().endswith(".ipynb"):
        return _cells(source.utf8)
    return source.utf8 if file.stream.language == PYTHON else b""


def _cells(utf8: bytes) -> bytes:
    try:
        cells = json.loads(utf8)["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return b""
    lines = (line for text in texts for line in text.splitlines() if not line.lstrip().startswith(("%", "!")))
    return "\n".join(lines).encode()


def _prompts(source: SourceFile, file: PreparedFile, min_words: int) -> Iterator[Prompt]:
    """Yield the literals of a file that are prompts."""
    stream, utf8 = file.stream, source.utf8
    long = (stream.classes == LITERAL) & (stream.stops - stream.starts >= _MIN_LITERAL_BYTES)
    last = -1
    for number in np.flatnonzero(long).tolist():
        if number <= last:
            continue
        start, last = _run(stream.classes == LITERAL, number)
        text = "".join(literal_text(_token(utf8, file, place)) for place in range(start, last + 1))
        first = max(0, start - _BEFORE)
        before = [_token(utf8, file, place) for place in range(first, start) if stream.classes[place] == IDENTIFIER]
        if is_prompt_text(text, before):
            line = int(stream.lines[start])
            made = prompt(source.record.path, line, before[-1] if before else "", text, min_words)
            if made is not None:
                yield made


def _run(is_literal: NDArray[np.bool_], number: int) -> tuple[int, int]:
    """Return the first and the last of the literals that follow one another around one: they are one text."""
    first = last = number
    while first and is_literal[first - 1]:
        first -= 1
    while last + 1 < len(is_literal) and is_literal[last + 1]:
        last += 1
    return first, last


def _token(utf8: bytes, file: PreparedFile, number: int) -> str:
    start, stop = int(file.stream.starts[number]), int(file.stream.stops[number])
    return utf8[start:stop].decode("utf-8", "replace")
