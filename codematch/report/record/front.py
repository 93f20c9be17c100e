"""The beginning of a record: cover, engagement, materials, custody and integrity."""

from collections.abc import Sequence

from codematch.model.engagement import Engagement, Item, Role
from codematch.model.result import PairResult, Shown, Work
from codematch.report import view
from codematch.report.record.blocks import (
    Block,
    Cell,
    Facts,
    Heading,
    Items,
    Panels,
    Row,
    Span,
    Table,
    Tone,
    cell,
    columns,
    digest,
    line,
    lines,
    path,
    quiet,
    strong,
    text,
)
from codematch.report.record.cells import said_columns
from codematch.report.record.context import Context
from codematch.report.text import numbers, sentences
from codematch.report.text.language_names import language_name
from codematch.report.text.wording import counted, listed, say

SOURCE_CODE = "SOURCE-CODE"
"""The tier of whatever shows lines of code."""
BLANK_FIELDS = ("examiner", "qualifications", "testimony", "compensation")
"""What only the examiner fills in; see `codematch.model.engagement`."""


def cover(context: Context, order: Sequence[int]) -> tuple[Block, ...]:
    """Return what stands below the title: the works, the status of the record, and the order of its sections."""
    options, manifest, matter = context.options, context.result.manifest, context.result.engagement
    status = matter.status if matter else "draft"
    blocks: list[Block] = []
    if context.result.changed:
        blocks.append(text(sentences.changed(context.result), tone=Tone.INVALID))
    for _, pair in context.numbered():
        blocks.append(Panels(tuple(_named(role, work) for role, work in _works(pair))))
    rows: list[tuple[str, Cell | None]] = [
        *(_stated(matter, ("title", "number")) if matter else ()),
        (say("cover.id"), cell(digest(record_id(context)))),
        (say("cover.status"), cell(say(f"cover.status.{status}"))),
        (say("cover.root"), cell(digest(context.root))),
        (say("cover.made"), cell(numbers.moment(options.made) or say("cover.made.unrecorded"))),
        (say("cover.tool"), cell(say("made-by", tool=manifest.tool, version=manifest.version))),
        (say("cover.method"), cell(str(manifest.method))),
        (say("engagement.tier"), cell(tier(context) or say("cover.no-tier"))),
        (say("cover.case-tier"), cell(case_tier(context) or say("cover.no-tier"))),
    ]
    blocks.append(Facts(tuple(rows)))
    if options.rebuttal:
        blocks.append(text(say("rebuttal.intro"), tone=Tone.NOTICE))
    shown = context.result.shown
    if shown is not Shown.ALL:
        key = "cover.redacted" if shown is Shown.COMMITMENTS else "cover.no-code"
        blocks.append(text(say(key), tone=Tone.NOTICE))
    if list(order) != sorted(order):
        numbers_of = listed(str(number) for number in order if number)
        blocks.append(text(say("cover.order", order=numbers_of), tone=Tone.QUIET))
    return tuple(blocks)


def record_id(context: Context) -> str:
    """Return the id of the record: the beginning of the digest of its content."""
    return f"CM-{context.root[:12].upper()}"


def case_tier(context: Context) -> str:
    """Return the tier that the case states, "" for none."""
    return context.result.engagement.tier if context.result.engagement else ""


def tier(context: Context) -> str:
    """Return the tier of confidentiality of the rendering: with lines of code it is never less than SOURCE-CODE."""
    stated = case_tier(context)
    if stated and context.result.shown is Shown.ALL:
        stated = SOURCE_CODE
    return context.options.tier or stated


def _works(pair: PairResult) -> tuple[tuple[str, Work], tuple[str, Work]]:
    return ("known", pair.known), ("questioned", pair.questioned)


def _named(role: str, work: Work) -> Facts:
    rows = ((say(f"{role}.work"), cell(path(work.label))), (say("root"), cell(digest(work.root))))
    return Facts(rows, role)


