"""What differs between whole files that share regions: the edit script of a pair summed up, and the lines left over."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import EDITS
from codematch.comparison.located_region import LocatedRegion, token_text
from codematch.comparison.prepare import PreparedWork
from codematch.comparison.stated_notices import is_notice, is_stated
from codematch.comparison.tally import Coverage, count_lines
from codematch.correspondence.anchored_diff import heaviest_increasing
from codematch.model.correspondence import ChangedLines, FileChange, FileRelation, LineRow
from codematch.model.frozen import freeze_arrays
from codematch.model.match import Edit, MatchClass
from codematch.model.result import FilePair
from codematch.model.sides import Both
from codematch.model.source import SourceFile
from codematch.model.spans import place_in
from codematch.model.tokens import TokenStream

_RENAMED, _LITERAL = EDITS.index(Edit.RENAMED), EDITS.index(Edit.LITERAL)
Files = tuple[int, int]
"""A known and a questioned file, by their indices."""
Groups = Mapping[Files, Sequence[LocatedRegion]]
"""The regions of each pair of files."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WholePair:
    """Two files with the tokens that their regions align.

    `partners` int64 (n,) are the questioned token of each known one, -1 for none; `edits` int8 (m,) the edit of each
    questioned token, -1 for none; `moved` is the number of aligned tokens out of order.
    """

    sources: tuple[SourceFile, SourceFile]
    streams: tuple[TokenStream, TokenStream]
    partners: NDArray[np.int64]
    edits: NDArray[np.int8]
    moved: int

    def __post_init__(self) -> None:
        freeze_arrays(self)

    @classmethod
    def of(
        cls, files: Files, regions: Sequence[LocatedRegion], works: tuple[PreparedWork, PreparedWork]
    ) -> "WholePair":
        """Return the pair of two files, by the regions that they share."""
        sources = works[0].sources[files[0]], works[1].sources[files[1]]
        streams = works[0].files[files[0]].stream, works[1].files[files[1]].stream
        partners, edits = np.full(len(streams[0]), -1, dtype=np.int64), np.full(len(streams[1]), -1, dtype=np.int8)
        for item in regions:
            partners[item.aligned.known] = item.aligned.questioned
            edits[item.aligned.questioned] = item.codes
        return cls(sources=sources, streams=streams, partners=partners, edits=edits, moved=_moved(regions))

    def change(self) -> FileChange:
        """Return what differs between the two files as a whole."""
        if (self.partners < 0).any() or (self.edits < 0).any():
            return FileChange.CODE
        comments = self._changed_comments()
        if any(map(is_notice, comments)) or self._states_another():
            return FileChange.NOTICES
        if self.moved:
            return FileChange.ORDER
        renamed, literal = bool((self.edits == _RENAMED).any()), bool((self.edits == _LITERAL).any())
        if renamed or literal:
            if comments:
                return FileChange.WORDS
            if renamed:
                return FileChange.NAMES_AND_LITERALS if literal else FileChange.NAMES
            return FileChange.LITERALS
        same = self.streams[0].comments.texts == self.streams[1].comments.texts
        return FileChange.FORMATTING if same else FileChange.COMMENTS

    def _changed_comments(self) -> list[str]:
        """The comments that one file alone has, wherever they are."""
        left, right = (stream.comments.texts for stream in self.streams)
        if left == right:
            return []
        counts = Counter(left), Counter(right)
        return [*(counts[0] - counts[1]), *(counts[1] - counts[0])]

    def _states_another(self) -> bool:
        """Whether a literal that differs is a notice in one of the files."""
        own = np.flatnonzero(self.edits == _LITERAL)
        if not len(own):
            return False
        back = np.full(len(self.edits), -1, dtype=np.int64)
        back[self.partners] = np.arange(len(self.partners))
        return any(
            is_stated(token_text(source, stream, token), source, stream, token)
            for source, stream, tokens in zip(self.sources, self.streams, (back[own], own), strict=True)
            for token in tokens.tolist()
        )


def describe_changes(
    pairs: Sequence[FilePair], groups: Groups, places: Sequence[Files], works: tuple[PreparedWork, PreparedWork]
) -> tuple[tuple[FilePair, ...], dict[int, WholePair]]:
    """Return pairs of files with lines and edits, and those that are not byte-identical with their tokens, by place.

    Args:
        pairs: The pairs of files.
        groups: Their regions.
        places: The files of each pair.
        works: The known and the questioned work.
    """
    described, wholes = [], {}
    for number, (pair, files) in enumerate(zip(pairs, places, strict=True)):
        if pair.match_class is MatchClass.BYTE_IDENTICAL:
            stream = works[0].files[files[0]].stream
            lines = count_lines(stream, np.ones(len(stream), dtype=np.bool_))[0] if stream.cells else _lines(stream)
            both = Both(lines, lines)
            described.append(replace(pair, change=FileChange.NOTHING, lines=both, matched_lines=both))
            continue
        whole = wholes[number] = WholePair.of(files, groups[files], works)
        known, questioned = (
            count_lines(whole.streams[0], whole.partners >= 0),
            count_lines(whole.streams[1], whole.edits >= 0),
        )
        described.append(
            replace(
                pair,
                change=whole.change(),
                lines=Both(known[0], questioned[0]),
                matched_lines=Both(known[1], questioned[1]),
                renamed_tokens=int(np.count_nonzero(whole.edits == _RENAMED)),
                literal_tokens=int(np.count_nonzero(whole.edits == _LITERAL)),
                moved_tokens=whole.moved,
            )
        )
    return tuple(described), wholes


