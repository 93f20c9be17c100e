"""What the comparison says of each asserted item."""

from codematch.model.result import PairResult
from codematch.report import view
from codematch.report.record.blocks import (
    Block,
    Cell,
    Heading,
    Row,
    Span,
    Table,
    Tone,
    cell,
    line,
    lines,
    path,
    quiet,
    strong,
    text,
)
from codematch.report.record.cells import FEW, said_columns
from codematch.report.record.context import Context
from codematch.report.text import numbers, sentences
from codematch.report.text.wording import counted, say


def asserted(context: Context) -> tuple[Block, ...]:
    """Return what the comparison says of each asserted item; nothing where none was asserted."""
    blocks: list[Block] = []
    for number, pair in context.numbered():
        if not pair.asserted:
            continue
        blocks += [Heading(say("asserted"), f"asserted-{number}"), *context.pair_heading(number, pair)]
        blocks += [text(sentences.asserted(pair)), text(say("asserted.intro"), tone=Tone.QUIET)]
        heads = (("number", "n", 0.5), ("asserted.item", "", 2.2), ("asserted.status", "", 1.2),
                 ("asserted.matched", "n", 1.3), ("asserted.weight", "n", 0.9), ("asserted.left", "n", 1.0),
                 ("asserted.counterparts", "", 4.0))  # fmt: skip
        rows = tuple(Row(_asserted_cells(context, number, pair, place)) for place in range(len(pair.asserted)))
        made = said_columns(heads)
        blocks.append(Table(columns=made, rows=rows, kind="asserted"))
    return tuple(blocks)


def _asserted_cells(context: Context, number: int, pair: PairResult, place: int) -> tuple[Cell, ...]:
    entry = pair.asserted[place]
    named: list[Span] = [path(entry.item.text)]
    named += [quiet(entry.item.description)] if entry.item.description else []
    named += [quiet(counted("asserted.files", entry.files_total))] if entry.files_total > 1 else []
    shown, rest = view.capped(entry.counterparts, FEW)
    parts = [
        line(context.region(number, part.region), " ", path(part.known_path),
             quiet(f":{numbers.line_range(part.known_first_line, part.known_last_line)}"), " / ",
             path(part.questioned_path),
             quiet(f":{numbers.line_range(part.questioned_first_line, part.questioned_last_line)}"))
        for part in shown
    ]  # fmt: skip
    parts += [line(quiet(counted("asserted.more", rest)))] if rest else []
    parts += [line(quiet(counted("asserted.findings", entry.findings)))] if entry.findings else []
    left = say("asserted.tokens", count=numbers.integer(entry.residual_tokens))
    return (
        cell(numbers.integer(place + 1)),
        lines(*named),
        cell(strong(say(f"item.{entry.status.value}"))),
        lines(sentences.item_tokens(entry), quiet(sentences.item_lines(entry))),
        cell(numbers.total(entry.weight)),
        lines(numbers.total(entry.residual), quiet(left)),
        tuple(parts),
    )
