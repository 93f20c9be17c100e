"""Differences with secrets and personal data covered: what a text hides is known from the line that it is on.

A literal alone does not say that it is a password, so each text is looked up where it was found first.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedWork
from codematch.masking import (
    Mark,
    TextKind,
    has_far_hints,
    marks_of,
    marks_of_part,
    masked_both,
    suspects,
    text_around,
    writing_of,
)
from codematch.model.correspondence import Difference
from codematch.model.message import Message, Quote
from codematch.model.sides import SIDES

_NEW_LINE = ord("\n")
_BATCH = 1 << 22
"""Characters that are searched together: memory only."""
_FURTHEST = 1 << 20
"""So far behind the begin of its line a text is looked for [bytes]; one that was folded is nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _File:
    """A file: its bytes, how it is written, whether lines say something of others, and where its lines begin."""

    utf8: bytes
    writing: TextKind
    far: bool
    begins: NDArray[np.int64]

    def span(self, text: str, line: int) -> tuple[int, int] | None:
        """Return the bytes of a text that begins on a line, or of which a part is quoted from there on; None if not."""
        begin, wanted = int(self.begins[line - 1]), text.encode("utf-8", "replace")
        start = self.utf8.find(wanted, begin, begin + _FURTHEST + len(wanted))
        return (start, start + len(wanted)) if start >= 0 else None


def mask_differences(
    differences: Sequence[Difference], known: PreparedWork, questioned: PreparedWork
) -> tuple[Difference, ...]:
    """Return differences with what is secret or personal covered in both texts, and named where it is another one.

    Args:
        differences: The differences.
        known: The known work.
        questioned: The questioned work.
    """
    paths = [{item.path.known for item in differences}, {item.path.questioned for item in differences}]
    files = [_files(work, own) for work, own in zip((known, questioned), paths, strict=True)]
    chosen = _suspected(differences, files)
    return tuple(_masked(item, files) if number in chosen else item for number, item in enumerate(differences))


def _files(work: PreparedWork, paths: set[str]) -> dict[str, _File]:
    return {
        source.record.path: _File(
            utf8=source.utf8,
            writing=writing_of(source.record.path, file.stream.language),
            far=has_far_hints(source.utf8),
            begins=np.append(0, np.flatnonzero(np.frombuffer(source.utf8, dtype=np.uint8) == _NEW_LINE) + 1),
        )
        for source, file in zip(work.sources, work.files, strict=True)
        if source.record.path in paths
    }


def _suspected(differences: Sequence[Difference], files: Sequence[dict[str, _File]]) -> set[int]:
    """The places of the differences in which something may be masked.

    What would be looked at of each is searched, many as one text: of a line that holds a whole program not all.
    """
    chosen: set[int] = set()
    texts: list[str] = []
    numbers: list[int] = []
    size = 0
    for number, item in enumerate(differences):
        for own, side, path, line in zip(files, SIDES, item.path, item.line, strict=True):
            if not line or number in chosen:
                continue
            if own[path].far:
                chosen.add(number)
                continue
            text = str(item.change[side])
            span = own[path].span(text, line)
            texts.append(text if span is None else text_around(own[path].utf8, *span, far=False))
            numbers.append(number)
            size += len(texts[-1])
        if size > _BATCH or number == len(differences) - 1:
            ends = list(accumulate(text.count("\n") + 1 for text in texts))
            chosen |= {numbers[bisect_right(ends, line)] for line in suspects("\n".join(texts))}
            texts, numbers, size = [], [], 0
    return chosen


def _masked(item: Difference, files: Sequence[dict[str, _File]]) -> Difference:
    texts = str(item.change["known"]), str(item.change["questioned"])
    known, questioned = (
        _marks(text, own[path], line) if line else []
        for text, own, path, line in zip(texts, files, item.path, item.line, strict=True)
    )
    if not known and not questioned:
        return item
    left, right = map(Quote, masked_both(texts, (known, questioned)))
    return replace(item, change=Message.of("changed-text", known=left, questioned=right))


def _marks(text: str, file: _File, line: int) -> list[Mark]:
    """What is marked in a text that begins on a line of a file, or of which a part is quoted from there on."""
    span = file.span(text, line)
    if span is None:
        return marks_of(text, file.writing)
    return marks_of_part(file.utf8, *span, file.writing, far=file.far)
