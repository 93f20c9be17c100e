"""Lines of each work that occur in the other, counted with and without comments.

White space at both ends of a line is ignored, and blank lines are not counted. A line counts as often as it occurs in
its work. Lines of a notebook are those of its cells.

Why: It is the simplest measure, and courts ask for it. It includes lines that anyone writes, such as a closing bracket.

Not covered: Lines with any change; where the lines are. It gives counts and no findings.

Example: 812 of 1,400 lines of code of the known work occur in the questioned work.
"""

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile, Subject
from codematch.evidence.rule import Detector
from codematch.model.evidence import Channel


def _check(case: DetectorInput) -> DetectorResult:
    """Count lines; on `code` lines a token starts."""
    figures: dict[str, int] = {}
    for name, is_code in (("all", False), ("code", True)):
        left, right = (_lines(work, is_code) for work in case.works)
        both, at_left, at_right = np.intersect1d(left[0], right[0], assume_unique=True, return_indices=True)
        figures |= {
            f"known-{name}": int(left[1].sum()),
            f"questioned-{name}": int(right[1].sum()),
            f"known-{name}-found": int(left[1][at_left].sum()),
            f"questioned-{name}-found": int(right[1][at_right].sum()),
            f"different-{name}": len(both),
        }
    return DetectorResult(figures=figures)


def _lines(work: Subject, is_code: bool) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The different lines of a work that are not blank, by hash, and how often each stands there."""
    parts = [_lines_of(file, is_code) for file in work.files]
    every = np.concatenate([np.empty(0, np.uint64), *parts])
    hashes, counts = np.unique(every[every != 0], return_counts=True)
    return hashes, counts.astype(np.int64)


def _lines_of(file: EvidenceFile, is_code: bool) -> NDArray[np.uint64]:
    cells = file.facts.cells
    if cells is not None:
        return cells.code if is_code else cells.all
    return file.facts.lines[file.code_lines() - 1] if is_code else file.facts.lines


RULE = Detector(
    id="line-counts",
    docs=__doc__,
    channel=Channel.LINES,
    check=_check,
)
