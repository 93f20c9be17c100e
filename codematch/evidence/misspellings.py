"""Misspelt words that occur in both works.

A word that no dictionary has, that is rare in the background, and that is one letter away from a common word, or has
two of its letters in the wrong order. Words that names put together, and names of people, are left out.

Why: An error serves no purpose, so two authors seldom make the same rare one. Examiners look for it first.

Not covered: Words of other languages than English; misspellings that the background contains too; short words.

Example: `recieve` in comments of both works.
"""

import re

import numpy as np

from codematch.evidence.authorship_marks import AUTHOR, HOLDER
from codematch.evidence.detector_input import DetectorInput, DetectorResult
from codematch.evidence.rule import Detector
from codematch.evidence.unknown_words import dictionary
from codematch.evidence.words import find_word, line_at
from codematch.model.evidence import Channel, Finding, Rarity, by_rarity
from codematch.model.message import Message, Quote
from codematch.model.sides import Both
from codematch.model.stable_hash import text_hash
from codematch.settings.detectors import Misspellings


def _check(case: DetectorInput) -> DetectorResult:
    """Return words of both works that nobody else writes, one letter away from a word that everybody knows."""
    found: list[Finding] = []
    names = _names_of_people(case)
    for word, rarity in case.unknown:
        meant = dictionary(case.settings).meant(word)
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
    return not dictionary(case.settings).is_put_together(word, case.settings) or any(
        _is_in_prose(word, text) for text in texts
    )


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
        places.append(first.at(line_at(first.utf8, found[0][0])))
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


def _is_rare(meant: str, word: str, case: DetectorInput) -> bool:
    """Say whether a word is rare in comments of the language in which another one stands."""
    language = case.known.files[case.words[word][0][0]].stream.language
    hashes = np.array([text_hash(meant.encode())], dtype=np.uint64)
    (rarity,) = case.counts(language, "comment_words", hashes)
    return rarity is None or rarity.within(case.settings.rare_share)


RULE = Detector(
    id="misspellings",
    docs=__doc__,
    channel=Channel.ARTEFACTS,
    check=_check,
    settings=Misspellings,
    kinds=("misspelling",),
    messages=("note-meant", "background"),
)
