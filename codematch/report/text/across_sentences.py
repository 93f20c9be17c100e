"""Sentences on what files and functions of unrelated languages share."""

from collections.abc import Iterator

from codematch.model.across import AcrossPair, AcrossRate, AcrossResult
from codematch.model.result import PairResult
from codematch.report.text import numbers
from codematch.report.text.language_names import language_name
from codematch.report.text.visible import visible
from codematch.report.text.wording import counted, listed, say


def overview(pair: PairResult) -> str:
    """Return what was found across languages in one statement, "" where nothing was compared so."""
    found = pair.across
    if found is None:
        return ""
    said = [counted_pairs(found)]
    if found.file_pairs:
        said.append(heaviest(found.file_pairs[0]))
    return say("separator.sentences").join(said)


def counted_pairs(found: AcrossResult) -> str:
    """Return how many pairs of files and of functions reach their thresholds, or what the heaviest weighs."""
    return say(
        "across.found",
        languages=listed(language_name(name) for name in found.languages),
        files=counted("across.files", len(found.file_pairs) + found.omitted_files),
        file_bits=numbers.bits(found.file_threshold_bits),
        functions=counted("across.functions", len(found.function_pairs) + found.omitted_functions),
        function_bits=numbers.bits(found.function_threshold_bits),
        heaviest=numbers.bits(found.heaviest_bits),
        heaviest_function=numbers.bits(found.heaviest_function_bits),
    )


def heaviest(item: AcrossPair) -> str:
    """Return the statement on one pair: its places, its weight, and how many independent programs reach it."""
    rates = list(map(rate, item.rates)) or [say("not-evaluated")]
    return say(
        "across.heaviest",
        known=visible(item.path.known),
        questioned=visible(item.path.questioned),
        bits=numbers.bits(item.total_bits),
        statement=say("separator.items").join(rates),
    )


def pair(item: AcrossPair) -> str:
    """Return what is stated of one pair of files or of functions."""
    known, questioned = (
        visible(f"{path}:{numbers.line_range(first, last)}{f' {unit}' if unit else ''}")
        for path, first, last, unit in zip(item.path, item.first_line, item.last_line, item.unit, strict=True)
    )
    rates = say("separator.items").join(map(rate, item.rates)) or say("not-evaluated")
    return say("across.pair", known=known, questioned=questioned, bits=numbers.bits(item.total_bits), statement=rates)


def rate(found: AcrossRate) -> str:
    """Return how many pairs of independent programs of a stratum reach a weight, with the bound."""
    return say(
        "across.rate",
        stratum=say(f"stratum.{found.stratum.value}"),
        reaching=found.reaching,
        pairs=found.pairs,
        clusters=found.clusters,
        upper=numbers.bound(found.upper),
    )


def notes(found: AcrossResult) -> Iterator[str]:
    """Yield what else is to be known of the comparison: why nothing is evaluated, or that the case is larger."""
    if found.not_evaluated is not None:
        yield say(f"across.not-evaluated.{found.not_evaluated.value}")
    elif found.multiple > 1.0:
        yield say("across.larger", times=numbers.times(found.multiple))
