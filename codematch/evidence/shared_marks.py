"""Marks that both works carry: authors, holders, licences and tools of notices, hidden characters, look-alikes."""

from codematch.evidence.authorship_marks import AUTHOR, HIDDEN, HOLDER, LOOK_ALIKE, NOTICES
from codematch.evidence.detector_input import DetectorInput, DetectorResult, Subject
from codematch.masking import masked
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.sides import Both

Seen = dict[str, tuple[str, Place, int]]
KINDS = (AUTHOR, HOLDER, *(kind for kind in NOTICES if kind not in (AUTHOR, HOLDER)),
         HIDDEN, LOOK_ALIKE)  # fmt: skip


def shared_marks(case: DetectorInput) -> DetectorResult:
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
                text, first, count = seen.get(trace.key, (trace.text, Place(path=file.record.path, line=trace.line), 0))
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
