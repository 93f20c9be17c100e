"""What a scan knows of a work without comparing it: its items by kind, and where its sequences and rare texts are.

Places are token positions of the work as a whole: each file begins at a multiple of the block length, with an empty
block behind it, so that two blocks in a row are never of two files.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedWork, Progress, Toolkit
from codematch.model.frozen import array_value
from codematch.model.kgrams import kgram_hashes
from codematch.model.tokens import CLASS_CODES, TokenClass
from codematch.parallel import Jobs, map_in_processes
from codematch.rarity import Items, file_items, work_items

Hashes = NDArray[np.uint64]
Places = NDArray[np.int32]
Bits = NDArray[np.float64]
_BATCH = 8  # works that a process is handed at a time: speed only
_TEXTS = [CLASS_CODES[TokenClass.IDENTIFIER], CLASS_CODES[TokenClass.LITERAL]]


@array_value(copy=False)
class Traces:
    """The sequences and rare texts of a work.

    `grams` uint64 (g,) are the hashes of its sequences of k tokens, sorted, and `gram_places` int32 (g,) where each
    begins; `bits` float64 (n,) is the structure of the tokens up to and including each place [bits]. `texts` uint64
    (t,), sorted, are those names and literals that few projects of the background hold, at `text_places` int32 (t,),
    each worth `text_bits` float64 (t,). `blocks` is the number of blocks.
    """

    grams: Hashes
    gram_places: Places
    bits: Bits
    texts: Hashes
    text_places: Places
    text_bits: Bits
    blocks: int


@array_value(copy=False)
class ScannedItems:
    """The items of a work for ranking, and its traces for candidates."""

    items: Items
    traces: Traces


def trace_works(
    works: Sequence[PreparedWork], toolkit: Toolkit, jobs: Jobs, progress: Progress | None
) -> list[ScannedItems]:
    """Return the items and the traces of every work, in their order."""
    found: dict[int, list[ScannedItems]] = {}
    done = 0
    shared = works, toolkit
    with map_in_processes(_trace_batch, shared, range(0, len(works), _BATCH), jobs) as portions:
        for start, portion in portions:
            found[start] = portion
            done += len(portion)
            if progress is not None:
                progress("index", done, len(works))
    return [one for start in sorted(found) for one in found[start]]


def _trace_batch(shared: tuple[Sequence[PreparedWork], Toolkit], start: int) -> list[ScannedItems]:
    works, toolkit = shared
    return [_traced(work, toolkit) for work in works[start : start + _BATCH]]


def _traced(work: PreparedWork, toolkit: Toolkit) -> ScannedItems:
    files = zip(work.sources, work.files, strict=True)
    items = work_items(file_items(file.stream, source.utf8, file.grams) for source, file in files)
    return ScannedItems(items=items, traces=traces(work, toolkit))


def traces(work: PreparedWork, toolkit: Toolkit) -> Traces:
    """Return the sequences and rare texts of a prepared work."""
    rules = toolkit.settings.scan
    rows: list[tuple[NDArray[Any], ...]] = []
    start = 0
    for file in work.files:
        grams = kgram_hashes(file.symbols, rules.candidate_k)
        grams ^= file.salts[: len(grams)]
        rare = np.isin(file.stream.classes, _TEXTS) & (file.weights.held < rules.rare_projects)
        chosen = np.flatnonzero(rare)
        length = (-(-len(file.stream) // rules.window_blocks) + 1) * rules.window_blocks
        rows.append(
            (
                grams,
                start + np.arange(len(grams)),
                np.pad(file.weights.bits, (0, length - len(file.stream))),
                file.stream.texts[chosen],
                start + chosen,
                _rarity(file.stream.language, file.weights.held[chosen], toolkit),
            )
        )
        start += length
    return _sorted(rows, start // rules.window_blocks)


def _sorted(rows: Sequence[tuple[NDArray[Any], ...]], blocks: int) -> Traces:
    """Return the traces of all files together."""
    kinds = (np.uint64, np.int32, np.float64, np.uint64, np.int32, np.float64)
    columns = [
        np.concatenate([np.empty(0, dtype=kind), *(row[place] for row in rows)]).astype(kind)
        for place, kind in enumerate(kinds)
    ]
    grams, gram_places, bits, texts, text_places, text_bits = columns
    by_gram, by_text = np.argsort(grams, kind="stable"), np.argsort(texts, kind="stable")
    return Traces(
        grams=grams[by_gram],
        gram_places=gram_places[by_gram],
        bits=np.cumsum(bits),
        texts=texts[by_text],
        text_places=text_places[by_text],
        text_bits=text_bits[by_text],
        blocks=blocks,
    )


def _rarity(language: str, held: NDArray[np.uint8], toolkit: Toolkit) -> Bits:
    """Return what texts weigh that so many projects of the background hold [bits]."""
    background = toolkit.weigher.background(language)
    projects = background.projects if background is not None else 1
    return np.asarray(np.log2((projects + 1.0) / np.maximum(held, 1).clip(max=projects)), dtype=np.float64)
