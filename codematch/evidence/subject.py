"""What a detector gets to see: both works, file by file, and how common things are in the background."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.evidence import Place, Rarity
from codematch.model.source import FileRecord
from codematch.model.tokens import TokenStream

Counts = Callable[[str, str, NDArray[np.uint64]], Sequence[Rarity | None]]
"""Language, kind ("names", "literals" or "comment_words") and uint64 (n,) hashes to the rarity of each, None without a
background."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvidenceFile:
    """A compared file: its record, its UTF-8 text, its tokens."""

    record: FileRecord
    utf8: bytes
    stream: TokenStream

    def text(self, token: int) -> str:
        """Return the text of a token."""
        return self.utf8[self.stream.starts[token] : self.stream.stops[token]].decode("utf-8", "replace")

    def stripped_lines(self) -> list[bytes]:
        """Return the lines of the text without the white space at both ends."""
        return [line.strip() for line in self.utf8.splitlines()]

    def code_lines(self) -> list[int]:
        """Return the numbers of the lines on which a token starts, from 1, rising."""
        lines = self.stream.lines
        numbers: list[int] = lines[np.flatnonzero(np.diff(lines, prepend=0))].tolist()
        return numbers

    def place(self, token: int) -> Place:
        """Return where a token stands."""
        return Place(path=self.record.path, line=int(self.stream.lines[token]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """One work: every file of it as recorded, and the compared ones that differ, sorted by path."""

    records: tuple[FileRecord, ...]
    files: tuple[EvidenceFile, ...]
