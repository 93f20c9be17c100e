"""The examination record: a result as sections of blocks, from which every rendering is drawn."""

from collections.abc import Callable, Iterable

from codematch.model.result import CaseResult
from codematch.report.record.blocks import Blank, Block, Record, Section
from codematch.report.record.context import Context
from codematch.report.record.cover import cover, record_id, tier
from codematch.report.record.custody import custody
from codematch.report.record.differences import differences
from codematch.report.record.engagement import engagement
from codematch.report.record.exhibits import exhibits
from codematch.report.record.explanations import explanations
from codematch.report.record.features import features
from codematch.report.record.filtration import filtration
from codematch.report.record.forms import analysis, forms
from codematch.report.record.glossary import glossary
from codematch.report.record.levels import levels
from codematch.report.record.materials import materials
from codematch.report.record.method import method
from codematch.report.record.overview import overview
from codematch.report.record.policy import with_policy
from codematch.report.record.reproduction import reproduction
from codematch.report.record.scope import scope
from codematch.report.record.sensitivity import sensitivity, would_change
from codematch.report.record.significance import significance
from codematch.report.record.summary import summary
from codematch.report.record.time_and_direction import time_and_direction
from codematch.report.render_options import RenderOptions
from codematch.report.text import say

SECTIONS: tuple[tuple[str, Callable[[Context], Iterable[Block]]], ...] = (
    ("cover", lambda context: ()),
    ("engagement", engagement),
    ("summary", summary),
    ("materials", materials),
    ("custody", custody),
    ("scope", scope),
    ("method", method),
    ("filtration", with_policy(filtration)),
    ("overview", overview),
    ("levels", levels),
    ("features", features),
    ("differences", differences),
    ("explanations", explanations),
    ("time", time_and_direction),
    ("significance", significance),
    ("sensitivity", sensitivity),
    ("change", would_change),
    ("analysis", analysis),
    ("exhibits", exhibits),
    ("reproduction", reproduction),
    ("forms", forms),
    ("glossary", glossary),
)
"""The sections by their numbers, in the order of the profile `us`; no option leaves one out."""

ORDERS = {"us": tuple(range(len(SECTIONS))), "cn": (0, 2, 1, 5, 3, 4, *range(6, len(SECTIONS)))}
REBUTTAL = (0, 12, 15, 7, 8, 11, 14, 13, 4, 5, 3, 6, 16, 17, 19, 21)
"""What the other side asks for first: explanations, sensitivity, what filters label, denominators, what differs."""
PARTS = {"cn": {1: "basic", 5: "facts", 3: "materials", 6: "process", 8: "results", 17: "analysis", 18: "annexes"}}
"""The parts of a Chinese document, each before the section it begins with."""


def record(result: CaseResult, options: RenderOptions) -> Record:
    """Return the record of a result, in the language of the report."""
    context = Context(result, options)
    parts = {} if options.rebuttal else PARTS.get(options.profile, {})
    sections = []
    order = REBUTTAL if options.rebuttal else ORDERS[options.profile]
    for number in order:
        key, make = SECTIONS[number]
        if number:
            part = say(f"part.{parts[number]}") if number in parts else ""
            room = (Blank(4),) if parts.get(number) == "facts" else ()  # which the client fills in
            title, blocks = say(f"section.{key}"), tuple(make(context))
            sections.append(Section(id=key, number=number, title=title, part=part, opening=room, blocks=blocks))
    labels = [f"{pair.known.label} / {pair.questioned.label}" for pair in result.pairs]
    if options.rebuttal:
        labels.append(say("rebuttal.subtitle"))
    return Record(
        language=options.language,
        title=say("title"),
        subtitle=" · ".join(labels),
        disclaimer=say("disclaimer"),
        id=record_id(context),
        root=context.root,
        tier=say("cover.tier", tier=tier(context) or say("cover.no-tier")),
        cover=cover(context, order),
        sections=tuple(sections),
    )
