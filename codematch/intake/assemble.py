"""From judged entries to a SourceTree: names made unique, duplicates named, limitations gathered."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from codematch.intake import encodings, names, settled_names, signatures, vcs, wide
from codematch.intake.content import Judged
from codematch.intake.decode import control_bytes
from codematch.intake.directory import UNLISTED
from codematch.intake.entries import Entry
from codematch.intake.manifest import root_hash
from codematch.intake.offsets import line_count
from codematch.intake.uncovered import NOT_LISTED
from codematch.model.source import (
    Disposition,
    FileRecord,
    Limitation,
    Origin,
    Reason,
    SourceFile,
    SourceTree,
)
from codematch.settings import Intake

STAGE = "intake"
_WIDE = frozenset(one.label for one in wide.WIDE)
_SHOWN = 3

# Why a limitation stands beside the record: these are files that a reader would expect to be compared.
_TELLING = {
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
}


def tree(
    label: str, origin: Origin, judged: Iterable[Judged], notes: Iterable[Limitation], strip: bool, limits: Intake
) -> SourceTree:
    """Build the tree of a work.

    Args:
        label: What reports call it.
        origin: Where it came from.
        judged: Its entries, in any order.
        notes: Limitations that are already known.
        strip: Drop the one top-level folder that all entries share, as archives often have one.
        limits: The settings of intake.

    Returns:
        The tree, with every entry in exactly one record.
    """
    found, doubtful = encodings.settled(_settled(judged, strip, limits), limits)
    files, renamed = _files(found)
    limitations = [*notes, *_about_files(files, label), *_about_names(files, label), *_about_readings(doubtful, label)]
    limitations += _about_text(found, limits, label)
    if renamed:
        detail = f"{len(renamed)} entries have the name of another one; each is kept with ~2, ~3, ... behind its name"
        limitations.append(_limitation(Reason.DUPLICATE, renamed, detail, label))
    return SourceTree(
        label=label,
        origin=origin,
        files=tuple(files),
        digest=root_hash(one.entry for one in found),
        limitations=tuple(sorted(set(limitations), key=lambda item: (item.reason, item.subject, item.detail))),
    )


def root(judged: Iterable[Judged], strip: bool, limits: Intake) -> str:
    """Return the root hash of a work from its entries alone; `strip` as for `tree`."""
    return root_hash(one.entry for one in _settled(judged, strip, limits))


def _settled(judged: Iterable[Judged], strip: bool, limits: Intake) -> list[Judged]:
    found = _without_copies(list(judged))
    entries = settled_names.settled([one.entry for one in found], limits)
    named = [one if entry is one.entry else _as(one, entry) for one, entry in zip(found, entries, strict=True)]
    return _with_hard_links(_without_top(named) if strip else named)


def _without_copies(judged: list[Judged]) -> list[Judged]:
    """Drop the copies that Subversion keeps of files of the work; they count among the data of version control.

    Hooks and the other copies stay out of the root hash, which is the same for a checkout as for its revision.
    """
    local = {id(one) for one in judged if vcs.is_local(one.entry.name) and one.entry.digest}
    if not local:
        return judged
    working = {one.entry.digest for one in judged if id(one) not in local}
    return [
        replace(one, entry=replace(one.entry, nested=True)) if id(one) in local else one
        for one in judged
        if id(one) not in local or not (vcs.is_pristine(one.entry.name) and one.entry.digest in working)
    ]


def _as(judged: Judged, entry: Entry) -> Judged:
    if entry.disposition is Disposition.COMPARED:
        return replace(judged, entry=entry)
    return Judged(replace(entry, content=None), None)


def _without_top(judged: list[Judged]) -> list[Judged]:
    inside = [
        one.entry.name
        for one in judged
        if one.entry.reason is not Reason.LEAVES_ROOT and not one.entry.name.startswith(NOT_LISTED)
    ]
    top = inside[0].partition(b"/")[0] + b"/" if inside else b"/"
    if not all(name.startswith(top) for name in inside):
        return judged
    return [
        replace(
            one,
            entry=replace(
                one.entry, name=one.entry.name.removeprefix(top), same_as=one.entry.same_as.removeprefix(top)
            ),
        )
        for one in judged
    ]


def _with_hard_links(judged: list[Judged]) -> list[Judged]:
    """Give every hard link the content of the file that it stands for, if the archive holds that file."""
    if not any(one.entry.same_as for one in judged):
        return judged
    by_name = {one.entry.name: one for one in judged if one.entry.digest}
    resolved = []
    for one in judged:
        target = by_name.get(one.entry.same_as)
        if target is not None:
            one = replace(target, entry=replace(target.entry, name=one.entry.name, raw=one.entry.raw))
        resolved.append(one)
    return resolved


def _files(judged: Sequence[Judged]) -> tuple[list[SourceFile], list[str]]:
    """Return the files sorted by path, and the paths that had to be made unique."""
    by_path: dict[str, Judged] = {}
    renamed = []
    for one in sorted(judged, key=lambda item: item.entry.name):
        path = wanted = names.shown(one.entry.name)
        copy = 1
        while path in by_path:
            copy += 1
            path = f"{wanted}~{copy}"
        if path != wanted:
            renamed.append(path)
        by_path[path] = one
    firsts: dict[str, str] = {}
    return [_file(path, by_path[path], firsts) for path in sorted(by_path)], renamed


def _file(path: str, judged: Judged, firsts: dict[str, str]) -> SourceFile:
    entry, decoded = judged.entry, judged.decoded
    text = None if decoded is None else decoded.text
    if decoded is None or text is None:
        return SourceFile(record=_record(path, judged))
    first = firsts.setdefault(entry.digest, path) if entry.size_bytes else path
    record = FileRecord(
        path=path,
        digest=entry.digest,
        size_bytes=entry.size_bytes,
        disposition=Disposition.COMPARED,
        detail=f"{decoded.undecodable} bytes undecodable" if decoded.undecodable else "",
        lines=line_count(text.utf8),
        encoding=decoded.encoding,
        encoding_basis=decoded.basis,
        duplicate_of="" if first == path else first,
        raw_path=_raw_path(path, entry.raw or entry.name),
        other_digests=entry.others,
    )
    return SourceFile(record=record, content=entry.content or b"", text=text)


def _record(path: str, judged: Judged) -> FileRecord:
    entry = judged.entry
    return FileRecord(
        path=path,
        digest=entry.digest,
        size_bytes=entry.size_bytes,
        disposition=entry.disposition,
        reason=entry.reason,
        detail=entry.detail,
        raw_path=_raw_path(path, entry.raw or entry.name),
        other_digests=entry.others,
    )


def _raw_path(path: str, raw: bytes) -> str:
    return "" if path.encode() == raw else raw.hex()


def _about_files(files: Sequence[SourceFile], label: str) -> list[Limitation]:
    """Return one limitation for each reason of note, naming the first files that have it."""
    paths: dict[Reason, list[str]] = defaultdict(list)
    for file in files:
        if file.record.reason in _TELLING:
            paths[file.record.reason].append(file.record.path)
        if file.record.disposition is Disposition.COMPARED and file.record.detail:
            paths[Reason.UNDECODABLE_BYTES].append(file.record.path)
    closed = [file.record.path for file in files if file.record.detail.startswith(UNLISTED)]
    paths[Reason.READ_ERROR] = [path for path in paths[Reason.READ_ERROR] if path not in set(closed)]
    undecodable = "hold bytes that their encoding does not allow; each such byte stands as U+FFFD"
    said = {**_TELLING, Reason.UNDECODABLE_BYTES: undecodable}
    limitations = [
        _limitation(reason, found, f"{len(found)} files {said[reason]}", label)
        for reason, found in paths.items()
        if found
    ]
    if closed:
        detail = f"{len(closed)} folders could not be listed; an unknown number of files in them was not read"
        limitations.append(_limitation(Reason.READ_ERROR, closed, detail, label))
    return limitations


def _about_text(judged: Sequence[Judged], limits: Intake, label: str) -> list[Limitation]:
    """Name the files that are text only in part, and those with many control characters."""
    partial, controlled = [], []
    for one in judged:
        if one.decoded is not None and (
            one.decoded.other_bytes or signatures.unopened_archive(one.entry.content or b"")
        ):
            partial.append(f"{names.shown(one.entry.name)} ({one.decoded.other_bytes:,})")
        elif one.decoded is not None and one.decoded.encoding not in _WIDE and one.entry.content is not None:
            count = control_bytes(one.entry.content, limits)
            if count:
                controlled.append(f"{names.shown(one.entry.name)} ({count:,})")
    limitations = []
    strange = [
        names.shown(one.entry.name)
        for one in judged
        if one.entry.reason is not Reason.VCS_DATA
        and names.vcs_folder(one.entry.name) is not None
        and not vcs.is_pristine(one.entry.name)
    ]
    copies = [names.shown(one.entry.name) for one in judged if vcs.is_pristine(one.entry.name)]
    if copies:
        said = f"{len(copies)} pristine files of version control equal no file of the work; they are read like others"
        limitations.append(_limitation(Reason.HIDDEN_TEXT, sorted(copies), said, label))
    if strange:
        said = (
            f"{len(strange)} files lie in folders of version control and do not belong there; they are read like others"
        )
        limitations.append(_limitation(Reason.HIDDEN_TEXT, sorted(strange), said, label))
    left_out = [
        f"{names.shown(one.entry.name)} ({one.entry.detail})"
        for one in judged
        if one.entry.reason is Reason.BINARY and vcs.is_named_as_source(one.entry.name)
    ]
    if left_out:
        said = f"{len(left_out)} files are named like source and left out as binary (why)"
        limitations.append(_limitation(Reason.BINARY, sorted(left_out), said, label))
    if partial:
        said = f"{len(partial)} files hold text beside other data; only the text is compared (bytes left out)"
        limitations.append(_limitation(Reason.HIDDEN_TEXT, sorted(partial), said, label))
    if controlled:
        said = f"{len(controlled)} texts hold NULs or control characters, which count as blanks (how many)"
        limitations.append(_limitation(Reason.CONTROL_BYTES, sorted(controlled), said, label))
    return limitations


def _about_names(files: Sequence[SourceFile], label: str) -> list[Limitation]:
    limitations = []
    escaped = [file.record.path for file in files if file.record.raw_path and not _is_text(file.record.raw_path)]
    if escaped:
        detail = (
            rf"{len(escaped)} names are not UTF-8; they are read as all of them together suggest, else stand as \xNN"
        )
        limitations.append(_limitation(Reason.UNDECODABLE_NAME, escaped, detail, label))
    colliding = _colliding([file.record.path for file in files])
    if colliding:
        detail = f"{len(colliding)} names differ from another one only in case or in the form of their accents"
        limitations.append(_limitation(Reason.NAME_COLLISION, colliding, detail, label))
    return limitations


def _about_readings(doubtful: Mapping[tuple[str, str], Sequence[bytes]], label: str) -> list[Limitation]:
    return [
        _limitation(
            Reason.AMBIGUOUS_ENCODING,
            sorted(map(names.shown, found)),
            f"{len(found)} files are read as {chosen} and would read as well as {rival} (--encoding states which)",
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


def _limitation(reason: Reason, paths: Sequence[str], said: str, label: str) -> Limitation:
    more = len(paths) - _SHOWN
    listed = ", ".join(paths[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
    subject = paths[0] if len(paths) == 1 else label
    return Limitation(stage=STAGE, subject=subject, reason=reason, detail=f"{said}: {listed}")
