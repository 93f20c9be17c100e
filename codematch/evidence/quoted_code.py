"""Code in a literal of one work, or of both, that a region aligns with code of the other.

Why: A program that is passed on as text, as the argument of `eval` or in Base64, is hidden from readers and from most
tools.

Not covered: Literals that are encrypted, or packed in a form that codematch does not read.

Example: `eval(atob("ZnVuY3Rpb24g..."))` contains a function of the other work.
"""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import Aligned, DetectorInput, DetectorResult, EvidenceFile
from codematch.evidence.rule import Detector
from codematch.masking import masked
from codematch.model.evidence import Channel, Finding
from codematch.model.message import Message, Name
from codematch.model.sides import Both
from codematch.model.tokens import Passage, PassageKind
from codematch.settings.detectors import QuotedCode

IN_QUESTIONED, IN_KNOWN, IN_BOTH = KINDS = ("quoted-in-questioned", "quoted-in-known", "quoted-in-both")


def _check(case: DetectorInput) -> DetectorResult:
    """Return the literals whose code regions align, each once, with the place that most of it is aligned with."""
    best: dict[tuple[str, int, int], tuple[int, Finding]] = {}
    passages = [[_quoted(file) for file in work.files] for work in case.works]
    for item in case.aligned:
        known, questioned = case.aligned_files(item)
        quoted = passages[0][item.known_file], passages[1][item.questioned_file]
        if item.identical or not (quoted[0] or quoted[1]):
            continue
        for side, number, tokens in ((1, item.questioned_file, item.questioned), (0, item.known_file, item.known)):
            first, last = int(tokens[0]), int(tokens[-1])
            for passage in quoted[side]:
                if passage.stop_token <= first or passage.first_token > last:
                    continue
                count, finding = _finding(case, item, (known, questioned), quoted, side, passage)
                key = ("KQ"[side], number, passage.first_token)
                if finding is not None and count > best.get(key, (0, finding))[0]:
                    best[key] = count, finding
    found = [finding for _, finding in best.values()]
    found.sort(key=lambda finding: (KINDS.index(finding.kind), finding.known.path, finding.known.line, finding.text))
    return DetectorResult.by_kind(found, KINDS)


def _quoted(file: EvidenceFile) -> list[Passage]:
    return [passage for passage in file.stream.passages if passage.kind is PassageKind.QUOTED]


def _finding(
    case: DetectorInput,
    item: Aligned,
    files: tuple[EvidenceFile, EvidenceFile],
    quoted: tuple[Sequence[Passage], Sequence[Passage]],
    side: int,
    passage: Passage,
) -> tuple[int, Finding | None]:
    """Return how many tokens of a literal's code a region aligns, and what to say of it, None when that is said."""
    own: NDArray[np.int64] = (item.known, item.questioned)[side]
    chosen = np.flatnonzero((own >= passage.first_token) & (own < passage.stop_token))
    if len(chosen) < case.settings.min_quoted_aligned:
        return 0, None
    places = int(item.known[chosen[0]]), int(item.questioned[chosen[0]])
    other = 1 - side
    is_in_both = _holds(quoted[other], places[other])
    if is_in_both and not side:
        return 0, None  # the questioned side says it
    file = files[side]
    finding = Finding(
        channel=Channel.ARTEFACTS,
        kind=IN_BOTH if is_in_both else KINDS[1 - side],
        text=masked(_line(file, places[side]), file.writing, most=case.settings.max_characters)[
            : case.settings.max_characters
        ],
        known=files[0].place(places[0]),
        questioned=files[1].place(places[1]),
        count=Both(1, 1),
        note=Message.of(
            "note-quoted",
            aligned=len(chosen),
            tokens=passage.stop_token - passage.first_token,
            language=Name(file.stream.language_at(places[side])),
        ),
    )
    return len(chosen), finding


def _line(file: EvidenceFile, token: int) -> str:
    """Return the line on which a token starts, without the white space at both ends."""
    start = int(file.stream.starts[token])
    stop = file.utf8.find(b"\n", start)
    line = file.utf8[file.utf8.rfind(b"\n", 0, start) + 1 : stop if stop >= 0 else len(file.utf8)]
    return line.strip().decode("utf-8", "replace")


def _holds(passages: Sequence[Passage], token: int) -> bool:
    """Say whether a token stands in one of the passages, which are in file order."""
    at = bisect_right(passages, token, key=lambda passage: passage.first_token) - 1
    return any(passage.first_token <= token < passage.stop_token for passage in passages[: at + 1])


RULE = Detector(
    id="quoted-code",
    docs=__doc__,
    channel=Channel.ARTEFACTS,
    check=_check,
    settings=QuotedCode,
    kinds=KINDS,
    messages=("note-quoted",),
    needs_regions=True,
)
