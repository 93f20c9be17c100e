"""The summary of an evaluation for the terminal."""

from collections.abc import Callable, Mapping

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.text import Text

from codematch.model.evaluation import Evaluation, PairState, ScoreFigures, Summary
from codematch.report.evaluation import cells
from codematch.report.formats.terminal_layout import (
    FILE_WIDTH,
    HEADING,
    INDENT,
    QUIET,
    Column,
    heading,
    indented,
    labelled,
    paragraph,
    plain_text,
    table,
)
from codematch.report.text import numbers, padded, say, visible

NOT_SCORED_SHOWN = 10
PARTS_SHOWN = 12

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
    return plain_text(lambda console: show(evaluation, console), width)


def show(evaluation: Evaluation, console: Console) -> None:
    """Print the summary."""
    summary, width = evaluation.summary, console.width
    parts: list[RenderableType] = [Text(say("evaluation"), style=HEADING)]
    parts += [*_facts(summary, width), Text(), *(Text(line) for line in cells.finding(summary))]
    parts += [
        *heading("evaluation.scores"),
        _scores(summary, _RANKING, width),
        Text(),
        _scores(summary, _ERRORS, width),
        Text(cells.scores_intro(summary), style=QUIET),
    ]
    parts += [*_detection(summary, width)]
    parts += [*_parts(evaluation, width), *_likelihood(summary, width), *_not_scored(summary)]
    parts += [Text(), Text(say("evaluation.disclaimer"), style=QUIET)]
    console.print(Group(*parts), markup=False, highlight=False, emoji=False)


def _facts(summary: Summary, width: int) -> list[RenderableType]:
    facts = [(say(key), visible(value)) for key, value in cells.facts(summary)]
    start = max((cell_len(key) for key, _ in facts), default=0) + 2
    starts = [Text(padded(key, start), style=QUIET) for key, _ in facts]
    return [indented(labelled(key, Text(value), width - INDENT)) for key, (_, value) in zip(starts, facts, strict=True)]


def _scores(summary: Summary, shown: Mapping[str, Callable[[ScoreFigures], str]], width: int) -> RenderableType:
    """Return some figures of every score; two narrow tables fit where one wide one would break its numbers."""
    columns = [Column(title=say("evaluation.score"))]
    columns += [Column(title=say(f"evaluation.{key}"), right=True) for key in shown]
    rows = [(item.score, *(cell(item) for cell in shown.values())) for item in summary.scores]
    main = next((place for place, item in enumerate(summary.scores) if item.score == summary.main_score), -1)
    return indented(table(columns, rows, width - INDENT, main=main))


def _more(count: int) -> Text:
    return Text(f"  {say('and-more', count=count)}", style=QUIET)


def _detection(summary: Summary, width: int) -> list[RenderableType]:
    lines: list[RenderableType] = heading("evaluation.detection")
    most = 2 * PARTS_SHOWN
    for family, rows in cells.detection_families(summary):
        columns = [Column(title=say(f"family.{family}"), wraps=True)]
        columns += [Column(title=say(key), right=True) for key, _ in cells.detection_cells(rows[0])]
        listed = [
            (visible(row.name) or say("evaluation.unnamed"), *(text for _, text in cells.detection_cells(row)))
            for row in rows[:most]
        ]
        lines.append(indented(table(columns, listed, width - INDENT)))
        lines += [_more(len(rows) - most)] if len(rows) > most else []
        lines.append(Text())
    return lines[:-1]


def _parts(evaluation: Evaluation, width: int) -> list[RenderableType]:
    summary, names = evaluation.summary, [evaluation.summary.main_score]
    lines: list[RenderableType] = []
    for family, parts in cells.families(summary):
        columns = [Column(title=say(f"family.{family}"), wraps=True)]
        titles = (say("evaluation.pairs"), say("evaluation.against"), *names)
        columns += [Column(title=title, right=True) for title in titles]
        rows = [
            (
                visible(part.name) or say("evaluation.unnamed"),
                cells.counts(part),
                say(f"against.{part.against.value}"),
                *cells.part_scores(part, names),
            )
            for part in parts[:PARTS_SHOWN]
        ]
        lines += [Text(), indented(table(columns, rows, width - INDENT))]
        lines += [_more(len(parts) - PARTS_SHOWN)] if len(parts) > PARTS_SHOWN else []
    return [*heading("evaluation.parts"), *lines] if lines else []


def _likelihood(summary: Summary, width: int) -> list[RenderableType]:
    figures = summary.likelihood
    lines: list[RenderableType] = [*heading("evaluation.likelihood"), paragraph(cells.likelihood_intro(figures))]
    if figures.folds is None:
        return lines
    columns = [
        Column(title=say("evaluation.figure")),
        Column(title=say("value"), right=True),
        Column(title=say("evaluation.meaning"), wraps=True, style=QUIET),
    ]
    return [*lines, indented(table(columns, cells.likelihood_rows(figures), width - INDENT))]


def _not_scored(summary: Summary) -> list[RenderableType]:
    if not summary.not_scored:
        return [Text(), Text(say("evaluation.not-scored.none"))]
    lines: list[RenderableType] = heading("evaluation.not-scored")
    counts = [
        f"{say(f'pair-state.{state}')}{say('separator.colon')}{numbers.integer(count)}"
        for state, count in summary.states.items()
        if count and state != PairState.SCORED.value
    ]
    lines.append(Text("  " + say("separator.items").join(counts)))
    for row in summary.not_scored[:NOT_SCORED_SHOWN]:
        state = say(f"pair-state.{row.state.value}")
        line = f"  {say('evaluation.line').lower()} {row.line}: {state}: {visible(row.detail)}"
        lines.append(Text(line, style=QUIET))
    more = len(summary.not_scored) - NOT_SCORED_SHOWN
    return [*lines, _more(more)] if more > 0 else lines
