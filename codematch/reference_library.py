"""The reference library: well-known code that works may share, kept in a local store, found without a network.

An entry is a folder of three files: `card.json` (name, version, licence, root hash, files, date), `work.zip` (the files
that can be compared) and `prints.npz` (their fingerprints, by which the files are chosen that a case shares something
with). Nothing in a store is changed once it is written. A result names the store by a hash over its entries, so "not
found" always says in what.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch import saved_files
from codematch.comparison.prepare import PreparedWork
from codematch.comparison.reference_material import MaterialTree
from codematch.errors import InputError, StoreError, UsageError
from codematch.intake import read_work
from codematch.model.filtration import FilterId, ReasonCode
from codematch.model.message import Message, Name
from codematch.model.source import Disposition, SourceTree
from codematch.settings import Fingerprinting, Intake, Settings

FORMAT = 1
CARD, WORK, PRINTS = "card.json", "work.zip", "prints.npz"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+@-]{0,79}")
_TOP = "work"
"""Everything lies below one folder in the archive, which intake takes off again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A work of the library, by its card; `root` is its root hash, `added` a date."""

    folder: Path
    name: str
    version: str
    licence: str
    root: str
    files: int
    added: str
    k: int
    window: int

    @property
    def title(self) -> str:
        """The name with the version."""
        return f"{self.name} {self.version}".strip()


def default_store() -> Path:
    """Return where the library of this user is kept."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "codematch" / "library"


def entries(store: Path) -> list[Entry]:
    """Return the entries of a store in order of name, version and root; none when there is no store.

    Raises:
        StoreError: A card cannot be read.
    """
    if not store.is_dir():
        return []
    found = [_entry(folder) for folder in store.iterdir() if (folder / CARD).is_file()]
    return sorted(found, key=lambda entry: (entry.name, entry.version, entry.root))


def store_id(found: Sequence[Entry]) -> str:
    """Return the hash that stands for what a store holds: SHA-256 over names, versions and root hashes."""
    text = "".join(f"{entry.name}\n{entry.version}\n{entry.root}\n" for entry in found)
    return hashlib.sha256(text.encode()).hexdigest()


def describe(found: Sequence[Entry]) -> Message:
    """Return what says what a store is: its identity, its size, and when it was last added to."""
    files = sum(entry.files for entry in found)
    newest = max((entry.added for entry in found), default="")
    return Message.of("library", id=Name(store_id(found)[:16]), works=len(found), files=files, newest=Name(newest))


def add(
    store: Path, tree: SourceTree, work: PreparedWork, *, name: str, version: str, licence: str, date: str,
    prints: Fingerprinting,
) -> Entry:  # fmt: skip
    """Put a work into a store.

    Args:
        store: The folder of the store; it is made when there is none.
        tree: The work as read.
        work: The same, prepared: its fingerprints are kept.
        name: What reports call it.
        version: Its version, "" when it has none.
        licence: Its licence, "" when not known.
        date: The day.
        prints: How the fingerprints were made.

    Raises:
        UsageError: The name cannot be one, or the store holds this work already.
        InputError: The work has no file that gives a fingerprint.
        StoreError: The store cannot be written.
    """
    for text in (name, *((version,) if version else ())):
        if not _NAME.fullmatch(text):
            raise UsageError(f"{text!r} is not a valid name; use letters, digits and . _ + @ -")
    if not any(len(file.prints) for file in work.files):
        raise InputError(f"{tree.label}: has no file that is long enough to be recognised; add another work")
    target = store / "-".join(part for part in (name, version, tree.digest[:16]) if part)
    if target.exists():
        raise UsageError(
            f"the library already holds {name} {version} with these files ({target.name}); nothing was added"
        )
    card = {
        "format": FORMAT, "name": name, "version": version, "licence": licence, "root": tree.digest,
        "files": len(work.files), "added": date, "k": prints.k, "window": prints.window,
    }  # fmt: skip
    try:
        with saved_files.made_folder(store):
            stage = Path(tempfile.mkdtemp(prefix=".adding-", dir=store))
            try:
                _write_work(stage / WORK, tree)
                _write_prints(stage / PRINTS, work)
                (stage / CARD).write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", encoding="utf-8")
                stage.rename(target)
            finally:
                shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise StoreError(
            f"{store}: the library cannot be written ({error.strerror}); choose another folder with --library"
        ) from None
    return _entry(target)


