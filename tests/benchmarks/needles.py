"""Small copied passages in large works: which are reported, and at which rank by residual weight.

Two works of 200,000 lines each implement one interface and hold copies of the same third-party libraries (see
`WORKS`). Twenty passages of 8 to 15 lines of the known work, drawn by a fixed seed, a quarter from each quarter of
their rarity, are renamed, laid out anew and hidden in the questioned work. For each that is not reported, the
comparison is repeated with lower limits to say why.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import codematch
from codematch import Settings
from codematch.intake import read_work
from codematch.model.match import Region
from codematch.model.result import PairResult
from codematch.pipeline import make_tools, prepare
from tests.benchmarks.needle_passages import Needle, Passage, needles
from tests.benchmarks.needle_works import LINES, WORKS, own_files, work_files, write_work
from tests.benchmarks.packages import PACKAGES, PackageError
from tests.benchmarks.saving import save
from tests.benchmarks.tables import markdown

COUNT, SEED = 20, 15
FIRST, AIM_FIRST = 30, 18
FOUND_SHARE = 0.5
"""A needle is reported if regions between the two places hold at least this share of its lines, on both sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a needle.

    `reported` is whether regions hold enough of it, `share` how much of its lines they hold. `rank` counts from 1 when
    all regions are sorted by residual weight, heaviest first; `weight` and `residual` are those of the heaviest region
    that holds some of it [bits] (0 and None where there is none). `labels` are the filters that label some of that
    region. `reason` says why it is not reported.
    """

    needle: Needle
    reported: bool
    share: float
    rank: int | None
    weight: float
    residual: float
    labels: tuple[str, ...]
    reason: str = ""


class Rarity:
    """The information content of passages of a work under the background of Python, without names and literals."""

    def __init__(self, folder: Path, jobs: int) -> None:
        settings = Settings()
        work = prepare([read_work(str(folder), settings.intake)], make_tools(settings), jobs=jobs)[0]
        self._files = {source.record.path: file for source, file in zip(work.sources, work.files, strict=True)}
        self._standing_in = work.copies

    def __call__(self, passage: Passage) -> tuple[float, float]:
        """Return the bits of the tokens that start on the lines of a passage, with and without the discounts."""
        file = self._files[self._standing_in.get(passage.path, passage.path)]
        inside = np.isin(file.stream.lines, passage.lines)
        return float(file.weights.bits[inside].sum()), float(file.weights.full[inside].sum())


def outcome(needle: Needle, ranked: Sequence[Region]) -> Outcome:
    """Return what became of a needle among the regions, which are sorted by residual weight."""
    passage = needle.passage
    holding = [
        (rank, region)
        for rank, region in enumerate(ranked, start=1)
        if (region.known.path, region.questioned.path) == (passage.path, needle.path)
        and _common(region.known.first_line, region.known.last_line, passage.first_line, passage.last_line)
        and _common(region.questioned.first_line, region.questioned.last_line, needle.first_line, needle.last_line)
    ]
    hidden = range(needle.first_line, needle.last_line + 1)
    share = min(
        _held([(region.known.first_line, region.known.last_line) for _, region in holding], passage.lines),
        _held([(region.questioned.first_line, region.questioned.last_line) for _, region in holding], hidden),
    )
    rank, best = holding[0] if holding else (None, None)
    return Outcome(
        needle=needle,
        reported=share >= FOUND_SHARE,
        share=share,
        rank=rank,
        weight=best.weight.total if best else 0.0,
        residual=residual_of(best) if best else 0.0,
        labels=tuple(sorted({label.filter for label in best.labels})) if best else (),
    )


def _common(first: int, last: int, from_line: int, to_line: int) -> bool:
    return first <= to_line and from_line <= last


def _held(spans: Sequence[tuple[int, int]], lines: Sequence[int]) -> float:
    """Return the share of the lines that lie in one of the spans."""
    return sum(any(first <= line <= last for first, last in spans) for line in lines) / len(lines)


def residual_of(region: Region) -> float:
    """Return what a region weighs without its labelled tokens, in bits."""
    return (region.residual or region.weight).total


def outcomes(made: Sequence[Needle], pair: PairResult) -> list[Outcome]:
    """Return what became of the needles in a comparison."""
    ranked = sorted(pair.regions, key=lambda region: (-residual_of(region), region.number))
    return [outcome(needle, ranked) for needle in made]


LADDER: tuple[tuple[str, dict[str, dict[str, float]]], ...] = (
    ("below the threshold", {"significance": {"coincidence_rate": 1.0}}),
    ("its sequences of tokens are too frequent", {"seeding": {"max_product": 10**6, "max_light_product": 10**6}}),
    ("less structure than a region must have", {"weighing": {"min_weight": 5.0, "min_established": 5.0}}),
)
"""The limits that keep a match out, in the order in which they are lifted, each together with those before it."""


def explained(missing: Sequence[Outcome], base: PairResult, folders: tuple[Path, Path], jobs: int) -> list[Outcome]:
    """Return the outcomes with the reason why each was not reported: the first limit without which it is.

    Args:
        missing: Needles that were not reported.
        base: The comparison in which they were not.
        folders: Both works.
        jobs: Number of processes.
    """
    done = []
    for item in missing:
        taken = _taken_by(item.needle, base)
        done += [replace(item, reason=f"lies in a region with {taken}")] if taken else []
    waiting = [item for item in missing if item.needle not in [one.needle for one in done]]
    settings = Settings()
    for reason, changes in LADDER:
        if not waiting:
            break
        for group, values in changes.items():
            settings = replace(settings, **{group: replace(getattr(settings, group), **values)})
        again = outcomes([item.needle for item in waiting], _compared(folders, settings, jobs))
        for old, new in zip(waiting, again, strict=True):
            if new.reported:
                done.append(replace(old, reason=f"{reason}; without it {new.weight:.0f} bits"))
        waiting = [old for old, new in zip(waiting, again, strict=True) if not new.reported]
    done += [replace(item, reason="not found with any limit lifted") for item in waiting]
    return done


def _taken_by(needle: Needle, pair: PairResult) -> str:
    """Return the place in the known work with which a region sets most of a needle beside, "" if none does."""
    for region in pair.regions:
        side = region.questioned
        hidden = range(needle.first_line, needle.last_line + 1)
        if side.path == needle.path and _held([(side.first_line, side.last_line)], hidden) >= FOUND_SHARE:
            return f"{region.known.path}:{region.known.first_line}-{region.known.last_line}"
    return ""


def _compared(folders: tuple[Path, Path], settings: Settings, jobs: int) -> PairResult:
    return codematch.compare(*folders, settings=settings, jobs=jobs).pairs[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A region without a needle that is among the first by residual weight."""

    rank: int
    known: str
    questioned: str
    weight: float
    residual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A whole test: the sizes of both works, the threshold, what became of every needle, and what ranks among them."""

    known_lines: int
    questioned_lines: int
    regions: int
    threshold_bits: float
    outcomes: tuple[Outcome, ...]
    others: tuple[Other, ...]

    @property
    def reported(self) -> int:
        """The number of needles that are reported."""
        return sum(item.reported for item in self.outcomes)

    @property
    def among_first(self) -> int:
        """The number of reported needles among the first `FIRST` regions by residual weight."""
        return sum(item.reported and item.rank is not None and item.rank <= FIRST for item in self.outcomes)


def search(
    known: dict[str, str], questioned: dict[str, str], *, count: int = COUNT, seed: int = SEED, jobs: int = 2
) -> Search:
    """Hide needles of one work in another one, compare the two, and look for them.

    Args:
        known: The texts of the known work by path.
        questioned: Those of the questioned work, before anything is hidden.
        count: The number of needles, a multiple of four.
        seed: Seeds every choice.
        jobs: Number of processes.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folders = Path(temporary) / "known", Path(temporary) / "questioned"
        write_work(known, folders[0])
        made, changed = needles(own_files(known), own_files(questioned), Rarity(folders[0], jobs), count, seed)
        write_work(questioned | changed, folders[1])
        pair = _compared(folders, Settings(), jobs)
        found = outcomes(made, pair)
        print(f"{sum(item.reported for item in found)} of {count} reported; the others are looked into", flush=True)
        reasons = explained([item for item in found if not item.reported], pair, folders, jobs)
    by_needle = {item.needle: item for item in (*found, *reasons)}
    return Search(
        known_lines=sum(text.count("\n") for text in known.values()),
        questioned_lines=sum(text.count("\n") for text in questioned.values()),
        regions=len(pair.regions),
        threshold_bits=next(item.threshold_bits for item in pair.significance if item.language == "python"),
        outcomes=tuple(by_needle[needle] for needle in made),
        others=_others(pair, {item.rank for item in found}),
    )


