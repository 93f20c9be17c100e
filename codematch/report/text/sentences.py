"""Sentences on a comparison that more than one format shows: what was found, covered, labelled and asserted."""

from collections.abc import Iterable

from codematch.model.asserted import AssertedResult, ItemStatus
from codematch.model.evidence import ChannelResult, Finding
from codematch.model.explanation import Explanation, Outcome
from codematch.model.filtration import HELD_AGAINST, Amount, FilterId, FilterRow, Ledger
from codematch.model.precision import stored_total
from codematch.model.result import CaseResult, PairResult, Ratio, Work
from codematch.model.sides import SIDES, Both
from codematch.model.source import Limitation
from codematch.report import view
from codematch.report.text import numbers
from codematch.report.text.language_names import language_name
from codematch.report.text.visible import visible
from codematch.report.text.wording import counted, current_language, listed, running, say, texts

_ADDED_FIGURES = (
    ("lines", "shared-line-pairs", "lines.more"),
    ("names", "disguised", "names.more"),
    ("artefacts", "known-hidden", "artefacts.more"),
    ("artefacts", "author-changed", "artefacts.authors"),
)
"""Of a channel: a figure that results of earlier versions lack, and the key of the sentence that quotes it."""


def origin(work: Work, revision: bool = True) -> str:
    """Return what a work was read from, as text that may contain characters of the input."""
    source = work.origin
    given = say(f"origin.{source.kind.value}", locator=source.locator)
    if not source.revision or not revision:
        return given
    return say("origin-at", origin=given, revision=source.revision[: view.SHOWN_DIGEST])


def deciding_channels(renames: bool) -> str:
    """Return the names of the channels that decide on reporting, where consistent renames are among them or not."""
    return say("deciding.renames" if renames else "deciding")


def least_weight(result: CaseResult, pair: PairResult) -> str:
    """Return the sentence that says from which weight regions are reported, without the exceptions."""
    return say("glance.threshold", **_least_weight(result, pair))


def _least_weight(result: CaseResult, pair: PairResult) -> dict[str, str]:
    languages = (
        say("summary.threshold.language", bits=numbers.bits(entry.threshold_bits), language=_shown(entry.language))
        for entry in pair.significance
    )
    return {
        "channels": deciding_channels(view.weighs_renames(result)),
        "languages": listed(languages) or say("summary.threshold.unrecorded"),
    }


def threshold(result: CaseResult, pair: PairResult) -> str:
    """Return the sentences that say what is reported from which weight."""
    regions = say(
        "summary.threshold",
        **_least_weight(result, pair),
        bits=numbers.bits(view.setting_value(result.manifest, "weighing", "min_weight")),
        place_bits=numbers.bits(view.setting_value(result.manifest, "weighing", "min_established")),
    )
    return running((regions, _light_thresholds(pair)))


def _light_thresholds(pair: PairResult) -> str:
    """Return the sentence on what is reported although it is lighter, "" where no null model says so."""
    entries = [entry for entry in pair.significance if entry.pair_threshold_bits is not None]
    if not entries:
        return ""
    sums, carried = (
        listed(say("summary.threshold.language", bits=numbers.bits(bits), language=_shown(name)) for name, bits in rows)
        for rows in (
            [(entry.language, entry.pair_threshold_bits) for entry in entries],
            [(entry.language, entry.carried_threshold_bits) for entry in entries],
        )
    )
    return say("summary.threshold.sums", sums=sums, carried=carried)


def _shown(language: str) -> str:
    return visible(language_name(language))


def shared_text(pair: PairResult) -> str:
    """Return how many names and literals occur in both works, "" when it was not recorded."""
    shared = pair.shared_text
    if shared is None:
        return ""
    bits = {"names_bits": numbers.bits(shared.names_bits), "literals_bits": numbers.bits(shared.literals_bits)}
    return say("shared-text", names=shared.names, literals=shared.literals, **bits)


