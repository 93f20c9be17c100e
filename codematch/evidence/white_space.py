"""Unusual white space at aligned lines: blanks at line ends, mixed indentation, runs of blank lines.

Files with the same bytes are left out.

Why: White space has no effect in most languages and is not seen on a screen, so it usually stays with the code when
files are edited.

Not covered: Files that were formatted by a tool; line ends, which are unified when files are read.

Example: Line 40 of one file and line 12 of the other end with two blanks, and the next lines are aligned.
"""

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile
from codematch.evidence.rule import Detector
from codematch.evidence.words import few
from codematch.model.evidence import Channel, Finding
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.settings.detectors import WhiteSpace

_ODD_INDENT = re.compile(rb"[ \t]* \t")
KINDS = ("trailing-blanks", "mixed-indentation", "blank-lines")


def _check(case: DetectorInput) -> DetectorResult:
    """Return the pairs of files in which aligned lines have the same odd white space."""
    pairs: dict[tuple[int, int], list[NDArray[np.int64]]] = {}
    for item in case.aligned:
        if not item.identical:
            pairs.setdefault((item.known_file, item.questioned_file), []).append(case.aligned_lines(item))
    found = []
    for (first, second), parts in sorted(pairs.items()):
        known, questioned = case.known.files[first], case.questioned.files[second]
        lines = np.unique(np.concatenate(parts), axis=0)
        left, right = (oddities(file.utf8, _blank_run(file, case.settings)) for file in (known, questioned))
        for kind in KINDS:
            finding = _finding(kind, (known, questioned), lines, (left[kind], right[kind]), case.settings)
            if finding is not None:
                found.append(finding)
    found.sort(key=lambda item: (KINDS.index(item.kind), -item.count.known, item.known.path))
    return DetectorResult.by_kind(found, KINDS)


def _blank_run(file: EvidenceFile, settings: WhiteSpace) -> int:
    return settings.blank_run_python if file.stream.language == "python" else settings.blank_run


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
    settings: WhiteSpace,
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
        text=few([str(a) for a, _ in both], settings.white_space_shown),
        known=files[0].at(both[0][0]),
        questioned=files[1].at(both[0][1]),
        count=Both(len({a for a, _ in both}), len({b for _, b in both})),
        note=Message.of("note-layout", known=len(aligned[0]), questioned=len(aligned[1]), lines=len(lines)),
    )


RULE = Detector(
    id="white-space",
    docs=__doc__,
    channel=Channel.ARTEFACTS,
    check=_check,
    settings=WhiteSpace,
    kinds=KINDS,
    messages=("note-layout",),
    needs_regions=True,
)
