"""Sentences that more than one format shows, put together from a result."""

from collections.abc import Sequence

from codematch.model.asserted import AssertedResult, ItemStatus
from codematch.model.evidence import ChannelResult, Finding
from codematch.model.explanation import Explanation, Outcome
from codematch.model.filtration import Amount, FilterId, Ledger, RegionLabel
from codematch.model.likelihood import Likelihood, StratumRatio
from codematch.model.match import MatchClass, Region, RegionSide
from codematch.model.precision import stored_bits
from codematch.model.result import CaseResult, PairResult, Work
from codematch.model.significance import LanguageSignificance, NotEvaluated
from codematch.model.source import Limitation
from codematch.report import view
from codematch.report.text import numbers
from codematch.report.text.language_names import language_name
from codematch.report.text.messages import sentence
from codematch.report.text.visible import visible
from codematch.report.text.wording import counted, listed, say

_OBSERVATIONS = {
    MatchClass.BYTE_IDENTICAL: "exhibit.byte-identical",
    MatchClass.NORMALISED: "exhibit.normalised",
    MatchClass.RENAMED: "exhibit.renamed",
    MatchClass.EDITED: "exhibit.edited",
}


def origin(work: Work, revision: bool = True) -> str:
    """Return in which form a work was handed over, as text that may hold characters of the input."""
    source = work.origin
    given = say(f"origin.{source.kind.value}", locator=source.locator)
    if not source.revision or not revision:
        return given
    return say("origin-at", origin=given, revision=source.revision[: view.SHOWN_DIGEST])


def threshold(result: CaseResult, pair: PairResult) -> str:
    """Return the sentence that says from which weight on the run reported regions."""
    languages = [
        say(
            "summary.threshold.language",
            bits=numbers.bits(entry.threshold_bits),
            language=visible(language_name(entry.language)),
        )
        for entry in pair.significance
    ]
    return say(
        "summary.threshold",
        languages=listed(languages) or say("summary.threshold.unrecorded"),
        bits=numbers.bits(view.setting_value(result.manifest, "weighing", "min_weight")),
        place_bits=numbers.bits(view.setting_value(result.manifest, "weighing", "min_same_place")),
    )


def significance_intro(result: CaseResult, pair: PairResult) -> str:
    """Return what the regions are held against, or that they are not."""
    if all(entry.not_evaluated is not None for entry in pair.significance):
        return say("significance.unrecorded")
    return say(
        "significance.intro",
        level=numbers.threshold(view.setting_value(result.manifest, "significance", "level")),
        comparisons=pair.comparisons,
    )


def significance(pair: PairResult) -> list[str]:
    """Return a line on each language that is evaluated, then one for each reason why others are not."""
    lines = [_reaching(entry) for entry in pair.significance if entry.not_evaluated is None]
    left: dict[NotEvaluated, list[str]] = {}
    for entry in pair.significance:
        if entry.not_evaluated is not None:
            left.setdefault(entry.not_evaluated, []).append(language_name(entry.language))
    return lines + [not_evaluated(reason, names) for reason, names in left.items()]


def not_evaluated(reason: NotEvaluated, languages: Sequence[str]) -> str:
    """Return why nothing is said of some languages."""
    return say("significance.not", languages=listed(languages), reason=say(f"not-evaluated.{reason.value}"))


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
    return say("significance.region", reaching=stated.reaching, pairs=entry.pairs, upper=numbers.bound(stated.upper))


def languages(region: Region) -> str:
    """Return the language of a region, or both where its sides differ, that of the known side first.

    A region of the second pass is marked with the language that it was read as.
    """
    read, known, questioned = map(language_name, (region.language, region.known.language, region.questioned.language))
    if region.known.language not in ("", region.language):
        return say("languages.read-as", known=known, questioned=questioned, read=read)
    return f"{known} / {questioned}" if view.in_two_languages(region) else read


