"""The results: ratios with figures, and what corresponds level by level."""

import hashlib
import json

from codematch.model.evidence import Channel, ChannelResult, Finding
from codematch.model.match import Region
from codematch.model.precision import stored_bits, stored_total
from codematch.model.result import FilePair, PairResult, Ratio
from codematch.model.sides import Both
from codematch.report import view
from codematch.report.charts import case_charts
from codematch.report.record.blocks import (
    Block,
    Cell,
    Figure,
    Folded,
    Heading,
    Row,
    Span,
    Table,
    Tone,
    cell,
    lines,
    path,
    quiet,
    sides,
    strong,
    text,
)
from codematch.report.record.cells import CHANNEL_HEADS, FEW, class_name, passages, said_columns, weights
from codematch.report.record.context import Context, row_id
from codematch.report.text import numbers, sentences
from codematch.report.text.messages import sentence
from codematch.report.text.wording import counted, say


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
        ratio = Ratio(total=pair.totals.token.total, matched=left.tokens)  # lines left: see table T5
        rows.append(_ratio_row(say("ratios.regions"), "token", cell(say("dash")), ratio, say("ratios.left"),
                               say("ratios.without")))  # fmt: skip
    return rows


def _line_rows(pair: PairResult) -> list[Row]:
    figures = next((entry.figures for entry in pair.evidence if entry.channel is Channel.LINES), None)
    if figures is None:
        return []
    rows = []
    for kind, comments in (("all", "ratios.with"), ("code", "ratios.without")):
        ratio = Ratio(
            total=Both(figures[f"known-{kind}"], figures[f"questioned-{kind}"]),
            matched=Both(figures[f"known-{kind}-found"], figures[f"questioned-{kind}-found"]),
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
        sides(integer(ratio.total.known), integer(ratio.total.questioned)),
        sides(integer(ratio.matched.known), integer(ratio.matched.questioned)),
        sides(
            strong(numbers.ratio(ratio.matched.known, ratio.total.known)),
            strong(numbers.ratio(ratio.matched.questioned, ratio.total.questioned)),
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
        listed = () if context.options.rebuttal else pair.file_pairs[: context.limits.rows]
        links = {(item.known_path, item.questioned_path): pair_id(number, place)
                 for place, item in enumerate(listed, start=1)}  # fmt: skip
        data = [(item.known_path, item.questioned_path, item.matched.known, item.tokens.known, item.matched.questioned,
                 item.tokens.questioned, stored_bits(item.total_bits)) for item in pair.file_pairs]  # fmt: skip
        blocks.append(figure(case_charts.heat_map(pair, links), "F1", number, "figure.heat-map", data))
    if pair.ledger is not None and pair.regions:
        left = [(step.filter, step.lines.known, step.lines.questioned) for step in pair.ledger.steps]
        blocks.append(figure(case_charts.funnel(pair.ledger), "F2", number, "figure.funnel", left))
    modules = [(folder.path, folder.tokens, folder.matched) for work in (pair.known, pair.questioned)
               for folder in case_charts.folders(work)]  # fmt: skip
    if modules:
        blocks.append(figure(case_charts.module_map(pair), "F9", number, "figure.module-map", modules))
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
            if not channels:
                blocks += [*_pairs(context, number, pair), *_regions(context, number, pair)]
            elif entries.keys().isdisjoint(channels):
                blocks.append(text(say("level.no-entry"), tone=Tone.QUIET))
            for channel in channels:
                if channel in entries:
                    blocks += _channel(context, number, entries[channel])
        blocks += [Heading(say("level.algorithm")), text(say("level.not-examined"))]
    return tuple(blocks)


def _pairs(context: Context, number: int, pair: PairResult) -> list[Block]:
    shown, more = context.capped(pair.file_pairs)
    blocks: list[Block] = [Heading(say("pairs"), f"pairs-{number}")]
    if not shown:
        return [*blocks, text(say("pairs.none"))]
    heads = (("files", "", 3.2), ("matched", "n", 0.9), ("total", "n", 0.9), ("ratio", "n", 1.0), ("class", "c", 0.7),
             ("regions", "n", 0.9), ("heaviest", "n", 1.0), *_WEIGHT_HEADS, ("resemblance", "n", 1.7))  # fmt: skip
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
        sides(integer(item.matched.known), integer(item.matched.questioned)),
        sides(integer(item.tokens.known), integer(item.tokens.questioned)),
        sides(numbers.ratio(item.matched.known, item.tokens.known),
              numbers.ratio(item.matched.questioned, item.tokens.questioned)),
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
    heads = (("number", "n", 0.5), ("passages", "", 3.8), ("class", "c", 0.6), *_WEIGHT_HEADS,
             ("significance.column", "n", 1.3), ("labels", "", 3.0))  # fmt: skip
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
                say("evidence.corpora", corpora=say("separator.items").join(map(sentence, corpora))),
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
        sides(numbers.integer(item.count.known), numbers.integer(item.count.questioned)),
        sides(path(str(item.known)), path(str(item.questioned))),
        cell(context.region(number, item.region) if item.region else say("dash")),
    )
