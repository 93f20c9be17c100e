"""What corresponds across languages: pairs of files and of functions of class M5, with what they have in common."""

from collections.abc import Iterator, Sequence

from codematch.model.across import AcrossItem, AcrossPair
from codematch.model.sides import Both
from codematch.report.record.blocks import Block, Cell, Heading, Row, Span
from codematch.report.record.builders import aside, cell, code, line, lines, path, quiet, sides, strong, text
from codematch.report.record.context import PairContext
from codematch.report.record.tables import table
from codematch.report.text import across_sentences, language_name, numbers, say, sentence

CHANNELS = ("names", "texts", "numbers", "comments", "order")


def across(here: PairContext) -> Iterator[Block]:
    """Yield the pairs of files and functions that correspond across languages; nothing where none were compared so."""
    found = here.pair.across
    if found is None:
        return
    yield Heading(say("level.across"), here.anchor("level-across"))
    yield text(across_sentences.counted_pairs(found))
    yield aside(say("across.intro"))
    yield from map(aside, across_sentences.notes(found))
    yield from _pairs(here, found.file_pairs, found.omitted_files, "files")
    yield from _pairs(here, found.function_pairs, found.omitted_functions, "functions")


def across_items(here: PairContext) -> Iterator[Block]:
    """Yield for the pairs across languages what they have in common, item by item."""
    found = here.pair.across
    if found is None:
        return
    about = (("files", found.file_pairs), ("functions", found.function_pairs))
    made = [block for name, pairs in about for number, item in enumerate(pairs[: here.limits.rows], start=1)
            if item.items for block in _items(item, number, name)]  # fmt: skip
    if made:
        yield Heading(say("level.across"))
        yield from made


def _pairs(here: PairContext, pairs: Sequence[AcrossPair], omitted: int, about: str) -> Iterator[Block]:
    if not pairs:
        return
    shown, _ = here.first(pairs, "across.csv")
    heads = (("across.places", "", 3.4), ("class", "c", 0.6), ("channel.total", "n", 0.9),
             *((f"across.{channel}", "n", 0.9) for channel in CHANNELS), ("across.common", "n", 1.1),
             ("across.rates", "n", 2.2))  # fmt: skip
    more = here.where(len(pairs) - len(shown) + omitted, "across.csv")
    yield table(heads, (Row(_cells(item)) for item in shown), caption=f"across.caption.{about}", more=more,
                kind="across")  # fmt: skip


def _cells(item: AcrossPair) -> tuple[Cell, ...]:
    common = say("across.common-of", names=f"{item.common_names:,}", ordered=f"{item.ordered_names:,}")
    return (
        _places(item),
        cell(Span(item.match_class, title=say(f"class.{item.match_class}"))),
        cell(strong(numbers.bits(item.total_bits))),
        *(cell(numbers.bits(getattr(item, f"{channel}_bits"))) for channel in CHANNELS),
        lines(item.common, quiet(common)),
        lines(*(quiet(across_sentences.rate(rate)) for rate in item.rates)) if item.rates
        else cell(quiet(say("not-evaluated"))),
    )  # fmt: skip


def _places(item: AcrossPair) -> Cell:
    def place(side: str) -> tuple[str | Span, ...]:
        first, last = getattr(item.first_line, side), getattr(item.last_line, side)
        unit = getattr(item.unit, side)
        parts: list[str | Span] = [path(getattr(item.path, side)), quiet(f":{numbers.line_range(first, last)}")]
        parts += [quiet(" "), code(unit)] if unit else []
        return (*parts, quiet(f" {language_name(getattr(item.language, side))}"))

    return (line(*place("known"), role="known"), line(*place("questioned"), role="questioned"))


def _items(item: AcrossPair, number: int, about: str) -> Iterator[Block]:
    """Yield the common items of one pair, with their lines on both sides."""
    heads = (("evidence.kind", "", 1.0), ("evidence.text", "", 4.0), ("across.bits", "n", 0.8),
             ("across.lines", "n", 1.2), ("across.in-order", "c", 0.8))  # fmt: skip
    names = Both(*(unit or file for unit, file in zip(item.unit, item.path, strict=True)))
    yield aside(say(f"across.items.{about}", number=number, known=names.known, questioned=names.questioned))
    more = say("across.items-more", count=item.items_omitted) if item.items_omitted else ""
    yield table(heads, (_item_cells(entry) for entry in item.items), more=more, kind="across-items")


def _item_cells(entry: AcrossItem) -> tuple[Cell, ...]:
    return (
        cell(say(f"across-kind.{entry.kind.value}")),
        cell(path(sentence(entry.text))),
        cell(numbers.bits(entry.bits)),
        sides(numbers.line(entry.line.known), numbers.line(entry.line.questioned)),
        cell(say("across.yes") if entry.in_order else say("dash")),
    )
