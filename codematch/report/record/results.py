"""The results: ratios with figures, what corresponds level by level, distinctive features, differences."""

import hashlib
import json
from collections import Counter

from codematch.model.evidence import Channel, ChannelResult, Finding
from codematch.model.match import Region
from codematch.model.precision import stored_bits, stored_total
from codematch.model.result import FilePair, PairResult, Ratio
from codematch.report import case_figures, numbers, phrases, sentences, view
from codematch.report.record.blocks import (
    Block,
    Cell,
    Figure,
    Folded,
    Heading,
    Items,
    Row,
    Span,
    Table,
    Tone,
    cell,
    columns,
    line,
    lines,
    path,
    quiet,
    sides,
    strong,
    text,
)
from codematch.report.record.cells import CHANNEL_HEADS, FEW, class_name, passages, said_columns, weights
from codematch.report.record.context import Context, exhibit_number, row_id
from codematch.report.wording import counted, say

RAREST = 100
"""Distinctive features that table T7 lists, rarest first."""


def overview(context: Context) -> tuple[Block, ...]:
    """Return table T6 and the figures F1, F2 and F9."""
    blocks: list[Block] = []
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        blocks.append(_t6(number, pair))
        blocks.append(text(sentences.coverage_note(context.result), tone=Tone.QUIET))
        blocks += _figures(context, number, pair)
    return tuple(blocks)


def _t6(number: int, pair: PairResult) -> Table:
    heads = (("level", "", 2.2), ("unit", "", 0.8), ("ratios.total", "n", 1.0), ("ratios.compared", "n", 1.0),
             ("matched", "n", 1.0), ("ratio", "n", 1.0), ("ratios.filtered", "", 1.0),
             ("ratios.comments", "", 1.0))  # fmt: skip
    made = said_columns(heads)
    rows = (*_region_rows(pair), *_line_rows(pair))
    return Table(columns=made, rows=rows, number="T6", caption=say("caption.T6"), id=f"T6-{number}")


def _region_rows(pair: PairResult) -> list[Row]:
    rows = []
    works = [numbers.integer(sum(work.counts.values())) for work in (pair.known, pair.questioned)]
    for unit in view.UNITS:
        ratio: Ratio = getattr(pair.totals, unit)
        total = sides(*works) if unit == "file" else cell(say("dash"))
        rows.append(_ratio_row(say("ratios.regions"), unit, total, ratio, say("ratios.raw"), say("ratios.without")))
    if pair.ledger is not None and pair.ledger.steps:
        left = pair.ledger.steps[-1]
        for unit in ("token",):  # lines left are counted otherwise: see table T5
            whole: Ratio = getattr(pair.totals, unit)
            ratio = Ratio(
                known_total=whole.known_total,
                questioned_total=whole.questioned_total,
                known_matched=getattr(left, f"known_{unit}s"),
                questioned_matched=getattr(left, f"questioned_{unit}s"),
            )
            rows.append(_ratio_row(say("ratios.regions"), unit, cell(say("dash")), ratio, say("ratios.left"),
                                   say("ratios.without")))  # fmt: skip
    return rows


def _line_rows(pair: PairResult) -> list[Row]:
    figures = next((entry.figures for entry in pair.evidence if entry.channel is Channel.LINES), None)
    if figures is None:
        return []
    rows = []
    for kind, comments in (("all", "ratios.with"), ("code", "ratios.without")):
        ratio = Ratio(
            known_total=figures[f"known-{kind}"],
            questioned_total=figures[f"questioned-{kind}"],
            known_matched=figures[f"known-{kind}-found"],
            questioned_matched=figures[f"questioned-{kind}-found"],
        )
        dash = cell(say("dash"))
        rows.append(_ratio_row(say("ratios.literal"), "line", dash, ratio, say("ratios.raw"), say(comments)))
    return rows


def _ratio_row(level: str, unit: str, total: Cell, ratio: Ratio, filtered: str, comments: str) -> Row:
    integer = numbers.integer
    return Row((
        cell(level),
        cell(say(f"unit.{unit}")),
        total,
        sides(integer(ratio.known_total), integer(ratio.questioned_total)),
        sides(integer(ratio.known_matched), integer(ratio.questioned_matched)),
        sides(
            strong(numbers.ratio(ratio.known_matched, ratio.known_total)),
            strong(numbers.ratio(ratio.questioned_matched, ratio.questioned_total)),
        ),
        cell(filtered),
        cell(comments),
    ))  # fmt: skip


def figure(svg: str, name: str, number: int, key: str, data: object, label: str = "figure.summary") -> Figure:
    """Return a figure with its caption, which says what it is for, and the digest of what it draws."""
    content = json.dumps(data, ensure_ascii=True, sort_keys=True, default=str).encode()
    words = say("figure.caption", caption=say(key), label=say(label))
    return Figure(
        svg=svg, number=name, caption=words, digest=hashlib.sha256(content).hexdigest(), id=f"{name}-{number}"
    )


