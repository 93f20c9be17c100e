"""The summary of an evaluation for the terminal."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rich.console import Console, RenderableType
from rich.text import Text

from codematch.model.evaluation import Evaluation, PairState, ScoreFigures, Summary
from codematch.report.evaluation import cells
from codematch.report.formats.terminal_layout import (
    FILE_WIDTH,
    HEADING,
    INDENT,
    QUIET,
    Column,
    and_more,
    draw,
    facts,
    heading,
    indented,
    paragraph,
    plain_text,
    table,
)
from codematch.report.text import numbers, say, visible

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
    draw(_parts_of_summary(evaluation, console.width), console)


def _parts_of_summary(evaluation: Evaluation, width: int) -> Iterator[RenderableType]:
    summary = evaluation.summary
    yield Text(say("evaluation"), style=HEADING)
    named = [(say(key), visible(value)) for key, value in cells.facts(summary)]
    yield from (*facts(named, width), Text(), *map(Text, cells.finding(summary)))
    yield from (*heading("evaluation.scores"), _scores(summary, _RANKING, width))
    yield from (Text(), _scores(summary, _ERRORS, width), Text(cells.scores_intro(summary), style=QUIET))
    yield from (*_detection(summary, width), *_parts(evaluation, width), *_likelihood(summary, width))
    yield from (*_lost_files(summary), *_not_scored(summary), Text(), Text(say("evaluation.disclaimer"), style=QUIET))


def _scores(summary: Summary, shown: Mapping[str, Callable[[ScoreFigures], str]], width: int) -> RenderableType:
    """Return some figures of every score; two narrow tables fit where one wide one would break its numbers."""
    columns = [Column(title=say("evaluation.score"))]
    columns += [Column(title=say(f"evaluation.{key}"), right=True) for key in shown]
    rows = [(item.score, *(cell(item) for cell in shown.values())) for item in summary.scores]
    main = next((place for place, item in enumerate(summary.scores) if item.score == summary.main_score), -1)
    return indented(table(columns, rows, width - INDENT, main=main))


def _by_family(
    family: str, titles: Iterable[str], rows: Sequence[Sequence[str]], most: int, width: int
) -> Iterator[RenderableType]:
    """Yield a table of one family of parts, and how many of its rows are not listed."""
    columns = [Column(title=say(f"family.{family}"), wraps=True)]
    columns += [Column(title=title, right=True) for title in titles]
    named = [(visible(name) or say("evaluation.unnamed"), *others) for name, *others in rows[:most]]
    yield indented(table(columns, named, width - INDENT))
    yield from and_more(len(rows) - most)


def _detection(summary: Summary, width: int) -> list[RenderableType]:
    lines: list[RenderableType] = heading("evaluation.detection")
    for family, figures in cells.detection_families(summary):
        titles = (say(key) for key, _ in cells.detection_cells(figures[0]))
        rows = [(row.name, *(text for _, text in cells.detection_cells(row))) for row in figures]
        lines += [*_by_family(family, titles, rows, 2 * PARTS_SHOWN, width), Text()]
    return lines[:-1]


def _parts(evaluation: Evaluation, width: int) -> list[RenderableType]:
    names = [evaluation.summary.main_score]
    lines: list[RenderableType] = []
    for family, parts in cells.families(evaluation.summary):
        titles = (say("evaluation.pairs"), say("evaluation.against"), *names)
        rows = [
            (part.name, cells.counts(part), say(f"against.{part.against.value}"), *cells.part_scores(part, names))
            for part in parts
        ]
        lines += [Text(), *_by_family(family, titles, rows, PARTS_SHOWN, width)]
    return [*heading("evaluation.parts"), *lines] if lines else []


def _likelihood(summary: Summary, width: int) -> Iterator[RenderableType]:
    figures = summary.likelihood
    yield from (*heading("evaluation.likelihood"), paragraph(cells.likelihood_intro(figures)))
    if figures.folds is not None:
        columns = [
            Column(title=say("evaluation.figure")),
            Column(title=say("value"), right=True),
            Column(title=say("evaluation.meaning"), wraps=True, style=QUIET),
        ]
        yield indented(table(columns, cells.likelihood_rows(figures), width - INDENT))


def _lost_files(summary: Summary) -> Iterator[RenderableType]:
    """Yield the files that ended the process that read them, with the reason of each."""
    if not summary.lost_files:
        return
    yield from heading("evaluation.lost-files")
    for file in summary.lost_files[:NOT_SCORED_SHOWN]:
        said = say("separator.colon").join((visible(file.work), visible(file.path), say(f"reason.{file.reason}")))
        yield Text(f"  {said}", style=QUIET)
    yield from and_more(len(summary.lost_files) - NOT_SCORED_SHOWN)


def _not_scored(summary: Summary) -> Iterator[RenderableType]:
    if not summary.not_scored:
        yield from (Text(), Text(say("evaluation.not-scored.none")))
        return
    counts = (
        f"{say(f'pair-state.{state}')}{say('separator.colon')}{numbers.integer(count)}"
        for state, count in summary.states.items()
        if count and state != PairState.SCORED.value
    )
    yield from (*heading("evaluation.not-scored"), Text("  " + say("separator.items").join(counts)))
    for row in summary.not_scored[:NOT_SCORED_SHOWN]:
        line = f"{say('evaluation.line').lower()} {row.line}: {say(f'pair-state.{row.state.value}')}"
        yield Text(f"  {line}: {visible(row.detail)}", style=QUIET)
    yield from and_more(len(summary.not_scored) - NOT_SCORED_SHOWN)
