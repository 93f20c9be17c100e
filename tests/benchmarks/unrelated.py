"""The heaviest region between projects that have nothing to do with each other.

A corpus is a folder with one folder for each project. Every pair is compared; pairs that are known to share code
(`shared_code.toml`) are set aside, and those that reach 65 bits are listed with their heaviest region, to be looked at.
"""

import argparse
import itertools
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from codematch.intake import read_work
from codematch.model.match import Region, RegionSide
from codematch.pipeline import compare_prepared, make_tools, prepare
from codematch.settings import Settings
from tests.benchmarks.saving import save
from tests.benchmarks.tables import markdown

SHARED_CODE = Path(__file__).with_name("shared_code.toml")
LIMIT_BITS = 65.0
LIMIT_PERCENTILE = 99
PERCENTILES = (50, 75, 90, 95, 99)
SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Heaviest:
    """The heaviest regions of one pair of projects, in bits (0 without a region), and where the heaviest lies."""

    known: str
    questioned: str
    structure: float
    total: float
    known_place: str
    questioned_place: str
    set_aside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCode:
    """Two projects that share code, and what it is."""

    projects: frozenset[str]
    reason: str

    def covers(self, known: str, questioned: str) -> bool:
        """Return whether two folders are of these projects."""
        return any(
            _is_of(known, first) and _is_of(questioned, second)
            for first, second in itertools.permutations(sorted(self.projects), 2)
        )


def _is_of(folder: str, project: str) -> bool:
    folder, project = folder.lower(), project.lower()
    rest = folder[len(project) :]
    return folder.startswith(project) and (not rest or rest[0] == "-")


def read_shared_code(path: Path = SHARED_CODE) -> list[SharedCode]:
    """Read the pairs to set aside."""
    with path.open("rb") as file:
        entries = tomllib.load(file).get("pair", [])
    return [SharedCode(projects=frozenset(entry["projects"]), reason=entry["reason"]) for entry in entries]


def _place(side: RegionSide) -> str:
    return f"{side.path}:{side.first_line}-{side.last_line}"


def heaviest_of(known: str, questioned: str, regions: Sequence[Region], shared: Sequence[SharedCode]) -> Heaviest:
    """Return the heaviest regions of a pair of projects."""
    reasons = [entry.reason for entry in shared if entry.covers(known, questioned)]
    top = max(regions, key=lambda region: region.weight.total, default=None)
    return Heaviest(
        known=known,
        questioned=questioned,
        structure=max((region.weight.structure for region in regions), default=0.0),
        total=top.weight.total if top else 0.0,
        known_place=_place(top.known) if top else "",
        questioned_place=_place(top.questioned) if top else "",
        set_aside="; ".join(reasons),
    )


def measure(corpus: Path, language: str, min_bits: float, jobs: int) -> list[Heaviest]:
    """Compare every pair of projects below a folder."""
    default = Settings()
    settings = replace(
        default,
        weighing=replace(default.weighing, min_weight=min_bits),
        counting=replace(default.counting, max_exhibits=0),
    )
    toolkit = make_tools(settings)
    folders = sorted(path for path in corpus.iterdir() if path.is_dir())
    trees = [read_work(str(folder), settings.intake) for folder in folders]
    works = prepare(trees, toolkit, languages=(language,) if language else (), jobs=jobs)
    shared = read_shared_code()
    found = []
    for known, questioned in itertools.combinations(range(len(works)), 2):
        pair = compare_prepared(works[known], works[questioned], toolkit)
        found.append(heaviest_of(folders[known].name, folders[questioned].name, pair.regions, shared))
        if sys.stderr.isatty():
            print(f"\r{len(found)} pairs", end="", file=sys.stderr)
    return found


def table(found: Sequence[Heaviest]) -> str:
    """Return the percentiles, with and without what is set aside, and the pairs that reach the limit."""
    kept = [pair for pair in found if not pair.set_aside]
    body = []
    for name, pairs in (("all pairs", found), ("known shared code set aside", kept)):
        for channel in ("structure", "total"):
            values = np.array([getattr(pair, channel) for pair in pairs])
            cells = [f"{np.percentile(values, level):.0f}" for level in PERCENTILES] if len(values) else []
            below = f"{(values < LIMIT_BITS).mean():.4f}" if len(values) else ""
            body.append([name, str(len(pairs)), channel, *(cells or [""] * len(PERCENTILES)), below])
    head = ["", "pairs", "heaviest region by", *(f"{level} %" for level in PERCENTILES), "share below 65 bits"]
    sections = [markdown(head, body)]
    heavy = sorted((pair for pair in kept if pair.total >= LIMIT_BITS), key=lambda pair: -pair.total)
    rows = [
        [f"{p.total:.0f}", f"{p.structure:.0f}", f"{p.known}: {p.known_place}", f"{p.questioned}: {p.questioned_place}"]
        for p in heavy[:SHOWN]
    ]
    if rows:
        sections.append("Pairs of 65 bits or more, to be looked at:")
        sections.append(markdown(["total", "structure", "known", "questioned"], rows))
    aside = sorted((pair for pair in found if pair.set_aside), key=lambda pair: -pair.total)
    if aside:
        rows = [[f"{p.total:.0f}", p.known, p.questioned, p.set_aside] for p in aside]
        sections.append("Set aside:")
        sections.append(markdown(["total", "known", "questioned", "shared code"], rows))
    return "\n\n".join(sections)


def run(corpus: Path, language: str, min_bits: float, jobs: int) -> list[str]:
    """Measure, print, save; return the lines about what was skipped."""
    found = measure(corpus, language, min_bits, jobs)
    if not found:
        return [f"fewer than two projects in {corpus.name}/"]
    text = table(found)
    print(text)
    save(f"unrelated_{language or corpus.name}", text, found)
    return []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with one folder for each project")
    parser.add_argument("--language", default="python", help="compare only files in this language; empty for all")
    parser.add_argument("--min-bits", type=float, default=15.0, help="regions below are not looked for")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    for line in run(arguments.corpus, arguments.language, arguments.min_bits, arguments.jobs):
        print(f"skipped: {line}")


if __name__ == "__main__":
    main()