def excess(pair: PairResult, region: Region) -> str:
    """Return how a region compares with what unrelated works of this size typically reach, "" where that is unknown."""
    stated = region.significance
    if stated is None or stated.excess_bits is None:
        return ""
    location = view.significance_of(pair, region).location_bits
    if location is None or stored_bits(location) <= 0:
        return say("significance.excess.none")
    return say(
        "significance.excess.less" if stored_bits(stated.excess_bits) < 0 else "significance.excess.more",
        location=numbers.bits(location),
        bits=numbers.bits(abs(stated.excess_bits)),
    )


def heaviest_coincidence(pair: PairResult) -> str:
    """Return the statement on the heaviest region of the pair, "" where there is none."""
    stated = [region for region in view.heaviest(pair) if region.significance is not None]
    if not stated or stated[0].significance is None:
        return ""
    entry = view.significance_of(pair, stated[0])
    return say(
        "significance.heaviest",
        reaching=stated[0].significance.reaching,
        pairs=entry.pairs,
        total=numbers.total(stated[0].weight),
        language=language_name(stated[0].language),
        upper=numbers.bound(stated[0].significance.upper),
    )


_VERBAL = ((1.0, "weak"), (2.0, "moderate"), (3.0, "moderately-strong"), (4.0, "strong"))
"""Upper ends of log10 LR and the words of the ENFSI guideline for evaluative reporting (2015, table 2); beyond the last
one "very strong", below an LR of 2 none."""
_LEAST_SUPPORT = 0.301


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
    strength = abs(ratio.log10_lr)
    verbal = next((word for end, word in _VERBAL if strength <= end), "very-strong")
    sentence = say(
        "likelihood.first" if ratio.log10_lr >= 0 else "likelihood.second",
        language=language_name(entry.language),
        stratum=say(f"stratum.{ratio.stratum}"),
        bits=numbers.bits(entry.score_bits),
        ratio=numbers.likelihood_ratio(strength),
        lower=numbers.likelihood_bound(ratio.lower),
        upper=numbers.likelihood_bound(ratio.upper),
        same=entry.same_clusters,
        other=ratio.clusters,
        verbal=say(f"support.{verbal if strength > _LEAST_SUPPORT else 'none'}"),
    )
    source = say("likelihood.bundle", name=entry.bundle, digest=entry.digest[: view.SHOWN_DIGEST])
    return say("likelihood.sourced", sentence=sentence, source=source)


def shared_text(pair: PairResult) -> str:
    """Return how many names and literals both works hold, "" when it was not recorded."""
    shared = pair.shared_text
    if shared is None:
        return ""
    return say(
        "shared-text",
        names=shared.names,
        names_bits=numbers.bits(shared.names_bits),
        literals=shared.literals,
        literals_bits=numbers.bits(shared.literals_bits),
    )


def coverage_note(result: CaseResult) -> str:
    """Return the sentence that says when something counts as matched, with the settings of the run."""
    return say(
        "coverage.note",
        file_share=numbers.threshold(view.setting_value(result.manifest, "counting", "file_share")),
        unit_share=numbers.threshold(view.setting_value(result.manifest, "counting", "unit_share")),
    )


def found(result: CaseResult, pair: PairResult) -> list[str]:
    """Return what was found, or plainly that nothing was, what was compared, and what would have been reported."""
    totals = pair.totals
    compared = say(
        "summary.compared",
        known_files=counted("count.files", view.disposition_counts(pair.known)["compared"]),
        known_lines=counted("count.counted-lines", totals.line.total.known),
        known_tokens=counted("count.tokens", totals.token.total.known),
        questioned_files=counted("count.files", view.disposition_counts(pair.questioned)["compared"]),
        questioned_lines=counted("count.counted-lines", totals.line.total.questioned),
        questioned_tokens=counted("count.tokens", totals.token.total.questioned),
    )
    if not pair.regions:
        return [say("summary.none"), compared, threshold(result, pair), say("summary.none-scope")]
    pairs = counted("summary.pairs", len(pair.file_pairs))
    return [counted("summary.found", len(pair.regions), pairs=pairs), compared, threshold(result, pair)]


