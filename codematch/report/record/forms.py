"""Parts to fill in and sign: the analysis of the examiner, and drafts of the forms of a profile."""

from collections.abc import Iterator

from codematch.model.engagement import Item
from codematch.report.record.blocks import Blank, Block, Facts, Heading, Table, Tone
from codematch.report.record.builders import aside, cell, digest, lines, path, quiet, text
from codematch.report.record.context import Context
from codematch.report.record.materials import items
from codematch.report.record.tables import table
from codematch.report.text import numbers, say

SIGNATURES = ("second-signature", "authorised", "seal", "signed-on")
"""Of a Chinese document, what follows the signature of the first examiner."""
FORMS = {"us": ("certification", "declaration"), "cn": ("undertaking", "list")}


def analysis(context: Context) -> tuple[Block, ...]:
    """Return the space that only the examiner fills; in a Chinese document with the places of signatures and seal."""
    names = ("opinion", "signature", *(SIGNATURES if context.options.profile == "cn" else ()))
    fields = Facts(tuple((say(f"engagement.{name}"), None) for name in names))
    return (aside(say("analysis.blank")), Blank(12), fields)


def forms(context: Context) -> Iterator[Block]:
    """Yield unsigned drafts of the forms of a profile."""
    yield text(say("forms.intro"), tone=Tone.NOTICE)
    for name in FORMS[context.options.profile]:
        yield Heading(say(f"forms.{name}"))
        if name == "list":
            yield _data_list(context)
            continue
        yield from map(text, filter(None, say(f"forms.{name}.text").split("\n")))
        yield Facts(tuple((say(f"forms.{field}"), None) for field in ("name", "signature", "place-date")))


def _data_list(context: Context) -> Table:
    """Return the list of electronic data, filled in as far as the case and the works tell."""
    heads = (("row-number", "n", 0.5), ("forms.list.name", "", 2.0), ("forms.list.source", "", 2.2),
             ("files", "n", 0.7), ("size", "n", 1.0), ("forms.list.digest", "", 3.2),
             ("engagement.remarks", "", 1.4))  # fmt: skip
    works = [entry for here in context.pairs for entry in items(here)]
    rows = (
        (
            cell(number),
            lines(path(work.label), quiet(f"{item.id} {say(f'role.{item.role.value}')}")),
            lines(*_source(item)) or cell(say("forms.to-fill")),
            cell(sum(work.counts.values())),
            cell(say("materials.bytes", count=sum(file.size_bytes for file in work.files))),
            lines(digest(work.origin.container_digest or work.root),
                  quiet(say("container" if work.origin.container_digest else "root"))),
            cell(item.remarks or ""),
        )
        for number, (item, work) in enumerate(works, start=1)
    )  # fmt: skip
    return table(heads, rows, caption="forms.list")


def _source(item: Item) -> Iterator[str]:
    """Yield who supplied an item, when it was received, and on what, as far as the case states it."""
    if item.supplied_by:
        yield f"{say('engagement.supplied-by')}{say('separator.colon')}{item.supplied_by}"
    if item.received:
        yield f"{say('engagement.received')}{say('separator.colon')}{numbers.date_or_moment(item.received)}"
    if item.medium:
        yield f"{say('engagement.medium')}{say('separator.colon')}{item.medium}"
