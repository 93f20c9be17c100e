"""The summary: what was observed and measured, each statement with the table or exhibit that it rests on."""

from collections.abc import Iterator

from codematch.model.explanation import Outcome
from codematch.model.result import PairResult
from codematch.model.sides import SIDES
from codematch.report import view
from codematch.report.finding_places import in_one_region
from codematch.report.record.blocks import Block, Panels, Span, Table, Tone
from codematch.report.record.builders import aside, cell, line, strong, text
from codematch.report.record.context import PairContext, each_pair
from codematch.report.record.tables import table
from codematch.report.text import (
    across_sentences,
    artefact_sentences,
    glance_sentences,
    listed,
    numbers,
    region_sentences,
    running,
    say,
    sentences,
)

Statement = tuple[str, str, tuple[Span, ...]]
"""The key of its subject, the statement, and what it rests on: links to tables, sections and exhibits."""


@each_pair
def summary(here: PairContext) -> Iterator[Block]:
    """Yield what was found, the statements, the coverage of both works, and how to read weights."""
    first, *others = sentences.found(here.result, here.pair)
    yield text(first, tone=Tone.FINDING)
    yield aside(running([*others, sentences.filtration(here.pair)]))
    heads = (("summary.subject", "", 1.2), ("summary.statement", "", 5.0), ("summary.rests", "", 1.2))
    rows = (
        (cell(strong(say(subject))), cell(statement), cell(*_listed(references)))
        for subject, statement, references in _statements(here)
        if statement
    )
    yield table(heads, rows, number="S", anchor=here.anchor("S"), kind="statements")
    yield Panels(tuple(_coverage(here.pair, role) for role in SIDES))
    shared = sentences.shared_text(here.pair)
    yield from [aside(shared)] if shared else []
    yield aside(running([sentences.coverage_note(here.result), say("summary.weights")]))


def _listed(references: tuple[Span, ...]) -> list[str | Span]:
    parts: list[str | Span] = []
    for reference in references:
        parts += [say("separator.words"), reference] if parts else [reference]
    return parts


def _statements(here: PairContext) -> Iterator[Statement]:
    pair = here.pair

    def to_table(name: str) -> tuple[Span, ...]:
        return (Span(name, link=here.anchor(name)),)

    def to_section(name: str) -> tuple[Span, ...]:
        return (Span(say(name), link=here.anchor(name)),)

    def to_artefacts() -> tuple[Span, ...]:
        if pair.artefacts is None:
            return ()
        return (Span(say("section.artefacts"), link=here.anchor("artefacts")),)

    covered, heaviest = sentences.measured(pair) if pair.regions else ("", "")
    yield "coverage", covered or say("summary.no-lines"), to_table("T6")
    yield "heaviest", heaviest, _heaviest(here)
    yield "filtration", sentences.filtration(pair), to_table("T5")
    yield "across", across_sentences.overview(pair), to_section("level.across")
    yield "artefacts", artefact_sentences.overview(pair), to_artefacts()
    if pair.asserted:
        yield "asserted", sentences.asserted(pair), to_section("asserted")
    yield "evidence", _findings(pair), to_table("T7")
    yield "explanations", _explanations(pair), to_table("T8")
    coincidence = region_sentences.heaviest_coincidence(pair) or say("significance.unrecorded")
    yield "significance", coincidence, to_table("T10")
    yield "not-compared", glance_sentences.left_out(pair), to_section("not-compared")


def _heaviest(here: PairContext) -> tuple[Span, ...]:
    if not here.pair.regions:
        return ()
    region = view.heaviest(here.pair)[0].number
    row = Span(say("region.number", number=region), link=here.row_id(region))
    exhibit = here.region(region).link
    return (row, Span(here.exhibit(region), link=exhibit)) if exhibit else (row,)


def _findings(pair: PairResult) -> str:
    """How many findings each channel has."""
    counts = {entry.channel: len(entry.findings) + entry.omitted for entry in pair.evidence}
    said = (
        say("summary.channel", channel=say(f"evidence.{name.value}"), count=count) for name, count in counts.items()
    )
    if not counts:
        return say("evidence.none")
    findings, inside = in_one_region(pair)
    found = say("summary.channels", channels=listed(said))
    return running([found, say("summary.channels.inside", count=findings, inside=inside) if findings else ""])


def _explanations(pair: PairResult) -> str:
    if not pair.explanations:
        return say("explanations.none")
    counts = {outcome: sum(item.outcome is outcome for item in pair.explanations) for outcome in Outcome}
    return say(
        "summary.explanations",
        found=counts[Outcome.FOUND],
        nothing=counts[Outcome.NOT_FOUND],
        untested=counts[Outcome.NOT_TESTABLE],
    )


def _coverage(pair: PairResult, role: str) -> Table:
    rows = []
    for unit in view.UNITS:
        ratio = view.ratio(pair, unit)
        part, whole = view.of(ratio.matched, role), view.of(ratio.total, role)
        bar = (("structure", part / whole if whole else 0.0),)
        shown = (line(strong(numbers.ratio(part, whole)), bar=bar),)
        rows.append((cell(say(f"unit.{unit}")), cell(part), cell(whole), shown))
    heads = (("unit", "", 1.0), ("matched", "n", 1.0), ("total", "n", 1.0), (f"ratio.{role}", "n", 1.6))
    return table(heads, rows, caption=f"coverage.{role}", kind=f"coverage {role}")
