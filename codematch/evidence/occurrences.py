"""Where the different items of a work stand: how often, and where first."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value


@array_value(copy=False)
class Occurrences:
    """The different items of a work: uint64 (n,) sorted `hashes`, int64 (n,) `counts`, and where each stands first.

    `files` int64 (n,) are the numbers of the files, `places` int64 (n,) those of the items in them: of a token, a
    comment or a line.
    """

    hashes: NDArray[np.uint64]
    counts: NDArray[np.int64]
    files: NDArray[np.int64]
    places: NDArray[np.int64]

    def count(self, value: int) -> int:
        """Return how often an item stands in the work."""
        at = int(np.searchsorted(self.hashes, np.uint64(value)))
        return int(self.counts[at]) if at < len(self.hashes) and int(self.hashes[at]) == value else 0


def collect(parts: Iterable[tuple[NDArray[np.uint64], NDArray[np.integer]]]) -> Occurrences:
    """Return the different items of a work, given hashes (m,) and places (m,) for each file; 0 stands for no item."""
    hashes, files, places = [np.empty(0, np.uint64)], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for number, (found, where) in enumerate(parts):
        hashes.append(found)
        files.append(np.full(len(found), number, dtype=np.int64))
        places.append(where.astype(np.int64))
    every = np.concatenate(hashes)
    chosen = np.flatnonzero(every)
    values, firsts, counts = np.unique(every[chosen], return_index=True, return_counts=True)
    firsts = chosen[firsts]
    return Occurrences(
        hashes=values,
        counts=counts.astype(np.int64),
        files=np.concatenate(files)[firsts],
        places=np.concatenate(places)[firsts],
    )
