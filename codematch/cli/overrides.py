"""Turns `--set group.name=value` into settings; a misspelt name is an error that suggests the nearest."""

from collections.abc import Sequence
from typing import Any

from codematch.cli.suggest import nearest
from codematch.errors import UsageError
from codematch.settings import Settings, as_dict, describe


def override(assignments: Sequence[str]) -> Settings:
    """Return the default settings with some of them changed.

    Args:
        assignments: Texts of the form `group.name=value`, with the dotted names that `codematch settings` lists.

    Returns:
        The settings; every value is checked against its range.

    Raises:
        UsageError: An assignment has no `=`, names no setting, names one twice, or gives no number in its range.
    """
    values = as_dict(Settings())
    known = {name: type(value) for name, value, _ in describe(Settings())}
    seen: set[str] = set()
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        name = name.strip()
        if not equals:
            raise UsageError(f"--set {assignment}: write group.name=value, for example weighing.min_weight=80")
        if name not in known:
            meant = nearest(name, list(known), "codematch settings lists them")
            raise UsageError(f"--set {assignment}: there is no setting {name}{meant}")
        if name in seen:
            raise UsageError(f"setting {name} is given twice: give it once")
        seen.add(name)
        group, _, item = name.partition(".")
        values[group][item] = _number(name, text, known[name])
    return Settings(**{group: _rebuilt(group, items) for group, items in values.items()})


def _rebuilt(group: str, items: dict[str, Any]) -> Any:
    return type(getattr(Settings(), group))(**items)


def _number(name: str, text: str, kind: type) -> int | float:
    try:
        return int(text) if kind is int else float(text)
    except ValueError:
        needed = "a whole number" if kind is int else "a number"
        raise UsageError(f"setting {name} is {text.strip() or 'empty'}: give {needed}") from None
