"""The strata: what the two works are compared as, which strata fit, and what was measured for each."""

from collections.abc import Iterator

from codematch.model.stratum import FoundStratum, Stratum
from codematch.report.record.blocks import Block, Cell, Heading, Row, Tone
from codematch.report.record.builders import aside, cell, lines, quiet, strong, text
from codematch.report.record.context import PairContext, pair_heading
from codematch.report.record.tables import table
from codematch.report.text import listed, say, sentence, strata_sentences

_HEADS = (("strata.stratum", "", 1.4), ("strata.fits", "", 0.8), ("strata.measured", "", 3.2),
          ("strata.reason", "", 3.0))  # fmt: skip


def strata(here: PairContext) -> Iterator[Block]:
    """Yield what the works are compared as and why, and a table of all strata, the least favourable first."""
    found = here.pair.strata
    yield Heading(say("strata"), here.anchor("strata"))
    if found is None:
        yield text(say("strata.unrecorded"))
        return
    yield text(strata_sentences.compared_as(here.pair), tone=Tone.FINDING)
    yield aside(say("strata.intro"))
    shown = [entry for entry in found.found if entry.fits or entry.stratum is found.chosen]
    rows = (Row(_cells(entry, found.chosen), marked=entry.stratum is found.chosen) for entry in shown)
    if not here.short:
        yield table(_HEADS, rows, anchor=here.anchor("strata-table"), caption="strata")
    names = [strata_sentences.name(entry.stratum) for entry in found.found if entry not in shown]
    yield from [aside(say("strata.unfit", strata=listed(names)))] if names else []


def unfit_strata(here: PairContext) -> Iterator[Block]:
    """Yield the table of the strata that do not fit, with the figures that decided it."""
    found = here.pair.strata
    unfit = [entry for entry in found.found if not entry.fits and entry.stratum is not found.chosen] if found else []
    if found is None or not unfit:
        return
    yield Heading(say("strata.unfit-heading"))
    yield from pair_heading(here)
    yield table(_HEADS, (Row(_cells(entry, found.chosen)) for entry in unfit))


def _cells(entry: FoundStratum, chosen: Stratum) -> tuple[Cell, ...]:
    name = strong(strata_sentences.name(entry.stratum))
    return (
        lines(name, quiet(say("strata.compared"))) if entry.stratum is chosen else cell(name),
        cell(say("strata.yes" if entry.fits else "strata.no")),
        lines(*strata_sentences.figures(entry)) if entry.figures else cell(quiet(say("none"))),
        cell(sentence(entry.reason)),
    )
