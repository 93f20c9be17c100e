"""Time and direction: versions of the known work, table T9, figures F3 and F4, and the indications of a direction.

Without `--versions` neither is examined; the revisions that the works were read at are listed.
"""

from collections.abc import Iterator

from codematch.model.versions import VersionsResult
from codematch.report import view
from codematch.report.record.blocks import Block, Tone
from codematch.report.record.builders import aside, cell, digest, text
from codematch.report.record.context import Context, pair_heading
from codematch.report.record.tables import dash, table
from codematch.report.record.time_tables import HEADS, direction, stories, times
from codematch.report.record.versions import pinned
from codematch.report.text import say


def time_and_direction(context: Context) -> Iterator[Block]:
    """Yield what was found of versions, time and direction, or that they were not examined."""
    if any(pair.versions is not None for pair in context.result.pairs):
        for here in context.pairs:
            yield from pair_heading(here)
            if here.pair.versions is not None:
                yield from examined(here.pair.versions, here.anchor("time"))
        return
    works = (work for pair in context.result.pairs for work in view.works(pair) if work.origin.revision)
    unread = cell(say("time.not-read"))
    rows = ((cell(digest(work.origin.revision)), unread, unread, unread, dash(), unread) for work in works)
    yield text(say("time.not-examined"), tone=Tone.FINDING)
    yield text(say("time.why"))
    yield table(HEADS, rows, number="T9", anchor="T9", none="time.none")
    yield aside(say("time.warning"))


def examined(result: VersionsResult, name: str) -> Iterator[Block]:
    """Yield the whole section of one pair of works; `name` begins the anchors."""
    if result.pinning is not None:
        yield from pinned(result.pinning, name)
    yield from times(result, name)
    yield from stories(result, name)
    yield from direction(result, name)
    yield aside(say("versions.disclaimer"))