def select(found: Sequence[Entry], works: Sequence[PreparedWork], settings: Settings) -> list[MaterialTree]:
    """Return the files of a library that share enough fingerprints with any of the works, by entry.

    None do when the filter is off.

    Raises:
        StoreError: An entry is damaged, or its fingerprints were made with other settings.
    """
    if not found or not settings.filtration.library:
        return []
    prints, least = settings.fingerprinting, settings.filtration.library_prints
    case = np.unique(np.concatenate([np.empty(0, np.uint64), *(file.prints for work in works for file in work.files)]))
    chosen = []
    for entry in found:
        if (entry.k, entry.window) != (prints.k, prints.window):
            raise StoreError(
                f"{entry.folder.name}: its fingerprints were made with other settings (k {entry.k}, window"
                f" {entry.window}); add the work again, or leave the library out"
            )
        paths = _sharing(entry, case, least)
        if paths:
            tree = _read(entry, settings.intake)
            files = tuple(file for file in tree.files if file.record.path in paths)
            kept = SourceTree(label=entry.title, origin=tree.origin, files=files, digest=entry.root)
            chosen.append(MaterialTree(filter=FilterId.LIBRARY, tree=kept, code=ReasonCode.OSS, name=entry.title))
    return chosen


def _sharing(entry: Entry, case: NDArray[np.uint64], least: int) -> set[str]:
    """Return the paths of the files of an entry that share enough fingerprints with the case."""
    try:
        with np.load(entry.folder / PRINTS, allow_pickle=False) as stored:
            values, owners, names = stored["values"], stored["owners"], stored["paths"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise StoreError(f"{entry.folder}: {PRINTS} is missing or damaged ({error}); add the work again") from None
    counts = np.bincount(owners[np.isin(values, case)], minlength=len(names))
    return {str(names[number]) for number in np.flatnonzero(counts >= least)}


def _read(entry: Entry, intake: Intake) -> SourceTree:
    try:
        return read_work(str(entry.folder / WORK), intake, label=entry.title)
    except InputError as error:
        raise StoreError(f"{entry.folder}: {WORK} is missing or damaged ({error}); add the work again") from None


def _write_work(path: Path, tree: SourceTree) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in tree.files:
            if file.record.disposition is Disposition.COMPARED:
                member = zipfile.ZipInfo(f"{_TOP}/{file.record.path}", date_time=(1980, 1, 1, 0, 0, 0))
                member.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(member, file.content)


def _write_prints(path: Path, work: PreparedWork) -> None:
    """Write the different fingerprints of each file: uint64 values, int32 owners, and the paths."""
    own = [np.unique(file.prints) for file in work.files]
    np.savez_compressed(
        path,
        values=np.concatenate([np.empty(0, np.uint64), *own]),
        owners=np.repeat(np.arange(len(own), dtype=np.int32), [len(values) for values in own]),
        paths=np.array([source.record.path for source in work.sources], dtype=np.str_),
    )


def _entry(folder: Path) -> Entry:
    try:
        card: dict[str, Any] = saved_files.json_value(saved_files.read_text(folder / CARD))
        if card["format"] > FORMAT:
            raise StoreError(f"{folder}: has a newer format; use a newer codematch")
        texts = {key: str(card[key]) for key in ("name", "version", "licence", "root", "added")}
        numbers = {key: int(card[key]) for key in ("files", "k", "window")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder}: {CARD} is missing or damaged ({error}); add the work again") from None
    return Entry(folder=folder, name=texts["name"], version=texts["version"], licence=texts["licence"],
                 root=texts["root"], added=texts["added"], **numbers)  # fmt: skip
