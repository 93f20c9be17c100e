"""A result in forty lines: what was compared, coverage, what remains, the heaviest regions, what to do next."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from codematch.model.match import Exhibit, ExhibitRow, Region
from codematch.model.result import CaseResult, PairResult, Work
from codematch.model.sides import SIDES
from codematch.model.source import Disposition
from codematch.report import view
from codematch.report.formats.highlighting import kinds_of
from codematch.report.formats.notices import policy_summary
from codematch.report.formats.terminal_layout import HEADING, MINIMUM_WIDTH, NUMBER, QUIET, WARNING, folded, plain_text
from codematch.report.record.blocks import SIGNS
from codematch.report.text import (
    counted,
    glance_sentences,
    language_name,
    listed,
    mark_sentences,
    numbers,
    padded,
    region_sentences,
    running,
    say,
    sentences,
    visible,
)

MOST_LINES = 40
"""Lines that are printed at most; on a narrow screen the lines of code give way first, then the regions."""
REGIONS = 5
CODE_LINES = 3
_WINDOW_ROWS = 400
"""Rows of an exhibit that are searched for those to show."""
_ENOUGH = 50
"""More characters of a line do not make it tell more."""
_NARROW = 60
"""With fewer columns no code is shown."""


def text(result: CaseResult, width: int, document: str = "") -> str:
    """Return the summary as plain text of at most `width` columns and `MOST_LINES` lines for one pair of works."""
    return plain_text(lambda console: show(result, console, document), width)


def show(result: CaseResult, console: Console, document: str = "") -> None:
    """Print the summary.

    Args:
        result: What to show.
        console: Where to; decides about width and colour.
        document: The path of the document that was written, "" for none.
    """
    width = max(console.width, MINIMUM_WIDTH)
    parts = list(_head(result, width))
    end = [Text(), *_next(result, document, width)]
    for pair in result.pairs:
        parts += _findings(result, pair, width)
        parts += _regions(pair, width, MOST_LINES - _height([*parts, *end]))
    for part in (*parts, *end):
        console.print(part, markup=False, highlight=False, emoji=False, crop=True)


def _height(parts: Iterable[Text]) -> int:
    return sum(part.plain.count("\n") + 1 for part in parts)


def _head(result: CaseResult, width: int) -> Iterator[Text]:
    version = say("made-by", tool=visible(result.manifest.tool), version=visible(result.manifest.version))
    yield folded(Text.assemble((say("title"), HEADING), "  ", (version, QUIET)), width)
    if result.changed:
        yield folded(Text(sentences.changed(result), style="bold red"), width)
    matter = result.engagement
    if matter is not None and (matter.title or matter.number):
        named = listed(visible(words) for words in (matter.title, matter.number) if words)
        yield folded(Text.assemble((padded(say("engagement.title"), 17), QUIET), named), width)
    for pair in result.pairs:
        for role, work, lines in zip(SIDES, view.works(pair), pair.totals.line.total, strict=True):
            label = padded(say(f"{role}.work"), 17)
            yield folded(Text.assemble((label, QUIET), _work(work, lines)), width)


def _work(work: Work, lines: int) -> str:
    """What was compared of a work: its name, files, lines and languages."""
    languages = [
        say("language-files", language=visible(language_name(name)) or say("no-language"), count=count)
        for name, count in view.language_counts(work)[:3]
    ]
    files = work.counts.get(Disposition.COMPARED.value, 0)
    parts = (visible(work.label), counted("count.files", files), counted("count.counted-lines", lines), *languages)
    return listed(parts)


def _findings(result: CaseResult, pair: PairResult, width: int) -> Iterator[Text]:
    """Yield coverage, what the filters leave, how unusual it is, and what was not compared."""
    yield Text()
    if not pair.regions:
        yield folded(Text(say("summary.none"), style=HEADING), width)
        yield folded(Text(sentences.threshold(result, pair)), width)
    else:
        pairs = counted("summary.pairs", len(pair.file_pairs))
        yield folded(Text(counted("summary.found", len(pair.regions), pairs=pairs), style=HEADING), width)
        yield _labelled("coverage", _coverage(pair), width)
        yield _labelled("filtration", glance_sentences.residual(result, pair), width)
        told = region_sentences.heaviest_coincidence(pair)
        yield from [_labelled("brief.rates", visible(told), width)] if told else []
    if pair.asserted:
        yield _labelled("asserted", sentences.asserted(pair), width)
    yield _labelled("brief.untested", _untested(result, pair), width, WARNING)
    if policy := policy_summary(result, pair):
        yield _labelled("brief.policy", policy, width)
    if pair.marks is not None:
        yield _labelled("marks", mark_sentences.summary(pair.marks), width)


def _untested(result: CaseResult, pair: PairResult) -> str:
    """Return how many files are excluded or unreadable, for which reasons, and the gravest limitations."""
    return running([*_left_out(pair), glance_sentences.limitations(result)])


def _left_out(pair: PairResult) -> Iterator[str]:
    files = [file for _, file in view.not_compared(pair)]
    for disposition in (Disposition.EXCLUDED, Disposition.UNREADABLE):
        found = [file.reason for file in files if file.disposition is disposition]
        if found:
            reasons = glance_sentences.reasons(Counter(filter(None, found)), "brief.reason")
            yield counted(f"brief.{disposition.value}", len(found), reasons=reasons)


def _coverage(pair: PairResult) -> str:
    lines = view.ratio(pair, "line")
    parts = zip(SIDES, lines.matched, lines.total, strict=True)
    said = [
        say("brief.lines", role=say(role), part=part, whole=whole, ratio=numbers.ratio(part, whole))
        for role, part, whole in parts
    ]
    tokens = view.ratio(pair, "token")
    if view.lines_tell_little(lines, tokens):
        shares = map(numbers.ratio, tokens.matched, tokens.total)
        said.append(say("brief.tokens", **dict(zip(SIDES, shares, strict=True))))
    return say("separator.items").join(said)


def _labelled(key: str, words: str, width: int, style: str = "") -> Text:
    return folded(Text.assemble((f"{say(key)}{say('separator.colon')}", QUIET), (words, style)), width)


def _regions(pair: PairResult, width: int, room: int) -> Iterator[Text]:
    """Yield the heaviest regions by residual, each with lines of code as far as there is room."""
    regions = view.residuals(pair) if any(region.labels for region in pair.regions) else view.heaviest(pair)
    shown = regions[:REGIONS]
    heads = [_region(region, width) for region in shown]
    while heads and _height(heads) + 2 > room:
        heads.pop()
    if not heads:
        return
    exhibits = {exhibit.region: exhibit for exhibit in pair.exhibits}
    spare = room - 2 - _height(heads)
    each = min(CODE_LINES, spare // len(heads)) if width >= _NARROW else 0
    yield from (Text(), Text(counted("brief.regions", len(heads)), style=HEADING))
    for head, region in zip(heads, shown, strict=False):
        yield head
        yield from code_rows(exhibits.get(region.number), region, each, width)


def _region(region: Region, width: int) -> Text:
    left, total = numbers.total(region.residual or region.weight), numbers.total(region.weight)
    bits = say("brief.bits", bits=left, total=total)
    places = " / ".join(map(region_sentences.shown_place, view.sides(region)))
    start = f"{region.number:>5,}  {region.match_class.value}  "
    return folded(Text.assemble((start, HEADING), (bits, NUMBER), f"  {places}"), width)


def code_rows(exhibit: Exhibit | None, region: Region, count: int, width: int) -> Iterator[Text]:
    """Yield a few rows of an exhibit, both lines side by side: those that say most."""
    if exhibit is None or count < 1:
        return
    column = (width - 7) // 2
    for row in _telling(_inside(exhibit, region), region.language, count):
        known, questioned = (_cut(words, column) for words in (row.known_text, row.questioned_text))
        yield Text.assemble("    ", padded(known, column), (f" {SIGNS[row.state]} ", QUIET), questioned)


def _inside(exhibit: Exhibit, region: Region) -> list[ExhibitRow]:
    """Return the rows without what stands beside the region on its first and its last line."""
    return [
        replace(
            row,
            known_text=row.known_text[slice(*view.inside(region, exhibit, row, "known"))],
            questioned_text=row.questioned_text[slice(*view.inside(region, exhibit, row, "questioned"))],
        )
        for row in exhibit.rows[:_WINDOW_ROWS]
    ]


def _telling(rows: Sequence[ExhibitRow], language: str, count: int) -> Sequence[ExhibitRow]:
    """Return so many rows in a row: those with most code on both sides, comments not counted; the first of equals."""
    sides = ([row.known_text for row in rows], [row.questioned_text for row in rows])
    worth = [min(both) for both in zip(*(_amounts(lines, language) for lines in sides), strict=True)]
    starts = range(max(1, len(rows) - count + 1))
    best = max(starts, key=lambda start: (sum(worth[start : start + count]), -start), default=0)
    return rows[best : best + count]


def _amounts(lines: Sequence[str], language: str) -> list[int]:
    """Return how many characters of code each line has, up to a width."""
    return [
        min(len(line.strip()) - sum(stop - first for first, stop, kind in kinds if kind == "c"), _ENOUGH)
        for line, kinds in zip(lines, kinds_of(lines, language), strict=True)
    ]


def _cut(words: str, width: int) -> str:
    """Return a line of code without its indentation, cut to a width."""
    shown = visible(words.replace("\t", " ").strip())
    if cell_len(shown) <= width:
        return shown
    while cell_len(shown) > width - 1:
        shown = shown[: len(shown) - max(1, (cell_len(shown) - width) // 2)]
    return f"{shown}…"


def _next(result: CaseResult, document: str, width: int) -> Iterator[Text]:
    """Yield what to do next."""
    steps = [say("brief.next.open", document=visible(document)) if document else say("brief.next.write")]
    if any(pair.regions for pair in result.pairs) and not any(pair.prior for pair in result.pairs):
        steps.append(say("brief.next.common"))
    if result.engagement is None:
        steps.append(say("brief.next.case"))
    steps.append(say("brief.next.long"))
    yield folded(Text(say("separator.sentences").join(steps)), width)
    yield folded(Text(say("disclaimer"), style=QUIET), width)