def _others(pair: PairResult, ranks: set[int | None]) -> tuple[Other, ...]:
    ranked = sorted(pair.regions, key=lambda region: (-residual_of(region), region.number))[:FIRST]
    return tuple(
        Other(
            rank=rank,
            known=f"{region.known.path}:{region.known.first_line}-{region.known.last_line}",
            questioned=f"{region.questioned.path}:{region.questioned.first_line}-{region.questioned.last_line}",
            weight=region.weight.total,
            residual=residual_of(region),
        )
        for rank, region in enumerate(ranked, start=1)
        if rank not in ranks
    )


def describe(result: Search) -> str:
    """Return the outcome as text."""
    rows = [_row(number, item) for number, item in enumerate(result.outcomes, start=1)]
    head = [
        "needle",
        "from",
        "hidden in",
        "lines",
        "bits, undiscounted",
        "rank",
        "weight",
        "residual",
        "not reported because",
    ]
    count = len(result.outcomes)
    heavy = [item for item in result.outcomes if item.needle.bits >= result.threshold_bits]
    others = [[str(o.rank), o.known, o.questioned, f"{o.weight:.0f}", f"{o.residual:.0f}"] for o in result.others]
    return "\n".join(
        (
            f"{result.known_lines:,} and {result.questioned_lines:,} lines; {result.regions} regions; threshold "
            f"{result.threshold_bits:.1f} bits.",
            "",
            f"Reported: {result.reported} of {count}, aimed at {count}: {_verdict(result.reported, count)}. Among the "
            f"first {FIRST} by residual weight: {result.among_first}, aimed at {AIM_FIRST}: "
            f"{_verdict(result.among_first, AIM_FIRST)}. Of the {len(heavy)} passages whose structure alone weighs the "
            f"threshold, {sum(item.reported for item in heavy)} are reported.",
            "",
            markdown(head, rows),
            "",
            f"Other regions among the first {FIRST}:",
            "",
            markdown(["rank", "known", "questioned", "weight", "residual"], others),
        )
    )


