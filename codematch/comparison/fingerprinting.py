"""The fingerprints of files: symbols, k-grams, what winnowing keeps of them, and sketches.

Many files are small, and NumPy has its price for every call: what can be computed of several files one after the other
is computed of all of them at once, with no k-gram and no window across two.
"""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from codematch.fingerprints.minhash import Permutations, sketch_spans
from codematch.fingerprints.winnow import winnow_files
from codematch.levels import Synonyms, renamed
from codematch.model.kgrams import kgram_hashes
from codematch.model.stable_hash import tagged_hash
from codematch.model.tokens import CLASS_CODES, Sketch, TokenClass, TokenStream, UnitSketches
from codematch.settings import Fingerprinting, Settings

_CHANNELS = CLASS_CODES[TokenClass.IDENTIFIER], CLASS_CODES[TokenClass.LITERAL]


class Fingerprints(TypedDict):
    """Fields of a `PreparedFile`, which says what they are."""

    symbols: NDArray[np.uint64]
    families: frozenset[str]
    section_salts: NDArray[np.uint64]
    grams: NDArray[np.uint64]
    prints: NDArray[np.uint64]
    sketch: Sketch
    units: UnitSketches
    names: NDArray[np.uint64]
    literals: NDArray[np.uint64]
    vocabulary: Sketch


def fingerprint_files(
    streams: Sequence[TokenStream],
    synonyms: Synonyms,
    families: Mapping[str, str],
    constants: Permutations,
    settings: Settings,
) -> list[Fingerprints]:
    """Return the fingerprints of each file.

    Args:
        streams: The tokens of the files.
        synonyms: The kinds that have another name in the related languages.
        families: For each language its family.
        constants: The permutations of sketches.
        settings: Lengths of k-grams and windows, and which units are sketched.
    """
    if not streams:
        return []
    symbols = [renamed(stream, synonyms) for stream in streams]
    joined, salts = np.concatenate(symbols), [_salts(stream, families) for stream in streams]
    stops = np.cumsum([len(stream) for stream in streams])
    starts = stops - [len(stream) for stream in streams]
    prints, seeds = settings.fingerprinting, settings.seeding
    hashes = kgram_hashes(joined, prints.k)
    places = winnow_files(hashes, (starts, stops), prints.k, prints.window)
    kept = hashes[places]
    edges = np.searchsorted(places, np.append(starts, len(joined))).tolist()
    grams = kgram_hashes(joined, seeds.k)
    grams ^= np.concatenate([spread(*item) for item in zip(salts, streams, strict=True)])[: len(grams)]
    made: list[Fingerprints] = []
    for number, (stream, start, stop) in enumerate(zip(streams, starts.tolist(), stops.tolist(), strict=True)):
        first, last = edges[number], edges[number + 1]
        own = kept[first:last]
        names, literals = (_distinct(stream.texts[stream.classes == code]) for code in _CHANNELS)
        words = np.concatenate((names, literals))
        chosen, spans = _long_units(stream, places[first:last] - start, prints)
        sketches = sketch_spans(own, [(0, len(own)), *spans], constants)
        made.append(
            Fingerprints(
                symbols=symbols[number],
                families=frozenset(families[language] for language in stream.languages),
                section_salts=salts[number],
                grams=grams[start : max(start, stop - seeds.k + 1)],
                prints=own,
                sketch=Sketch(values=sketches[0], cardinality=len(_distinct(own))),
                units=UnitSketches(units=chosen, values=sketches[1:].reshape(-1)),
                names=names,
                literals=literals,
                vocabulary=Sketch(values=sketch_spans(words, [(0, len(words))], constants)[0], cardinality=len(words)),
            )
        )
    return made


def _salts(stream: TokenStream, families: Mapping[str, str]) -> NDArray[np.uint64]:
    """What tells the symbols of one family from those of another: uint64 (s,), one of each section, at least one."""
    languages = [section.language for section in stream.sections] or [stream.language]
    return np.array([tagged_hash(families[language], "family") for language in languages], dtype=np.uint64)


def spread(salts: NDArray[np.uint64], stream: TokenStream) -> NDArray[np.uint64]:
    """Return for every token of a file what `salts` (s,) has for its section: uint64 (n,), read-only."""
    if not stream.sections:
        return np.broadcast_to(salts, len(stream))
    return np.repeat(salts, [section.stop_token - section.first_token for section in stream.sections])


def _long_units(
    stream: TokenStream, places: NDArray[np.int32], settings: Fingerprinting
) -> tuple[NDArray[np.int32], list[tuple[int, int]]]:
    """The units that get a sketch of their own, and the span of each in the fingerprints."""
    if not stream.units:
        return np.empty(0, dtype=np.int32), []
    firsts = np.array([unit.first_token for unit in stream.units], dtype=np.int64)
    stops = np.array([unit.stop_token for unit in stream.units], dtype=np.int64)
    chosen = np.flatnonzero(stops - firsts >= settings.min_unit_tokens).astype(np.int32)
    begins = np.searchsorted(places, firsts[chosen])
    ends = np.searchsorted(places, stops[chosen] - settings.k + 1)
    return chosen, list(zip(begins.tolist(), ends.tolist(), strict=True))


def _distinct(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the different values, sorted; for the few of a file many times as fast as `np.unique`."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return np.asarray(ordered[is_new])
