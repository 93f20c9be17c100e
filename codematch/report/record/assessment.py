"""What the results may mean: explanations, time, significance, sensitivity, and what would change them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from codematch.model.explanation import Explanation, Outcome
from codematch.model.likelihood import Likelihood, StratumRatio
from codematch.model.match import MatchClass, Region
from codematch.model.precision import stored_bits, stored_total
from codematch.model.result import PairResult
from codematch.model.significance import LanguageSignificance
from codematch.report import charts, view
from codematch.report.record.blocks import (
    Block,
    Cell,
    Heading,
    Items,
    Line,
    Row,
    Table,
    Tone,
    cell,
    digest,
    line,
    lines,
    quiet,
    strong,
    text,
)
from codematch.report.record.cells import said_columns
from codematch.report.record.context import Context
from codematch.report.record.results import figure
from codematch.report.text import numbers, sentences
from codematch.report.text.language_names import language_name
from codematch.report.text.messages import sentence
from codematch.report.text.visible import visible
from codematch.report.text.wording import say


def explanations(context: Context) -> tuple[Block, ...]:
    """Return table T8: every explanation with what tested it, what came out, and what it leaves."""
    blocks: list[Block] = []
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        if not pair.explanations:
            blocks.append(text(say("explanations.none")))
            continue
        blocks += [text(say("explanations.intro")), _t8(number, pair)]
    return tuple(blocks)


def _t8(number: int, pair: PairResult) -> Table:
    heads = (("row-number", "n", 0.4), ("explanation", "", 1.8), ("explanation.result", "", 1.0),
             ("explanation.tests", "", 2.0), ("explanation.regions", "n", 0.7), ("explanation.tokens", "n", 1.1),
             ("explanation.remaining", "n", 1.1), ("explanation.signs", "", 3.0))  # fmt: skip
    rows = tuple(Row(_explanation_cells(place, item)) for place, item in enumerate(pair.explanations, start=1))
    made = said_columns(heads)
    return Table(columns=made, rows=rows, number="T8", caption=say("caption.T8"), id=f"T8-{number}")


def _explanation_cells(place: int, item: Explanation) -> tuple[Cell, ...]:
    signs: list[Line | str] = [sentence(sign) for sign in item.signs]
    rest = item.signs_total - len(item.signs)
    signs += [line(quiet(say("explanation.more", count=numbers.integer(rest))))] if rest else []
    left = item.all_tokens - item.tokens
    tested = item.outcome is not Outcome.NOT_TESTABLE
    return (
        cell(numbers.integer(place)),
        cell(say(f"explains.{item.id.value}")),
        cell(strong(say(f"outcome.{item.outcome.value}"))),
        cell(sentences.tests(item)),
        cell(numbers.integer(len(item.regions)) if tested else say("dash")),
        lines(numbers.integer(item.tokens), quiet(numbers.ratio(item.tokens, item.all_tokens)))
        if tested
        else cell(say("dash")),
        cell(numbers.integer(left) if tested else say("dash")),
        lines(*signs),
    )


def time(context: Context) -> tuple[Block, ...]:
    """Say that time and direction were not examined, and what a version control system records of both works."""
    heads = (("time.artefact", "", 2.4), ("time.claimed", "", 1.6), ("time.attested", "", 1.6),
             ("time.source", "", 1.4), ("time.kind", "", 1.0), ("time.anomalies", "", 1.4))  # fmt: skip
    rows = tuple(
        Row((cell(digest(work.origin.revision)), *(cell(say("time.not-read")) for _ in range(3)), cell(say("dash")),
             cell(say("time.not-read"))))
        for pair in context.result.pairs
        for work in (pair.known, pair.questioned)
        if work.origin.revision
    ) or (Row((cell(say("time.none")),)),)  # fmt: skip
    made = said_columns(heads)
    table = Table(columns=made, rows=rows, number="T9", caption=say("caption.T9"), id="T9")
    return (text(say("time.not-examined"), tone=Tone.FINDING), text(say("time.why")), table,
            text(say("time.warning"), tone=Tone.QUIET))  # fmt: skip


def significance(context: Context) -> tuple[Block, ...]:
    """Return table T10, where the regions lie among unrelated pairs, and the likelihood ratios."""
    blocks: list[Block] = []
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        heaviest = sentences.heaviest_coincidence(pair)
        blocks += [text(heaviest, tone=Tone.FINDING)] if heaviest else []
        blocks.append(text(sentences.significance_intro(context.result, pair), tone=Tone.QUIET))
        blocks.append(_t10(number, pair))
        blocks += [_placement(number, pair, entry) for entry in pair.significance if entry.reference]
        blocks.append(text(say("significance.missed"), tone=Tone.QUIET))
        blocks.append(Heading(say("likelihood"), f"likelihood-{number}"))
        blocks += [text(say("likelihood.propositions"), tone=Tone.QUIET)] if pair.likelihood else []
        blocks += [text(words) for words in sentences.likelihoods(pair)]
        blocks += [
            drawn
            for entry in pair.likelihood
            for ratio in entry.strata
            for drawn in _ratio_figures(number, entry, ratio)
        ]
    return tuple(blocks)


def _t10(number: int, pair: PairResult) -> Table:
    heads = (("significance.stratum", "", 1.2), ("language", "", 1.0), ("significance.band", "n", 1.0),
             ("significance.pairs", "n", 0.8), ("significance.works", "n", 0.8), ("significance.reaching", "n", 0.9),
             ("significance.multiple", "n", 1.0), ("significance.upper", "n", 0.9),
             ("significance.threshold", "n", 1.0), ("significance.reference", "", 1.8))  # fmt: skip
    rows = tuple(Row(_reference_cells(entry)) for entry in pair.significance)
    if not rows:
        rows = (Row((cell(say("significance.unrecorded")),)),)
    made = said_columns(heads)
    return Table(columns=made, rows=rows, number="T10", caption=say("caption.T10"), id=f"T10-{number}")


def _reference_cells(entry: LanguageSignificance) -> tuple[Cell, ...]:
    first = (cell(say("stratum.unrelated")), cell(strong(language_name(entry.language))))
    if entry.not_evaluated is not None:
        words = sentences.not_evaluated(entry.not_evaluated, [language_name(entry.language)])
        threshold = say("significance.from", bits=numbers.bits(entry.threshold_bits))
        return (*first, lines(quiet(words), quiet(threshold)))
    return (
        *first,
        cell(numbers.integer(entry.band_tokens)),
        cell(numbers.integer(entry.pairs)),
        cell(numbers.integer(entry.works)),
        cell(numbers.integer(entry.reaching)),
        cell(numbers.times(entry.multiple)),
        cell(strong(numbers.upper(entry.upper))),
        cell(numbers.bits(entry.threshold_bits)),
        cell(digest(entry.null_digest[: view.SHOWN_DIGEST])),
    )


CURVES = {"tippett-first", "tippett-second", "roc", "ece-system", "ece-calibrated", "ece-neutral"}
"""What is drawn of a stratum, where a result has all of it."""


def _ratio_figures(number: int, entry: Likelihood, ratio: StratumRatio) -> list[Block]:
    """Figures F5 to F7 of one stratum: of the pairs of the validation bundle, not of this case."""
    curves = {curve.name: curve for curve in ratio.curves}
    if not curves.keys() >= CURVES:
        return []
    stratum, language = say(f"stratum.{ratio.stratum}"), language_name(entry.language)
    title = say("figure.of-stratum", language=visible(language), stratum=stratum)
    first, second = curves["tippett-first"], curves["tippett-second"]
    costs = [curves[f"ece-{name}"] for name in ("system", "calibrated", "neutral")]
    ranked = charts.Series(label=stratum, x=np.array(curves["roc"].x), y=np.array(curves["roc"].y))
    drawn = (
        ("F5", "chart.tippett", charts.tippett_chart(first.x, first.y, second.y, title=title)),
        ("F6", "chart.ece", charts.ece_chart(costs[0].x, costs[0].y, costs[1].y, costs[2].y, title=title)),
        ("F7", "chart.roc", charts.roc_chart([ranked], title=title)),
    )
    data = [(curve.name, curve.x, curve.y) for curve in ratio.curves]
    key = "figure.illustrative"
    return [
        replace(
            figure(svg, f"{name}-{entry.language}-{ratio.stratum}", number, words, data, key),
            number=f"{name}-{language}, {stratum}",
        )
        for name, words, svg in drawn
    ]


MARKED = 40
"""Regions that are drawn among the unrelated pairs, heaviest first."""


def _placement(number: int, pair: PairResult, entry: LanguageSignificance) -> Block:
    heaviest = [region for region in view.heaviest(pair) if region.language == entry.language][:MARKED]
    marks = [
        (say("region.number", number=numbers.integer(region.number)), stored_total(region.weight))
        for region in heaviest
    ]
    language = language_name(entry.language)
    title = say("figure.placement", language=visible(language))
    svg = charts.placement_chart(list(entry.reference), marks, entry.threshold_bits, title=title)
    drawn = [[region.number, stored_total(region.weight)] for region in heaviest]
    data = [list(entry.reference), drawn, entry.threshold_bits]
    return replace(figure(svg, f"F8-{entry.language}", number, "chart.placement", data), number=f"F8-{language}")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of what is reported: its wording, and which regions it keeps; None where that cannot be told."""

    key: str
    keeps: Callable[[PairResult, Region], bool | None]
    factor: str = ""


