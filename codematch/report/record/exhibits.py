"""The exhibits: table T11, and the lines of each region side by side."""

from collections.abc import Iterator

from codematch.model.engagement import Role
from codematch.model.match import ExhibitRow, Region, RegionSide
from codematch.model.precision import stored_total
from codematch.model.result import Shown as Extent
from codematch.model.sides import SIDES, Both
from codematch.report import view
from codematch.report.record import marks
from codematch.report.record.blocks import (
    Article,
    Block,
    Code,
    Folded,
    Items,
    Legend,
    Line,
    Pair,
    Sides,
    Span,
    Style,
    Table,
    Text,
    Tone,
)
from codematch.report.record.builders import aside, cell, code, digest, line, lines, path, quiet, strong, text
from codematch.report.record.context import PairContext, each_pair
from codematch.report.record.cover import tier
from codematch.report.record.selection import CONTEXT, Equal, Shown, asserted_by_marks
from codematch.report.record.tables import channel_heads, dash, passages, span_of, table, weights
from codematch.report.text import counted, numbers, region_sentences, running, say, sentence, sentences

RENAMES_SHOWN = 24


@each_pair
def exhibits(here: PairContext) -> Iterator[Block]:
    """Yield how exhibits were chosen, table T11 and the exhibits, those of asserted items first."""
    shown, pair = here.exhibited, here.pair
    if not shown:
        yield text(say("exhibits.none"))
        return
    some = say("exhibits.some", shown=len(shown), count=len(pair.regions))
    parts = any(row.known_begin or row.questioned_begin for item in shown for row in item.exhibit.rows)
    yield text(running([say("exhibits.intro"), *([say("exhibits.parts")] if parts else []), some]))
    yield from [text(running(_choice(here)))] if not here.short else []
    if len(shown) < len(pair.exhibits):
        yield text(say("exhibits.elsewhere", count=len(pair.exhibits) - len(shown)), tone=Tone.NOTICE)
    yield from [_t11(here)] if not here.short else []
    yield Legend()
    whole = max(stored_total(item.region.weight) for item in shown)
    yield from (_article(here, item, whole) for item in shown)


def _choice(here: PairContext) -> Iterator[str]:
    """Yield how the exhibits were chosen, and within which limits."""
    yield say("exhibits.order.asserted" if here.pair.asserted else "exhibits.order")
    if asserted_by_marks(here.pair):
        yield say("marks.exhibit-order")
    pages = here.limits.pages if here.options.max_pages is None else here.options.max_pages
    if pages is not None and not here.limits.whole:
        yield say("exhibits.budget", pages=pages)
    if not here.limits.whole:
        yield say("exhibits.abridged", context=CONTEXT)


def _t11(here: PairContext) -> Table:
    heads = (("exhibit.column", "", 0.8), ("exhibit.pages", "", 0.9), ("exhibit.title", "", 5.0),
             ("engagement.tier", "", 1.2), ("exhibit.items", "", 0.8), ("exhibit.digests", "", 2.4))  # fmt: skip
    shown, more = here.capped(here.exhibited)
    ids = " / ".join(item.id for role in (Role.KNOWN, Role.QUESTIONED) for item in here.items(role))
    rows = (
        (
            cell(Span(here.exhibit(region.number), link=here.exhibit_id(region.number))),
            cell(Span(say("dash"), Style.PAGES, link=here.exhibit_id(region.number))),
            passages(region),
            cell(tier(here)) if tier(here) else dash(),
            cell(ids),
            lines(*(digest(side.sha256[: view.SHOWN_DIGEST]) for side in view.sides(region))),
        )
        for region in (item.region for item in shown)
    )
    return table(heads, rows, number="T11", anchor=here.anchor("T11"), more=more, kind="files")


def _article(here: PairContext, item: Shown, whole: float) -> Article:
    region = item.region
    name = here.exhibit(region.number)
    title = (
        Span(say("exhibit", exhibit=name, number=region.number)),
        quiet(f" {region.match_class.value} – {say(f'class.{region.match_class.value}')}"),
    )
    channels = view.channels(here.result)
    heads = (("channel.total", "n", 1.0), *channel_heads(channels))
    blocks: list[Block] = [
        table(heads, [weights(region.weight, channels, whole, f" {say('bits')}")], kind="weights"),
        _observation(region),
        aside(running([region_sentences.coincidence(here.pair, region), region_sentences.excess(here.pair, region)])),
    ]
    blocks += [_renames(region)] if region.renames else []
    blocks += map(aside, region_sentences.explanations(here.pair, region) or [say("explanations.none")])
    blocks += [_alternatives(region)] if region.alternatives_total else []
    blocks += marks.of_region(here, region.number)
    return Article(
        id=here.exhibit_id(region.number),
        number=name,
        title=title,
        back=here.row_id(region.number),
        blocks=tuple(blocks),
        has_notes=not here.brief,
        sides=_sides(item) if here.result.shown is not Extent.NO_CODE else None,
    )


