"""The cover: the works, the status of the record, its id and root, and the order of its sections."""

from collections.abc import Sequence

from codematch.model.engagement import Engagement
from codematch.model.result import Shown
from codematch.model.sides import SIDES
from codematch.report import view
from codematch.report.record.blocks import Block, Cell, Facts, Panels, Tone
from codematch.report.record.builders import aside, cell, digest, path, text
from codematch.report.record.context import Context
from codematch.report.text import listed, numbers, say, sentences

SOURCE_CODE = "SOURCE-CODE"
"""The tier of a rendering that shows lines of code."""


def cover(context: Context, order: Sequence[int]) -> tuple[Block, ...]:
    """Return the blocks below the title: the works, the status of the record, and the order of its sections."""
    result, manifest, matter = context.result, context.result.manifest, context.result.engagement
    blocks: list[Block] = [text(sentences.changed(result), tone=Tone.INVALID)] if result.changed else []
    if context.options.unchecked:
        blocks.append(text(say("cover.unchecked"), tone=Tone.NOTICE))
    for here in context.pairs:
        works = zip(SIDES, view.works(here.pair), strict=True)
        blocks.append(Panels(tuple(
            Facts(((say(f"{role}.work"), cell(path(work.label))), (say("root"), cell(digest(work.root)))), role)
            for role, work in works
        )))  # fmt: skip
    rows: tuple[tuple[str, Cell], ...] = (
        *(stated(matter, ("title", "number")) if matter else ()),
        (say("cover.id"), cell(digest(record_id(context)))),
        (say("cover.status"), cell(say(f"cover.status.{matter.status if matter else 'draft'}"))),
        (say("cover.root"), cell(digest(context.root))),
        (say("cover.made"), cell(numbers.moment(context.options.made) or say("cover.made.unrecorded"))),
        (say("cover.tool"), cell(say("made-by", tool=manifest.tool, version=manifest.version))),
        (say("cover.method"), cell(str(manifest.method))),
        (say("engagement.tier"), cell(tier(context) or say("cover.no-tier"))),
        (say("cover.case-tier"), cell(_case_tier(context) or say("cover.no-tier"))),
    )
    blocks.append(Facts(rows))
    if context.options.rebuttal:
        blocks.append(text(say("rebuttal.intro"), tone=Tone.NOTICE))
    if result.shown is not Shown.ALL:
        key = "cover.redacted" if result.shown is Shown.COMMITMENTS else "cover.no-code"
        blocks.append(text(say(key), tone=Tone.NOTICE))
    if context.brief:
        blocks.append(aside(say("cover.brief")))
    elif context.options.rebuttal:
        blocks.append(aside(say("cover.order", order=listed(str(number) for number in order if number))))
    return tuple(blocks)


def record_id(context: Context) -> str:
    """Return the id of the record: the beginning of the digest of its content."""
    return f"CM-{context.root[:12].upper()}"


def tier(context: Context) -> str:
    """Return the confidentiality tier of the rendering: with lines of code it is never less than SOURCE-CODE."""
    stated = _case_tier(context)
    if stated and context.result.shown is Shown.ALL:
        stated = SOURCE_CODE
    return context.options.tier or stated


def _case_tier(context: Context) -> str:
    return context.result.engagement.tier if context.result.engagement else ""


def stated(matter: Engagement, names: Sequence[str]) -> tuple[tuple[str, Cell], ...]:
    """Return some fields of the case, without those that it does not state."""
    return tuple((say(f"engagement.{name}"), cell(getattr(matter, name))) for name in names if getattr(matter, name))
