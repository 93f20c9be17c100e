"""The weights of whole files, each token under the background of its language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import frozen_array, restore
from codematch.model.kgrams import within
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.settings import Weighing
from codematch.weight.background import Background, has_background, load_background
from codematch.weight.bits import COMMON_K, REPEATED_K, STEPS, corrected_bits, highest_around
from codematch.weight.ngrams import Scorer

_ONE_FILE = np.zeros(1, dtype=np.int64)
Grams = Callable[[NDArray[np.uint64], int], NDArray[np.uint64]]
"""Hashes of every k symbols in a row: (n,) and k to (max(n - k + 1, 0),)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileWeights:
    """The weights of one file: `bits` float64 (n,) for each token, and the sum of its uncorrected `surprise` [bits].

    `full` float32 (n,) are the weights without the corrections for what is common or repeated: they tell which of two
    counterparts is the right one, never how much a match weighs [bits].

    `common` uint8 (n,) is for each token the largest number of background projects, at most 255, that hold a sequence
    of `COMMON_K` kinds around it; 0 when fewer than two do. `held` uint8 (n,) is the same for the text of each name
    and literal, 255 for other tokens.
    """

    bits: NDArray[np.float64]
    full: NDArray[np.float32]
    surprise: float
    common: NDArray[np.uint8]
    held: NDArray[np.uint8]

    __setstate__ = restore

    def __post_init__(self) -> None:
        object.__setattr__(self, "bits", frozen_array(self.bits, np.float64))
        object.__setattr__(self, "full", frozen_array(self.full, np.float32))
        object.__setattr__(self, "common", frozen_array(self.common, np.uint8))
        object.__setattr__(self, "held", frozen_array(self.held, np.uint8))


