"""Names and literals that occur in both works, in regions or not: the rarest first, each with its counts."""

from collections import defaultdict
from collections.abc import Callable, Set
from dataclasses import replace
from heapq import nsmallest
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import Counts, DetectorInput, DetectorResult, Subject
from codematch.evidence.occurrences import Occurrences
from codematch.masking import has_far_hints
from codematch.model.evidence import Channel, Finding, Rarity
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.model.tokens import CLASS_CODES, TokenClass

Named = Callable[[str], str]
"""A text to its kind, "" when it is not worth a finding."""


class _Shared(NamedTuple):
    """A text that both works hold: as it stands there, its kind and rarity, and its places in the two lists."""

    text: str
    kind: str
    rarity: Rarity
    first: int
    second: int


def shared_tokens(
    channel: Channel, counted: str, sides: tuple[Occurrences, Occurrences], kind_of: Named, case: DetectorInput
) -> DetectorResult:
    """Return the rare texts of tokens that occur in both works.

    Args:
        channel: The channel of the findings.
        counted: What the background counts: "names" or "literals".
        sides: The different texts of each work.
        kind_of: The kind of the finding of a text.
        case: Both works.
    """
    left, right = sides
    _, at_left, at_right = np.intersect1d(left.hashes, right.hashes, assume_unique=True, return_indices=True)
    rarities = _rarities(left, at_left, case.known, counted, case.counts)
    files, places = left.files[at_left].tolist(), left.places[at_left].tolist()
    found: list[_Shared] = []
    for at, rarity in enumerate(rarities):
        if rarity is None or not rarity.within(case.settings.rare_share):
            continue
        text = case.known.files[files[at]].text(places[at])
        kind = kind_of(text)
        if kind:
            text = text[: case.settings.max_characters]
            found.append(_Shared(text, kind, rarity, at_left.item(at), at_right.item(at)))
    listed = nsmallest(
        case.settings.max_findings, found, key=lambda item: (item.rarity.seen_in, -len(item.text), item.text)
    )
    shown = {item.first for item in listed}
    unlisted = [item.first for item in found if item.first not in shown]
    figures = {
        "known": len(left.hashes),
        "questioned": len(right.hashes),
        "shared": len(at_left),
        "rare": len(found),
    }
    shown_files = {int(left.files[item.first]) for item in listed}
    far = {number: has_far_hints(case.known.files[number].utf8) for number in shown_files}
    return DetectorResult(
        figures=figures,
        findings=[_finding(channel, item, sides, case, far=far[int(left.files[item.first])]) for item in listed],
        hashes=left.hashes[[*(item.first for item in listed), *unlisted]].tolist(),
        unlisted=len(unlisted),
    )


def _finding(
    channel: Channel, item: _Shared, sides: tuple[Occurrences, Occurrences], case: DetectorInput, *, far: bool
) -> Finding:
    left, right = sides
    file, token = case.known.files[left.files[item.first]], int(left.places[item.first])
    other, other_token = case.questioned.files[right.files[item.second]], int(right.places[item.second])
    return Finding(
        channel=channel,
        kind=item.kind,
        text=file.shown(token, far=far)[: case.settings.max_characters],
        known=file.place(token),
        questioned=other.place(other_token),
        count=Both(int(left.counts[item.first]), int(right.counts[item.second])),
        rarity=item.rarity,
    )


def outside(found: DetectorResult, aligned: Set[int]) -> DetectorResult:
    """Return what was found of texts, with a note on those that no region aligns, and their number."""
    findings = [
        item if value in aligned else replace(item, note=Message.of("note-outside"))
        for item, value in zip(found.findings, found.hashes, strict=False)
    ]
    count = sum(value not in aligned for value in found.hashes)
    return replace(found, figures={**found.figures, "rare-outside": count}, findings=findings)


def aligned_texts(case: DetectorInput) -> set[int]:
    """Return the hashes of the names and literals that a region aligns with themselves."""
    result: set[int] = set()
    for item in case.aligned:
        stream = case.known.files[item.known_file].stream
        texts = stream.texts[item.known]
        same = texts == case.questioned.files[item.questioned_file].stream.texts[item.questioned]
        result.update(texts[same & (stream.classes[item.known] != CLASS_CODES[TokenClass.OTHER])].tolist())
    return result


def _rarities(
    left: Occurrences, chosen: NDArray[np.intp], work: Subject, counted: str, counts: Counts
) -> list[Rarity | None]:
    """Return the rarity of each chosen text under the background of the language it stands in first."""
    firsts = zip(left.files[chosen].tolist(), left.places[chosen].tolist(), strict=True)
    by_language: dict[str, list[int]] = defaultdict(list)
    for place, (number, token) in enumerate(firsts):
        by_language[work.files[number].stream.language_at(token)].append(place)
    result: list[Rarity | None] = [None] * len(chosen)
    for language, places in sorted(by_language.items()):
        found = counts(language, counted, left.hashes[chosen[places]])
        for place, rarity in zip(places, found, strict=True):
            result[place] = rarity
    return result
