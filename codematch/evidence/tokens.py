"""Names and literals that both works hold anywhere, in regions or not: the rarest first, each with its count.

What stands in few projects of the background, or none, and in both works, is listed; what anybody writes is counted.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.kinds import content, form
from codematch.evidence.masking import masked
from codematch.evidence.occurrences import Occurrences, occurrences
from codematch.evidence.subject import Counts, Subject
from codematch.model.evidence import Channel, ChannelResult, Finding, Rarity
from codematch.model.tokens import CLASS_CODES, TokenClass
from codematch.settings import Evidence

Named = Callable[[str], str]
"""A text to its kind, "" when it is not worth a finding."""


def names(known: Subject, questioned: Subject, counts: Counts, settings: Evidence) -> ChannelResult:
    """Return the rare names that both works hold."""

    def kind(text: str) -> str:
        return "name" if len(text) >= settings.min_name_characters else ""

    return _shared(Channel.NAMES, "names", TokenClass.IDENTIFIER, kind, (known, questioned), counts, settings)


def texts(known: Subject, questioned: Subject, counts: Counts, settings: Evidence) -> ChannelResult:
    """Return the rare literals that both works hold: texts, numbers, addresses, paths, queries; secrets masked."""

    def kind(text: str) -> str:
        found = form(text)
        if found == "number":
            return found if sum(map(str.isalnum, text)) >= settings.min_number_digits else ""
        return found if len(content(text).strip()) >= settings.min_text_characters else ""

    return _shared(Channel.TEXTS, "literals", TokenClass.LITERAL, kind, (known, questioned), counts, settings)


def _shared(
    channel: Channel,
    counted: str,
    token_class: TokenClass,
    kind_of: Named,
    works: tuple[Subject, Subject],
    counts: Counts,
    settings: Evidence,
) -> ChannelResult:
    left, right = (occurrences(work, CLASS_CODES[token_class]) for work in works)
    _, at_left, at_right = np.intersect1d(left.hashes, right.hashes, assume_unique=True, return_indices=True)
    rarities = _rarities(left, at_left, works[0], counted, counts)
    found = []
    for place, (first, second) in enumerate(zip(at_left.tolist(), at_right.tolist(), strict=True)):
        rarity = rarities[place]
        if rarity is None or rarity.seen_in > settings.rare_share * rarity.projects:
            continue
        file = works[0].files[left.files[first]]
        text = file.text(int(left.tokens[first]))
        kind = kind_of(text)
        if not kind:
            continue
        found.append(
            Finding(
                channel=channel,
                kind=kind,
                text=masked(text)[: settings.max_characters],
                known=file.place(int(left.tokens[first])),
                questioned=works[1].files[right.files[second]].place(int(right.tokens[second])),
                known_count=int(left.counts[first]),
                questioned_count=int(right.counts[second]),
                rarity=rarity,
            )
        )
    found.sort(key=lambda item: (item.rarity.seen_in if item.rarity else 0, -len(item.text), item.text))
    figures = {
        "known": len(left.hashes),
        "questioned": len(right.hashes),
        "shared": len(at_left),
        "rare": len(found),
    }
    return ChannelResult.of(channel, figures, found, settings.max_findings)


def _rarities(
    left: Occurrences, chosen: NDArray[np.intp], work: Subject, counted: str, counts: Counts
) -> list[Rarity | None]:
    """Return the rarity of each chosen text under the background of the language it stands in first."""
    languages = [work.files[number].stream.language for number in left.files[chosen].tolist()]
    result: list[Rarity | None] = [None] * len(languages)
    for language in sorted(set(languages)):
        places = [place for place, name in enumerate(languages) if name == language]
        found = counts(language, counted, left.hashes[chosen[places]])
        for place, rarity in zip(places, found, strict=True):
            result[place] = rarity
    return result