def coverage_note(result: CaseResult) -> str:
    """Return the sentence that says when something counts as matched, with the settings of the run."""
    shares = {name: view.setting_value(result.manifest, "counting", name) for name in ("file_share", "unit_share")}
    return say("coverage.note", **{name: numbers.threshold(share) for name, share in shares.items()})


def found(result: CaseResult, pair: PairResult) -> list[str]:
    """Return what was found, or plainly that nothing was, what was compared, and what would have been reported."""
    files = view.works(pair).map(lambda work: view.disposition_counts(work)["compared"])
    compared = say(
        "summary.compared",
        **_of_both("files", "count.files", files),
        **_of_both("lines", "count.counted-lines", pair.totals.line.total),
        **_of_both("tokens", "count.tokens", pair.totals.token.total),
    )
    if not pair.regions:
        return [say("summary.none"), compared, threshold(result, pair), say("summary.none-scope")]
    pairs = counted("summary.pairs", len(pair.file_pairs))
    return [counted("summary.found", len(pair.regions), pairs=pairs), compared, threshold(result, pair)]


def _of_both(name: str, key: str, counts: Both[int]) -> dict[str, str]:
    """Return two counts as values of a text, `known_<name>` and `questioned_<name>`."""
    return {f"known_{name}": counted(key, counts.known), f"questioned_{name}": counted(key, counts.questioned)}


def _shares(key: str, counts: Ratio) -> str:
    """Return a text about how much of both works is matched in one unit."""
    values: dict[str, str | int | None] = {}
    for role, matched, total in zip(SIDES, counts.matched, counts.total, strict=True):
        values |= {f"{role}_matched": matched, f"{role}_total": total, f"{role}_ratio": numbers.ratio(matched, total)}
    return say(key, **values)


def measured(pair: PairResult) -> tuple[str, str]:
    """Return the sentences of the summary that go with at least one region: coverage in lines, and the heaviest."""
    line, token, heaviest = pair.totals.line, pair.totals.token, view.heaviest(pair)[0]
    covered = [_shares("summary.lines", line)]
    covered += [_shares("summary.tokens", token)] if view.lines_tell_little(line, token) else []
    name = heaviest.match_class.value
    total, meaning = numbers.total(heaviest.weight), say(f"class.{name}")
    return running(covered), say(
        "summary.heaviest", number=heaviest.number, total=total, match_class=name, meaning=meaning
    )


def filtration(pair: PairResult) -> str:
    """Return how many regions filters label, and how many are left."""
    if not pair.regions:
        return say("glance.nothing-filtered")
    labelled = sum(1 for region in pair.regions if region.labels)
    if not labelled or pair.ledger is None or not pair.ledger.steps:
        return say("summary.unlabelled")
    left = pair.ledger.steps[-1].regions
    return say("summary.labelled", labelled=labelled, count=len(pair.regions), left=left)


def filtration_intro(result: CaseResult) -> str:
    """Return what filtration is, and when a region counts as left."""
    bits = view.setting_value(result.manifest, "filtration", "residual_bits")
    return say("filtration.intro", bits=numbers.bits(bits))


def all_channels_left(pair: PairResult) -> str:
    """Return how much of the weight of all regions remains, in all channels: the table of filters states structure."""
    left, whole = (
        numbers.bits(sum(stored_total(weight) for weight in weights))
        for weights in (
            [region.residual or region.weight for region in pair.regions],
            [region.weight for region in pair.regions],
        )
    )
    return say("filtration.all-channels", bits=left, all_bits=whole)


def idle_filters(ledger: Ledger) -> list[str]:
    """Return which filters label nothing in the regions, and which are off."""
    idle = [row.filter for row in ledger.rows if row.enabled and not any(row.matched)]
    off = [row.filter for row in ledger.rows if not row.enabled]
    return [
        say(key, filters=listed(say(f"filter.{name}") for name in names))
        for key, names in (("filtration.idle", idle), ("filtration.are-off", off))
        if names
    ]


