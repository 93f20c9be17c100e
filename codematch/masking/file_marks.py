"""What is not to be read in a file: looked for once for a line, however many parts of the line are asked about."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Self

from codematch.masking.redact import Surroundings, find_marks, has_far_hints, survey, suspects
from codematch.masking.spans import Mark, TextKind, merged


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileMarks:
    """A file, and what was found in those of its lines that were asked about.

    Attributes:
        utf8: The file.
        writing: How it is written.
        begins: Where each line begins [byte], rising.
        chosen: The indices of the lines on which something may be masked, rising.
        around: What lines say of one another.
        found: The marks of a line by its index, rising, with places in the file [byte].
    """

    utf8: bytes
    writing: TextKind
    begins: list[int]
    chosen: list[int]
    around: Surroundings
    found: dict[int, list[Mark]] = field(default_factory=dict)

    @classmethod
    def of(cls, utf8: bytes, writing: TextKind) -> Self:
        """Look over a file; lines end with LF."""
        text = utf8.decode("utf-8", "replace")
        around = survey(text.split("\n")) if has_far_hints(utf8) else Surroundings()
        begins = list(accumulate((len(line) + 1 for line in utf8.split(b"\n")), initial=0))[:-1]
        chosen = {*suspects(text), *around.keys, *(line for line in around.near if 0 <= line < len(begins))}
        return cls(utf8=utf8, writing=writing, begins=begins, chosen=sorted(chosen), around=around)

    def within(self, start: int, stop: int) -> list[Mark]:
        """Return the places of a part of the file, of half-open bytes, that are not to be read, in characters of it."""
        first, last = bisect_right(self.begins, start) - 1, max(bisect_left(self.begins, stop), 1) - 1
        lines = self.chosen[bisect_left(self.chosen, first) : bisect_right(self.chosen, last)]
        parts = [self._clipped(mark, start, stop) for line in lines for mark in self._on(line, start, stop)]
        return merged(parts, self._text(start, stop)) if parts else []

    def _on(self, index: int, start: int, stop: int) -> list[Mark]:
        """The marks of a line that hide something between two places of the file."""
        marks = self._of_line(index)
        return marks[
            bisect_right(marks, start, key=lambda mark: mark.stop) : bisect_left(
                marks, stop, key=lambda mark: mark.start
            )
        ]

    def _of_line(self, index: int) -> list[Mark]:
        if index not in self.found:
            begin = self.begins[index]
            line = self._text(begin, self.begins[index + 1] - 1 if index + 1 < len(self.begins) else len(self.utf8))
            made, at, place = [], 0, begin
            for mark in find_marks(line, index, self.around, self.writing):
                start = place + len(line[at : mark.start].encode("utf-8", "replace"))
                stop = start + len(line[mark.start : mark.stop].encode("utf-8", "replace"))
                made.append(mark._replace(start=start, stop=stop))
                at, place = mark.stop, stop
            self.found[index] = made
        return self.found[index]

    def _clipped(self, mark: Mark, start: int, stop: int) -> Mark:
        first = len(self._text(start, max(mark.start, start)))
        length = len(self._text(max(mark.start, start), min(mark.stop, stop)))
        is_whole = mark.start >= start and mark.stop <= stop
        return mark._replace(start=first, stop=first + length, shown=mark.shown if is_whole else 0)

    def _text(self, start: int, stop: int) -> str:
        return self.utf8[start:stop].decode("utf-8", "replace")
