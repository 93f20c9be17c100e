"""The inputs of rendering a saved result: its folder, run record, custody log, and the key of commitments."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from codematch import saved_files
from codematch.cli import console, installed_formats, result_folder, run_record
from codematch.cli.options import Language, Profile
from codematch.errors import InvariantError, StoreError, UsageError

if TYPE_CHECKING:
    from codematch.model.result import CaseResult
    from codematch.report.render_options import CustodyLine, RenderOptions

Choice = TypeVar("Choice", bound=StrEnum)

CUSTODY = "custody.csv"
_KEY_BYTES = 32


def folder_of(result: Path) -> Path:
    """Return the folder of a saved result."""
    return result if result.is_dir() else result.parent


def _file_of(result: Path) -> Path:
    return result / "report.json" if result.is_dir() else result


def check_out(out: Path, result: Path) -> None:
    """Check that documents can be written to `out` without changing the bundle of the result.

    Raises:
        UsageError: The folder cannot be written to, contains other files, or is inside the bundle.
    """
    folder, place = folder_of(result).resolve(), out.resolve()
    whole = result.is_dir() or (folder / result_folder.SUMS).exists()
    if result.resolve().is_relative_to(place) or (whole and place.is_relative_to(folder)):
        raise UsageError(f"--out {out} would change the result itself; choose a folder outside it")
    if (out / "report.json").exists() and not _of_run(out):
        raise UsageError(f"--out {out} contains a result (report.json); choose a new or an empty folder")
    result_folder.check(out, ())


def _of_run(folder: Path) -> bool:
    """Return whether a folder contains documents rendered from a result, and is not the folder of a run itself."""
    try:
        return bool(saved_files.json_value(saved_files.read_bytes(folder / result_folder.RUN_RECORD))["of_run"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What the record of a run says: when it started, and the language and profile of its reports.

    Defaults for what the record does not say: "", English and `us`.
    """

    started: str = ""
    language: Language = Language.ENGLISH
    profile: Profile = Profile.US


def read(path: Path) -> "CaseResult":
    """Read a saved result; say what is missing beside it, and that it was not checked where nothing lists it.

    Raises:
        StoreError: It cannot be read, or a file beside it was changed.
    """
    from codematch.case import missing_files, read_result, sums

    folder = folder_of(path)
    place = sums.listing(_file_of(path))
    below = "" if place is None else os.path.relpath(os.path.abspath(folder), place).replace(os.sep, "/") + "/"
    if wrong := sums.changed(place or folder, below.removeprefix("./")):
        raise StoreError(f"{place or folder}: {wrong[0]} since it was written; restore it, or compare the works again")
    result = read_result(path)
    if place is None:
        console.note(
            f"warning: {_file_of(path)}: no {sums.NAME} lists it, so whether it is as it was written was not checked"
        )
    for name in missing_files(result):
        what = "whole files side by side" if name.endswith(".jsonl") else "MinHash signatures"
        console.note(f"{folder_of(path) / name}: is missing, so there are no {what}; all else of the result is there")
    return result


