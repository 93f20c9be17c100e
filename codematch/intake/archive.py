r"""Archives: members become entries, hostile ones refusals; archives within archives are opened in turn.

What a member claims is never trusted: its name is made canonical and refused if it leaves the root, its size
is counted as it is read, links are recorded and not followed. A container that is broken or goes beyond a
limit counts for nothing: within a tree it is one entry that says so, as an input of its own it is an error.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import BinaryIO

from codematch.intake import legacy_names, names, settled_names, tars, vcs, zip_ends, zips
from codematch.intake.archive_members import FORMAT_ERRORS, Kind, Member
from codematch.intake.budget import Budget, LimitReachedError
from codematch.intake.entries import DamagedError, Entry, excluded, streamed, symlink, unreadable, vcs_data
from codematch.intake.hidden import text_within
from codematch.intake.settled_names import INSIDE
from codematch.intake.signatures import HEAD_BYTES, Packing, packing
from codematch.intake.uncovered import NOT_LISTED
from codematch.model.message import Message, PathName, system_said
from codematch.model.source import Disposition, Reason
from codematch.settings import Intake

_LINK_BYTES = 65_536


def read(stream: BinaryIO, form: Packing, name: bytes, limits: Intake, budget: Budget) -> Iterator[Entry]:
    """Yield the entries of one container, a seekable stream at its start, within the limits and the budget.

    Raises:
        DamagedError: It cannot be read to its end.
        LimitReachedError: It exceeds a limit.
    """
    vcs_files: Counter[bytes] = Counter()
    try:
        for member in _members(stream, form, name, limits, budget):
            budget.charge_file()
            clean, refusal = names.canonical(member.name)
            folder = names.vcs_folder(clean)
            if clean == names.NAMELESS and member.kind is Kind.FOLDER:
                continue
            if refusal:
                detail = names.refused(refusal, member.name)
                yield excluded(clean, Reason.LEAVES_ROOT, detail, member.raw or member.name)
                if member.kind is Kind.FILE and clean != names.NAMELESS:  # nothing is written: it can be read
                    read_inside = _entry(member, NOT_LISTED + names.inside(clean), limits, budget)
                    yield replace(read_inside, nested=True)  # a refused member is no part of the root hash
            elif folder is not None and (member.kind is not Kind.FILE or vcs.is_data(clean, folder)):
                vcs_files[folder] += member.kind is not Kind.FOLDER
                if member.kind is Kind.FILE and vcs.is_pristine(clean):
                    yield _entry(member, clean, limits, budget)
            elif member.kind is not Kind.FOLDER:
                entry = _entry(member, clean, limits, budget)
                yield entry if member.legacy is None else replace(entry, legacy=member.legacy)
    except FORMAT_ERRORS as error:
        raise DamagedError(str(error) or type(error).__name__) from error
    yield from (vcs_data(folder, files) for folder, files in sorted(vcs_files.items()))


def opened(entry: Entry, limits: Intake, nested: Budget, depth: int = 1) -> Iterator[Entry]:
    """Yield an entry, and if it is an archive its members after it, down to the depth limit.

    All nested archives of an input share the budget `nested`; `depth` is the number of containers around the members.
    """
    form = None if entry.content is None else packing(entry.content[:HEAD_BYTES])
    if entry.content is None or form is None:
        yield entry
        yield from _behind_a_head(entry, limits, nested, depth)
        return
    if depth > limits.max_archive_depth:
        detail = Message.of("archive-too-deep", limit=limits.max_archive_depth)
        yield _closed(entry, Disposition.EXCLUDED, Reason.ARCHIVE_LIMIT, detail)
        return
    budget: Budget | None = None
    try:
        budget = nested.within(entry.size_bytes)
        members = list(read(BytesIO(entry.content), form, entry.name, limits, budget))
        settled = settled_names.settled(members, limits, partial(legacy_names.spoken, members, limits))
        # The smallest first: what a large one wastes cannot keep a small one closed.
        order = sorted(range(len(settled)), key=lambda number: (settled[number].size_bytes, settled[number].name))
        inside = {number: list(opened(settled[number], limits, budget, depth + 1)) for number in order}
        found = [inner for number in range(len(settled)) for inner in inside[number]]
    except (LimitReachedError, DamagedError) as error:
        if budget is not None:
            budget.refund()
        yield from _failed(entry, error, limits)
    else:
        detail = Message.of("archive-opened", entries=len(found))
        yield _closed(entry, Disposition.EXCLUDED, Reason.ARCHIVE, detail)
        yield from (_within(entry.name, inner) for inner in found)


def _behind_a_head(entry: Entry, limits: Intake, nested: Budget, depth: int) -> Iterator[Entry]:
    """Yield what is in a zip archive that begins behind something else, as in a program that unpacks itself."""
    content = entry.content
    if content is None or depth > limits.max_archive_depth or (at := zip_ends.begins_behind(content)) <= 0:
        return
    yield from list(opened(replace(entry, content=content[at:], raw=b""), limits, nested, depth))[1:]


def _failed(entry: Entry, error: LimitReachedError | DamagedError, limits: Intake) -> Iterator[Entry]:
    """Yield an archive that cannot be opened, and what can be read of it as of any file."""
    if isinstance(error, LimitReachedError):
        yield _closed(
            entry, Disposition.EXCLUDED, Reason.ARCHIVE_LIMIT, Message.of("archive-beyond-limit", why=error.why)
        )
        return
    yield _closed(
        entry, Disposition.UNREADABLE, Reason.DAMAGED, Message.of("archive-unreadable", why=system_said(error))
    )
    if text_within(entry.content or b"", limits) is not None:  # its first bytes may be all that it has of an archive
        inner = replace(entry, name=NOT_LISTED + entry.name.rpartition(b"/")[2], raw=b"")
        yield _within(entry.name, inner)


def _members(stream: BinaryIO, form: Packing, name: bytes, limits: Intake, budget: Budget) -> Iterator[Member]:
    if form is Packing.ZIP:
        return zips.members(stream, limits, budget)
    return tars.members(stream, form, name, limits, budget)


def _entry(member: Member, name: bytes, limits: Intake, budget: Budget) -> Entry:
    match member.kind:
        case Kind.HARD_LINK:
            return _hard_link(member, name)
        case Kind.ENCRYPTED:
            return excluded(name, Reason.ENCRYPTED, Message.of("encrypted"), member.raw)
        case Kind.UNCOVERED:
            place = excluded(name, Reason.HIDDEN_DATA, member.detail, member.raw)
            return replace(place, size_bytes=member.size_bytes, digest=member.digest, others=member.others)
        case Kind.SPECIAL:
            return excluded(name, Reason.SPECIAL_FILE, Message.of("special-file"), member.raw)
        case Kind.SYMLINK if member.open is None:
            return symlink(name, member.target, member.raw)
    if member.metered and member.open is not None:
        return streamed(name, member.open(), limits, raw=member.raw)
    return _standing_alone(member, name, limits, budget)


def _standing_alone(member: Member, name: bytes, limits: Intake, budget: Budget) -> Entry:
    """Read a member of a zip, or a sparse one of a tar: if it is broken, the others can still be read."""
    if member.size_bytes > limits.max_file_bytes and member.size_bytes > limits.max_archive_ratio * member.stored_bytes:
        detail = Message.of("sparse-file", bytes=member.size_bytes, stored=member.stored_bytes)
        return replace(excluded(name, Reason.TOO_LARGE, detail, member.raw), size_bytes=member.size_bytes)
    try:
        if member.open is None:
            raise EOFError("a member without data")
        if member.kind is Kind.SYMLINK:
            return symlink(name, member.open().read(_LINK_BYTES), member.raw)
        return streamed(name, member.open(), limits, raw=member.raw, charge=budget.charge_bytes)
    except FORMAT_ERRORS as error:
        return unreadable(name, Reason.DAMAGED, system_said(error), member.raw)


def _hard_link(member: Member, name: bytes) -> Entry:
    target, refusal = names.canonical(member.target)
    if refusal:
        detail = Message.of("hard-link-outside", target=PathName(names.shown(member.target)))
        return excluded(name, Reason.LEAVES_ROOT, detail, member.raw)
    detail = Message.of("hard-link-missing", target=PathName(names.shown(member.target)))
    return replace(excluded(name, Reason.SPECIAL_FILE, detail, member.raw), same_as=target)


def _closed(entry: Entry, disposition: Disposition, reason: Reason, detail: Message) -> Entry:
    return replace(entry, content=None, disposition=disposition, reason=reason, detail=detail)


def _within(container: bytes, entry: Entry) -> Entry:
    same_as = container + INSIDE + entry.same_as if entry.same_as else b""
    return replace(entry, name=container + INSIDE + entry.name, nested=True, same_as=same_as)
