"""The custody log of a case: who had which item when. Each entry is chained to the preceding one by its digest.

The log is a CSV file that only grows. The chain value of an entry is the SHA-256 of the chain value before it and of
the entry itself, so changing, removing or inserting an entry breaks every later chain value. A small file next to the
log records the number of entries and the last chain value, so that truncation is detected. Anyone who can write both
files can write a whole new log; only a copy of the last chain value kept elsewhere, or a time-stamp, shows that.
"""

import contextlib
import csv
import hashlib
import io
import json
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from pathlib import Path

from codematch import saved_files
from codematch.errors import InputError, StoreError, UsageError
from codematch.model.csv_text import csv_text
from codematch.model.digests import HEX_LENGTHS

FORMAT = "codematch-custody-1"
START = "0" * 64
"""The chain value before the first entry."""
_FORMULA = ("=", "+", "-", "@", "\t")
"""First characters that a spreadsheet reads as the beginning of a formula."""
_REORDERING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Unicode directions that display a line in another order than it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log: the columns of table T2.

    `time` is ISO 8601 with its zone; `hash_before` and `hash_after` are digests of the item, "" if none was taken.
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
    """An entry in its place: its number from 1, its chain value, and whether its time is before that of the last one.

    An entry may be recorded late; this is not an error, but readers of the log should know.
    """

    number: int
    entry: Entry
    chain: str
    late: bool = False


_COLUMNS = ("number", *(field.name for field in fields(Entry)), "chain")


def add(log: Path, entry: Entry) -> Link:
    """Append an entry to a log; start the log if there is none.

    Raises:
        UsageError: The entry lacks a required field, its time has no zone, a digest is invalid, or a text has control
            characters or begins like a formula.
        StoreError: The log cannot be read or written, or its chain is broken: nothing is appended to such a log.
    """
    _check(entry)
    if not log.exists() and _head(log).exists():
        raise StoreError(
            f"{log}: is missing, but {_head(log).name} records its entries; restore the log, or start another one"
        )
    links = read(log) if log.exists() else []
    link = _next(links[-1] if links else None, entry)
    size = log.stat().st_size if log.exists() else 0
    try:
        with log.open("a", encoding="utf-8", newline="") as file:
            if not links:
                file.write(f"# {FORMAT}\r\n" + _row(_COLUMNS))
            file.write(_row((str(link.number), *astuple(entry), link.chain)))
        saved_files.replace(_head(log), f"{link.number} {link.chain}\n".encode())
    except OSError as error:
        with contextlib.suppress(OSError):  # an entry without its head would break the log for ever
            os.truncate(log, size) if links else log.unlink()
        raise StoreError(f"{log}: cannot be written ({error.strerror}); the entry was not recorded") from None
    return link


