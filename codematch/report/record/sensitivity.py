"""Sensitivity: what is left when less is reported, and what was not available and could change the results."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from codematch.model.filtration import FilterId
from codematch.model.match import MatchClass, Region
from codematch.model.precision import stored_bits, stored_total
from codematch.model.result import PairResult
from codematch.report import view
from codematch.report.record.blocks import Block, Cell, Items
from codematch.report.record.builders import cell, line, quiet, text
from codematch.report.record.context import Context, PairContext, each_pair, pair_heading
from codematch.report.record.tables import dash, table
from codematch.report.text import counted, numbers, say

DECIDING = ("structure", "names", "literals", "renames")
"""The channels that decide whether a region is reported."""
Keeps = Callable[[PairResult, Region], bool | None]
"""Says whether a change keeps a region; None where the result does not tell."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of what is reported: the key of its wording, and which regions it keeps."""

    key: str
    keeps: Keeps
    factor: str = ""


def _heavier(factor: float) -> Keeps:
    """Keep regions that reach a multiple of the threshold by the channels that decide on reporting."""
    return lambda pair, region: _reaches(
        pair, region, factor, *(getattr(region.weight, channel) for channel in DECIDING)
    )


def _reaches(pair: PairResult, region: Region, factor: float, *channels: float) -> bool | None:
    """Return whether channels of a region together reach a multiple of the threshold of its language, as stored."""
    thresholds = (entry.threshold_bits for entry in pair.significance if entry.language == region.language)
    threshold = next(thresholds, None)
    return None if threshold is None else sum(map(stored_bits, channels)) >= factor * threshold


_EXACT = (MatchClass.BYTE_IDENTICAL, MatchClass.NORMALISED)
CHANGES = (
    Change("sensitivity.none", lambda pair, region: True),
    Change("sensitivity.threshold", _heavier(1.25), "1.25"),
    Change("sensitivity.threshold", _heavier(1.5), "1.5"),
    Change("sensitivity.threshold", _heavier(2.0), "2"),
    Change("sensitivity.structure", lambda pair, region: _reaches(pair, region, 1.0, region.weight.structure)),
    Change("sensitivity.words",
           lambda pair, region: stored_bits(region.weight.names) + stored_bits(region.weight.literals) > 0),
    Change("sensitivity.exact", lambda pair, region: region.match_class in _EXACT),
    Change("sensitivity.edited", lambda pair, region: region.match_class is not MatchClass.BYTE_IDENTICAL),
    Change("sensitivity.filtered", lambda pair, region: not region.labels),
    Change("sensitivity.unrelated",
           lambda pair, region: None if region.significance is None else region.significance.reaching == 0),
)  # fmt: skip
"""Every change that a saved result can answer without its sources; the first is none."""


def sensitivity(context: Context) -> Iterator[Block]:
    """Yield what is left of the headline numbers when less is reported, and whether a statement changes."""
    yield text(say("sensitivity.intro"))
    yield from _changes(context)


@each_pair
def _changes(here: PairContext) -> Iterator[Block]:
    heads = (("sensitivity.change", "", 4.0), ("regions", "n", 0.9), ("pairs", "n", 0.9),
             ("sensitivity.tokens", "n", 1.2), ("heaviest", "n", 1.1), ("sensitivity.statement", "", 2.2))  # fmt: skip
    rows = (_cells(here.pair, change) for change in CHANGES)
    yield table(heads, rows, caption="caption.sensitivity", anchor=here.anchor("sensitivity"))


def _cells(pair: PairResult, change: Change) -> tuple[Cell, ...]:
    kept = []
    for region in pair.regions:
        keeps = change.keeps(pair, region)
        if keeps is None:
            return (cell(say(change.key, factor=change.factor)), dash(), dash(), dash(), dash(),
                    cell(quiet(say("not-evaluated"))))  # fmt: skip
        kept += [region] if keeps else []
    heaviest, before = (
        max((stored_total(region.weight) for region in regions), default=None) for regions in (kept, pair.regions)
    )
    if len(kept) == len(pair.regions):
        statement = "sensitivity.same"
    elif not kept:
        statement = "sensitivity.nothing"
    else:
        statement = "sensitivity.fewer" if heaviest == before else "sensitivity.lighter"
    return (
        cell(say(change.key, factor=change.factor)),
        cell(len(kept)),
        cell(len({(region.known.path, region.questioned.path) for region in kept})),
        cell(sum(region.tokens for region in kept)),
        cell(numbers.bits(heaviest)) if heaviest is not None else dash(),
        cell(say(statement)),
    )


def would_change(context: Context) -> Iterator[Block]:
    """Yield what was not available to a run, or not in full, and could change the results."""
    yield text(say("change.intro"))
    for here in context.pairs:
        yield from pair_heading(here)
        yield Items(tuple(line(said) for said in _missing(here.pair)))


def _missing(pair: PairResult) -> Iterator[str]:
    """Yield what a pair of works was compared without; where some of it was given, what else there might be."""
    left_out, given = view.not_compared(pair), len(pair.prior)
    library = pair.ledger is not None and any(
        row.filter == FilterId.LIBRARY and row.material for row in pair.ledger.rows
    )
    measured = all(entry.stratum is not None for entry in pair.significance) and pair.significance
    if left_out:
        yield counted("change.materials", len(left_out))
    yield say("change.versions" if pair.versions is None else "change.versions.more")
    if pair.versions is None:
        yield say("change.history")
    yield counted("change.common.more", given) if given else say("change.common")
    yield say("change.library.more" if library else "change.library")
    yield say("change.background")
    yield say("change.reference.more" if measured else "change.reference")
    yield say("change.binary" if pair.artefacts is None else "change.binary.more")
