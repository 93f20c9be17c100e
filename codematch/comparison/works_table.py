"""Both works of a comparison laid out side by side, for everything that looks for what they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain, CumulativeBits
from codematch.align.sequence import SymbolSequence, join_files
from codematch.comparison.prepare import PreparedFile, PreparedWork
from codematch.comparison.strength import Scales
from codematch.correspondence.anchored_diff import LeveledTokens
from codematch.correspondence.files import FittingPaths, path_fit
from codematch.correspondence.units import UnitTable, tabulate
from codematch.levels import exact
from codematch.settings import Seeding, Settings
from codematch.weight.weigher import Weigher

Pair = tuple[int, int]
"""A known and a questioned file, by their indices."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorksTable:
    """Two works laid out to be matched.

    `left` and `right` are their tokens as sequences, `levels` those of each file, `units` their units by the level
    `exact`. `thresholds` give the least total of a reported region for each language of the known work [bits].
    """

    known: PreparedWork
    questioned: PreparedWork
    left: SymbolSequence
    right: SymbolSequence
    levels: tuple[list[LeveledTokens], list[LeveledTokens]]
    units: tuple[UnitTable, UnitTable]
    scales: Scales
    thresholds: Mapping[str, float]
    settings: Settings

    def files_of(self, chains: Sequence[Chain]) -> list[Pair]:
        """Return the files that each chain lies in."""
        known = self.left.file_of(np.array([chain.known[0] for chain in chains], dtype=np.int64))
        questioned = self.right.file_of(np.array([chain.questioned[0] for chain in chains], dtype=np.int64))
        return list(zip(known.tolist(), questioned.tolist(), strict=True))

    def path_fit(self, known: int, questioned: int) -> float:
        """Return how far the paths of two files agree (0 to 1), and more if the known one is to be cited."""
        paths = self.known.sources[known].record.path, self.questioned.sources[questioned].record.path
        return path_fit(*paths) + (paths[0] in self.known.preferred)

    def fitting_paths(self, files: Mapping[int, int]) -> FittingPaths:
        """Return known files, each with a number, to ask which fits the path of a questioned one best."""
        paths = {file: self.known.sources[file].record.path for file in files}
        return FittingPaths((path, path in self.known.preferred, files[file]) for file, path in paths.items())

    def renamed_units(self) -> tuple[UnitTable, UnitTable]:
        """Return the units of both works by the level `renamed`."""
        return _units((self.known, self.questioned), self.levels, "renamed", self.settings)

    def whole_file(self, pair: Pair) -> Chain:
        """Return the chain of two files with the same tokens."""
        at, stop = int(self.left.bounds[pair[0]]), int(self.left.bounds[pair[0] + 1])
        return Chain(
            known=np.array([at]),
            questioned=self.right.bounds[pair[1] : pair[1] + 1],
            lengths=np.array([stop - at]),
            bits=float(self.scales.bits.known[stop] - self.scales.bits.known[at]),
        )


def lay_out(
    known: PreparedWork,
    questioned: PreparedWork,
    weigher: Weigher,
    thresholds: Mapping[str, float],
    settings: Settings,
) -> WorksTable:
    """Lay out two works.

    Args:
        known: The known work.
        questioned: The questioned work.
        weigher: The backgrounds.
        thresholds: From how many bits on a region is reported, for each language of the known work.
        settings: Every tunable.
    """
    works = known, questioned
    bits = CumulativeBits(
        known=_running([file.weights.bits for file in known.files]),
        questioned=_running([file.weights.bits for file in questioned.files]),
    )
    full = CumulativeBits(known=_running([file.weights.full for file in known.files]), questioned=bits.questioned)
    left, right = (
        _sequence(work, running, settings.seeding)
        for work, running in zip(works, (bits.known, bits.questioned), strict=True)
    )
    levels = [_levels(file) for file in known.files], [_levels(file) for file in questioned.files]
    return WorksTable(
        known=known,
        questioned=questioned,
        left=left,
        right=right,
        levels=levels,
        units=_units(works, levels, "exact", settings),
        scales=Scales.of(works, (left, right), bits, full, weigher),
        thresholds=thresholds,
        settings=settings,
    )


def _sequence(work: PreparedWork, bits: NDArray[np.float64], settings: Seeding) -> SymbolSequence:
    symbols, grams = [file.symbols for file in work.files], [file.grams for file in work.files]
    return join_files(symbols, grams, bits, settings.k, settings.min_bits)


def _running(weights: Sequence[NDArray[np.floating]]) -> NDArray[np.float64]:
    """Running sums of the weights of all tokens of a work: float64 (n + 1,)."""
    return np.concatenate(([0.0], np.cumsum(np.concatenate([np.empty(0), *weights]))))


def _levels(file: PreparedFile) -> LeveledTokens:
    own = file.symbols ^ file.salts
    return LeveledTokens(exact=exact(own, file.stream.texts), renamed=own)


def _units(
    works: tuple[PreparedWork, PreparedWork],
    levels: tuple[list[LeveledTokens], list[LeveledTokens]],
    level: str,
    settings: Settings,
) -> tuple[UnitTable, UnitTable]:
    known, questioned = (
        tabulate(
            [getattr(tokens, level) for tokens in own],
            [[(unit.first_token, unit.stop_token) for unit in file.stream.units] for file in work.files],
            settings.corresponding.min_unit_tokens,
        )
        for own, work in zip(levels, works, strict=True)
    )
    return known, questioned
