"""One part of the validation report."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part: its `name` in the data, its text in Markdown, its data, and a line for all that was not measured."""

    name: str
    text: str
    data: Any
    skipped: tuple[str, ...] = ()
