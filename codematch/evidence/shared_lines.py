"""Pairs of files that share several lines outside the regions.

Only lines that occur in few files of each work count. Lines in licence texts, and lines
that filters of customary code label, are not counted.

Why: Code that was moved about, cut up or put into another language shares lines but no passage long enough for a
region.

Not covered: Lines with any change; lines that occur in many files of a work.

Example: A table of error messages, which one work has in `errors.h` and the other spread over `codes.py`.
"""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile
from codematch.evidence.rule import Detector
from codematch.masking import masked
from codematch.model.evidence import Channel, Finding
from codematch.model.frozen import array_value
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.settings.detectors import SharedLines


@array_value(copy=False)
class _Lines:
    """Different lines of the files of a work: `values` uint64 (n,) their hashes, sorted; the file and the line of each.

    `files` int64 (n,) are indices, `lines` int64 (n,) count from 1: where a line comes first in the file.
    """

    values: NDArray[np.uint64]
    files: NDArray[np.int64]
    lines: NDArray[np.int64]


def _check(case: DetectorInput) -> DetectorResult:
    """Return the pairs of files with enough different lines in common that lie in no region."""
    covered = _covered(case)
    sides = [
        [_left(file, taken) for file, taken in zip(work.files, lines, strict=True)]
        for work, lines in zip(case.works, covered, strict=True)
    ]
    left, right = (_index(side, case.settings.shared_line_files) for side in sides)
    pairs = _pairs(left, right)
    found = [
        finding
        for (first, second), places in sorted(pairs.items())
        if len(places) >= case.settings.min_shared_lines
        and (finding := _finding(case.known.files[first], case.questioned.files[second], places, case)) is not None
    ]
    found.sort(key=lambda item: (-item.count.known, item.known.path, item.questioned.path))
    figures = {"shared-line-pairs": len(found), "shared-line-lines": sum(item.count.known for item in found)}
    return DetectorResult(figures=figures, findings=found)


def _covered(case: DetectorInput) -> tuple[list[NDArray[np.bool_]], list[NDArray[np.bool_]]]:
    """Which lines of each file lie from the first to the last of a region, or are comments before it: bool (l,)."""
    known, questioned = (
        [np.zeros(len(file.facts.lines), dtype=np.bool_) for file in work.files] for work in case.works
    )
    for item in case.aligned:
        known[item.known_file][_span(case.known.files[item.known_file], item.known)] = True
        questioned[item.questioned_file][_span(case.questioned.files[item.questioned_file], item.questioned)] = True
    return known, questioned


def _span(file: EvidenceFile, tokens: NDArray[np.int64]) -> slice:
    """The lines of a region, from 0."""
    lines = file.stream.lines
    first, last = int(tokens[0]), int(tokens[-1])
    begin = int(lines[first - 1]) + 1 if first else 1
    end = int(lines[last]) + file.utf8.count(b"\n", int(file.stream.starts[last]), int(file.stream.stops[last]))
    return slice(min(begin, int(lines[first])) - 1, end)


def _left(file: EvidenceFile, covered: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """The hashes of the lines of a file, 0 for those that lie in a region, or that anybody has: uint64 (l,)."""
    hashes = np.where(covered, np.uint64(0), file.facts.lines)
    hashes[[line - 1 for line in file.explained if line <= len(hashes)]] = 0
    for number in file.notices:
        span = file.utf8[file.stream.comments.starts[number] : file.stream.comments.stops[number]]
        first = int(file.stream.comments.lines[number])
        hashes[first - 1 : first - 1 + len(span.splitlines())] = 0
    return hashes


def _index(side: list[NDArray[np.uint64]], most: int) -> _Lines:
    """The different lines that few files of a work hold, sorted by hash."""
    parts = [np.unique(hashes, return_index=True) for hashes in side]
    values = np.concatenate([np.empty(0, np.uint64), *(part[0] for part in parts)])
    lines = np.concatenate([np.empty(0, np.int64), *(part[1] + 1 for part in parts)])
    files = np.repeat(np.arange(len(parts)), [len(part[0]) for part in parts])
    order = np.argsort(values, kind="stable")
    values, files, lines = values[order], files[order], lines[order]
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    kept = (counts[places] <= most) & (values != 0)
    return _Lines(values=values[kept], files=files[kept], lines=lines[kept])


def _pairs(left: _Lines, right: _Lines) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """The pairs of files with the places of the lines that both hold."""
    firsts = np.searchsorted(left.values, right.values, side="left")
    counts = np.searchsorted(left.values, right.values, side="right") - firsts
    others = np.repeat(np.arange(len(right.values)), counts)
    own = np.repeat(firsts - np.cumsum(counts) + counts, counts) + np.arange(len(others))
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    columns = (left.files[own], right.files[others], left.lines[own], right.lines[others])
    for first, second, line, other in zip(*(column.tolist() for column in columns), strict=True):
        pairs[first, second].append((line, other))
    return pairs


def _finding(
    known: EvidenceFile, questioned: EvidenceFile, places: list[tuple[int, int]], case: DetectorInput
) -> Finding | None:
    """The finding of a pair of files, None where too few of the shared lines say something."""
    settings = case.settings
    texts = [line.strip() for line in known.utf8.splitlines()]
    telling = sorted(place for place in places if _tells(texts[place[0] - 1], settings))
    if len(telling) < settings.min_shared_lines:
        return None
    first, second = telling[0]
    longest = max((texts[line - 1] for line, _ in telling), key=len).decode("utf-8", "replace")
    return Finding(
        channel=Channel.LINES,
        kind="shared-lines",
        text=masked(longest, known.writing, most=settings.max_characters)[: settings.max_characters],
        known=known.at(first),
        questioned=questioned.at(second),
        count=Both(len(telling), len(telling)),
        note=Message.of("note-shared-lines", count=len(telling)),
    )


def _tells(line: bytes, settings: SharedLines) -> bool:
    """Say whether a line is long enough to say something, and holds words."""
    text = line.decode("utf-8", "replace")
    wide = sum(ord(character) > _LATIN for character in text)
    is_long = len(text) + wide >= settings.min_line_characters
    return is_long and sum(map(str.isalpha, text)) >= settings.line_letter_share * len(text.replace(" ", ""))


_LATIN = 0x2E7F
"""From here on a character is a word of Chinese, Japanese or Korean."""

RULE = Detector(
    id="shared-lines",
    docs=__doc__,
    channel=Channel.LINES,
    check=_check,
    settings=SharedLines,
    kinds=("shared-lines",),
    messages=("note-shared-lines",),
    needs_regions=True,
)
