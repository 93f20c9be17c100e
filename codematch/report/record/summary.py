"""The summary: what was observed and measured, each statement with the table or exhibit that it rests on."""

from codematch.model.evidence import Channel
from codematch.model.explanation import Outcome
from codematch.model.result import PairResult
from codematch.model.source import Disposition
from codematch.report import view
from codematch.report.record.blocks import (
    Block,
    Panels,
    Row,
    Span,
    Table,
    Tone,
    cell,
    columns,
    line,
    strong,
    text,
)
from codematch.report.record.context import Context, exhibit_id, exhibit_number, row_id
from codematch.report.text import numbers, sentences
from codematch.report.text.wording import listed, running, say

Statement = tuple[str, str, tuple[Span, ...]]
"""What it is about, the statement, and where it rests: links to tables, sections and exhibits."""


def summary(context: Context) -> tuple[Block, ...]:
    """Return the summary of every pair of works."""
    blocks: list[Block] = []
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        blocks += _finding(context, pair)
        blocks.append(_statements(context, number, pair))
        blocks.append(Panels(tuple(_coverage(pair, role) for role in ("known", "questioned"))))
        shared = sentences.shared_text(pair)
        blocks += [text(shared, tone=Tone.QUIET)] if shared else []
        blocks.append(text(running([sentences.coverage_note(context.result), say("summary.weights")]), tone=Tone.QUIET))
    return tuple(blocks)


def _finding(context: Context, pair: PairResult) -> list[Block]:
    found = sentences.found(context.result, pair)
    aside = [found[1], *found[2:], sentences.filtration(pair)]
    return [text(found[0], tone=Tone.FINDING), text(running(aside), tone=Tone.QUIET)]


def _statements(context: Context, number: int, pair: PairResult) -> Table:
    made = [statement for statement in _made(context, number, pair) if statement[1]]
    rows = tuple(
        Row((cell(strong(subject)), cell(words), (line(*_joined(references)),))) for subject, words, references in made
    )
    heads = columns(
        (say("summary.subject"), "", 1.2), (say("summary.statement"), "", 5.0), (say("summary.rests"), "", 1.2)
    )
    return Table(columns=heads, rows=rows, number="S", caption=say("caption.S"), id=f"S-{number}", kind="statements")


def _joined(references: tuple[Span, ...]) -> list[str | Span]:
    parts: list[str | Span] = []
    for reference in references:
        parts += [say("separator.words"), reference] if parts else [reference]
    return parts


def _table(name: str, number: int) -> Span:
    return Span(name, link=f"{name}-{number}")


def _made(context: Context, number: int, pair: PairResult) -> list[Statement]:
    made: list[Statement] = []
    measured = sentences.measured(pair) if pair.regions else ["", ""]
    made.append((say("coverage"), measured[0] or say("summary.no-lines"), (_table("T6", number),)))
    made.append((say("heaviest"), measured[1], _heaviest(context, number, pair)))
    made.append((say("filtration"), sentences.filtration(pair), (_table("T5", number),)))
    if pair.asserted:
        made.append((say("asserted"), sentences.asserted(pair), (Span(say("asserted"), link=f"asserted-{number}"),)))
    made.append((say("evidence"), _beside(pair), (_table("T7", number),)))
    made.append((say("explanations"), _explained(pair), (_table("T8", number),)))
    made.append((say("significance"), sentences.heaviest_coincidence(pair) or say("significance.unrecorded"),
                 (_table("T10", number),)))  # fmt: skip
    made.append((say("not-compared"), _left_out(pair), (Span(say("not-compared"), link=f"not-compared-{number}"),)))
    return made


def _heaviest(context: Context, number: int, pair: PairResult) -> tuple[Span, ...]:
    if not pair.regions:
        return ()
    region = view.heaviest(pair)[0].number
    references = [Span(say("region.number", number=numbers.integer(region)), link=row_id(number, region))]
    if any(shown.number == region for shown, _ in context.exhibited(pair)):
        references.append(Span(exhibit_number(number, region, context.many), link=exhibit_id(number, region)))
    return tuple(references)


def _beside(pair: PairResult) -> str:
    """How many findings each channel has; nothing where none was examined."""
    if not pair.evidence:
        return say("evidence.none")
    counts = [
        say("summary.channel", channel=say(f"evidence.{entry.channel.value}"),
            count=numbers.integer(len(entry.findings) + entry.omitted))
        for entry in pair.evidence
        if entry.channel in Channel
    ]  # fmt: skip
    return say("summary.channels", channels=listed(counts))


def _explained(pair: PairResult) -> str:
    if not pair.explanations:
        return say("explanations.none")
    counts = {outcome: sum(item.outcome is outcome for item in pair.explanations) for outcome in Outcome}
    return say("summary.explanations", found=numbers.integer(counts[Outcome.FOUND]),
               nothing=numbers.integer(counts[Outcome.NOT_FOUND]),
               untested=numbers.integer(counts[Outcome.NOT_TESTABLE]))  # fmt: skip


def _left_out(pair: PairResult) -> str:
    counts = [
        numbers.integer(work.counts.get(disposition.value, 0))
        for work in (pair.known, pair.questioned)
        for disposition in (Disposition.EXCLUDED, Disposition.UNREADABLE)
    ]
    names = ("known_excluded", "known_unreadable", "questioned_excluded", "questioned_unreadable")
    return say("summary.left-out", **dict(zip(names, counts, strict=True)))


def _coverage(pair: PairResult, role: str) -> Table:
    rows = []
    for unit in view.UNITS:
        ratio = getattr(pair.totals, unit)
        part, whole = getattr(ratio.matched, role), getattr(ratio.total, role)
        shown = (line(strong(numbers.ratio(part, whole)), bar=(("structure", part / whole if whole else 0.0),)),)
        rows.append(Row((cell(say(f"unit.{unit}")), cell(numbers.integer(part)), cell(numbers.integer(whole)), shown)))
    heads = columns((say("unit"), "", 1.0), (say("matched"), "n", 1.0), (say("total"), "n", 1.0),
                    (say(f"ratio.{role}"), "n", 1.6))  # fmt: skip
    return Table(columns=heads, rows=tuple(rows), caption=say(f"coverage.{role}"), kind=f"coverage {role}")
