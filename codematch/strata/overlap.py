"""What two works are compared in for a stratum: files that are not copies, and names by how rare they are."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace

import numpy as np

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.model.fast_hash import hash_texts
from codematch.model.sides import Both
from codematch.model.stable_hash import text_hash
from codematch.weight.rarity import item_bits


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
