"""What a weight means: how many unrelated pairs reach it, with a bound; and the thresholds of what is reported.

There are two decisions: a region by its own weight, a pair of files by the sum of what it shares. Each is held against
what unrelated works reach in the same figure. The heaviest region of two unrelated works is the largest of as many
chances as there are places to begin in both, so it grows with the product of their sizes. A case is therefore compared
with the smallest band of reference works that are at least as large (m n at least as large). A case larger than every
band counts as several comparisons of the largest, and the bound is multiplied by their number (Bonferroni). Nothing
else is extrapolated: fits give thresholds and ranks, and no statement depends on them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from codematch.model.precision import stored_bits
from codematch.model.sides import Both
from codematch.model.significance import FilePairSum, LanguageSignificance, NotEvaluated, RegionSignificance
from codematch.settings import Settings, Significance, as_dict
from codematch.significance.bounds import pair_upper_bound
from codematch.significance.gumbel import BySize
from codematch.significance.null_model import Band, NullModel
from codematch.significance.strata import (
    Figures,
    StratumReference,
    describe_stratum,
    medians_of,
    stratum_thresholds,
)
from codematch.version import METHOD

DECIDING = ("parsing", "seeding", "chaining", "weighing", "counting")
"""The groups of settings that can move the weight of a region."""
FREE = {
    "parsing": {
        "max_operations",
        "max_tokens",
        "max_total_tokens",
        "max_process_bytes",
        "max_process_seconds",
        "max_formats",
        "plain_error_share",
        "min_quoted_bytes",
        "min_quoted_tokens",
        "quoted_error_share",
        "max_quoted_languages",
        "max_statement_bytes",
        "min_sentences",
        "sentence_share",
        "min_quoted_signs",
        "min_quoted_keywords",
        "min_different_keywords",
        "max_bar_share",
        "min_other_share",
        "min_evaluated_bytes",
        "min_evaluated_tokens",
    },
    # Of unrelated projects hardly any functions correspond: their heaviest regions stay what they are.
    "chaining": {"insertion_bits"},
    "weighing": {
        "min_weight",
        "flat_bits",
        "min_sample_tokens",
        "case_bits_ratio",
    },
    "counting": {
        "unit_share",
        "file_share",
        "max_alternatives",
        "max_asserted_files",
        "max_exhibits",
        "max_exhibit_rows",
        "max_identical_rows",
        "max_source_bytes",
    },
}
"""The settings of these groups that decide what is shown or read, not what a region in one language weighs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSize:
    """The tokens of both works in one language, and how they look under its background.

    `background` is the digest of the model that weighed them, `bits` their mean surprise [bits per token], None when
    there are too few to say.
    """

    language: str
    tokens: Both[int]
    background: str
    bits: float | None


def deciding_settings(settings: Settings) -> dict[str, Any]:
    """Return the settings that can move the weight of a region, as nested dictionaries."""
    return {group: dict(values) for group, values in _deciding(settings).items()}


def are_deciding(recorded: Mapping[str, Any], settings: Settings) -> bool:
    """Say whether recorded settings are those that decide now."""
    return dict(recorded) == _deciding(settings)


@lru_cache(maxsize=8)
def _deciding(settings: Settings) -> dict[str, dict[str, Any]]:
    """What `deciding_settings` returns, made once: a scan asks for every pair of works. Not to be changed."""
    values = as_dict(settings)
    return {
        group: {name: value for name, value in values[group].items() if name not in FREE.get(group, set())}
        for group in DECIDING
    }


def assess_language(
    size: LanguageSize, model: NullModel | None, settings: Settings, strata: Sequence[StratumReference] = ()
) -> LanguageSignificance:
    """Compare a language with its null model, if it has one, and determine its thresholds.

    Of the strata the least favourable counts, the one with the highest threshold of regions.
    """
    rules, reason = settings.significance, _unfit_model(size, model, settings)
    usable = None if reason is not None else model
    thresholds = _unrelated(usable, size, settings)
    medians = medians_of(usable, search_space(*size.tokens), rules)
    least = [(stratum_thresholds(reference, medians, rules.coincidence_rate), reference) for reference in strata]
    found = max(least, key=lambda item: item[0].region, default=None)
    stratum = None
    if found is not None and rules.coincidence_rate < 1:
        thresholds = _higher(thresholds, found[0])
        stratum = describe_stratum(found[1], thresholds, medians, search_space(*size.tokens), rules.level)
    stated = LanguageSignificance(
        language=size.language,
        null_digest=model.digest if model else "",
        tokens=size.tokens,
        projects=model.projects if model else 0,
        band_tokens=0,
        works=0,
        pairs=0,
        multiple=1.0,
        threshold_bits=thresholds.region,
        median_bits=None,
        reaching=None,
        upper=None,
        not_evaluated=reason,
        stratum=stratum,
    )
    return stated if usable is None else _with_rates(stated, thresholds, usable, size, settings)


def _unrelated(model: NullModel | None, size: LanguageSize, settings: Settings) -> Figures:
    """The thresholds against unrelated works; without a model or a fit, the one that stands in for all."""
    rules, log2_product = settings.significance, search_space(*size.tokens)
    if model is None or model.fit is None:
        stands_in = rules.unfitted_bits if rules.coincidence_rate < 1 else 0.0
        region = stored_bits(max(stands_in, _least(settings)))
        return Figures(region=region, sums=region, carried=region)
    region = _quantile(model.fit, log2_product, settings)
    sums = _quantile(model.fit_sums, log2_product, settings) if model.fit_sums else region
    carried = _quantile(model.fit_carried, log2_product, settings) if model.fit_carried else region
    return Figures(region=region, sums=sums, carried=max(region, carried))