def _lines(stream: TokenStream) -> int:
    """How many lines of a file hold the start of a token."""
    return int(np.count_nonzero(stream.lines[1:] != stream.lines[:-1])) + min(len(stream), 1)


def _moved(regions: Sequence[LocatedRegion]) -> int:
    """How many tokens of the regions of two files stand in another order than most."""
    if len(regions) == 1:
        return 0
    lengths = np.array([len(item.codes) for item in regions])
    begins = np.array([(item.aligned.known[0], item.aligned.questioned[0]) for item in regions])
    # Where they begin tells the order, at distances that let none overlap: a region may lie in the gap of another one.
    ranks = np.argsort(np.argsort(begins, axis=0, kind="stable"), axis=0, kind="stable") * int(lengths.max())
    runs = sorted(zip(*ranks.T.tolist(), lengths.tolist(), strict=True))
    return int(lengths.sum()) - sum(length for _, _, length in heaviest_increasing(runs))


def left_over(
    pairs: Sequence[FilePair],
    wholes: Mapping[int, WholePair],
    places: Sequence[Files],
    covered: tuple[Coverage, Coverage],
    comments: Mapping[int, tuple[Sequence[int], Sequence[int]]],
    passages: Mapping[int, tuple[NDArray[np.bool_], NDArray[np.bool_]]],
) -> tuple[ChangedLines, ...]:
    """Return the lines of files that correspond without a counterpart in the other work, each with one pair of files.

    Args:
        pairs: The pairs of files.
        wholes: Those that are not byte-identical, by their places.
        places: The files of each pair.
        covered: Which tokens of each file of both works any region aligns.
        comments: The comments that only one file of a pair has, by the place of the pair.
        passages: Which tokens of files that share a part are in passages that correspond, by the place of the pair.
    """
    found = []
    listed = _listed_whole(pairs)
    seen: dict[tuple[int, int], NDArray[np.bool_]] = {}
    for number, whole in wholes.items():
        pair = pairs[number]
        if not pair.is_listed:
            continue
        names: dict[str, int] = {}
        rows: list[tuple[LineRow, ...]] = []
        own = comments.get(number, ((), ()))
        for side, path in enumerate((pair.known_path, pair.questioned_path)):
            aligned = covered[side][places[number][side]]
            if number in passages:
                inside, file = passages[number][side], (side, places[number][side])
                is_shown, aligned = path not in listed[side], aligned | ~inside | seen.get(file, False)
                seen[file] = inside | seen.get(file, False)
            else:
                is_shown = (pair.main.known, pair.main.questioned)[side]
            lines = _Lines(whole.sources[side], whole.streams[side], aligned, names)
            rows.append(tuple(sorted((*lines.of_tokens(), *lines.of_comments(own[side])))) if is_shown else ())
        if rows[0] or rows[1]:
            found.append(ChangedLines(pair=number + 1, units=tuple(names), deleted=rows[0], inserted=rows[1]))
    return tuple(found)


def _listed_whole(pairs: Sequence[FilePair]) -> tuple[set[str], set[str]]:
    """The known and the questioned files all of whose lines are listed with their main counterparts."""
    related = [pair for pair in pairs if pair.relation is not FileRelation.PART]
    return (
        {pair.known_path for pair in related if pair.main.known},
        {pair.questioned_path for pair in related if pair.main.questioned},
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """The lines of a file: bool (n,) which tokens have a counterpart, and the `names` of units so far."""

    source: SourceFile
    stream: TokenStream
    aligned: NDArray[np.bool_]
    names: dict[str, int]

    def __post_init__(self) -> None:
        freeze_arrays(self)

    def of_tokens(self) -> Iterator[LineRow]:
        """Yield the runs of lines none of whose tokens has a counterpart, and those some of whose tokens have none."""
        if self.aligned.all():
            return
        lines = self.stream.lines
        firsts = np.flatnonzero(np.diff(lines, prepend=-1))
        gone = np.add.reduceat(~self.aligned, firsts, dtype=np.int64)
        stops = np.append(firsts[1:], len(lines))
        state = (gone > 0).astype(np.int8) + (gone == stops - firsts)
        begins = np.flatnonzero(np.diff(state, prepend=-1))
        ends = np.append(begins[1:], len(state))
        sums = np.concatenate(([0], np.cumsum(gone)))
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            if state[begin]:
                first, stop = int(firsts[begin]), int(stops[end - 1])
                yield (int(lines[first]), self._last_line(stop - 1), int(sums[end] - sums[begin]), stop - first,
                       self._unit(first, stop))  # fmt: skip

    def of_comments(self, numbers: Sequence[int]) -> Iterator[LineRow]:
        """Yield the lines of comments."""
        comments = self.stream.comments
        for number in numbers:
            start, stop, first = int(comments.starts[number]), int(comments.stops[number]), int(comments.lines[number])
            behind = place_in(self.stream.starts, start)
            yield first, first + self.source.utf8.count(b"\n", start, stop), 0, 0, self._unit(behind - 1, behind + 1)

    def _last_line(self, token: int) -> int:
        start, stop = int(self.stream.starts[token]), int(self.stream.stops[token])
        return int(self.stream.lines[token]) + self.source.utf8.count(b"\n", start, stop)

    def _unit(self, first: int, stop: int) -> int:
        """The number of the smallest unit that holds all these tokens, -1 for none."""
        around = [unit for unit in self.stream.units_around(first) if stop <= unit.stop_token]
        if not around:
            return -1
        name = min(around, key=lambda unit: unit.stop_token - unit.first_token).name
        return self.names.setdefault(name, len(self.names))
