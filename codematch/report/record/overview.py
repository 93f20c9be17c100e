"""The overview: table T6, and the figures F1, F2 and F9."""

from collections.abc import Iterator

from codematch.model.evidence import Channel
from codematch.model.result import PairResult, Ratio
from codematch.model.sides import Both
from codematch.report import view
from codematch.report.charts import case_charts
from codematch.report.record.blocks import Block, Cell
from codematch.report.record.builders import aside, cell, lines, sides, strong
from codematch.report.record.context import PairContext, each_pair
from codematch.report.record.tables import dash, figure, table
from codematch.report.text import numbers, say, sentences


@each_pair
def overview(here: PairContext) -> Iterator[Block]:
    """Yield table T6 and the figures."""
    heads = (("level", "", 2.2), ("unit", "", 0.8), ("ratios.work", "c", 0.4), ("ratios.total", "n", 1.0),
             ("ratios.compared", "n", 1.0), ("matched", "n", 1.0), ("ratio", "n", 1.0), ("ratios.filtered", "", 1.0),
             ("ratios.comments", "", 1.0))  # fmt: skip
    rows = (*_region_rows(here.pair), *_line_rows(here.pair))
    yield table(heads, rows, number="T6", anchor=here.anchor("T6"))
    yield aside(sentences.coverage_note(here.result))
    yield from _figures(here) if not here.short else ()


def _region_rows(pair: PairResult) -> Iterator[tuple[Cell, ...]]:
    files = sides(*view.works(pair).map(lambda work: sum(work.counts.values())))
    for unit in view.UNITS:
        total = files if unit == "file" else dash()
        yield _ratio_cells("ratios.regions", unit, total, view.ratio(pair, unit), "ratios.raw", "ratios.without")
    if pair.ledger is not None and pair.ledger.steps:
        left = Ratio(total=pair.totals.token.total, matched=pair.ledger.steps[-1].tokens)  # lines left: see table T5
        yield _ratio_cells("ratios.regions", "token", dash(), left, "ratios.left", "ratios.without")


def _line_rows(pair: PairResult) -> Iterator[tuple[Cell, ...]]:
    figures = next((entry.figures for entry in pair.evidence if entry.channel is Channel.LINES), None)
    if figures is None:
        return
    for kind, comments in (("all", "ratios.with"), ("code", "ratios.without")):
        ratio = Ratio(
            total=Both(figures[f"known-{kind}"], figures[f"questioned-{kind}"]),
            matched=Both(figures[f"known-{kind}-found"], figures[f"questioned-{kind}-found"]),
        )
        yield _ratio_cells("ratios.literal", "line", dash(), ratio, "ratios.raw", comments)


def _ratio_cells(level: str, unit: str, total: Cell, ratio: Ratio, filtered: str, comments: str) -> tuple[Cell, ...]:
    shares = (strong(numbers.ratio(*parts)) for parts in zip(ratio.matched, ratio.total, strict=True))
    return (
        cell(say(level)),
        cell(say(f"unit.{unit}")),
        lines("K", "Q"),
        total,
        sides(*ratio.total),
        sides(*ratio.matched),
        sides(*shares),
        cell(say(filtered)),
        cell(say(comments)),
    )


def _figures(here: PairContext) -> Iterator[Block]:
    pair = here.pair
    if pair.file_pairs:
        listed = () if here.options.rebuttal else pair.file_pairs[: here.limits.rows]
        links = {(item.known_path, item.questioned_path): here.anchor("files") + f"-{place}"
                 for place, item in enumerate(listed, start=1)}  # fmt: skip
        data = case_charts.heat_map_data(pair)
        yield figure(case_charts.heat_map(pair, links), "F1", here.anchor("F1"), "figure.heat-map", data)
    if pair.ledger is not None and pair.regions:
        left = [(step.filter, *step.lines) for step in pair.ledger.steps]
        yield figure(case_charts.funnel(pair.ledger), "F2", here.anchor("F2"), "figure.funnel", left)


def module_map(here: PairContext) -> Iterator[Block]:
    """Yield figure F9; nothing in a short record."""
    pair = here.pair
    modules = [(folder.path, folder.tokens, folder.matched) for work in view.works(pair)
               for folder in case_charts.folders(work)]  # fmt: skip
    if modules and not here.short:
        yield figure(case_charts.module_map(pair), "F9", here.anchor("F9"), "figure.module-map", modules)
