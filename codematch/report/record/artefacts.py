"""AI artefacts: the inventory of both works, what corresponds in each aspect, a layer map, and explanations."""

from collections.abc import Iterator

from codematch.model.artefacts import (
    Artefact,
    ArtefactAspect,
    ArtefactExplanation,
    ArtefactPair,
    ArtefactRow,
    ArtefactsResult,
)
from codematch.report.charts.layer_map import layer_map, rows_of
from codematch.report.record.blocks import Block, Cell, Folded, Heading, Row, Span
from codematch.report.record.builders import aside, cell, digest, line, lines, path, quiet, strong, text
from codematch.report.record.context import Context, PairContext, pair_heading
from codematch.report.record.tables import FEW, Head, dash, figure, table
from codematch.report.text import artefact_sentences, listed, numbers, say, sentence

_DRAWN = (ArtefactAspect.PARAMETERS, ArtefactAspect.STRUCTURE)


def artefacts(context: Context) -> Iterator[Block]:
    """Yield what was compared of AI artefacts, for each pair of works that both have some."""
    for here in context.pairs:
        if here.pair.artefacts is not None:
            yield from pair_heading(here)
            yield from _compared(here, here.pair.artefacts)


def _compared(here: PairContext, found: ArtefactsResult) -> Iterator[Block]:
    yield Heading(say("artefacts.inventory"), here.anchor("artefacts"))
    yield text(artefact_sentences.counts(found))
    yield aside(say("artefacts.intro"))
    yield from _inventory(here, found)
    for number, pair in enumerate(found.pairs, start=1):
        yield from _pair(here, pair, number)
    yield from [aside(say("artefacts.omitted", count=found.omitted))] if found.omitted else []
    yield from _layer_map(here, found)
    if any(pair.rates for pair in found.pairs):
        yield aside(say("artefacts.null-note", digest=artefact_sentences.short(found.null_digest)))
    yield from _explanations(found)


def _inventory(here: PairContext, found: ArtefactsResult) -> Iterator[Block]:
    heads = (("role", "", 0.7), ("artefacts.file", "", 3.0), ("artefacts.kind", "", 1.0), ("artefacts.format", "", 1.0),
             ("artefacts.size", "n", 0.9), ("artefacts.digest", "", 1.4), ("artefacts.read", "", 2.6))  # fmt: skip
    both = (("known", found.known_inventory), ("questioned", found.questioned_inventory))
    files = [(role, item) for role, items in both for item in items]
    shown, _ = here.first(files, "artefacts.csv")
    more = here.where(len(files) - len(shown) + sum(found.inventory_omitted), "artefacts.csv")
    rows = (Row(_file(role, item)) for role, item in shown)
    inner = table(heads, rows, caption="artefacts.caption.inventory", more=more, kind="artefacts")
    yield Folded(say("artefacts.caption.inventory"), (inner,), open=len(files) <= FEW)


def _file(role: str, item: Artefact) -> tuple[Cell, ...]:
    return (
        cell(say(role)),
        cell(path(item.path)),
        cell(say(f"artefact-kind.{item.kind.value}")),
        cell(item.format),
        cell(numbers.size(item.size_bytes)),
        cell(digest(artefact_sentences.short(item.sha256))),
        lines(*artefact_sentences.reading(item)),
    )


def _pair(here: PairContext, pair: ArtefactPair, number: int) -> Iterator[Block]:
    known, questioned = pair.path
    yield Heading(say("artefacts.heading", aspect=say(f"artefact-aspect.{pair.aspect.value}"), number=number))
    parts: list[str | Span] = [path(known), quiet(" / "), path(questioned)]
    yield text(*parts)
    yield text(Span(pair.match_class, title=say(f"class.{pair.match_class}")), say("separator.colon"),
               artefact_sentences.figures(pair))  # fmt: skip
    for rate in pair.rates:
        yield aside(artefact_sentences.rate(rate))
    if pair.published:
        yield aside(say("artefacts.published", names=listed(pair.published)))
    if not pair.rows:
        return
    shown, _ = here.first(pair.rows, "artefact-rows.csv")
    more = here.where(len(pair.rows) - len(shown) + pair.rows_omitted, "artefact-rows.csv")
    caption = say(f"artefacts.caption.{pair.aspect.value}", number=number)
    heads = _heads(pair)
    rows = (Row(tuple(_cell(head[0], row) for head in heads)) for row in shown)
    yield Folded(caption, (table(heads, rows, more=more, kind="artefact-rows"),), len(shown) <= FEW)


def _heads(pair: ArtefactPair) -> tuple[Head, ...]:
    """Return the columns that rows of a pair have something in."""
    found: list[Head] = [("artefacts.relation", "", 1.4), ("artefacts.names", "", 3.2)]
    if any(row.known_detail or row.questioned_detail for row in pair.rows):
        found.append(("artefacts.details", "", 2.4))
    if any(row.figures for row in pair.rows):
        found.append(("artefacts.figures", "", 2.2))
    if any(row.rate for row in pair.rows):
        found.append(("artefacts.null", "", 2.6))
    if any(row.seen_of for row in pair.rows):
        found.append(("artefacts.public", "n", 1.2))
    return tuple(found)


def _cell(head: str, row: ArtefactRow) -> Cell:
    match head:
        case "artefacts.relation":
            base = [quiet(say("artefacts.in-base"))] if row.in_base else []
            note = [quiet(sentence(row.note))] if row.note is not None else []
            return lines(strong(say(f"artefact-relation.{row.relation.value}")), *base, *note)
        case "artefacts.names":
            return _both(sentence(row.known), sentence(row.questioned))
        case "artefacts.details":
            return _both(sentence(row.known_detail), sentence(row.questioned_detail))
        case "artefacts.figures":
            return lines(*map(artefact_sentences.figure, row.figures)) if row.figures else dash()
        case "artefacts.null":
            return cell(quiet(artefact_sentences.rate(row.rate))) if row.rate is not None else dash()
    return cell(artefact_sentences.seen(row) or say("dash"))


def _both(known: str, questioned: str) -> Cell:
    blank = say("dash")
    return (line(path(known or blank), role="known"), line(path(questioned or blank), role="questioned"))


def _layer_map(here: PairContext, found: ArtefactsResult) -> Iterator[Block]:
    """Draw the first pair of models, parameters before structure."""
    drawn = next((pair for aspect in _DRAWN for pair in found.pairs if pair.aspect is aspect and pair.rows), None)
    if drawn is not None:
        data = [(row.known, row.questioned, row.share) for row in rows_of(drawn)]
        yield figure(layer_map(drawn), "F13", here.anchor("F13"), "artefacts.layer-map", data)


def _explanations(found: ArtefactsResult) -> Iterator[Block]:
    heads = (("artefacts.explanation", "", 2.0), ("artefacts.tested", "c", 1.0), ("artefacts.supporting", "", 3.0),
             ("artefacts.opposing", "", 3.0))  # fmt: skip
    yield table(heads, map(_explanation, found.explanations), caption="artefacts.explanations", kind="explanations")


def _explanation(item: ArtefactExplanation) -> tuple[Cell, ...]:
    return (
        cell(say(f"artefact-cause.{item.cause.value}")),
        cell(say("artefacts.yes" if item.is_tested else "artefacts.no")),
        lines(*map(sentence, item.supporting)) if item.supporting else _nothing(item),
        lines(*map(sentence, item.opposing)) if item.opposing else dash(),
    )


def _nothing(item: ArtefactExplanation) -> Cell:
    return dash() if item.is_tested else cell(quiet(artefact_sentences.untested(item)))
