"""Unusual white space at aligned lines: blanks at line ends, mixed indentation, runs of blank lines.

Files with the same bytes are left out.

Why: White space has no effect in most languages and is not seen on a screen, so it usually stays with the code when
files are edited.

Not covered: Files that were formatted by a tool; line ends, which are unified when files are read.

Example: Line 40 of one file and line 12 of the other end with two blanks, and the next lines are aligned.
"""

import re
from collections.abc import Mapping, Set
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import Aligned, DetectorInput, DetectorResult, EvidenceFile, different_pairs
from codematch.evidence.rule import Detector
from codematch.evidence.words import few
from codematch.model.evidence import Channel, Finding
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.settings.detectors import WhiteSpace

_ODD_INDENT = re.compile(rb"[ \t]* \t")
_BLANKS = b" \t\f"
KINDS = ("trailing-blanks", "mixed-indentation", "blank-lines")
Odd = Mapping[str, Set[int]]
"""The lines with odd white space, from 1, by kind."""


def _check(case: DetectorInput) -> DetectorResult:
    """Return the pairs of files in which aligned lines have the same odd white space."""
    pairs: dict[tuple[int, int], list[Aligned]] = {}
    odd: tuple[dict[int, Odd], dict[int, Odd]] = {}, {}
    for item in case.aligned:
        if not item.identical:
            pairs.setdefault((item.known_file, item.questioned_file), []).append(item)
    found = []
    for (first, second), items in sorted(pairs.items()):
        known, questioned = case.known.files[first], case.questioned.files[second]
        for numbers, number, file in zip(odd, (first, second), (known, questioned), strict=True):
            if number not in numbers:
                numbers[number] = oddities(file.utf8, _blank_run(file, case.settings))
        left, right = odd[0][first], odd[1][second]
        if not any(left[kind] and right[kind] for kind in KINDS):
            continue
        lines = different_pairs(*np.concatenate([case.aligned_lines(item) for item in items]).T)
        for kind in KINDS:
            finding = _finding(kind, (known, questioned), lines, (left[kind], right[kind]), case.settings)
            if finding is not None:
                found.append(finding)
    found.sort(key=lambda item: (KINDS.index(item.kind), -item.count.known, item.known.path))
    return DetectorResult.by_kind(found, KINDS)


def _blank_run(file: EvidenceFile, settings: WhiteSpace) -> int:
    return settings.blank_run_python if file.stream.language == "python" else settings.blank_run


def oddities(utf8: bytes, blank_run: int) -> Odd:
    """Return the lines of a text with odd white space, from 1, by kind.

    A run of blank lines counts where it ends. Indentation is mixed where a line begins with a blank among lines that
    begin with a tab, or the other way round: those of the rarer kind count; and where a blank stands before a tab.
    """
    lines = utf8.splitlines()
    texts = [line.rstrip(_BLANKS) for line in lines]
    filled = [number for number, text in enumerate(texts, start=1) if text]
    mixed = {number for number in filled if _ODD_INDENT.match(lines[number - 1])} if b" \t" in utf8 else set[int]()
    tabs = {number for number in filled if lines[number - 1].startswith(b"\t")} if b"\t" in utf8 else set[int]()
    blanks = {number for number in filled if lines[number - 1].startswith(b" ")} if tabs else set[int]()
    return {
        "trailing-blanks": {number for number in filled if len(texts[number - 1]) != len(lines[number - 1])},
        "mixed-indentation": mixed | min(blanks - mixed, tabs - mixed, key=len),
        "blank-lines": {after for before, after in pairwise((0, *filled)) if after - before > blank_run},
    }


def _finding(
    kind: str,
    files: tuple[EvidenceFile, EvidenceFile],
    lines: NDArray[np.int64],
    odd: tuple[Set[int], Set[int]],
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
