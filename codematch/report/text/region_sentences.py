"""What a region is, where it is, what filters and explanations say of it, and how its weight compares."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from codematch.model.explanation import Outcome
from codematch.model.filtration import RegionLabel
from codematch.model.likelihood import Likelihood, StratumRatio
from codematch.model.match import Region, RegionSide
from codematch.model.precision import stored_bits
from codematch.model.result import CaseResult, PairResult
from codematch.model.significance import LanguageSignificance, NotEvaluated
from codematch.report import view
from codematch.report.text import numbers, strata_sentences, stratum_rates
from codematch.report.text.language_names import language_name
from codematch.report.text.visible import visible
from codematch.report.text.wording import listed, running, say
from codematch.settings.published import verbal_strength

_OBSERVATIONS = {"M0": "byte-identical", "M1": "normalised", "M2": "renamed", "M3": "edited"}
"""Of each match class, the key of the sentence that states what a region is."""


def observation(region: Region) -> str:
    """Return the sentence that states what a region is, by its match class."""
    known, questioned = (numbers.line_range(side.first_line, side.last_line) for side in view.sides(region))
    return say(f"exhibit.{_OBSERVATIONS[region.match_class]}", known_lines=known, questioned_lines=questioned)


def languages(region: Region) -> str:
    """Return the language of a region, or both where its sides differ, that of the known side first.

    A region of the second pass is marked with the language that it was read as.
    """
    read, known, questioned = map(language_name, (region.language, region.known.language, region.questioned.language))
    if region.known.language not in ("", region.language):
        return say("languages.read-as", known=known, questioned=questioned, read=read)
    return f"{known} / {questioned}" if view.in_two_languages(region) else read


def place(side: RegionSide) -> str:
    """Return the lines of one side of a region, and of a notebook its cells."""
    lines, within = numbers.line_range(side.first_line, side.last_line), cells(side)
    return f"{lines}{say('in-brackets', text=within)}" if within else lines


def shown_place(side: RegionSide) -> str:
    """Return the path and the place of one side of a region, safe to show."""
    return f"{visible(side.path)}:{place(side)}"


def passage(path: str, first_line: int, last_line: int) -> str:
    """Return a path with lines, safe to show."""
    return f"{visible(path)}:{numbers.line_range(first_line, last_line)}"


def cells(side: RegionSide) -> str:
    """Return the cells of a notebook that one side of a region is in, "" in other files."""
    span = side.cells
    if span is None:
        return ""
    first, last = (span.first_cell, span.first_line), (span.last_cell, span.last_line)
    if span.first_cell == span.last_cell:
        lines = numbers.line_range(span.first_line, span.last_line)
        return say("cells.line" if first == last else "cells.lines", cell=span.first_cell, lines=lines)
    return say("cells.several", first_cell=first[0], first_line=first[1], last_cell=last[0], last_line=last[1])


def labels(of_region: Iterable[RegionLabel]) -> str:
    """Return the reason codes of the labels of a region, each with the number of aligned tokens, most first."""
    sums: Counter[str] = Counter()
    for label in of_region:
        sums[label.code.value] += label.tokens
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return listed(say("label-words", code=say(f"tag.{code}"), tokens=tokens) for code, tokens in ordered)


def residual(region: Region) -> str:
    """Return what is left of a region, "" when all of it is or nothing was filtered."""
    if region.residual is None or (not region.labels and region.residual == region.weight):
        return ""
    bits, total = numbers.total(region.residual), numbers.total(region.weight)
    return say("residual.words", bits=bits, total=total, left=region.residual_tokens, tokens=region.tokens)


def explanations(pair: PairResult, region: Region) -> list[str]:
    """Return which explanations were found in a region, which were not, and which cannot be tested: a line for each."""
    here = [item for item in pair.explanations if region.number in item.regions]
    others = [item for item in pair.explanations if item not in here]
    tested = [item for item in others if item.outcome is not Outcome.NOT_TESTABLE]
    untested = [item for item in others if item.outcome is Outcome.NOT_TESTABLE]
    return [
        say(key, explanations=listed(say(f"explains.{item.id.value}") for item in items))
        for key, items in (("exhibit.found", here), ("exhibit.not-found", tested), ("exhibit.not-testable", untested))
        if items
    ]


def significance_intro(result: CaseResult, pair: PairResult) -> str:
    """Return what the regions are compared with, or that they are not."""
    if all(entry.not_evaluated is not None for entry in pair.significance):
        return say("significance.unrecorded")
    level = numbers.threshold(view.setting_value(result.manifest, "significance", "level"))
    return say("significance.intro", level=level, comparisons=pair.comparisons)


def significance(pair: PairResult) -> list[str]:
    """Return a line on each language that is evaluated, then one for each reason why others are not."""
    lines = [line for entry in pair.significance for line in _of_language(entry)]
    left: dict[NotEvaluated, list[str]] = {}
    for entry in pair.significance:
        if entry.not_evaluated is not None:
            left.setdefault(entry.not_evaluated, []).append(language_name(entry.language))
    return lines + [not_evaluated(reason, names) for reason, names in left.items()]


def _of_language(entry: LanguageSignificance) -> Iterator[str]:
    """What is known of a language: first of the least favourable stratum that fits, then of unrelated works."""
    yield from [line for line in (stratum_rates.threshold(entry),) if line]
    yield from [_reaching(entry)] if entry.not_evaluated is None else []


def not_evaluated(reason: NotEvaluated, names: Sequence[str]) -> str:
    """Return why languages are not evaluated."""
    return say("significance.not", languages=listed(names), reason=say(f"not-evaluated.{reason.value}"))


def _reaching(entry: LanguageSignificance) -> str:
    """How many unrelated pairs reach the threshold of a language."""
    line = say(
        "significance.line",
        language=language_name(entry.language),
        reaching=entry.reaching,
        pairs=entry.pairs,
        works=entry.works,
        tokens=entry.band_tokens,
        threshold=numbers.bits(entry.threshold_bits),
        upper=numbers.bound(entry.upper),
    )
    if entry.multiple <= 1:
        return line
    return f"{line}{say('separator.items')}{say('significance.times', multiple=numbers.times(entry.multiple))}"


def coincidence(pair: PairResult, region: Region) -> str:
    """Return how many unrelated pairs have a region as heavy, with the bound, or that it is not evaluated."""
    stated = region.significance
    if stated is None:
        return say("not-evaluated.languages" if view.in_two_languages(region) else "not-evaluated")
    entry = view.significance_of(pair, region)
    unrelated = say(
        "significance.region", reaching=stated.reaching, pairs=entry.pairs, upper=numbers.bound(stated.upper)
    )
    return running([stratum_rates.region(entry, stated.stratum), unrelated])


def excess(pair: PairResult, region: Region) -> str:
    """Return how a region compares with what unrelated works of this size typically reach, "" where that is unknown."""
    stated = region.significance
    if stated is None or stated.excess_bits is None:
        return ""
    location = view.significance_of(pair, region).median_bits
    if location is None or stored_bits(location) <= 0:
        return say("significance.excess.none")
    key = "significance.excess.less" if stored_bits(stated.excess_bits) < 0 else "significance.excess.more"
    return say(key, location=numbers.bits(location), bits=numbers.bits(abs(stated.excess_bits)))


def heaviest_coincidence(pair: PairResult) -> str:
    """Return the statement on the heaviest region of the pair, "" where there is none."""
    for region in view.heaviest(pair):
        if region.significance is not None:
            entry = view.significance_of(pair, region)
            unrelated = say(
                "significance.heaviest",
                reaching=region.significance.reaching,
                pairs=entry.pairs,
                total=numbers.total(region.weight),
                language=language_name(region.language),
                upper=numbers.bound(region.significance.upper),
            )
            differs = strata_sentences.figures_of(pair, entry)
            return running([differs, stratum_rates.region(entry, region.significance.stratum), unrelated])
    return ""


def likelihoods(pair: PairResult) -> list[str]:
    """Return the likelihood ratios, each stratum of each language in a sentence, or why there is none."""
    lines = []
    for entry in pair.likelihood:
        if entry.not_covered is not None:
            reason = say(f"not-covered.{entry.not_covered.value}")
            lines.append(say("likelihood.not", language=language_name(entry.language), reason=reason))
        lines += [_likelihood(entry, ratio) for ratio in entry.strata]
    return lines or [say("likelihood.not-asked")]


def _likelihood(entry: Likelihood, ratio: StratumRatio) -> str:
    sentence = say(
        "likelihood.first" if ratio.log10_lr >= 0 else "likelihood.second",
        language=language_name(entry.language),
        stratum=say(f"stratum.{ratio.stratum}"),
        bits=numbers.bits(entry.score_bits),
        ratio=numbers.likelihood_ratio(abs(ratio.log10_lr)),
        lower=numbers.likelihood_bound(ratio.lower),
        upper=numbers.likelihood_bound(ratio.upper),
        same=entry.same_clusters,
        other=ratio.clusters,
        verbal=say(f"support.{verbal_strength(ratio.log10_lr)}"),
    )
    source = say("likelihood.bundle", name=entry.bundle, digest=entry.digest[: view.SHOWN_DIGEST])
    return say("likelihood.sourced", sentence=sentence, source=source)
