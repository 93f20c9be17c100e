"""Code that lives in one work and stands in comments of the other, and nowhere in its code."""

import numpy as np

from codematch.evidence.masking import masked
from codematch.evidence.occurrences import Occurrences, collect
from codematch.evidence.subject import Examined, Found, Subject
from codematch.model.evidence import Channel, Finding, Place


def commented_out(case: Examined) -> Found:
    """Return the lines of code of each work that are commented out in the other."""
    code, comments = [_code(work) for work in case.works], [_comments(work) for work in case.works]
    figures, found = {}, []
    for kind, living, dead in (("commented-out-in-questioned", 0, 1), ("commented-out-in-known", 1, 0)):
        only = np.setdiff1d(comments[dead].hashes, code[dead].hashes, assume_unique=True)
        shared = np.intersect1d(only, code[living].hashes, assume_unique=True)
        figures[kind] = len(shared)
        sides = {living: code[living], dead: comments[dead]}
        found += [_finding(kind, sides[0], sides[1], value, case) for value in shared.tolist()]
    found.sort(key=lambda item: (item.kind != "commented-out-in-questioned", item.text))
    return Found(figures=figures, findings=found)


def _code(work: Subject) -> Occurrences:
    """The lines of code of a work; a file without a grammar has none, it may be a licence or a manual."""
    numbers = [_NONE if file.stream.parser == "text" else file.code_lines() for file in work.files]
    return collect((file.facts.lines[lines - 1], lines) for file, lines in zip(work.files, numbers, strict=True))


_NONE = np.empty(0, dtype=np.int32)


def _comments(work: Subject) -> Occurrences:
    return collect((file.facts.comments.lines, file.facts.comments.line_numbers) for file in work.files)


def _finding(kind: str, known: Occurrences, questioned: Occurrences, value: int, case: Examined) -> Finding:
    places, counts, text = [], [], ""
    for work, side in zip(case.works, (known, questioned), strict=True):
        at = int(np.searchsorted(side.hashes, np.uint64(value)))
        file, line = work.files[side.files[at]], int(side.places[at])
        places.append(Place(path=file.record.path, line=line))
        counts.append(int(side.counts[at]))
        if (kind == "commented-out-in-questioned") == (work is case.known):
            text = masked(file.line(line), file.writing)
    return Finding(
        channel=Channel.ARTEFACTS,
        kind=kind,
        text=text[: case.settings.max_characters],
        known=places[0],
        questioned=places[1],
        known_count=counts[0],
        questioned_count=counts[1],
    )
