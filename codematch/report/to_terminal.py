"""A result for the terminal: inputs, coverage and limits first, then the heaviest regions."""

from io import StringIO

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from codematch.model.evidence import Finding
from codematch.model.match import Region, RegionSide
from codematch.model.result import BackgroundUse, CaseResult, PairResult, Work
from codematch.report import numbers, phrases, sentences, view
from codematch.report.visible import padded, shorten, visible
from codematch.report.wording import listed, say

REGIONS_SHOWN = 20
FINDINGS_SHOWN = 3
FILE_WIDTH = 100
"""Columns of the text file; on a screen the width is that of the terminal."""

_INDENT = 2
_MINIMUM_WIDTH = 60
_COVERAGE_COLUMNS = (
    "known-matched", "known-total", "ratio.known", "questioned-matched", "questioned-total", "ratio.questioned",
)  # fmt: skip
_HEADING, _QUIET, _WARNING, _NUMBER = "bold", "dim", "yellow", "bold cyan"


def render(result: CaseResult) -> bytes:
    """Return the report as plain text in UTF-8, 100 columns wide."""
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
    parts += _engagement(result)
    for number, pair in enumerate(result.pairs, start=1):
        if len(result.pairs) > 1:
            parts += [Text(), Text(shorten(_pair_heading(pair, number), width), style=_HEADING)]
        parts += [*_inputs(pair, width), *_coverage(result, pair)]
    for pair in result.pairs:
        parts += [*_asserted(pair, width), *_significance(result, pair)]
    for pair in result.pairs:
        parts += _filtration(result, pair)
    parts += [*_backgrounds(result), *_limitations(result, width)]
    for pair in result.pairs:
        parts += [*_regions(result, pair, width, regions), *_residuals(pair, width, regions), *_evidence(pair, width)]
        parts += _explanations(pair, width)
    parts += [Text(), Text(say("disclaimer"), style=_QUIET)]
    console.print(Group(*parts), markup=False, highlight=False, emoji=False, crop=True)


def _engagement(result: CaseResult) -> list[RenderableType]:
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
            parts.append(Text(f"{padded(say(f'engagement.{key}'), 22)}{visible(value)}"))
    parts += [Text(f"  {number}. {visible(question)}") for number, question in enumerate(matter.questions, start=1)]
    for item in matter.items:
        source = f"{say('engagement.supplied-by')} {visible(item.supplied_by)}" if item.supplied_by else ""
        words = f"{visible(item.id)} ({say(f'role.{item.role.value}')}) {visible(item.description)}"
        parts.append(Text(f"  {words}  {source}".rstrip()))
    return [*_heading("engagement"), *parts]


def _pair_heading(pair: PairResult, number: int) -> str:
    known, questioned = visible(pair.known.label), visible(pair.questioned.label)
    return say("pair-heading", number=numbers.integer(number), known=known, questioned=questioned)


def _heading(key: str) -> list[RenderableType]:
    return [Text(), Text(say(key), style=_HEADING)]


def _indented(content: RenderableType) -> Padding:
    return Padding(content, (0, 0, 0, _INDENT), expand=False)


def _inputs(pair: PairResult, width: int) -> list[RenderableType]:
    column = (width - _INDENT - 14) // 2 - 2
    table = Table(box=None, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True, style=_QUIET, width=12)
    for role in ("known", "questioned"):
        table.add_column(say(f"{role}.work"), width=column, overflow="fold", header_style=_HEADING)
    for key, known, questioned in zip(
        ("label", "given-as", "root", "files", "lines", "tokens", "languages"),
        _input_cells(pair.known, pair, "known", column),
        _input_cells(pair.questioned, pair, "questioned", column),
        strict=True,
    ):
        table.add_row(say(key), Text(known), Text(questioned))
    return [Text(), _indented(table)]


def _input_cells(work: Work, pair: PairResult, role: str, width: int) -> tuple[str, ...]:
    counts = {key: numbers.integer(value) for key, value in view.disposition_counts(work).items()}
    languages = (
        say("language-files", language=visible(name) or say("no-language"), count=numbers.integer(count))
        for name, count in view.language_counts(work)
    )
    return (
        shorten(visible(work.label), width),
        shorten(visible(sentences.origin(work)), width),
        visible(work.root[: view.SHOWN_DIGEST]),
        say("dispositions", **counts),
        say("counted-lines", count=numbers.integer(getattr(pair.totals.line, f"{role}_total"))),
        say("counted-lines", count=numbers.integer(getattr(pair.totals.token, f"{role}_total"))),
        listed(languages) or say("none"),
    )