def _threshold(pair: PairResult, region: Region) -> float | None:
    return next((entry.threshold_bits for entry in pair.significance if entry.language == region.language), None)


def _heavier(factor: float) -> Callable[[PairResult, Region], bool | None]:
    """Keep the regions that reach so many times the threshold of their language, without their comments."""
    return lambda pair, region: _reaches(_counted(region), factor, _threshold(pair, region))


def _reaches(bits: float, factor: float, threshold: float | None) -> bool | None:
    return None if threshold is None else bits >= factor * threshold


def _counted(region: Region) -> float:
    """What decides whether a region is reported: structure, names and literals, as stored."""
    weight = region.weight
    return stored_bits(weight.structure) + stored_bits(weight.names) + stored_bits(weight.literals)


CHANGES = (
    Change("sensitivity.none", lambda pair, region: True),
    Change("sensitivity.threshold", _heavier(1.25), "1.25"),
    Change("sensitivity.threshold", _heavier(1.5), "1.5"),
    Change("sensitivity.threshold", _heavier(2.0), "2"),
    Change("sensitivity.structure", lambda pair, region: _reaches(stored_bits(region.weight.structure), 1.0,
                                                                  _threshold(pair, region))),
    Change("sensitivity.words", lambda pair, region: stored_bits(region.weight.names)
           + stored_bits(region.weight.literals) > 0),
    Change("sensitivity.exact", lambda pair, region: region.match_class in (MatchClass.BYTE_IDENTICAL,
                                                                           MatchClass.NORMALISED)),
    Change("sensitivity.edited", lambda pair, region: region.match_class is not MatchClass.BYTE_IDENTICAL),
    Change("sensitivity.filtered", lambda pair, region: not region.labels),
    Change("sensitivity.unrelated", lambda pair, region: None if region.significance is None
           else region.significance.reaching == 0),
)  # fmt: skip
"""Every change that a saved result can answer without its sources; the first is none."""