def _verdict(value: int, aim: int) -> str:
    return "met" if value >= aim else "missed"


def _row(number: int, item: Outcome) -> list[str]:
    needle, passage = item.needle, item.needle.passage
    kind = "function" if passage.whole else "statements"
    rank = str(item.rank) if item.rank is not None else "none"
    weights = [f"{item.weight:.0f}", f"{item.residual:.0f}"] if item.rank is not None else ["", ""]
    return [
        f"{number} {kind}",
        f"{passage.path}:{passage.first_line}-{passage.last_line}",
        f"{needle.path}:{needle.first_line}-{needle.last_line}",
        str(len(passage.lines)),
        f"{needle.bits:.0f}, {needle.full_bits:.0f}",
        rank,
        *weights,
        item.reason,
    ]


def run(packages: Path, jobs: int) -> list[str]:
    """Measure, print, save; return the lines about what was skipped."""
    try:
        known, questioned = (work_files(WORKS[side], packages, LINES) for side in ("known", "questioned"))
    except PackageError as error:
        return [str(error)]
    result = search(known, questioned, jobs=jobs)
    text = describe(result)
    print(text)
    save("needles", text, [result])
    return []


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.needles", description=__doc__)
    parser.add_argument("--packages", type=Path, default=PACKAGES, help="where unpacked wheels lie or are put")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    for line in run(options.packages, options.jobs):
        print(f"skipped: {line}")


if __name__ == "__main__":
    main()
