"""Turns `--set group.name=value` into settings; a misspelt name is an error that suggests the nearest."""

from collections.abc import Sequence
from typing import Any

from codematch.errors import UsageError
from codematch.settings import Settings, as_dict, describe, unfit, unknown


def by_option(option: str, value: float | None, *names: str) -> list[str]:
    """Return the assignments by which an option changes settings; none if it is not given.

    Raises:
        UsageError: The settings cannot have the value; the message names the option, which the user gave.
    """
    if value is None:
        return []
    for name in names:
        if said := unfit(name, value):
            raise UsageError(f"{option} {value:g}: {said}")
    return [f"{name}={value!r}" for name in names]


def by_min_weight(value: float | None) -> list[str]:
    """Return the assignments by which `--min-weight` sets the threshold of many comparisons."""
    changes = by_option("--min-weight", value, "weighing.min_weight")
    return [*changes, "significance.coincidence_rate=1"] if changes else []


def override(assignments: Sequence[str], stated: Sequence[tuple[str, float | bool]] = ()) -> Settings:
    """Return the default settings with some of them changed.

    Args:
        assignments: Texts of the form `group.name=value`, with the dotted names that `codematch settings` lists.
        stated: What a case file changes: names of settings and values that they can have.

    Returns:
        The settings; every value is checked against its range.

    Raises:
        UsageError: An assignment has no `=`, names no setting, names one that is changed already, or gives no value
            that the setting can have.
    """
    kinds = {name: type(value) for name, value, _ in describe(Settings())}
    by_case = dict(stated)
    changes = dict(stated)
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        name = name.strip()
        if not equals:
            raise UsageError(
                f"--set {assignment}: not of the form GROUP.NAME=VALUE; write for example weighing.min_weight=80"
            )
        if said := unknown(name):
            raise UsageError(f"--set {assignment}: {said}")
        if name in changes:
            raise UsageError(
                f"setting {name} is given {'in the case file too' if name in by_case else 'twice'}; give it once"
            )
        changes[name] = _value(name, text, kinds[name])
    values = as_dict(Settings())
    for name, value in changes.items():
        group, _, item = name.partition(".")
        values[group][item] = kinds[name](value)
    return Settings(**{group: _rebuilt(group, items) for group, items in values.items()})


def _rebuilt(group: str, items: dict[str, Any]) -> Any:
    return type(getattr(Settings(), group))(**items)


_SWITCHED = {"true": True, "on": True, "false": False, "off": False}


def _value(name: str, text: str, kind: type) -> float | bool:
    try:
        if kind is bool:
            return _SWITCHED[text.strip().lower()]
        return int(text) if kind is int else float(text)
    except (KeyError, ValueError):
        raise UsageError(f"setting {unfit(name, text)}") from None