def amount(part: Amount) -> str:
    """Return how much of a work a filter labels."""
    counts = {name: counted(f"count.{name}", getattr(part, name)) for name in ("files", "lines", "tokens")}
    return say("filtration.amount", **counts)


def channel_figures(channel: ChannelResult) -> str:
    """Return what a channel counted, in sentences; results of earlier versions have fewer figures."""
    figures = {name.replace("-", "_"): count for name, count in channel.figures.items()}
    keys = [channel.channel.value]
    keys += [key for name, figure, key in _ADDED_FIGURES if name == keys[0] and figure in channel.figures]
    return say("separator.sentences").join(say(f"evidence.figures.{key}", **figures) for key in keys)


def rarity(finding: Finding) -> str:
    """Return in how many projects of the background a finding was seen, a dash where that was not counted."""
    seen = finding.rarity
    return "–" if seen is None else say("evidence.rarity.value", seen=seen.seen_in, projects=seen.projects)


def alternative_explanations(kinds: Iterable[str]) -> str:
    """Return what else may explain findings of these kinds."""
    said = (say("evidence.else.kind", kind=say(f"finding.{kind}"), words=say(f"else.{kind}")) for kind in kinds)
    return say("evidence.else", words=say("separator.items").join(said))


def tests(pair: PairResult, item: Explanation) -> tuple[str, str]:
    """Return what tested an explanation, filters and kinds of findings, and which filters had nothing to test with."""
    rows = {row.filter: row for row in pair.ledger.rows} if pair.ledger is not None else {}
    if item.outcome is Outcome.NOT_TESTABLE:
        return ("", say("explanation.nothing-given")) if item.tests else (say("explanation.no-test"), "")
    idle = [name for name in item.tests if name in HELD_AGAINST and _is_idle(rows.get(name))]
    made, left = (
        listed(
            say(f"filter.{name}" if f"filter.{name}" in texts(current_language()) else f"finding.{name}")
            for name in names
        )
        for names in ([name for name in item.tests if name not in idle], idle)
    )
    without = say("explanation.not-given", filters=left) if left else ""
    return made, without


def _is_idle(row: FilterRow | None) -> bool:
    """Tell whether a filter that labels what is in something given had nothing, or was off.

    Agreed exclusions may be patterns of paths, which a row does not record: they are not said to be missing.
    """
    if row is None or not row.enabled:
        return True
    return row.filter != FilterId.AGREED and not (row.material or row.codes)


def changed(result: CaseResult) -> str:
    """Return that the record is invalid, and which works changed."""
    roles = (role.partition(".") for role in result.changed)
    return say("engagement.changed", works=listed(say(f"{kind}.work", number=number) for kind, _, number in roles))


def asserted(pair: PairResult) -> str:
    """Return how many of the asserted items have a counterpart."""
    have = sum(entry.status is ItemStatus.COUNTERPART for entry in pair.asserted)
    return say("asserted.found", have=have, count=len(pair.asserted))


def item_tokens(entry: AssertedResult) -> str:
    """Return how many tokens of an item regions align."""
    return say("asserted.part", matched=entry.matched_tokens, whole=entry.tokens)


def item_lines(entry: AssertedResult) -> str:
    """Return how many lines of an item regions align as a whole."""
    return say("asserted.lines", matched=entry.matched_lines, whole=entry.lines)


def subject(limitation: Limitation) -> str:
    """Return what a limitation is about: a path, or a language, "" for the entire run."""
    return language_name(limitation.subject) if limitation.stage == "weight" else limitation.subject


def omission(left_out: view.Omission) -> str:
    """Return how many lines an exhibit leaves out at one place."""
    if left_out.known == left_out.questioned:
        return counted("omitted", left_out.known)
    return say("omitted.both", known=left_out.known, questioned=left_out.questioned)
