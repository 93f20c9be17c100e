"""Marks that files of both works carry: authors, holders, licences, tools, hidden characters, look-alike letters.

Why: The same author or holder in both works indicates a common origin, or a common licensor. The same licence or tool
may explain similarity.

Not covered: Marks that only one work carries (see `notices` and `hidden-characters`).

Example: `@author j.meyer` in both works; the same zero-width space in one comment of each.
"""

from codematch.evidence.authorship_marks import AUTHOR, HIDDEN, HOLDER, LOOK_ALIKE, NOTICES
from codematch.evidence.detector_input import DetectorInput, DetectorResult, Subject
from codematch.evidence.rule import Detector
from codematch.masking import masked
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.sides import Both
from codematch.settings.detectors import SharedMarks

Seen = dict[str, tuple[str, Place, int]]
KINDS = (AUTHOR, HOLDER, *(kind for kind in NOTICES if kind not in (AUTHOR, HOLDER)),
         HIDDEN, LOOK_ALIKE)  # fmt: skip


def _check(case: DetectorInput) -> DetectorResult:
    """Return the marks of both works that say the same."""
    figures, found = {}, []
    for kind in KINDS:
        left, right = (_seen(work, kind) for work in case.works)
        shared = sorted(left.keys() & right.keys())
        figures[kind] = len(shared)
        found += [_finding(kind, left[key], right[key], case.settings.max_characters) for key in shared]
    return DetectorResult(figures=figures, findings=found)


def _seen(work: Subject, kind: str) -> Seen:
    """The marks of a kind by what makes two of them the same, each with its text, its first place and its number."""
    seen: Seen = {}
    for file in work.files:
        for trace in file.facts.traces:
            if trace.kind == kind:
                text, first, count = seen.get(trace.key, (trace.text, file.at(trace.line), 0))
                seen[trace.key] = text, first, count + 1
    return seen


def _finding(kind: str, known: tuple[str, Place, int], questioned: tuple[str, Place, int], most: int) -> Finding:
    return Finding(
        channel=Channel.ARTEFACTS,
        kind=kind,
        text=masked(known[0])[:most],
        known=known[1],
        questioned=questioned[1],
        count=Both(known[2], questioned[2]),
    )


RULE = Detector(
    id="shared-marks",
    docs=__doc__,
    channel=Channel.ARTEFACTS,
    check=_check,
    settings=SharedMarks,
    kinds=KINDS,
)
