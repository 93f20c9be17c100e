"""Parts of a file, each read by its own grammar, as one stream of tokens in file order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.languages.embedded.island import NOWHERE, Island
from codematch.languages.lines import line_ends, lines_of
from codematch.model.frozen import array_value
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import Cells, Comments, Passage, Section, Statements, TokenStream, Unit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """An island and what was read of it."""

    island: Island
    stream: TokenStream


@array_value(kw_only=False, copy=False)
class _Pieces:
    """Spans of an island's text, cut to bytes that the outer text has, one piece for each stretch of it.

    `starts` and `stops` intp (m,) are places in the island's text, `numbers` intp (m,) the span of each piece, and
    `cut` bool (m,) says which are only a part of it.
    """

    starts: NDArray[np.intp]
    stops: NDArray[np.intp]
    numbers: NDArray[np.intp]
    cut: NDArray[np.bool_]


@array_value(kw_only=False, copy=False)
class _Placed:
    """The tokens of one part at their places in the outer text, every array (m,), and its comments, (c,).

    `languages` are places in the names that `merge` collects; `cells` and `cell_lines` are 0 outside cells.
    """

    part: Part
    kinds: NDArray[np.uint64]
    texts: NDArray[np.uint64]
    classes: NDArray[np.uint8]
    starts: NDArray[np.int32]
    stops: NDArray[np.int32]
    languages: NDArray[np.intp]
    cells: NDArray[np.int32]
    cell_lines: NDArray[np.int32]
    comment_starts: NDArray[np.int32]
    comment_stops: NDArray[np.int32]
    comment_texts: list[str]


def merge(path: str, outer: bytes, language: str, parser: str, parts: Sequence[Part]) -> TokenStream:
    """Return the tokens of all parts as one stream, in file order.

    Where two parts claim the same bytes, the token that begins first has them.

    Args:
        path: The file's path.
        outer: Its text.
        language: That of the file as a whole.
        parser: "tree-sitter" when any part was parsed.
        parts: Their islands are apart in the outer text, but may be in one another's gaps.
    """
    names = sorted({name for part in parts for name in part.stream.languages})
    placed = [_placed(part, names) for part in parts]
    starts = np.concatenate([item.starts for item in placed])
    stops = np.concatenate([item.stops for item in placed])
    order = np.lexsort((-stops, starts))
    order = order[_apart(starts[order], stops[order])]
    starts = starts[order]
    ends = line_ends(outer)

    def merged(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(item, name) for item in placed])[order]

    cells, cell_lines = merged("cells"), merged("cell_lines")
    return TokenStream(
        path=path,
        language=language,
        parser=parser,
        kinds=merged("kinds"),
        texts=merged("texts"),
        classes=merged("classes"),
        starts=starts,
        stops=stops[order],
        lines=lines_of(starts, ends),
        comments=_comments(placed, ends),
        units=_units(parts, starts),
        passages=_passages(parts, starts),
        statements=_statements(parts, starts),
        sections=_sections(merged("languages"), names, language),
        cells=Cells(numbers=cells, lines=cell_lines, texts=_cell_texts(parts)) if cells.any() else None,
    )


def _cell_texts(parts: Sequence[Part]) -> tuple[bytes, ...]:
    """Return what the cells of a notebook say, b"" for those that say nothing."""
    texts: dict[int, bytes] = {}
    for part in parts:
        if part.stream.cells is not None:
            texts |= dict(enumerate(part.stream.cells.texts, start=1))
        elif part.island.cell:
            texts[part.island.cell] = part.island.utf8
    return tuple(texts.get(number, b"") for number in range(1, max(texts, default=0) + 1))


def _placed(part: Part, names: list[str]) -> _Placed:
    island, stream = part.island, part.stream
    real, runs = np.flatnonzero(island.begins != NOWHERE), island.runs()
    tokens = _cut(stream.starts, stream.stops, island.utf8, real, runs)
    comments = _cut(stream.comments.starts, stream.comments.stops, island.utf8, real, runs)
    texts = stream.texts[tokens.numbers]
    for place in np.flatnonzero(tokens.cut).tolist():
        within = slice(tokens.starts[place], tokens.stops[place])
        is_real = island.begins[within] != NOWHERE
        texts[place] = text_hash(bytes(np.frombuffer(island.utf8[within], dtype=np.uint8)[is_real]))
    cells = np.full(len(texts), island.cell, dtype=np.int32)
    lines = stream.lines[tokens.numbers] if island.cell else cells
    if stream.cells is not None:
        cells, lines = stream.cells.numbers[tokens.numbers], stream.cells.lines[tokens.numbers]
    is_first = np.concatenate(([True], comments.numbers[1:] != comments.numbers[:-1]))
    return _Placed(
        part=part,
        kinds=stream.kinds[tokens.numbers],
        texts=texts,
        classes=stream.classes[tokens.numbers],
        starts=island.begins[tokens.starts],
        stops=island.ends[tokens.stops - 1],
        languages=_languages(stream, names)[tokens.numbers],
        cells=cells,
        cell_lines=lines,
        comment_starts=island.begins[comments.starts],
        comment_stops=island.ends[comments.stops - 1],
        comment_texts=[
            stream.comments.texts[number] if first else ""
            for number, first in zip(comments.numbers.tolist(), is_first.tolist(), strict=False)
        ],
    )


def _languages(stream: TokenStream, names: list[str]) -> NDArray[np.intp]:
    if not stream.sections:
        return np.full(len(stream), names.index(stream.language), dtype=np.intp)
    counts = [section.stop_token - section.first_token for section in stream.sections]
    return np.repeat(np.array([names.index(s.language) for s in stream.sections], dtype=np.intp), counts)


def _cut(
    starts: NDArray[np.int32],
    stops: NDArray[np.int32],
    utf8: bytes,
    real: NDArray[np.intp],
    runs: NDArray[np.int32],
) -> _Pieces:
    """Cut spans at the ends of the stretches of the outer text, and leave out what the outer text does not have."""
    first = np.searchsorted(real, starts)
    last = np.searchsorted(real, stops) - 1
    kept = np.flatnonzero(first <= last)
    begins, ends = real[first[kept]], real[last[kept]] + 1
    split = runs[begins] != runs[ends - 1]
    # What was put in, a stand-in in the middle of a word, is no part of its text.
    cut = last[kept] - first[kept] + 1 != stops[kept] - starts[kept]
    if not split.any():
        return _Pieces(begins, ends, kept, cut)
    pieces = list(zip(*(array[~split].tolist() for array in (begins, ends, kept, cut)), strict=True))
    for begin, end, number in zip(*(a[split].tolist() for a in (begins, ends, kept)), strict=True):
        within = real[np.searchsorted(real, begin) : np.searchsorted(real, end)]
        cuts = np.flatnonzero(runs[within][1:] != runs[within][:-1]) + 1
        for run in np.split(within, cuts):
            piece = utf8[run[0] : run[-1] + 1]
            if piece.strip():
                left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
                pieces.append((int(run[0]) + left, int(run[0]) + right, number, True))
    columns = np.array(sorted(pieces), dtype=np.intp).reshape(-1, 4)
    return _Pieces(columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3].astype(np.bool_))


def _apart(starts: NDArray[np.int32], stops: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which of the spans, ascending, begin after all kept before them: bool (n,)."""
    kept = np.ones(len(starts), dtype=np.bool_)
    if len(starts) < 2 or (starts[1:] >= stops[:-1]).all():
        return kept
    reached = 0
    for place, (start, stop) in enumerate(zip(starts.tolist(), stops.tolist(), strict=True)):
        kept[place] = start >= reached
        reached = max(reached, stop) if start >= reached else reached
    return kept


