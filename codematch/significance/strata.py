"""Models of strata: what works share that have a task, an interface, a framework or an author in common, and no origin.

One file on disk next to the null model of a language, `strata.json`: clusters of works, what every pair of a cluster
shares at most, and what was set aside with its reason. Only figures, no code. As the null model, it holds for one
background, one number of the method and the settings it was made with.

Such works are rarer than unrelated ones, and their sizes are what they are. So there are no bands: a pair counts by how
much it exceeds the median of unrelated works of its size (`gumbel`), its *excess*. Pairs of one cluster resemble one
another, and clusters with a work in common do; therefore every family of clusters counts the same, whatever the number
of its pairs, and bounds rest on the number of families (Hoeffding 1963, doi:10.1080/01621459.1963.10500830). A language
with few of them is held against the families of all languages.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value
from codematch.model.precision import BITS_DECIMALS, stored_bits
from codematch.model.significance import StratumRate, StratumSignificance
from codematch.model.stratum import Stratum
from codematch.settings import Significance
from codematch.significance.bounds import mean_upper_bound
from codematch.significance.null_model import NullModel, read_sealed

FILE_NAME = "strata.json"
FORMAT = 1
_FIELDS = {"format", "language", "method", "background", "settings", "clusters", "set_aside", "date", "digest"}


@array_value
class Excess:
    """One figure of the pairs of a stratum beyond the median of unrelated works: float64 (pairs,) ascending [bits].

    `shares` float64 (pairs,) is the weight of each pair: families count the same, and all shares make 1. `families` are
    int64 (pairs,) numbers of families.
    """

    bits: NDArray[np.float64]
    shares: NDArray[np.float64]
    families: NDArray[np.int64]

    def quantile(self, rate: float) -> float:
        """Return the excess that pairs of at most this share exceed [bits]."""
        beyond = 1.0 - np.cumsum(self.shares)
        return float(self.bits[np.argmax(beyond <= rate + 1e-12)])

    def rate(self, bits: float, level: float) -> StratumRate:
        """Return how often pairs have at least this excess, with a bound at a level."""
        first = int(np.searchsorted(self.bits, bits, side="left"))
        share = min(1.0, float(self.shares[first:].sum()))
        families = len(np.unique(self.families))
        return StratumRate(
            reaching=len(np.unique(self.families[first:])), share=share, upper=mean_upper_bound(share, families, level)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumReference:
    """The pairs that a stratum of a language is held against: what they share beyond unrelated works of their sizes.

    `largest` is the log2(m n) of the largest pair.
    """

    stratum: Stratum
    languages: tuple[str, ...]
    families: int
    clusters: int
    largest: float
    heaviest: Excess
    sums: Excess
    carried: Excess


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StrataModel:
    """The clusters of one language as stored; `digest` covers all of the card."""

    language: str
    method: int
    background: str
    settings: Mapping[str, Any]
    card: Mapping[str, Any]
    digest: str


def has_strata(folder: Path) -> bool:
    """Say whether the folder of a language holds a model of strata."""
    return (folder / FILE_NAME).is_file()


def load_strata(folder: Path) -> StrataModel:
    """Read `strata.json` in the folder of a language.

    Raises:
        StoreError: There is none, it is damaged, or a newer version wrote it.
    """
    return strata_of(read_sealed(folder / FILE_NAME, "model of strata", _FIELDS, FORMAT))


def strata_of(card: Mapping[str, Any]) -> StrataModel:
    """Return the model of a sealed card."""
    return StrataModel(
        language=card["language"],
        method=card["method"],
        background=card["background"],
        settings=card["settings"],
        card=card,
        digest=card["digest"],
    )


def refer(
    stratum: Stratum,
    models: Sequence[tuple[StrataModel, NullModel]],
    *,
    without: Collection[str] = (),
) -> StratumReference | None:
    """Gather the pairs of a stratum.

    Args:
        stratum: The stratum.
        models: The strata of each language with its null model, which says what unrelated works of a size share; all
            three figures of the null model are fitted.
        without: Sources of clusters, or clusters as "source/name", to leave out, so that rates can be measured on them.

    Returns:
        None if no pair is left.
    """
    origins: list[frozenset[str]] = []
    figures: list[NDArray[np.float64]] = []
    numbers: list[int] = []
    languages = []
    for model, null in models:
        chosen = [
            row
            for row in model.card["clusters"]
            if row["stratum"] == stratum and not {row["source"], f"{row['source']}/{row['name']}"} & set(without)
        ]
        if not chosen:
            continue
        languages.append(model.language)
        figures.append(_excesses(chosen, null))
        for row in chosen:
            numbers += [len(origins)] * len(row["pairs"])
            origins.append(_origins(model.language, row))
    if not figures:
        return None
    excess = np.concatenate(figures)
    of_pair = _families(origins)[numbers]
    _, places, counts = np.unique(of_pair, return_inverse=True, return_counts=True)
    shares = 1.0 / (counts[places] * len(counts))
    return StratumReference(
        stratum=stratum,
        languages=tuple(sorted(languages)),
        families=len(counts),
        clusters=len(origins),
        largest=float(excess[:, 0].max()),
        heaviest=_sorted(excess[:, 1], shares, of_pair),
        sums=_sorted(excess[:, 2], shares, of_pair),
        carried=_sorted(excess[:, 3], shares, of_pair),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A figure of each kind: heaviest region, heaviest sum of a pair of files, heaviest carried passage [bits]."""

    region: float
    sums: float
    carried: float


