"""An evaluation for other programs: `metrics.json`, and `scores.csv` with a row for every row of the list."""

import json
from dataclasses import is_dataclass
from enum import Enum
from operator import attrgetter
from typing import Any

import numpy as np

from codematch.errors import InvariantError
from codematch.model.csv_text import csv_text
from codematch.model.evaluation import Evaluation, PairState, Summary
from codematch.model.shape import places_of

DECIMALS = 6
"""Figures are stored so far."""

FORMAT_VERSION = 2

_HEAD = (
    "line", "path_a", "path_b", "label", "kind", "language", "state", "detail", "group", "known_tokens",
    "questioned_tokens", "reported",
)  # fmt: skip


def metrics(summary: Summary) -> bytes:
    """Return `metrics.json`: UTF-8, keys sorted, a missing figure as null, with its reason.

    Raises:
        InvariantError: A figure is not finite.
    """
    document = {"format_version": FORMAT_VERSION, **_plain(summary)}
    try:
        text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise InvariantError(f"the evaluation cannot be written as JSON: {error}") from error
    return (text + "\n").encode("utf-8", "backslashreplace")


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: _plain(attrgetter(place)(value)) for name, place in places_of(kind)[0].items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def scores(evaluation: Evaluation) -> bytes:
    """Return `scores.csv`: every row of the list in its order, with its scores, or with the reason why it has none."""
    names = list(evaluation.values)
    rows: list[list[object]] = [[*_HEAD, *names, "log10_lr"]]
    place = 0
    for pair in evaluation.pairs:
        row: list[object] = [pair.line, pair.known, pair.questioned, int(pair.positive), pair.kind, pair.language]
        row += [pair.state.value, pair.detail]
        if pair.state is PairState.SCORED:
            row += [evaluation.groups[place], *evaluation.tokens[place].tolist(), int(evaluation.reported[place])]
            row += [_number(evaluation.values[name][place]) for name in names]
            row.append("" if evaluation.log10_lr is None else _number(evaluation.log10_lr[place]))
            place += 1
        else:
            row += [""] * (len(names) + 5)
        rows.append(row)
    return csv_text(rows, "\n").encode("utf-8", "backslashreplace")


def _number(value: np.float64) -> str:
    return f"{round(float(value), DECIMALS) + 0.0:.{DECIMALS}f}"
