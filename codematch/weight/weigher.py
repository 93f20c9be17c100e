"""The weights of whole files, each computed when it is first asked for."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codematch.model.tokens import TokenStream
from codematch.settings import Weighing
from codematch.weight.background import Background, has_background, load_background
from codematch.weight.bits import COMMON_K, REPEATED_K, mean_surprise, token_bits

Grams = Callable[[NDArray[np.uint64], int], NDArray[np.uint64]]
"""Hashes of every k symbols in a row: (n,) and k to (max(n - k + 1, 0),)."""


class Weigher:
    """Loads background models from a folder of languages and weighs files with them.

    A language without a model of its own is weighed flat, `Weighing.flat_bits` for each token, and the result says so.
    """

    def __init__(self, folder: Path, settings: Weighing, grams: Grams) -> None:
        self._folder = folder
        self._settings = settings
        self._grams = grams
        self._backgrounds: dict[str, Background | None] = {}
        self._bits: dict[tuple[str, bytes], NDArray[np.float64]] = {}

    def background(self, language: str) -> Background | None:
        """Return the background of a language, None when it has none.

        Raises:
            StoreError: The model is damaged.
        """
        if language not in self._backgrounds:
            folder = self._folder / language
            self._backgrounds[language] = load_background(folder) if has_background(folder) else None
        return self._backgrounds[language]

    def file_bits(self, streams: Sequence[TokenStream]) -> list[NDArray[np.float64]]:
        """Return the weight of every token of each stream: float64 (n,) each [bits]."""
        missing: dict[str, dict[tuple[str, bytes], TokenStream]] = {}
        keys = [_identity(stream) for stream in streams]
        for key, stream in zip(keys, streams, strict=True):
            if key not in self._bits:
                missing.setdefault(stream.language, {})[key] = stream
        for language in sorted(missing):
            self._weigh(language, missing[language])
        return [self._bits[key] for key in keys]

    def mean_bits(self, language: str, streams: Sequence[TokenStream]) -> float | None:
        """Return the mean surprise of a sample of the streams' tokens, uncorrected [bits per token].

        Returns:
            None when the language has no background or the streams hold fewer tokens than a sample needs.
        """
        background = self.background(language)
        chosen: list[NDArray[np.uint64]] = []
        for stream in sorted(streams, key=lambda stream: (len(stream), stream.path)):
            if sum(len(kinds) for kinds in chosen) < self._settings.sample_tokens and len(stream):
                chosen.append(stream.kinds)
        if background is None or sum(len(kinds) for kinds in chosen) < self._settings.min_sample_tokens:
            return None
        return mean_surprise(background, chosen, self._settings.token_cap_bits)

    def _weigh(self, language: str, streams: dict[tuple[str, bytes], TokenStream]) -> None:
        background = self.background(language)
        if background is None:
            for key, stream in streams.items():
                self._bits[key] = np.full(len(stream), self._settings.flat_bits)
            return
        files = [stream.kinds for stream in streams.values()]
        bounds = np.cumsum([0, *(len(kinds) for kinds in files)])
        bits = token_bits(
            background,
            np.concatenate(files),
            bounds[:-1],
            self._padded(files, COMMON_K),
            self._padded(files, REPEATED_K),
            self._settings,
        )
        for key, start, stop in zip(streams, bounds[:-1], bounds[1:], strict=True):
            self._bits[key] = bits[start:stop]

    def _padded(self, files: Iterable[NDArray[np.uint64]], k: int) -> NDArray[np.uint64]:
        """The k-grams of each file, with a 0 for each token that begins none."""
        parts = []
        for kinds in files:
            hashes = self._grams(kinds, k)
            parts += [hashes, np.zeros(len(kinds) - len(hashes), dtype=np.uint64)]
        return np.concatenate(parts)


def _identity(stream: TokenStream) -> tuple[str, bytes]:
    """What decides the weights of a stream: its language and its kinds."""
    return stream.language, hashlib.blake2b(stream.kinds.tobytes(), digest_size=16).digest()
