"""What a detector gets to see: both works file by file, what regions align, and how common things are elsewhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.facts import Facts
from codematch.evidence.occurrences import Occurrences, collect
from codematch.evidence.words import SharedWords
from codematch.masking import TextKind, masked_part, writing_of
from codematch.model.evidence import Finding, Place, Rarity
from codematch.model.frozen import array_value
from codematch.model.source import FileRecord
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.settings import Evidence

Counts = Callable[[str, str, NDArray[np.uint64]], Sequence[Rarity | None]]
"""Language, kind ("names", "literals" or "comment_words") and uint64 (n,) hashes to the rarity of each, None without a
background."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvidenceFile:
    """A compared file: its record, its UTF-8 text, its tokens, and what was gathered of it by itself.

    `notices` are the numbers of the comments that belong to a licence text. `explained` are the lines, from 1, on which
    filters label what anybody has: imports, accessors, what a standard or a format prescribes.
    """

    record: FileRecord
    utf8: bytes
    stream: TokenStream
    facts: Facts
    notices: frozenset[int] = frozenset()
    explained: frozenset[int] = frozenset()

    def text(self, token: int) -> str:
        """Return the text of a token."""
        return self.utf8[self.stream.starts.item(token) : self.stream.stops.item(token)].decode("utf-8", "replace")

    @property
    def writing(self) -> TextKind:
        """How the file is written."""
        return writing_of(self.record.path, self.stream.language)

    def shown(self, token: int, *, far: bool = True) -> str:
        """Return the text of a token with what is secret or personal masked, as far as its line tells.

        With `far`, what `masking.has_far_hints` says of the file, lines around it tell, too.
        """
        start, stop = int(self.stream.starts[token]), int(self.stream.stops[token])
        return masked_part(self.utf8, start, stop, self.writing, far=far)

    def code_lines(self) -> NDArray[np.int32]:
        """Return the numbers of the lines on which a token starts, from 1, rising: int32 (c,)."""
        lines = self.stream.lines
        is_first = np.ones(len(lines), dtype=np.bool_)
        np.not_equal(lines[1:], lines[:-1], out=is_first[1:])
        return lines[is_first]

    def at(self, line: int) -> Place:
        """Return the place of a line, from 1, 0 for the whole file."""
        return Place(path=self.record.path, line=line)

    def place(self, token: int) -> Place:
        """Return where a token stands."""
        return self.at(self.stream.lines.item(token))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """One work: every file of it as recorded, and the compared ones that differ, sorted by path."""

    records: tuple[FileRecord, ...]
    files: tuple[EvidenceFile, ...]

    def token_texts(self, token_class: TokenClass) -> Occurrences:
        """Return the different texts of the tokens of a class."""
        code = CLASS_CODES[token_class]
        chosen = [np.flatnonzero(file.stream.classes == code) for file in self.files]
        return collect((file.stream.texts[places], places) for file, places in zip(self.files, chosen, strict=True))


@array_value(copy=False)
class Aligned:
    """The aligned tokens of a region: places in a known and a questioned file, int64 (m,) each.

    `identical` says that the files are the same byte for byte; `renames` are (known name, questioned name) pairs.
    """

    known_file: int
    questioned_file: int
    known: NDArray[np.int64]
    questioned: NDArray[np.int64]
    identical: bool
    renames: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DetectorInput:
    """All that a detector may look at.

    `names` are the different names of each work, `words` the words of both that no dictionary has, `unknown` those of
    them that are rare; `aligned` are the tokens of the regions, in their order. Detectors that ask for regions get no
    words, the others no regions.
    """

    known: Subject
    questioned: Subject
    names: tuple[Occurrences, Occurrences]
    words: SharedWords
    aligned: tuple[Aligned, ...]
    counts: Counts
    settings: Evidence
    unknown: tuple[tuple[str, Rarity], ...] = ()

    @property
    def works(self) -> tuple[Subject, Subject]:
        """Both works, the known one first."""
        return self.known, self.questioned

    def aligned_files(self, item: Aligned) -> tuple[EvidenceFile, EvidenceFile]:
        """Return the known and the questioned file of a region."""
        return self.known.files[item.known_file], self.questioned.files[item.questioned_file]

    def aligned_lines(self, item: Aligned, only: NDArray[np.int32] | None = None) -> NDArray[np.int64]:
        """Return the lines, from 1, on which aligned tokens of a region start: int64 (n, 2), known and questioned.

        With `only`, rising numbers of lines, those of the known file that are among them.
        """
        known, questioned = self.aligned_files(item)
        lines = known.stream.lines[item.known], questioned.stream.lines[item.questioned]
        if only is not None:
            chosen = np.isin(lines[0], only)
            lines = lines[0][chosen], lines[1][chosen]
        return different_pairs(*lines)


def different_pairs(first: NDArray[np.integer], second: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the different pairs of two columns of numbers below 2**31, sorted: int64 (n, 2)."""
    pairs = np.unique(first.astype(np.int64) << 32 | second.astype(np.int64))
    return np.stack((pairs >> 32, pairs & 0xFFFFFFFF), axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorResult:
    """What one detector found: counts by name, and findings, the ones to look at first in front.

    `hashes` are those of the texts that were found, where these are texts of tokens: one for each finding, and behind
    them one for each of the `unlisted` ones, which are counted only: nobody sees them, and nothing in them is masked.
    """

    figures: dict[str, int]
    findings: list[Finding] = field(default_factory=list)
    hashes: list[int] = field(default_factory=list)
    unlisted: int = 0

    @classmethod
    def by_kind(cls, findings: list[Finding], kinds: Sequence[str]) -> Self:
        """Return findings with the number of each kind as the figures."""
        return cls(figures={kind: sum(item.kind == kind for item in findings) for kind in kinds}, findings=findings)


class FileLines:
    """The lines of the files of both works; a file is divided when one of its lines is asked for, and only once."""

    def __init__(self, works: tuple[Subject, Subject]) -> None:
        self._works = works
        self._lines: dict[tuple[int, int], list[bytes]] = {}

    def text(self, side: int, file: int, line: int) -> str:
        """Return a line, from 1, of a file of the known (0) or the questioned (1) work, stripped."""
        if (side, file) not in self._lines:
            self._lines[side, file] = self._works[side].files[file].utf8.splitlines()
        return self._lines[side, file][line - 1].strip().decode("utf-8", "replace")
