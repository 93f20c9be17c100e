"""Likelihood ratios from a validation bundle: logistic calibration of the heaviest region's weight, within bounds.

For each language that it covers, a bundle holds the heaviest region of pairs of known origin: pairs of common origin,
and for every stratum of the alternative (unrelated, same task, same framework, same author, shared dependency) pairs
that are not. The strata are never pooled: each gives a ratio of its own, and the least favourable is the one to state.
Logistic calibration follows Bruemmer & du Preez (2006, doi:10.1016/j.csl.2005.08.001). A ratio is bounded by what the
data can bear: by log10(clusters + 1) of the smaller side, and by the empirical bounds of Vergeer et al. (2016,
doi:10.1016/j.scijus.2016.06.003).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch import saved_files
from codematch.errors import StoreError
from codematch.model.frozen import array_value
from codematch.model.likelihood import Likelihood, NotCovered, RatioCurve, StratumRatio
from codematch.model.stratum import Stratum
from codematch.settings import Settings
from codematch.significance.calibration import cluster_limit, elub, fit_logistic
from codematch.significance.curves import stored_curves
from codematch.significance.null_model import seal
from codematch.significance.statement import LanguageSize, are_deciding, deciding_settings, search_space
from codematch.version import METHOD, VERSION

FORMAT = 1
STRATA = (*(str(stratum) for stratum in Stratum), "shared-dependency")
_FIELDS = {"format", "name", "tool", "method", "settings", "languages", "digest"}


@array_value
class Scores:
    """The heaviest regions of some pairs: `bits` float64 (n,), from `clusters` independent sources."""

    bits: NDArray[np.float64]
    clusters: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scope:
    """What a bundle covers in one language.

    `background` is the digest of the model that weighed the pairs, `low` and `high` are the ends of the log2(m n) of
    their works. `same` are the pairs of common origin, `strata` the others.
    """

    background: str
    low: float
    high: float
    same: Scores
    strata: Mapping[str, Scores]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bundle:
    """A validation bundle: what made it, and its scope in each language that it covers."""

    name: str
    tool: str
    method: int
    settings: Mapping[str, Any]
    languages: Mapping[str, Scope]
    digest: str


def bundle_card(
    name: str, source: Mapping[str, Any], languages: Mapping[str, Scope], settings: Settings
) -> dict[str, Any]:
    """Return the document of a bundle, with its digest.

    `name` is what reports call it; `source` says which list it was made from; `settings` weighed its pairs.
    """
    return seal(
        {
            "format": FORMAT,
            "name": name,
            "tool": VERSION,
            "method": METHOD,
            "settings": deciding_settings(settings),
            "source": dict(source),
            "languages": {language: _stored_scope(scope) for language, scope in languages.items()},
        }
    )


def read_bundle(path: Path) -> Bundle:
    """Read a validation bundle.

    Raises:
        StoreError: It cannot be read, is none, is damaged, or of a newer format.
    """
    try:
        card = saved_files.json_value(saved_files.read_text(path, most=saved_files.MAX_BYTES))
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); give a validation bundle") from None
    except ValueError:
        raise StoreError(f"{path}: is not JSON; give the bundle.json that codematch evaluate --bundle wrote") from None
    if not isinstance(card, dict) or not card.keys() >= _FIELDS or seal(card)["digest"] != card["digest"]:
        raise StoreError(
            f"{path}: is not a validation bundle, or is damaged; make it again with codematch evaluate --bundle"
        )
    if card["format"] > FORMAT:
        raise StoreError(f"{path}: has a newer format; use a newer codematch")
    return Bundle(
        name=card["name"],
        tool=card["tool"],
        method=card["method"],
        settings=card["settings"],
        languages={name: _scope(stored) for name, stored in card["languages"].items()},
        digest=card["digest"],
    )


def weigh_evidence(
    bundle: Bundle, size: LanguageSize, score_bits: float, threshold_bits: float, settings: Settings
) -> Likelihood:
    """Return the likelihood ratio of the heaviest region in one language, or why the bundle does not cover it.

    Args:
        bundle: The validation bundle.
        size: The sizes of the works in the language, and the background that weighed them.
        score_bits: The total of the heaviest region in that language, 0 without one [bits].
        threshold_bits: The threshold of the case: pairs of the bundle below it count as 0 [bits].
        settings: The settings of the run.
    """
    reason = _gap(bundle, size, settings)
    scope = bundle.languages.get(size.language)
    strata = []
    if reason is None and scope is not None:
        same = _censored(scope.same.bits, threshold_bits)
        for name, other in scope.strata.items():
            weights = score_bits, threshold_bits
            strata.append(_ratio(name, same, scope.same.clusters, other, weights, settings.significance.curve_points))
    return Likelihood(
        bundle=bundle.name,
        digest=bundle.digest,
        language=size.language,
        score_bits=score_bits,
        same_clusters=scope.same.clusters if scope else 0,
        same_pairs=len(scope.same.bits) if scope else 0,
        strata=tuple(sorted(strata, key=lambda ratio: (ratio.log10_lr, ratio.stratum))),
        not_covered=reason,
    )


def _gap(bundle: Bundle, size: LanguageSize, settings: Settings) -> NotCovered | None:
    """Why a bundle does not cover a case, if it does not."""
    scope = bundle.languages.get(size.language)
    if scope is None:
        return NotCovered.LANGUAGE
    if (bundle.tool, bundle.method) != (VERSION, METHOD):
        return NotCovered.VERSION
    if scope.background != size.background:
        return NotCovered.BACKGROUND
    if not are_deciding(bundle.settings, settings):
        return NotCovered.SETTINGS
    return (
        None if scope.low <= search_space(size.tokens.known, size.tokens.questioned) <= scope.high else NotCovered.SIZE
    )


def _censored(bits: NDArray[np.float64], threshold_bits: float) -> NDArray[np.float64]:
    return np.where(bits < threshold_bits, 0.0, bits)


def _ratio(
    stratum: str,
    same: NDArray[np.float64],
    clusters: int,
    other: Scores,
    weights: tuple[float, float],
    most_points: int,
) -> StratumRatio:
    """Return the bounded ratio against one stratum; `weights` are those of the region and the threshold [bits]."""
    score_bits, threshold_bits = weights
    scores = np.log2(1.0 + np.concatenate((same, _censored(other.bits, threshold_bits))))
    labels = np.arange(len(scores)) < len(same)
    limit = cluster_limit(min(clusters, other.clusters))
    lower, upper, value = -limit, limit, 0.0
    line = fit_logistic(scores, labels)
    drawn: tuple[RatioCurve, ...] = ()
    if line is None:
        lower = upper = 0.0
    else:
        bounds = elub(line.llr(scores), labels)
        drawn = stored_curves(scores, line.llr(scores), labels, most_points)
        if bounds is not None:
            lower, upper = max(lower, bounds[0] / math.log(10)), min(upper, bounds[1] / math.log(10))
        value = float(line.llr(np.array([math.log2(1.0 + score_bits)]))[0]) / math.log(10)
    return StratumRatio(
        stratum=stratum,
        clusters=other.clusters,
        pairs=len(other.bits),
        log10_lr=min(max(value, lower), upper),
        lower=lower,
        upper=upper,
        capped=not lower <= value <= upper,
        curves=drawn,
    )


def _scope(stored: Mapping[str, Any]) -> Scope:
    return Scope(
        background=stored["background"],
        low=stored["low"],
        high=stored["high"],
        same=_scores(stored["same"]),
        strata={name: _scores(stored["strata"][name]) for name in sorted(stored["strata"])},
    )


def _stored_scope(scope: Scope) -> dict[str, Any]:
    return {
        "background": scope.background,
        "low": scope.low,
        "high": scope.high,
        "same": _stored(scope.same),
        "strata": {name: _stored(scores) for name, scores in scope.strata.items()},
    }


def _scores(stored: Mapping[str, Any]) -> Scores:
    return Scores(bits=np.array(stored["bits"], dtype=np.float64), clusters=stored["clusters"])


def _stored(scores: Scores) -> dict[str, Any]:
    return {"clusters": scores.clusters, "bits": scores.bits.tolist()}
