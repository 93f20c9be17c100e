"""What of a work was not read, or not read as it stands: one limitation for each kind, with the first paths of it.

Every file that is not compared is counted in one of them, but the data of version control and the archives that were
opened, which the list of the files tells of.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from codematch.intake import names, signatures, vcs, wide
from codematch.intake.content import Judged
from codematch.intake.decode import control_bytes
from codematch.intake.directory import UNLISTED
from codematch.intake.encodings import Settled
from codematch.model.source import Disposition, Limitation, Reason, SourceFile
from codematch.settings import Intake

STAGE = "intake"
_WIDE = frozenset(one.label for one in wide.WIDE)
_SHOWN = 3

_LEFT_OUT = {
    Reason.TOO_LARGE: "too large to compare",
    Reason.LEAVES_ROOT: "would leave the root and were refused",
    Reason.SPECIAL_FILE: "are no regular files",
    Reason.SUBMODULE: "are submodules, whose files are not in this repository",
    Reason.LFS_POINTER: "are unresolved Git LFS pointers: the files themselves are not here",
    Reason.ENCRYPTED: "are encrypted",
    Reason.UNSUPPORTED_ARCHIVE: "are archives of a kind that is not opened",
    Reason.ARCHIVE_LIMIT: "are beyond a limit on expansion",
    Reason.DAMAGED: "are damaged",
    Reason.HIDDEN_DATA: "are bytes that no list of their container covers, named by their place",
    Reason.READ_ERROR: "could not be read",
    Reason.SYMLINK: "are symbolic links, which are not followed",
    Reason.EMPTY: "are empty or blank: nothing in them can be compared",
}
_NOTED = ("(why)", "(how many)", "(bytes left out)", "(first place that does not fit)")
_NAMED_AS_SOURCE = "are named like source and left out as binary (why)"
_UNDECODABLE = "hold bytes that their encoding does not allow; each such byte stands as U+FFFD"


def about_files(files: Sequence[SourceFile], label: str) -> list[Limitation]:
    """Return one limitation for each reason why files are not compared as they are, naming the first of them."""
    paths: dict[tuple[Reason, str], list[str]] = defaultdict(list)
    closed = []
    for file in files:
        record = file.record
        if record.detail.startswith(UNLISTED):
            closed.append(record.path)
        elif record.disposition is Disposition.COMPARED:
            if record.detail:
                paths[Reason.UNDECODABLE_BYTES, _UNDECODABLE].append(record.path)
            if not file.utf8 or file.utf8.isspace():
                paths[Reason.EMPTY, _LEFT_OUT[Reason.EMPTY]].append(record.path)
        elif record.reason is Reason.BINARY:
            if vcs.is_named_as_source(record.path.encode()):
                paths[Reason.BINARY, _NAMED_AS_SOURCE].append(f"{record.path} ({record.detail})")
            else:
                paths[Reason.BINARY, f"hold no text and are not compared ({record.detail})"].append(record.path)
        elif record.reason in _LEFT_OUT:
            paths[record.reason, _LEFT_OUT[record.reason]].append(record.path)
    found = [_limitation(reason, paths, f"{len(paths)} files {said}", label) for (reason, said), paths in paths.items()]
    if closed:
        detail = f"{len(closed)} folders could not be listed; an unknown number of files in them was not read"
        found.append(_limitation(Reason.READ_ERROR, closed, detail, label))
    return found


def about_text(judged: Sequence[Judged], limits: Intake, label: str) -> list[Limitation]:
    """Name the files that are text only in part, those with many control characters, and hidden ones."""
    partial, controlled, strange, copies = [], [], [], []
    for one in judged:
        entry, decoded = one.entry, one.decoded
        if decoded is not None and (decoded.other_bytes or signatures.unopened_archive(entry.content or b"")):
            partial.append(f"{names.shown(entry.name)} ({decoded.other_bytes:,})")
        elif decoded is not None and decoded.encoding not in _WIDE and entry.content is not None:
            count = control_bytes(entry.content, limits)
            if count:
                controlled.append(f"{names.shown(entry.name)} ({count:,})")
        if names.vcs_folder(entry.name) is None:
            continue
        if vcs.is_pristine(entry.name):
            copies.append(names.shown(entry.name))
        elif entry.reason is not Reason.VCS_DATA:
            strange.append(names.shown(entry.name))
    said = (
        (
            Reason.HIDDEN_TEXT,
            copies,
            "pristine files of version control equal no file of the work; they are read like others",
        ),
        (
            Reason.HIDDEN_TEXT,
            strange,
            "files lie in folders of version control and do not belong there; they are read like others",
        ),
        (Reason.HIDDEN_TEXT, partial, "files hold text beside other data; only the text is compared (bytes left out)"),
        (Reason.CONTROL_BYTES, controlled, "texts hold NULs or control characters, which count as blanks (how many)"),
    )
    return [_limitation(reason, sorted(found), f"{len(found)} {text}", label) for reason, found, text in said if found]


def about_names(files: Sequence[SourceFile], renamed: Sequence[str], label: str) -> list[Limitation]:
    """Name the paths that are not as they stand in the work; `renamed` are those that had to be made unique."""
    limitations = []
    if renamed:
        detail = f"{len(renamed)} entries have the name of another one; each is kept with ~2, ~3, ... behind its name"
        limitations.append(_limitation(Reason.DUPLICATE, renamed, detail, label))
    escaped = [file.record.path for file in files if file.record.raw_path and not _is_text(file.record.raw_path)]
    if escaped:
        detail = (
            rf"{len(escaped)} names are not UTF-8; they are read as the texts or all names suggest, else stand as \xNN"
        )
        limitations.append(_limitation(Reason.UNDECODABLE_NAME, escaped, detail, label))
    colliding = _colliding([file.record.path for file in files])
    if colliding:
        detail = f"{len(colliding)} names differ from another one only in case or in the form of their accents"
        limitations.append(_limitation(Reason.NAME_COLLISION, colliding, detail, label))
    return limitations


def about_readings_of_names(judged: Sequence[Judged], label: str) -> list[Limitation]:
    """Name the paths that read as well in another encoding, but otherwise."""
    doubtful: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in judged:
        if one.entry.name_rival[0]:
            doubtful[one.entry.name_rival].append(names.shown(one.entry.name))
    return [
        _limitation(
            Reason.AMBIGUOUS_ENCODING,
            sorted(found),
            f"{len(found)} names are read as {chosen} and may as well be {rival}",
            label,
        )
        for (chosen, rival), found in sorted(doubtful.items())
    ]


def about_encodings(settled: Settled, label: str) -> list[Limitation]:
    """Name the files that read as well in another encoding, and those that the encoding given for them does not fit."""
    doubtful = [
        _limitation(
            Reason.AMBIGUOUS_ENCODING,
            sorted(map(names.shown, found)),
            f"{len(found)} files are read as {chosen} and would read as well as {rival} (--encoding states which)",
            label,
        )
        for (chosen, rival), found in sorted(settled.doubtful.items())
    ]
    unfit = [
        _limitation(
            Reason.UNFIT_ENCODING,
            sorted(found),
            f"{len(found)} files are not {given}, which is given for them; each is read as if nothing were given "
            "(first place that does not fit)",
            label,
        )
        for given, found in sorted(settled.unfit.items())
    ]
    return [*doubtful, *unfit]


def _is_text(raw_path: str) -> bool:
    try:
        bytes.fromhex(raw_path).decode()
    except UnicodeDecodeError:
        return False
    return True


def _colliding(paths: list[str]) -> list[str]:
    alike: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        alike[unicodedata.normalize("NFC", path.casefold())].append(path)
    return sorted(path for group in alike.values() if len(group) > 1 for path in group)


def _limitation(reason: Reason, paths: Sequence[str], said: str, label: str) -> Limitation:
    """Return a limitation; `said` ends with what stands in brackets behind each path, if that is the case."""
    more = len(paths) - _SHOWN
    listed = ", ".join(paths[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
    subject = label
    if len(paths) == 1:
        subject = paths[0].rpartition(" (")[0] if said.endswith(_NOTED) else paths[0]
    return Limitation(stage=STAGE, subject=subject, reason=reason, detail=f"{said}: {listed}")
