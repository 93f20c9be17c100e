"""Lines of code of one work that are in comments of the other, and nowhere in its code.

Why: Code that is replaced is often commented out first, so a comment may preserve an earlier state of its work.

Not covered: Lines with any change; short lines.

Example: `limit = read_register(0x1F) * SCALE` is code in one work, and `# limit = read_register(0x1F) * SCALE` a
comment in the other.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile, FileLines, Subject
from codematch.evidence.occurrences import Occurrences, collect
from codematch.evidence.rule import Detector
from codematch.masking import masked
from codematch.model.evidence import Channel, Finding
from codematch.model.sides import Both
from codematch.settings.detectors import CommentedOut

IN_QUESTIONED, IN_KNOWN = KINDS = ("commented-out-in-questioned", "commented-out-in-known")


def _check(case: DetectorInput) -> DetectorResult:
    """Return the lines of code of each work that are commented out in the other."""
    code, comments = [_code(work) for work in case.works], [_comments(work) for work in case.works]
    figures: dict[str, int] = {}
    found: list[_Line] = []
    lines = FileLines(case.works)
    for kind, living, dead in ((IN_QUESTIONED, 0, 1), (IN_KNOWN, 1, 0)):
        only = np.setdiff1d(comments[dead].hashes, code[dead].hashes, assume_unique=True)
        shared = np.intersect1d(only, code[living].hashes, assume_unique=True)
        figures[kind] = len(shared)
        sides = {living: code[living], dead: comments[dead]}
        for value in shared.tolist():
            places = _at(sides[0], value), _at(sides[1], value)
            file, line = (int(of[places[living]]) for of in (sides[living].files, sides[living].places))
            found.append(_Line(kind, lines.text(living, file, line), (sides[0], sides[1]), places))
    found.sort(key=lambda item: (item.kind != IN_QUESTIONED, item.text))
    listed = [_finding(item, case) for item in found[: case.settings.max_findings]]
    return DetectorResult(figures=figures, findings=listed, unlisted=len(found) - len(listed))


class _Line(NamedTuple):
    """A line that is found: the kind of the finding, its text, and on each side the lines and its place among them."""

    kind: str
    text: str
    sides: tuple[Occurrences, Occurrences]
    places: tuple[int, int]


def _code(work: Subject) -> Occurrences:
    """The lines of code of a work; a text without a grammar has none, it may be a licence or a manual."""
    numbers = [_lines_of_code(file) for file in work.files]
    return collect((file.facts.lines[lines - 1], lines) for file, lines in zip(work.files, numbers, strict=True))


def _lines_of_code(file: EvidenceFile) -> NDArray[np.int32]:
    if file.stream.parser == "text":
        return np.empty(0, dtype=np.int32)
    if not file.stream.sections:
        return file.code_lines()
    return np.unique(file.stream.lines[~file.stream.in_language("text")])


def _comments(work: Subject) -> Occurrences:
    return collect((file.facts.comments.lines, file.facts.comments.line_numbers) for file in work.files)


def _at(side: Occurrences, value: int) -> int:
    return int(np.searchsorted(side.hashes, np.uint64(value)))


def _finding(item: _Line, case: DetectorInput) -> Finding:
    files = [work.files[side.files[at]] for work, side, at in zip(case.works, item.sides, item.places, strict=True)]
    lines = [int(side.places[at]) for side, at in zip(item.sides, item.places, strict=True)]
    counts = [int(side.counts[at]) for side, at in zip(item.sides, item.places, strict=True)]
    living, most = files[item.kind != IN_QUESTIONED], case.settings.max_characters
    return Finding(
        channel=Channel.ARTEFACTS,
        kind=item.kind,
        text=masked(item.text, living.writing, most=most)[:most],
        known=files[0].at(lines[0]),
        questioned=files[1].at(lines[1]),
        count=Both(counts[0], counts[1]),
    )


RULE = Detector(
    id="commented-out",
    docs=__doc__,
    channel=Channel.ARTEFACTS,
    check=_check,
    settings=CommentedOut,
    kinds=KINDS,
)
