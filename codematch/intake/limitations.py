"""What of a work was not read, or not read unchanged: one limitation for each kind, with the first paths of it.

Every file that is not compared is counted in one of them, but the data of version control and the archives that were
opened, which the list of the files tells of.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

from codematch.intake import names, signatures, utf16_32, vcs
from codematch.intake.content import Judged
from codematch.intake.decode import control_bytes
from codematch.intake.directory import UNLISTED
from codematch.intake.encodings import Settled
from codematch.model.message import Message, Name, PathName
from codematch.model.source import Disposition, Limitation, Reason, SourceFile
from codematch.settings import Intake

STAGE = "intake"
_WIDE = frozenset(one.label for one in utf16_32.WIDE)
_SHOWN = 3

_Named = PathName | Message
"""A file: its path, or a message that names it as `file` and says more of it."""

_LEFT_OUT = frozenset({
    Reason.TOO_LARGE, Reason.LEAVES_ROOT, Reason.SPECIAL_FILE, Reason.SUBMODULE, Reason.LFS_POINTER, Reason.ENCRYPTED,
    Reason.UNSUPPORTED_ARCHIVE, Reason.ARCHIVE_LIMIT, Reason.DAMAGED, Reason.HIDDEN_DATA, Reason.READ_ERROR,
    Reason.SYMLINK,
})  # fmt: skip
"""Reasons why files are not compared that need no more to be said than the reason; each is a key, `files-<reason>`."""


def about_files(files: Sequence[SourceFile], label: str) -> list[Limitation]:
    """Return one limitation for each reason why files are not compared as they are, naming the first of them."""
    found: dict[tuple[Reason, Message], list[_Named]] = defaultdict(list)
    for file in files:
        record = file.record
        path = PathName(record.path)
        if record.detail is not None and record.detail.key == UNLISTED:
            found[Reason.READ_ERROR, Message.of("folders-not-listed")].append(path)
        elif record.disposition is Disposition.COMPARED:
            if record.detail is not None:
                found[Reason.UNDECODABLE_BYTES, Message.of("files-undecodable-bytes")].append(path)
            if not file.utf8 or file.utf8.isspace():
                found[Reason.EMPTY, Message.of("files-empty")].append(path)
        elif record.reason is Reason.BINARY and record.detail is not None:
            if vcs.is_named_as_source(record.path.encode()):
                named = Message.of("file-because", file=path, why=record.detail)
                found[Reason.BINARY, Message.of("files-named-like-source")].append(named)
            else:
                found[Reason.BINARY, Message.of("files-binary", kind=record.detail)].append(path)
        elif record.reason in _LEFT_OUT:
            found[record.reason, Message.of(f"files-{record.reason.value}")].append(path)
    return [_limitation(reason, message, items, label) for (reason, message), items in found.items()]


def about_text(judged: Sequence[Judged], limits: Intake, label: str) -> list[Limitation]:
    """Name the files that are text only in part, those with many control characters, and hidden ones."""
    found: dict[tuple[Reason, str], list[_Named]] = defaultdict(list)
    for one in judged:
        entry, decoded = one.entry, one.decoded
        path = PathName(names.shown(entry.name))
        if decoded is not None and (decoded.other_bytes or signatures.unopened_archive(entry.content or b"")):
            partial = Message.of("file-with-number", file=path, number=decoded.other_bytes)
            found[Reason.HIDDEN_TEXT, "files-text-in-part"].append(partial)
        elif decoded is not None and decoded.encoding not in _WIDE and entry.content is not None:
            number = control_bytes(entry.content, limits)
            if number:
                controlled = Message.of("file-with-number", file=path, number=number)
                found[Reason.CONTROL_BYTES, "files-control-characters"].append(controlled)
        if names.vcs_folder(entry.name) is None:
            continue
        if vcs.is_pristine(entry.name):
            found[Reason.HIDDEN_TEXT, "files-pristine"].append(path)
        elif entry.reason is not Reason.VCS_DATA:
            found[Reason.HIDDEN_TEXT, "files-in-version-control"].append(path)
    return [
        _limitation(reason, Message.of(key), sorted(items, key=str), label) for (reason, key), items in found.items()
    ]


def about_names(files: Sequence[SourceFile], renamed: Sequence[str], label: str) -> list[Limitation]:
    """Name the paths that are not as they are in the work; `renamed` are those that had to be made unique."""
    paths = [file.record.path for file in files]
    escaped = [file.record.path for file in files if file.record.raw_path and not _is_text(file.record.raw_path)]
    found = (
        (Reason.DUPLICATE, "names-repeated", renamed),
        (Reason.UNDECODABLE_NAME, "names-not-utf-8", escaped),
        (Reason.NAME_COLLISION, "names-alike", _colliding(paths)),
    )
    return [
        _limitation(reason, Message.of(key), [PathName(path) for path in items], label)
        for reason, key, items in found
        if items
    ]


def about_readings_of_names(judged: Sequence[Judged], label: str) -> list[Limitation]:
    """Name the paths that read as well in another encoding, but otherwise."""
    doubtful: dict[tuple[str, str], list[bytes]] = defaultdict(list)
    for one in judged:
        if one.entry.name_rival[0]:
            doubtful[one.entry.name_rival].append(one.entry.name)
    return _ambiguous("names-ambiguous-encoding", doubtful, label)


def about_encodings(settled: Settled, label: str) -> list[Limitation]:
    """Name the files that read as well in another encoding, and those that the encoding given for them does not fit."""
    unfit = [
        _limitation(
            Reason.UNFIT_ENCODING,
            Message.of("files-unfit-encoding", encoding=Name(given)),
            [Message.of("file-at-byte", file=PathName(path), line=line, byte=at) for path, line, at in sorted(found)],
            label,
        )
        for given, found in sorted(settled.unfit.items())
    ]
    return [*_ambiguous("files-ambiguous-encoding", settled.doubtful, label), *unfit]


def _ambiguous(key: str, doubtful: Mapping[tuple[str, str], Sequence[bytes]], label: str) -> list[Limitation]:
    """Return a limitation for each two encodings in which some names, or files, read as well."""
    return [
        _limitation(
            Reason.AMBIGUOUS_ENCODING,
            Message.of(key, encoding=Name(chosen), other=Name(rival)),
            [PathName(path) for path in sorted(map(names.shown, found))],
            label,
        )
        for (chosen, rival), found in sorted(doubtful.items())
    ]


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


def _limitation(reason: Reason, said: Message, items: Sequence[_Named], label: str) -> Limitation:
    """Return a limitation that says how many files it is about and names the first of them."""
    values = dict(said.values)
    shown = tuple(items[:_SHOWN])
    subject = label if len(items) > 1 else str(items[0] if isinstance(items[0], PathName) else items[0]["file"])
    detail = Message.of(said.key, **values, count=len(items), files=shown)  # type: ignore[arg-type]
    return Limitation(stage=STAGE, subject=subject, reason=reason, detail=detail)
