"""The engagement: the matter as the case states it, the questions put, and the fields that the examiner fills in."""

from collections.abc import Iterator

from codematch.report.record.blocks import Block, Facts, Heading, Items, Tone
from codematch.report.record.builders import aside, line, path, text
from codematch.report.record.context import Context
from codematch.report.record.cover import stated
from codematch.report.text import say

BLANK_FIELDS = ("examiner", "qualifications", "testimony", "compensation")
"""What only the examiner fills in; see `codematch.model.engagement`."""


def engagement(context: Context) -> Iterator[Block]:
    """Yield the matter as the case states it, the questions put, and the blank fields."""
    matter = context.result.engagement
    blank = tuple((say(f"engagement.{name}"), None) for name in BLANK_FIELDS)
    if matter is None:
        yield text(say("engagement.unsourced"), tone=Tone.NOTICE)
        yield Facts(blank)
        return
    yield aside(say("engagement.intro"))
    yield Facts((*stated(matter, ("title", "number", "client", "instrument")), *blank))
    if matter.questions:
        yield Heading(say("engagement.questions"))
        yield Items(tuple(map(line, matter.questions)), ordered=True)
    for here in context.pairs:
        if here.pair.asserted:
            shown, more = context.capped(here.pair.asserted)
            yield Heading(say("asserted"), here.anchor("asserted-list"))
            yield Items(tuple(line(path(entry.item.text), f" {entry.item.description}") for entry in shown))
            yield from [text(more)] if more else []
