"""Histories written for tests: small repositories with their own objects, times and authors."""

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dulwich.index import commit_tree
from dulwich.objects import Blob, Commit, ObjectID
from dulwich.refs import Ref
from dulwich.repo import Repo

from codematch.revisions.examine import opened_history
from codematch.settings import Settings
from tests.folders import write_folder
from tests.intake.works import new_repository

DAY = 86_400
START = 1_500_000_000
ANN, BEN = b"Ann <ann@example.org>", b"Ben <ben@example.org>"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A commit to be written: its whole tree, and what it records."""

    files: Mapping[str, str]
    seconds: int | None = None
    committed: int | None = None
    zone: int = 0
    author: bytes = ANN
    title: str = "A step"


def write(path: Path, steps: Sequence[Step]) -> list[str]:
    """Write commits in a row into a new bare repository and return their ids."""
    ids: list[str] = []
    with new_repository(path, bare=True) as repository:
        for number, step in enumerate(steps):
            ids.append(_commit(repository, step, ids[-1:], number))
    return ids


def _commit(repository: Repo, step: Step, parents: Sequence[str], number: int) -> str:
    store, entries = repository.object_store, []
    for name, text in step.files.items():
        blob = Blob.from_string(text.encode())
        store.add_object(blob)
        entries.append((name.encode(), blob.id, 0o100644))
    made = Commit()
    made.tree = commit_tree(store, entries)
    made.parents = [ObjectID(parent.encode()) for parent in parents]
    made.author, made.committer = step.author, BEN
    # Steps of uneven length: commits at even intervals are an anomaly.
    made.author_time = START + number * DAY + number * number * 7 if step.seconds is None else step.seconds
    made.commit_time = made.author_time if step.committed is None else step.committed
    made.author_timezone = made.commit_timezone = step.zone
    made.message = step.title.encode() + b"\n"
    store.add_object(made)
    repository.refs[Ref(b"refs/heads/main")] = made.id
    return made.id.decode()


@contextmanager
def history(path: Path):
    with opened_history(str(path), Settings()) as opened:
        yield opened


def function(name: str, number: int, salt: str = "") -> str:
    """A small function that no other one repeats."""
    return (
        f"def {name}_{number}(valve, level):\n"
        f"    start = level * {number + 3} + {len(name)}\n"
        f"    flow = valve.open({number * 7 + 1}{salt}, start)\n"
        f"    while flow > {number + 11}:\n"
        f"        flow = drain(flow, valve, {number * 13})\n"
        f"    return flow - start % {number + 29}\n\n\n"
    )


def grown(count: int = 20) -> list[Step]:
    """A module and a second one that grow, and in which lines change on the way."""
    steps = []
    for last in range(count):
        first = "".join(function("sluice", number, " + 2" if number < last - 6 else "") for number in range(last + 1))
        second = "".join(function("weir", number) for number in range(last // 2 + 1))
        steps.append(Step(files={"src/sluice.py": first, "src/weir.py": second, "README": f"Water, step {last}\n"}))
    return steps


write_files = write_folder
