"""Results at a glance: one page with an answer to each question put, and where each correspondence is shown."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from codematch.model.asserted import AssertedResult, ItemStatus
from codematch.model.match import Region, RegionSide
from codematch.model.precision import stored_total
from codematch.model.result import CaseResult, FilePair, PairResult, Ratio
from codematch.model.sides import SIDES
from codematch.report import view
from codematch.report.record import marks
from codematch.report.record.blocks import Block, Cell, Line, Row, Span
from codematch.report.record.builders import aside, cell, line, lines, path, quiet, strong
from codematch.report.record.context import Context, PairContext, pair_heading
from codematch.report.record.question_topics import assigned, topics_of
from codematch.report.record.tables import class_name, dash, table
from codematch.report.text import counted, glance_sentences, listed, numbers, say, sentences

ROWS = 10
"""Rows of the table of what corresponds: the page holds no more."""
_ITEMS = 7
"""Asserted items among them."""
_RANGES = 3
_EXHIBITS = 2
_TOLD: Mapping[str, tuple[Callable[[CaseResult, PairResult], str], str, str]] = {
    "asserted": (lambda result, pair: sentences.asserted(pair), "asserted", "asserted"),
    "files": (glance_sentences.files, "pairs", "pairs"),
    "share": (glance_sentences.share, "T6", ""),
    "findings": (glance_sentences.findings, "T7", ""),
    "residual": (glance_sentences.residual, "T5", ""),
    "rates": (glance_sentences.rates, "T10", ""),
    "untested": (glance_sentences.untested, "not-compared", "not-compared"),
}
"""Of each topic: its sentence, the anchor of what it rests on, and the key of its name, "" for the anchor itself."""


def glance(context: Context) -> Iterator[Block]:
    """Yield for each pair of works the answers and the table of what corresponds, with the exhibits."""
    for here in context.pairs:
        yield from pair_heading(here)
        yield _answers(here)
        yield _places(here)
        yield from marks.overview(here)
        yield aside(say("glance.measurements"))


def _answers(here: PairContext) -> Block:
    matter = here.result.engagement
    topics = [topic for topic in _TOLD if topic != "asserted" or here.pair.asserted]
    heads = (("glance.question", "", 1.5), ("summary.statement", "", 5.2), ("summary.rests", "", 0.8))
    rows = []
    for question, told in assigned(matter.questions if matter else (), topics):
        asked = line(path(question) if question else strong(say(f"glance.ask.{told[0]}")))
        said = [_TOLD[topic][0](here.result, here.pair) for topic in told] or [_told_above(question)]
        rows.append(((asked,), lines(*said), tuple(line(_basis(here, topic)) for topic in told)))
    return table(heads, rows, kind="answers", anchor=here.anchor("answers"))


def _told_above(question: str) -> str:
    """Return under which questions the page tells above what bears on one."""
    return say("glance.above", topics=listed(say(f"glance.ask.{topic}") for topic in topics_of(question)))


def _basis(here: PairContext, topic: str) -> Span:
    _, anchor, name = _TOLD[topic]
    return Span(say(name) if name else say("table", number=anchor), link=here.anchor(anchor))


def _places(here: PairContext) -> Block:
    """Return the table of what corresponds: asserted items first, then pairs of files by residual."""
    items, left_items = view.capped(here.pair.asserted, _ITEMS)
    pairs, left_pairs = view.capped(_ranked_pairs(here.pair), ROWS - len(items))
    heads = (("glance.known", "", 3.0), ("glance.questioned", "", 3.0), ("class", "c", 0.7),
             ("glance.share", "n", 2.2), ("glance.bits", "n", 1.4), ("exhibit.column", "", 1.2))  # fmt: skip
    rows = [*(Row(_item_cells(here, item)) for item in items), *(Row(_pair_cells(here, *entry)) for entry in pairs)]
    more = [say("glance.more-items", count=left_items)] if left_items else []
    more += [say("glance.more-pairs", count=left_pairs)] if left_pairs else []
    return table(heads, rows, caption="glance.places", more=say("separator.sentences").join(more), kind="glance",
                 anchor=here.anchor("places"), none="summary.none")  # fmt: skip


def _ranked_pairs(pair: PairResult) -> list[tuple[FilePair, list[Region]]]:
    """Return the pairs of files with their regions, those first whose regions have most residual."""
    regions: dict[tuple[str, str], list[Region]] = {}
    for region in view.ranked(pair):
        regions.setdefault((region.known.path, region.questioned.path), []).append(region)
    found = [(item, regions.get((item.known_path, item.questioned_path), [])) for item in pair.file_pairs]
    found = [entry for entry in found if entry[1]]
    return sorted(found, key=lambda entry: (-_residual_bits(entry[1]), entry[1][0].number))


def _residual_bits(regions: list[Region]) -> float:
    return sum(stored_total(region.residual or region.weight) for region in regions)


def _pair_cells(here: PairContext, item: FilePair, regions: list[Region]) -> tuple[Cell, ...]:
    bits = sum(stored_total(region.weight) for region in regions)
    counts = zip(item.matched_lines, item.lines, strict=True)
    shares = dict(zip(SIDES, map(numbers.ratio, item.matched, item.tokens), strict=True))
    by_tokens = view.lines_tell_little(
        Ratio(matched=item.matched_lines, total=item.lines), Ratio(matched=item.matched, total=item.tokens)
    )
    return (
        _passages(item.known_path, [region.known for region in regions]),
        _passages(item.questioned_path, [region.questioned for region in regions]),
        cell(class_name(item.match_class)),
        tuple(
            line(quiet(f"{letter} "), _part(part, whole), role=role)
            for letter, role, (part, whole) in zip("KQ", SIDES, counts, strict=True)
        )
        + ((line(quiet(say("glance.tokens", **shares))),) if by_tokens else ()),
        lines(strong(numbers.bits(_residual_bits(regions))), quiet(say("glance.of-bits", bits=numbers.bits(bits)))),
        _exhibits(here, regions),
    )


def _passages(file: str, places: list[RegionSide]) -> Cell:
    """Return a path, and below it the lines of the first passages in the order of the file."""
    ranges = [(place.first_line, place.last_line) for place in places]
    return lines(path(file), quiet(_ranges(ranges)))


def _ranges(found: list[tuple[int, int]]) -> str:
    """Return the first ranges of lines, and how many more there are."""
    shown, rest = view.capped(sorted(set(found)), _RANGES)
    said = say("lines-of", lines=say("separator.words").join(numbers.line_range(*each) for each in shown))
    return said + say("in-brackets", text=say("and-more", count=rest)) if rest else said


def _part(part: int, whole: int) -> str:
    return say("differences.part", part=part, whole=whole, ratio=numbers.ratio(part, whole)) if whole else say("dash")


def _exhibits(here: PairContext, regions: list[Region]) -> Cell:
    """Return the exhibits of regions with their pages, the others as numbers of regions."""
    shown = [region.number for region in regions if here.region(region.number).link]
    if not shown:
        return cell(quiet(say("region.number", number=regions[0].number)))
    named, rest = view.capped(shown, _EXHIBITS)
    entries: list[Line | Span] = [line(*here.exhibit_pages(number)) for number in named]
    return lines(*entries, *([quiet(say("and-more", count=rest))] if rest else []))


def _item_cells(here: PairContext, entry: AssertedResult) -> tuple[Cell, ...]:
    numbered = {region.number: region for region in here.pair.regions}
    known = lines(path(entry.item.text), quiet(entry.item.description or say("asserted.item")))
    if entry.status is not ItemStatus.COUNTERPART or not entry.counterparts:
        also = [quiet(counted("asserted.findings", entry.findings))] if entry.findings else []
        return known, lines(strong(say(f"item.{entry.status.value}")), *also), dash(), dash(), dash(), dash()
    per_file = Counter(part.questioned_path for part in entry.counterparts)
    file, _ = per_file.most_common(1)[0]
    found = [numbered[part.region] for part in entry.counterparts if part.region in numbered]
    found = list({region.number: region for region in found}.values())
    ranges = [
        (p.questioned_first_line, p.questioned_last_line) for p in entry.counterparts if p.questioned_path == file
    ]
    also = [quiet(counted("glance.also", len(per_file) - 1))] if len(per_file) > 1 else []
    return (
        known,
        lines(path(file), quiet(_ranges(ranges)), *also),
        cell(class_name(found[0].match_class)) if found else dash(),
        cell(quiet("K "), _part(entry.matched_lines, entry.lines)),
        lines(strong(numbers.total(entry.residual)), quiet(say("glance.of-bits", bits=numbers.total(entry.weight)))),
        _exhibits(here, found) if found else dash(),
    )