def measured(pair: PairResult) -> list[str]:
    """Return the sentences of the summary that go with at least one region: coverage in lines, and the heaviest."""
    line = pair.totals.line
    heaviest = view.heaviest(pair)[0]
    return [
        say(
            "summary.lines",
            known_matched=line.matched.known,
            known_total=line.total.known,
            known_ratio=numbers.ratio(line.matched.known, line.total.known),
            questioned_matched=line.matched.questioned,
            questioned_total=line.total.questioned,
            questioned_ratio=numbers.ratio(line.matched.questioned, line.total.questioned),
        ),
        say(
            "summary.heaviest",
            number=heaviest.number,
            total=numbers.total(heaviest.weight),
            match_class=heaviest.match_class.value,
            meaning=say(f"class.{heaviest.match_class.value}"),
        ),
    ]


def filtration(pair: PairResult) -> str:
    """Return how many regions filters label, and how many are left."""
    labelled = sum(1 for region in pair.regions if region.labels)
    if not labelled or pair.ledger is None or not pair.ledger.steps:
        return say("summary.unlabelled")
    return say("summary.labelled", labelled=labelled, count=len(pair.regions), left=pair.ledger.steps[-1].regions)


def filtration_intro(result: CaseResult) -> str:
    """Return what filtration is, and when a region counts as left."""
    return say(
        "filtration.intro", bits=numbers.bits(view.setting_value(result.manifest, "filtration", "residual_bits"))
    )


def idle_filters(ledger: Ledger) -> list[str]:
    """Return which filters label nothing in the regions, and which are off."""
    idle = [row.filter for row in ledger.rows if row.enabled and not (row.matched.known or row.matched.questioned)]
    off = [row.filter for row in ledger.rows if not row.enabled]
    return [
        say(key, filters=listed(say(f"filter.{name.value}") for name in names))
        for key, names in (("filtration.idle", idle), ("filtration.are-off", off))
        if names
    ]


def channel_figures(channel: ChannelResult) -> str:
    """Return what a channel counted, in sentences; results of earlier versions hold fewer figures."""
    figures = {name.replace("-", "_"): numbers.integer(count) for name, count in channel.figures.items()}
    told = say(f"evidence.figures.{channel.channel.value}", **figures)
    if _LATER.get(channel.channel.value) in channel.figures:
        told += say("separator.sentences") + say(f"evidence.figures.{channel.channel.value}.more", **figures)
    if "author-changed" in channel.figures:
        told += say("separator.sentences") + say("evidence.figures.artefacts.authors", **figures)
    return told


_LATER = {"lines": "shared-line-pairs", "names": "disguised", "artefacts": "known-hidden"}
"""Channels with figures that came later, and one of these."""


def note(finding: Finding) -> str:
    """Return what else is to be known of a finding, "" for nothing."""
    return sentence(finding.note)


def changed(result: CaseResult) -> str:
    """Return that the record is invalid, and which works changed."""
    return say("engagement.changed", works=listed(map(_work, result.changed)))


def _work(role: str) -> str:
    kind, _, number = role.partition(".")
    return say(f"{kind}.work", number=number)


def asserted(pair: PairResult) -> str:
    """Return how many of the asserted items have a counterpart."""
    have = sum(entry.status is ItemStatus.COUNTERPART for entry in pair.asserted)
    return say("asserted.found", have=have, count=len(pair.asserted))


def item_tokens(entry: AssertedResult) -> str:
    """Return how many tokens of an item regions align."""
    matched, whole = entry.matched_tokens, entry.tokens
    return say("asserted.part", matched=matched, whole=whole)


def item_lines(entry: AssertedResult) -> str:
    """Return how many lines of an item regions align as a whole."""
    matched, whole = entry.matched_lines, entry.lines
    return say("asserted.lines", matched=matched, whole=whole)


def alternative_explanations(kinds: Sequence[str]) -> str:
    """Return what else may explain findings of these kinds."""
    words = [say("evidence.else.kind", kind=say(f"finding.{kind}"), words=say(f"else.{kind}")) for kind in kinds]
    return say("evidence.else", words=say("separator.items").join(words))


