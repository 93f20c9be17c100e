"""Filtration: table T5, the labelled passages with their basis, and what no filter labels."""

from collections.abc import Iterator

from codematch.model.filtration import FilterRow, Step
from codematch.model.match import Region
from codematch.report import view
from codematch.report.record.blocks import Block, Cell, Heading, Span, Style, Tone
from codematch.report.record.builders import aside, cell, line, lines, quiet, strong, text
from codematch.report.record.context import PairContext, each_pair, pair_heading
from codematch.report.record.tables import brief_table, channel_heads, dash, passages, span_of, table, weights
from codematch.report.text import counted, numbers, region_sentences, say, sentence, sentences


@each_pair
def filtration(here: PairContext) -> Iterator[Block]:
    """Yield table T5, the labelled passages with their basis, and what no filter labels."""
    ledger = here.pair.ledger
    if ledger is None:
        yield text(say("filtration.none"))
        return
    heads = (("filtration.filter", "", 1.4), ("filtration.codes", "", 1.9), ("filtration.known", "n", 1.6),
             ("filtration.questioned", "n", 1.6), ("filtration.left-regions", "n", 0.8),
             ("filtration.left-known", "n", 0.8), ("filtration.left-questioned", "n", 0.8),
             ("filtration.left-bits", "n", 1.0))  # fmt: skip
    yield text(sentences.filtration_intro(here.result))
    rows = (_filter_cells(row, step) for row, step in view.waterfall(ledger) if _is_told(row))
    yield table(heads, rows, number="T5", anchor=here.anchor("T5"))
    if here.pair.regions:
        yield text(sentences.all_channels_left(here.pair))
    yield from map(aside, sentences.idle_filters(ledger))
    count = len(ledger.exclusions) + ledger.exclusions_omitted
    if count:
        yield text(here.where(count, "filter-log.csv", "annex-passages", "filtration.where"))
    if any(region.labels for region in here.pair.regions):
        yield from _residual(here)


def _is_told(row: FilterRow | None) -> bool:
    """Return whether a filter has a row: one that was off, or labels nothing in regions, is named below the table."""
    return row is None or (row.enabled and any(row.matched))


def _filter_cells(row: FilterRow | None, step: Step | None) -> tuple[Cell, ...]:
    if row is None:
        first = [cell(say("filtration.start")), cell(), cell(), cell()]
    else:
        material = [quiet(say("filtration.material", material=sentence(item))) for item in row.material]
        first = [lines(say(f"filter.{row.filter}"), *material)]
        codes = (Span(say(f"tag.{code.value}"), Style.TAG, title=say(f"code.{code.value}")) for code in row.codes)
        first.append(lines(*codes) or cell(quiet(say("filtration.nothing"))))
        for part, matched in zip((row.known, row.questioned), row.matched, strict=True):
            inside = quiet(f"{say('filtration.matched')}{say('separator.colon')}{matched:,}")
            first.append(lines(sentences.amount(part), inside) if row.codes else dash())
    if step is None:
        return tuple(first)
    return (*first, cell(strong(f"{step.regions:,}")), *map(cell, step.lines), cell(numbers.bits(step.bits)))


def passages_of(here: PairContext) -> Iterator[Block]:
    """Yield the table of the labelled passages with their basis; nothing where there are none."""
    ledger = here.pair.ledger
    if ledger is None or not ledger.exclusions:
        return
    shown, more = here.all(ledger.exclusions, "filter-log.csv", ledger.exclusions_omitted)
    heads = (("filtration.code", "", 2.0), ("filtration.place", "", 3.5), ("tokens", "n", 0.7),
             ("filtration.basis", "", 3.0))  # fmt: skip
    rows = (
        (
            cell(say(f"tag.{item.code.value}")),
            (line(*span_of(item.path, item.first_line, item.last_line), role=item.side),),
            cell(item.tokens),
            cell(sentence(item.basis)),
        )
        for item in shown
    )
    yield Heading(say("filtration.passages"))
    yield from pair_heading(here)
    yield table(heads, rows, more=more, kind="files")


def _residual(here: PairContext) -> Iterator[Block]:
    regions = view.residuals(here.pair)
    yield Heading(say("residual"), here.anchor("residual"))
    if not regions:
        yield text(say("residual.none"), tone=Tone.FINDING)
        return
    shown, more = here.first(regions, "matches.csv", "annex-places")
    heads = (("number", "n", 0.5), ("passages", "", 4.0), ("residual.total", "n", 1.2),
             *channel_heads(view.channels(here.result)), ("residual.tokens", "n", 0.9),
             ("labels", "", 2.6))  # fmt: skip
    intro = say("residual.intro", count=len(regions), left=view.remaining(here.pair))
    yield text(sentences.filtration(here.pair) if here.short else intro)
    if not here.short:
        yield table(heads, (_residual_cells(here, region) for region in shown), more=more, kind="regions residual")
    yield from _unlabelled(here)


def _unlabelled(here: PairContext) -> Iterator[Block]:
    """Yield the table of the regions that no filter says anything of."""
    regions = view.unlabelled(here.pair)
    shown, more = here.first(regions, "matches.csv")
    yield text(counted("unlabelled.count", len(regions), whole=f"{len(here.pair.regions):,}"))
    if shown and not here.short:
        yield brief_table(here, shown, caption="unlabelled", more=more, anchor="unlabelled")


def _residual_cells(here: PairContext, region: Region) -> tuple[Cell, ...]:
    return (
        cell(here.region(region.number)),
        passages(region),
        *weights(region.residual or region.weight, view.channels(here.result)),
        cell(region.residual_tokens),
        cell(region_sentences.labels(region.labels)),
    )
