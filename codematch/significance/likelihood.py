"""Likelihood ratios from a validation bundle: logistic calibration of the heaviest region's weight, within bounds.

A bundle holds the heaviest region of pairs of known origin: pairs of common origin, and for every stratum of the
alternative (unrelated, same task, same framework, same author, shared dependency) pairs that are not. The strata are
never pooled: each gives a ratio of its own, and the least favourable is the one to state. Logistic calibration follows
Bruemmer & du Preez (2006, doi:10.1016/j.csl.2005.08.001). A ratio is bounded by what the data can bear: by
log10(clusters + 1) of the smaller side, and by the empirical bounds of Vergeer et al. (2016,
doi:10.1016/j.scijus.2016.06.003).
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.errors import StoreError
from codematch.model.frozen import frozen_array
from codematch.model.likelihood import Likelihood, NotCovered, StratumRatio
from codematch.settings import Settings
from codematch.significance.calibration import cluster_limit, elub, fit_logistic
from codematch.significance.null_model import seal
from codematch.significance.statement import LanguageSize, deciding_settings, search_space
from codematch.version import METHOD, VERSION

FORMAT = 1
STRATA = ("unrelated", "same-task", "same-framework", "same-author", "shared-dependency")
_FIELDS = {"format", "name", "tool", "method", "settings", "languages", "same", "strata", "digest"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """The heaviest regions of some pairs: `bits` float64 (n,), from `clusters` independent sources."""

    bits: NDArray[np.float64]
    clusters: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "bits", frozen_array(self.bits, np.float64))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bundle:
    """A validation bundle and the scope that it holds for.

    `languages` maps each language that it covers to the digest of its background and the lowest and highest log2(m n)
    of its pairs. `same` are the pairs of common origin, `strata` the others.
    """

    name: str
    tool: str
    method: int
    settings: Mapping[str, Any]
    languages: Mapping[str, tuple[str, float, float]]
    same: Scores
    strata: Mapping[str, Scores]
    digest: str


def read_bundle(path: Path) -> Bundle:
    """Read a validation bundle.

    Raises:
        StoreError: It cannot be read, is none, is damaged, or of a newer format.
    """
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); give a validation bundle") from None
    except ValueError:
        raise StoreError(f"{path}: not JSON; give a validation bundle that codematch evaluate --bundle wrote") from None
    if not isinstance(card, dict) or not card.keys() >= _FIELDS or seal(card)["digest"] != card["digest"]:
        raise StoreError(f"{path}: no validation bundle, or a damaged one; make it again")
    if card["format"] > FORMAT:
        raise StoreError(f"{path}: a validation bundle of a newer format; use a newer codematch")
    return Bundle(
        name=card["name"],
        tool=card["tool"],
        method=card["method"],
        settings=card["settings"],
        languages={name: (scope[0], scope[1], scope[2]) for name, scope in card["languages"].items()},
        same=_scores(card["same"]),
        strata={name: _scores(card["strata"][name]) for name in sorted(card["strata"])},
        digest=card["digest"],
    )


def weigh_evidence(bundle: Bundle, size: LanguageSize, score_bits: float, settings: Settings) -> Likelihood:
    """Return the likelihood ratio of the heaviest region in one language, or why the bundle does not cover it.

    Args:
        bundle: The validation bundle.
        size: The sizes of the works in the language, and the background that weighed them.
        score_bits: The total of the heaviest region in that language, 0 without one [bits].
        settings: The settings of the run.
    """
    reason = _gap(bundle, size, settings)
    strata = () if reason else tuple(_ratio(bundle, name, score_bits) for name in bundle.strata)
    return Likelihood(
        bundle=bundle.name,
        digest=bundle.digest,
        language=size.language,
        score_bits=score_bits,
        same_clusters=bundle.same.clusters,
        same_pairs=len(bundle.same.bits),
        strata=tuple(sorted(strata, key=lambda ratio: (ratio.log10_lr, ratio.stratum))),
        not_covered=reason,
    )


def _gap(bundle: Bundle, size: LanguageSize, settings: Settings) -> NotCovered | None:
    """Why a bundle does not cover a case, if it does not."""
    if size.language not in bundle.languages:
        return NotCovered.LANGUAGE
    background, low, high = bundle.languages[size.language]
    if (bundle.tool, bundle.method) != (VERSION, METHOD):
        return NotCovered.VERSION
    if background != size.background:
        return NotCovered.BACKGROUND
    if bundle.settings != deciding_settings(settings):
        return NotCovered.SETTINGS
    return None if low <= search_space(size) <= high else NotCovered.SIZE


def _ratio(bundle: Bundle, stratum: str, score_bits: float) -> StratumRatio:
    """The bounded ratio against one stratum."""
    other = bundle.strata[stratum]
    scores = np.log2(1.0 + np.concatenate((bundle.same.bits, other.bits)))
    labels = np.arange(len(scores)) < len(bundle.same.bits)
    limit = cluster_limit(min(bundle.same.clusters, other.clusters))
    lower, upper, value = -limit, limit, 0.0
    line = fit_logistic(scores, labels)
    if line is None:
        lower = upper = 0.0
    else:
        bounds = elub(line.llr(scores), labels)
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
    )


def _scores(stored: Mapping[str, Any]) -> Scores:
    return Scores(bits=np.array(stored["bits"], dtype=np.float64), clusters=stored["clusters"])
