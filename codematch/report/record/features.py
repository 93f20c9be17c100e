"""Distinctive features: what occurs in both works and in few other projects."""

from collections.abc import Iterator

from codematch.model.evidence import Finding
from codematch.report.finding_places import FindingPlaces
from codematch.report.record.blocks import Block, Cell
from codematch.report.record.builders import aside, cell, path, quiet, sides, text
from codematch.report.record.context import Context, PairContext, each_pair
from codematch.report.record.tables import table
from codematch.report.text import say, sentences


def features(context: Context) -> Iterator[Block]:
    """Yield table T7: what occurs in both works and in few other projects, rarest first, with what may explain it."""
    yield text(say("features.intro"))
    yield from _t7(context)


@each_pair
def _t7(here: PairContext) -> Iterator[Block]:
    rated = [item for entry in here.pair.evidence for item in entry.findings if item.rarity is not None]
    shown, more = here.first(sorted(rated, key=_share), "findings.csv", "annex-findings")
    heads = (("exhibit.column", "", 0.8), ("evidence.kind", "", 1.0), ("features.places", "", 2.6),
             ("features.content", "", 2.2), ("evidence.rarity", "n", 0.9), ("evidence.times", "n", 0.7),
             ("features.else", "", 2.2), ("status", "", 1.0))  # fmt: skip
    places = FindingPlaces(here.pair)
    rows = (_cells(here, item, places) for item in shown)
    yield table(heads, rows, number="T7", anchor=here.anchor("T7"), more=more, kind="findings", none="features.none")
    yield aside(say("features.others"))


def _share(item: Finding) -> float:
    """Return the share of the projects that contain a finding; findings with the same share keep their order."""
    rarity = item.rarity
    return rarity.seen_in / rarity.projects if rarity is not None and rarity.projects else 1.0


def _cells(here: PairContext, item: Finding, places: FindingPlaces) -> tuple[Cell, ...]:
    return (
        cell(*here.exhibit_pages(item.region)),
        cell(say(f"finding.{item.kind}")),
        sides(path(str(item.known)), path(str(item.questioned))),
        cell(path(item.text)),
        cell(sentences.rarity(item)),
        sides(*item.count),
        cell(quiet(say(f"else.{item.kind}"))),
        cell(say(f"within.{places.within(item).value}")),
    )
