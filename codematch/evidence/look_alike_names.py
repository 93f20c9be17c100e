"""Aligned names that differ only in letters that look the same, or in hidden characters.

Look-alike letters are those that Unicode lists (UTS #39).

Why: A reader does not see the difference, and a search for the name does not find it. It is seldom typed by accident.

Not covered: Names that no region aligns; for these see `hidden-characters`.

Example: `pump` with the Cyrillic letter `р`.
"""

import unicodedata
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.authorship_marks import beyond_ascii
from codematch.evidence.confusables import skeleton
from codematch.evidence.detector_input import Aligned, DetectorInput, DetectorResult, EvidenceFile
from codematch.evidence.rule import Detector
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.message import Message, Name
from codematch.model.sides import Both
from codematch.model.tokens import CLASS_CODES, TokenClass
from codematch.settings.detectors import LookAlikeNames

_NAME = CLASS_CODES[TokenClass.IDENTIFIER]


def _check(case: DetectorInput) -> DetectorResult:
    """Return the names that regions align with others that look the same: letters of another alphabet, hidden ones."""
    found: dict[tuple[str, str], Finding] = {}
    shown = case.settings.look_alikes_shown
    beyond: dict[tuple[int, int], NDArray[np.bool_]] = {}
    is_ascii = cache(bytes.isascii)
    for item in case.aligned:
        known, questioned = case.aligned_files(item)
        if item.identical or (is_ascii(known.utf8) and is_ascii(questioned.utf8)):
            continue
        for place in _candidates(item, (known, questioned), beyond).tolist():
            tokens = int(item.known[place]), int(item.questioned[place])
            pair = known.text(tokens[0]), questioned.text(tokens[1])
            if pair[0] != pair[1] and skeleton(pair[0]) == skeleton(pair[1]):
                finding = found.get(pair) or _disguise(
                    pair, (known.place(tokens[0]), questioned.place(tokens[1])), shown
                )
                found[pair] = replace(finding, count=Both(finding.count.known + 1, finding.count.questioned + 1))
    ordered = sorted(found.values(), key=lambda item: (-item.count.known, item.text))
    return DetectorResult(figures={"disguised": len(ordered)}, findings=ordered)


def _candidates(
    item: Aligned, files: tuple[EvidenceFile, EvidenceFile], beyond: dict[tuple[int, int], NDArray[np.bool_]]
) -> NDArray[np.intp]:
    """The places of the aligned names that are not the same, as far as a look at all of them at once can tell.

    The hash of a name leaves hidden characters out: names that hold anything beyond ASCII are always among them.
    """
    streams = [file.stream for file in files]
    tokens, numbers = (item.known, item.questioned), (item.known_file, item.questioned_file)
    is_different = streams[0].texts[tokens[0]] != streams[1].texts[tokens[1]]
    for side, (file, places) in enumerate(zip(files, tokens, strict=True)):
        key = side, numbers[side]
        if key not in beyond:
            beyond[key] = beyond_ascii(file.utf8, file.stream)
        is_different |= beyond[key][places]
    return np.flatnonzero(is_different & (streams[0].classes[tokens[0]] == _NAME))


def _disguise(pair: tuple[str, str], places: tuple[Place, Place], shown: int) -> Finding:
    different = [
        unicodedata.name(character, f"U+{ord(character):04X}")
        for character in dict.fromkeys("".join(pair))
        if not character.isascii()
    ]
    return Finding(
        channel=Channel.NAMES,
        kind="renamed-look-alike",
        text=f"{pair[0]} → {pair[1]}",
        known=places[0],
        questioned=places[1],
        count=Both(0, 0),
        note=Message.of("note-look-alike", characters=tuple(map(Name, different[:shown])), count=len(different)),
    )


RULE = Detector(
    id="look-alike-names",
    docs=__doc__,
    channel=Channel.NAMES,
    check=_check,
    settings=LookAlikeNames,
    kinds=("renamed-look-alike",),
    messages=("note-look-alike",),
    needs_regions=True,
)
