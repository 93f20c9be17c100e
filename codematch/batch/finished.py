"""The folder of a batch: a folder for each row with its record, moved into place when it is whole, and what it is of.

A row is known by its key: a digest over its command and options, the version, and the content of everything that it
names. A finished row whose key is still the same is not worked on again.
"""

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from codematch import saved_files
from codematch.batch.work_list import Row
from codematch.errors import StoreError, UsageError
from codematch.model.batch import BatchRow, Figures, RowState
from codematch.model.shape import ShapeError

ROWS, LOCK, STAGE = "rows", ".batch-lock", ".batch-unfinished-"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNote:
    """What is noted of a row; see `BatchRow`. `key` is that of the row, "" if it was not determined."""

    key: str
    state: RowState
    exit_code: int
    reason: str = ""
    warnings: tuple[str, ...] = ()
    digest: str = ""
    figures: Figures | None = None


def folder_of(row: Row) -> str:
    """Return the name of the folder of a row, below that of the batch."""
    return f"{ROWS}/{row.number:04}"


def stage_of(folder: Path, row: Row) -> Path:
    """Return where this process, the parent of those that work on rows, lets the record of a row be made."""
    return folder / f"{STAGE}{os.getpid()}" / f"{row.number:04}"


def read_note(place: Path) -> RowNote | None:
    """Return what is noted of the row whose record is in a folder, None if there is nothing that can be read."""
    from codematch.model.document import codec  # loads NumPy, which the help of a command does not need

    try:
        note: RowNote = codec(RowNote).read(saved_files.json_value(saved_files.read_bytes(note_of(place))))
    except (OSError, ValueError, ShapeError):
        return None
    return note


def note_of(place: Path) -> Path:
    """Return the file that says what became of a row, beside the folder of its record."""
    return place.with_name(f"{place.name}.json")


def write_note(place: Path, note: RowNote) -> None:
    """Write what became of a row beside the folder of its record.

    Raises:
        OSError: The disk is full, perhaps.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    from codematch.model.document import codec

    text = json.dumps(codec(RowNote).write(note), indent=1, sort_keys=True, ensure_ascii=False)
    note_of(place).write_bytes(f"{text}\n".encode("utf-8", "backslashreplace"))


def move_into_place(target: Path, stage: Path) -> None:
    """Put what was made for a row into the place of what was there: the note last, so that it never says too much.

    Raises:
        OSError: The disk is full, perhaps.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    note_of(target).unlink(missing_ok=True)
    if target.exists():
        earlier = stage.with_name(f"{stage.name}-earlier")
        os.replace(target, earlier)
        shutil.rmtree(earlier, ignore_errors=True)
    if stage.exists():
        os.replace(stage, target)
    os.replace(note_of(stage), note_of(target))


def write_summary(folder: Path, documents: Mapping[str, bytes]) -> None:
    """Write the files of the summary, each whole or not at all, and remove pages of an earlier one.

    Raises:
        StoreError: The disk is full, perhaps; the rows are kept.
    """
    stage = folder / f"{STAGE}{os.getpid()}"
    try:
        stage.mkdir(exist_ok=True)
        for name, content in documents.items():
            with (stage / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for page in folder.glob("batch*.html"):
            if page.name not in documents:
                page.unlink()
        for name in documents:
            os.replace(stage / name, folder / name)
    except OSError as error:
        raise StoreError(
            f"--out {folder}: the summary cannot be written ({error.strerror}); finished rows are kept, and the same "
            "command continues"
        ) from None


def described(row: Row, note: RowNote, page: str) -> BatchRow:
    """Return a row of the summary."""
    has_record = note.figures is not None
    return BatchRow(
        number=row.number,
        line=row.line,
        label=row.title,
        command=row.command,
        works=row.works or tuple(text for name, texts in row.options if name == "case" for text in texts),
        state=note.state,
        exit_code=note.exit_code,
        reason=note.reason,
        warnings=note.warnings,
        page=f"{folder_of(row)}/{page}" if has_record else "",
        digest=note.digest,
        figures=note.figures,
    )


def without_place(note: RowNote, folder: Path) -> RowNote:
    """Return a note whose lines do not name the folder in which a record is made."""
    texts = [text.replace(f"{folder}{os.sep}", "").replace(str(folder), ".") for text in (note.reason, *note.warnings)]
    return replace(note, reason=texts[0], warnings=tuple(texts[1:]))


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder of a batch for this run, without what an earlier one left unfinished.

    Raises:
        UsageError: Another run holds it.
        StoreError: It cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("ab")
    except OSError as error:
        raise StoreError(f"--out {folder}: cannot be written ({error.strerror}); choose another folder") from None
    with lock:
        if not _locked(lock):
            raise UsageError(
                f"--out {folder}: another run of codematch batch is writing to it; wait until it has ended"
            )
        _remove_stages(folder)
        try:
            yield
        finally:
            _remove_stages(folder)
            with contextlib.suppress(OSError):
                (folder / LOCK).unlink()
            with contextlib.suppress(OSError):
                folder.rmdir()  # where nothing could be written


def _remove_stages(folder: Path) -> None:
    for stage in folder.glob(f"{STAGE}*"):
        shutil.rmtree(stage, ignore_errors=True)


def _locked(file: Any) -> bool:
    """Lock a file until it is closed, also by the end of this process; return whether that is possible."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # no child inherits it
    except OSError:
        return False
    return True
