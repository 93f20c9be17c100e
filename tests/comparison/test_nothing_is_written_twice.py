"""No stage can change what another one sees: every array in a frozen value is read-only."""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pytest

import codematch
from codematch import pipeline
from codematch.intake import read_work
from codematch.model.frozen import array_value
from codematch.pipeline import compare_prepared, make_tools, prepare
from codematch.settings import Settings

FIXTURES = Path(__file__).parents[2] / "fixtures"


def writeable(value: Any, place: str, seen: set[int]) -> list[str]:
    """Return where arrays that can be written to lie in a value."""
    if id(value) in seen:
        return []
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        return [place] if value.flags.writeable else []
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inner = [
            (f"{type(value).__name__}.{item.name}", getattr(value, item.name)) for item in dataclasses.fields(value)
        ]
    elif isinstance(value, dict):
        inner = [(place, item) for item in value.values()]
    elif isinstance(value, tuple | list):
        inner = [(place, item) for item in value]
    else:
        return []
    return [found for name, item in inner for found in writeable(item, name, seen)]


def test_arrays_are_read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    tools = make_tools(Settings())
    works = prepare(
        [read_work(str(FIXTURES / "pairs" / "python" / side), Settings().intake) for side in ("known", "edited")], tools
    )
    handed_on: list[Any] = [*works, tools]
    for step in ("assemble", "attach_significance", "filter_regions", "rank_regions"):
        original = getattr(pipeline, step)

        def noted(*arguments: Any, original: Any = original, **named: Any) -> Any:
            handed_on.append(original(*arguments, **named))
            return handed_on[-1]

        monkeypatch.setattr(pipeline, step, noted)
    compare_prepared(works[0], works[1], tools)

    assert len(handed_on) == 7
    assert sorted({place for value in handed_on for place in writeable(value, "", set())}) == []


def values_with_arrays() -> Iterator[type]:
    """Yield every frozen dataclass of the package with a field that is an array, or holds some."""
    for module in pkgutil.walk_packages(codematch.__path__, "codematch."):
        if module.name.endswith("__main__"):
            continue
        for kind in vars(importlib.import_module(module.name)).values():
            if inspect.isclass(kind) and dataclasses.is_dataclass(kind) and kind.__module__ == module.name:
                is_data = vars(kind)["__dataclass_params__"].frozen and not module.name.startswith("codematch.cli.")
                hints = get_type_hints(kind).values() if is_data else ()
                if any("ndarray" in str(hint).lower() and "Callable" not in str(hint) for hint in hints):
                    yield kind


def freezes(kind: type) -> bool:
    """Say whether a class makes its arrays read-only: by `array_value`, or by a check of its own."""
    check = vars(kind).get("__post_init__")
    return check is not None and (
        check.__qualname__.startswith("_array_value.")
        or any(word in inspect.getsource(check) for word in ("frozen_array", "freeze_arrays"))
    )


def test_every_frozen_value_makes_its_arrays_read_only() -> None:
    open_ones = {f"{kind.__module__}.{kind.__name__}" for kind in values_with_arrays() if not freezes(kind)}

    assert len(list(values_with_arrays())) > 40
    assert open_ones == set()


@array_value
class _Scored:
    bits: np.ndarray[tuple[int], np.dtype[np.float64]]
    parts: tuple[np.ndarray[tuple[int], np.dtype[np.uint8]], ...] = ()

    def __post_init__(self) -> None:
        assert self.bits.dtype == np.float64


def test_an_array_is_copied_and_nobody_can_write_to_it() -> None:
    given, part = np.arange(3.0), np.zeros(2, dtype=np.uint8)
    made = _Scored(bits=given, parts=(part,))
    given[0] = 9

    assert made.bits.tolist() == [0.0, 1.0, 2.0]
    for array in (made.bits, made.parts[0]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(made, "bits", given)  # noqa: B010 -- said aloud, a checker of types would refuse it
    assert _Scored(bits=made.bits).bits is made.bits
