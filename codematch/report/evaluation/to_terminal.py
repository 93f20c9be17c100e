"""The summary of an evaluation for the terminal."""

from collections.abc import Callable, Mapping
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from codematch.model.evaluation import Evaluation, PairState, ScoreFigures, Summary
from codematch.report import numbers
from codematch.report.evaluation import cells
from codematch.report.visible import visible
from codematch.report.wording import say

FILE_WIDTH = 100
NOT_SCORED_SHOWN = 10
PARTS_SHOWN = 12

_HEADING, _QUIET, _NUMBER = "bold", "dim", "bold cyan"
_RANKING: Mapping[str, Callable[[ScoreFigures], str]] = {
    "auc": lambda item: cells.estimate(item.auc),
    "group-auc": lambda item: cells.estimate(item.group_auc),
    "average-precision": lambda item: cells.optional(item.average_precision.value),
}
_ERRORS: Mapping[str, Callable[[ScoreFigures], str]] = {
    "best-f1": lambda item: cells.optional(item.best_f1),
    "best-f1-from": lambda item: cells.score_value(item.best_f1_from),
    "tpr-1": lambda item: cells.estimate(item.tpr_1),
    "tpr-5": lambda item: cells.optional(item.tpr_5.value),
    "eer": lambda item: cells.optional(item.equal_error_rate.value),
}


def text(evaluation: Evaluation, width: int = FILE_WIDTH) -> str:
    """Return the summary as plain text of at most `width` columns, without colour."""
    console = Console(file=StringIO(), width=width, color_system=None, force_terminal=False, legacy_windows=False)
    show(evaluation, console)
    written = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in written.splitlines()) + "\n"


def show(evaluation: Evaluation, console: Console) -> None:
    """Print the summary."""
    summary = evaluation.summary
    parts: list[RenderableType] = [Text(say("evaluation"), style=_HEADING)]
    parts += [_facts(summary), Text(), *(Text(line) for line in cells.finding(summary))]
    parts += [
        *_heading("evaluation.scores"),
        _scores(summary, _RANKING),
        Text(),
        _scores(summary, _ERRORS),
        Text(cells.scores_intro(summary), style=_QUIET),
    ]
    parts += [*_detection(summary)]
    parts += [*_parts(evaluation), *_likelihood(summary), *_not_scored(summary)]
    parts += [Text(), Text(say("evaluation.disclaimer"), style=_QUIET)]
    console.print(Group(*parts), markup=False, highlight=False, emoji=False)


def _heading(key: str) -> list[RenderableType]:
    return [Text(), Text(say(key), style=_HEADING)]


def _table() -> Table:
    return Table(box=None, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))


def _facts(summary: Summary) -> RenderableType:
    table = Table(box=None, show_edge=False, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style=_QUIET)
    table.add_column(overflow="fold")
    for key, value in cells.facts(summary):
        table.add_row(say(key), Text(visible(value)))
    return Padding(table, (0, 0, 0, 2), expand=False)


def _scores(summary: Summary, columns: Mapping[str, Callable[[ScoreFigures], str]]) -> RenderableType:
    """Return some figures of every score; two narrow tables fit where one wide one would break its numbers."""
    table = _table()
    table.add_column(say("evaluation.score"), header_style=_QUIET, no_wrap=True)
    for key in columns:
        table.add_column(say(f"evaluation.{key}"), justify="right", header_style=_QUIET, no_wrap=True)
    for item in summary.scores:
        style = _NUMBER if item.score == summary.main_score else ""
        table.add_row(item.score, *(cell(item) for cell in columns.values()), style=style)
    return Padding(table, (0, 0, 0, 2), expand=False)


def _detection(summary: Summary) -> list[RenderableType]:
    lines: list[RenderableType] = _heading("evaluation.detection")
    for family, rows in cells.detection_families(summary):
        table = _table()
        table.add_column(say(f"family.{family}"), header_style=_QUIET, overflow="fold")
        for key, _ in cells.detection_cells(rows[0]):
            table.add_column(say(key), justify="right", header_style=_QUIET)
        for row in rows[: 2 * PARTS_SHOWN]:
            name = visible(row.name) or say("evaluation.unnamed")
            table.add_row(Text(name), *(text for _, text in cells.detection_cells(row)))
        lines += [Padding(table, (0, 0, 0, 2), expand=False), Text()]
        if len(rows) > 2 * PARTS_SHOWN:
            lines.insert(-1, Text(f"  … {numbers.integer(len(rows) - 2 * PARTS_SHOWN)}", style=_QUIET))
    return lines[:-1]


def _parts(evaluation: Evaluation) -> list[RenderableType]:
    summary, names = evaluation.summary, [evaluation.summary.main_score]
    lines: list[RenderableType] = []
    for family, parts in cells.families(summary):
        table = _table()
        table.add_column(say(f"family.{family}"), header_style=_QUIET, overflow="fold")
        for heading in (say("evaluation.pairs"), say("evaluation.against"), *names):
            table.add_column(heading, justify="right", header_style=_QUIET)
        for part in parts[:PARTS_SHOWN]:
            against = say(f"against.{part.against.value}")
            name = visible(part.name) or say("evaluation.unnamed")
            table.add_row(Text(name), cells.counts(part), against, *cells.part_scores(part, names))
        lines += [Text(), Padding(table, (0, 0, 0, 2), expand=False)]
        if len(parts) > PARTS_SHOWN:
            lines.append(Text(f"  … {numbers.integer(len(parts) - PARTS_SHOWN)}", style=_QUIET))
    return [*_heading("evaluation.parts"), *lines] if lines else []


def _likelihood(summary: Summary) -> list[RenderableType]:
    figures = summary.likelihood
    lines: list[RenderableType] = [*_heading("evaluation.likelihood"), Text("  " + cells.likelihood_intro(figures))]
    if figures.folds is None:
        return lines
    table = _table()
    for key, justify in (("evaluation.figure", "left"), ("value", "right"), ("evaluation.meaning", "left")):
        table.add_column(say(key), justify=justify, header_style=_QUIET)  # type: ignore[arg-type]
    for name, value, meaning in cells.likelihood_rows(figures):
        table.add_row(name, value, Text(meaning, style=_QUIET))
    return [*lines, Padding(table, (0, 0, 0, 2), expand=False)]


def _not_scored(summary: Summary) -> list[RenderableType]:
    if not summary.not_scored:
        return [Text(), Text(say("evaluation.not-scored.none"))]
    lines: list[RenderableType] = _heading("evaluation.not-scored")
    counts = [
        f"{say(f'pair-state.{state}')}: {numbers.integer(count)}"
        for state, count in summary.states.items()
        if count and state != PairState.SCORED.value
    ]
    lines.append(Text("  " + "; ".join(counts)))
    for row in summary.not_scored[:NOT_SCORED_SHOWN]:
        state = say(f"pair-state.{row.state.value}")
        line = f"  {say('evaluation.line').lower()} {row.line}: {state}: {visible(row.detail)}"
        lines.append(Text(line, style=_QUIET))
    more = len(summary.not_scored) - NOT_SCORED_SHOWN
    return [*lines, Text(f"  … {numbers.integer(more)}", style=_QUIET)] if more > 0 else lines
