"""The folder of `--out`: checked before the comparison, filled at once after it.

A folder contains a whole result or none of it: everything is written to a hidden folder beside it first, which then
takes its place in one step (`codematch.cli.placing`).
"""

import os
import re
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from codematch import saved_files
from codematch.cli.placing import has_stage, is_stage, place_folder
from codematch.errors import StoreError, UsageError
from codematch.report.formats import FORMATS

RUN_RECORD = "run.json"
MARKS = "marks.toml"
"""The marks of an examiner that a record states, as their file was given."""
SUMS = "SHA256SUMS"
KEPT = ("bundle.tsr", "bundle.tsq", "signature.p7s", "custody.csv")
"""Files that cannot be made again: a folder with one of them is never overwritten."""
_TABLES = (
    "matches|manifest-[KQP]|file-pairs|units|differences|changed-lines|further-places|filter-log|findings|explanations"
    "|asserted|marks|mark-totals|exhibits|commitments|settings|across|across-items"
)
_OTHERS = re.compile(
    rf"(?:{_TABLES})(?:\.redacted)?\.(?:json|jsonl|csv)"
    r"|run\.json|SHA256SUMS|SM3SUMS|signature\.p7s|bundle\.(?:json|tsq|tsr)|custody\.csv(?:\.head)?|environment\.json"
    r"|marks\.toml|config\.resolved\.toml|log\.txt|exhibits/E[\d-]+(?:\.(?:en|zh))?\.pdf|validation/[\w.-]+"
    r"|sketches\.(?:json|bin)|minhash(?:-\d+)?\.bin|sources(?:-\d+)?\.jsonl|metrics\.json|scores\.csv|evaluation\.html"
    r"|(?:roc|roc-low|det|tippett|ece|distributions)\.svg"
    r"|scan\.json|scan-(?:pairs|works)\.csv|scan(?:\.(?:en|zh))?\.html"
    r"|search\.json|search-(?:works|regions|files)\.csv|search(?:\.(?:en|zh))?\.html"
    r"|versions\.json|versions(?:\.(?:en|zh))?\.html"
    r"|exchange-set\.json|exchange-set-(?:pairs|works)\.csv|exchange-set(?:\.(?:en|zh))?\.html"
    r"|exchange\.json|exchange-(?:pairs|runs)\.csv|exchange(?:\.(?:en|zh))?\.html"
    r"|report/(?:index(?:\.(?:en|zh))?|files-\d+)\.js|report/exhibits-\d+(?:\.(?:en|zh))?\.html"
    r"|batch\.(?:json|csv)|batch(?:\.(?:en|zh))?\.html"
)
"""Every name of a file that any version of codematch writes into a result folder, but for the reports."""


def is_ours(name: str) -> bool:
    """Return whether codematch writes files of this name, relative to a result folder."""
    files = [form.file_name.rpartition(".") for form in FORMATS.values()]
    stems, endings = (
        "|".join(dict.fromkeys(parts)) for parts in zip(*((stem, end) for stem, _, end in files), strict=True)
    )
    report = rf"(?:{stems}|rebuttal)(?:\.(?:en|zh))?(?:\.redacted)?\.(?:{endings})"
    own = re.sub(r"^(?:pairs/\d+-\d+|hits/\d+)/", "", name)
    return _OTHERS.fullmatch(own) is not None or re.fullmatch(report, own) is not None


def check(folder: Path, inputs: tuple[str, ...]) -> None:
    """Check that a result can be written to `folder`, without leaving anything in it.

    Args:
        folder: What `--out` names; it need not exist.
        inputs: The locators of the works; nothing is ever written below one of them.

    Raises:
        UsageError: The folder is a file, cannot be written to, is inside an input, or contains other files.
    """
    _refuse_nowhere(folder)
    _refuse_inside_inputs(folder, inputs)
    _refuse_other_content(folder)
    ground = _nearest_existing(folder)
    try:
        with tempfile.TemporaryFile(dir=ground):
            pass
    except OSError as error:
        raise UsageError(
            f"--out {folder}: {ground} cannot be written to ({error.strerror}); choose another folder"
        ) from None


def fill(folder: Path, documents: Mapping[str, bytes]) -> None:
    """Write a result into `folder`, whole or not at all, in the place of an earlier one.

    Args:
        folder: Checked before with `check`.
        documents: The content of each file, by its name.

    Raises:
        StoreError: The disk is full, or the folder has changed since it was checked.
    """
    try:
        place_folder(folder, documents, lambda: _refuse_other_content(folder))
    except OSError as error:
        raise StoreError(
            f"--out {folder}: the result cannot be written ({error.strerror}); nothing was saved"
        ) from None


def replace_file(file: Path, content: bytes, option: str) -> None:
    """Write a file whole or not at all, in the place of an earlier one; `option` is the one that names it.

    Raises:
        StoreError: It cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".codematch-", dir=file.absolute().parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(name, 0o644)
            os.replace(name, file)
        except OSError:
            os.unlink(name)
            raise
    except OSError as error:
        raise StoreError(f"{option} {file}: cannot be written ({error.strerror}); nothing was saved") from None


def _nearest_existing(folder: Path) -> Path:
    """Return the folder itself or the nearest ancestor that exists."""
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise UsageError(f"--out {folder}: {place} is a file; choose a folder")
    return place


def _refuse_nowhere(folder: Path) -> None:
    """Refuse a relative folder when the working directory was deleted."""
    try:
        os.getcwd()
    except OSError:
        if not folder.is_absolute():
            raise UsageError(f"--out {folder}: the working directory no longer exists; give an absolute path") from None


def _refuse_inside_inputs(folder: Path, inputs: tuple[str, ...]) -> None:
    """Refuse a folder inside a work: evidence is never written to."""
    place = folder.resolve()
    for locator in inputs:
        plain = re.sub(r"^[A-Z/-]+=", "", locator)
        for root in {locator, plain, plain.rpartition("@")[0]} - {""}:
            if os.path.isdir(root) and place.is_relative_to(Path(root).resolve()):
                raise UsageError(
                    f"--out {folder} is inside {root}, a work of the comparison; choose a folder outside it"
                )


def _refuse_other_content(folder: Path) -> None:
    """Refuse a folder that contains anything but an earlier result."""
    try:
        os.listdir(folder)
        names = _files(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise UsageError(f"--out {folder} cannot be read ({error.strerror}); choose another folder") from None
    kept = [name for name in KEPT if name in names]
    if kept:
        raise UsageError(
            f"--out {folder} contains {kept[0]}, which cannot be made again; choose a new or an empty folder"
        )
    foreign = [name for name in names if not is_ours(name)]
    if names and (foreign or not (_is_run_record(folder / RUN_RECORD) or has_stage(folder))):
        example = foreign[0] if foreign else names[0]
        raise UsageError(
            f"--out {folder} contains files that are not an earlier result ({example}); choose a new or an empty folder"
        )


def _files(folder: Path) -> list[str]:
    """The files below a folder, by their paths relative to it; stages that runs left behind do not count."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path, status in saved_files.below(folder)
        if not (status is not None and stat.S_ISDIR(status.st_mode)) and not is_stage(path.relative_to(folder).parts[0])
    )


def _is_run_record(path: Path) -> bool:
    try:
        record = saved_files.json_value(saved_files.read_bytes(path))
    except (OSError, ValueError):
        return False
    return isinstance(record, dict) and record.get("tool") == "codematch"
