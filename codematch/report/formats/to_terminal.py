"""A result for the terminal: inputs, coverage and limits first, then the heaviest regions."""

from io import StringIO

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from codematch.model.evidence import Finding
from codematch.model.match import Region, RegionSide
from codematch.model.result import BackgroundUse, CaseResult, PairResult, Work
from codematch.report import view
from codematch.report.formats.terminal_layout import HEADING as _HEADING
from codematch.report.formats.terminal_layout import INDENT as _INDENT
from codematch.report.formats.terminal_layout import NUMBER as _NUMBER
from codematch.report.formats.terminal_layout import QUIET as _QUIET
from codematch.report.formats.terminal_layout import WARNING as _WARNING
from codematch.report.formats.terminal_layout import Column, beside, folded, heading, joined, table
from codematch.report.formats.terminal_layout import indented as _indented
from codematch.report.render_options import RenderOptions
from codematch.report.text import numbers, sentences
from codematch.report.text.language_names import language_name
from codematch.report.text.messages import sentence
from codematch.report.text.visible import padded, visible
from codematch.report.text.wording import listed, say

REGIONS_SHOWN = 20
FINDINGS_SHOWN = 3
FILE_WIDTH = 100
"""Columns of the text file; on a screen the width is that of the terminal."""

_MINIMUM_WIDTH = 20
_NARROW = 60
"""With fewer cells places stand below the numbers that they belong to."""
_SIDE_WIDTH = 28
"""Each work gets as many cells at least where the two stand side by side."""
_COVERAGE_COLUMNS = (
    "known-matched", "known-total", "ratio.known", "questioned-matched", "questioned-total", "ratio.questioned",
)  # fmt: skip


def render(result: CaseResult, options: RenderOptions | None = None) -> bytes:
    """Return the report as plain text in UTF-8, 100 columns wide, whatever the options."""
    return text(result, FILE_WIDTH).encode("utf-8", "backslashreplace")


def text(result: CaseResult, width: int) -> str:
    """Return the report as plain text of at most `width` columns, without colour."""
    console = Console(file=StringIO(), width=width, color_system=None, force_terminal=False, legacy_windows=False)
    show(result, console)
    written = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in written.splitlines()) + "\n"


def show(result: CaseResult, console: Console, regions: int = REGIONS_SHOWN) -> None:
    """Print the report.

    Args:
        result: What to show.
        console: Where to; decides about width and colour.
        regions: How many of the heaviest regions to list.
    """
    width = max(console.width, _MINIMUM_WIDTH)
    version = say("made-by", tool=visible(result.manifest.tool), version=visible(result.manifest.version))
    parts: list[RenderableType] = [Text(say("title"), style=_HEADING), Text(version, style=_QUIET)]
    parts += _engagement(result, width)
    for number, pair in enumerate(result.pairs, start=1):
        if len(result.pairs) > 1:
            parts += [Text(), Text(_pair_heading(pair, number), style=_HEADING)]
        parts += [*_inputs(pair, width), *_coverage(result, pair, width)]
    for pair in result.pairs:
        parts += [*_asserted(pair, width), *_significance(result, pair)]
    for pair in result.pairs:
        parts += _filtration(result, pair, width)
    parts += [*_backgrounds(result), *_limitations(result, width)]
    for pair in result.pairs:
        parts += [*_regions(result, pair, width, regions), *_residuals(pair, width, regions), *_evidence(pair, width)]
        parts += _explanations(pair, width)
    parts += [Text(), Text(say("disclaimer"), style=_QUIET)]
    console.print(Group(*parts), markup=False, highlight=False, emoji=False, crop=True)


