"""What corresponds, level by level, from the names of files to the order of functions."""

from collections.abc import Iterator, Mapping, Sequence

from codematch.model.correspondence import FileChange, FileRelation
from codematch.model.evidence import Channel, ChannelResult, Finding
from codematch.model.match import Region
from codematch.model.precision import stored_total
from codematch.model.result import FilePair, PairResult
from codematch.model.sides import SIDES, Both
from codematch.report import view
from codematch.report.file_copies import NO_COPIES, Copies, copies_by_pair
from codematch.report.finding_places import FindingPlaces
from codematch.report.record.across import across, across_items
from codematch.report.record.asserted import asserted
from codematch.report.record.blocks import Block, Cell, Folded, Heading, Line, Row, Span, Tone
from codematch.report.record.builders import aside, cell, line, lines, path, quiet, sides, strong, text
from codematch.report.record.context import Context, PairContext, each_pair, pair_heading
from codematch.report.record.further_places import further_places
from codematch.report.record.overview import module_map
from codematch.report.record.tables import (
    FEW,
    Head,
    brief_table,
    channel_heads,
    class_name,
    dash,
    marks_cell,
    marks_head,
    passages,
    table,
    weights,
)
from codematch.report.text import (
    artefact_sentences,
    counted,
    numbers,
    region_sentences,
    say,
    sentence,
    sentences,
    sum_sentences,
)

LEVELS = (
    ("level.names", (Channel.FILES,)),
    ("level.literal", (Channel.LINES,)),
    ("level.tokens", ()),
    ("level.order", (Channel.ORDER,)),
    ("level.words", (Channel.COMMENTS, Channel.NAMES)),
    ("level.constants", (Channel.TEXTS,)),
    ("level.artefacts", (Channel.ARTEFACTS,)),
)
"""The levels with the channels of findings that belong to each; regions belong to the tokens."""

_MAIN_CELLS = 6
"""Columns of the table of pairs of files in the body, where an annex has all of them."""
_COPIES_SHOWN = 3
"""So many further copies of a file; all are in `file-pairs.csv`."""


def levels(context: Context) -> Iterator[Block]:
    """Yield what the comparison says of the asserted items, then what corresponds level by level."""
    yield from asserted(context)
    yield from _levels(context)


@each_pair
def _levels(here: PairContext) -> Iterator[Block]:
    yield from (*_pairs(here), *_regions(here), *_needles(here), *across(here))
    yield from _by_level(here) if not here.short else ()


def _by_level(here: PairContext) -> Iterator[Block]:
    """Yield the table of the levels: what each channel counted, and how many findings are listed in the annex."""
    entries = {entry.channel: entry for entry in here.pair.evidence}
    yield Heading(say("levels.heading"), here.anchor("by-level"))
    yield aside(say("evidence.intro") if here.pair.evidence else say("evidence.none"))
    heads = (("level", "", 1.6), ("summary.statement", "", 6.0), ("findings.column", "n", 0.9))
    rows = []
    for key, channels in LEVELS:
        found = [entries[channel] for channel in channels if channel in entries]
        said = list(map(sentences.channel_figures, found)) or [say("level.no-entry")]
        if not channels:
            said = [say("level.regions", count=len(here.pair.regions), pairs=len(here.pair.file_pairs))]
        count = sum(len(entry.findings) + entry.omitted for entry in found)
        rows.append(Row((cell(say(key)), lines(*said), cell(count) if found else dash())))
    rows.append(
        Row(
            (
                cell(say("level.algorithm")),
                cell(artefact_sentences.overview(here.pair) or say("level.not-examined")),
                dash(),
            )
        )
    )
    total = sum(len(entry.findings) + entry.omitted for entry in here.pair.evidence)
    more = here.where(total, "findings.csv", "annex-findings", "findings.where")
    yield table(heads, rows, kind="levels", more=more)


def findings(here: PairContext) -> Iterator[Block]:
    """Yield the findings of each channel; nothing where there are none."""
    for entry in here.pair.evidence:
        if entry.findings:
            yield Heading(say(f"evidence.{entry.channel.value}"))
            yield from pair_heading(here)
            yield from _channel(here, entry)


def _needles(here: PairContext) -> Iterator[Block]:
    """Yield the table of the regions that join files of different names."""
    regions = view.needles(here.pair)
    shown, more = here.first(regions, "matches.csv")
    if not here.pair.regions or here.short:
        return
    yield Heading(say("needles"), here.anchor("needles"))
    yield text(counted("needles.count", len(regions), whole=f"{len(here.pair.regions):,}"))
    if shown:
        yield brief_table(here, shown, caption="needles.caption", more=more, anchor="needles-table")


def _pairs(here: PairContext) -> Iterator[Block]:
    yield Heading(say("pairs"), here.anchor("pairs"))
    if not here.pair.file_pairs:
        yield text(say("pairs.none"))
        return
    yield text(say("pairs.intro"))
    cost = view.setting_value(here.result.manifest, "weighing", "min_established")
    told = sentences.deciding_channels(view.weighs_renames(here.result))
    summed = any(item.sum for item in here.pair.file_pairs)
    yield from [aside(say("sums.intro", cost=numbers.bits(cost), channels=told))] if summed else []
    shown, more = here.first(here.pair.file_pairs, "file-pairs.csv", "annex-places")
    yield _pairs_table(here, shown, more, has_rows=not here.is_long(here.pair.file_pairs))


