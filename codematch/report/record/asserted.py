"""What the comparison says of each asserted item."""

from collections.abc import Iterator

from codematch.model.asserted import AssertedResult, Counterpart
from codematch.report import view
from codematch.report.record.blocks import Block, Cell, Heading, Line, Span
from codematch.report.record.builders import aside, cell, line, lines, path, quiet, strong, text
from codematch.report.record.context import Context, PairContext, pair_heading
from codematch.report.record.tables import FEW, span_of, table
from codematch.report.text import counted, numbers, say, sentences, sum_sentences


def asserted(context: Context) -> Iterator[Block]:
    """Yield what the comparison says of each asserted item; nothing where none was asserted."""
    heads = (("number", "n", 0.5), ("asserted.item", "", 2.2), ("asserted.status", "", 1.2),
             ("asserted.matched", "n", 1.3), ("asserted.weight", "n", 0.9), ("asserted.left", "n", 1.0),
             ("asserted.counterparts", "", 4.0))  # fmt: skip
    for here in context.pairs:
        if here.pair.asserted:
            yield Heading(say("asserted"), here.anchor("asserted"))
            yield from pair_heading(here)
            yield text(sentences.asserted(here.pair))
            yield aside(say("asserted.intro"))
            rows = (_cells(here, place, entry) for place, entry in enumerate(here.pair.asserted, start=1))
            yield table(heads, rows, kind="asserted")


def _cells(here: PairContext, place: int, entry: AssertedResult) -> tuple[Cell, ...]:
    named: list[Span] = [path(entry.item.text)]
    named += [quiet(entry.item.description)] if entry.item.description else []
    named += [quiet(counted("asserted.files", entry.files_total))] if entry.files_total > 1 else []
    shown, rest = view.capped(entry.counterparts, FEW)
    parts = [_counterpart(here, part) for part in shown]
    parts += [line(quiet(counted("asserted.more", rest)))] if rest else []
    parts += [line(quiet(statement)) for statement in sum_sentences.of_item(here.pair, entry)]
    parts += [line(quiet(counted("asserted.findings", entry.findings)))] if entry.findings else []
    return (
        cell(place),
        lines(*named),
        cell(strong(say(f"item.{entry.status.value}"))),
        lines(sentences.item_tokens(entry), quiet(sentences.item_lines(entry))),
        cell(numbers.total(entry.weight)),
        lines(numbers.total(entry.residual), quiet(say("asserted.tokens", count=entry.residual_tokens))),
        tuple(parts),
    )


def _counterpart(here: PairContext, part: Counterpart) -> Line:
    known = span_of(part.known_path, part.known_first_line, part.known_last_line)
    questioned = span_of(part.questioned_path, part.questioned_first_line, part.questioned_last_line)
    return line(here.region(part.region), " ", *known, " / ", *questioned)