class Weigher:
    """Loads background models from a folder of languages when they are needed, and weighs files with them.

    A language without a model of its own is weighed flat, `Weighing.flat_bits` for each token, and the result says so.

    Args:
        folder: Holds a folder for each language; with None no language has a model.
        settings: Caps and shares.
        grams: Hashes the k-grams that the corrections look for.
    """

    def __init__(self, folder: Path | None, settings: Weighing, grams: Grams) -> None:
        self._folder = folder
        self._settings = settings
        self._grams = grams
        self._backgrounds: dict[str, Background | None] = {}
        self._scorers: dict[str, Scorer] = {}

    @property
    def rename_bits(self) -> float:
        """What a further occurrence of a renamed name weighs at most [bits]; 0 where renames weigh nothing."""
        return self._settings.rename_bits

    def background(self, language: str) -> Background | None:
        """Return the background of a language, None when it has none.

        Raises:
            StoreError: The model is damaged.
        """
        if language not in self._backgrounds:
            self._backgrounds[language] = None
            if self._folder is not None and has_background(self._folder / language):
                self._backgrounds[language] = load_background(self._folder / language)
        return self._backgrounds[language]

    def load(self, language: str) -> None:
        """Read the background of a language, if it has one, and make the tables that weighing needs.

        Raises:
            StoreError: The model is damaged.
        """
        background = self.background(language)
        if background is not None:
            self._scorer(background)

    def weigh(self, stream: TokenStream) -> FileWeights:
        """Weigh every token of a file, those of one language together, as one sequence under its background."""
        return self.weigh_all([stream])[0]

    def weigh_all(self, streams: Sequence[TokenStream]) -> list[FileWeights]:
        """Weigh every token of several files, each by itself: the same as `weigh` of each, at a fraction of the time.

        Raises:
            StoreError: A background model is damaged.
        """
        pieces: dict[str, list[tuple[int, NDArray[np.bool_] | None]]] = {}
        for number, stream in enumerate(streams):
            for language in stream.languages:
                chosen = stream.in_language(language) if stream.sections else None
                pieces.setdefault(language, []).append((number, chosen))
        weights: dict[int, FileWeights] = {}
        mixed: dict[int, list[tuple[NDArray[np.bool_], FileWeights]]] = {}
        for language in sorted(pieces):
            tokens = [_Tokens.of(streams[number], chosen) for number, chosen in pieces[language]]
            for (number, chosen), part in zip(pieces[language], self._weigh(language, tokens), strict=True):
                if chosen is None:
                    weights[number] = part
                else:
                    mixed.setdefault(number, []).append((chosen, part))
        weights.update((number, _put_together(len(streams[number]), parts)) for number, parts in mixed.items())
        return [weights[number] for number in range(len(streams))]

    def _weigh(self, language: str, files: Sequence["_Tokens"]) -> list[FileWeights]:
        """Weigh the tokens of one language of several files, in file order."""
        background = self.background(language)
        if background is None:
            return [self._flat(len(file.kinds)) for file in files]
        kinds, texts, classes = (np.concatenate(arrays) for arrays in zip(*files, strict=True))
        stops = np.cumsum([len(file.kinds) for file in files])
        starts = stops - [len(file.kinds) for file in files]
        surprise = np.minimum(self.surprise(background, kinds, starts), self._settings.token_cap_bits)
        projects = background.kgrams.look_up(self._grams(kinds, COMMON_K))
        projects[~within(starts, stops, COMMON_K)] = 0
        bits = corrected_bits(surprise, projects > 0, self._grams(kinds, REPEATED_K), (starts, stops), self._settings)
        common = highest_around(projects, COMMON_K, len(kinds))
        held = _held(background, texts, classes)
        full = (np.round(surprise * STEPS) / STEPS).astype(np.float32)
        for array in (bits, full, common, held):
            array.flags.writeable = False
        return [
            FileWeights(
                bits=bits[start:stop],
                full=full[start:stop],
                surprise=float(surprise[start:stop].sum()),
                common=common[start:stop],
                held=held[start:stop],
            )
            for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
        ]

    def _flat(self, count: int) -> FileWeights:
        flat = np.full(count, self._settings.flat_bits)
        none = np.zeros(count, dtype=np.uint8)
        return FileWeights(bits=flat, full=flat.astype(np.float32), surprise=float(flat.sum()), common=none, held=none)

    def surprise(
        self, background: Background, kinds: NDArray[np.uint64], starts: NDArray[np.int64] = _ONE_FILE
    ) -> NDArray[np.float64]:
        """Return -log2 P of each token of files that begin at `starts`, neither capped nor corrected.

        float64 (n,) [bits].
        """
        return self._scorer(background).bits(background.identify(kinds), starts)

    def _scorer(self, background: Background) -> Scorer:
        if background.language not in self._scorers:
            self._scorers[background.language] = Scorer(background.ngrams)
        return self._scorers[background.language]


class _Tokens(NamedTuple):
    """What is weighed of the tokens of one file that are in one language."""

    kinds: NDArray[np.uint64]
    texts: NDArray[np.uint64]
    classes: NDArray[np.uint8]

    @classmethod
    def of(cls, stream: TokenStream, chosen: NDArray[np.bool_] | None) -> "_Tokens":
        if chosen is None:
            return cls(stream.kinds, stream.texts, stream.classes)
        return cls(stream.kinds[chosen], stream.texts[chosen], stream.classes[chosen])


def _put_together(count: int, parts: Sequence[tuple[NDArray[np.bool_], FileWeights]]) -> FileWeights:
    """Return the weights of a file of several languages from those of each."""
    bits, full = np.zeros(count), np.zeros(count, dtype=np.float32)
    common, held = np.zeros(count, dtype=np.uint8), np.zeros(count, dtype=np.uint8)
    surprise = 0.0
    for chosen, part in parts:
        bits[chosen], full[chosen], common[chosen], held[chosen] = part.bits, part.full, part.common, part.held
        surprise += part.surprise
    return FileWeights(bits=bits, full=full, surprise=surprise, common=common, held=held)


def _held(background: Background, texts: NDArray[np.uint64], classes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return how many projects hold the text of each name and literal, 255 for other tokens: uint8 (n,)."""
    held = np.full(len(texts), 255, dtype=np.uint8)
    for kind, counts in ((TokenClass.IDENTIFIER, background.names), (TokenClass.LITERAL, background.literals)):
        places = np.flatnonzero(classes == CLASS_CODES[kind])
        held[places] = counts.look_up(texts[places])
    return held
