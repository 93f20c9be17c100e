"""Signatures and time-stamps that are in a work or beside it and that the case does not name: present, not verified."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from codematch.intake.objects import ObjectError
from codematch.model.engagement import Role
from codematch.model.message import Message, Name
from codematch.model.source import SourceTree
from codematch.model.versions import AttestedKind, AttestedTime, TimeEntry, Verification
from codematch.revisions.attested import Attestation
from codematch.revisions.history import History, Revision
from codematch.revisions.signature_names import STAMPS, is_signature
from codematch.revisions.signed_objects import check_object

_ARMOUR = re.compile(rb"\A\s*-----BEGIN (?:PGP|SIGNED|PKCS7|SSH|CMS)")
_TEXT_ENDINGS = (".asc", ".sign", ".sig")
"""Endings that files of another kind have, too: such a file counts if it begins as a signature does, or is binary."""


def find_signatures(
    histories: Mapping[Role, History | None],
    places: Mapping[Role, Path],
    questioned: SourceTree,
    given: Sequence[Attestation],
    most: int,
) -> tuple[TimeEntry, ...]:
    """Return a row of table T9 for signed tags, commits and files with signatures that the case does not name.

    Args:
        histories: The history of each side, None where there is none.
        places: Where each work is: files beside it are looked at.
        questioned: The questioned work.
        given: What the case names.
        most: So many tags and files of a side are listed; the number of all is stated.
    """
    rows: list[TimeEntry] = []
    for role, place in places.items():
        named = {one.reference for one in given if one.role is role}
        files = {one.file.name for one in given if one.role is role and one.file is not None}
        history = histories.get(role)
        if history is not None:
            rows += _tags(history, role, named, most)
            rows += _commits(history, role, named)
        found = {*_beside(place), *(history.signatures if history is not None else ())}
        found |= {*_in_history(history)} if history is not None and role is Role.KNOWN else set()
        found |= {*_in_tree(questioned)} if role is Role.QUESTIONED else set()
        rows += _files(sorted(name for name in found if PurePosixPath(name).name not in files), role, most)
    return tuple(rows)


def _row(role: Role, kind: AttestedKind, name: str, detail: Message) -> TimeEntry:
    return TimeEntry(
        role=role,
        artefact=Message.of("attested-artefact", kind=Message.of(f"attested-{kind.value}"), name=Name(name)),
        attested=AttestedTime(
            kind=kind, time="", source="", reference="", file="", status=Verification.PRESENT, detail=detail
        ),
    )


def _tags(history: History, role: Role, named: set[str], most: int) -> Iterator[TimeEntry]:
    """Yield rows for the newest signed tags, each with the kind and the key that its signature states."""
    signed = [(tag, target) for revision in history.revisions for tag, target in _signed(revision) if tag not in named]
    for tag, target in signed[: -most - 1 : -1]:
        try:
            detail = check_object(history.read(target), tag, None).detail
        except ObjectError:
            continue
        yield _row(role, AttestedKind.SIGNED_TAG, tag, detail)
    if len(signed) > most:
        detail = Message.of("attested-found-tags", count=len(signed) - most)
        yield _row(role, AttestedKind.SIGNED_TAG, "…", detail)


def _signed(revision: Revision) -> Iterator[tuple[str, str]]:
    return ((tag, target) for tag, target in revision.signed if tag)


def _commits(history: History, role: Role, named: set[str]) -> Iterator[TimeEntry]:
    """Yield one row for all signed commits: they are often made by a hosting platform, by the thousand."""
    signed = [one.id for one in history.revisions if any(not tag for tag, _ in one.signed) and one.id not in named]
    if signed:
        detail = Message.of("attested-found-commits", count=len(signed))
        yield _row(role, AttestedKind.SIGNATURE, signed[-1][:12], detail)


def _files(names: Sequence[str], role: Role, most: int) -> Iterator[TimeEntry]:
    for name in names[:most]:
        kind = AttestedKind.TIMESTAMP if name.lower().endswith(STAMPS) else AttestedKind.SIGNATURE
        yield _row(role, kind, name, Message.of("attested-found-file"))
    if len(names) > most:
        yield _row(role, AttestedKind.SIGNATURE, "…", Message.of("attested-found-files", count=len(names) - most))


def _beside(place: Path) -> Iterable[str]:
    """Return the names of signatures that are beside a work: those that begin with its name."""
    if not place.parent.is_dir():
        return []
    return [
        item.name
        for item in place.parent.glob(f"{_quoted(place.name)}.*")
        if is_signature(item.name) and item.is_file()
    ]


def _quoted(name: str) -> str:
    return re.sub(r"([\[*?])", r"[\1]", name)


def _in_tree(tree: SourceTree) -> Iterator[str]:
    """Yield the signatures in a work; of a text only those that begin as one."""
    for file in tree.files:
        path = file.record.path
        if is_signature(path) and (file.text is None or _is_armoured(path, file.utf8)):
            yield path


def _in_history(history: History) -> Iterator[str]:
    """Yield the signatures that any revision has."""
    held = {
        path: content
        for revision in history.revisions
        for path, content in revision.changes.items()
        if content and is_signature(path)
    }
    for path, content in held.items():
        try:
            if _is_armoured(path, history.read(content)):
                yield path
        except ObjectError:
            continue


def _is_armoured(path: str, content: bytes) -> bool:
    return not path.lower().endswith(_TEXT_ENDINGS) or b"\0" in content[:64] or _ARMOUR.match(content) is not None
