"""The engagement: the matter as the case states it, the questions put, and the fields that the examiner fills in."""

from collections.abc import Iterator

from codematch.model.engagement import Engagement
from codematch.report.record.blocks import Block, Cell, Facts, Heading, Items, Tone
from codematch.report.record.builders import aside, cell, line, lines, path, text
from codematch.report.record.context import Context
from codematch.report.record.cover import stated
from codematch.report.text import listed, numbers, say

BLANK_FIELDS = {"us": ("examiner", "qualifications", "testimony", "compensation"), "cn": ()}
"""What only the examiner fills in, by profile; see `codematch.model.engagement`."""
FIELDS = ("title", "number", "client", "instrument")


def engagement(context: Context) -> Iterator[Block]:
    """Yield the matter as the case states it, the questions put, and the blank fields."""
    matter, profile = context.result.engagement, context.options.profile
    blank = tuple((say(f"engagement.{name}"), None) for name in BLANK_FIELDS[profile])
    if matter is None:
        yield text(say("engagement.unsourced"), tone=Tone.NOTICE)
        yield Facts(blank or (*_commission(Engagement()), *_examination(Engagement())))
        return
    yield aside(say("engagement.intro"))
    if profile == "cn":
        yield Facts((*_commission(matter), *_examination(matter), *blank))
    else:
        yield Facts((*stated(matter, FIELDS), *_known_of_examination(matter), *blank))
    if matter.questions:
        yield Heading(say("engagement.questions"))
        yield Items(tuple(map(line, matter.questions)), ordered=True)
    for here in context.pairs:
        if here.pair.asserted:
            shown, more = context.capped(here.pair.asserted, "asserted.csv")
            yield Heading(say("asserted"), here.anchor("asserted-list"))
            yield Items(tuple(line(path(entry.item.text), f" {entry.item.description}") for entry in shown))
            yield from [text(more)] if more else []


def _commission(matter: Engagement) -> Iterator[tuple[str, Cell | None]]:
    """Yield what a Chinese document says of the commission; what the case does not state is left blank."""
    for name in FIELDS:
        value = getattr(matter, name)
        yield say(f"engagement.{name}"), cell(value) if value else None


def _examination(matter: Engagement) -> Iterator[tuple[str, Cell | None]]:
    """Yield what a Chinese document says of the examination; what the case does not state is left blank."""
    examiners = lines(*matter.examiners)
    for name, value in (
        ("accepted", cell(numbers.date_or_moment(matter.accepted))),
        ("examined", cell(numbers.date_or_moment(matter.examined))),
        ("place", cell(matter.place)),
        ("present", cell(listed(matter.present))),
        ("institution", lines(*_institution(matter))),
        ("examiners", examiners),
        ("equipment", lines(*matter.equipment)),
    ):
        has_words = any(span.text for row in value for span in row.spans)
        yield say(f"engagement.{name}"), value if has_words else None


def _institution(matter: Engagement) -> tuple[str, ...]:
    """The institution and its licence; where the case states one of them, room for the other."""
    found = (matter.institution, matter.licence)
    names = ("engagement.no-institution", "engagement.no-licence")
    return tuple(value or say(name) for value, name in zip(found, names, strict=True)) if any(found) else ()


def _known_of_examination(matter: Engagement) -> Iterator[tuple[str, Cell | None]]:
    """Yield of the same what the case states."""
    return (row for row in _examination(matter) if row[1] is not None)
