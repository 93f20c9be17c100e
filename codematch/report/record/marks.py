"""The marks of the examiner: apart from everything that the program found, with totals with and without them."""

from collections.abc import Iterator

from codematch.model.marks import ExaminerMark, ExaminerMarks
from codematch.report.record.blocks import Block, Cell, Heading, Span, Table, Text
from codematch.report.record.builders import aside, cell, digest, lines, path, quiet, strong, text
from codematch.report.record.context import Context, PairContext, pair_heading
from codematch.report.record.tables import Head, dash, table
from codematch.report.text import mark_sentences, numbers, say, visible


def annex(context: Context) -> Iterator[Block]:
    """Yield the marks of each pair of works; nothing where no file of marks was given."""
    for here in context.pairs:
        if here.pair.marks is not None:
            yield from pair_heading(here)
            yield from _of_pair(here, here.pair.marks)


def overview(here: PairContext) -> Iterator[Block]:
    """Yield what the first page says of the marks; nothing where no file of marks was given."""
    if here.pair.marks is not None:
        place = say("record.in-annex", annex=say("section.annex-marks"))
        where = Span(say("in-brackets", text=place), link="annex-marks")
        yield text(strong(f"{say('marks')}{say('separator.colon')}"), mark_sentences.summary(here.pair.marks), where)


def of_region(here: PairContext, region: int) -> Iterator[Text]:
    """Yield the marks of a region, each a paragraph."""
    for said in mark_sentences.of_region(here.pair.marks, region):
        yield text(strong(f"{say('marks.one')}{say('separator.colon')}"), said)


def _of_pair(here: PairContext, marks: ExaminerMarks) -> Iterator[Block]:
    yield text(say("marks.intro"))
    yield aside(say("marks.file", file=visible(marks.file), digest=marks.sha256, count=len(marks.marks)))
    if not marks.marks:
        yield text(say("marks.none"))
        return
    yield _totals(here, marks)
    yield aside(say("marks.totals.note"))
    applied = [(number, one) for one in marks.marks for number in one.regions]
    if applied:
        yield Heading(say("marks.list"), here.anchor("marks-list"))
        heads = (("number", "n", 0.5), *_MARK, ("marks.place", "", 3.4))
        shown, more = here.all(sorted(applied, key=lambda entry: entry[0]), "marks.csv")
        yield table(heads, ((cell(here.region(number)), *_mark(one), _place(one)) for number, one in shown), more=more)
    if unmatched := marks.unmatched():
        yield Heading(say("marks.unmatched"), here.anchor("marks-unmatched"))
        yield text(say("marks.unmatched.note"))
        heads = (*_MARK, ("marks.place", "", 3.4), ("marks.now", "", 1.6))
        listed, more = here.all(unmatched, "marks.csv")
        yield table(heads, ((*_mark(one), _place(one), cell(mark_sentences.fit(one))) for one in listed), more=more)


_MARK: tuple[Head, ...] = (("marks.what", "", 1.0), ("marks.text", "", 3.0), ("marks.who", "", 1.4))


def _mark(one: ExaminerMark) -> tuple[Cell, ...]:
    kind = cell(strong(say(f"marks.kind.{one.kind.value}")))
    return kind, cell(visible(one.text)) if one.text else dash(), cell(mark_sentences.by(one))


def _place(one: ExaminerMark) -> Cell:
    """Return where the marked content was, and the beginning of its identity."""
    places = [path(place) for place in (one.known, one.questioned) if place]
    identity = [digest(one.identity[:_DIGITS])] if one.identity else []
    return lines(*places, *identity) or dash()


_DIGITS = 12
"""Digits of an identity that are shown."""


def _totals(here: PairContext, marks: ExaminerMarks) -> Table:
    heads = (("marks.group", "", 3.0), ("marks.count", "n", 1.0), ("marks.pairs", "n", 1.0), ("marks.tokens", "n", 1.4),
             ("marks.weight", "n", 1.4), ("marks.residual", "n", 1.4))  # fmt: skip
    rows = (
        (
            cell(say(f"marks.group.{total.group.value}")),
            cell(total.regions),
            cell(total.file_pairs),
            cell(total.tokens),
            cell(numbers.bits(total.weight_bits)),
            cell(quiet(numbers.bits(total.residual_bits))),
        )
        for total in marks.totals
    )
    return table(heads, rows, caption="marks.totals", anchor=here.anchor("marks"))