def _figures(context: Context, number: int, pair: PairResult) -> list[Block]:
    blocks: list[Block] = []
    if pair.file_pairs:
        listed = () if context.form.rebuttal else pair.file_pairs[: context.limits.rows]
        links = {(item.known_path, item.questioned_path): pair_id(number, place)
                 for place, item in enumerate(listed, start=1)}  # fmt: skip
        data = [(item.known_path, item.questioned_path, item.known_matched, item.known_tokens, item.questioned_matched,
                 item.questioned_tokens, stored_bits(item.total_bits)) for item in pair.file_pairs]  # fmt: skip
        blocks.append(figure(case_figures.heat_map(pair, links), "F1", number, "figure.heat-map", data))
    if pair.ledger is not None and pair.regions:
        left = [(step.filter, step.known_lines, step.questioned_lines) for step in pair.ledger.steps]
        blocks.append(figure(case_figures.funnel(pair.ledger), "F2", number, "figure.funnel", left))
    modules = [(folder.path, folder.tokens, folder.matched) for work in (pair.known, pair.questioned)
               for folder in case_figures.folders(work)]  # fmt: skip
    if modules:
        blocks.append(figure(case_figures.module_map(pair), "F9", number, "figure.module-map", modules))
    return blocks


def pair_id(number: int, place: int) -> str:
    """Return the anchor of a pair of files in its table."""
    return f"files-{number}-{place}"


LEVELS = (
    ("level.names", (Channel.FILES,)),
    ("level.literal", (Channel.LINES,)),
    ("level.tokens", ()),
    ("level.order", (Channel.ORDER,)),
    ("level.words", (Channel.COMMENTS, Channel.NAMES)),
    ("level.constants", (Channel.TEXTS,)),
    ("level.artefacts", (Channel.ARTEFACTS,)),
)


def levels(context: Context) -> tuple[Block, ...]:
    """Return what corresponds, from the names of files to the order of functions; regions stand with the tokens."""
    blocks: list[Block] = []
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        blocks.append(text(say("evidence.intro") if pair.evidence else say("evidence.none"), tone=Tone.QUIET))
        entries = {entry.channel: entry for entry in pair.evidence}
        for key, channels in LEVELS:
            blocks.append(Heading(say(key), f"{key.replace('.', '-')}-{number}"))
            for channel in channels:
                if channel in entries:
                    blocks += _channel(context, number, entries[channel])
            if not channels:
                blocks += [*_pairs(context, number, pair), *_regions(context, number, pair)]
        blocks += [Heading(say("level.algorithm")), text(say("level.not-examined"))]
    return tuple(blocks)


def _pairs(context: Context, number: int, pair: PairResult) -> list[Block]:
    shown, more = context.capped(pair.file_pairs)
    blocks: list[Block] = [Heading(say("pairs"), f"pairs-{number}")]
    if not shown:
        return [*blocks, text(say("pairs.none"))]
    heads = (("files", "", 4.0), ("matched", "n", 0.9), ("total", "n", 0.9), ("ratio", "n", 0.9), ("class", "c", 0.6),
             ("regions", "n", 0.7), ("heaviest", "n", 1.0), *_WEIGHT_HEADS, ("resemblance", "n", 2.3))  # fmt: skip
    permutations = view.permutations(context.result.manifest)
    first: dict[tuple[str, str], str] = {}
    for region in view.heaviest(pair):
        first.setdefault((region.known.path, region.questioned.path), row_id(number, region.number))
    rows = tuple(
        Row(_pair_cells(item, permutations, first.get((item.known_path, item.questioned_path), "")),
            pair_id(number, place))
        for place, item in enumerate(shown, start=1)
    )  # fmt: skip
    made = said_columns(heads)
    return [*blocks, text(say("pairs.intro")), Table(columns=made, rows=rows, more=more, kind="pairs")]


_WEIGHT_HEADS = (("channel.total", "n", 1.0), *CHANNEL_HEADS)


def _pair_cells(item: FilePair, permutations: int, heaviest: str) -> tuple[Cell, ...]:
    integer, bits = numbers.integer, numbers.bits
    estimate = quiet(say("resemblance.estimate", value=numbers.estimate(item.resemblance, permutations)))
    return (
        sides(path(item.known_path), path(item.questioned_path)),
        sides(integer(item.known_matched), integer(item.questioned_matched)),
        sides(integer(item.known_tokens), integer(item.questioned_tokens)),
        sides(numbers.ratio(item.known_matched, item.known_tokens),
              numbers.ratio(item.questioned_matched, item.questioned_tokens)),
        cell(class_name(item.match_class)),
        cell(Span(integer(item.regions), link=heaviest)),
        cell(bits(item.heaviest_bits)),
        cell(strong(bits(item.total_bits))),
        *(cell(bits(getattr(item, f"{channel}_bits"))) for channel in view.CHANNELS),
        lines(say("resemblance.exact", value=numbers.index(item.resemblance_exact)), estimate),
    )  # fmt: skip


