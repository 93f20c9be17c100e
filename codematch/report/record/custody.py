"""Custody and integrity: tables T2 and T3."""

from collections.abc import Iterator

from codematch.report import view
from codematch.report.record.blocks import Block, Table, Tone
from codematch.report.record.builders import aside, cell, digest, lines, path, quiet, strong, text
from codematch.report.record.context import Context, PairContext, each_pair
from codematch.report.record.materials import items
from codematch.report.record.tables import table
from codematch.report.text import numbers, say


def custody(context: Context) -> Iterator[Block]:
    """Yield tables T2 and T3: who had what, and whether it is still the same."""
    yield _t2(context) if context.options.custody else text(say("custody.none"), tone=Tone.NOTICE)
    yield from _t3(context)
    yield aside(say("custody.note"))


def _t2(context: Context) -> Table:
    shown, rest = view.capped(context.options.custody, context.limits.rows)
    more = say("custody.more", count=rest) if rest else ""
    heads = (("row-number", "n", 0.5), ("custody.time", "", 2.1), ("custody.item", "", 0.8),
             ("custody.action", "", 1.2), ("custody.persons", "", 1.4), ("custody.place", "", 1.2),
             ("custody.purpose", "", 1.2), ("custody.seal", "", 0.8), ("custody.hashes", "", 2.0),
             ("custody.reference", "", 1.0))  # fmt: skip
    none, late = say("dash"), (quiet(say("custody.late")),)
    rows = (
        (
            cell(entry.number), lines(numbers.moment(entry.time), *late[: entry.late]), cell(strong(entry.item)),
            cell(entry.action), cell(entry.persons), cell(entry.place), cell(entry.purpose), cell(entry.seal),
            lines(digest(entry.hash_before or none), digest(entry.hash_after or none)), cell(entry.reference),
        )
        for entry in shown
    )  # fmt: skip
    return table(heads, rows, number="T2", anchor="T2", more=more)


@each_pair
def _t3(here: PairContext) -> Iterator[Block]:
    heads = (("custody.item", "", 0.7), ("custody.manifest", "", 1.3), ("custody.root-start", "", 3.2),
             ("custody.root-end", "", 1.6), ("custody.unreadable", "n", 1.0))  # fmt: skip
    roles = ["known", "questioned", *(f"prior.{place}" for place in range(1, len(here.pair.prior) + 1))]
    rows = (
        (
            cell(strong(item.id)),
            cell(path(f"manifest-{item.role.value}.csv")),
            cell(digest(work.root)),
            cell(say("custody.changed" if role in here.result.changed else "custody.equal")),
            cell(view.disposition_counts(work)["unreadable"]),
        )
        for role, (item, work) in zip(roles, items(here), strict=True)
    )
    yield table(heads, rows, number="T3", anchor=here.anchor("T3"))
