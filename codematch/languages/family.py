"""Families: related languages, in which the same passage may be on either side of a comparison."""

import numpy as np
from numpy.typing import NDArray

from codematch.languages.grammar import kind_hash
from codematch.languages.spec import LanguageSpec
from codematch.model.frozen import frozen_array


def families(specs: tuple[LanguageSpec, ...]) -> dict[str, str]:
    """Return the family of each language; a language that is alone is a family of its own name."""
    return {spec.name: spec.family or spec.name for spec in specs}


def synonyms(specs: tuple[LanguageSpec, ...]) -> dict[str, tuple[NDArray[np.uint64], NDArray[np.uint64]]]:
    """Return for each language the kinds that have another name in its family, uint64 (s,) sorted, and what they mean.

    What they mean is the hash of the other kind, uint64 (s,).
    """
    return {spec.name: _of(spec) for spec in specs if spec.same}


def _of(spec: LanguageSpec) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    pairs = sorted((kind_hash(own, named=True), kind_hash(meant, named=True)) for own, meant in spec.same)
    kinds, meanings = zip(*pairs, strict=True)
    return frozen_array(np.array(kinds, dtype=np.uint64), np.uint64), frozen_array(
        np.array(meanings, dtype=np.uint64), np.uint64
    )
