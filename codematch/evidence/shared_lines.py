"""Files that share many lines which no region accounts for: moved about, in another language, or cut up.

An inverted index over the lines that stand in few files of each work gives the pairs of files; what every file has, a
closing bracket or an import, is never looked at twice.
"""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.masking import masked
from codematch.evidence.subject import EvidenceFile, Examined, Found
from codematch.model.evidence import Channel, Finding, Note, Place

Lines = dict[int, list[tuple[int, int]]]
"""For the hash of each line the files of a work that hold it, with the first line there, from 1."""


def shared_lines(case: Examined) -> Found:
    """Return the pairs of files with enough different lines in common that lie in no region."""
    covered = _covered(case)
    sides = [
        [_left(file, taken, case) for file, taken in zip(work.files, lines, strict=True)]
        for work, lines in zip(case.works, covered, strict=True)
    ]
    both = np.intersect1d(_every(sides[0]), _every(sides[1]))
    if not len(both):
        return Found(figures={"shared-line-pairs": 0, "shared-line-lines": 0})
    left, right = (_index(side, both) for side in sides)
    pairs = _pairs(left, right, case.settings.shared_line_files)
    found = [
        finding
        for (first, second), places in sorted(pairs.items())
        if len(places) >= case.settings.min_shared_lines
        and (finding := _finding(case.known.files[first], case.questioned.files[second], places, case)) is not None
    ]
    found.sort(key=lambda item: (-item.known_count, item.known.path, item.questioned.path))
    figures = {"shared-line-pairs": len(found), "shared-line-lines": sum(item.known_count for item in found)}
    return Found(figures=figures, findings=found)


def _covered(case: Examined) -> tuple[list[set[int]], list[set[int]]]:
    """The lines of each file, from 1, from the first to the last of a region, with the comments before it."""
    known: list[set[int]] = [set() for _ in case.known.files]
    questioned: list[set[int]] = [set() for _ in case.questioned.files]
    for item in case.aligned:
        known[item.known_file] |= _span(case.known.files[item.known_file], item.known)
        questioned[item.questioned_file] |= _span(case.questioned.files[item.questioned_file], item.questioned)
    return known, questioned


def _span(file: EvidenceFile, tokens: NDArray[np.int64]) -> set[int]:
    lines = file.stream.lines
    first, last = int(tokens[0]), int(tokens[-1])
    begin = int(lines[first - 1]) + 1 if first else 1
    end = int(lines[last]) + file.utf8.count(b"\n", int(file.stream.starts[last]), int(file.stream.stops[last]))
    return set(range(min(begin, int(lines[first])), end + 1))


def _left(file: EvidenceFile, taken: set[int], case: Examined) -> NDArray[np.uint64]:
    """The hashes of the lines of a file, 0 for those that lie in a region, or that anybody has: uint64 (l,)."""
    hashes = file.facts.lines.copy()
    stream = file.stream
    lines = {line for line in taken if line <= len(hashes)}
    lines |= {line for line in file.explained if line <= len(hashes)}
    for number in file.notices:
        span = file.utf8[stream.comments.starts[number] : stream.comments.stops[number]]
        first = int(stream.comments.lines[number])
        lines |= set(range(first, min(first + len(span.splitlines()), len(hashes) + 1)))
    hashes[[line - 1 for line in lines]] = 0
    return hashes


def _every(side: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    every = np.unique(np.concatenate([np.empty(0, np.uint64), *side]))
    return np.asarray(every[every != 0], dtype=np.uint64)


def _index(side: list[NDArray[np.uint64]], both: NDArray[np.uint64]) -> Lines:
    result: Lines = defaultdict(list)
    for number, hashes in enumerate(side):
        values, firsts = np.unique(hashes, return_index=True)
        chosen = np.isin(values, both)
        for value, first in zip(values[chosen].tolist(), firsts[chosen].tolist(), strict=True):
            result[value].append((number, first + 1))
    return result


def _pairs(left: Lines, right: Lines, most: int) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """The pairs of files with the places of the lines that both hold, and that few files of either work hold."""
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for value, holders in left.items():
        others = right[value]
        if len(holders) <= most and len(others) <= most:
            for first, line in holders:
                for second, other in others:
                    pairs[first, second].append((line, other))
    return pairs


def _finding(
    known: EvidenceFile, questioned: EvidenceFile, places: list[tuple[int, int]], case: Examined
) -> Finding | None:
    """The finding of a pair of files, None where too few of the shared lines say something."""
    settings = case.settings
    texts = [line.strip() for line in known.utf8.splitlines()]
    telling = sorted(place for place in places if _tells(texts[place[0] - 1], settings.min_line_characters))
    if len(telling) < settings.min_shared_lines:
        return None
    first, second = telling[0]
    longest = max((texts[line - 1] for line, _ in telling), key=len).decode("utf-8", "replace")
    return Finding(
        channel=Channel.LINES,
        kind="shared-lines",
        text=masked(longest, known.writing)[: settings.max_characters],
        known=Place(path=known.record.path, line=first),
        questioned=Place(path=questioned.record.path, line=second),
        known_count=len(telling),
        questioned_count=len(telling),
        note=Note(key="shared-lines", counts={"count": len(telling)}),
    )


def _tells(line: bytes, least: int) -> bool:
    """Say whether a line is long enough to say something, and holds words."""
    text = line.decode("utf-8", "replace")
    wide = sum(ord(character) > _LATIN for character in text)
    return len(text) + wide >= least and sum(map(str.isalpha, text)) * 4 >= len(text.replace(" ", ""))


_LATIN = 0x2E7F
"""From here on a character is a word of Chinese, Japanese or Korean."""
