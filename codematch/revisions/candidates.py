"""Which files of the known work a questioned file is held against: those that share most of what few files have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.revisions.history import History, contents_by_path
from codematch.revisions.lines import Features, LineTable
from codematch.revisions.texts import Texts
from codematch.settings import Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A path of the known work, how much a questioned file shares with it, and the content that shares most."""

    path: str
    weight: float
    content: str


class Index:
    """The features of all questioned files, and which files have each."""

    def __init__(self, files: Sequence[Features]) -> None:
        self.features, inverse = np.unique(np.concatenate([np.empty(0, np.int64), *files]), return_inverse=True)
        owners = np.repeat(np.arange(len(files)), [len(one) for one in files])
        order = np.argsort(inverse, kind="stable")
        self._owners = owners[order]
        self._starts = np.searchsorted(inverse[order], np.arange(len(self.features) + 1))

    def shared(self, other: Features) -> NDArray[np.int64]:
        """Return the places in `features` of those that a text has."""
        at = np.searchsorted(self.features, other)
        at[at == len(self.features)] = 0
        return at[self.features[at] == other] if len(self.features) else at[:0]

    def by_file(self, places: NDArray[np.int64], weights: NDArray[np.float64], files: int) -> NDArray[np.float64]:
        """Return what shared features weigh for every file that has them; float64 (files,)."""
        counts = self._starts[places + 1] - self._starts[places]
        starts = np.repeat(self._starts[places] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        owners = self._owners[starts + np.arange(counts.sum())]
        sums = np.bincount(owners, weights=np.repeat(weights[places], counts), minlength=files)
        return np.asarray(sums, dtype=np.float64)


def find_candidates(
    history: History, files: Sequence[Features], table: LineTable, texts: Texts, rules: Versions
) -> tuple[list[tuple[Candidate, ...]], NDArray[np.float64], NDArray[np.int64]]:
    """Return the known files that each questioned file is held against, the heaviest first.

    Of every path some contents are looked at, from the first to the last.

    Returns:
        The candidates of each file; of all different features, sorted, what each weighs (float64 (n,), 0 to 1: less
        the more known files have it), and the features themselves (int64 (n,)).
    """
    index = Index(files)
    seeds = {path: _sampled(contents, rules.samples) for path, contents in contents_by_path(history).items()}
    shared: dict[str, NDArray[np.int64]] = {}
    for contents in seeds.values():
        for content in contents:
            if content not in shared:
                shared[content] = index.shared(table.features(texts.lines(content)))
    holders = np.zeros(len(index.features))
    for contents in seeds.values():
        held = [shared[content] for content in contents if len(shared[content])]
        if held:
            holders[np.unique(np.concatenate(held))] += 1
    weights = np.log2((1 + len(seeds)) / np.maximum(holders, 1)) / np.log2(1 + max(len(seeds), 1))
    found: list[list[Candidate]] = [[] for _ in files]
    for path, contents in seeds.items():
        sums = np.array([index.by_file(shared[content], weights, len(files)) for content in contents])
        best = sums.argmax(axis=0)
        for number in np.flatnonzero(sums.max(axis=0) >= rules.min_shared):
            weight = float(sums[best[number], number])
            found[number].append(Candidate(path=path, weight=weight, content=contents[best[number]]))
    return [_chosen(each, rules) for each in found], weights, index.features


def _chosen(found: list[Candidate], rules: Versions) -> tuple[Candidate, ...]:
    ordered = sorted(found, key=lambda item: (-item.weight, item.path))[: rules.max_candidates]
    return tuple(item for item in ordered if item.weight >= rules.candidate_share * ordered[0].weight)


def _sampled(contents: Sequence[str], most: int) -> tuple[str, ...]:
    """Return some of the contents of a path, evenly from the last to the first."""
    places = np.linspace(len(contents) - 1, 0, min(most, len(contents))).round().astype(int)
    return tuple(dict.fromkeys(contents[place] for place in places.tolist()))


def paths_of(candidates: Sequence[Sequence[Candidate]]) -> Mapping[str, int]:
    """Return all paths that files are held against, numbered in order."""
    return {path: number for number, path in enumerate(sorted({item.path for each in candidates for item in each}))}
