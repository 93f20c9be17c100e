"""Version pinning against known truth: copies of random commits, and packages that bundle a known version of another.

    python -m tests.benchmarks.versions commits REPOSITORY... [--copies 10] [--seed 1]
    python -m tests.benchmarks.versions vendored PROJECT QUESTIONED RELEASES VERSION
    python -m tests.benchmarks.versions order FOLDER...
    python -m tests.benchmarks.versions direction FOLDER [--pairs FILE] [--only WORD]

A copy takes some source files of a random commit, moves them, edits one line in ten (a third each is deleted, changed
and inserted), and replaces six of ten names. The truth is the commit. Repositories are bare git folders that were
fetched before; nothing of them is kept. `direction` examines the pairs of `directions.toml`, whose repositories are in
FOLDER/OWNER/NAME, in both orders.
"""

import argparse
import keyword
import random
import re
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from codematch.intake import read_work
from codematch.intake.locate import locate
from codematch.model.versions import VersionPinning
from codematch.revisions.examine import examine_history, opened_history, pinning_of
from codematch.revisions.git_history import read_history, repository_of
from codematch.revisions.history import History
from codematch.revisions.lines import translated, words_of
from codematch.revisions.pinning import pin
from codematch.revisions.texts import Texts
from codematch.scanning.descent import order_named
from codematch.settings import Settings, Versions
from tests.benchmarks import known_directions

