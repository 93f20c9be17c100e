"""The files of a git revision, straight from its tree object: no checkout, no filter, no line-end conversion."""

import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dulwich.objects import parse_tree

from codematch.intake import names
from codematch.intake.budget import Budget
from codematch.intake.entries import Entry, excluded, regular, symlink, unreadable, vcs_data
from codematch.intake.objects import FORMAT_ERRORS, ObjectError, ObjectStore
from codematch.model.message import Message, Name, system_said
from codematch.model.source import Reason
from codematch.settings import Intake

_GITLINK = 0o160000


@dataclass(frozen=True, slots=True)
class TreeItem:
    """One entry of a tree: its full `name`, its `mode`, the id of its object, and `entry` if it cannot be read."""

    name: bytes
    mode: int
    object_id: str
    entry: Entry | None = None


def listed(objects: ObjectStore, tree: str, budget: Budget) -> list[TreeItem]:
    """List all files below a tree, sorted by name.

    The budget is charged for every entry, folders too: a few trees can stand for billions of files.

    Raises:
        ObjectError: The tree itself cannot be read.
        LimitReachedError: It holds more than the budget allows.
    """
    found: list[TreeItem] = []
    pending = [(tree, b"")]
    while pending:
        tree_id, prefix = pending.pop()
        try:
            children = _children(objects, tree_id)
        except ObjectError as error:
            if not prefix:
                raise
            name = names.canonical(prefix).name
            found.append(TreeItem(name, 0, tree_id, unreadable(name, Reason.READ_ERROR, system_said(error))))
            continue
        for part, mode, object_id in children:
            budget.charge_file()
            if stat.S_ISDIR(mode):
                pending.append((object_id, prefix + part + b"/"))
            else:
                found.append(TreeItem(prefix + part, mode, object_id))
    return sorted(found, key=lambda item: (item.name, item.object_id))


def read(objects: ObjectStore, items: list[TreeItem], limits: Intake, budget: Budget) -> Iterator[Entry]:
    """Yield the entries of listed items; an object that occurs more than once is read once.

    Raises:
        LimitReachedError: They expand to more than the budget allows.
    """
    uses = Counter(item.object_id for item in items)
    shared: dict[str, Entry] = {}
    for item in items:
        settled = item.entry or _settled(item)
        if settled is not None:
            yield settled
            continue
        blob = shared.get(item.object_id) or _blob(objects, item, limits)
        if item.object_id not in shared:
            budget.charge_bytes(blob.size_bytes)
        if uses[item.object_id] > 1:
            shared[item.object_id] = blob
        yield _as_file(item, blob)


def _children(objects: ObjectStore, tree: str) -> list[tuple[bytes, int, str]]:
    kind, content = objects.read(tree)
    if kind != b"tree":
        raise ObjectError(f"object {tree} is not a tree")
    try:
        parsed = list(parse_tree(content, objects.object_format.oid_length))
    except FORMAT_ERRORS as error:
        raise ObjectError(f"tree {tree} is damaged: {error}") from error
    return [(part, mode, object_id.decode("ascii")) for part, mode, object_id in parsed]


def _blob(objects: ObjectStore, item: TreeItem, limits: Intake) -> Entry:
    """Read the object of an item; one that cannot be read becomes an unreadable entry."""
    name = names.canonical(item.name).name
    try:
        kind, content = objects.read(item.object_id)
    except ObjectError as error:
        return unreadable(name, Reason.READ_ERROR, system_said(error))
    if kind != b"blob":
        return unreadable(name, Reason.DAMAGED, Message.of("object-not-file", object=Name(item.object_id)))
    return regular(name, content, limits)


def _settled(item: TreeItem) -> Entry | None:
    """Return the entry of an item whose object need not be read, else None."""
    clean, refusal = names.canonical(item.name)
    if refusal:
        return excluded(clean, Reason.LEAVES_ROOT, names.refused(refusal, item.name), item.name)
    if names.vcs_folder(clean) is not None:
        return vcs_data(clean, 1)
    if item.mode == _GITLINK:
        return excluded(clean, Reason.SUBMODULE, Message.of("submodule", commit=Name(item.object_id)))
    if not stat.S_ISLNK(item.mode) and not stat.S_ISREG(item.mode):
        return excluded(clean, Reason.SPECIAL_FILE, Message.of("mode", mode=Name(f"{item.mode:o}")))
    return None


def _as_file(item: TreeItem, blob: Entry) -> Entry:
    name = names.canonical(item.name).name
    if stat.S_ISLNK(item.mode) and blob.content is not None:
        return symlink(name, blob.content)
    return replace(blob, name=name)