def _higher(one: Figures, other: Figures) -> Figures:
    return Figures(
        region=max(one.region, other.region),
        sums=max(one.sums, other.sums),
        carried=max(one.carried, other.carried, one.region, other.region),
    )


def _with_rates(
    stated: LanguageSignificance, thresholds: Figures, model: NullModel, size: LanguageSize, settings: Settings
) -> LanguageSignificance:
    """Return the entry with how many unrelated pairs reach the thresholds of regions and of sums."""
    rules, log2_product = settings.significance, search_space(*size.tokens)
    band = _band_of(model, log2_product)
    multiple = max(1.0, 2.0 ** (log2_product - band.log2_product))
    reaching, reason = band.reaching(thresholds.region), None
    if size.bits is not None and size.bits > float(band.bits.max()):
        reason = NotEvaluated.UNLIKE
    elif _upper(band, 0, multiple, rules) >= 1.0:
        reason = NotEvaluated.TOO_LARGE
    stated = replace(
        stated,
        band_tokens=band.tokens,
        works=band.works,
        pairs=band.pairs,
        multiple=multiple,
        median_bits=model.fit.median(log2_product) if model.fit is not None else None,
        reaching=reaching,
        upper=None if reason else _upper(band, reaching, multiple, rules),
        not_evaluated=reason,
        reference=() if reason else _reference(band)[0],
    )
    if model.fit_sums is None or model.fit_carried is None or not len(band.sums):
        return stated
    stated = replace(stated, pair_threshold_bits=thresholds.sums, carried_threshold_bits=thresholds.carried)
    if reason is not None:
        return stated
    reaching = band.sums_reaching(thresholds.sums)
    return replace(
        stated,
        pair_reaching=reaching,
        pair_upper=_upper(band, reaching, multiple, rules),
        pair_reference=_reference(band)[1],
    )


@lru_cache(maxsize=64)
def _reference(band: Band) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The heaviest regions and the heaviest sums of the pairs of a band, as stored [bits]."""
    heaviest, sums = (tuple(map(stored_bits, values.tolist())) for values in (band.heaviest, band.sums))
    return heaviest, sums


def _quantile(fit: BySize, log2_product: float, settings: Settings) -> float:
    """What all but the coincidence rate of unrelated pairs of a size stay below, at least the least weight [bits]."""
    rate = settings.significance.coincidence_rate
    fitted = fit.quantile(1 - rate, log2_product) if rate < 1 else 0.0
    return stored_bits(max(fitted, _least(settings)))


def _least(settings: Settings) -> float:
    """The lowest threshold that there may be [bits]."""
    return max(settings.significance.least_bits, settings.weighing.min_weight)


def _band_of(model: NullModel, log2_product: float) -> Band:
    return next((band for band in model.bands if band.log2_product >= log2_product), model.bands[-1])


def assess_region(
    total_bits: float,
    language: LanguageSignificance,
    model: NullModel | None,
    settings: Significance,
    reference: StratumReference | None = None,
) -> RegionSignificance | None:
    """Count the unrelated pairs with a region of at least this total [bits]; None if that is not evaluated.

    `language` is what `assess_language` returned for the language of the region, `reference` the set of its stratum.
    """
    if model is None or language.not_evaluated is not None:
        return None
    band = next(band for band in model.bands if band.tokens == language.band_tokens)
    reaching = band.reaching(total_bits)
    return RegionSignificance(
        reaching=reaching,
        upper=_upper(band, reaching, language.multiple, settings),
        excess_bits=None if language.median_bits is None else total_bits - language.median_bits,
        stratum=None
        if reference is None
        else reference.heaviest.rate(total_bits - _medians(language, model, settings).region, settings.level),
    )


def assess_sum(
    found: FilePairSum,
    language: LanguageSignificance,
    model: NullModel | None,
    settings: Significance,
    reference: StratumReference | None = None,
) -> FilePairSum:
    """Return the sum of a pair of files with its threshold, and with how many unrelated pairs have such files.

    `language` is what `assess_language` returned for the language of the two files, `reference` the set of its stratum.
    """
    if model is None or language.pair_threshold_bits is None:
        return found
    found = replace(found, threshold_bits=language.pair_threshold_bits)
    if language.pair_reaching is None:
        return found
    band = next(band for band in model.bands if band.tokens == language.band_tokens)
    reaching = band.sums_reaching(found.bits)
    return replace(
        found,
        reaching=reaching,
        upper=_upper(band, reaching, language.multiple, settings),
        stratum=None
        if reference is None
        else reference.sums.rate(found.bits - _medians(language, model, settings).sums, settings.level),
    )


def _medians(language: LanguageSignificance, model: NullModel, settings: Significance) -> Figures:
    return medians_of(model, search_space(*language.tokens), settings)


def _upper(band: Band, reaching: int, multiple: float, settings: Significance) -> float:
    """The bound on one comparison of the band's size, times their number, at most 1."""
    return min(1.0, multiple * pair_upper_bound(reaching / band.pairs, band.works, settings.level))


def _unfit_model(size: LanguageSize, model: NullModel | None, settings: Settings) -> NotEvaluated | None:
    """Return why a null model gives no threshold; None if it does."""
    if model is None or not model.bands:
        return NotEvaluated.NO_NULL
    if model.background != size.background:
        return NotEvaluated.OTHER_BACKGROUND
    if model.method != METHOD or not are_deciding(model.settings, settings):
        return NotEvaluated.OTHER_SETTINGS
    return None


def search_space(known_tokens: int, questioned_tokens: int) -> float:
    """log2(m n) of a comparison; a work without tokens counts as one of one token."""
    return math.log2(max(known_tokens, 1)) + math.log2(max(questioned_tokens, 1))
