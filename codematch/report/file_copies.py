"""Further copies of files: other files of a work that hold most of what one of its files shares with a counterpart.

They are in no pair of files of their own, because what a file of the other work holds is counted once. They follow from
the further places of the regions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from codematch.model.correspondence import PlaceRow
from codematch.model.result import PairResult, Work
from codematch.model.sides import Both
from codematch.report import view

LEAST_SHARE = 0.5
"""A copy holds at least this share of the lines of the regions: no setting, because no figure depends on it."""


class FileCopy(NamedTuple):
    """A file that holds what another one of its work shares with a counterpart; `same` says whether every text is."""

    path: str
    same: bool


Copies = Both[tuple[FileCopy, ...]]
NO_COPIES: Copies = Both((), ())


class _Held:
    """How many lines of the regions of a pair of files each other file of a side holds, and how many without change."""

    def __init__(self) -> None:
        self.whole = 0
        self.lines: Counter[int] = Counter()
        self.same: Counter[int] = Counter()

    def add(self, lines: int, rows: Iterable[PlaceRow]) -> None:
        """Count a region of so many lines, and the places where it is, too."""
        self.whole += lines
        best: dict[int, int] = {}
        for file, _, _, same in rows:
            best[file] = max(same, best.get(file, 0))
        for file, same in best.items():
            self.lines[file] += lines
            self.same[file] += lines * same

    def copies(self, own: str, work: Work) -> tuple[FileCopy, ...]:
        """Return the files that hold enough of it, but for the file itself."""
        found = [
            FileCopy(work.files[file].path, self.same[file] == self.whole)
            for file, lines in self.lines.items()
            if lines >= LEAST_SHARE * self.whole
        ]
        return tuple(sorted((item for item in found if item.path != own), key=lambda item: (not item.same, item.path)))


def copies_by_pair(pair: PairResult) -> Mapping[tuple[str, str], Copies]:
    """Return the further copies of both files of each pair that has any, by their paths; those of equal text first.

    Args:
        pair: The pair of works.
    """
    places = {item.region: (item.known, item.questioned) for item in pair.further_places}
    held: dict[tuple[str, str], tuple[_Held, _Held]] = {}
    for region in pair.regions:
        sides = view.sides(region)
        counts = held.setdefault((sides.known.path, sides.questioned.path), (_Held(), _Held()))
        for own, side, rows in zip(counts, sides, places.get(region.number, ((), ())), strict=True):
            own.add(side.last_line - side.first_line + 1, rows)
    works = view.works(pair)
    found = {
        paths: Both(counts[0].copies(paths[0], works.known), counts[1].copies(paths[1], works.questioned))
        for paths, counts in held.items()
    }
    return {paths: copies for paths, copies in found.items() if copies.known or copies.questioned}


def copied_paths(pair: PairResult) -> Both[frozenset[str]]:
    """Return the paths of the files of both works that are further copies."""
    found = copies_by_pair(pair).values()
    return Both(
        frozenset(item.path for copies in found for item in copies.known),
        frozenset(item.path for copies in found for item in copies.questioned),
    )
