"""Significance: table T10, where the regions lie among unrelated pairs, and the likelihood ratios."""

from collections.abc import Iterator

import numpy as np

from codematch.model.likelihood import Likelihood, StratumRatio
from codematch.model.precision import stored_total
from codematch.model.significance import LanguageSignificance
from codematch.report import charts, view
from codematch.report.record.blocks import Block, Cell, Heading, Tone
from codematch.report.record.builders import aside, cell, digest, lines, quiet, strong, text
from codematch.report.record.context import PairContext, each_pair
from codematch.report.record.strata import strata
from codematch.report.record.tables import dash, figure, table
from codematch.report.text import (
    language_name,
    numbers,
    region_sentences,
    say,
    stratum_rates,
    sum_sentences,
    visible,
)

CURVES = {"tippett-first", "tippett-second", "roc", "ece-system", "ece-calibrated", "ece-neutral"}
"""What is drawn of a stratum, where a result has all of it."""
MARKED = 40
"""Regions that are drawn among the unrelated pairs, heaviest first."""


@each_pair
def significance(here: PairContext) -> Iterator[Block]:
    """Yield table T10, where the regions lie among unrelated pairs, and the likelihood ratios."""
    pair = here.pair
    yield from strata(here)
    heaviest = region_sentences.heaviest_coincidence(pair)
    yield from [text(heaviest, tone=Tone.FINDING)] if heaviest else []
    yield aside(region_sentences.significance_intro(here.result, pair))
    heads = (("significance.stratum", "", 1.2), ("language", "", 1.0), ("significance.band", "n", 1.0),
             ("significance.pairs", "n", 0.8), ("significance.works", "n", 0.8), ("significance.reaching", "n", 0.9),
             ("significance.multiple", "n", 1.0), ("significance.upper", "n", 0.9),
             ("significance.threshold", "n", 1.0), ("significance.reference", "", 1.8))  # fmt: skip
    rows = [row for entry in pair.significance for row in (*_stratum_cells(entry), _reference_cells(entry))]
    yield table(heads, rows, number="T10", anchor=here.anchor("T10"), none="significance.unrecorded")
    yield from map(text, sum_sentences.thresholds(pair))
    greatest = sum_sentences.heaviest(pair)
    yield from [text(greatest, tone=Tone.FINDING)] if greatest else []
    if not here.short:
        yield from (_placement(here, entry) for entry in pair.significance if entry.reference)
    yield aside(say("significance.missed"))
    yield Heading(say("likelihood"), here.anchor("likelihood"))
    yield from [aside(say("likelihood.propositions"))] if pair.likelihood else []
    yield from map(text, region_sentences.likelihoods(pair))
    for entry in pair.likelihood:
        for ratio in entry.strata:
            yield from _ratio_figures(here, entry, ratio)


def _stratum_cells(entry: LanguageSignificance) -> Iterator[tuple[Cell, ...]]:
    """The row of the least favourable stratum that fits: its sizes are what they are, so there is no band."""
    if entry.stratum is None:
        return
    rate = entry.stratum.threshold
    yield (
        cell(say(f"stratum.{entry.stratum.stratum.value}")),
        lines(strong(language_name(entry.language)), quiet(stratum_rates.languages(entry.stratum))),
        cell(say("significance.any-size")),
        cell(entry.stratum.pairs),
        cell(say("significance.families", count=entry.stratum.families)),
        lines(numbers.share(rate.share), quiet(say("significance.groups", reaching=rate.reaching))),
        dash(),
        cell(strong(numbers.upper(rate.upper))),
        cell(numbers.bits(entry.threshold_bits)),
        dash(),
    )


def _reference_cells(entry: LanguageSignificance) -> tuple[Cell, ...]:
    first = (cell(say("stratum.unrelated")), cell(strong(language_name(entry.language))))
    threshold = numbers.bits(entry.threshold_bits)
    if entry.not_evaluated is not None:
        words = region_sentences.not_evaluated(entry.not_evaluated, [language_name(entry.language)])
        return (*first, lines(quiet(words), quiet(say("significance.from", bits=threshold))))
    return (
        *first,
        cell(numbers.integer(entry.band_tokens)),
        cell(entry.pairs),
        cell(entry.works),
        cell(numbers.integer(entry.reaching)),
        cell(numbers.times(entry.multiple)),
        cell(strong(numbers.upper(entry.upper))),
        cell(threshold),
        cell(digest(entry.null_digest[: view.SHOWN_DIGEST])),
    )


def _ratio_figures(here: PairContext, entry: Likelihood, ratio: StratumRatio) -> Iterator[Block]:
    """Figures F5 to F7 of one stratum: of the pairs of the validation bundle, not of this case."""
    curves = {curve.name: curve for curve in ratio.curves}
    if not curves.keys() >= CURVES:
        return
    stratum, language = say(f"stratum.{ratio.stratum}"), language_name(entry.language)
    title = say("figure.of-stratum", language=visible(language), stratum=stratum)
    first, second, roc = curves["tippett-first"], curves["tippett-second"], curves["roc"]
    costs = [curves[f"ece-{name}"] for name in ("system", "calibrated", "neutral")]
    ranked = charts.Series(label=stratum, x=np.array(roc.x), y=np.array(roc.y))
    data = [(curve.name, curve.x, curve.y) for curve in ratio.curves]
    for name, key, svg in (
        ("F5", "chart.tippett", charts.tippett_chart(first.x, first.y, second.y, title=title)),
        ("F6", "chart.ece", charts.ece_chart(costs[0].x, costs[0].y, costs[1].y, costs[2].y, title=title)),
        ("F7", "chart.roc", charts.roc_chart([ranked], title=title)),
    ):
        anchor = here.anchor(f"{name}-{entry.language}-{ratio.stratum}")
        yield figure(svg, f"{name}-{language}, {stratum}", anchor, key, data, "figure.illustrative")


def _placement(here: PairContext, entry: LanguageSignificance) -> Block:
    """Figure F8: the heaviest regions of one language among the heaviest ones of unrelated pairs."""
    heaviest = [region for region in view.heaviest(here.pair) if region.language == entry.language][:MARKED]
    drawn = [[region.number, stored_total(region.weight)] for region in heaviest]
    marks = [(say("region.number", number=int(number)), bits) for number, bits in drawn]
    language = language_name(entry.language)
    title = say("figure.placement", language=visible(language))
    svg = charts.placement_chart(list(entry.reference), marks, entry.threshold_bits, title=title)
    data = [list(entry.reference), drawn, entry.threshold_bits]
    return figure(svg, f"F8-{language}", here.anchor(f"F8-{entry.language}"), "chart.placement", data)