def engagement(context: Context) -> tuple[Block, ...]:
    """Return the matter as the case states it, the questions put, and the blank fields."""
    matter = context.result.engagement
    if matter is None:
        return (text(say("engagement.unsourced"), tone=Tone.NOTICE), Facts(_blank()))
    blocks: list[Block] = [
        text(say("engagement.intro"), tone=Tone.QUIET),
        Facts((*_stated(matter, _MATTER), *_blank())),
    ]
    if matter.questions:
        blocks += [Heading(say("engagement.questions")), Items(tuple(line(q) for q in matter.questions), ordered=True)]
    for number, pair in context.numbered():
        if pair.asserted:
            named = [line(path(entry.item.text), f" {entry.item.description}") for entry in pair.asserted]
            shown, rest = view.capped(named, context.limits.rows)
            blocks += [Heading(say("asserted"), f"asserted-list-{number}"), Items(tuple(shown))]
            blocks += [text(say("record.more", count=numbers.integer(rest)))] if rest else []
    return tuple(blocks)


_MATTER = ("title", "number", "client", "instrument")


def _stated(matter: Engagement, names: Sequence[str]) -> tuple[tuple[str, Cell], ...]:
    """What the case says of itself, of some of its fields; what it leaves out is left out."""
    return tuple((say(f"engagement.{name}"), cell(getattr(matter, name))) for name in names if getattr(matter, name))


def _blank() -> tuple[tuple[str, None], ...]:
    return tuple((say(f"engagement.{name}"), None) for name in BLANK_FIELDS)


def materials(context: Context) -> tuple[Block, ...]:
    """Return table T1: a row for each property, a column for each item; with many items one below another."""
    blocks: list[Block] = []
    if context.result.engagement is None:
        blocks.append(text(say("engagement.unsourced"), tone=Tone.NOTICE))
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        items = _items(context, pair)
        blocks += [
            _t1(items[at : at + _SIDE_BY_SIDE], pair, f"T1-{number}" if not at else "")
            for at in range(0, len(items), _SIDE_BY_SIDE)
        ]
    return tuple(blocks)


_SIDE_BY_SIDE = 4
"""Items that a page has room for beside one another."""


def _items(context: Context, pair: PairResult) -> list[tuple[Item, Work]]:
    """The items of the case with their works: known, questioned, and the reference works in their order."""
    (known,), (questioned,) = context.items(Role.KNOWN), context.items(Role.QUESTIONED)
    prior = zip(context.items(Role.PRIOR, len(pair.prior)), pair.prior, strict=True)
    return [(known, pair.known), (questioned, pair.questioned), *((item, entry.work) for item, entry in prior)]


def _t1(items: Sequence[tuple[Item, Work]], pair: PairResult, anchor: str) -> Table:
    made = [_material(pair, item, work) for item, work in items]
    heads = [name for name, _ in made[0]]
    rows = tuple(Row((cell(quiet(head)), *(column[index][1] for column in made))) for index, head in enumerate(heads))
    named = tuple((f"{item.id} · {say(f'role.{item.role.value}')}", "", 3.0) for item, _ in items)
    return Table(columns=columns(("", "", 1.4), *named), rows=rows, number="T1", caption=say("caption.T1"),
                 id=anchor, kind="facts")  # fmt: skip


def _material(pair: PairResult, item: Item, work: Work) -> list[tuple[str, Cell]]:
    """The properties of one item, in the order of the rows."""
    none, source = say("dash"), work.origin
    counts = {name: numbers.integer(count) for name, count in view.disposition_counts(work).items()}
    repeated = view.duplicates(work)
    line_count, token_count = _sizes(pair, item.role, work)
    spoken = [
        say("language-files", language=language_name(name) or say("no-language"), count=numbers.integer(count))
        for name, count in view.language_counts(work)
    ]
    revision: list[str | Span] = [digest(source.revision)] if source.revision else [none]
    if source.requested:
        revision.append(f" {say('requested', name=source.requested)}")
    return [
        (say("label"), cell(path(work.label))),
        (say("engagement.description"), cell(item.description or none)),
        (say("engagement.supplied-by"), cell(item.supplied_by or say("materials.unstated"))),
        (say("engagement.received"), cell(item.received or none)),
        (say("engagement.medium"), cell(item.medium or none)),
        (say("given-as"), cell(path(sentences.origin(work, revision=False)))),
        (say("revision"), cell(*revision)),
        (say("files"), lines(say("dispositions", **counts), *([counted("duplicates", repeated)] if repeated else []))),
        (say("lines"), cell(line_count)),
        (say("tokens"), cell(token_count)),
        (say("size"), cell(say("materials.bytes", count=numbers.integer(sum(file.size_bytes for file in work.files))))),
        (say("languages"), cell(listed(spoken) or say("none"))),
        (say("container"), cell(digest(source.container_digest) if source.container_digest else none)),
        (say("root"), cell(digest(work.root))),
        (say("engagement.remarks"), cell(item.remarks or none)),
    ]


