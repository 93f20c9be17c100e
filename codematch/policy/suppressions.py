"""Files of suppressions, given with `--suppressions`.

Each names regions by the paths of one side or both, or by their identity, with a reason and the name of the person who
states it:

    [[suppression]]
    questioned = ["vendor/json/*"]
    reason = "bundled under the MIT licence, reviewed in ticket 41"
    name = "Li Wei"

A suppression hides nothing: it is listed in the record with its regions, which only do not count for the exit code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codematch.errors import UsageError
from codematch.model.globs import any_matches, plain
from codematch.model.match import Region
from codematch.model.policy import Suppression, SuppressionFault, SuppressionKind
from codematch.model.stated_tables import StatedTable, read_tables
from codematch.nearest_name import nearest

_KEYS = ("known", "questioned", "region", "reason", "name")
_TABLE = "suppression"
_LEAST_DIGITS = 8
"""Digits of an identity that must be given: shorter ones are typing mistakes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One suppression of a file: patterns of paths of each side (empty for any), identities of regions, or both."""

    path: str
    line: int
    reason: str
    name: str
    known: tuple[str, ...] = ()
    questioned: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()

    def covers(self, region: Region) -> bool:
        """Tell whether the suppression applies to a region."""
        return (
            (not self.known or any_matches(region.known.path, self.known))
            and (not self.questioned or any_matches(region.questioned.path, self.questioned))
            and (not self.identities or any(region.identity.startswith(one) for one in self.identities))
        )


def read(path: Path) -> tuple[Statement, ...]:
    """Read a file of suppressions.

    Raises:
        UsageError: It cannot be read, is not TOML, or a suppression is incomplete; the message names file and line.
    """
    _, rows = read_tables(path, _TABLE, "give a TOML file of suppressions")
    return tuple(map(_statement, rows))


def apply(statements: Sequence[Statement], regions: Sequence[Region]) -> list[Suppression]:
    """Return the suppressions of a file, each with the regions that it applies to."""
    found = []
    for one in statements:
        numbers = tuple(region.number for region in regions if one.covers(region))
        found.append(
            Suppression(
                kind=SuppressionKind.FILE,
                path=one.path,
                line=one.line,
                reason=one.reason,
                name=one.name,
                regions=numbers,
                fault=None if numbers else SuppressionFault.NO_REGION,
            )
        )
    return found


def _statement(table: StatedTable) -> Statement:
    for key in table.values:
        if key not in _KEYS:
            meant = nearest(key, _KEYS, f"use {', '.join(_KEYS)}")
            raise UsageError(f"{table.at(key)}: unknown key {key}{meant}")
    said = {key: _text(table, key) for key in ("reason", "name")}
    patterns = {key: tuple(plain(text) for text in _texts(table, key)) for key in ("known", "questioned")}
    identities = tuple(text.strip().lower() for text in _texts(table, "region"))
    if not (any(patterns.values()) or identities):
        raise UsageError(
            f"{table.at()}: names no regions; give known or questioned (patterns of paths), or region (identity)"
        )
    for one in identities:
        if len(one) < _LEAST_DIGITS or set(one) - set("0123456789abcdef"):
            raise UsageError(
                f"{table.at('region')}: region {one or '(empty)'} is not an identity; give {_LEAST_DIGITS} to 32 "
                "hexadecimal digits, as report.json and the formats for continuous integration have them"
            )
    return Statement(
        path=table.path.name,
        line=table.line,
        reason=said["reason"],
        name=said["name"],
        known=patterns["known"],
        questioned=patterns["questioned"],
        identities=identities,
    )


def _text(table: StatedTable, key: str) -> str:
    value = table.values.get(key)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(
            f"{table.at(key)}: has no {key}; every suppression needs a reason and the name of who states it"
        )
    return " ".join(value.split())


def _texts(table: StatedTable, key: str) -> list[str]:
    value = table.values.get(key, [])
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise UsageError(
            f'{table.at(key)}: {key} is not a text or a list of texts; write for example {key} = ["src/*"]'
        )
    return texts
