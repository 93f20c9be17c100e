"""The annexes: the lists of which the body shows the beginning, and what a reader looks up."""

from collections.abc import Iterator

from codematch.report.record import filtration, levels, method, scope
from codematch.report.record.blocks import Block
from codematch.report.record.context import Context
from codematch.report.record.strata import unfit_strata


def places(context: Context) -> Iterator[Block]:
    """Yield all pairs of files and regions that the body has no room for, and further places of passages."""
    for here in context.pairs:
        yield from levels.places(here)


def findings(context: Context) -> Iterator[Block]:
    """Yield the findings, channel by channel."""
    for here in context.pairs:
        yield from levels.findings(here)


def passages(context: Context) -> Iterator[Block]:
    """Yield the labelled passages with their basis."""
    for here in context.pairs:
        yield from filtration.passages_of(here)


def not_compared(context: Context) -> Iterator[Block]:
    """Yield the limitations, the files that were not compared, and the strata that do not fit."""
    yield from scope.limitations(context)
    for here in context.pairs:
        yield from scope.not_compared(here)
        yield from unfit_strata(here)


def settings(context: Context) -> Iterator[Block]:
    """Yield the settings, the versions and the parameters of signatures."""
    yield from method.settings(context)
