"""The examination record: a result as sections of blocks, from which every rendering is drawn."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from codematch.model.result import CaseResult
from codematch.report.record import annexes, marks
from codematch.report.record.artefacts import artefacts
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
from codematch.report.record.glance import glance
from codematch.report.record.glossary import glossary
from codematch.report.record.levels import levels
from codematch.report.record.materials import materials
from codematch.report.record.method import method
from codematch.report.record.numbering import labelled
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
"""The sections by their numbers, in the order of the profile `us`."""
MARKS = ("annex-marks", marks.annex)
"""The annex that every record has that states marks of an examiner."""
ANNEXES: tuple[tuple[str, Callable[[Context], Iterable[Block]]], ...] = (
    MARKS,
    ("annex-places", annexes.places),
    ("annex-findings", annexes.findings),
    ("annex-passages", annexes.passages),
    ("annex-scope", annexes.not_compared),
    ("annex-settings", annexes.settings),
)
"""The annexes in their order: lists of which the body shows the beginning; one without content is left out."""

ORDERS = {"us": tuple(range(len(SECTIONS))), "cn": (0, 2, 1, 5, 3, 4, *range(6, len(SECTIONS)))}
REBUTTAL = (0, 12, 15, 7, 8, 11, 14, 13, 4, 5, 3, 6, 16, 17, 19, 21)
"""What the other side asks for first: explanations, sensitivity, what filters label, denominators, what differs."""
OF_A_CASE = frozenset({"engagement", "summary", "custody", "time", "analysis", "reproduction", "forms", "glossary"})
"""Sections that only a record with a case file has: without one, a record is for reading and not for signing."""
PARTS = {"cn": {2: "basic", 5: "facts", 3: "materials", 6: "process", 8: "results", 17: "analysis", 18: "annexes"}}
"""The parts of a Chinese document, each before the section it begins with."""


class _Place(NamedTuple):
    """A section before it is made: its number (-1 for an annex), its id, what makes its blocks, a letter after it."""

    number: int
    key: str
    make: Callable[[Context], Iterable[Block]]
    letter: str = ""


def record(result: CaseResult, options: RenderOptions) -> Record:
    """Return the record of a result, in the language of the report."""
    context = Context(result, options)
    order = REBUTTAL if options.rebuttal else ORDERS[options.profile]
    places = [_Place(number, *SECTIONS[number]) for number in order if number]
    if context.brief and not options.rebuttal:
        dated = any(pair.versions is not None for pair in result.pairs)
        left_out = OF_A_CASE - {"time"} if dated else OF_A_CASE
        places = [place for place in places if place.key not in left_out]
    if context.short:
        places = [place for place in places if place.key != "sensitivity"]  # of so few regions, all is said
    places = _with_artefacts(places, result)
    places += [_Place(-1, *annex) for annex in ANNEXES if context.has_annexes or annex is MARKS]
    made = [_section(context, place) for place in places]
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
        glance=Section(id="glance", title=say("glance"), blocks=tuple(glance(context))),
        sections=labelled(tuple(section for section in made if section.blocks or not section.annex), context),
        short=context.short,
    )


def _with_artefacts(places: list[_Place], result: CaseResult) -> list[_Place]:
    """Return the sections with 13a, AI artefacts, after 13 or where that would be; only where there are some."""
    if not any(pair.artefacts is not None for pair in result.pairs):
        return places
    at = next((at + 1 for at, place in enumerate(places) if place.number == _TIME), None)
    if at is None:
        at = next((at for at, place in enumerate(places) if place.number > _TIME), len(places))
    return [*places[:at], _Place(_TIME, "artefacts", artefacts, "a"), *places[at:]]


_TIME = 13


def _section(context: Context, place: _Place) -> Section:
    """Return one section, with the heading of the part that begins with it."""
    parts = {} if context.brief or context.options.rebuttal else PARTS.get(context.options.profile, {})
    part = parts.get(place.number, "")
    return Section(
        id=place.key,
        number=max(place.number, 0),
        letter=place.letter,
        title=say(f"section.{place.key}"),
        part=say(f"part.{part}") if part else "",
        opening=(Blank(4),) if part == "facts" else (),  # which the client fills in
        blocks=tuple(place.make(context)),
        annex=place.number < 0,
    )
