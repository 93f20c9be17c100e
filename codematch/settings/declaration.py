"""How a setting is declared: default, unit, inclusive range and reason."""

from dataclasses import field
from typing import Any

SWITCH = "on or off"
"""The unit of a setting that is true or false."""


def setting(default: Any, unit: str, low: float, high: float, why: str) -> Any:
    """Declare a number with its unit, its inclusive range, and the reason for its default."""
    info = {"unit": unit, "low": low, "high": high, "why": why, "kind": type(default)}
    return field(default=default, metadata=info)


def switch(default: bool, why: str) -> Any:
    """Declare a setting that is on or off, with what it switches."""
    return setting(default, SWITCH, False, True, why)
