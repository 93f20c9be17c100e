"""From judged entries to a SourceTree: names made unique, duplicates named, limitations gathered."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from codematch.intake import encodings, legacy_names, limitations, names, settled_names, vcs
from codematch.intake.charsets import Charset
from codematch.intake.content import Judged
from codematch.intake.entries import Entry
from codematch.intake.given import Given
from codematch.intake.manifest import root_hash
from codematch.intake.offsets import line_count
from codematch.intake.uncovered import NOT_LISTED
from codematch.model.message import Message
from codematch.model.source import Disposition, FileRecord, Limitation, Origin, Reason, SourceFile, SourceTree
from codematch.settings import Intake


def tree(
    label: str,
    origin: Origin,
    judged: Iterable[Judged],
    notes: Iterable[Limitation],
    strip: bool,
    limits: Intake,
    given: Sequence[Given] = (),
) -> SourceTree:
    """Build the tree of a work.

    Args:
        label: What reports call it.
        origin: Where it came from.
        judged: Its entries, in any order.
        notes: Limitations that are already known.
        strip: Drop the one top-level folder that all entries share, as archives often have one.
        limits: The settings of intake.
        given: The encodings that the user states.

    Returns:
        The tree, with every entry in exactly one record.
    """
    judged = list(judged)
    texts = partial(legacy_names.spoken, [one.entry for one in judged], limits)
    settled = encodings.settled(_settled(judged, strip, limits, texts), limits, given)
    found = settled.files
    files, renamed = _files(found)
    said = [
        *limitations.about_files(files, label),
        *limitations.about_names(files, renamed, label),
        *limitations.about_readings_of_names(found, label),
        *limitations.about_encodings(settled, label),
        *limitations.about_text(found, limits, label),
    ]
    return SourceTree(
        label=label,
        origin=origin,
        files=tuple(files),
        digest=root_hash(one.entry for one in found),
        limitations=tuple(sorted({*notes, *said}, key=lambda item: (item.reason, item.subject, str(item.detail)))),
    )


def root(judged: Sequence[Judged], strip: bool, limits: Intake, texts: Callable[[], Sequence[Charset]]) -> str:
    """Return the root hash of a work from its entries alone; `strip` as for `tree`, `texts` as for names."""
    return root_hash(one.entry for one in _settled(judged, strip, limits, texts))


def _settled(
    judged: Sequence[Judged], strip: bool, limits: Intake, texts: Callable[[], Sequence[Charset]]
) -> list[Judged]:
    found = _without_copies(list(judged))
    entries = settled_names.settled([one.entry for one in found], limits, texts)
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
    """Give every hard link the content of the file that it refers to, if the archive holds that file."""
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
    raw = entry.raw or entry.name
    record = FileRecord(
        path=path,
        digest=entry.digest,
        size_bytes=entry.size_bytes,
        disposition=entry.disposition,
        reason=entry.reason,
        detail=entry.detail,
        raw_path="" if path.encode() == raw else raw.hex(),
        other_digests=entry.others,
    )
    if decoded is None or decoded.text is None:
        return SourceFile(record=record)
    first = firsts.setdefault(entry.digest, path) if entry.size_bytes else path
    record = replace(
        record,
        detail=Message.of("undecodable", count=decoded.undecodable) if decoded.undecodable else None,
        lines=line_count(decoded.text.utf8),
        encoding=decoded.encoding,
        encoding_basis=decoded.basis,
        duplicate_of="" if first == path else first,
    )
    return SourceFile(record=record, content=entry.content or b"", text=decoded.text)
