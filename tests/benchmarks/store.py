"""An index of many works: how fast it is built, how large it is, and whether files taken from its works are found.

Works are entries of folders, in the order of a hash of their names, up to a number of lines. Files of them, one of a
work as long as there are works, are rewritten (reformatted, comments dropped, every identifier renamed) and hidden in a
project that is not in the index. A search for that project has to name the right work first for each file, and no other
work. CPU seconds are counted beside wall seconds, because they depend less on what else the machine does.
"""

import argparse
import ast
import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codematch.languages import load_languages
from codematch.settings import grammars_folder
from tests.benchmarks.measuring import ROOT
from tests.benchmarks.process_tree import Usage, measure
from tests.benchmarks.rewrite import rewrite
from tests.benchmarks.saving import save

MIN_LINES, MAX_LINES = 80, 800
"""Lines of a file that is taken."""
FOREIGN = frozenset({"vendor", "_vendor", "vendored", "extern", "externals", "third_party", "site-packages"})
"""Folders of files that a project has from others."""
GENERATED = frozenset({"versioneer.py", "_version.py", "six.py", "conf.py", "setup.py"})
"""Names of files that many projects have from the same source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A file that was taken from a work of the index: where it lies in the questioned work."""

    path: str
    work: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search says of planted files: those with the right work first, and with another one; other works."""

    planted: int
    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    others: tuple[str, ...]


def by_hash(paths: Iterable[Path]) -> list[Path]:
    """Return paths in the order of a hash of their names."""
    return sorted(paths, key=lambda path: hashlib.sha256(path.name.encode()).digest())


def files_of(work: Path) -> list[Path]:
    """Return the files of a work, sorted."""
    return sorted(path for path in work.rglob("*") if path.is_file() and not path.is_symlink())


def lines_of(work: Path) -> int:
    """Return the lines of the files of a work."""
    return sum(path.read_bytes().count(b"\n") for path in files_of(work))


def chosen_works(folders: Sequence[Path], lines: int, largest: int) -> tuple[list[Path], Path]:
    """Return works of together so many lines, none larger than `largest`, and the next one, to hide files in."""
    found: list[Path] = []
    total = 0
    for work in by_hash(path for folder in folders for path in folder.iterdir() if path.is_dir()):
        size = lines_of(work)
        if not 0 < size <= largest:
            continue
        if total >= lines:
            return found, work
        found.append(work)
        total += size
    return found[:-1], found[-1]


def takeable(work: Path) -> Iterator[Path]:
    """Yield the files of a work that may be taken, in the order of a hash of their names."""
    for path in by_hash(files_of(work)):
        inside = path.relative_to(work)
        if path.suffix != ".py" or path.name in GENERATED or FOREIGN.intersection(inside.parts):
            continue
        text = path.read_bytes()
        if MIN_LINES <= text.count(b"\n") <= MAX_LINES and text.count(b"\ndef ") + text.count(b"\n    def ") >= 3:
            yield path


def plant(works: Sequence[Path], host: Path, folder: Path, count: int) -> list[Planted]:
    """Make the questioned work: a project with files of others, rewritten, among its own."""
    shutil.copytree(host, folder, symlinks=True)
    places = sorted(path for path in folder.rglob("*.py") if path.is_file())
    found: list[Planted] = []
    queues = [takeable(work) for work in works]
    while len(found) < count:
        taken = [(work, path) for work, queue in zip(works, queues, strict=True) if (path := next(queue, None))]
        if not taken:
            break
        for work, path in taken[: count - len(found)]:
            try:
                text = rewrite({path.name: path.read_text()}, path.stem, 2, seed=len(found) + 1)[path.name]
                ast.parse(text)
            except (SyntaxError, ValueError, RecursionError):
                continue
            place = places[len(found) * 7919 % len(places)].parent / f"part_{len(found):02}.py"
            place.write_text(text)
            found.append(
                Planted(path=place.relative_to(folder).as_posix(), work=work.name, source=str(path.relative_to(work)))
            )
    return found


def found_in(document: dict[str, Any], planted: Sequence[Planted]) -> Found:
    """Return what a `search.json` says of the planted files."""
    labels = {hit["rank"]: hit["label"] for hit in document["hits"]}
    firsts = {one["path"]: labels[one["sources"][0]["rank"]] for one in document["files"]}
    right = [one for one in planted if firsts.get(one.path) == one.work]
    wrong = [f"{one.path}: {firsts[one.path]} for {one.work}" for one in planted
             if one.path in firsts and firsts[one.path] != one.work]  # fmt: skip
    missed = [f"{one.path}: {one.work}/{one.source}" for one in planted if one.path not in firsts]
    meant = {one.work for one in planted}
    others = [hit["label"] for hit in document["hits"] if hit["reported"] and hit["label"] not in meant]
    return Found(planted=len(planted), right=len(right), wrong=tuple(wrong), missed=tuple(missed), others=tuple(others))


def run(*words: str, log: Path) -> Usage:
    """Run codematch to its end, and return what it took."""
    usage = measure([sys.executable, "-m", "codematch", *words], ROOT, log)
    if usage.exit_code:
        raise SystemExit(f"codematch {words[0]} ended with {usage.exit_code}: {log.read_text()[-300:]}")
    return usage


def parsed(works: Sequence[Path], folder: Path, jobs: int) -> tuple[Usage, int]:
    """Measure reading all files of works and parsing those of a language, and return the lines."""
    languages = load_languages(grammars_folder())
    files = []
    for work in works:
        for path in files_of(work):
            language = languages.identify(path.name, b"").language
            files.append((str(path), "" if language == "text" else language))
    listed, log = folder / "files.json", folder / "floor.log"
    listed.write_text(json.dumps(files))
    usage = measure(
        [sys.executable, "-m", "tests.benchmarks.parser_floor", str(listed), "--jobs", str(jobs)], ROOT, log
    )
    return usage, json.loads(log.read_text())["lines"]


def size_of(folder: Path) -> int:
    """Return the bytes of the files of a folder."""
    return sum(path.stat().st_size for path in files_of(folder))


def measured(works: Sequence[Path], host: Path, count: int, jobs: int, folder: Path) -> dict[str, Any]:
    """Build an index of works, search it for a project with files of them, and return all figures."""
    root = folder / "works"
    root.mkdir()
    for work in works:
        (root / work.name).symlink_to(work)
    index, question = folder / "works.index", folder / "questioned"
    locators = [str(root / work.name) for work in works]
    planted = plant(works, host, question, count)
    floor, lines = parsed(works, folder, jobs)
    built = run("index", "build", str(index), *locators, "-q", "--jobs", str(jobs), log=folder / "build.log")
    info = json.loads(_output(folder, "index", "info", str(index), "--format", "json"))
    searched = run("search", str(question), "--index", str(index), "--format", "json", "--jobs", str(jobs), "-q",
                   log=folder / "search.log")  # fmt: skip
    document = json.loads((folder / "search.log").read_text())
    found = found_in(document, planted)
    return {
        "works": len(works),
        "lines": lines,
        "lines_in_index": info["lines"],
        "floor_cpu": floor.cpu_seconds,
        "build_cpu": built.cpu_seconds,
        "build_wall": built.seconds,
        "part_of_floor_speed": floor.cpu_seconds / built.cpu_seconds,
        "build_bytes": built.proportional_bytes,
        "index_bytes": size_of(index),
        "source_bytes": info["source_bytes"],
        "search_cpu": searched.cpu_seconds,
        "search_wall": searched.seconds,
        "search_bytes": searched.proportional_bytes,
        "questioned_lines": document["questioned"]["lines"],
        "candidates": document["candidates"]["candidates"],
        "screened": document["candidates"]["screened"],
        "compared": document["candidates"]["compared"],
        "planted": found.planted,
        "right": found.right,
        "wrong": list(found.wrong),
        "missed": list(found.missed),
        "others": list(found.others),
    }


def _output(folder: Path, *words: str) -> str:
    log = folder / "output.log"
    run(*words, log=log)
    return log.read_text()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders whose entries are works")
    parser.add_argument("--lines", type=int, default=5_000_000)
    parser.add_argument("--largest", type=int, default=400_000, help="lines of a work at most")
    parser.add_argument("--planted", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it")
    arguments = parser.parse_args()
    works, host = chosen_works(arguments.folders, arguments.lines, arguments.largest)
    print(f"{len(works)} works, hidden in {host.name}", flush=True)
    if arguments.keep:
        arguments.keep.mkdir(parents=True)
        figures = measured(works, host, arguments.planted, arguments.jobs, arguments.keep)
    else:
        with tempfile.TemporaryDirectory() as folder:
            figures = measured(works, host, arguments.planted, arguments.jobs, Path(folder))
    text = "\n".join(f"{name}: {value}" for name, value in figures.items())
    print(text)
    save("store", text, [figures])


if __name__ == "__main__":
    main()
