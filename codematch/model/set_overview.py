"""What scans and searches offer at a prompt: a few lines, and their tables, each with the columns of its rows."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from codematch.model.overview import Columns, columns, plural

if TYPE_CHECKING:
    from codematch.model.scan import ScanResult
    from codematch.model.search import SearchResult

_RANKED = ("rank", "first", "second", "score", "share", "reported", "regions", "heaviest_bits", "outside_base_bits")
_SCANNED = ("number", "label", "state", "files", "lines", "tokens", "base_tokens", "cluster")
_CLUSTER = ("cluster", "work", "works", "pairs", "weakest")
_HIT = (
    "rank", "label", "root", "state", "reported", "files", "lines", "tokens", "shared_bits", "weight_bits",
    "heaviest_bits", "threshold_bits", "known_share", "questioned_share", "regions",
)  # fmt: skip
_FILE = ("questioned_path", "rank", "label", "known_path", "regions", "weight_bits")
_UNIT = (
    "rank", "label", "known_path", "known_unit", "questioned_path", "questioned_unit", "regions", "tokens",
    "weight_bits",
)  # fmt: skip
_SIDES = ("known", "questioned")
_PLACE = ("path", "first_line", "last_line", "unit")
_FOUND = (
    "rank", "label", "number", "match_class", "language", *(f"{side}_{name}" for side in _SIDES for name in _PLACE),
    "tokens", "weight_bits", "holders", "reported",
)  # fmt: skip


def scan_summary(result: "ScanResult") -> str:
    """Return what a scan says in a few lines."""
    lines = [
        f"{plural(len(result.works), 'work')}, {plural(result.reported_total, 'reported pair')} of "
        f"{result.pairs_total:,}, {plural(len(result.clusters), 'cluster')}",
        f"{plural(result.candidates.compared, 'pair')} compared in full; codematch {result.manifest.version}, "
        f"method {result.manifest.method}",
    ]
    if result.changed:
        lines.append(f"INVALID: changed during the run: {', '.join(result.changed)}")
    return "\n".join(lines)


def scan_tables(result: "ScanResult") -> Mapping[str, Callable[[], Columns]]:
    """Return the tables of a scan; pairs name their works by label, weights are in bits, a cluster has a row a work."""

    def pairs() -> Columns:
        labels = ({"first": result.work(one.first).label, "second": result.work(one.second).label}
                  for one in result.pairs)  # fmt: skip
        rows = [_row(one, _RANKED) | names for one, names in zip(result.pairs, labels, strict=True)]
        return columns(rows, _RANKED)

    def works() -> Columns:
        return columns([_row(one, _SCANNED) for one in result.works], _SCANNED)

    def clusters() -> Columns:
        rows = [
            {"cluster": one.number, "work": result.work(work).label, "works": len(one.works), "pairs": one.pairs,
             "weakest": one.weakest}
            for one in result.clusters
            for work in one.works
        ]  # fmt: skip
        return columns(rows, _CLUSTER)

    return {"pairs": pairs, "works": works, "clusters": clusters}


def search_summary(result: "SearchResult") -> str:
    """Return what a search says in a few lines."""
    lines = [
        f"{result.questioned.label}: {plural(result.reported_total, 'reported work')} of {result.index.works:,} in "
        "the index",
        f"{plural(result.candidates.compared, 'work')} compared in full; codematch {result.manifest.version}, "
        f"method {result.manifest.method}",
    ]
    if result.changed:
        lines.append(f"INVALID: changed during the run: {result.questioned.label}")
    return "\n".join(lines)


def search_tables(result: "SearchResult") -> Mapping[str, Callable[[], Columns]]:
    """Return the tables of a search: weights in bits, lines from 1 with both ends included.

    `files` has for each questioned file the files of the index that its reported regions come from, `units` the same
    for functions and classes.
    """

    def works() -> Columns:
        return columns([_row(hit, _HIT) | {"regions": len(hit.regions)} for hit in result.hits], _HIT)

    def files() -> Columns:
        rows = [
            {"questioned_path": one.path, "rank": source.rank, "label": result.hit(source.rank).label,
             "known_path": source.path, "regions": source.regions, "weight_bits": source.weight_bits}
            for one in result.files
            for source in one.sources
        ]  # fmt: skip
        return columns(rows, _FILE)

    return {
        "works": works,
        "files": files,
        "units": lambda: columns(_units(result), _UNIT),
        "regions": lambda: columns(_regions(result), _FOUND),
    }


def _regions(result: "SearchResult") -> list[dict[str, Any]]:
    rows = []
    for hit in result.hits:
        for one in hit.regions:
            row = _row(one, ("number", "match_class", "language", "tokens", "weight_bits", "holders", "reported"))
            for side in _SIDES:
                row |= {f"{side}_{name}": getattr(getattr(one, side), name) for name in _PLACE}
            rows.append({"rank": hit.rank, "label": hit.label} | row)
    return rows


def _units(result: "SearchResult") -> list[dict[str, Any]]:
    """Return the pairs of functions and classes with reported regions, by rank, the heaviest of a work first."""
    sums: dict[tuple[int, str, str, str, str], list[float]] = {}
    for hit in result.hits:
        for one in hit.regions:
            if one.reported and one.known.unit and one.questioned.unit:
                key = hit.rank, one.known.path, one.known.unit, one.questioned.path, one.questioned.unit
                held = sums.setdefault(key, [0, 0, 0.0])
                for place, value in enumerate((1, one.tokens, one.weight_bits)):
                    held[place] += value
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], -item[1][2], item[0]))
    return [dict(zip(_UNIT, (key[0], result.hit(key[0]).label, *key[1:], *held), strict=True)) for key, held in ordered]


def _row(one: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return fields as plain values."""
    values = {name: getattr(one, name) for name in names if name != "regions" or not isinstance(one.regions, tuple)}
    return {name: str(value) if name == "state" else value for name, value in values.items()}
