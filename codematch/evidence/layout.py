"""White space that no compiler asks for, at aligned lines: blanks at line ends, odd indentation, runs of blank lines.

Files with the same bytes are left out: that they share their white space says nothing more.
"""

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile
from codematch.evidence.words import few
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.message import Message
from codematch.model.sides import Both

_ODD_INDENT = re.compile(rb"[ \t]* \t")
_BLANK_RUN, _BLANK_RUN_PYTHON = 2, 3
"""Blank lines in a row that no style guide asks for: Python's wants two."""
_SHOWN = 8
KINDS = ("trailing-blanks", "mixed-indentation", "blank-lines")


def layout(case: DetectorInput) -> DetectorResult:
    """Return the pairs of files in which aligned lines have the same odd white space."""
    pairs: dict[tuple[int, int], list[NDArray[np.int64]]] = {}
    for item in case.aligned:
        if not item.identical:
            pairs.setdefault((item.known_file, item.questioned_file), []).append(case.aligned_lines(item))
    found = []
    for (first, second), parts in sorted(pairs.items()):
        known, questioned = case.known.files[first], case.questioned.files[second]
        lines = np.unique(np.concatenate(parts), axis=0)
        left, right = (oddities(file.utf8, _blank_run(file)) for file in (known, questioned))
        for kind in KINDS:
            finding = _finding(kind, (known, questioned), lines, (left[kind], right[kind]))
            if finding is not None:
                found.append(finding)
    found.sort(key=lambda item: (KINDS.index(item.kind), -item.count.known, item.known.path))
    return DetectorResult(figures={kind: sum(item.kind == kind for item in found) for kind in KINDS}, findings=found)


def _blank_run(file: EvidenceFile) -> int:
    return _BLANK_RUN_PYTHON if file.stream.language == "python" else _BLANK_RUN


def oddities(utf8: bytes, blank_run: int) -> Mapping[str, set[int]]:
    """Return the lines of a text with odd white space, from 1, by kind.

    A run of blank lines counts where it ends. Indentation is mixed where a line begins with a blank among lines that
    begin with a tab, or the other way round: those of the rarer kind count; and where a blank stands before a tab.
    """
    result: dict[str, set[int]] = {kind: set() for kind in KINDS}
    begins: dict[bytes, set[int]] = {b" ": set(), b"\t": set()}
    blank = 0
    for number, line in enumerate(utf8.splitlines(), start=1):
        text = line.rstrip(b" \t\f")
        if not text:
            blank += 1
            continue
        if blank >= blank_run:
            result["blank-lines"].add(number)
        blank = 0
        if len(text) != len(line):
            result["trailing-blanks"].add(number)
        if b" \t" in line and _ODD_INDENT.match(line):
            result["mixed-indentation"].add(number)
        elif line[:1] in begins:
            begins[line[:1]].add(number)
    result["mixed-indentation"] |= min(begins[b" "], begins[b"\t"], key=len)
    return result


def _finding(
    kind: str,
    files: tuple[EvidenceFile, EvidenceFile],
    lines: NDArray[np.int64],
    odd: tuple[set[int], set[int]],
) -> Finding | None:
    if not odd[0] or not odd[1]:
        return None
    both = [(a, b) for a, b in lines.tolist() if a in odd[0] and b in odd[1]]
    if not both:
        return None
    aligned = [odd[side] & set(lines[:, side].tolist()) for side in (0, 1)]
    return Finding(
        channel=Channel.ARTEFACTS,
        kind=kind,
        text=few([str(a) for a, _ in both], _SHOWN),
        known=Place(path=files[0].record.path, line=both[0][0]),
        questioned=Place(path=files[1].record.path, line=both[0][1]),
        count=Both(len({a for a, _ in both}), len({b for _, b in both})),
        note=Message.of("note-layout", known=len(aligned[0]), questioned=len(aligned[1]), lines=len(lines)),
    )
