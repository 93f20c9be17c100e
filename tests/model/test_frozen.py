"""Arrays of frozen values are read-only, wherever the value was made: also where another process sent it."""

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from codematch.comparison.assemble import assemble
from codematch.comparison.matching import match_works
from codematch.comparison.prepare import prepare_works
from codematch.comparison.significance import assess_languages, thresholds_of
from codematch.model.frozen import array_value
from tests.comparison.works import LEDGER, TOOLS, TRIANGLE, work


@array_value
class Curve:
    """Arrays of every kind that a value may hold."""

    heights: NDArray[np.float64]
    parts: tuple[NDArray[np.int64], ...] = ()
    named: Mapping[str, NDArray[np.int64]] | None = None
    label: str = ""


@array_value(copy=False, kw_only=False)
class Handed:
    places: NDArray[np.int64]

    def __post_init__(self) -> None:
        assert len(self.places) > 0


def arrays(value: Any, path: str = "") -> Iterator[tuple[str, NDArray[Any]]]:
    """Every array that a value holds, at any depth, with where it is."""
    if isinstance(value, np.ndarray):
        yield path, value
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield from arrays(held, f"{path}[{key}]")
    elif isinstance(value, list | tuple):
        for number, held in enumerate(value):
            yield from arrays(held, f"{path}[{number}]")
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from arrays(getattr(value, field.name), f"{path}.{type(value).__name__}.{field.name}")


def writeable(value: Any) -> list[str]:
    return [path for path, array in arrays(value) if array.flags.writeable]


def test_a_value_that_was_pickled_is_frozen_again() -> None:
    curve = Curve(heights=np.ones(3), parts=(np.arange(2), np.arange(3)), named={"a": np.arange(4)}, label="tide")
    again = pickle.loads(pickle.dumps(curve))  # noqa: S301 - made here
    assert (again.label, again.heights.tolist(), len(again.parts)) == ("tide", [1.0, 1.0, 1.0], 2)
    assert len(list(arrays(again))) == 4
    assert writeable(again) == []
    with pytest.raises(ValueError, match="read-only"):
        again.named["a"][0] = 1


def test_arrays_that_were_handed_over_are_frozen_again() -> None:
    again = pickle.loads(pickle.dumps(Handed(np.arange(3))))  # noqa: S301 - made here
    assert again.places.tolist() == [0, 1, 2]
    assert writeable(again) == []


def test_what_other_processes_send_is_read_only() -> None:
    texts = {f"a{n}.py": LEDGER.replace("book", f"book{n}") + TRIANGLE for n in range(12)}
    known, questioned = (
        prepare_works([work(label, texts)], TOOLS, only=(), given=(), jobs=1, progress=None)[0]
        for label in ("known", "questioned")
    )
    sides = known, questioned
    sent = pickle.loads(pickle.dumps([side.files for side in sides]))  # noqa: S301 - made here
    assert len(list(arrays(sent))) > 100
    assert writeable(sent) == writeable([side.files for side in sides]) == []
    thresholds = thresholds_of(assess_languages(*sides, TOOLS))
    matching = match_works(*sides, TOOLS.weigher, thresholds, TOOLS.settings)
    assert writeable(matching) == []
    located = assemble(matching, *sides, TOOLS.weigher, thresholds, TOOLS.settings)
    assert located
    assert writeable(located) == []
