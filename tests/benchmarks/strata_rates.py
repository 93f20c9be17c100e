"""How often works without a common origin are reported if the stratum is right, on labelled sets.

    python -m tests.benchmarks.strata_rates DATA [--set NAME ...] [--results DIR]

For every set of DATA that has a stratum, each pair is compared with the thresholds of unrelated works, with those of
its stratum, which is made without the set and without clusters that hold works of it, and with those of the strata that
are found to fit, as at defaults. Counted are pairs of which a region, or a pair of files, is reported: of those
labelled 0 too many, of those labelled 1 what is still seen. Beside them stand the groups of pairs, how many of these
have a reported pair, the upper bound of that share, and for how many pairs the stratum was found.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.comparison.region_search import reports_any
from codematch.errors import InputError
from codematch.evaluation.pair_groups import group_name, grouping
from codematch.evaluation.pairs import PairList, read_pairs
from codematch.intake import read_work
from codematch.model.evaluation import Pair
from codematch.model.stratum import Stratum
from codematch.pipeline import make_tools, prepare
from codematch.settings import Settings, grammars_folder
from codematch.significance.bounds import cluster_upper_bound
from codematch.significance.reference_sets import NullModels
from codematch.strata import find_strata
from tests.benchmarks.tables import markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedSet:
    """A labelled list, the stratum of its pairs labelled 0, and what of the strata holds works of it."""

    name: str
    list_name: str
    stratum: Stratum
    without: tuple[str, ...]


def of_strata(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of clusters as models of strata know them."""
    return tuple(f"strata/{name}" for name in names)


LIBC = ("regex", *(f"libc-{part}" for part in ("dirent-misc", "network", "stdio", "stdlib", "string", "time")))
"""The clusters with works of neg-libc."""
API = ("react-api", "toml-parser", "http-client", "web-framework")
"""The clusters with works of neg-js-py-sameapi, in any language."""
SETS = (
    TestedSet(name="conplag-train", list_name="pairs-raw.csv", stratum=Stratum.SAME_TASK, without=("conplag-train",)),
    TestedSet(
        name="conplag-train", list_name="pairs-templatefree.csv", stratum=Stratum.SAME_TASK, without=("conplag-train",)
    ),
    TestedSet(name="homework-c", list_name="pairs.csv", stratum=Stratum.SAME_TASK, without=("homework-c",)),
    TestedSet(name="irplag", list_name="pairs.csv", stratum=Stratum.SAME_TASK, without=("irplag",)),
    TestedSet(name="neg-libc", list_name="pairs.csv", stratum=Stratum.SAME_INTERFACE, without=of_strata(LIBC)),
    TestedSet(name="neg-js-py-sameapi", list_name="pairs.csv", stratum=Stratum.SAME_INTERFACE, without=of_strata(API)),
)


def tools(settings: Settings, without: Sequence[str]) -> Toolkit:
    """Return everything that a comparison needs, the strata made without some sources."""
    return replace(make_tools(settings), nulls=NullModels(grammars_folder(), settings, without=without))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A pair, whether it is reported with each of three thresholds, and whether its stratum was found to fit."""

    pair: Pair
    unrelated: bool
    stratum: bool
    defaults: bool
    is_found: bool


def rows(tested: TestedSet, data: Path) -> Iterator[dict[str, object]]:
    """Yield a row for each label: pairs, groups, and how many are reported with either threshold."""
    path = data / tested.name / tested.list_name
    listed = read_pairs(path)
    toolkit = tools(Settings(), tested.without)
    works: dict[str, PreparedWork | None] = {}
    found: dict[bool, list[Judged]] = {False: [], True: []}
    for pair in listed.usable:
        for side in (pair.known, pair.questioned):
            if side not in works:
                works[side] = _prepared(path.parent / side, toolkit)
        known, questioned = works[pair.known], works[pair.questioned]
        if known is None or questioned is None:
            continue
        found[pair.positive].append(_judge(pair, known, questioned, tested.stratum, toolkit))
    for positive, entries in found.items():
        yield {
            "set": f"{tested.name}/{tested.list_name}",
            "stratum": tested.stratum.value,
            **_row(positive, entries, listed),
        }


def _judge(pair: Pair, known: PreparedWork, questioned: PreparedWork, stratum: Stratum, toolkit: Toolkit) -> Judged:
    considered = find_strata(known, questioned, toolkit).considered
    apart = {strata: reports_any(known, questioned, toolkit, strata) for strata in {(), (stratum,), considered}}
    return Judged(
        pair=pair,
        unrelated=apart[()],
        stratum=apart[stratum,],
        defaults=apart[considered],
        is_found=stratum in considered,
    )


def _prepared(path: Path, toolkit: Toolkit) -> PreparedWork | None:
    try:
        return prepare([read_work(str(path), toolkit.settings.intake)], toolkit)[0]
    except InputError:
        return None


def _row(positive: bool, entries: Sequence[Judged], listed: PairList) -> dict[str, object]:
    groups = grouping(group_name(None, listed), listed)([entry.pair for entry in entries])
    flags = np.array([entry.stratum for entry in entries], dtype=np.bool_)
    reached, clusters, upper = cluster_upper_bound(flags, groups)
    return {
        "label": int(positive),
        "pairs": len(entries),
        "groups": clusters,
        "reported_unrelated": sum(entry.unrelated for entry in entries),
        "reported_stratum": int(flags.sum()),
        "reported_defaults": sum(entry.defaults for entry in entries),
        "stratum_found": sum(entry.is_found for entry in entries),
        "share_stratum": round(float(flags.mean()), 4) if len(flags) else None,
        "groups_reported": reached,
        "groups_upper": round(upper, 4),
    }


def main(arguments: list[str]) -> int:
    """Measure the sets; return 0."""
    parser = argparse.ArgumentParser(description="How often works without a common origin are reported.")
    parser.add_argument("data", type=Path, help="folder with the labelled sets")
    parser.add_argument("--set", action="append", help="only this set; repeatable")
    parser.add_argument("--results", type=Path, help="folder for strata_rates.md and strata_rates.json")
    given = parser.parse_args(arguments)
    found: list[dict[str, object]] = []
    for tested in SETS:
        if given.set and tested.name not in given.set:
            continue
        if not (given.data / tested.name / tested.list_name).is_file():
            sys.stdout.write(f"{tested.name}: not there, passed over\n")
            continue
        for row in rows(tested, given.data):
            found.append(row)
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
    if given.results is not None:
        given.results.mkdir(parents=True, exist_ok=True)
        (given.results / "strata_rates.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        body = [[str(value) for value in row.values()] for row in found]
        (given.results / "strata_rates.md").write_text(markdown(list(found[0]), body) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