def _coverage(result: CaseResult, pair: PairResult) -> list[RenderableType]:
    table = Table(box=None, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("unit"), no_wrap=True, header_style=_QUIET)
    for key in _COVERAGE_COLUMNS:
        table.add_column(say(key), justify="right", no_wrap=True, header_style=_QUIET)
    for unit in view.UNITS:
        ratio = getattr(pair.totals, unit)
        table.add_row(
            say(f"unit.{unit}"),
            numbers.integer(ratio.known_matched),
            numbers.integer(ratio.known_total),
            Text(numbers.ratio(ratio.known_matched, ratio.known_total), style=_NUMBER),
            numbers.integer(ratio.questioned_matched),
            numbers.integer(ratio.questioned_total),
            Text(numbers.ratio(ratio.questioned_matched, ratio.questioned_total), style=_NUMBER),
        )
    shared = [_indented(Text(line)) for line in (sentences.shared_text(pair),) if line]
    note = _indented(Text(sentences.coverage_note(result), style=_QUIET))
    return [*_heading("coverage"), _indented(table), *shared, note]


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
                            f"{say('warning')}{say('separator.colon')}{visible(phrases.detail(use.warning))}",
                            style=_WARNING,
                        )
                    )
                )
            )
    return parts


def _background_line(use: BackgroundUse) -> str:
    if not use.digest:
        return say("background.missing", language=visible(use.language))
    return say(
        "background.line",
        language=visible(use.language),
        projects=numbers.integer(use.projects),
        tokens=numbers.integer(use.tokens),
        date=visible(use.date),
        digest=visible(use.digest[: view.SHOWN_DIGEST]),
    )


def _background_bits(use: BackgroundUse) -> str:
    mean, case = numbers.bits_per_token(use.mean_bits), numbers.bits_per_token(use.case_bits)
    return say("background.bits", mean=mean, case=case)


