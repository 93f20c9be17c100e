"""Systematic renames: the same change made to one aligned name after the other, by prefix, suffix, style or word."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from codematch.evidence.confusables import skeleton
from codematch.evidence.detector_input import Aligned, DetectorInput, DetectorResult
from codematch.evidence.words import few, name_parts
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.message import Message, Name, Quote
from codematch.model.sides import Both
from codematch.model.tokens import CLASS_CODES, TokenClass

_NAME = CLASS_CODES[TokenClass.IDENTIFIER]
_SHOWN = 4
_SHORT_TO_LONG = 0.7
"""An abbreviation has at most this share of the letters of the whole word."""


class Change(NamedTuple):
    """What was done to a name: the kind, and what it was done with, the same for all names that it was done to."""

    kind: str
    text: str


def renames(case: DetectorInput) -> DetectorResult:
    """Return the changes that several different names of the known work underwent in the regions."""
    pairs: dict[Change, dict[tuple[str, str], Aligned]] = defaultdict(dict)
    for item in case.aligned:
        for known, questioned in item.renames:
            for change in changes(known, questioned):
                pairs[change].setdefault((known, questioned), item)
    found = [
        _finding(change, names, case)
        for change, names in sorted(pairs.items())
        if len({known for known, _ in names}) >= case.settings.min_renamed_names
    ]
    found.sort(key=lambda item: (-item.count.known, item.kind, item.text))
    return DetectorResult(figures={"systematic": len(found)}, findings=found)


def disguises(case: DetectorInput) -> DetectorResult:
    """Return the names that regions align with others that look the same: letters of another alphabet, hidden ones."""
    found: dict[tuple[str, str], Finding] = {}
    for item in case.aligned:
        known, questioned = case.known.files[item.known_file], case.questioned.files[item.questioned_file]
        if item.identical or (known.utf8.isascii() and questioned.utf8.isascii()):
            continue
        for place in np.flatnonzero(known.stream.classes[item.known] == _NAME).tolist():
            tokens = int(item.known[place]), int(item.questioned[place])
            pair = known.text(tokens[0]), questioned.text(tokens[1])
            if pair[0] != pair[1] and skeleton(pair[0]) == skeleton(pair[1]):
                finding = found.get(pair) or _disguise(pair, known.place(tokens[0]), questioned.place(tokens[1]))
                found[pair] = replace(finding, count=Both(finding.count.known + 1, finding.count.questioned + 1))
    ordered = sorted(found.values(), key=lambda item: (-item.count.known, item.text))
    return DetectorResult(figures={"disguised": len(ordered)}, findings=ordered)


def _disguise(pair: tuple[str, str], known: Place, questioned: Place) -> Finding:
    different = [
        unicodedata.name(character, f"U+{ord(character):04X}")
        for character in dict.fromkeys("".join(pair))
        if not character.isascii()
    ]
    return Finding(
        channel=Channel.NAMES,
        kind="renamed-look-alike",
        text=f"{pair[0]} → {pair[1]}",
        known=known,
        questioned=questioned,
        count=Both(0, 0),
        note=Message.of("note-look-alike", characters=tuple(map(Name, different[:_SHOWN])), count=len(different)),
    )


def changes(known: str, questioned: str) -> Iterator[Change]:
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
    if all(is_abbreviation(a, b) or is_abbreviation(b, a) for a, b in different):
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


def is_abbreviation(short: str, long: str) -> bool:
    """Say whether a word is made of letters of a longer one in their order, beginning with the same one."""
    if not 1 < len(short) <= _SHORT_TO_LONG * len(long) or short[0] != long[0]:
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
    shown = few([f"{a} → {b}" for a, b in ordered], _SHOWN)
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
    known, questioned = case.known.files[item.known_file], case.questioned.files[item.questioned_file]
    for place in np.flatnonzero(known.stream.classes[item.known] == _NAME).tolist():
        a, b = int(item.known[place]), int(item.questioned[place])
        if (known.text(a), questioned.text(b)) == pair:
            return known.place(a), questioned.place(b)
    return Place(path=known.record.path, line=0), Place(path=questioned.record.path, line=0)