def _comments(placed: Sequence[_Placed], ends: NDArray[np.intp]) -> Comments:
    starts = np.concatenate([item.comment_starts for item in placed])
    stops = np.concatenate([item.comment_stops for item in placed])
    texts = [text for item in placed for text in item.comment_texts]
    order = np.argsort(starts, kind="stable")
    starts = starts[order]
    return Comments(
        starts=starts,
        stops=stops[order],
        lines=lines_of(starts, ends),
        texts=tuple(texts[place] for place in order.tolist()),
    )


def _units(parts: Sequence[Part], starts: NDArray[np.int32]) -> tuple[Unit, ...]:
    """Return the units of all parts, counted in the tokens of the whole, an outer one before those inside it."""
    found = []
    for part in parts:
        units = part.stream.units
        edges = [(unit.first_token, unit.body_token, unit.stop_token) for unit in units]
        for unit, places in zip(units, _tokens(part, edges, starts) if edges else [], strict=True):
            found.append(Unit(unit.kind, unit.name, places[0], places[1], places[2]))
    whole = (unit for unit in found if unit.first_token < unit.stop_token)
    return tuple(sorted(whole, key=lambda unit: (unit.first_token, -unit.stop_token)))


def _passages(parts: Sequence[Part], starts: NDArray[np.int32]) -> tuple[Passage, ...]:
    found = []
    for part in parts:
        passages = part.stream.passages
        edges = [(passage.first_token, passage.stop_token) for passage in passages]
        for passage, places in zip(passages, _tokens(part, edges, starts) if edges else [], strict=True):
            found.append(Passage(passage.kind, places[0], places[1]))
    return tuple(
        sorted((p for p in found if p.first_token < p.stop_token), key=lambda p: (p.first_token, p.stop_token))
    )