def _sizes(pair: PairResult, role: Role, work: Work) -> tuple[str, str]:
    """The numbers of lines and tokens of a work: those that the ratios rest on, of a reference work all."""
    if role is Role.PRIOR:
        whole = (sum(file.lines for file in work.files), sum(file.tokens for file in work.files))
        return say("all-lines", count=numbers.integer(whole[0])), say("all-lines", count=numbers.integer(whole[1]))
    totals = (pair.totals.line.total, pair.totals.token.total)
    counts = [numbers.integer(total.known if role is Role.KNOWN else total.questioned) for total in totals]
    return say("counted-lines", count=counts[0]), say("counted-lines", count=counts[1])


def custody(context: Context) -> tuple[Block, ...]:
    """Return tables T2 and T3: who had what, and whether it is still the same."""
    blocks: list[Block] = []
    if context.options.custody:
        blocks.append(_t2(context))
    else:
        blocks.append(text(say("custody.none"), tone=Tone.NOTICE))
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        blocks.append(_t3(context, number, pair))
    blocks.append(text(say("custody.note"), tone=Tone.QUIET))
    return tuple(blocks)


def _t2(context: Context) -> Table:
    shown, rest = context.capped(context.options.custody, "custody.more")
    heads = (("row-number", "n", 0.5), ("custody.time", "", 2.1), ("custody.item", "", 0.8),
             ("custody.action", "", 1.2), ("custody.persons", "", 1.4), ("custody.place", "", 1.2),
             ("custody.purpose", "", 1.2), ("custody.seal", "", 0.8), ("custody.hashes", "", 2.0),
             ("custody.reference", "", 1.0))  # fmt: skip
    none, late = say("dash"), (quiet(say("custody.late")),)
    rows = tuple(
        Row((
            cell(numbers.integer(entry.number)), lines(numbers.moment(entry.time), *late[: entry.late]),
            cell(strong(entry.item)), cell(entry.action),
            cell(entry.persons), cell(entry.place), cell(entry.purpose), cell(entry.seal),
            lines(digest(entry.hash_before or none), digest(entry.hash_after or none)), cell(entry.reference),
        ))
        for entry in shown
    )  # fmt: skip
    made = said_columns(heads)
    return Table(columns=made, rows=rows, number="T2", caption=say("caption.T2"), id="T2", more=rest)


def _t3(context: Context, number: int, pair: PairResult) -> Table:
    heads = (("custody.item", "", 0.7), ("custody.manifest", "", 1.3), ("custody.root-start", "", 3.2),
             ("custody.root-end", "", 1.6), ("custody.unreadable", "n", 1.0))  # fmt: skip
    changed = context.result.changed
    roles = ["known", "questioned", *(f"prior.{place}" for place in range(1, len(pair.prior) + 1))]
    rows = [
        Row((
            cell(strong(item.id)),
            cell(path(f"manifest-{item.role.value}.csv")),
            cell(digest(work.root)),
            cell(say("custody.changed" if role in changed else "custody.equal")),
            cell(numbers.integer(view.disposition_counts(work)["unreadable"])),
        ))
        for role, (item, work) in zip(roles, _items(context, pair), strict=True)
    ]  # fmt: skip
    made = said_columns(heads)
    return Table(columns=made, rows=tuple(rows), number="T3", caption=say("caption.T3"), id=f"T3-{number}")