def run_of(folder: Path) -> Run:
    """Return what the record of a run says, as far as it is there and can be read."""
    unsaid = Run()
    try:
        record = saved_files.json_value(saved_files.read_bytes(folder / result_folder.RUN_RECORD))
        text = str(record.get("of_run") or record["started"])
        return Run(
            started=text if datetime.fromisoformat(text).tzinfo else "",
            language=_member(Language, record.get("language"), unsaid.language),
            profile=_member(Profile, record.get("profile"), unsaid.profile),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return unsaid


def _member(kind: type[Choice], value: object, default: Choice) -> Choice:
    return next((member for member in kind if member.value == value), default)


def custody_lines(log: Path) -> "tuple[CustodyLine, ...]":
    """Return the entries of a custody log after checking its chain; nothing if there is no log.

    Raises:
        StoreError: The log was changed.
    """
    if not log.exists():
        return ()
    from codematch.case.custody import read
    from codematch.report.render_options import CustodyLine

    return tuple(CustodyLine(number=link.number, late=link.late, **asdict(link.entry)) for link in read(log))


@contextlib.contextmanager
def rendering_errors(result: Path) -> Iterator[None]:
    """Refuse a saved result that this version cannot render.

    Raises:
        StoreError: The result has an unknown kind, or lacks a value.
    """
    try:
        yield
    except (InvariantError, KeyError) as error:
        raise StoreError(
            f"{result}: cannot be rendered ({error}); it was changed, or another version wrote it: run codematch case "
            "verify"
        ) from error


def render_options(path: Path, saved: "CaseResult", run: Run) -> "RenderOptions":
    """Return how a saved result is rendered unless a command says otherwise.

    The digest of the whole `report.json` is computed here once for all documents.
    """
    from codematch.case import sums
    from codematch.report.documents import render
    from codematch.report.render_options import RenderOptions

    return RenderOptions(
        unchecked=sums.listing(_file_of(path)) is None,
        made=run.started,
        root=hashlib.sha256(render(saved, "json")).hexdigest(),
        custody=custody_lines(folder_of(path) / CUSTODY),
    )


def documents(
    saved: "CaseResult", formats: Iterable[str], language: Language, options: "RenderOptions"
) -> dict[str, bytes]:
    """Return the documents of a result by name, in those of some formats that this installation can write."""
    from codematch.report.documents import documents as rendered

    made: dict[str, bytes] = {}
    for name in installed_formats.writable(tuple(formats)):
        made |= rendered(saved, name, language.each, options)
    return made


def write(
    out: Path,
    made: dict[str, bytes],
    began: datetime,
    *,
    of_run: Run,
    language: Language,
    options: "RenderOptions",
    formats: Sequence[str],
    quiet: bool = False,
) -> None:
    """Write documents rendered from a saved result, with a run record and their sums.

    Raises:
        StoreError: A format cannot be written by this installation; the others were.

    Args:
        out: The folder, checked before.
        made: The documents by name.
        began: When rendering began.
        of_run: The run whose result this is.
        language: The language of the documents.
        options: How they are rendered; without code, the record does not name folders of this machine either.
        formats: The formats that were asked for.
        quiet: Print no note.
    """
    from codematch.case import sums
    from codematch.model.result import Shown

    lacking = installed_formats.missing(formats)
    made[result_folder.RUN_RECORD] = run_record.render(
        made, began, 1, language=language.value, profile=options.profile, of_run=of_run.started,
        place=options.shown is Shown.ALL, conditions=run_record.Conditions(left_out=lacking),
    )  # fmt: skip
    made[result_folder.SUMS] = sums.render(made)
    result_folder.fill(out, made)
    if not quiet:
        console.note(f"wrote {', '.join(sorted(made))} to {out}")
    installed_formats.refuse(lacking)


def read_key(file: Path) -> bytes:
    """Return the master key of commitments.

    Raises:
        StoreError: The file cannot be read, or is not a key file.
    """
    try:
        key = bytes.fromhex(saved_files.read_text(file, "ascii").strip())
    except OSError as error:
        raise StoreError(
            f"{file}: cannot be read ({error.strerror}); give the key file that codematch report --redact wrote"
        ) from None
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise StoreError(f"{file}: is not a key file; give the one that codematch report --redact wrote")
    return key


def key_of(file: Path, out: Path, result: Path) -> bytes:
    """Return the master key of a file; create the file, readable only by its owner, if it is missing.

    Raises:
        UsageError: The file is inside the folder that will be handed on, or cannot be written.
        StoreError: The file is not a key file.
    """
    if not file.exists() and result.is_dir() and file.resolve().is_relative_to(result.resolve()):
        raise UsageError(f"--redact {file} is inside the result, which must not change; keep the key elsewhere")
    if file.resolve().is_relative_to(out.resolve()):
        raise UsageError(f"--redact {file} is inside --out {out}, which will be handed on; keep the key elsewhere")
    if file.exists():
        return read_key(file)
    key = secrets.token_bytes(_KEY_BYTES)
    try:
        saved_files.create(file, f"{key.hex()}\n".encode(), mode=0o600)
    except OSError as error:
        raise UsageError(f"--redact {file}: cannot be written ({error.strerror}); choose another file") from None
    return key
