"""A result for the terminal: inputs, coverage and limits first, then the heaviest regions."""

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from codematch.model.evidence import Finding
from codematch.model.result import BackgroundUse, CaseResult, PairResult, Work
from codematch.model.sides import SIDES, Both
from codematch.report import view
from codematch.report.formats import terminal_brief
from codematch.report.formats.notices import policy_summary
from codematch.report.formats.terminal_correspondence import correspondence
from codematch.report.formats.terminal_layout import (
    FILE_WIDTH,
    HEADING,
    INDENT,
    MINIMUM_WIDTH,
    NUMBER,
    QUIET,
    WARNING,
    Column,
    folded,
    heading,
    indented,
    joined,
    labelled,
    paragraph,
    plain_text,
    table,
)
from codematch.report.formats.terminal_marks import marks
from codematch.report.formats.terminal_regions import regions, residuals
from codematch.report.record.versions import revision
from codematch.report.render_options import RenderOptions
from codematch.report.text import (
    across_sentences,
    counted,
    language_name,
    listed,
    numbers,
    padded,
    region_sentences,
    say,
    sentence,
    sentences,
    strata_sentences,
    sum_sentences,
    visible,
)

REGIONS_SHOWN = 20
FINDINGS_SHOWN = 3
_COVERAGE_COLUMNS = (
    "known-matched", "known-total", "ratio.known", "questioned-matched", "questioned-total", "ratio.questioned",
)  # fmt: skip
_SIDE_WIDTH = 28
"""The least width of each work if both are side by side."""


def render(result: CaseResult, options: RenderOptions | None = None) -> bytes:
    """Return the report as plain text in UTF-8, 100 columns wide; in forty lines if the options say so."""
    if options is not None and options.brief:
        return terminal_brief.text(result, FILE_WIDTH, options.document).encode("utf-8", "backslashreplace")
    return text(result, FILE_WIDTH).encode("utf-8", "backslashreplace")


def text(result: CaseResult, width: int) -> str:
    """Return the report as plain text of at most `width` columns, without colour."""
    return plain_text(lambda console: show(result, console), width)


def show(result: CaseResult, console: Console, limit: int = REGIONS_SHOWN) -> None:
    """Print the report.

    Args:
        result: What to show.
        console: Where to; decides about width and colour.
        limit: How many of the heaviest regions to list.
    """
    parts = _parts(result, max(console.width, MINIMUM_WIDTH), limit)
    console.print(Group(*parts), markup=False, highlight=False, emoji=False, crop=True)


def _parts(result: CaseResult, width: int, limit: int) -> Iterator[RenderableType]:
    version = say("made-by", tool=visible(result.manifest.tool), version=visible(result.manifest.version))
    yield from (Text(say("title"), style=HEADING), Text(version, style=QUIET))
    yield from _engagement(result, width)
    for number, pair in enumerate(result.pairs, start=1):
        if len(result.pairs) > 1:
            known, questioned = (visible(work.label) for work in view.works(pair))
            title = say("pair-heading", number=number, known=known, questioned=questioned)
            yield from (Text(), Text(title, style=HEADING))
        yield from (*_inputs(pair, width), *_coverage(result, pair, width))
    for pair in result.pairs:
        yield from (*_asserted(pair, width), *_significance(result, pair))
    for pair in result.pairs:
        yield from _filtration(result, pair, width)
    yield from (*_backgrounds(result), *_limitations(result, width))
    for pair in result.pairs:
        yield from (*regions(result, pair, width, limit), *residuals(pair, width, limit))
        yield from (*correspondence(pair, width), *_evidence(pair, width))
        yield from (*_explanations(pair, width), *_policy(result, pair), *marks(pair, width))
    yield from (Text(), Text(say("disclaimer"), style=QUIET))


