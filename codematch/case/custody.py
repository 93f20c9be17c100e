"""The custody log of a case: who had which item when, each entry chained to the one before by its digest.

The log is a CSV file that only grows. The chain value of an entry is the SHA-256 of the chain value before it and of
the entry itself, so an entry that is changed, removed or put in breaks every chain value after it. The number of
entries and the last chain value stand in a small file beside the log, so that entries cut off at the end are noticed.
Whoever can write both files can write a whole new log: only a copy of the last chain value kept elsewhere, or a
time-stamp over it, shows that.
"""

import contextlib
import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from pathlib import Path

from codematch.errors import InputError, StoreError, UsageError

FORMAT = "codematch-custody-1"
START = "0" * 64
"""The chain value before the first entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log: the columns of table T2.

    `time` is ISO 8601 with its zone; `hash_before` and `hash_after` are digests of the item, "" where none was taken.
    """

    time: str
    item: str
    action: str
    persons: str
    place: str = ""
    purpose: str = ""
    seal: str = ""
    hash_before: str = ""
    hash_after: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry in its place: its number from 1, and its chain value."""

    number: int
    entry: Entry
    chain: str


_COLUMNS = ("number", *(field.name for field in fields(Entry)), "chain")


def add(log: Path, entry: Entry) -> Link:
    """Append an entry to a log, which is begun where there is none.

    Raises:
        UsageError: The entry lacks what every entry has, or its time has no zone.
        StoreError: The log cannot be read or written, or its chain is broken: nothing is appended to such a log.
    """
    _check(entry)
    if not log.exists() and _head(log).exists():
        raise StoreError(
            f"{log}: is gone, and {_head(log).name} says what it held; bring the log back, or begin another one"
        )
    links = read(log) if log.exists() else []
    link = Link(number=len(links) + 1, entry=entry, chain=_chain(links[-1].chain if links else START, entry))
    size = log.stat().st_size if log.exists() else 0
    try:
        with log.open("a", encoding="utf-8", newline="") as file:
            if not links:
                file.write(f"# {FORMAT}\r\n" + _row(_COLUMNS))
            file.write(_row((str(link.number), *astuple(entry), link.chain)))
        _head(log).write_text(f"{link.number} {link.chain}\n", encoding="ascii")
    except OSError as error:
        with contextlib.suppress(OSError):
            os.truncate(log, size)  # an entry without its head would break the log for ever
        raise StoreError(f"{log}: cannot be written ({error.strerror}); the entry is not recorded") from None
    return link


def read(log: Path, head: str = "") -> list[Link]:
    """Return the entries of a log whose chain holds.

    Args:
        log: The CSV file.
        head: A chain value that was kept elsewhere: the last one must be it.

    Raises:
        StoreError: The log cannot be read, or it is not what was written; the message names the first entry that fails.
    """
    try:
        text = log.read_bytes().decode("utf-8")  # with its line ends
        recorded = _head(log).read_text(encoding="ascii").split()
    except OSError as error:
        raise StoreError(f"{error.filename}: cannot be read ({error.strerror}); name a custody log") from None
    except ValueError:
        raise StoreError(f"{log}: is no custody log; name one that codematch custody add made") from None
    links = list(_links(log, text))
    last = links[-1].chain if links else START
    if recorded != [str(len(links)), last]:
        count = recorded[0] if recorded else "none"
        raise StoreError(f"{log}: {count} entries were recorded, {len(links)} are there: the log was cut or changed")
    if head and head != last:
        raise StoreError(f"{log}: ends with {last}, not with the chain value that was kept: the log was changed")
    return links


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        InputError: It cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); name the file that is handed over") from None


def _links(log: Path, text: str) -> Iterator[Link]:
    lines = text.split("\r\n", 1)
    if lines[0] != f"# {FORMAT}" or len(lines) < 2:
        raise StoreError(f"{log}: is no custody log; name one that codematch custody add made")
    rows = csv.reader(io.StringIO(lines[1], newline=""), strict=True)
    chain = START
    try:
        if tuple(next(rows, ())) != _COLUMNS:
            raise StoreError(f"{log}: its columns were changed; expected {', '.join(_COLUMNS)}")
        for number, row in enumerate(rows, start=1):
            if len(row) != len(_COLUMNS) or row[0] != str(number):
                raise StoreError(f"{log}: entry {number} is missing or was changed")
            entry = Entry(**dict(zip(_COLUMNS[1:-1], row[1:-1], strict=True)))
            chain = _chain(chain, entry)
            if row[-1] != chain:
                raise StoreError(f"{log}: the chain breaks at entry {number}: it, or one before it, was changed")
            yield Link(number=number, entry=entry, chain=chain)
    except csv.Error as error:
        raise StoreError(f"{log}: is damaged ({error})") from None


def _chain(before: str, entry: Entry) -> str:
    text = json.dumps([before, *astuple(entry)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _check(entry: Entry) -> None:
    for name in ("item", "action", "persons"):
        if not getattr(entry, name).strip():
            raise UsageError(f"an entry of the custody log needs its {name}; give --{name.removesuffix('s')}")
    try:
        zone = datetime.fromisoformat(entry.time).tzinfo
    except ValueError:
        zone = None
    if zone is None:
        raise UsageError(f"the time {entry.time!r} is none with a zone; write 2026-03-05T14:30+08:00")
    if any(value[:1] in ("=", "+", "@", "\t") for value in astuple(entry)):
        raise UsageError("a value that begins with = + @ or a tab is run by spreadsheets; write it another way")
    if any(value.encode("utf-8", "ignore").decode() != value for value in astuple(entry)):
        raise UsageError("an entry of the custody log holds characters that are none; write it anew")
    if any("\n" in value or "\r" in value for value in astuple(entry)):
        raise UsageError("an entry of the custody log is one line; take the line breaks out")


def _row(values: tuple[str, ...]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return out.getvalue()


def _head(log: Path) -> Path:
    return log.with_name(f"{log.name}.head")