def _regions(context: Context, number: int, pair: PairResult) -> list[Block]:
    heading = Heading(say("heaviest-regions"), f"heaviest-regions-{number}")
    ordered = view.heaviest(pair)
    if not ordered:
        return [heading, text(say("summary.none"), tone=Tone.FINDING)]
    shown, more = context.capped(ordered, "regions.more")
    heads = (("number", "n", 0.5), ("passages", "", 4.2), ("class", "c", 0.6), *_WEIGHT_HEADS,
             ("significance.column", "n", 1.4), ("labels", "", 1.6))  # fmt: skip
    whole = stored_total(ordered[0].weight)
    rows = tuple(Row(_region_cells(context, number, region, whole), row_id(number, region.number)) for region in shown)
    made = said_columns(heads)
    intro = text(say("heaviest-regions.intro"))
    return [heading, intro, Table(columns=made, rows=rows, more=more, kind="regions")]


def _region_cells(context: Context, number: int, region: Region, whole: float) -> tuple[Cell, ...]:
    stated = region.significance
    if stated is None:
        unrelated = cell(quiet(say("not-evaluated")))
    else:
        unrelated = lines(numbers.integer(stated.reaching), quiet(numbers.upper(stated.upper)))
    return (
        cell(context.region(number, region.number)),
        passages(region),
        cell(class_name(region.match_class)),
        *weights(region.weight, whole),
        unrelated,
        cell(sentences.labels(region)),
    )


def _channel(context: Context, number: int, entry: ChannelResult) -> list[Block]:
    blocks: list[Block] = [text(sentences.channel_figures(entry))]
    shown, rest = view.capped(entry.findings, context.limits.rows)
    if not shown:
        return blocks
    heads = (("evidence.kind", "", 1.2), ("evidence.text", "", 3.0), ("evidence.rarity", "n", 0.9),
             ("evidence.times", "n", 0.8), ("evidence.places", "", 3.0), ("evidence.region", "n", 0.6))  # fmt: skip
    rows = tuple(Row(_finding_cells(context, number, item)) for item in shown)
    rest += entry.omitted
    more = say("evidence.more", count=numbers.integer(rest)) if rest else ""
    made = said_columns(heads)
    inner: list[Block] = [Table(columns=made, rows=rows, more=more, kind="findings")]
    corpora = view.corpora(entry)
    if corpora:
        inner.append(
            text(
                say("evidence.corpora", corpora=say("separator.items").join(map(phrases.detail, corpora))),
                tone=Tone.QUIET,
            )
        )
    inner.append(text(sentences.elses(view.kinds(entry)), tone=Tone.QUIET))
    total = len(entry.findings)
    return [*blocks, Folded(counted("findings", total), tuple(inner), total <= FEW)]


def _finding_cells(context: Context, number: int, item: Finding) -> tuple[Cell, ...]:
    noted = [quiet(sentences.note(item))] if item.note else []
    return (
        cell(say(f"finding.{item.kind}")),
        lines(path(item.text), *noted),
        cell(sentences.rarity(item)),
        sides(numbers.integer(item.known_count), numbers.integer(item.questioned_count)),
        sides(path(str(item.known)), path(str(item.questioned))),
        cell(context.region(number, item.region) if item.region else say("dash")),
    )


def features(context: Context) -> tuple[Block, ...]:
    """Return table T7: what both works hold and few others do, rarest first, with what else may explain it."""
    blocks: list[Block] = [text(say("features.intro"))]
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        blocks.append(_t7(context, number, pair))
        blocks.append(text(say("features.others"), tone=Tone.QUIET))
    return tuple(blocks)


def _t7(context: Context, number: int, pair: PairResult) -> Table:
    counted_ones = [item for entry in pair.evidence for item in entry.findings if item.rarity is not None]
    ordered = sorted(counted_ones, key=_rarest)
    shown, rest = view.capped(ordered, min(RAREST, context.limits.rows))
    heads = (("exhibit.column", "", 0.8), ("evidence.kind", "", 1.0), ("features.places", "", 2.6),
             ("features.content", "", 2.2), ("evidence.rarity", "n", 0.9), ("evidence.times", "n", 0.7),
             ("features.else", "", 2.2), ("status", "", 1.0))  # fmt: skip
    rows = tuple(Row(_feature_cells(context, number, item)) for item in shown)
    if not rows:
        rows = (Row((cell(say("features.none")),)),)
    more = say("features.more", count=numbers.integer(rest)) if rest else ""
    made = said_columns(heads)
    return Table(
        columns=made, rows=rows, number="T7", kind="findings", caption=say("caption.T7"), id=f"T7-{number}", more=more
    )


