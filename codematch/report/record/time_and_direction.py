"""Time and direction: table T9. Neither is examined; the revisions that the works were read at are listed."""

from collections.abc import Iterator

from codematch.report import view
from codematch.report.record.blocks import Block, Tone
from codematch.report.record.builders import aside, cell, digest, text
from codematch.report.record.context import Context
from codematch.report.record.tables import dash, table
from codematch.report.text import say


def time_and_direction(context: Context) -> Iterator[Block]:
    """Yield that time and direction were not examined, and what a version control system records of both works."""
    heads = (("time.artefact", "", 2.4), ("time.claimed", "", 1.6), ("time.attested", "", 1.6),
             ("time.source", "", 1.4), ("time.kind", "", 1.0), ("time.anomalies", "", 1.4))  # fmt: skip
    works = (work for pair in context.result.pairs for work in view.works(pair) if work.origin.revision)
    unread = cell(say("time.not-read"))
    rows = ((cell(digest(work.origin.revision)), unread, unread, unread, dash(), unread) for work in works)
    yield text(say("time.not-examined"), tone=Tone.FINDING)
    yield text(say("time.why"))
    yield table(heads, rows, number="T9", anchor="T9", none="time.none")
    yield aside(say("time.warning"))
