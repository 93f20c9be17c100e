"""Direction against known truth: pairs of repositories of which one says that it took from the other.

Each pair is examined both ways round. Swapping the works has to give the mirrored answer.
"""

import time
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from codematch.model.versions import Direction, VersionsResult
from codematch.revisions.examine import examine_versions
from codematch.settings import Settings

LIST = Path(__file__).with_name("directions.toml")
MIRRORED = {
    Direction.KNOWN_FIRST: Direction.QUESTIONED_FIRST,
    Direction.QUESTIONED_FIRST: Direction.KNOWN_FIRST,
    Direction.COMMON_SOURCE: Direction.COMMON_SOURCE,
    Direction.UNDETERMINED: Direction.UNDETERMINED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPair:
    """Two repositories, `owner/name` with `@revision` if wanted, and the direction that is known."""

    known: str
    questioned: str
    truth: Direction
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was stated of a pair, and of the same with known and questioned swapped."""

    pair: KnownPair
    stated: VersionsResult
    swapped: VersionsResult
    seconds: float

    @property
    def is_mirrored(self) -> bool:
        """Tell whether swapping the works mirrors the answer."""
        return self.swapped.direction is MIRRORED[self.stated.direction]

    @property
    def verdict(self) -> str:
        """Return what became of both orders: right, wrong if any is, else undetermined or not mirrored."""
        truths = (self.pair.truth, MIRRORED[self.pair.truth])
        each = {_verdict(one.direction, truth) for one, truth in zip((self.stated, self.swapped), truths, strict=True)}
        if "wrong" in each:
            return "wrong"
        return each.pop() if len(each) == 1 else "not mirrored"


def _verdict(stated: Direction, truth: Direction) -> str:
    if stated is truth:
        return "right"
    return "wrong" if stated in (Direction.KNOWN_FIRST, Direction.QUESTIONED_FIRST) else "undetermined"


def read_pairs(path: Path, only: str = "") -> list[KnownPair]:
    """Read a list of pairs, those with a word in one of their names."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["pair"]
    return [
        KnownPair(known=row["known"], questioned=row["questioned"], truth=Direction(row["truth"]), says=row["says"])
        for row in rows
        if only in f"{row['known']} {row['questioned']}"
    ]


def measure_pair(pair: KnownPair, folder: Path) -> Outcome:
    """Examine one pair both ways round; repositories are in `folder/owner/name`."""
    settings, started = Settings(), time.perf_counter()
    left, right = (str(folder / one) for one in (pair.known, pair.questioned))
    return Outcome(
        pair=pair,
        stated=examine_versions(left, right, settings),
        swapped=examine_versions(right, left, settings),
        seconds=time.perf_counter() - started,
    )


def row_of(outcome: Outcome) -> str:
    """Return a row of the table."""
    pair, stated = outcome.pair, outcome.stated
    kinds = ", ".join(
        f"{item.kind} ({_SHORT[item.direction]})"
        for item in stated.indications
        if item.direction is not Direction.UNDETERMINED
    )
    return (
        f"| {pair.known} | {pair.questioned} | {pair.truth.value} | {stated.direction.value} | "
        f"{outcome.swapped.direction.value} | {outcome.verdict} | {kinds or '-'} | {outcome.seconds:.0f} |"
    )


_SHORT = {
    Direction.KNOWN_FIRST: "K",
    Direction.QUESTIONED_FIRST: "Q",
    Direction.COMMON_SOURCE: "C",
    Direction.UNDETERMINED: "?",
}


def measure(folder: Path, chosen: Iterable[KnownPair]) -> Counter[str]:
    """Print a row for every pair whose repositories are there, and return how many had which verdict."""
    counts: Counter[str] = Counter()
    print("| known | questioned | truth | stated | swapped | verdict | indications that point somewhere | s |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for pair in chosen:
        if not all((folder / one.partition("@")[0]).exists() for one in (pair.known, pair.questioned)):
            print(f"| {pair.known} | {pair.questioned} | not there |", flush=True)
            continue
        outcome = measure_pair(pair, folder)
        counts[outcome.verdict] += 1
        print(row_of(outcome), flush=True)
    print(", ".join(f"{name}: {count}" for name, count in sorted(counts.items())) or "no pair")
    return counts
