"""What the detectors find in the labelled pairs of small works."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from codematch.model.result import PairResult
from codematch.pipeline import compare_prepared, make_tools
from codematch.settings import Settings
from tests.comparison.works import prepared_pair, work

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "detectors" / "evidence.toml"
Item = tuple[str, str]
"""The kind of a finding, and its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One case: what is to be found, what is, and the whole result."""

    name: str
    expected: Counter[Item]
    found: Counter[Item]
    pair: PairResult


def cases() -> list[dict[str, Any]]:
    """Return the cases of the fixture as they are written."""
    return list(tomllib.loads(FILE.read_text(encoding="utf-8"))["case"])


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Return every case of the fixture, compared once for all tests that patch nothing."""
    return tuple(fresh_outcomes())


def fresh_outcomes() -> Iterator[Outcome]:
    """Yield every case of the fixture, compared now."""
    tools = make_tools(Settings())
    for row in cases():
        works = prepared_pair(work("known", row["known"]), work("questioned", row["questioned"]), tools)
        pair = compare_prepared(*works, tools)
        yield Outcome(
            name=row["name"],
            expected=Counter((kind, text) for kind, text in row["expect"]),
            found=Counter((item.kind, item.text) for channel in pair.evidence for item in channel.findings),
            pair=pair,
        )
