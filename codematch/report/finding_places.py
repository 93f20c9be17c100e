"""Where the places of a finding are: in one region, in different ones, on one side in none, or in no region at all."""

from collections.abc import Iterable
from enum import StrEnum

from codematch.model.evidence import Finding, Place
from codematch.model.match import RegionSide
from codematch.model.result import PairResult


class Within(StrEnum):
    """Where both first places of a finding are. A finding may have further places."""

    ONE_REGION = "one-region"
    DIFFERENT_REGIONS = "different-regions"
    KNOWN_SIDE = "known-side"
    QUESTIONED_SIDE = "questioned-side"
    NO_REGION = "no-region"
    WHOLE_FILE = "whole-file"


class FindingPlaces:
    """The lines of the regions of a pair of works on each side, by file."""

    def __init__(self, pair: PairResult) -> None:
        """Read the regions once, for all findings."""
        self._known = _by_file(region.known for region in pair.regions)
        self._questioned = _by_file(region.questioned for region in pair.regions)

    def within(self, item: Finding) -> Within:
        """Return where a finding is; by lines, as its region is found."""
        if item.region:
            return Within.ONE_REGION
        if not (item.known.line and item.questioned.line):
            return Within.WHOLE_FILE
        known, questioned = _holds(self._known, item.known), _holds(self._questioned, item.questioned)
        if known and questioned:
            return Within.DIFFERENT_REGIONS
        return Within.KNOWN_SIDE if known else Within.QUESTIONED_SIDE if questioned else Within.NO_REGION


def in_one_region(pair: PairResult) -> tuple[int, int]:
    """Return how many findings are listed, and how many of them have both places in one region."""
    listed = [item for channel in pair.evidence for item in channel.findings]
    return len(listed), sum(item.region > 0 for item in listed)


def _by_file(sides: Iterable[RegionSide]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for side in sides:
        found.setdefault(side.path, []).append((side.first_line, side.last_line))
    return found


def _holds(lines: dict[str, list[tuple[int, int]]], place: Place) -> bool:
    return any(first <= place.line <= last for first, last in lines.get(place.path, ()))