def _limitations(result: CaseResult, width: int) -> list[RenderableType]:
    groups = view.limitation_groups(result)
    if not groups:
        return [*_heading("limits"), _indented(Text(say("limits.none")))]
    table = Table(box=None, show_edge=False, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for group in groups:
        first = group.items[0]
        subject = shorten(visible(first.subject) or say("whole-run"), width // 2)
        example = f"{subject}: {visible(phrases.detail(first.detail))}" if first.detail else subject
        rest = len(group.items) - 1
        more = f"; {say('and-more', count=numbers.integer(rest))}" if rest else ""
        reason = Text(say(f"reason.{group.reason.value}"), style=_WARNING)
        table.add_row(numbers.integer(len(group.items)), Group(reason, Text(example + more, style=_QUIET)))
    return [*_heading("limits"), _indented(table)]


_LEFT_COLUMNS = (
    "filtration.left-regions", "filtration.left-known", "filtration.left-questioned", "filtration.left-bits",
)  # fmt: skip


def _filtration(result: CaseResult, pair: PairResult) -> list[RenderableType]:
    """What each filter labels, in tokens of regions, and what is left after it and all before it."""
    if pair.ledger is None:
        return []
    table = Table(box=None, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("filtration.filter"), header_style=_QUIET, no_wrap=True)
    for key in ("filtration.known", "filtration.questioned", *_LEFT_COLUMNS):
        table.add_column(say(key), justify="right", no_wrap=True, header_style=_QUIET)
    for row, step in view.waterfall(pair.ledger):
        if step is None or (row is not None and not (row.known_matched or row.questioned_matched)):
            continue
        labelled = ("", "") if row is None else tuple(map(numbers.integer, (row.known_matched, row.questioned_matched)))
        table.add_row(
            say("filtration.start") if row is None else say(f"filter.{row.filter.value}"),
            *labelled,
            Text(numbers.integer(step.regions), style=_NUMBER),
            numbers.integer(step.known_lines),
            numbers.integer(step.questioned_lines),
            numbers.bits(step.bits),
        )
    lines = [*sentences.idle_filters(pair.ledger), sentences.filtration_intro(result)]
    return [*_heading("filtration"), _indented(table), *(_indented(Text(line, style=_QUIET)) for line in lines)]


def _residuals(pair: PairResult, width: int, limit: int) -> list[RenderableType]:
    """The regions by what is left of them, when filters label any."""
    if not any(region.labels for region in pair.regions):
        return []
    regions = view.residuals(pair)
    if not regions:
        return [*_heading("residual"), _indented(Text(say("residual.none")))]
    shown, more = view.capped(regions, limit)
    parts = [*_heading("residual"), _indented(Text(say("residual.intro"), style=_QUIET)), Text()]
    for region in shown:
        line = Text(f"{numbers.integer(region.number):>6}  ", no_wrap=True)
        line.append(f"{numbers.total(region.residual or region.weight):>11}", style=_NUMBER)
        line.append(f"  {shorten(_places(region), width - _INDENT - 21)}")
        parts.append(_indented(line))
    if more:
        parts += [Text(), _indented(Text(say("more-regions", count=numbers.integer(more))))]
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
        line = Text(f"{numbers.integer(number):>6}  ", no_wrap=True)
        line.append(padded(say(f"item.{entry.status.value}"), 22), style=_HEADING)
        line.append(f"{sentences.item_tokens(entry)}  ")
        line.append(say("asserted.total", bits=numbers.total(entry.weight), left=numbers.total(entry.residual)))
        parts += [_indented(line), _indented(_item_line(entry.item.text, width))]
        if entry.counterparts:
            part = entry.counterparts[0]
            lines = numbers.line_range(part.questioned_first_line, part.questioned_last_line)
            parts.append(_indented(_item_line(f"→ {visible(part.questioned_path)}:{lines}", width)))
    return [*_heading("asserted"), *parts]


def _item_line(text: str, width: int) -> Text:
    return Text(f"{'':8}{shorten(visible(text), width - _INDENT - 8)}", no_wrap=True)


def _explanations(pair: PairResult, width: int) -> list[RenderableType]:
    """Each explanation with its outcome, what it accounts for, and the first thing that speaks for it."""
    if not pair.explanations:
        return []
    table = Table(box=None, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("explanation"), no_wrap=True, header_style=_QUIET)
    table.add_column(say("explanation.result"), no_wrap=True, header_style=_QUIET)
    for key in ("explanation.regions", "explanation.tokens"):
        table.add_column(say(key), justify="right", no_wrap=True, header_style=_QUIET)
    for item in pair.explanations:
        counts = (numbers.integer(len(item.regions)), numbers.integer(item.tokens)) if item.regions else ("", "")
        table.add_row(say(f"explains.{item.id.value}"), say(f"outcome.{item.outcome.value}"), *counts)
    note = Text(say("explanations.intro"), style=_QUIET)
    return [*_heading("explanations"), _indented(table), _indented(note)]


def _finding(finding: Finding, width: int) -> Text:
    known, questioned = visible(str(finding.known)), visible(str(finding.questioned))
    place = known if known == questioned else f"{known} / {questioned}"
    start = f"{say(f'finding.{finding.kind}')}{say('separator.colon')}"
    count = f"  {sentences.rarity(finding)}" if finding.rarity is not None else ""
    room = max(width - cell_len(start) - cell_len(count), 20)
    text = shorten(" ".join(visible(sentences.note(finding) or finding.text).split()), room * 3 // 5)
    rest = shorten(place, room - cell_len(text) - 2)
    return Text.assemble(
        (start, _QUIET), (text, "default not dim"), (count, _NUMBER), (f"  {rest}", _QUIET), no_wrap=True
    )


def _places(region: Region) -> str:
    known, questioned = (
        f"{visible(side.path)}:{numbers.line_range(side.first_line, side.last_line)}"
        for side in (region.known, region.questioned)
    )
    return f"{known} / {questioned}"


def _regions(result: CaseResult, pair: PairResult, width: int, limit: int) -> list[RenderableType]:
    parts = [*_heading("heaviest-regions"), *(_indented(Text(line)) for line in sentences.found(result, pair))]
    shown, more = view.capped(view.heaviest(pair), limit)
    if shown:
        parts += [Text(), _indented(Text(_region_header(), style=_QUIET))]
    for region in shown:
        parts.append(_indented(_region_numbers(region)))
        parts.append(_indented(_region_side("known", region.known, width)))
        parts.append(_indented(_region_side("questioned", region.questioned, width)))
        if region.labels:
            parts.append(_indented(_region_line("label-line", sentences.labels(region), width)))
        if sentences.residual(region):
            parts.append(_indented(_region_line("residual.line", sentences.residual(region), width)))
    if more:
        parts += [Text(), _indented(Text(say("more-regions", count=numbers.integer(more))))]
    return parts


def _region_header() -> str:
    channels = [padded(say(f"channel.{channel}"), 11, right=True) for channel in ("total", *view.CHANNELS)]
    return f"{padded(say('number'), 6, right=True)}  {padded(say('class'), 5)}{''.join(channels)}"


def _region_numbers(region: Region) -> Text:
    line = Text(f"{numbers.integer(region.number):>6}  ", no_wrap=True)
    line.append(f"{region.match_class.value:<5}", style=_HEADING)
    line.append(f"{numbers.total(region.weight):>11}", style=_NUMBER)
    for channel in view.CHANNELS:
        line.append(f"{numbers.bits(getattr(region.weight, channel)):>11}")
    return line


def _region_line(key: str, words: str, width: int) -> Text:
    start = f"{'':8}{padded(say(key), 12)}"
    return Text.assemble((start, _QUIET), (shorten(words, width - _INDENT - cell_len(start)), _WARNING), no_wrap=True)


def _region_side(role: str, side: RegionSide, width: int) -> Text:
    """Return the path, lines and unit of a side on one line, shortened in the middle where it is too long."""
    start = f"{'':8}{padded(say(role), 12)}"
    lines = f":{numbers.line_range(side.first_line, side.last_line)}"
    unit = shorten(visible(side.unit), max(width // 4, 12))
    unit = f" ({say('from-unit')} {unit})" if unit else ""
    room = width - _INDENT - cell_len(start) - len(lines) - cell_len(unit)
    result = Text(start, style=_QUIET, no_wrap=True)
    result.append(shorten(visible(side.path), room), style="default not dim")
    result.append(lines, style="default not dim")
    result.append(unit)
    return result
