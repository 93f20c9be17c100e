"""Sentences that more than one format shows, put together from a result."""

from codematch.model.match import MatchClass, Region
from codematch.model.result import CaseResult, PairResult, Work
from codematch.report import numbers, view
from codematch.report.wording import counted, say

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


def threshold(result: CaseResult) -> str:
    """Return the sentence that says from which weight on the run reported regions."""
    return say(
        "summary.threshold",
        bits=numbers.bits(view.setting_value(result.manifest, "weighing", "min_weight")),
        place_bits=numbers.bits(view.setting_value(result.manifest, "weighing", "min_same_place")),
    )


def shared_text(pair: PairResult) -> str:
    """Return how many names and literals both works hold, "" when it was not recorded."""
    shared = pair.shared_text
    if shared is None:
        return ""
    return say(
        "shared-text",
        names=numbers.integer(shared.names),
        names_bits=numbers.bits(shared.names_bits),
        literals=numbers.integer(shared.literals),
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
        known_files=numbers.integer(view.disposition_counts(pair.known)["compared"]),
        known_lines=numbers.integer(totals.line.known_total),
        known_tokens=numbers.integer(totals.token.known_total),
        questioned_files=numbers.integer(view.disposition_counts(pair.questioned)["compared"]),
        questioned_lines=numbers.integer(totals.line.questioned_total),
        questioned_tokens=numbers.integer(totals.token.questioned_total),
    )
    if not pair.regions:
        return [say("summary.none"), compared, threshold(result), say("summary.none-scope")]
    pairs = counted("summary.pairs", len(pair.file_pairs))
    return [counted("summary.found", len(pair.regions), pairs=pairs), compared, threshold(result)]


def measured(pair: PairResult) -> list[str]:
    """Return the sentences of the summary that go with at least one region: coverage in lines, and the heaviest."""
    line = pair.totals.line
    heaviest = view.heaviest(pair)[0]
    return [
        say(
            "summary.lines",
            known_matched=numbers.integer(line.known_matched),
            known_total=numbers.integer(line.known_total),
            known_ratio=numbers.ratio(line.known_matched, line.known_total),
            questioned_matched=numbers.integer(line.questioned_matched),
            questioned_total=numbers.integer(line.questioned_total),
            questioned_ratio=numbers.ratio(line.questioned_matched, line.questioned_total),
        ),
        say(
            "summary.heaviest",
            number=numbers.integer(heaviest.number),
            total=numbers.total(heaviest.weight),
            match_class=heaviest.match_class.value,
            meaning=say(f"class.{heaviest.match_class.value}"),
        ),
    ]


def filtration(pair: PairResult) -> str:
    """Return whether any region carries a filtration label."""
    labelled = sum(1 for region in pair.regions if region.labels)
    return counted("summary.labelled", labelled) if labelled else say("summary.unlabelled")


def observation(region: Region) -> str:
    """Return the one sentence that states what a region is, by its class; it names files by role, not by path."""
    return say(
        _OBSERVATIONS[region.match_class],
        known_lines=numbers.line_range(region.known.first_line, region.known.last_line),
        questioned_lines=numbers.line_range(region.questioned.first_line, region.questioned.last_line),
    )


def omission(left_out: view.Omission) -> str:
    """Return how many lines an exhibit leaves out at one place."""
    if left_out.known == left_out.questioned:
        return counted("omitted", left_out.known)
    known, questioned = numbers.integer(left_out.known), numbers.integer(left_out.questioned)
    return say("omitted.both", known=known, questioned=questioned)
