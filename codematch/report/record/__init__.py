"""The examination record: a result as sections of blocks, from which every rendering is drawn."""

from collections.abc import Callable

from codematch.model.result import CaseResult
from codematch.report.record import assessment, closing, front, results, scope
from codematch.report.record.asserted import asserted
from codematch.report.record.blocks import Blank, Block, Record, Section
from codematch.report.record.context import Context
from codematch.report.record.differences import differences
from codematch.report.record.features import features
from codematch.report.record.summary import summary
from codematch.report.render_options import RenderOptions
from codematch.report.text.wording import say

Make = Callable[[Context], tuple[Block, ...]]


def _by_level(context: Context) -> tuple[Block, ...]:
    return (*asserted(context), *results.levels(context))


SECTIONS: tuple[tuple[str, Make], ...] = (
    ("cover", lambda context: ()),
    ("engagement", front.engagement),
    ("summary", summary),
    ("materials", front.materials),
    ("custody", front.custody),
    ("scope", scope.scope),
    ("method", scope.method),
    ("filtration", scope.filtration),
    ("overview", results.overview),
    ("levels", _by_level),
    ("features", features),
    ("differences", differences),
    ("explanations", assessment.explanations),
    ("time", assessment.time),
    ("significance", assessment.significance),
    ("sensitivity", assessment.sensitivity),
    ("change", assessment.would_change),
    ("analysis", closing.analysis),
    ("exhibits", closing.exhibits),
    ("reproduction", closing.reproduction),
    ("forms", closing.forms),
    ("glossary", closing.glossary),
)
"""The sections by their numbers, in the order of the profile `us`; no option leaves one out."""

ORDERS = {
    "us": tuple(range(len(SECTIONS))),
    "cn": (0, 2, 1, 5, 3, 4, *range(6, len(SECTIONS))),
}
REBUTTAL = (0, 12, 15, 7, 8, 11, 14, 13, 4, 5, 3, 6, 16, 17, 19, 21)
"""What the other side asks for first: explanations, sensitivity, what filters label, denominators, what differs."""
PARTS = {"cn": {1: "basic", 5: "facts", 3: "materials", 6: "process", 8: "results", 17: "analysis", 18: "annexes"}}
"""The parts of a Chinese document, each before the section it begins with."""


def record(result: CaseResult, options: RenderOptions) -> Record:
    """Return the record of a result, in the language that is being spoken."""
    context = Context(result, options)
    parts = {} if options.rebuttal else PARTS.get(options.profile, {})
    sections = []
    order = REBUTTAL if options.rebuttal else ORDERS[options.profile]
    for number in order:
        key, make = SECTIONS[number]
        if number:
            part = say(f"part.{parts[number]}") if number in parts else ""
            room = (Blank(4),) if parts.get(number) == "facts" else ()  # which the client fills in
            title, blocks = say(f"section.{key}"), make(context)
            sections.append(Section(id=key, number=number, title=title, part=part, opening=room, blocks=blocks))
    labels = [f"{pair.known.label} / {pair.questioned.label}" for pair in result.pairs]
    if options.rebuttal:
        labels.append(say("rebuttal.subtitle"))
    return Record(
        language=options.language,
        title=say("title"),
        subtitle=" · ".join(labels),
        disclaimer=say("disclaimer"),
        id=front.record_id(context),
        root=context.root,
        tier=say("cover.tier", tier=front.tier(context) or say("cover.no-tier")),
        cover=front.cover(context, order),
        sections=tuple(sections),
    )
