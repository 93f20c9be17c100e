"""Labelled pairs of works: the list is read, checked line by line, and every row gets exactly one disposition.

A wrong list is an error, because no figure could be trusted. A single pair that cannot be used is none: it stays in the
result with its reason.
"""

import csv
import hashlib
import io
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from codematch import saved_files
from codematch.errors import InputError
from codematch.model.evaluation import Pair, PairState
from codematch.model.stratum import Stratum

COLUMNS = ("path_a", "path_b", "label", "kind", "language")
"""What every list must have; other columns are allowed, in any order."""
SIDES = COLUMNS[:2]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairList:
    """A checked list: `name` of its file, its SHA-256, its header, and its rows in their order.

    `compared_as` is the stratum of every pair, which decides which pairs are reported; None to find it for each.
    """

    name: str
    sha256: str
    header: tuple[str, ...]
    pairs: tuple[Pair, ...]
    compared_as: Stratum | None = None

    @property
    def usable(self) -> tuple[Pair, ...]:
        """The pairs without an objection so far."""
        return tuple(pair for pair in self.pairs if pair.state is PairState.SCORED)


def read_pairs(path: Path) -> PairList:
    """Read and check a list of labelled pairs.

    Args:
        path: A CSV file in UTF-8 with the columns of `COLUMNS`.

    Returns:
        Every row; repeated pairs are marked as such.

    Raises:
        InputError: There is no such file, or it is not such a list.
    """
    content = _content(path)
    text = _decoded(content, path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    pairs: list[Pair] = []
    header: tuple[str, ...] = ()
    try:
        for cells in reader:
            if not cells:
                continue
            if not header:
                header = _checked_header(tuple(cells), path)
                continue
            pairs.append(_pair(tuple(cells), header, reader.line_num, path))
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: is not valid CSV ({error}); fix the line") from None
    if not header:
        raise InputError(f"{path}: is empty; the first line must name the columns {', '.join(COLUMNS)}")
    if not pairs:
        raise InputError(f"{path}: has no rows; list one labelled pair of works per line")
    sha256 = hashlib.sha256(content).hexdigest()
    return PairList(name=path.name, sha256=sha256, header=header, pairs=tuple(_without_repetitions(pairs)))


def _content(path: Path) -> bytes:
    try:
        return saved_files.read_bytes(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give a CSV file of labelled pairs") from None


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 (byte {error.start}); save it as CSV in UTF-8") from None


def _checked_header(header: tuple[str, ...], path: Path) -> tuple[str, ...]:
    names = tuple(cell.strip() for cell in header)
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        what = f"no column {missing[0]}" if len(missing) == 1 else f"no columns {', '.join(missing)}"
        raise InputError(f"{path}: has {what}; the first line must name {', '.join(COLUMNS)}")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"{path}: names the column {twice!r} twice; remove one")
    return names


def _pair(cells: tuple[str, ...], header: tuple[str, ...], line: int, path: Path) -> Pair:
    if len(cells) != len(header):
        raise InputError(f"{path}, line {line}: has {len(cells)} cells, but the header has {len(header)}; fix the line")
    row = dict(zip(header, cells, strict=True))
    if row["label"].strip() not in ("0", "1"):
        raise InputError(
            f"{path}, line {line}: the label is {row['label']!r}; write 1 for a pair of common origin, 0 for any other"
        )
    for side in SIDES:
        if not row[side].strip() or "\0" in row[side]:
            raise InputError(f"{path}, line {line}: {side} is not a path; give a file, a folder or an archive")
    return Pair(
        line=line,
        known=row["path_a"],
        questioned=row["path_b"],
        positive=row["label"].strip() == "1",
        kind=row["kind"],
        language=row["language"],
        cells=cells,
    )


def _without_repetitions(pairs: Sequence[Pair]) -> list[Pair]:
    """Keep the first of pairs of the same two works, and none of them when their labels contradict each other."""
    same: dict[tuple[str, ...], list[Pair]] = {}
    for pair in pairs:
        same.setdefault(_works(pair), []).append(pair)
    judged = []
    for pair in pairs:
        mates = same[_works(pair)]
        others = [mate for mate in mates if mate is not pair]
        if any(mate.positive != pair.positive for mate in others):
            lines = ", ".join(str(mate.line) for mate in others)
            pair = replace(pair, state=PairState.CONTRADICTED, detail=f"see line {lines}")
        elif pair is not mates[0]:
            pair = replace(pair, state=PairState.DUPLICATE, detail=f"see line {mates[0].line}")
        judged.append(pair)
    return judged


def _works(pair: Pair) -> tuple[str, ...]:
    """The two works of a pair in a fixed order, however their paths are spelt."""
    return tuple(sorted(posixpath.normpath(path) for path in (pair.known, pair.questioned)))
