"""What two works are compared in for a stratum: files that are not copies; names and literals by how rare they are."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.model.fast_hash import hash_texts
from codematch.model.sides import Both
from codematch.model.stable_hash import text_hash
from codematch.weight.background import Background
from codematch.weight.rarity import item_bits

CHANNELS = ("names", "literals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Different names or literals that two works both use.

    `number` of them, their rarity in `bits`, and what `share` (0 to 1) of the rarity of all those of one work this is,
    of the work that has less.
    """

    number: int
    bits: float
    share: float


NOTHING = Vocabulary(number=0, bits=0.0, share=0.0)


def without_copies(
    known: PreparedWork, questioned: PreparedWork, keep: Callable[[str], object] = lambda path: False
) -> Both[PreparedWork]:
    """Return the two works without the files whose tokens the other one has too.

    A copy shares names, imports and notices because it is one. It says nothing of what the works have in common apart
    from that.

    Args:
        known: The known work.
        questioned: The questioned work.
        keep: Says of a path whether its file stays all the same.
    """
    works = Both(known, questioned)
    digests = works.map(lambda work: hash_texts(file.stream.texts.tobytes() for file in work.files).tolist())
    copied = set(digests.known) & set(digests.questioned)
    kept = (
        [place for place, digest in enumerate(own) if digest not in copied or keep(work.sources[place].record.path)]
        for work, own in zip(works, digests, strict=True)
    )
    return Both(*map(_only, works, kept))


def _only(work: PreparedWork, kept: Sequence[int]) -> PreparedWork:
    if len(kept) == len(work.files):
        return work
    return replace(
        work,
        sources=tuple(work.sources[place] for place in kept),
        files=tuple(work.files[place] for place in kept),
    )


def name_rarity(names: Mapping[str, Set[str]], toolkit: Toolkit) -> dict[str, float]:
    """Return how rare each name is in the background, 0 for one in every project to 1 for one in none or one.

    Args:
        names: The names, each with the languages that it is used in; the one where it is most common counts.
        toolkit: Has the backgrounds. In a language without one every name counts 1.
    """
    by_language: dict[str, list[str]] = {}
    for name, languages in names.items():
        for language in languages:
            by_language.setdefault(language, []).append(name)
    rarity = dict.fromkeys(names, 1.0)
    for language, own in by_language.items():
        background = toolkit.weigher.background(language)
        if background is None:
            continue
        hashes = np.array([text_hash(name.encode()) for name in own], dtype=np.uint64)
        most = float(np.log2(background.projects + 1))
        for name, bits in zip(own, item_bits(background.names, background.projects, hashes).tolist(), strict=True):
            rarity[name] = min(rarity[name], bits / most)
    return rarity


def shared_vocabulary(works: Both[PreparedWork], channel: str, toolkit: Toolkit) -> Vocabulary:
    """Return what two works share of one of `CHANNELS`, in the files of the language that most of their code is in."""
    language = _main_language(works)
    known, questioned = (_texts(work, channel, language) for work in works)
    shared = np.intersect1d(known, questioned, assume_unique=True)
    background = toolkit.weigher.background(language)
    bits = _bits(background, channel, shared)
    least = min(_bits(background, channel, own) for own in (known, questioned))
    return Vocabulary(number=len(shared), bits=round(bits, 2), share=round(bits / least, 4) if least > 0 else 0.0)


def vocabulary_apart(works: Both[PreparedWork], channel: str, toolkit: Toolkit) -> Vocabulary:
    """Return what `shared_vocabulary` does, nothing where so much is shared that it was copied."""
    found = shared_vocabulary(works, channel, toolkit)
    if found.share > toolkit.settings.strata.words_most:
        return Vocabulary(number=0, bits=0.0, share=0.0)
    return found


def _texts(work: PreparedWork, channel: str, language: str) -> NDArray[np.uint64]:
    own = (getattr(file, channel) for file in work.files if file.stream.language == language)
    return np.unique(np.concatenate([np.empty(0, np.uint64), *own]))


def _bits(background: Background | None, channel: str, texts: NDArray[np.uint64]) -> float:
    if background is None:
        return float(len(texts))
    counts = background.names if channel == "names" else background.literals
    return float(item_bits(counts, background.projects, texts).sum())


def _main_language(works: Both[PreparedWork]) -> str:
    """Return the language that most of the tokens are in; of several with as many the first by name, "" for none."""
    tokens: dict[str, int] = {}
    for work in works:
        for file in work.files:
            tokens[file.stream.language] = tokens.get(file.stream.language, 0) + len(file.stream)
    return min(tokens, key=lambda name: (-tokens[name], name), default="")