def places(here: PairContext) -> Iterator[Block]:
    """Yield the whole tables of pairs of files and of regions that are too long for the body, and further places."""
    pairs, regions = here.pair.file_pairs, view.ranked(here.pair)
    for items, key in ((pairs, "pairs"), (regions, "heaviest-regions")):
        if here.is_long(items):
            yield Heading(say(key))
            yield from pair_heading(here)
            yield from [_all_pairs(here)] if key == "pairs" else [_all_regions(here)]
    yield from further_places(here)
    yield from across_items(here)
    yield from module_map(here)


def _all_pairs(here: PairContext) -> Block:
    shown, more = here.all(here.pair.file_pairs, "file-pairs.csv")
    return _pairs_table(here, shown, more, has_rows=True)


def _pairs_table(here: PairContext, shown: Sequence[FilePair], more: str, *, has_rows: bool) -> Block:
    """Return a table of pairs of files: in full if it `has_rows` that others lead to, else with the main numbers."""
    heads = (("files", "", 3.6), ("pairs.tokens", "n", 2.6), ("pairs.lines", "n", 1.4), ("class", "c", 0.8),
             ("pairs.regions", "n", 1.2), ("pairs.total", "n", 1.0), ("pairs.channels", "n", 1.8),
             ("sums.column", "n", 2.0), ("resemblance", "n", 1.7))[: None if has_rows else _MAIN_CELLS]  # fmt: skip
    permutations = view.permutations(here.result.manifest)
    copies, parts = copies_by_pair(here.pair), _parts(here.pair)
    first: dict[tuple[str, str], str] = {}
    for region in view.heaviest(here.pair):
        first.setdefault((region.known.path, region.questioned.path), here.row_id(region.number))
    rows = (
        Row(_pair_cells(here, item, permutations, first.get((item.known_path, item.questioned_path), ""), copies,
                        parts)[: len(heads)], here.anchor("files") + f"-{place}" if has_rows else "")
        for place, item in enumerate(shown, start=1)
    )  # fmt: skip
    return table(heads, rows, more=more, kind="pairs" if has_rows else "pairs main")


def _parts(pair: PairResult) -> Both[frozenset[str]]:
    """The known files that were split, and the questioned ones that were merged from several."""
    return Both(
        frozenset(item.known_path for item in pair.file_pairs if item.relation is FileRelation.SPLIT),
        frozenset(item.questioned_path for item in pair.file_pairs if item.relation is FileRelation.MERGED),
    )


def _weight_heads(here: PairContext) -> tuple[Head, ...]:
    return ("channel.total", "n", 1.0), *channel_heads(view.channels(here.result))


def _pair_cells(
    here: PairContext,
    item: FilePair,
    permutations: int,
    heaviest: str,
    copies: Mapping[tuple[str, str], Copies],
    parts: Both[frozenset[str]],
) -> tuple[Cell, ...]:
    pair, channels = here.pair, view.channels(here.result)
    estimate = say("resemblance.estimate", value=numbers.estimate(item.resemblance, permutations))
    return (
        (
            *sides(path(item.known_path), path(item.questioned_path)),
            *_copies(copies.get((item.known_path, item.questioned_path), NO_COPIES)),
            *_relation(item, parts),
        ),
        sides(*(_part(*parts, "differences.part") for parts in zip(item.matched, item.tokens, strict=True))),
        sides(*(_part(*parts, "differences.of") for parts in zip(item.matched_lines, item.lines, strict=True))),
        cell(class_name(item.match_class)),
        lines(Span(f"{item.regions:,}", link=heaviest), quiet(numbers.bits(item.heaviest_bits))),
        cell(strong(numbers.bits(item.total_bits))),
        lines(*(quiet(_channel_bits(item, channel)) for channel in channels)),
        lines(*_sum(pair, item)),
        lines(say("resemblance.exact", value=numbers.index(item.resemblance_exact)), quiet(estimate)),
    )


def _copies(found: Copies) -> Iterator[Line]:
    """Yield the first further copies of both files, and how many more there are."""
    for role, items in zip(SIDES, found, strict=True):
        shown, rest = view.capped(items, _COPIES_SHOWN)
        for item in shown:
            words = say("pairs.also" if item.same else "pairs.similar")
            yield line(quiet(f"{words} "), path(item.path), role=role)
        if rest:
            yield line(quiet(say("and-more", count=rest)), role=role)


def _relation(item: FilePair, parts: Both[frozenset[str]]) -> tuple[Line, ...]:
    """Return what two files are to each other, and what differs between them where it is one thing."""
    said = [say(f"file-relation.{item.relation}")] if item.relation is not None else []
    if all(item.main):
        said += [say("file-relation.split-main")] if item.known_path in parts.known else []
        said += [say("file-relation.merged-main")] if item.questioned_path in parts.questioned else []
    said += [say(f"file-change.{item.change}")] if item.change not in (None, FileChange.CODE) else []
    return (line(quiet(say("separator.items").join(said))),) if said else ()


