"""Sentences of the first page: what corresponds, how much, what filters account for, and what was not tested."""

from collections import Counter
from collections.abc import Mapping

from codematch.model.explanation import Outcome
from codematch.model.match import MatchClass
from codematch.model.precision import stored_total
from codematch.model.result import CaseResult, PairResult
from codematch.model.sides import SIDES
from codematch.model.source import Disposition, Reason
from codematch.report import view
from codematch.report.text import numbers, region_sentences, sentences, strata_sentences
from codematch.report.text.wording import counted, listed, running, say

GRAVEST = (
    Reason.READ_ERROR, Reason.ENCRYPTED, Reason.DAMAGED, Reason.ARCHIVE_LIMIT, Reason.UNSUPPORTED_ARCHIVE,
    Reason.ARCHIVE, Reason.TOO_LARGE, Reason.LFS_POINTER, Reason.SUBMODULE, Reason.HIDDEN_TEXT, Reason.HIDDEN_DATA,
    Reason.UNDECODABLE_BYTES, Reason.AMBIGUOUS_ENCODING, Reason.UNFIT_ENCODING, Reason.PARSE_TIMEOUT,
    Reason.PARSE_DEPTH, Reason.PARSE_SIZE, Reason.SYNTAX_ERRORS, Reason.NOT_DIVIDED, Reason.LANGUAGE_EVIDENCE,
    Reason.NO_BACKGROUND, Reason.SMALL_BACKGROUND, Reason.LIGHT_MATCHES, Reason.FREQUENT_SEEDS, Reason.HISTORY_STATE,
)  # fmt: skip
"""Reasons of limitations, those first that keep most content from being compared."""
_LIMITATIONS = 4
"""So many kinds of limitations are named; all are listed in the section on scope."""
_CODES = 4
_HALF = 0.5


def files(result: CaseResult, pair: PairResult) -> str:
    """Return how many regions and pairs of files there are, or what would have been reported."""
    if not pair.regions:
        return running([say("summary.none"), sentences.least_weight(result, pair)])
    identical = sum(item.match_class is MatchClass.BYTE_IDENTICAL for item in pair.file_pairs)
    half = sum(item.matched.known >= _HALF * item.tokens.known for item in pair.file_pairs)
    found = counted("summary.found", len(pair.regions), pairs=counted("summary.pairs", len(pair.file_pairs)))
    return running([found, say("glance.pairs", identical=identical, half=half)])


def share(result: CaseResult, pair: PairResult) -> str:
    """Return how many lines of each work correspond to lines of the other one."""
    return sentences.measured(pair)[0] if pair.regions else say("summary.no-lines")


def residual(result: CaseResult, pair: PairResult) -> str:
    """Return what filters account for, by reason, and what is left."""
    ledger = pair.ledger
    if ledger is None or not ledger.steps or not pair.regions:
        return say("glance.unfiltered" if pair.regions else "glance.nothing-filtered")
    first, last = ledger.steps[0], ledger.steps[-1]
    by_tokens = view.lines_tell_little(pair.totals.line, pair.totals.token)
    left = say(
        "glance.left-tokens" if by_tokens else "glance.left",
        left=last.regions,
        count=len(pair.regions),
        **(
            {"tokens": last.tokens.questioned, "all_tokens": first.tokens.questioned}
            if by_tokens
            else {"lines": last.lines.questioned, "all_lines": first.lines.questioned}
        ),
        bits=numbers.bits(sum(stored_total(region.residual or region.weight) for region in pair.regions)),
        all_bits=numbers.bits(sum(stored_total(region.weight) for region in pair.regions)),
    )
    return running([labelled(pair), left])


def labelled(pair: PairResult) -> str:
    """Return which reasons filters give for how many tokens of regions, most first."""
    tokens: Counter[str] = Counter()
    for region in pair.regions:
        for label in region.labels:
            tokens[label.code.value] += label.tokens
    if not tokens:
        return say("glance.no-label")
    ordered = sorted(tokens.items(), key=lambda item: (-item[1], item[0]))
    shown, rest = view.capped(ordered, _CODES)
    said = [say("label-words", code=say(f"tag.{code}"), tokens=count) for code, count in shown]
    said += [say("and-more", count=rest)] if rest else []
    regions = sum(bool(region.labels) for region in pair.regions)
    return say("glance.labelled", regions=regions, count=len(pair.regions), codes=listed(said))


def findings(result: CaseResult, pair: PairResult) -> str:
    """Return what the channels found in both works, those with findings alone."""
    counts = {entry.channel: len(entry.findings) + entry.omitted for entry in pair.evidence}
    if not counts:
        return say("evidence.none")
    said = [
        say("summary.channel", channel=say(f"evidence.{channel.value}"), count=count)
        for channel, count in counts.items()
        if count
    ]
    return say("glance.findings", channels=listed(said)) if said else say("glance.no-findings")


def rates(result: CaseResult, pair: PairResult) -> str:
    """Return how often works without a common origin reach what was found, the least favourable stratum first."""
    told = region_sentences.heaviest_coincidence(pair)
    if not told:
        lines = say("separator.items").join(region_sentences.significance(pair))
        told = say("glance.lines", lines=lines) if lines else say("significance.unrecorded")
    return running([strata_sentences.line(pair), told])


def untested(result: CaseResult, pair: PairResult) -> str:
    """Return which files were not compared, which explanations were not tested, and the gravest limitations."""
    names = listed(
        say(f"explains.{item.id.value}") for item in pair.explanations if item.outcome is Outcome.NOT_TESTABLE
    )
    return running([
        left_out(pair),
        say("glance.untested", explanations=names) if names else "",
        say("glance.time") if pair.versions is None else "",
        limitations(result),
    ])  # fmt: skip


def limitations(result: CaseResult) -> str:
    """Return the kinds of limitations with their numbers, those first that keep most content from being compared."""
    groups = view.limitation_groups(result)
    if not groups:
        return say("limits.none")
    order = {reason: place for place, reason in enumerate(GRAVEST)}
    ranked = sorted(groups, key=lambda item: order.get(item[0], len(order)))
    shown, rest = view.capped(ranked, _LIMITATIONS)
    said = [say("glance.limitation", reason=say(f"reason.{reason.value}"), count=len(items)) for reason, items in shown]
    said += [say("and-more", count=rest)] if rest else []
    return say("glance.limitations", reasons=say("separator.items").join(said))


def reasons(counts: Mapping[Reason, int], key: str = "glance.limitation") -> str:
    """Return reasons with the number of files that each has, the most frequent ones first; `key` is how one is told."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0].value))
    return say("separator.items").join(
        say(key, reason=say(f"reason.{one.value}"), count=count) for one, count in ranked
    )


def left_out(pair: PairResult) -> str:
    """Return how many files of both works were not compared, or that every one was."""
    if not view.not_compared(pair):
        return say("not-compared.none")
    counts = {
        f"{role}_{disposition.value}": work.counts.get(disposition.value, 0)
        for role, work in zip(SIDES, view.works(pair), strict=True)
        for disposition in (Disposition.EXCLUDED, Disposition.UNREADABLE)
    }
    return say("summary.left-out", **counts)
