"""How much of the questioned work each revision has, and which revisions explain it equally well.

A questioned file is held against the files of a revision that it may come from; the one that has most of it counts.
A revision that does not change one of these files agrees exactly as its parent does.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value
from codematch.revisions.candidates import Candidate, paths_of
from codematch.revisions.history import History, contents_by_path
from codematch.revisions.lines import Features, LineTable
from codematch.revisions.texts import Texts

_ABSENT = -1


@array_value
class Questioned:
    """A questioned file as it is looked for: int64 (n,) `features`, float64 (n,) `weights` and int64 (n,) `places`.

    `places` are the lines, from 1, where each feature occurs first.
    """

    path: str
    features: NDArray[np.int64]
    weights: NDArray[np.float64]
    places: NDArray[np.int64]


@array_value(copy=False)
class Agreement:
    """What all revisions have of the questioned files.

    Attributes:
        scores: float64 (files, revisions), weights of the features that a revision has.
        whole: float64 (files,), weights of the features that any revision has.
        touching: bool (revisions,), whether a revision changes a file that one is held against.
        contents: int32 (revisions, paths), the number of the content of each path, -1 where there is no such file.
        by_path: The contents of each path, by the number of the path.
        paths: The paths.
        candidates: Those that each file is held against.
    """

    scores: NDArray[np.float64]
    whole: NDArray[np.float64]
    touching: NDArray[np.bool_]
    contents: NDArray[np.int32]
    by_path: tuple[tuple[str, ...], ...]
    paths: tuple[str, ...]
    candidates: tuple[tuple[Candidate, ...], ...]


def measure(
    history: History,
    files: Sequence[Questioned],
    candidates: Sequence[tuple[Candidate, ...]],
    table: LineTable,
    texts: Texts,
) -> Agreement:
    """Hold every questioned file against every revision; each content is read once."""
    numbers = paths_of(candidates)
    every = contents_by_path(history)
    by_path = tuple(tuple(every[path]) for path in numbers)
    contents, touching = _contents(history, numbers, by_path)
    holders: dict[int, list[int]] = {}
    for file, each in enumerate(candidates):
        for item in each:
            holders.setdefault(numbers[item.path], []).append(file)
    scores = np.zeros((len(files), len(history.revisions)))
    found = [np.zeros(len(file.features), dtype=bool) for file in files]
    for number, held in enumerate(by_path):
        sums = np.zeros((len(holders[number]), len(held) + 1))  # the last one for a revision without the file
        for place, content in enumerate(held):
            features = table.features(texts.lines(content))
            for row, file in enumerate(holders[number]):
                has = shared_mask(files[file].features, features)
                found[file] |= has
                sums[row, place] = files[file].weights[has].sum()
        for row, file in enumerate(holders[number]):
            np.maximum(scores[file], sums[row][contents[:, number]], out=scores[file])
    whole = np.array([file.weights[has].sum() for file, has in zip(files, found, strict=True)])
    return Agreement(
        scores=scores,
        whole=whole,
        touching=touching,
        contents=contents,
        by_path=by_path,
        paths=tuple(numbers),
        candidates=tuple(candidates),
    )


def shared_mask(looked_for: Features, other: Features) -> NDArray[np.bool_]:
    """Tell which features a text has; bool (n,) for those that are looked for."""
    if not len(other):
        return np.zeros(len(looked_for), dtype=bool)
    at = np.searchsorted(other, looked_for)
    at[at == len(other)] = 0
    return np.asarray(other[at] == looked_for)


def _contents(
    history: History, numbers: Mapping[str, int], by_path: Sequence[Sequence[str]]
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return which content every path has in every revision, and which revisions change one of the paths."""
    places = [{content: place for place, content in enumerate(held)} for held in by_path]
    contents = np.full((len(history.revisions), len(numbers)), _ABSENT, dtype=np.int32)
    touching = np.zeros(len(history.revisions), dtype=bool)
    for row, revision in enumerate(history.revisions):
        if revision.parent >= 0:
            contents[row] = contents[revision.parent]
        for path, content in revision.changes.items():
            column = numbers.get(path)
            if column is not None:
                contents[row, column] = places[column][content] if content else _ABSENT
                touching[row] = True
    return contents, touching