def _engagement(result: CaseResult, width: int) -> list[RenderableType]:
    """Return the validity of the record, the matter, and the sources of the works."""
    invalid = [Text(), Text(sentences.changed(result), style="bold red")] if result.changed else []
    matter = result.engagement
    if matter is None:
        return [*invalid, Text(), Text(say("engagement.unsourced"), style=WARNING)]
    parts: list[RenderableType] = [*heading("engagement"), *invalid]
    for key in ("title", "number", "client", "instrument", "tier"):
        if value := getattr(matter, key):
            parts.append(labelled(Text(padded(say(f"engagement.{key}"), 22)), Text(visible(value)), width))
    parts += [Text(f"  {number}. {visible(question)}") for number, question in enumerate(matter.questions, start=1)]
    for item in matter.items:
        role = say("in-brackets", text=say(f"role.{item.role.value}"))
        source = f"{say('engagement.supplied-by')} {visible(item.supplied_by)}" if item.supplied_by else ""
        parts.append(Text(f"  {visible(item.id)}{role} {visible(item.description)}  {source}".rstrip()))
    return parts


def _inputs(pair: PairResult, width: int) -> list[RenderableType]:
    """The works side by side, or where there is no room for that, one below the other."""
    column = (width - INDENT - 14) // 2 - 2
    keys = [say(key) for key in ("label", "given-as", "root", "files", "lines", "tokens", "languages")]
    works, totals = view.works(pair), pair.totals
    known = _input_cells(works.known, totals.line.total.known, totals.token.total.known)
    questioned = _input_cells(works.questioned, totals.line.total.questioned, totals.token.total.questioned)
    if column < _SIDE_WIDTH:
        parts: list[RenderableType] = []
        for role, cells in zip(SIDES, (known, questioned), strict=True):
            parts += [Text(), Text(say(f"{role}.work"), style=HEADING)]
            parts += [
                indented(labelled(Text(padded(key, 14), style=QUIET), Text(cell), width - INDENT))
                for key, cell in zip(keys, cells, strict=True)
            ]
        return parts
    made = Table(box=None, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    made.add_column("", no_wrap=True, style=QUIET, width=12)
    for role in SIDES:
        made.add_column(say(f"{role}.work"), width=column, overflow="fold", header_style=HEADING)
    for key, *both in zip(keys, known, questioned, strict=True):
        made.add_row(key, *(folded(Text(cell), column) for cell in both))
    return [Text(), indented(made)]


def _input_cells(work: Work, line_count: int, token_count: int) -> tuple[str, ...]:
    languages = (
        say("language-files", language=visible(language_name(name)) or say("no-language"), count=count)
        for name, count in view.language_counts(work)
    )
    return (
        visible(work.label),
        visible(sentences.origin(work)),
        visible(work.root[: view.SHOWN_DIGEST]),
        say("dispositions", **view.disposition_counts(work)),
        say("counted-lines", count=line_count),
        say("counted-lines", count=token_count),
        listed(languages) or say("none"),
    )


def _coverage(result: CaseResult, pair: PairResult, width: int) -> list[RenderableType]:
    columns = [Column(title=say("unit"))]
    for key in _COVERAGE_COLUMNS:
        columns.append(Column(title=say(key), right=True, style=NUMBER if "ratio" in key else ""))
    rows = []
    for unit in view.UNITS:
        row, ratio = [say(f"unit.{unit}")], view.ratio(pair, unit)
        for matched, total in zip(ratio.matched, ratio.total, strict=True):
            row += [f"{matched:,}", f"{total:,}", numbers.ratio(matched, total)]
        rows.append(row)
    shared = sentences.shared_text(pair)
    return [
        *heading("coverage"),
        indented(table(columns, rows, width - INDENT)),
        *([paragraph(shared)] if shared else []),
        paragraph(sentences.coverage_note(result), QUIET),
    ]


def _significance(result: CaseResult, pair: PairResult) -> Iterator[RenderableType]:
    yield from heading("significance")
    if compared_as := strata_sentences.line(pair):
        yield paragraph(compared_as)
    heaviest = region_sentences.heaviest_coincidence(pair)
    sums = *sum_sentences.thresholds(pair), sum_sentences.heaviest(pair), across_sentences.overview(pair)
    for line in (*region_sentences.significance(pair), heaviest, *sums, *region_sentences.likelihoods(pair)):
        if line:
            yield paragraph(visible(line))
    yield paragraph(region_sentences.significance_intro(result, pair), QUIET)
    if pair.likelihood:
        yield paragraph(say("likelihood.propositions"), QUIET)


def _backgrounds(result: CaseResult) -> Iterator[RenderableType]:
    yield from heading("background")
    if not result.manifest.backgrounds:
        yield paragraph(say("background.none"))
    for use in result.manifest.backgrounds:
        yield paragraph(_background_line(use))
        if use.digest:
            mean, case = numbers.bits_per_token(use.mean_bits), numbers.bits_per_token(use.case_bits)
            yield indented(paragraph(say("background.bits", mean=mean, case=case), QUIET))
        if use.warning:
            warning = f"{say('warning')}{say('separator.colon')}{visible(sentence(use.warning))}"
            yield indented(paragraph(warning, WARNING))


def _background_line(use: BackgroundUse) -> str:
    language = visible(language_name(use.language))
    if not use.digest:
        return say("background.missing", language=language)
    digest, date = visible(use.digest[: view.SHOWN_DIGEST]), visible(numbers.day(use.date))
    return say("background.line", language=language, projects=use.projects, tokens=use.tokens, date=date, digest=digest)


def _limitations(result: CaseResult, width: int) -> list[RenderableType]:
    groups = view.limitation_groups(result)
    if not groups:
        return [*heading("limits"), paragraph(say("limits.none"))]
    made = Table(box=None, show_edge=False, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    made.add_column(justify="right", no_wrap=True)
    made.add_column(ratio=1, overflow="fold")
    for kind, (first, *others) in groups:
        rest = len(others)
        subject = visible(sentences.subject(first)) or say("whole-run")
        example = f"{subject}{say('separator.colon')}{visible(sentence(first.detail))}"
        example += f"{say('separator.items')}{say('and-more', count=rest)}" if rest else ""
        reason = Text(say(f"reason.{kind.value}"), style=WARNING)
        shown = Group(reason, folded(Text(example, style=QUIET), width - 2 * INDENT - 6))
        made.add_row(f"{rest + 1:,}", shown)
    return [*heading("limits"), indented(made)]


def _filtration(result: CaseResult, pair: PairResult, width: int) -> Iterator[RenderableType]:
    """What each filter labels, in tokens of regions, and what is left after it and all before it."""
    if pair.ledger is None:
        return
    columns = [Column(title=say("filtration.filter"))]
    for key in ("known", "questioned", "left-regions", "left-known", "left-questioned", "left-bits"):
        style = NUMBER if key == "left-regions" else ""
        columns.append(Column(title=say(f"filtration.{key}"), right=True, style=style))
    rows = []
    for row, step in view.waterfall(pair.ledger):
        if step is None or (row is not None and not any(row.matched)):
            continue
        name = say("filtration.start") if row is None else say(f"filter.{row.filter}")
        labelled = ("", "") if row is None else row.matched.map("{:,}".format)
        rows.append((name, *labelled, f"{step.regions:,}", *step.lines.map("{:,}".format), numbers.bits(step.bits)))
    yield from heading("filtration")
    yield indented(table(columns, rows, width - INDENT))
    for line in (*sentences.idle_filters(pair.ledger), sentences.filtration_intro(result)):
        yield paragraph(line, QUIET)


def _evidence(pair: PairResult, width: int) -> Iterator[RenderableType]:
    """What each channel outside the regions counted, and the first findings of each."""
    if pair.evidence:
        yield from (*heading("evidence"), paragraph(say("evidence.intro"), QUIET))
    for channel in pair.evidence:
        yield from (Text(), paragraph(say(f"evidence.{channel.channel.value}"), HEADING))
        yield paragraph(sentences.channel_figures(channel))
        for finding in channel.findings[:FINDINGS_SHOWN]:
            yield indented(indented(_finding(finding, width - 2 * INDENT)))


def _finding(finding: Finding, width: int) -> RenderableType:
    """Return a finding with its rarity, its places on both sides and its note."""
    start = f"{say(f'finding.{finding.kind}')}{say('separator.colon')}"
    count = f"  {sentences.rarity(finding)}" if finding.rarity is not None else ""
    words = visible(" ".join(finding.text.split()))
    first = Text.assemble((start, QUIET), (words, "default not dim"), (count, NUMBER))
    known, questioned = Both(finding.known, finding.questioned).map(lambda place: visible(str(place)))
    places = known if known == questioned else f"{known} / {questioned}"
    lines = [line for line in (places, visible(sentence(finding.note))) if line]
    return Group(folded(first, width), *(labelled(Text(" " * 4), Text(line, style=QUIET), width) for line in lines))


def _policy(result: CaseResult, pair: PairResult) -> Iterator[RenderableType]:
    """What decides on the exit code, and every suppression with its reason or what it lacks."""
    summary = policy_summary(result, pair)
    if not summary or pair.policy is None:
        return
    yield from (*heading("policy.heading"), paragraph(summary))
    for one in pair.policy.suppressions:
        place, name = f"{visible(one.path)}:{one.line}", visible(one.name) or say("dash")
        key = "ci.suppression" if one.fault is None else f"ci.suppression.{one.fault.value}"
        regions = listed(map(str, one.regions))
        yield paragraph(say(key, place=place, reason=visible(one.reason), name=name, regions=regions), QUIET)


def _asserted(pair: PairResult, width: int) -> Iterator[RenderableType]:
    """Each asserted item with its outcome, what of it is aligned, and its heaviest counterpart."""
    if not pair.asserted:
        return
    yield from (*heading("asserted"), paragraph(sentences.asserted(pair)))
    versions = view.item_versions(pair)
    for number, entry in enumerate(pair.asserted, start=1):
        said = [
            Text(padded(say(f"item.{entry.status.value}"), 20), style=HEADING),
            Text(sentences.item_tokens(entry)),
            Text(say("asserted.total", bits=numbers.total(entry.weight), left=numbers.total(entry.residual))),
        ]
        lines = [joined(said, width - INDENT - 8), Text(visible(entry.item.text))]
        for part in entry.counterparts[:1]:
            place = (part.questioned_path, part.questioned_first_line, part.questioned_last_line)
            lines.append(Text(f"→ {region_sentences.passage(*place)}"))
        if (found := versions.get(number)) is not None:
            first, last = revision(found.first), revision(found.last)
            lines.append(Text(counted("asserted.versions", found.count, first=first, last=last), QUIET))
        for at, line in enumerate(lines):
            start = " " * 8 if at else f"{number:>6,}  "
            yield indented(labelled(Text(start), line, width - INDENT))


def _explanations(pair: PairResult, width: int) -> list[RenderableType]:
    """Each explanation with its outcome and what it accounts for."""
    if not pair.explanations:
        return []
    columns = [Column(title=say("explanation")), Column(title=say("explanation.result"))]
    columns += [Column(title=say(f"explanation.{key}"), right=True) for key in ("regions", "tokens")]
    rows = []
    for item in pair.explanations:
        counts = (f"{len(item.regions):,}", f"{item.tokens:,}") if item.regions else ("", "")
        rows.append((say(f"explains.{item.id.value}"), say(f"outcome.{item.outcome.value}"), *counts))
    note = paragraph(say("explanations.intro"), QUIET)
    return [*heading("explanations"), indented(table(columns, rows, width - INDENT)), note]