def _engagement(result: CaseResult, width: int) -> list[RenderableType]:
    """Whether the record is valid, what it is about, and who supplied the works."""
    parts: list[RenderableType] = []
    if result.changed:
        parts += [Text(), Text(sentences.changed(result), style="bold red")]
    matter = result.engagement
    if matter is None:
        return [*parts, Text(), Text(say("engagement.unsourced"), style=_WARNING)]
    for key in ("title", "number", "client", "instrument", "tier"):
        value = getattr(matter, key)
        if value:
            parts.append(beside(Text(padded(say(f"engagement.{key}"), 22)), Text(visible(value)), width))
    parts += [Text(f"  {number}. {visible(question)}") for number, question in enumerate(matter.questions, start=1)]
    for item in matter.items:
        source = f"{say('engagement.supplied-by')} {visible(item.supplied_by)}" if item.supplied_by else ""
        words = (
            f"{visible(item.id)}{say('in-brackets', text=say(f'role.{item.role.value}'))} {visible(item.description)}"
        )
        parts.append(Text(f"  {words}  {source}".rstrip()))
    return [*_heading("engagement"), *parts]


def _pair_heading(pair: PairResult, number: int) -> str:
    known, questioned = visible(pair.known.label), visible(pair.questioned.label)
    return say("pair-heading", number=number, known=known, questioned=questioned)


def _heading(key: str) -> list[RenderableType]:
    return heading(say(key))


