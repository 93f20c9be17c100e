"""Sentences on the strata: what two works are compared as, why, and what was measured."""

from codematch.model.result import PairResult
from codematch.model.significance import LanguageSignificance
from codematch.model.stratum import FoundStratum, Stratum, StratumFigure
from codematch.report.text import numbers
from codematch.report.text.language_names import language_name
from codematch.report.text.messages import sentence
from codematch.report.text.wording import listed, running, say


def compared_as(pair: PairResult) -> str:
    """Return what the works are compared as and why, with the other strata that fit; "" where it is not recorded."""
    strata = pair.strata
    if strata is None:
        return ""
    first, *others = strata.fitting
    said = {"stratum": name(strata.chosen), "reason": sentence(first.reason)}
    key = "strata.given" if strata.is_given else "strata.found"
    stated = say(key, found=name(first.stratum), **said)
    also = listed(name(entry.stratum) for entry in others)
    return running([stated, say("strata.also", strata=also) if also else ""])


def line(pair: PairResult) -> str:
    """Return what the works are compared as, and who says so; "" where it is not recorded."""
    strata = pair.strata
    if strata is None:
        return ""
    key = "strata.line.given" if strata.is_given else "strata.line.found"
    return say(key, stratum=name(strata.chosen), found=name(strata.fitting[0].stratum))


def figures_of(pair: PairResult, entry: LanguageSignificance) -> str:
    """Return whose figures are stated for a language, where they are not those of the stratum of the works."""
    strata = pair.strata
    used = entry.stratum.stratum if entry.stratum is not None else Stratum.UNRELATED
    if strata is None or used is strata.chosen or entry.not_evaluated is not None:
        return ""
    language = language_name(entry.language)
    if entry.stratum is None:
        return say("strata.without", language=language, stratum=name(strata.chosen))
    return say("strata.differs", language=language, used=name(used))


def name(stratum: str) -> str:
    """Return what a stratum is called."""
    return say(f"stratum.{stratum}")


def figures(entry: FoundStratum) -> list[str]:
    """Return what was measured for a stratum, each figure with the least value that the stratum needs."""
    return [_figure(figure) for figure in entry.figures]


def _figure(figure: StratumFigure) -> str:
    called, value = say(f"stratum-figure.{figure.name}"), _value(figure, figure.value)
    if figure.least is None:
        return say("strata.figure", name=called, value=value)
    return say("strata.figure.least", name=called, value=value, least=_value(figure, figure.least))


def _value(figure: StratumFigure, value: float) -> str:
    return numbers.share(value) if figure.is_share else f"{value:,.4g}" if value % 1 else f"{round(value):,}"
