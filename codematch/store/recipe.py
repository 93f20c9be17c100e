"""What an index is made with, and whether what is at hand now may be mixed with it."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from codematch.comparison.prepare import Toolkit
from codematch.errors import StoreError, UsageError
from codematch.languages import grammar_versions
from codematch.settings import Settings, describe
from codematch.store.manifest import Recipe
from codematch.store.segments import SIGNATURE_VALUES
from codematch.version import METHOD, VERSION

GROUPS = ("intake", "parsing", "identification", "fingerprinting")
"""The groups of settings that what is in an index depends on."""


def recipe(toolkit: Toolkit, *, sources: bool) -> Recipe:
    """Return what an index is made with now.

    Raises:
        UsageError: The signatures have too few values.
    """
    if toolkit.settings.fingerprinting.permutations < SIGNATURE_VALUES:
        raise UsageError(f"an index needs fingerprinting.permutations of at least {SIGNATURE_VALUES}; raise it")
    names = [spec.name for spec in toolkit.languages.specs]
    backgrounds = {name: found.digest for name in names if (found := toolkit.weigher.background(name)) is not None}
    return Recipe(
        version=VERSION,
        method=METHOD,
        settings=deciding(toolkit.settings),
        grammars=dict(grammar_versions(toolkit.languages)),
        backgrounds=backgrounds,
        sources=sources,
    )


def deciding(settings: Settings) -> dict[str, Any]:
    """Return the settings that what is in an index depends on, by dotted name."""
    return {name: value for name, value, _ in describe(settings) if name.partition(".")[0] in GROUPS}


def differences(made: Recipe, toolkit: Toolkit) -> list[str]:
    """Return in what an index was made otherwise than it would be now, in words."""
    now = deciding(toolkit.settings)
    found = []
    if made.method != METHOD:
        found.append(f"method {made.method} instead of {METHOD}")
    for name in sorted(now.keys() | made.settings.keys()):
        if name not in made.settings:
            found.append(f"a version that had no setting {name}")
        elif name not in now:
            found.append(f"the setting {name}, which there is no more")
        elif now[name] != made.settings[name]:
            found.append(f"{name}={made.settings[name]} instead of {now[name]}")
    versions = dict(grammar_versions(toolkit.languages))
    for name in sorted(versions.keys() | made.grammars.keys()):
        if versions.get(name) != made.grammars.get(name):
            found.append(f"grammar {name} {made.grammars.get(name)} instead of {versions.get(name)}")
    return found


def check_recipe(folder: Path, made: Recipe, toolkit: Toolkit) -> None:
    """Refuse to mix an index with what would be made otherwise now.

    Raises:
        StoreError: It was made with another method, other settings or other grammars.
    """
    found = differences(made, toolkit)
    if found:
        more = f" and {len(found) - 1} more differences" if len(found) > 1 else ""
        at_hand = made.method == METHOD and made.settings.keys() == deciding(toolkit.settings).keys()
        advice = "use the same with --set, or build it again" if at_hand else "build it again"
        raise StoreError(f"{folder}: was made with {found[0]}{more}; {advice}")


def as_made(settings: Settings, made: Recipe, stated: Collection[str]) -> Settings:
    """Return settings with those that an index was made with, where they are not stated.

    Args:
        settings: The settings of a run.
        made: What the index was made with.
        stated: Dotted names of the settings that the user gave.

    Raises:
        UsageError: A setting of the index cannot have its value any more.
    """
    known = deciding(settings)
    changes: dict[str, dict[str, Any]] = {}
    for name, value in made.settings.items():
        if name in known and name not in stated:
            group, _, item = name.partition(".")
            changes.setdefault(group, {})[item] = value
    groups = {group: replace(getattr(settings, group), **items) for group, items in changes.items()}
    return replace(settings, **groups)