def tests(item: Explanation) -> str:
    """Return what tested an explanation: filters and kinds of findings."""
    filters = {filter_id.value for filter_id in FilterId}
    words = [say(f"filter.{name}") if name in filters else say(f"finding.{name}") for name in item.tests]
    return listed(words) or say("explanation.no-test")


def rarity(finding: Finding) -> str:
    """Return in how many projects of the background a finding was seen, a dash where that was not counted."""
    if finding.rarity is None:
        return "–"
    return say("evidence.rarity.value", seen=finding.rarity.seen_in, projects=finding.rarity.projects)


def explanations(pair: PairResult, region: Region) -> list[str]:
    """Return which explanations were found in a region, which were not, and which cannot be tested: a line for each."""
    here = [item for item in pair.explanations if region.number in item.regions]
    tested = [item for item in pair.explanations if item not in here and item.outcome is not Outcome.NOT_TESTABLE]
    others = [item for item in pair.explanations if item not in here and item.outcome is Outcome.NOT_TESTABLE]
    return [
        say(key, explanations=listed(say(f"explains.{item.id.value}") for item in items))
        for key, items in (("exhibit.found", here), ("exhibit.not-found", tested), ("exhibit.not-testable", others))
        if items
    ]


def labels(region: Region) -> str:
    """Return the reason codes of a region, each with the number of aligned tokens that it labels, most first."""
    return label_tokens(region.labels)


def label_tokens(of_region: Sequence[RegionLabel]) -> str:
    """Return the reason codes of the labels of a region, each with the number of aligned tokens, most first."""
    sums: dict[str, int] = {}
    for label in of_region:
        sums[label.code.value] = sums.get(label.code.value, 0) + label.tokens
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return listed(say("label-words", code=say(f"tag.{code}"), tokens=tokens) for code, tokens in ordered)


def residual(region: Region) -> str:
    """Return what is left of a region, "" when all of it is or nothing was filtered."""
    if region.residual is None or (not region.labels and region.residual == region.weight):
        return ""
    return say(
        "residual.words",
        bits=numbers.total(region.residual),
        total=numbers.total(region.weight),
        left=region.residual_tokens,
        tokens=region.tokens,
    )


def amount(part: Amount) -> str:
    """Return how much of a work a filter labels."""
    return say(
        "filtration.amount",
        files=counted("count.files", part.files),
        lines=counted("count.lines", part.lines),
        tokens=counted("count.tokens", part.tokens),
    )


def observation(region: Region) -> str:
    """Return the one sentence that states what a region is, by its class; it names files by role, not by path."""
    return say(
        _OBSERVATIONS[region.match_class],
        known_lines=numbers.line_range(region.known.first_line, region.known.last_line),
        questioned_lines=numbers.line_range(region.questioned.first_line, region.questioned.last_line),
    )


def cells(side: RegionSide) -> str:
    """Return in which cells of a notebook one side of a region stands, "" in other files."""
    span = side.cells
    if span is None:
        return ""
    if span.first_cell == span.last_cell:
        lines = numbers.line_range(span.first_line, span.last_line)
        key = "cells.line" if span.first_line == span.last_line else "cells.lines"
        return say(key, cell=span.first_cell, lines=lines)
    return say(
        "cells.several",
        first_cell=span.first_cell,
        first_line=span.first_line,
        last_cell=span.last_cell,
        last_line=span.last_line,
    )


def place(side: RegionSide) -> str:
    """Return the lines of one side of a region, and of a notebook its cells."""
    lines, within = numbers.line_range(side.first_line, side.last_line), cells(side)
    return f"{lines}{say('in-brackets', text=within)}" if within else lines


def subject(limitation: Limitation) -> str:
    """Return what a limitation is about: a path, or a language, "" for the entire run."""
    return language_name(limitation.subject) if limitation.stage == "weight" else limitation.subject


def omission(left_out: view.Omission) -> str:
    """Return how many lines an exhibit leaves out at one place."""
    if left_out.known == left_out.questioned:
        return counted("omitted", left_out.known)
    known, questioned = numbers.integer(left_out.known), numbers.integer(left_out.questioned)
    return say("omitted.both", known=known, questioned=questioned)
