"""The materials: table T1."""

from collections.abc import Iterator, Sequence

from codematch.model.engagement import Item, Role
from codematch.model.result import Work
from codematch.report import view
from codematch.report.record.blocks import Block, Cell, Column, Row, Span, Table, Tone
from codematch.report.record.builders import cell, digest, lines, path, quiet, text
from codematch.report.record.context import Context, PairContext, each_pair
from codematch.report.text import counted, language_name, listed, numbers, say, sentences

_SIDE_BY_SIDE = 4
"""Items that a page has room for next to one another."""


def materials(context: Context) -> Iterator[Block]:
    """Yield table T1: a row for each property, a column for each item; with many items one below another."""
    if context.result.engagement is None:
        yield text(say("engagement.unsourced"), tone=Tone.NOTICE)
    yield from _of_pair(context)


@each_pair
def _of_pair(here: PairContext) -> Iterator[Block]:
    found = items(here)
    for at in range(0, len(found), _SIDE_BY_SIDE):
        yield _t1(here, found[at : at + _SIDE_BY_SIDE], "" if at else here.anchor("T1"))


def items(here: PairContext) -> list[tuple[Item, Work]]:
    """Return the items of the case with their works: known, questioned, and the shared material in its order."""
    pair = here.pair
    (known,), (questioned,) = here.items(Role.KNOWN), here.items(Role.QUESTIONED)
    prior = zip(here.items(Role.PRIOR, len(pair.prior)), pair.prior, strict=True)
    return [(known, pair.known), (questioned, pair.questioned), *((item, entry.work) for item, entry in prior)]


def _t1(here: PairContext, found: Sequence[tuple[Item, Work]], anchor: str) -> Table:
    made = [_properties(here, item, work) for item, work in found]
    heads = (Column("", width=1.4),
             *(Column(f"{item.id} · {say(f'role.{item.role.value}')}", width=3.0) for item, _ in found))  # fmt: skip
    none = cell(say("dash"))
    rows = tuple(
        Row((cell(quiet(name)), *(column[place][1] for column in made)))
        for place, (name, _) in enumerate(made[0])
        if not here.brief or any(column[place][1] != none for column in made)
    )
    return Table(columns=heads, rows=rows, number="T1", caption=say("caption.T1"), id=anchor, kind="facts")


def _properties(here: PairContext, item: Item, work: Work) -> list[tuple[str, Cell]]:
    """The properties of one item, in the order of the rows."""
    none, source = say("dash"), work.origin
    repeated = view.duplicates(work)
    languages = [
        say("language-files", language=language_name(name) or say("no-language"), count=count)
        for name, count in view.language_counts(work)
    ]
    revision: list[str | Span] = [digest(source.revision)] if source.revision else [none]
    if source.requested:
        revision.append(f" {say('requested', name=source.requested)}")
    files = [say("dispositions", **view.disposition_counts(work))]
    files += [counted("duplicates", repeated)] if repeated else []
    line_count, token_count = _sizes(here, item.role, work)
    return [
        (say("label"), cell(path(work.label))),
        (say("engagement.description"), cell(item.description or none)),
        (say("engagement.supplied-by"), cell(item.supplied_by or say("materials.unstated"))),
        (say("engagement.received"), cell(numbers.date_or_moment(item.received) or none)),
        (say("engagement.medium"), cell(item.medium or none)),
        (say("given-as"), cell(path(sentences.origin(work, revision=False)))),
        (say("revision"), cell(*revision)),
        (say("files"), lines(*files)),
        (say("lines"), cell(line_count)),
        (say("tokens"), cell(token_count)),
        (say("size"), cell(say("materials.bytes", count=sum(file.size_bytes for file in work.files)))),
        (say("languages"), cell(listed(languages) or say("none"))),
        (say("container"), cell(digest(source.container_digest) if source.container_digest else none)),
        (say("root"), cell(digest(work.root))),
        (say("engagement.remarks"), cell(item.remarks or none)),
    ]


def _sizes(here: PairContext, role: Role, work: Work) -> tuple[str, str]:
    """The numbers of lines and tokens of a work: those that the ratios rest on, of shared material all."""
    if role is Role.PRIOR:
        whole = (sum(file.lines for file in work.files), sum(file.tokens for file in work.files))
        return say("all-lines", count=whole[0]), say("all-lines", count=whole[1])
    totals = (here.pair.totals.line.total, here.pair.totals.token.total)
    line_count, token_count = (total.known if role is Role.KNOWN else total.questioned for total in totals)
    return say("counted-lines", count=line_count), say("counted-lines", count=token_count)
