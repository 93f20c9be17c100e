"""Reads labelled sets: folders with a `pairs.csv` of path_a, path_b, label, kind, language."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

LIST = "pairs.csv"
COLUMNS = ("path_a", "path_b", "label", "kind", "language")
_TASK = re.compile(r"case-\d+")


class DataError(Exception):
    """A labelled set that cannot be used, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two files and whether they are of common origin; `known` and `questioned` are relative to the set's folder."""

    known: str
    questioned: str
    positive: bool
    kind: str
    language: str

    @property
    def task(self) -> str:
        """The task that both files solve ("" in sets without tasks)."""
        found = _TASK.search(self.known)
        return found[0] if found else ""

    @property
    def part(self) -> str:
        """The first word of the kind: a part of the set, or a level of disguise."""
        return self.kind.split(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """The pairs of a folder whose files are there; `missing` counts those left out."""

    name: str
    folder: Path
    pairs: tuple[Pair, ...]
    missing: int

    @property
    def paths(self) -> list[str]:
        """Every file of the set, once, sorted."""
        return sorted({path for pair in self.pairs for path in (pair.known, pair.questioned)})

    def where(self, name: str, chosen: Callable[[Pair], bool]) -> "LabelledSet":
        """Return the part of the set whose pairs are chosen."""
        return LabelledSet(
            name=name, folder=self.folder, pairs=tuple(p for p in self.pairs if chosen(p)), missing=self.missing
        )


def read_set(folder: Path) -> LabelledSet:
    """Read the pairs of one folder.

    Raises:
        DataError: The list has other columns, or a label that is neither 0 nor 1.
    """
    with (folder / LIST).open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DataError(f"{folder.name}/{LIST}: the columns are {reader.fieldnames}, not {list(COLUMNS)}")
        rows = list(reader)
    pairs = []
    for row in rows:
        if row["label"] not in ("0", "1"):
            raise DataError(f"{folder.name}/{LIST}: a label is {row['label']!r}")
        if all((folder / row[side]).is_file() for side in ("path_a", "path_b")):
            positive = row["label"] == "1"
            pair = Pair(
                known=row["path_a"],
                questioned=row["path_b"],
                positive=positive,
                kind=row["kind"],
                language=row["language"],
            )
            pairs.append(pair)
    return LabelledSet(name=folder.name, folder=folder, pairs=tuple(pairs), missing=len(rows) - len(pairs))


def read_sets(data: Path, names: Sequence[str] = ()) -> list[LabelledSet]:
    """Read every labelled set below a folder, or only those named."""
    folders = sorted(file.parent for file in data.glob(f"*/{LIST}"))
    return [read_set(folder) for folder in folders if not names or folder.name in names]
