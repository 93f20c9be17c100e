"""Words that no dictionary has and few others write: misspellings, and stems of names.

The words of both works come from names, comments and literals; names are divided into the words they are made of.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from codematch.evidence.authorship_marks import AUTHOR, HOLDER
from codematch.evidence.detector_input import DetectorInput, DetectorResult
from codematch.evidence.spelling import english
from codematch.evidence.words import few, find_word, line_at, name_parts
from codematch.model.evidence import Channel, Finding, Place, Rarity, by_rarity
from codematch.model.message import Message, Quote
from codematch.model.sides import Both
from codematch.model.stable_hash import text_hash
from codematch.model.word_search import WordSearch

_SHOWN = 3


def misspellings(case: DetectorInput) -> DetectorResult:
    """Return words of both works that nobody else writes, one letter away from a word that everybody knows."""
    found: list[Finding] = []
    names = _names_of_people(case)
    for word, rarity in _strange(case):
        meant = english().meant(word)
        if word not in names and meant and not _is_rare(meant, word, case) and _is_written(word, case):
            found.append(_misspelling(word, meant, rarity, case))
    found.sort(key=by_rarity)
    return DetectorResult(figures={"misspelling": len(found)}, findings=found)


def _names_of_people(case: DetectorInput) -> set[str]:
    """The words of the authors and holders that either work names: a name is spelt as its owner likes."""
    named = (trace.text for work in case.works for file in work.files for trace in file.facts.traces
             if trace.kind in (AUTHOR, HOLDER))  # fmt: skip
    return {word for text in named for word in re.findall(r"[^\W\d_]+", text.lower())}


def _is_written(word: str, case: DetectorInput) -> bool:
    """Say whether somebody wrote a word as one: in prose, or in names, unless names put it together."""
    texts = [
        work.files[number].utf8 for work, files in zip(case.works, case.words[word], strict=True) for number in files
    ]
    if any(_DUMMY_TEXT in text.lower() for text in texts):
        return False
    return not english().is_put_together(word) or any(_is_in_prose(word, text) for text in texts)


def _is_in_prose(word: str, text: bytes) -> bool:
    """Say whether a word stands between words, as in a comment or a message."""
    return re.search(rb"(?i)[a-z,] %s(?:[.,;:!?]?(?: [a-z]|$)|[.,;!?])" % word.encode(), text) is not None


_DUMMY_TEXT = b"lorem ipsum"
"""What begins the Latin that stands in for a text."""


def _misspelling(word: str, meant: str, rarity: Rarity, case: DetectorInput) -> Finding:
    places, counts = [], []
    for work, files in zip(case.works, case.words[word], strict=True):
        found = [find_word(work.files[number].utf8, word) for number in files]
        first = work.files[files[0]]
        places.append(Place(path=first.record.path, line=line_at(first.utf8, found[0][0])))
        counts.append(sum(map(len, found)))
    return Finding(
        channel=Channel.ARTEFACTS,
        kind="misspelling",
        text=word,
        known=places[0],
        questioned=places[1],
        count=Both(counts[0], counts[1]),
        rarity=rarity,
        note=Message.of("note-meant", word=Quote(meant)),
    )


def stems(case: DetectorInput) -> DetectorResult:
    """Return rare words of which different names of both works are made: what is left of a name that was changed."""
    found: list[Finding] = []
    least = case.settings.min_stem_letters
    strange = {word: rarity for word, rarity in _strange(case) if len(word) >= least}
    known, questioned = (_own_names(sorted(strange), side, case) for side in (0, 1))
    for word in sorted(known.keys() & questioned.keys()):
        if english().meant(word):
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
                note=Message.of("note-stem", known=Quote(_few(known[word])), questioned=Quote(_few(questioned[word]))),
            )
        )
    found.sort(key=by_rarity)
    return DetectorResult(figures={"stems": len(found)}, findings=found)


def _strange(case: DetectorInput) -> list[tuple[str, Rarity]]:
    """The words of both works that no dictionary has, and that are rare as names and in comments."""
    shared = english().unknown(sorted(case.words))
    return [(word, rarity) for word, rarity in zip(shared, _rarities(shared, case), strict=True)
            if rarity is not None and rarity.within(case.settings.rare_share)]  # fmt: skip


def _rarities(words: Sequence[str], case: DetectorInput) -> list[Rarity | None]:
    """The rarity of each word as a name of its own, or in comments if it is more common there."""
    result: list[Rarity | None] = [None] * len(words)
    languages = [case.known.files[case.words[word][0][0]].stream.language for word in words]
    for language in sorted(set(languages)):
        places = [place for place, name in enumerate(languages) if name == language]
        hashes = np.array([text_hash(words[place].encode()) for place in places], dtype=np.uint64)
        counted = zip(*(case.counts(language, kind, hashes) for kind in ("names", "comment_words")), strict=True)
        for place, both in zip(places, counted, strict=True):
            result[place] = max((item for item in both if item), key=lambda item: item.seen_in, default=None)
    return result


def _is_rare(meant: str, word: str, case: DetectorInput) -> bool:
    """Say whether a word is rare in comments of the language in which another one stands."""
    language = case.known.files[case.words[word][0][0]].stream.language
    hashes = np.array([text_hash(meant.encode())], dtype=np.uint64)
    (rarity,) = case.counts(language, "comment_words", hashes)
    return rarity is None or rarity.within(case.settings.rare_share)


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


def _few(names: Iterable[str]) -> str:
    """A few names, the shortest first."""
    return few(sorted(names, key=lambda name: (len(name), name)), _SHOWN)
