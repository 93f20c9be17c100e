"""Names that were changed in the same systematic way in the regions.

A change is a prefix or suffix that was added or removed, another style of writing, an abbreviation, or one word
replaced by another. It is reported if several names of the known work underwent it.

Why: One rename says little; the same change to many aligned names indicates that a tool or a person went through the
code.

Not covered: Renames without a pattern. They are listed with each region.

Example: `readFrame`, `sendFrame` and `dropFrame` became `readPacket`, `sendPacket` and `dropPacket`.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from codematch.evidence.confusables import skeleton
from codematch.evidence.detector_input import Aligned, DetectorInput, DetectorResult
from codematch.evidence.rule import Detector
from codematch.evidence.words import few, name_parts
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.message import Message, Quote
from codematch.model.sides import Both
from codematch.model.tokens import CLASS_CODES, TokenClass
from codematch.settings.detectors import Renames

_NAME = CLASS_CODES[TokenClass.IDENTIFIER]


class Change(NamedTuple):
    """What was done to a name: the kind, and what it was done with, the same for all names that it was done to."""

    kind: str
    text: str


def _check(case: DetectorInput) -> DetectorResult:
    """Return the changes that several different names of the known work underwent in the regions."""
    pairs: dict[Change, dict[tuple[str, str], Aligned]] = defaultdict(dict)
    for item in case.aligned:
        for known, questioned in item.renames:
            for change in changes(known, questioned, case.settings):
                pairs[change].setdefault((known, questioned), item)
    found = [
        _finding(change, names, case)
        for change, names in sorted(pairs.items())
        if len({known for known, _ in names}) >= case.settings.min_renamed_names
    ]
    found.sort(key=lambda item: (-item.count.known, item.kind, item.text))
    return DetectorResult(figures={"systematic": len(found)}, findings=found)


def changes(known: str, questioned: str, settings: Renames) -> Iterator[Change]:
    """Yield the changes that make one name of the other; names that look the same are none of them."""
    if skeleton(known) == skeleton(questioned):
        return
    left, right = name_parts(known), name_parts(questioned)
    if not left or not right:
        return
    if left == right:
        yield Change("renamed-style", f"{style(known)} → {style(questioned)}")
        return
    if len(left) != len(right):
        yield from _affixes(left, right)
        return
    different = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    if all(is_abbreviation(*pair, settings) or is_abbreviation(*pair[::-1], settings) for pair in different):
        yield Change("renamed-abbreviation", "")
    if len(different) == 1 and len(left) > 1:
        yield Change("renamed-word", f"{different[0][0]} → {different[0][1]}")


def _affixes(left: tuple[str, ...], right: tuple[str, ...]) -> Iterator[Change]:
    """What was put before or behind a name, or taken from there."""
    sign, long, short = ("+", right, left) if len(right) > len(left) else ("−", left, right)
    more = len(long) - len(short)
    if long[more:] == short:
        yield Change("renamed-prefix", f"{sign} {'_'.join(long[:more])}")
    if long[: len(short)] == short:
        yield Change("renamed-suffix", f"{sign} {'_'.join(long[-more:])}")


def is_abbreviation(short: str, long: str, settings: Renames) -> bool:
    """Say whether a word is made of letters of a longer one in their order, beginning with the same one."""
    if not 1 < len(short) <= settings.abbreviation_share * len(long) or short[0] != long[0]:
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)


def style(name: str) -> str:
    """Return how a name is written: UPPER_CASE, snake_case, CamelCase, camelCase or lowercase."""
    core = name.strip("_$")
    if "_" in core:
        return "UPPER_CASE" if core.isupper() else "snake_case"
    if core.isupper():
        return "UPPERCASE"
    if core.islower():
        return "lowercase"
    return "CamelCase" if core[:1].isupper() else "camelCase"


def _finding(change: Change, names: dict[tuple[str, str], Aligned], case: DetectorInput) -> Finding:
    ordered = sorted(names)
    known, questioned = _places(ordered[0], names[ordered[0]], case)
    shown = few([f"{a} → {b}" for a, b in ordered], case.settings.renames_shown)
    return Finding(
        channel=Channel.NAMES,
        kind=change.kind,
        text=change.text or shown,
        known=known,
        questioned=questioned,
        count=Both(len({a for a, _ in ordered}), len({b for _, b in ordered})),
        note=Message.of("note-renamed", names=Quote(shown)),
    )


def _places(pair: tuple[str, str], item: Aligned, case: DetectorInput) -> tuple[Place, Place]:
    """Where in a region a known name first stands as a questioned one."""
    known, questioned = case.aligned_files(item)
    for place in np.flatnonzero(known.stream.classes[item.known] == _NAME).tolist():
        a, b = int(item.known[place]), int(item.questioned[place])
        if (known.text(a), questioned.text(b)) == pair:
            return known.place(a), questioned.place(b)
    return known.at(0), questioned.at(0)


RULE = Detector(
    id="renames",
    docs=__doc__,
    channel=Channel.NAMES,
    check=_check,
    settings=Renames,
    kinds=("renamed-style", "renamed-prefix", "renamed-suffix", "renamed-abbreviation", "renamed-word"),
    messages=("note-renamed",),
    needs_regions=True,
)
