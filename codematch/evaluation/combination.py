"""One ranking score from several channels: logistic regression, fitted once on labelled sets and shipped as data.

A line over the features of `FEATURES`, fitted by penalised logistic regression (`significance.calibration.fit_weights`)
in which every training set weighs the same, and its two classes the same. It ranks labelled pairs in an evaluation. No
report of a comparison shows it: there the channels stay apart.

A set that the coefficients were fitted on is told by the digest of its list, and ranked by those that were fitted
without it, so that no evaluation measures what it was fitted on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.errors import StoreError
from codematch.model.frozen import array_value, require
from codematch.significance.calibration import fit_weights
from codematch.version import METHOD

FORMAT = 1
DATA = Path(__file__).with_name("combination.json")
FEATURES = (("structure", "log2(1 + x)"), ("names", "log2(1 + x)"), ("comments", "log2(1 + x)"), ("set-literals", "x"))
"""The scores that are combined, each with how it enters."""

Scores = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Natural-log odds that a pair is of common origin: `coefficients` for each of `FEATURES`, and `intercept`."""

    coefficients: tuple[float, ...]
    intercept: float

    def __post_init__(self) -> None:
        require(len(self.coefficients) == len(FEATURES), "a combination has another number of features")

    def apply(self, values: Mapping[str, Scores]) -> Scores:
        """Return float64 (n,) for the scores of n pairs."""
        return np.asarray(features(values) @ np.array(self.coefficients) + self.intercept)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedOn:
    """A training set: its size, the SHA-256 of its list, and the line that was fitted without it."""

    name: str
    positives: int
    negatives: int
    sha256: str
    without: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """The fitted combination. It holds for one method of weighing only: `method` is its number."""

    method: int
    ridge: float
    line: Line
    sets: tuple[TrainedOn, ...]

    def for_list(self, sha256: str) -> tuple[Line, str]:
        """Return the line for a list of pairs, and the name of the training set that it is ("" if it is none)."""
        for trained in self.sets:
            if trained.sha256 == sha256:
                return trained.without, trained.name
        return self.line, ""


@array_value(copy=False)
class TrainingSet:
    """The scores of a labelled set: a float64 (n,) for each score, and bool (n,) labels."""

    values: Mapping[str, Scores]
    labels: Labels


def features(values: Mapping[str, Scores]) -> NDArray[np.float64]:
    """Return float64 (n, f): the scores of n pairs as they enter the combination."""
    columns = [
        np.log2(1.0 + np.maximum(values[name], 0.0)) if entry != "x" else values[name] for name, entry in FEATURES
    ]
    return np.column_stack(columns)


def fit(sets: Sequence[TrainingSet], ridge: float) -> Line | None:
    """Fit the line.

    Args:
        sets: Labelled sets; each weighs the same, and its two classes do.
        ridge: Penalty above 0 on half the squared weight of a standardised feature.

    Returns:
        The line, or None when a class is missing in all sets together.
    """
    labels = np.concatenate([item.labels for item in sets])
    found = fit_weights(
        np.concatenate([features(item.values) for item in sets]),
        labels,
        ridge,
        np.concatenate([_weights(item.labels) for item in sets]),
    )
    if found is None:
        return None
    return Line(coefficients=tuple(float(value) for value in found[0]), intercept=found[1])


def _weights(labels: Labels) -> Scores:
    """Return float64 (n,): the pairs of either class weigh 1 together."""
    sizes = np.where(labels, np.count_nonzero(labels), np.count_nonzero(~labels))
    return np.asarray(1.0 / np.maximum(sizes, 1))


def load(path: Path = DATA) -> Combination:
    """Read the fitted combination.

    Raises:
        StoreError: The file is missing, damaged, or of another format.
    """
    try:
        document = json.loads(path.read_bytes())
        combination = _parsed(document)
    except OSError as error:
        raise StoreError(f"{path.name}: cannot be read ({error.strerror}); reinstall codematch") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreError(f"{path.name}: is damaged or of another format; reinstall codematch") from None
    if [tuple(entry.values()) for entry in document["features"]] != list(FEATURES):
        raise StoreError(f"{path.name}: does not match the scores of this version; reinstall codematch")
    return combination


def usable(combination: Combination) -> bool:
    """Return whether the combination was fitted with the method of this version."""
    return combination.method == METHOD


def _parsed(document: Any) -> Combination:
    if document["format"] != FORMAT:
        raise ValueError(document["format"])
    return Combination(
        method=int(document["method"]),
        ridge=float(document["ridge"]),
        line=_line(document),
        sets=tuple(
            TrainedOn(
                name=str(entry["name"]),
                positives=int(entry["positives"]),
                negatives=int(entry["negatives"]),
                sha256=str(entry["sha256"]),
                without=_line(entry["without"]),
            )
            for entry in document["sets"]
        ),
    )


def _line(document: Any) -> Line:
    numbers = [float(value) for value in document["coefficients"]]
    if len(numbers) != len(FEATURES):
        raise ValueError(len(numbers))
    return Line(coefficients=tuple(numbers), intercept=float(document["intercept"]))
