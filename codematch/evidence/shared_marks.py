"""Marks that both works carry: the same author, the same holder of a notice, the same hidden characters."""

from codematch.evidence.marks import AUTHOR, HIDDEN, HOLDER
from codematch.evidence.masking import masked
from codematch.evidence.subject import Examined, Found, Subject
from codematch.model.evidence import Channel, Finding, Place

Seen = dict[str, tuple[Place, int]]


def shared_marks(case: Examined) -> Found:
    """Return the marks of both works that say the same."""
    figures, found = {}, []
    for kind in (AUTHOR, HOLDER, HIDDEN):
        left, right = (_seen(work, kind) for work in case.works)
        shared = sorted(left.keys() & right.keys())
        figures[kind] = len(shared)
        found += [_finding(kind, text, left[text], right[text], case.settings.max_characters) for text in shared]
    return Found(figures=figures, findings=found)


def _seen(work: Subject, kind: str) -> Seen:
    seen: Seen = {}
    for file in work.files:
        for trace in file.facts.traces:
            if trace.kind == kind:
                place = Place(path=file.record.path, line=trace.line)
                first, count = seen.get(trace.text, (place, 0))
                seen[trace.text] = first, count + 1
    return seen


def _finding(kind: str, text: str, known: tuple[Place, int], questioned: tuple[Place, int], most: int) -> Finding:
    return Finding(
        channel=Channel.ARTEFACTS,
        kind=kind,
        text=masked(text)[:most],
        known=known[0],
        questioned=questioned[0],
        known_count=known[1],
        questioned_count=questioned[1],
    )