def read(log: Path, head: str = "") -> list[Link]:
    """Return the entries of a log after checking its chain.

    Args:
        log: The CSV file.
        head: A chain value that was kept elsewhere: the last one must be it.

    Raises:
        StoreError: The log cannot be read, or it is not what was written; the message names the first entry that fails.
    """
    try:
        text = saved_files.read_bytes(log).decode("utf-8")  # with its line ends
    except OSError as error:
        raise StoreError(f"{log}: cannot be read ({error.strerror}); give a custody log") from None
    except ValueError:
        raise StoreError(f"{log}: is not a custody log; give one that codematch custody add wrote") from None
    links = list(_links(log, text))
    last = links[-1].chain if links else START
    recorded = _recorded(log)
    if recorded != [str(len(links)), last]:
        count = recorded[0] if recorded else "none"
        raise StoreError(f"{log}: entries recorded: {count}, found: {len(links)}; the log was truncated or changed")
    if head and head != last:
        raise StoreError(f"{log}: its last chain value is {last}, not the one of --head; the log was changed")
    return links


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        InputError: It cannot be read.
    """
    try:
        return saved_files.sha256(file, through_links=True)
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); give the file to be hashed") from None


def _recorded(log: Path) -> list[str]:
    """The number of entries and the last chain value in the head file of a log."""
    head = _head(log)
    try:
        return saved_files.read_text(head, "ascii").split()
    except FileNotFoundError:
        raise StoreError(
            f"{log}: {head.name} is missing, without which a truncated log cannot be detected; "
            "restore it from a backup of the log"
        ) from None
    except OSError as error:
        raise StoreError(f"{head}: cannot be read ({error.strerror}); make it readable") from None
    except ValueError:
        raise StoreError(f"{head}: was changed; restore it from a backup of the log") from None


def _links(log: Path, text: str) -> Iterator[Link]:
    lines = text.split("\r\n", 1)
    if lines[0] != f"# {FORMAT}" or len(lines) < 2:
        raise StoreError(f"{log}: is not a custody log; give one that codematch custody add wrote")
    rows = csv.reader(io.StringIO(lines[1], newline=""), strict=True)
    link = None
    try:
        if tuple(next(rows, ())) != _COLUMNS:
            raise StoreError(f"{log}: its columns were changed; expected are {', '.join(_COLUMNS)}")
        for number, row in enumerate(rows, start=1):
            if len(row) != len(_COLUMNS) or row[0] != str(number):
                raise StoreError(f"{log}: entry {number} is missing or was changed; restore the log from a backup")
            link = _next(link, Entry(**dict(zip(_COLUMNS[1:-1], row[1:-1], strict=True))))
            if row[-1] != link.chain:
                raise StoreError(f"{log}: the chain breaks at entry {number}; this entry or an earlier one was changed")
            yield link
    except csv.Error as error:
        raise StoreError(f"{log}: is damaged ({error}); restore it from a backup") from None


def _next(last: Link | None, entry: Entry) -> Link:
    """The entry that follows the last one of a log, None for the first."""
    number, before = (last.number + 1, last.chain) if last is not None else (1, START)
    now, then = _moment(entry.time), _moment(last.entry.time) if last is not None else None
    late = now is not None and then is not None and now < then
    return Link(number=number, entry=entry, chain=_chain(before, entry), late=late)


def _moment(text: str) -> datetime | None:
    """The time that a text says with its zone, None when it says none."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo is not None else None


def _chain(before: str, entry: Entry) -> str:
    text = json.dumps([before, *astuple(entry)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _check(entry: Entry) -> None:
    for name in ("item", "action", "persons"):
        if not getattr(entry, name).strip():
            raise UsageError(f"a custody entry needs {name}; give --{name.removesuffix('s')}")
    if not all(person.strip() for person in entry.persons.split(";")):
        raise UsageError(f"persons {entry.persons!r} includes an empty name; give each --person a name")
    if _moment(entry.time) is None:
        raise UsageError(f"--time {entry.time!r} is not a time with a zone; write for example 2026-03-05T14:30+08:00")
    for name in ("hash_before", "hash_after"):
        value = getattr(entry, name)
        if value and (not re.fullmatch(r"[0-9A-Fa-f]+", value) or len(value) not in HEX_LENGTHS):
            raise UsageError(
                f"--{name.replace('_', '-')} {value!r} is not a digest; "
                "give the 64, 40 or 32 hexadecimal digits of a SHA-256, SM3, SHA-1 or MD5"
            )
    for field in fields(Entry):
        fault = _fault(getattr(entry, field.name))
        if fault:
            raise UsageError(f"{field.name} {getattr(entry, field.name)!r} {fault}")


def _fault(value: str) -> str:
    """Why a value would not be displayed as written in a terminal or a spreadsheet; "" if it would."""
    if value.startswith(_FORMULA):
        return "begins with = + - @ or a tab, which spreadsheets run as a formula; rephrase it"
    if "\n" in value or "\r" in value:
        return "has more than one line; remove the line breaks"
    for char in value:
        if unicodedata.category(char) == "Cs":
            return "holds invalid characters; retype it"
        if unicodedata.category(char) in ("Cc", "Zl", "Zp") or unicodedata.bidirectional(char) in _REORDERING:
            return f"holds the control character U+{ord(char):04X}; remove it"
    return ""


def _row(values: tuple[str, ...]) -> str:
    return csv_text((values,))


def _head(log: Path) -> Path:
    return log.with_name(f"{log.name}.head")