def _observation(region: Region) -> Text:
    """What the region is, how much is aligned, and what filters labelled."""
    parts: list[str | Span] = [region_sentences.observation(region), say("separator.sentences")]
    parts.append(quiet(say("aligned", count=region.tokens, language=region_sentences.languages(region))))
    for label in region.labels:
        words = say("label-words", code=say(f"tag.{label.code.value}"), tokens=label.tokens)
        parts += [" ", Span(words, Style.TAG, title=sentence(label.basis))]
    left = region_sentences.residual(region)
    parts += [quiet(f" {say('residual.line')}{say('separator.colon')}{left}")] if left else []
    return text(*parts)


def _renames(region: Region) -> Text:
    shown, rest = view.capped(region.renames, RENAMES_SHOWN)
    parts: list[str | Span] = [strong(say("renames"))]
    for rename in shown:
        times = say("times", count=rename.count)
        if rename.exceptions:
            times += f"{say('separator.words')}{counted('renames.exception', rename.exceptions)}"
        parts += ["  ", code(rename.known), f" {say('arrow')} ", code(rename.questioned), " ", quiet(times)]
    if rest:
        parts += ["  ", quiet(say("renames.more", count=rest))]
    if region.rename_consistency is not None:
        parts += ["  ", quiet(say("renames.consistency", share=numbers.share(region.rename_consistency)))]
    return text(*parts)


def _alternatives(region: Region) -> Folded:
    entries = [
        line(
            *span_of(other.known_path, other.known_first_line, other.known_last_line),
            " / ",
            *span_of(other.questioned_path, other.questioned_first_line, other.questioned_last_line),
            " ",
            quiet(say("alternatives.structure", bits=numbers.bits(other.structure))),
        )
        for other in region.alternatives
    ]
    rest = region.alternatives_total - len(region.alternatives)
    entries += [line(quiet(say("alternatives.more", count=rest)))] if rest > 0 else []
    summary = f"{say('alternatives')}{say('separator.colon')}{region.alternatives_total:,}"
    return Folded(summary, (Items(tuple(entries)),))


def _sides(item: Shown) -> Sides:
    exhibit, region = item.exhibit, item.region
    rows: list[Pair | str] = []
    places = {id(row): place for place, row in enumerate(exhibit.rows)}
    texts = Both(tuple(row.known_text for row in exhibit.rows), tuple(row.questioned_text for row in exhibit.rows))
    for row in item.rows:
        if not isinstance(row, ExhibitRow):
            rows.append(counted("omitted.equal", row.rows) if isinstance(row, Equal) else sentences.omission(row))
            continue
        parts = [view.inside(region, exhibit, row, role) for role in SIDES]
        known = Code(row.known_line, row.known_text, row.known_marks, *parts[0])
        questioned = Code(row.questioned_line, row.questioned_text, row.questioned_marks, *parts[1])
        rows.append(Pair(row.state, known, questioned, places[id(row)]))
        if row.masked_differ:
            rows.append(say("exhibits.masked-differ"))
    languages = Both(*(side.language or region.language for side in view.sides(region)))
    heads = (_head(region.known, "known"), _head(region.questioned, "questioned"))
    return Sides(languages=languages, known=heads[0], questioned=heads[1], rows=tuple(rows), texts=texts)


def _head(side: RegionSide, role: str) -> Line:
    within = region_sentences.cells(side)
    unit: list[str | Span] = [f" {say('from-unit')} ", code(side.unit)] if side.unit else []
    return line(
        strong(say(role)),
        " ",
        path(side.path),
        quiet(f" {say('lines-of', lines=numbers.line_range(side.first_line, side.last_line))}"),
        quiet(say("in-brackets", text=within) if within else ""),
        *unit,
        " ",
        digest(say("file-hash", digest=side.sha256[: view.SHOWN_DIGEST])),
        role=role,
    )
