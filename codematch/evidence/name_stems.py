"""Rare words that occur in different names of the two works.

A word that no dictionary has and that is rare in the background, in a name that only one work has, and in another name
that only the other has.

Why: Whoever changes names often keeps the part that carries the meaning.

Not covered: Words of a dictionary; short words; misspellings, which are reported as such.

Example: `wobblefactorMax` in one work and `max_wobblefactor_v2` in the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from codematch.evidence.detector_input import DetectorInput, DetectorResult
from codematch.evidence.rule import Detector
from codematch.evidence.unknown_words import dictionary
from codematch.evidence.words import few, name_parts
from codematch.model.evidence import Channel, Finding, Place, by_rarity
from codematch.model.message import Message, Quote
from codematch.model.sides import Both
from codematch.model.word_search import WordSearch
from codematch.settings.detectors import NameStems


def _check(case: DetectorInput) -> DetectorResult:
    """Return rare words of which different names of both works are made: what is left of a name that was changed."""
    found: list[Finding] = []
    settings = case.settings
    strange = {word: rarity for word, rarity in case.unknown if len(word) >= settings.min_stem_letters}
    known, questioned = (_own_names(sorted(strange), side, case) for side in (0, 1))
    for word in sorted(known.keys() & questioned.keys()):
        if dictionary(case.settings).meant(word):
            continue
        found.append(
            Finding(
                channel=Channel.NAMES,
                kind="stem",
                text=word,
                known=min(known[word].values(), key=lambda place: (place.path, place.line)),
                questioned=min(questioned[word].values(), key=lambda place: (place.path, place.line)),
                count=Both(len(known[word]), len(questioned[word])),
                rarity=strange[word],
                note=Message.of(
                    "note-stem",
                    known=_few(known[word], settings.stem_names_shown),
                    questioned=_few(questioned[word], settings.stem_names_shown),
                ),
            )
        )
    found.sort(key=by_rarity)
    return DetectorResult(figures={"stems": len(found)}, findings=found)


def _own_names(words: Sequence[str], side: int, case: DetectorInput) -> dict[str, dict[str, Place]]:
    """The names that only one of the works has, with their first places, by the words that they are made of."""
    result: dict[str, dict[str, Place]] = defaultdict(dict)
    work, own, other = case.works[side], case.names[side], case.names[1 - side]
    places = np.flatnonzero(~np.isin(own.hashes, other.hashes, assume_unique=True)).tolist()
    names = [work.files[own.files[at]].text(int(own.places[at])) for at in places]
    for number, word in _holding(words, names):
        if word in name_parts(names[number]):
            at = places[number]
            result[word][names[number]] = work.files[own.files[at]].place(int(own.places[at]))
    return result


def _holding(words: Sequence[str], names: Sequence[str]) -> list[tuple[int, str]]:
    """Return which names hold which words somewhere, as (number of the name, word): most names hold none."""
    lowered = [name.lower().encode() for name in names]
    ends = np.cumsum([len(name) + 1 for name in lowered])
    found = WordSearch(words).places(b"\n".join(lowered)) if words and names else []
    numbers = np.searchsorted(ends, [place for place, _ in found], side="right").tolist()
    return sorted({(number, words[word]) for number, (_, word) in zip(numbers, found, strict=True)})


def _few(names: Iterable[str], most: int) -> Quote:
    """A few names, the shortest first."""
    return Quote(few(sorted(names, key=lambda name: (len(name), name)), most))


RULE = Detector(
    id="name-stems",
    docs=__doc__,
    channel=Channel.NAMES,
    check=_check,
    settings=NameStems,
    kinds=("stem",),
    messages=("note-stem", "background"),
)