def _statements(parts: Sequence[Part], starts: NDArray[np.int32]) -> Statements:
    found = [np.empty((0, 2), dtype=np.intp)]
    for part in parts:
        own = part.stream.statements
        keep = own.firsts < own.stops
        if keep.any():
            found.append(_places(part, np.stack((own.firsts, own.stops), axis=1)[keep], starts))
    firsts, stops = np.concatenate(found).astype(np.int32).T
    return Statements(firsts=firsts, stops=stops)


def _tokens(part: Part, edges: Sequence[tuple[int, ...]], starts: NDArray[np.int32]) -> list[tuple[int, ...]]:
    """Return edges in tokens of a part as edges in tokens of the whole."""
    columns: list[list[int]] = [column.tolist() for column in _places(part, np.array(edges), starts).T]
    return list(zip(*columns, strict=True))


def _places(part: Part, inner: NDArray[Any], starts: NDArray[np.int32]) -> NDArray[np.intp]:
    """Return edges in tokens of a part, (m, c), as edges in tokens of the whole.

    The last edge of each is the end of its last token, so that what follows in another part does not belong.
    """
    island, stream = part.island, part.stream
    real = np.flatnonzero(island.begins != NOWHERE)
    places = np.empty(inner.shape, dtype=np.intp)
    stops = np.concatenate(([0], stream.stops))[inner[:, -1]]
    last = np.maximum(np.searchsorted(real, stops) - 1, 0)
    places[:, -1] = np.searchsorted(starts, island.ends[real[last]])
    token_starts = np.append(stream.starts, len(island.utf8))
    for column in range(inner.shape[1] - 1):
        first = np.searchsorted(real, token_starts[inner[:, column]])
        known = np.minimum(first, len(real) - 1)
        at = np.where(first < len(real), island.begins[real[known]], island.ends[real[known]])
        places[:, column] = np.minimum(np.searchsorted(starts, at), places[:, -1])
    # A body that ends where it would begin stays so.
    places[:, 1:-1] = np.where(inner[:, 1:-1] == inner[:, -1:], places[:, -1:], places[:, 1:-1])
    return places


def _sections(languages: NDArray[np.intp], names: list[str], language: str) -> tuple[Section, ...]:
    """Return the runs of tokens of one language; none when all are in that of the file."""
    if not len(languages):
        return ()
    first = np.flatnonzero(np.concatenate(([True], languages[1:] != languages[:-1])))
    stops = np.append(first[1:], len(languages))
    if len(first) == 1 and names[languages[0]] == language:
        return ()
    return tuple(
        Section(names[languages[start]], start, stop)
        for start, stop in zip(first.tolist(), stops.tolist(), strict=True)
    )
