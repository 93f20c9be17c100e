"""Differences with secrets and personal data covered: what a text hides is known from the line that it is on.

A literal alone does not say that it is a password, so each text is looked up where it was found first.
"""

from collections.abc import Sequence
from dataclasses import replace

from codematch.comparison.prepare import PreparedWork
from codematch.masking import FileMarks, Mark, marks_of, masked_both, writing_of
from codematch.model.correspondence import Difference
from codematch.model.message import Message, Quote

_FURTHEST = 1 << 20
"""So far behind the begin of its line a text is looked for [bytes]; one that was folded is nowhere."""


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
    return tuple(_masked(item, files) for item in differences)


def _files(work: PreparedWork, paths: set[str]) -> dict[str, FileMarks]:
    return {
        source.record.path: FileMarks.of(source.utf8, writing_of(source.record.path, file.stream.language))
        for source, file in zip(work.sources, work.files, strict=True)
        if source.record.path in paths
    }


def _masked(item: Difference, files: Sequence[dict[str, FileMarks]]) -> Difference:
    texts = str(item.change["known"]), str(item.change["questioned"])
    known, questioned = (
        _marks(text, own[path], line) if line else []
        for text, own, path, line in zip(texts, files, item.path, item.line, strict=True)
    )
    if not known and not questioned:
        return item
    left, right = map(Quote, masked_both(texts, (known, questioned)))
    return replace(item, change=Message.of("changed-text", known=left, questioned=right))


def _marks(text: str, file: FileMarks, line: int) -> list[Mark]:
    """What is marked in a text that begins on a line of a file, or of which a part is quoted from there on."""
    utf8 = text.encode("utf-8", "replace")
    begin = file.begins[line - 1]
    start = file.utf8.find(utf8, begin, begin + len(utf8) + _FURTHEST)
    return file.within(start, start + len(utf8)) if start >= 0 else marks_of(text, file.writing)