SOURCES = re.compile(r"\.(py|c|h|cc|cpp|js|java|rb|go|ts|cs|php)$")
_WORDS = (
    "int char void const static struct unsigned long short sizeof switch case break define include ifdef endif ifndef "
    "from public private class final new this extends implements package null true false boolean String var let "
    "function export default self require module"
)
KEPT = {*keyword.kwlist, *_WORDS.split()}


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one copy."""

    repository: str
    commit: int
    inside: bool
    count: int
    touching: int
    seconds: float
    lines: int


def files_at(history: History, number: int) -> dict[str, str]:
    """Return the files of a revision with their contents."""
    chain = []
    while number >= 0:
        chain.append(number)
        number = history.revisions[number].parent
    files: dict[str, str] = {}
    for one in reversed(chain):
        for path, content in history.revisions[one].changes.items():
            files.pop(path, None)
            if content:
                files[path] = content
    return files


def copied(
    history: History, number: int, chance: random.Random, most: int, edits: float, renames: float
) -> dict[str, bytes]:
    """Return an edited copy of some files of a revision, with names replaced, below another folder."""
    texts = Texts(history, Settings().intake)
    files = {path: content for path, content in files_at(history, number).items() if SOURCES.search(path)}
    chosen = sorted(chance.sample(sorted(files), min(most, len(files))))
    edited = {path: _edited(texts.raw(files[path]), chance, edits) for path in chosen}
    words = sorted({word for lines in edited.values() for line in lines for word in words_of(line)})
    names = {
        word: b"%s%03d" % (b"item_" if chance.random() < 0.5 else b"val", place)
        for place, word in enumerate(words)
        if len(word) > 2 and word.decode("utf-8", "replace") not in KEPT and chance.random() < renames
    }
    return {
        f"product/{place:03d}_{Path(path).name}": b"\n".join(translated(line, names) for line in lines)
        for place, (path, lines) in enumerate(edited.items())
    }


def _edited(lines: Sequence[bytes], chance: random.Random, share: float) -> list[bytes]:
    made: list[bytes] = []
    for line in lines:
        roll = chance.random() / max(share, 1e-9)
        if roll < 1 / 3:
            continue
        if roll < 2 / 3:
            line += b" + extra_%d" % chance.randrange(10_000)
        elif roll < 1:
            made.append(b"    inserted_%d = call(%d)" % (chance.randrange(10_000), chance.randrange(100)))
        made.append(line)
    return made


def measure_commits(locator: str, copies: int, seed: int, most: int = 40) -> list[Row]:
    """Pin copies of random commits of one repository; what an earlier copy read is not read again."""
    settings, chance = Settings(versions=Versions(max_points=10**6)), random.Random(seed)  # noqa: S311
    rules = settings.versions
    rows: list[Row] = []
    with repository_of(locate(locator), settings.intake) as repository:
        history = read_history(repository, "", locator, rules.max_revisions)
        texts = Texts(history, settings.intake)
        while len(rows) < copies:
            number = chance.randrange(len(history.revisions) // 20, len(history.revisions))
            files = copied(history, number, chance, most, edits=0.1, renames=0.6)
            if sum(text.count(b"\n") for text in files.values()) < 200:
                continue
            with TemporaryDirectory() as folder:
                for path, text in files.items():
                    place = Path(folder, path)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(text)
                started = time.perf_counter()
                held = [(file.record.path, file.utf8) for file in read_work(folder, settings.intake).files]
                found = pinning_of(history, pin(history, held, texts, rules), texts, rules)
            rows.append(_row(locator, number, found, history, time.perf_counter() - started, files))
            print(rows[-1], flush=True)
    return rows


def _row(
    locator: str, number: int, found: VersionPinning | None, history: History, seconds: float, files: dict[str, bytes]
) -> Row:
    lines = sum(text.count(b"\n") for text in files.values())
    if found is None or found.interval is None:
        return Row(Path(locator).parent.name, number, False, 0, 0, seconds, lines)
    inside = number + 1 in members(found, history)
    return Row(Path(locator).parent.name, number, inside, found.interval.count, found.interval.touching, seconds, lines)


def members(found: VersionPinning, history: History) -> set[int]:
    """Return the numbers of the revisions that the result states as equal: as its points, or as the last one before."""
    equal = {point.revision: point.is_equal for point in found.curve}
    state: list[bool] = []
    for place, revision in enumerate(history.revisions):
        own = equal.get(place + 1)
        state.append(own if own is not None else revision.parent >= 0 and state[revision.parent])
    return {place + 1 for place, is_equal in enumerate(state) if is_equal}


def ordered(folder: str) -> str:
    """Return a row of a table: how far the tree of releases in a folder has the order of their versions."""
    started = time.perf_counter()
    result = order_named([folder], Settings())
    tree, seconds = result.trees[0], time.perf_counter() - started
    supports = sorted(edge.support for edge in tree.edges if edge.support is not None)
    beside = [result.works[number - 1].label for number in tree.works if number not in tree.main_line]
    median_support = f"{median(supports):.2f}" if supports else "-"
    return (
        f"| {Path(folder).name} | {len(tree.works)} | {len(tree.main_line)} | {tree.agreeing_pairs} of "
        f"{tree.ordered_pairs} | {median_support} | {', '.join(beside) or '-'} | {seconds:.1f} |"
    )


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commits = commands.add_parser("commits")
    commits.add_argument("repositories", nargs="+")
    commits.add_argument("--copies", type=int, default=10)
    commits.add_argument("--seed", type=int, default=1)
    commits.add_argument("--files", type=int, default=40)
    order = commands.add_parser("order")
    order.add_argument("folders", nargs="+")
    direction = commands.add_parser("direction")
    direction.add_argument("folder", type=Path)
    direction.add_argument("--pairs", type=Path, default=known_directions.LIST)
    direction.add_argument("--only", default="")
    vendored = commands.add_parser("vendored")
    vendored.add_argument("project")
    vendored.add_argument("questioned")
    vendored.add_argument("releases")
    vendored.add_argument("version")
    given = parser.parse_args()
    if given.command == "commits":
        rows = [
            row for one in given.repositories for row in measure_commits(one, given.copies, given.seed, given.files)
        ]
        inside = sum(row.inside for row in rows)
        print(f"inside: {inside} of {len(rows)}; median of touching: {median(row.touching for row in rows)}")
        print(f"largest seconds: {max(row.seconds for row in rows):.1f}; memory: {_gigabytes():.2f} GB")
        return
    if given.command == "order":
        for folder in given.folders:
            print(ordered(folder), flush=True)
        return
    if given.command == "direction":
        known_directions.measure(given.folder, known_directions.read_pairs(given.pairs, given.only))
        print(f"memory: {_gigabytes():.2f} GB")
        return
    with opened_history(given.releases, Settings()) as history:
        tree = read_work(given.questioned, Settings().intake)
        found = examine_history(history, tree, Settings())
    interval = found.interval if found else None
    named = [one.id for one in interval.named] if interval else []
    hit = any(given.version in name for name in named)
    print(f"{given.project} {given.version}: {'named' if hit else 'MISSED'}; interval of {len(named)}: {named}")


def _gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    main()
