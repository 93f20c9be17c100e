"""Parts to fill in and sign: the analysis of the examiner, and drafts of the forms of a profile."""

from collections.abc import Iterator

from codematch.model.sides import SIDES
from codematch.report import view
from codematch.report.record.blocks import Blank, Block, Facts, Heading, Table, Tone
from codematch.report.record.builders import aside, cell, digest, lines, path, quiet, text
from codematch.report.record.context import Context
from codematch.report.record.tables import table
from codematch.report.text import say

FORMS = {"us": ("certification", "declaration"), "cn": ("undertaking", "list")}


def analysis(context: Context) -> tuple[Block, ...]:
    """Return the space that only the examiner fills."""
    fields = Facts(((say("engagement.opinion"), None), (say("engagement.signature"), None)))
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
    heads = (("row-number", "n", 0.5), ("forms.list.name", "", 2.4), ("forms.list.source", "", 1.6),
             ("files", "n", 0.8), ("forms.list.digest", "", 3.4), ("engagement.remarks", "", 1.2))  # fmt: skip
    works = [entry for pair in context.result.pairs for entry in zip(SIDES, view.works(pair), strict=True)]
    rows = (
        (
            cell(number),
            lines(path(work.label), quiet(say(role))),
            cell(say("forms.to-fill")),
            cell(sum(work.counts.values())),
            cell(digest(work.origin.container_digest or work.root)),
            cell(say("container" if work.origin.container_digest else "root")),
        )
        for number, (role, work) in enumerate(works, start=1)
    )
    return table(heads, rows, caption="forms.list")
