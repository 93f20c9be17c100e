"""The regions of a result for the terminal: the heaviest, and what filters leave of them."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from codematch.model.match import Region, RegionSide
from codematch.model.result import CaseResult, PairResult
from codematch.report import view
from codematch.report.formats.terminal_layout import (
    HEADING,
    INDENT,
    NUMBER,
    QUIET,
    WARNING,
    heading,
    indented,
    labelled,
    paragraph,
)
from codematch.report.text import numbers, padded, region_sentences, say, sentences, visible

_NARROW = 60
"""With fewer columns, places are below the numbers that they belong to."""


def regions(result: CaseResult, pair: PairResult, width: int, limit: int) -> Iterator[RenderableType]:
    """Yield what was found, and the heaviest regions with their numbers and places."""
    yield from (*heading("heaviest-regions"), *map(paragraph, sentences.found(result, pair)))
    shown, more = view.capped(view.ranked(pair), limit)
    names = "total", *view.channels(result)
    cells = max((_cell_width(region, names) for region in shown), default=0)
    stacked = INDENT + 13 + cells * len(names) > width
    if shown and not stacked:
        yield from (Text(), paragraph(_header(names, cells), QUIET))
    for region in shown:
        yield from [Text()] if stacked else []
        yield from map(indented, _stacked_numbers(region, names) if stacked else [_numbers(region, names, cells)])
        for key, words, style in _lines(region):
            start = Text(f"{'':{2 if stacked else 8}}{padded(say(key), 12)}", style=QUIET)
            yield indented(labelled(start, Text(words, style=style), width - INDENT))
    yield from _more(more)


def residuals(pair: PairResult, width: int, limit: int) -> Iterator[RenderableType]:
    """Yield the regions by what is left of them, when filters label any."""
    if not any(region.labels for region in pair.regions):
        return
    left = view.residuals(pair)
    shown, more = view.capped(left, limit)
    yield from heading("residual")
    if not shown:
        yield paragraph(say("residual.none"))
        return
    intro = say("residual.intro", count=len(left), left=view.remaining(pair))
    yield from (paragraph(intro, QUIET), Text())
    for region in shown:
        line = Text(f"{region.number:>6,}  ")
        line.append(f"{numbers.total(region.residual or region.weight):>11}", style=NUMBER)
        places = Text(" / ".join(map(region_sentences.shown_place, view.sides(region))))
        if width < _NARROW:
            yield from (indented(line), indented(labelled(Text(" " * 8), places, width - INDENT)))
        else:
            yield indented(labelled(line.append("  "), places, width - INDENT))
    yield from _more(more)


def _more(count: int) -> list[RenderableType]:
    return [Text(), paragraph(say("more-regions", count=count))] if count else []


def _lines(region: Region) -> Iterator[tuple[str, str, str]]:
    """Yield the key of what each line is about, its words and their style."""
    yield "known", _side(region.known), "default not dim"
    yield "questioned", _side(region.questioned), "default not dim"
    if region.by_pair:
        yield "basis-line", say("region.by-pair"), QUIET
    if region.labels:
        yield "label-line", region_sentences.labels(region.labels), WARNING
    if residual := region_sentences.residual(region):
        yield "residual.line", residual, WARNING


def _weights(region: Region, names: Sequence[str]) -> list[str]:
    """The total of a region and its weight by channel, in the order of these names."""
    return [numbers.total(region.weight), *(numbers.bits(getattr(region.weight, name)) for name in names[1:])]


def _cell_width(region: Region, names: Sequence[str]) -> int:
    """How wide the cells of numbers are to be for a region, the blank before each included."""
    titles = (say(f"channel.{name}") for name in names)
    return max(11, *(cell_len(text) + 1 for text in (*titles, *_weights(region, names))))


def _header(names: Sequence[str], cells: int) -> str:
    channels = "".join(padded(say(f"channel.{name}"), cells, right=True) for name in names)
    return f"{padded(say('number'), 6, right=True)}  {padded(say('class'), 5)}{channels}"


def _numbers(region: Region, names: Sequence[str], cells: int) -> Text:
    """The number, class and weights of a region on one line."""
    total, *channels = (padded(text, cells, right=True) for text in _weights(region, names))
    number, name = f"{region.number:>6,}  ", f"{region.match_class.value:<5}"
    return Text.assemble(number, (name, HEADING), (total, NUMBER), "".join(channels))


def _stacked_numbers(region: Region, names: Sequence[str]) -> Iterator[Text]:
    """The number, class and weights of a region below one another."""
    yield Text.assemble(f"{say('number')} {region.number:,}  ", (region.match_class.value, HEADING))
    for name, text in zip(names, _weights(region, names), strict=True):
        yield Text.assemble(f"  {padded(say(f'channel.{name}'), 12)}", (text, NUMBER if name == "total" else ""))


def _side(side: RegionSide) -> str:
    """The path, lines and unit of a side."""
    unit = say("in-brackets", text=f"{say('from-unit')} {visible(side.unit)}") if side.unit else ""
    return f"{region_sentences.shown_place(side)}{unit}"