def _rarest(item: Finding) -> float:
    """The share of the projects that hold it; of two alike, the one that its channel lists first stands first."""
    rarity = item.rarity
    return rarity.seen_in / rarity.projects if rarity is not None and rarity.projects else 1.0


def _feature_cells(context: Context, number: int, item: Finding) -> tuple[Cell, ...]:
    exhibit = cell(say("dash"))
    if item.region:
        inside = context.region(number, item.region)
        exhibit = cell(Span(exhibit_number(number, item.region, context.many), link=inside.link))
    return (
        exhibit,
        cell(say(f"finding.{item.kind}")),
        sides(path(str(item.known)), path(str(item.questioned))),
        cell(path(item.text)),
        cell(sentences.rarity(item)),
        sides(numbers.integer(item.known_count), numbers.integer(item.questioned_count)),
        cell(quiet(say(f"else.{item.kind}"))),
        cell(say("features.in-region" if item.region else "features.outside")),
    )


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


def differences(context: Context) -> tuple[Block, ...]:
    """Return what has no counterpart on either side, and what differs within the regions."""
    blocks: list[Block] = [text(say("differences.intro"))]
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        blocks += [_unmatched_shares(pair), _unmatched_folders(pair)]
        for role in ("known", "questioned"):
            files = view.unmatched(pair, role)
            if files:
                shown, more = context.capped(files)
                entries = tuple(
                    line(path(file.path), " ", quiet(say("of-tokens", count=numbers.integer(file.tokens))))
                    for file in shown
                )
                inner: tuple[Block, ...] = (Items(entries), *((text(more),) if more else ()))
                blocks.append(Folded(counted(f"unmatched.{role}", len(files)), inner, len(files) <= FEW, "unmatched"))
        if pair.regions:
            blocks.append(_inside(pair))
    return tuple(blocks)


def _unmatched_shares(pair: PairResult) -> Table:
    heads = columns((say("unit"), "", 1.0), (say("differences.known"), "n", 2.0),
                    (say("differences.questioned"), "n", 2.0))  # fmt: skip
    rows = []
    for unit in view.UNITS:
        ratio: Ratio = getattr(pair.totals, unit)
        cells = [cell(say(f"unit.{unit}"))]
        for role in ("known", "questioned"):
            whole = getattr(ratio, f"{role}_total")
            left = whole - getattr(ratio, f"{role}_matched")
            words = say("differences.part", part=numbers.integer(left), whole=numbers.integer(whole),
                        ratio=numbers.ratio(left, whole))  # fmt: skip
            cells.append(cell(words))
        rows.append(Row(tuple(cells)))
    return Table(columns=heads, rows=tuple(rows), caption=say("differences.unmatched"))


def _unmatched_folders(pair: PairResult) -> Table:
    heads = columns((say("role"), "", 0.8), (say("figure.folder"), "", 4.0), (say("differences.tokens"), "n", 1.4),
                    (say("tokens"), "n", 1.4))  # fmt: skip
    rows = []
    for role, work in (("known", pair.known), ("questioned", pair.questioned)):
        found = sorted(case_figures.folders(work), key=lambda folder: (folder.matched - folder.tokens, folder.path))
        for folder in found[:FEW]:
            if folder.tokens > folder.matched:
                rows.append(
                    Row((
                        (line(say(role), role=role),),
                        cell(path(folder.path)),
                        cell(numbers.integer(folder.tokens - folder.matched)),
                        cell(numbers.integer(folder.tokens)),
                    ))
                )  # fmt: skip
    if not rows:
        rows = [Row((cell(say("none")),))]
    return Table(columns=heads, rows=tuple(rows), caption=say("differences.folders"))


def _inside(pair: PairResult) -> Table:
    """What became of the tokens of regions: from the edit scripts, which replay to exactly both passages."""
    known: Counter[str] = Counter()
    questioned: Counter[str] = Counter()
    for region in pair.regions:
        for step in region.script:
            known[step.edit.value] += step.known
            questioned[step.edit.value] += step.questioned
    names = ("identical", "renamed", "literal", "deleted", "inserted")
    heads = columns((say("differences.edit"), "", 2.0), (say("differences.known-tokens"), "n", 1.4),
                    (say("differences.questioned-tokens"), "n", 1.4))  # fmt: skip
    rows = tuple(
        Row((cell(say(f"edit.{name}")), cell(numbers.integer(known[name])), cell(numbers.integer(questioned[name]))))
        for name in names
    )
    return Table(columns=heads, rows=rows, caption=say("differences.inside"))