def medians_of(null: NullModel | None, log2_product: float, settings: Significance) -> Figures:
    """Return what unrelated works of a size share, as fitted; without a null model the threshold that stands in."""
    fits = (null.fit, null.fit_sums, null.fit_carried) if null is not None else (None, None, None)
    region, sums, carried = (settings.unfitted_bits if fit is None else fit.median(log2_product) for fit in fits)
    return Figures(region=region, sums=sums, carried=carried)


def stratum_thresholds(reference: StratumReference, medians: Figures, rate: float) -> Figures:
    """Return what pairs of a stratum reach at this rate at most, in a case with these medians [bits]."""
    return Figures(
        region=_just_above(medians.region + reference.heaviest.quantile(rate)),
        sums=_just_above(medians.sums + reference.sums.quantile(rate)),
        carried=_just_above(medians.carried + reference.carried.quantile(rate)),
    )


def _just_above(bits: float) -> float:
    """The least stored weight beyond a weight: what reaches a threshold is reported, so that pair must not."""
    return stored_bits(bits + 10.0**-BITS_DECIMALS)


def describe_stratum(
    reference: StratumReference, thresholds: Figures, medians: Figures, log2_product: float, level: float
) -> StratumSignificance:
    """Return the reference set of a stratum with the rates at which its pairs reach thresholds, in a case of a size."""
    return StratumSignificance(
        stratum=reference.stratum,
        languages=reference.languages,
        families=reference.families,
        clusters=reference.clusters,
        pairs=len(reference.heaviest.bits),
        threshold=reference.heaviest.rate(thresholds.region - medians.region, level),
        pair_threshold=reference.sums.rate(thresholds.sums - medians.sums, level),
        beyond=log2_product > reference.largest,
    )


def _excesses(clusters: Sequence[Mapping[str, Any]], null: NullModel) -> NDArray[np.float64]:
    """log2(m n) of every stored pair, and its three figures beyond the medians for its size: float64 (pairs, 4)."""
    rows = [
        (*(math.log2(cluster["works"][side]["tokens"]) for side in pair[:2]), pair[2], pair[4], pair[6])
        for cluster in clusters
        for pair in cluster["pairs"]
    ]
    table = np.array(rows, dtype=np.float64)
    sizes = table[:, 0] + table[:, 1]
    fits = null.fit, null.fit_sums, null.fit_carried
    beyond = [table[:, 2 + place] - (fit.medians(sizes) if fit is not None else 0.0) for place, fit in enumerate(fits)]
    return np.column_stack([sizes, *beyond])


def _origins(language: str, cluster: Mapping[str, Any]) -> frozenset[str]:
    """What makes clusters of one family: where their works come from, else the works themselves."""
    return frozenset(f"{language} {work['source'].split('=')[0] or work['root']}" for work in cluster["works"])


def _families(clusters: Sequence[frozenset[str]]) -> NDArray[np.int64]:
    """Return int64 (clusters,): the number of the first cluster that each is joined to by common origins."""
    leaders = list(range(len(clusters)))

    def leader(number: int) -> int:
        while leaders[number] != number:
            number = leaders[number]
        return number

    first: dict[str, int] = {}
    for number, names in enumerate(clusters):
        for name in sorted(names):
            joined = sorted((leader(first.setdefault(name, number)), leader(number)))
            leaders[joined[1]] = joined[0]
    return np.array([leader(number) for number in range(len(clusters))], dtype=np.int64)


def _sorted(bits: NDArray[np.float64], shares: NDArray[np.float64], families: NDArray[np.int64]) -> Excess:
    order = np.argsort(bits, kind="stable")
    return Excess(bits=bits[order], shares=shares[order], families=families[order])
