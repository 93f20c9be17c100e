"""What examinations of versions and orders of works offer at a prompt: a few lines, and their tables."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from codematch.model.overview import Columns, columns, plural

if TYPE_CHECKING:
    from codematch.model.descent import DescentResult
    from codematch.model.versions import RevisionName, VersionInterval, VersionsResult

_INTERVAL = ("first", "last", "best", "count", "agreement")
_FILE = ("questioned_path", "known_path", "lines", "found", "renamed", *_INTERVAL)
_CURVE = ("revision", "agreement", "is_equal")
_DECISIVE = (
    "boundary", "known_path", "known_line", "questioned_path", "questioned_line", "since", "until",
)  # fmt: skip
_INDICATION = ("kind", "direction", "strength")
_TIME = ("role", "claimed", "claimed_kind", "attested", "attested_kind", "status", "anomalies")
_WORK = (
    "number", "label", "state", "tree", "duplicate_of", "files", "features", "own", "lacking", "is_between",
    "between_support", "nearest", "likeness",
)  # fmt: skip
_EDGE = ("tree", "first", "second", "length", "support", "first_only", "second_only")


def versions_summary(result: "VersionsResult") -> str:
    """Return what an examination of versions says in a few lines."""
    pinning = result.pinning
    if pinning is None:
        lines = ["revisions were not searched"]
    elif pinning.interval is None:
        lines = [f"none of {plural(pinning.revisions, 'revision')} explains the questioned work"]
    else:
        interval = pinning.interval
        which = _name(interval.first)
        if interval.count > 1:
            which += f" to {_name(interval.last)}"
        lines = [f"{which}: {interval.count:,} of {plural(pinning.revisions, 'revision')}, {interval.agreement:.2%}"]
    odd = len(result.anomalies)
    stated = f"{plural(len(result.indications), 'indication')}, {odd:,} {'anomaly' if odd == 1 else 'anomalies'}"
    lines.append(f"direction: {result.direction}; {stated}")
    return "\n".join(lines)


def versions_tables(result: "VersionsResult") -> Mapping[str, Callable[[], Columns]]:
    """Return the tables of an examination of versions: revisions by name or short id, agreement from 0 to 1."""
    pinning = result.pinning
    files = pinning.files if pinning is not None else ()
    curve = pinning.curve if pinning is not None else ()
    decisive = pinning.decisive if pinning is not None else ()
    return {
        "files": lambda: columns([_row(one, _FILE[:5]) | _interval(one.interval) for one in files], _FILE),
        "curve": lambda: columns([_row(one, _CURVE) for one in curve], _CURVE),
        "decisive": lambda: columns(
            [
                {
                    "boundary": str(one.boundary),
                    "known_path": one.known.path,
                    "known_line": one.known.line,
                    "questioned_path": one.questioned.path,
                    "questioned_line": one.questioned.line,
                    "since": _name(one.since),
                    "until": _name(one.until),
                }
                for one in decisive
            ],
            _DECISIVE,
        ),
        "indications": lambda: columns(
            [{name: str(getattr(one, name)) for name in _INDICATION} for one in result.indications], _INDICATION
        ),
        "times": lambda: columns(_times(result), _TIME),
    }


def _times(result: "VersionsResult") -> list[dict[str, Any]]:
    return [
        {
            "role": str(one.role),
            "claimed": one.claimed and one.claimed.time,
            "claimed_kind": one.claimed and str(one.claimed.kind),
            "attested": one.attested and one.attested.time,
            "attested_kind": one.attested and str(one.attested.kind),
            "status": one.attested and str(one.attested.status),
            "anomalies": ", ".join(one.anomalies),
        }
        for one in result.times
    ]


def descent_summary(result: "DescentResult") -> str:
    """Return what an order of works says in a few lines."""
    placed = sum(one.tree > 0 for one in result.works)
    lines = [f"{plural(len(result.works), 'work')}, {placed:,} of them in {plural(len(result.trees), 'tree')}"]
    for tree in result.trees:
        labels = [result.works[number - 1].label for number in tree.main_line]
        kind = "from the root" if tree.rooted_at else "no root"
        lines.append(f"main line of {plural(len(tree.works), 'work')} ({kind}): {' - '.join(labels)}")
    if result.changed:
        lines.append(f"INVALID: changed during the run: {', '.join(result.changed)}")
    return "\n".join(lines)


def descent_tables(result: "DescentResult") -> Mapping[str, Callable[[], Columns]]:
    """Return the tables of an order of works: likeness and support from 0 to 1, lengths in its natural logarithms."""
    edges = [(number, edge) for number, tree in enumerate(result.trees, start=1) for edge in tree.edges]
    return {
        "works": lambda: columns([_row(one, _WORK) | {"state": str(one.state)} for one in result.works], _WORK),
        "edges": lambda: columns([{"tree": tree} | _row(edge, _EDGE[1:]) for tree, edge in edges], _EDGE),
    }


def _interval(interval: "VersionInterval") -> dict[str, Any]:
    names = {name: _name(getattr(interval, name)) for name in _INTERVAL[:3]}
    return names | {"count": interval.count, "agreement": interval.agreement}


def _name(revision: "RevisionName") -> str:
    """A revision by its first tag or branch, else by the beginning of its id."""
    return revision.names[0] if revision.names else revision.id[:16]


def _row(one: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}
