"""Literal lines: which lines of each work stand in the other, white space at both ends aside, in both directions."""

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile, Subject


def lines(case: DetectorInput) -> DetectorResult:
    """Count lines with and without comments; blank lines never count.

    A line counts as often as it stands in its work. `code` lines hold the beginning of a token. The lines of a notebook
    are those of its cells.
    """
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
