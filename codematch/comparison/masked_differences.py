"""Differences with secrets and personal data covered: what a text hides is known from the line that it is on.

A literal alone does not say that it is a password, so each text is looked up where it was found first.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from codematch.comparison.prepare import PreparedWork
from codematch.masking import (
    Mark,
    TextKind,
    has_far_hints,
    marks_of,
    marks_of_part,
    masked_both,
    suspects,
    writing_of,
)
from codematch.model.correspondence import Difference
from codematch.model.message import Message, Quote
from codematch.model.sides import SIDES


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _File:
    """A file: its bytes, how it is written, whether lines say something of others, and its lines."""

    utf8: bytes
    writing: TextKind
    far: bool
    lines: list[bytes] = field(default_factory=list)


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
            lines=source.utf8.split(b"\n"),
        )
        for source, file in zip(work.sources, work.files, strict=True)
        if source.record.path in paths
    }


def _suspected(differences: Sequence[Difference], files: Sequence[dict[str, _File]]) -> set[int]:
    """The places of the differences in which something may be masked; their lines are searched as one text."""
    texts: list[str] = []
    chosen = set()
    for number, item in enumerate(differences):
        parts = []
        for own, side, path, line in zip(files, SIDES, item.path, item.line, strict=True):
            if line:
                parts += [own[path].lines[line - 1].decode("utf-8", "replace"), str(item.change[side])]
                if own[path].far:
                    chosen.add(number)
        texts.append("\n".join(parts))
    ends = list(accumulate(text.count("\n") + 1 for text in texts))
    return chosen | {bisect_right(ends, line) for line in suspects("\n".join(texts))}


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
    begin = sum(map(len, file.lines[: line - 1])) + line - 1
    start = file.utf8.find(text.encode("utf-8", "replace"), begin)
    if start < 0:
        return marks_of(text, file.writing)
    return marks_of_part(file.utf8, start, start + len(text.encode("utf-8", "replace")), file.writing, far=file.far)
