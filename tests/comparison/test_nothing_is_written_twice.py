"""No stage can change what another one sees: every array in a frozen value is read-only."""

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from codematch import pipeline
from codematch.intake import read_work
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
    for step in ("assemble", "attach_significance", "filter_regions", "number_regions"):
        original = getattr(pipeline, step)

        def noted(*arguments: Any, original: Any = original, **named: Any) -> Any:
            handed_on.append(original(*arguments, **named))
            return handed_on[-1]

        monkeypatch.setattr(pipeline, step, noted)
    compare_prepared(works[0], works[1], tools)

    assert len(handed_on) == 7
    assert sorted({place for value in handed_on for place in writeable(value, "", set())}) == []
