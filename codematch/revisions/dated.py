"""Text that is newer than the time that its revision claims: by a small dated table that the examiner can extend."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

from codematch.errors import UsageError
from codematch.model.engagement import Role
from codematch.model.message import Message, Name, PathName
from codematch.model.versions import Anomaly, ClaimedKind
from codematch.revisions.anomalies import artefact_of
from codematch.revisions.history import History
from codematch.revisions.interval import main_time
from codematch.revisions.releases import version_key
from codematch.revisions.texts import Texts
from codematch.settings import Versions

_MANIFESTS = re.compile(r"(?:requirements[\w.-]*\.txt|package\.json|setup\.(?:py|cfg)|pyproject\.toml|Pipfile)$")
_GIVEN = re.compile(rb"""["']?([A-Za-z][\w.-]*)["']?\s*(?:==|>=|~=|:|=)\s*["']?[~^>=]*\s*v?(\d+(?:\.\d+)*)""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something of a language or a licence, the files it is looked for in, and the day since which it exists."""

    name: str
    extensions: tuple[str, ...]
    pattern: re.Pattern[bytes]
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package with the days of some of its releases, by version."""

    name: str
    releases: Mapping[str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedTable:
    """Features and packages with the days since which they exist."""

    features: tuple[Feature, ...]
    packages: tuple[Package, ...]


def read_table(own: Path | None = None) -> DatedTable:
    """Return the table of codematch, extended by one of the examiner.

    Raises:
        UsageError: The file of the examiner cannot be read or has another form.
    """
    text = files("codematch.revisions").joinpath("dated.toml").read_text(encoding="utf-8")
    made = _table(tomllib.loads(text))
    if own is None:
        return made
    try:
        given = _table(tomllib.loads(own.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"--dated {own}: cannot be read ({error.strerror}); give a TOML file") from None
    except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
        raise UsageError(
            f"--dated {own}: is not a dated table ({error}); write [[feature]] with name, extensions, pattern and "
            "since, or [[package]] with name and releases"
        ) from None
    return DatedTable(features=(*made.features, *given.features), packages=(*made.packages, *given.packages))


def _table(document: Mapping[str, Any]) -> DatedTable:
    features = tuple(
        Feature(
            name=str(row["name"]),
            extensions=tuple(row["extensions"]),
            pattern=re.compile(row["pattern"].encode()),
            since=_day(row["since"]),
        )
        for row in document.get("feature", ())
    )
    packages = tuple(
        Package(name=str(row["name"]), releases={str(key): _day(value) for key, value in row["releases"].items()})
        for row in document.get("package", ())
    )
    return DatedTable(features=features, packages=packages)


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is not a date; write it as 2021-10-04 without quotes")
    return value


def find_anachronisms(
    history: History, paths: Iterable[str], role: Role, texts: Texts, table: DatedTable, rules: Versions
) -> tuple[Anomaly, ...]:
    """Return the files that contain what did not exist at the claimed time of their revision, the first of each kind.

    Args:
        history: The revisions.
        paths: The paths that are looked at for features; packages are looked for in manifests anywhere.
        role: Whose history it is.
        texts: The contents.
        table: The dated table.
        rules: The settings.
    """
    looked_at, search = set(paths), _Search(texts, table)
    found: dict[str, Anomaly] = {}
    seen: set[str] = set()
    for number, revision in enumerate(history.revisions):
        claimed = next((one for one in revision.times if one.kind is ClaimedKind.AUTHOR), None) or main_time(revision)
        if claimed is None or not claimed.time:
            continue
        day = datetime.fromtimestamp(max(claimed.seconds, 0), UTC).date()
        for path, content in sorted(revision.changes.items()):
            is_manifest = _MANIFESTS.search(path) is not None
            if not content or content in seen or not (path in looked_at or is_manifest):
                continue
            seen.add(content)
            for name, since in search.newer(path, content, day, is_manifest):
                if name not in found:
                    detail = Message.of(
                        "anomaly-anachronism", what=Name(name), since=Name(since.isoformat()), path=PathName(path)
                    )
                    found[name] = Anomaly(
                        role=role, id="anachronism", artefact=artefact_of(history, (number,)), detail=detail
                    )
    return tuple(found.values())[: rules.max_anomalies]


class _Search:
    """Looks every different line over once."""

    def __init__(self, texts: Texts, table: DatedTable) -> None:
        self._texts = texts
        self._table = table
        self._lines: dict[tuple[int, str], tuple[Feature, ...]] = {}
        self._by_extension: dict[str, tuple[Feature, ...]] = {}
        self._packages = {one.name.lower(): one for one in table.packages}

    def newer(self, path: str, content: str, day: date, is_manifest: bool) -> list[tuple[str, date]]:
        """Return what of a content came into being after a day."""
        ending = PurePosixPath(path).suffix.lower()
        lines = sorted(set(self._texts.lines(content).tolist()))
        found = [
            (feature.name, feature.since)
            for line in lines
            for feature in self._features(line, ending)
            if feature.since > day
        ]
        return found + (self._newer_packages(lines, day) if is_manifest else [])

    def _features(self, line: int, ending: str) -> tuple[Feature, ...]:
        key = line, ending
        if key not in self._lines:
            if ending not in self._by_extension:
                self._by_extension[ending] = tuple(
                    one for one in self._table.features if ending in one.extensions or "*" in one.extensions
                )
            text = self._texts.all_lines.raw(line).strip()
            self._lines[key] = tuple(one for one in self._by_extension[ending] if text and one.pattern.search(text))
        return self._lines[key]

    def _newer_packages(self, lines: Sequence[int], day: date) -> list[tuple[str, date]]:
        found = []
        for line in lines:
            for name, version in _GIVEN.findall(self._texts.all_lines.raw(line)):
                package = self._packages.get(name.decode().lower())
                since = _since(package, version.decode()) if package is not None else None
                if package is not None and since is not None and since > day:
                    found.append((f"{package.name} {version.decode()}", since))
        return found


def _since(package: Package, version: str) -> date | None:
    """Return the day of the newest listed release that is no newer than a version: it came then or later."""
    wanted = version_key(version)
    older = [(version_key(name), since) for name, since in package.releases.items() if version_key(name) <= wanted]
    return max(older)[1] if older else None