def _inputs(pair: PairResult, width: int) -> list[RenderableType]:
    """The works side by side, or where there is no room for that, one below the other."""
    column = (width - _INDENT - 14) // 2 - 2
    keys = [say(key) for key in ("label", "given-as", "root", "files", "lines", "tokens", "languages")]
    sides = {
        "known": _input_cells(pair.known, pair, "known"),
        "questioned": _input_cells(pair.questioned, pair, "questioned"),
    }
    if column < _SIDE_WIDTH:
        parts: list[RenderableType] = []
        for role, cells in sides.items():
            rows = [
                beside(Text(padded(key, 14), style=_QUIET), Text(cell), width - _INDENT)
                for key, cell in zip(keys, cells, strict=True)
            ]
            parts += [Text(), Text(say(f"{role}.work"), style=_HEADING), *map(_indented, rows)]
        return parts
    made = Table(box=None, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    made.add_column("", no_wrap=True, style=_QUIET, width=12)
    for role in sides:
        made.add_column(say(f"{role}.work"), width=column, overflow="fold", header_style=_HEADING)
    for key, known, questioned in zip(keys, *sides.values(), strict=True):
        made.add_row(key, folded(Text(known), column), folded(Text(questioned), column))
    return [Text(), _indented(made)]


def _input_cells(work: Work, pair: PairResult, role: str) -> tuple[str, ...]:
    counts = {key: numbers.integer(value) for key, value in view.disposition_counts(work).items()}
    languages = (
        say("language-files", language=visible(language_name(name)) or say("no-language"), count=count)
        for name, count in view.language_counts(work)
    )
    return (
        visible(work.label),
        visible(sentences.origin(work)),
        visible(work.root[: view.SHOWN_DIGEST]),
        say("dispositions", **counts),
        say("counted-lines", count=getattr(pair.totals.line.total, role)),
        say("counted-lines", count=getattr(pair.totals.token.total, role)),
        listed(languages) or say("none"),
    )


def _coverage(result: CaseResult, pair: PairResult, width: int) -> list[RenderableType]:
    columns = [Column(title=say("unit"))]
    columns += [
        Column(title=say(key), right=True, style=_NUMBER if "ratio" in key else "") for key in _COVERAGE_COLUMNS
    ]
    rows = []
    for unit in view.UNITS:
        ratio = getattr(pair.totals, unit)
        row = [say(f"unit.{unit}")]
        for matched, total in (
            (ratio.matched.known, ratio.total.known),
            (ratio.matched.questioned, ratio.total.questioned),
        ):
            row += [numbers.integer(matched), numbers.integer(total), numbers.ratio(matched, total)]
        rows.append(row)
    shared = [_indented(Text(line)) for line in (sentences.shared_text(pair),) if line]
    note = _indented(Text(sentences.coverage_note(result), style=_QUIET))
    return [*_heading("coverage"), _indented(table(columns, rows, width - _INDENT)), *shared, note]


def _significance(result: CaseResult, pair: PairResult) -> list[RenderableType]:
    lines = [*sentences.significance(pair), sentences.heaviest_coincidence(pair), *sentences.likelihoods(pair)]
    notes = [sentences.significance_intro(result, pair), *([say("likelihood.propositions")] if pair.likelihood else [])]
    texts = [*(Text(visible(line)) for line in lines if line), *(Text(note, style=_QUIET) for note in notes)]
    return [*_heading("significance"), *map(_indented, texts)]


def _backgrounds(result: CaseResult) -> list[RenderableType]:
    parts = _heading("background")
    if not result.manifest.backgrounds:
        parts.append(_indented(Text(say("background.none"))))
    for use in result.manifest.backgrounds:
        parts.append(_indented(Text(_background_line(use))))
        if use.digest:
            parts.append(_indented(_indented(Text(_background_bits(use), style=_QUIET))))
        if use.warning:
            parts.append(
                _indented(
                    _indented(
                        Text(
                            f"{say('warning')}{say('separator.colon')}{visible(sentence(use.warning))}", style=_WARNING
                        )
                    )
                )
            )
    return parts


def _background_line(use: BackgroundUse) -> str:
    if not use.digest:
        return say("background.missing", language=visible(language_name(use.language)))
    return say(
        "background.line",
        language=visible(language_name(use.language)),
        projects=use.projects,
        tokens=use.tokens,
        date=visible(numbers.day(use.date)),
        digest=visible(use.digest[: view.SHOWN_DIGEST]),
    )


def _background_bits(use: BackgroundUse) -> str:
    mean, case = numbers.bits_per_token(use.mean_bits), numbers.bits_per_token(use.case_bits)
    return say("background.bits", mean=mean, case=case)


def _limitations(result: CaseResult, width: int) -> list[RenderableType]:
    groups = view.limitation_groups(result)
    if not groups:
        return [*_heading("limits"), _indented(Text(say("limits.none")))]
    made = Table(box=None, show_edge=False, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    made.add_column(justify="right", no_wrap=True)
    made.add_column(ratio=1, overflow="fold")
    for group in groups:
        first = group.items[0]
        subject = visible(sentences.subject(first)) or say("whole-run")
        example = f"{subject}{say('separator.colon')}{visible(sentence(first.detail))}"
        rest = len(group.items) - 1
        more = f"{say('separator.items')}{say('and-more', count=rest)}" if rest else ""
        reason = Text(say(f"reason.{group.reason.value}"), style=_WARNING)
        made.add_row(
            numbers.integer(len(group.items)),
            Group(reason, folded(Text(example + more, style=_QUIET), width - 2 * _INDENT - 6)),
        )
    return [*_heading("limits"), _indented(made)]


_LEFT_COLUMNS = (
    "filtration.left-regions", "filtration.left-known", "filtration.left-questioned", "filtration.left-bits",
)  # fmt: skip


def _filtration(result: CaseResult, pair: PairResult, width: int) -> list[RenderableType]:
    """What each filter labels, in tokens of regions, and what is left after it and all before it."""
    if pair.ledger is None:
        return []
    columns = [Column(title=say("filtration.filter"))]
    for key in ("filtration.known", "filtration.questioned", *_LEFT_COLUMNS):
        columns.append(Column(title=say(key), right=True, style=_NUMBER if key == _LEFT_COLUMNS[0] else ""))
    rows = []
    for row, step in view.waterfall(pair.ledger):
        if step is None or (row is not None and not (row.matched.known or row.matched.questioned)):
            continue
        labelled = ("", "") if row is None else tuple(map(numbers.integer, (row.matched.known, row.matched.questioned)))
        rows.append(
            (
                say("filtration.start") if row is None else say(f"filter.{row.filter.value}"),
                *labelled,
                numbers.integer(step.regions),
                numbers.integer(step.lines.known),
                numbers.integer(step.lines.questioned),
                numbers.bits(step.bits),
            )
        )
    lines = [*sentences.idle_filters(pair.ledger), sentences.filtration_intro(result)]
    made = table(columns, rows, width - _INDENT)
    return [*_heading("filtration"), _indented(made), *(_indented(Text(line, style=_QUIET)) for line in lines)]


def _residuals(pair: PairResult, width: int, limit: int) -> list[RenderableType]:
    """The regions by what is left of them, when filters label any."""
    if not any(region.labels for region in pair.regions):
        return []
    regions = view.residuals(pair)
    if not regions:
        return [*_heading("residual"), _indented(Text(say("residual.none")))]
    shown, more = view.capped(regions, limit)
    parts = [*_heading("residual"), _indented(Text(say("residual.intro"), style=_QUIET)), Text()]
    narrow = width < _NARROW
    for region in shown:
        line = Text(f"{numbers.integer(region.number):>6}  ")
        line.append(f"{numbers.total(region.residual or region.weight):>11}", style=_NUMBER)
        places = Text(_places(region))
        if narrow:
            parts += [_indented(line), _indented(beside(Text(" " * 8), places, width - _INDENT))]
        else:
            parts.append(_indented(beside(line.append("  "), places, width - _INDENT)))
    if more:
        parts += [Text(), _indented(Text(say("more-regions", count=more)))]
    return parts


def _evidence(pair: PairResult, width: int) -> list[RenderableType]:
    """What each channel beside the regions counted, and the first things that it lists."""
    parts: list[RenderableType] = []
    for channel in pair.evidence:
        parts += [Text(), _indented(Text(say(f"evidence.{channel.channel.value}"), style=_HEADING))]
        parts.append(_indented(Text(sentences.channel_figures(channel))))
        for finding in channel.findings[:FINDINGS_SHOWN]:
            parts.append(_indented(_indented(_finding(finding, width - 2 * _INDENT))))
    return [*_heading("evidence"), _indented(Text(say("evidence.intro"), style=_QUIET)), *parts] if parts else []


def _asserted(pair: PairResult, width: int) -> list[RenderableType]:
    """Each asserted item with its outcome, what of it is aligned, and its heaviest counterpart."""
    if not pair.asserted:
        return []
    parts: list[RenderableType] = [_indented(Text(sentences.asserted(pair)))]
    for number, entry in enumerate(pair.asserted, start=1):
        said = [
            Text(padded(say(f"item.{entry.status.value}"), 20), style=_HEADING),
            Text(sentences.item_tokens(entry)),
            Text(say("asserted.total", bits=numbers.total(entry.weight), left=numbers.total(entry.residual))),
        ]
        lines = [joined(said, width - _INDENT - 8), Text(visible(entry.item.text))]
        if entry.counterparts:
            part = entry.counterparts[0]
            place = numbers.line_range(part.questioned_first_line, part.questioned_last_line)
            lines.append(Text(f"→ {visible(part.questioned_path)}:{place}"))
        starts = [f"{numbers.integer(number):>6}  ", " " * 8, " " * 8]
        pairs = zip(starts, lines, strict=False)
        parts += [_indented(beside(Text(start), line, width - _INDENT)) for start, line in pairs]
    return [*_heading("asserted"), *parts]


def _explanations(pair: PairResult, width: int) -> list[RenderableType]:
    """Each explanation with its outcome, what it accounts for, and the first thing that speaks for it."""
    if not pair.explanations:
        return []
    columns = [Column(title=say("explanation")), Column(title=say("explanation.result"))]
    columns += [Column(title=say(f"explanation.{key}"), right=True) for key in ("regions", "tokens")]
    rows = []
    for item in pair.explanations:
        counts = (numbers.integer(len(item.regions)), numbers.integer(item.tokens)) if item.regions else ("", "")
        rows.append((say(f"explains.{item.id.value}"), say(f"outcome.{item.outcome.value}"), *counts))
    note = Text(say("explanations.intro"), style=_QUIET)
    return [*_heading("explanations"), _indented(table(columns, rows, width - _INDENT)), _indented(note)]


def _finding(finding: Finding, width: int) -> RenderableType:
    """What was found, its rarity, where it stands on both sides, and what else is to be known of it."""
    start = f"{say(f'finding.{finding.kind}')}{say('separator.colon')}"
    count = f"  {sentences.rarity(finding)}" if finding.rarity is not None else ""
    text = " ".join(visible(finding.text).split())
    first = Text.assemble((start, _QUIET), (text, "default not dim"), (count, _NUMBER))
    known, questioned = visible(str(finding.known)), visible(str(finding.questioned))
    place = known if known == questioned else f"{known} / {questioned}"
    note = visible(sentences.note(finding))
    lines = [beside(Text(" " * 4), Text(line, style=_QUIET), width) for line in (place, note) if line]
    return Group(folded(first, width), *lines)


def _places(region: Region) -> str:
    known, questioned = (f"{visible(side.path)}:{sentences.place(side)}" for side in (region.known, region.questioned))
    return f"{known} / {questioned}"


def _regions(result: CaseResult, pair: PairResult, width: int, limit: int) -> list[RenderableType]:
    parts = [*_heading("heaviest-regions"), *(_indented(Text(line)) for line in sentences.found(result, pair))]
    shown, more = view.capped(view.heaviest(pair), limit)
    cells = max((_region_cell(region) for region in shown), default=0)
    stacked = _INDENT + 13 + cells * (len(view.CHANNELS) + 1) > width
    if shown and not stacked:
        parts += [Text(), _indented(Text(_region_header(cells), style=_QUIET))]
    for region in shown:
        parts += [Text()] if stacked else []
        parts += [_indented(part) for part in _region_numbers(region, cells, stacked)]
        lines = [("known", _side(region.known), ""), ("questioned", _side(region.questioned), "")]
        lines += [("label-line", sentences.labels(region), _WARNING)] if region.labels else []
        lines += [("residual.line", sentences.residual(region), _WARNING)] if sentences.residual(region) else []
        indent = 2 if stacked else 8
        for key, words, style in lines:
            start = f"{'':{indent}}{padded(say(key), 12)}"
            said = Text(words, style=style or "default not dim")
            parts.append(_indented(beside(Text(start, style=_QUIET), said, width - _INDENT)))
    if more:
        parts += [Text(), _indented(Text(say("more-regions", count=more)))]
    return parts


def _region_weights(region: Region) -> list[str]:
    """The total of a region and its weight by channel."""
    return [numbers.total(region.weight), *(numbers.bits(getattr(region.weight, name)) for name in view.CHANNELS)]


def _region_cell(region: Region) -> int:
    """How wide the cells of numbers are to be for a region, the blank before each included."""
    titles = (say(f"channel.{channel}") for channel in ("total", *view.CHANNELS))
    return max(11, *(cell_len(text) + 1 for text in (*titles, *_region_weights(region))))


def _region_header(cells: int) -> str:
    channels = [padded(say(f"channel.{channel}"), cells, right=True) for channel in ("total", *view.CHANNELS)]
    return f"{padded(say('number'), 6, right=True)}  {padded(say('class'), 5)}{''.join(channels)}"


def _region_numbers(region: Region, cells: int, stacked: bool) -> list[RenderableType]:
    """The number, class and weights of a region, on one line or below one another."""
    weights = _region_weights(region)
    if stacked:
        first = Text(f"{say('number')} {numbers.integer(region.number)}  ")
        first.append(region.match_class.value, style=_HEADING)
        titles = [say(f"channel.{channel}") for channel in ("total", *view.CHANNELS)]
        styles = [_NUMBER, *("" for _ in view.CHANNELS)]
        rows = zip(titles, weights, styles, strict=True)
        return [first, *(Text.assemble(f"  {padded(title, 12)}", (text, style)) for title, text, style in rows)]
    line = Text(f"{numbers.integer(region.number):>6}  ")
    line.append(f"{region.match_class.value:<5}", style=_HEADING)
    line.append(padded(weights[0], cells, right=True), style=_NUMBER)
    line.append("".join(padded(text, cells, right=True) for text in weights[1:]))
    return [line]


def _side(side: RegionSide) -> str:
    """The path, lines and unit of a side."""
    unit = say("in-brackets", text=f"{say('from-unit')} {visible(side.unit)}") if side.unit else ""
    return f"{visible(side.path)}:{sentences.place(side)}{unit}"
