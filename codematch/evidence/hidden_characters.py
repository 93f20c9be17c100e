"""Hidden characters, and names with letters that only look Latin, separately for each work.

For each work: how many, in how many files, and the first places.

Why: They change what a search or a reader finds and are rarely typed on purpose. That only one of two works has them is
informative too.

Not covered: Characters that a script or a picture needs, such as joiners between Persian letters. Other forms of
steganography.

Example: A zero-width space inside `pay<U+200B>ment`; `соunt` with two Cyrillic letters.
"""

import re
from collections import Counter

from codematch.evidence.authorship_marks import HIDDEN, LOOK_ALIKE, AuthorshipMark, is_hidden_name
from codematch.evidence.detector_input import DetectorInput, DetectorResult, Subject
from codematch.evidence.rule import Detector
from codematch.evidence.words import few
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.message import Message, PathName
from codematch.model.sides import Both
from codematch.settings.detectors import Evidence, HiddenCharacters

_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
"""Where the name of a character may stand; source has brackets, too."""

_SOFT_HYPHEN = "SOFT HYPHEN"
_UNICODE = ("utf", "ascii", "gb18030")

NOWHERE = Place(path="–", line=0)
"""The other side of a finding that is about one work alone."""
_WORKS = ("known", "questioned")
KINDS = {HIDDEN: "hidden", LOOK_ALIKE: "look-alikes"}


def _check(case: DetectorInput) -> DetectorResult:
    """Return for each work what it holds of hidden characters, and of names with look-alike letters."""
    figures: dict[str, int] = {}
    found = []
    for kind, name in KINDS.items():
        for side, work in zip(_WORKS, case.works, strict=True):
            marks = _marks(work, kind)
            figures[f"{side}-{name}"] = len(marks)
            if marks:
                found.append(_finding(f"{name}-in-{side}", marks, case.settings))
    return DetectorResult(figures=figures, findings=found)


def _marks(work: Subject, kind: str) -> list[tuple[Place, AuthorshipMark]]:
    return [
        (file.at(trace.line), trace)
        for file in work.files
        for trace in file.facts.traces
        if trace.kind == kind and not _is_guessed(trace, file.record.encoding)
    ]


def _is_guessed(trace: AuthorshipMark, encoding: str) -> bool:
    """Say whether a soft hyphen is how a byte reads in a page that was guessed: in another page it is a letter."""
    return trace.kind == HIDDEN and _what(trace) == _SOFT_HYPHEN and not encoding.startswith(_UNICODE)


def _finding(kind: str, marks: list[tuple[Place, AuthorshipMark]], settings: Evidence) -> Finding:
    places = list(dict.fromkeys(place for place, _ in marks))
    counts = Counter(_what(trace) for _, trace in marks)
    text = few(
        [f"{name} ({count})" for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))],
        settings.hidden_shown,
    )
    is_known = kind.endswith("known")
    return Finding(
        channel=Channel.ARTEFACTS,
        kind=kind,
        text=text[: settings.max_characters],
        known=places[0] if is_known else NOWHERE,
        questioned=NOWHERE if is_known else places[0],
        count=Both(len(marks) if is_known else 0, 0 if is_known else len(marks)),
        note=Message.of(
            "note-hidden",
            marks=len(marks),
            files=len({place.path for place in places}),
            count=len(places),
            places=tuple(
                Message.of("place", path=PathName(place.path), line=place.line)
                for place in places[: settings.hidden_shown]
            ),
        ),
    )


def _what(trace: AuthorshipMark) -> str:
    """The name of a hidden character, or a name with the letters that only look Latin."""
    if trace.kind == HIDDEN:
        return next(filter(is_hidden_name, _BRACKETS.findall(trace.text)), trace.text)
    return trace.text


RULE = Detector(
    id="hidden-characters",
    docs=__doc__,
    channel=Channel.ARTEFACTS,
    check=_check,
    settings=HiddenCharacters,
    kinds=tuple(f"{name}-in-{side}" for name in KINDS.values() for side in _WORKS),
    messages=("note-hidden", "place"),
)
