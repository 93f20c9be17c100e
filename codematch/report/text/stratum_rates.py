"""Sentences on the stratum that a language is held against: works without a common origin that share something."""

from codematch.model.significance import LanguageSignificance, StratumRate, StratumSignificance
from codematch.report.text import numbers
from codematch.report.text.language_names import language_name
from codematch.report.text.wording import listed, say

_NAMED = 3
"""Languages that a sentence names; the table of significance names all."""


def threshold(entry: LanguageSignificance) -> str:
    """Return how many pairs of the stratum of a language reach the threshold, "" where there is no stratum."""
    if entry.stratum is None:
        return ""
    line = say(
        "significance.stratum.line",
        language=language_name(entry.language),
        threshold=numbers.bits(entry.threshold_bits),
        **_figures(entry.stratum, entry.stratum.threshold),
    )
    if not entry.stratum.beyond:
        return line
    return f"{line}{say('separator.items')}{say('significance.stratum.beyond')}"


def region(entry: LanguageSignificance, rate: StratumRate | None) -> str:
    """Return how many pairs of the stratum have a region as heavy for their size, "" where there is no stratum."""
    if entry.stratum is None or rate is None:
        return ""
    return say("significance.stratum.region", **_figures(entry.stratum, rate))


def pair_sum(entry: LanguageSignificance | None, rate: StratumRate | None) -> str:
    """Return how many pairs of the stratum have two files with such a sum, "" where there is no stratum."""
    if entry is None or entry.stratum is None or rate is None:
        return ""
    return say("sums.stratum", **_figures(entry.stratum, rate))


def languages(stratum: StratumSignificance) -> str:
    """Return the languages whose pairs make the reference set of a stratum."""
    return listed([language_name(name) for name in stratum.languages])


def _figures(stratum: StratumSignificance, rate: StratumRate) -> dict[str, str | int | None]:
    few = len(stratum.languages) <= _NAMED
    return {
        "stratum": say(f"stratum.{stratum.stratum.value}"),
        "families": stratum.families,
        "reaching": rate.reaching,
        "pairs": stratum.pairs,
        "languages": languages(stratum) if few else say("strata.languages", count=len(stratum.languages)),
        "share": numbers.share(rate.share),
        "upper": numbers.bound(rate.upper),
    }