def _part(matched: int, total: int, key: str) -> str:
    """Say how much of how much is matched; nothing of a result that does not record it."""
    return say(key, part=matched, whole=total, ratio=numbers.ratio(matched, total)) if total else say("dash")


def _channel_bits(item: FilePair, channel: str) -> str:
    return say("pairs.channel", channel=say(f"channel.{channel}"), bits=numbers.bits(getattr(item, f"{channel}_bits")))


def _sum(pair: PairResult, item: FilePair) -> Iterator[Span]:
    """Yield the sum over a pair of files, what is left of it, its threshold, and how many unrelated pairs reach it."""
    found = item.sum
    if found is None:
        yield quiet(say("not-evaluated"))
        return
    yield strong(numbers.bits(found.bits)) if found.reaches else Span(numbers.bits(found.bits))
    if found.residual_bits is not None:
        yield quiet(say("sums.residual", bits=numbers.bits(found.residual_bits)))
    if found.threshold_bits is not None:
        yield quiet(say("sums.from", bits=numbers.bits(found.threshold_bits)))
    if found.reaching is None:
        yield quiet(say("not-evaluated"))
        return
    entry = sum_sentences.entry_of(pair, item)
    yield quiet(
        say("sums.of", reaching=found.reaching, pairs=entry.pairs if entry else 0, upper=numbers.upper(found.upper))
    )


def _regions(here: PairContext) -> Iterator[Block]:
    ordered = view.ranked(here.pair)
    yield Heading(say("heaviest-regions"), here.anchor("heaviest-regions"))
    if not ordered:
        yield text(say("summary.none"), tone=Tone.FINDING)
        return
    yield text(say("heaviest-regions.intro"))
    shown, more = here.first(ordered, "matches.csv", "annex-places")
    yield _regions_table(here, shown, more, has_rows=not here.is_long(ordered))


def _all_regions(here: PairContext) -> Block:
    shown, more = here.all(view.ranked(here.pair), "matches.csv")
    return _regions_table(here, shown, more, has_rows=True)


def _regions_table(here: PairContext, shown: Sequence[Region], more: str, *, has_rows: bool) -> Block:
    """Return a table of regions; one that `has_rows` is what others lead to."""
    heads = (("number", "n", 0.5), ("passages", "", 3.7), ("class", "c", 0.6), *_weight_heads(here),
             ("exceedance", "n", 1.1), ("significance.column", "n", 1.3), ("labels", "", 2.7),
             *marks_head(here))  # fmt: skip
    whole = max(stored_total(region.weight) for region in here.pair.regions)
    rows = (Row(_region_cells(here, region, whole), here.row_id(region.number) if has_rows else "") for region in shown)
    return table(heads, rows, more=more, kind="regions")


def _region_cells(here: PairContext, region: Region, whole: float) -> tuple[Cell, ...]:
    stated = region.significance
    return (
        cell(here.region(region.number)),
        passages(region),
        lines(class_name(region.match_class), *([quiet(say("region.by-pair"))] if region.by_pair else [])),
        *weights(region.weight, view.channels(here.result), whole),
        cell(numbers.times(region.exceedance)) if region.exceedance is not None else dash(),
        lines(stated.reaching, quiet(numbers.upper(stated.upper))) if stated else cell(quiet(say("not-evaluated"))),
        cell(region_sentences.labels(region.labels)),
        *marks_cell(here, region.number),
    )


def _channel(here: PairContext, entry: ChannelResult) -> Iterator[Block]:
    shown, more = here.all(entry.findings, "findings.csv", entry.omitted)
    heads = (("evidence.kind", "", 1.2), ("evidence.text", "", 3.0), ("evidence.rarity", "n", 0.9),
             ("evidence.times", "n", 0.8), ("evidence.places", "", 3.0), ("evidence.region", "", 1.2))  # fmt: skip
    places = FindingPlaces(here.pair)
    rows = (_finding_cells(here, item, places) for item in shown)
    inner: list[Block] = [table(heads, rows, more=more, kind="findings")]
    corpora = say("separator.items").join(map(sentence, view.corpora(entry)))
    inner += [aside(say("evidence.corpora", corpora=corpora))] if corpora else []
    inner.append(aside(sentences.alternative_explanations(view.kinds(entry))))
    total = len(entry.findings)
    yield Folded(counted("findings", total), tuple(inner), total <= FEW)


def _finding_cells(here: PairContext, item: Finding, places: FindingPlaces) -> tuple[Cell, ...]:
    note = [quiet(sentence(item.note))] if item.note else []
    return (
        cell(say(f"finding.{item.kind}")),
        lines(path(item.text), *note),
        cell(sentences.rarity(item)),
        sides(*item.count),
        sides(path(str(item.known)), path(str(item.questioned))),
        cell(here.region(item.region) if item.region else quiet(say(f"within.{places.within(item).value}"))),
    )
