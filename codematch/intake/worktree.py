"""A working tree compared with the commit that it is on: what was changed since."""

import unicodedata
from collections.abc import Iterator

from codematch.intake.content import lfs_pointer
from codematch.intake.entries import Entry
from codematch.intake.git import TreeItem
from codematch.intake.history import note
from codematch.intake.names import shown
from codematch.intake.objects import ObjectError, ObjectStore
from codematch.model.message import Message, Name, PathName
from codematch.model.source import Limitation, Reason

_GITLINK = 0o160000
_SHOWN = 3


class WorkingTree:
    """Compares the files of a working tree with a commit as they pass by, by git's own object ids.

    Args:
        items: The tree of the commit.
        objects: Where its objects are.
    """

    def __init__(self, items: list[TreeItem], objects: ObjectStore) -> None:
        self._objects = objects
        self._unseen = {_key(item.name): item for item in items if item.mode != _GITLINK}
        self._submodules = [item.name for item in items if item.mode == _GITLINK]
        self._found: dict[str, list[bytes]] = {"changed": [], "changed-in-line-ends": [], "not-in-commit": []}

    def watch(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        """Yield the entries unchanged, taking note of each."""
        for entry in entries:
            item = self._unseen.pop(_key(entry.name), None)
            if entry.digest and item is None:
                self._found["not-in-commit"].append(entry.name)
            elif entry.content is not None and item is not None:
                self._compare(entry, entry.content, item)
            yield entry

    def notes(self, commit: str, subject: str) -> list[Limitation]:
        """Return what there is to say once all entries have passed."""
        notes = []
        found = {**self._found, "missing": sorted(self._unseen)}
        parts = [
            Message.of(f"files-{what}", count=len(names), files=_first(names)) for what, names in found.items() if names
        ]
        if parts:
            detail = Message.of("working-tree", commit=Name(commit), changes=tuple(parts))
            notes.append(note(subject, detail, Reason.UNCOMMITTED))
        if self._submodules:
            detail = Message.of("submodules", count=len(self._submodules), submodules=_first(self._submodules))
            notes.append(note(subject, detail, Reason.SUBMODULE))
        return notes

    def _compare(self, entry: Entry, content: bytes, item: TreeItem) -> None:
        if self._object_id(content) == item.object_id:
            return
        if self._object_id(content.replace(b"\r\n", b"\n")) == item.object_id:
            self._found["changed-in-line-ends"].append(entry.name)
        elif not self._is_resolved_pointer(entry.digest, item.object_id):
            self._found["changed"].append(entry.name)

    def _object_id(self, content: bytes) -> str:
        digest = self._objects.object_format.hash_func()
        digest.update(b"blob %d\0" % len(content))
        digest.update(content)
        return digest.hexdigest()

    def _is_resolved_pointer(self, digest: str, object_id: str) -> bool:
        """Tell whether the commit has a Git LFS pointer to exactly this file."""
        try:
            return lfs_pointer(self._objects.read(object_id)[1]) == digest
        except ObjectError:
            return False


def _key(name: bytes) -> bytes:
    """The file system of macOS decomposes names, git keeps them composed: the same name all the same."""
    try:
        return name if name.isascii() else unicodedata.normalize("NFC", name.decode()).encode()
    except UnicodeDecodeError:
        return name


def _first(names: list[bytes]) -> tuple[PathName, ...]:
    return tuple(PathName(shown(name)) for name in sorted(names)[:_SHOWN])