def sensitivity(context: Context) -> tuple[Block, ...]:
    """Return what is left of the headline numbers when less is reported, and whether a statement changes."""
    blocks: list[Block] = [text(say("sensitivity.intro"))]
    heads = (("sensitivity.change", "", 4.0), ("regions", "n", 0.9), ("pairs", "n", 0.9),
             ("sensitivity.tokens", "n", 1.2), ("heaviest", "n", 1.1), ("sensitivity.statement", "", 2.2))  # fmt: skip
    made = said_columns(heads)
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        rows = tuple(Row(_change_cells(pair, change)) for change in CHANGES)
        blocks.append(Table(columns=made, rows=rows, caption=say("caption.sensitivity"), id=f"sensitivity-{number}"))
    return tuple(blocks)


def _change_cells(pair: PairResult, change: Change) -> tuple[Cell, ...]:
    asked = [(region, change.keeps(pair, region)) for region in pair.regions]
    if any(keeps is None for _, keeps in asked):
        return (cell(say(change.key, factor=change.factor)), *(cell(say("dash")) for _ in range(4)),
                cell(quiet(say("not-evaluated"))))  # fmt: skip
    kept = [region for region, keeps in asked if keeps]
    heaviest = max((stored_total(region.weight) for region in kept), default=None)
    before = max((stored_total(region.weight) for region in pair.regions), default=None)
    if len(kept) == len(pair.regions):
        stays = say("sensitivity.same")
    elif not kept:
        stays = say("sensitivity.nothing")
    else:
        stays = say("sensitivity.fewer" if heaviest == before else "sensitivity.lighter")
    files = {(region.known.path, region.questioned.path) for region in kept}
    return (
        cell(say(change.key, factor=change.factor)),
        cell(numbers.integer(len(kept))),
        cell(numbers.integer(len(files))),
        cell(numbers.integer(sum(region.tokens for region in kept))),
        cell(numbers.bits(heaviest) if heaviest is not None else say("dash")),
        cell(stays),
    )


WOULD_CHANGE = ("materials", "versions", "history", "common", "library", "background", "reference", "binary")


def would_change(context: Context) -> tuple[Block, ...]:
    """Return what was not at hand, and could change the results."""
    rows = [line(say(f"change.{name}")) for name in WOULD_CHANGE]
    return (text(say("change.intro")), Items(tuple(rows)))
