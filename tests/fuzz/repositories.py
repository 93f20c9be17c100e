"""Repositories of git, made of changed bytes, so that what is changed is read and not only refused by its checksum."""

import hashlib
import io
import tempfile
import zlib
from pathlib import Path

from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.pack import write_pack_objects

from codematch.intake import read_work
from codematch.settings import Intake

SMALL = Intake(max_file_bytes=200_000, max_archive_bytes=2_000_000, max_held_bytes=1_000_000, max_archive_files=200)
_CONTENT = b"def area(width, height):\n    return width * height\n"
_KINDS = (b"commit", b"tree", b"tag")


def _made() -> tuple[Commit, Tree, Tree, Blob, Blob]:
    """A commit, its two trees, and two blobs that differ little, so that a pack holds a delta."""
    first, second = Blob.from_string(_CONTENT * 40), Blob.from_string(_CONTENT * 40 + b"value = 1\n")
    inner, outer, commit = Tree(), Tree(), Commit()
    inner.add(b"a.py", 0o100644, first.id)
    inner.add(b"run", 0o100755, second.id)
    outer.add(b"b.py", 0o100644, second.id)
    outer.add(b"link", 0o120000, first.id)
    outer.add(b"src", 0o040000, inner.id)
    commit.tree = outer.id
    commit.author = commit.committer = b"Jane <jane@example.com>"
    commit.author_time = commit.commit_time = 1_000_000_000
    commit.author_timezone = commit.commit_timezone = 0
    commit.message = b"A commit\n"
    return commit, outer, inner, first, second


OBJECTS = _made()
HEAD = OBJECTS[0].id


def packs() -> tuple[bytes, ...]:
    """Packs of the objects, with and without deltas."""
    made = []
    for deltify in (False, True):
        stream = io.BytesIO()
        write_pack_objects(
            stream.write, [(one, None) for one in OBJECTS], object_format=OBJECTS[0].object_format, deltify=deltify
        )
        made.append(stream.getvalue())
    return tuple(made)


def contents() -> tuple[bytes, ...]:
    """The contents of a commit, a tree and a tag, each behind a byte that tells which of them it is."""
    commit, tree = (one.as_raw_string() for one in OBJECTS[:2])
    tag = b"object " + HEAD + b"\ntype commit\ntag v1\ntagger J <j> 1 +0000\n\nA tag\n"
    return tuple(bytes([number]) + content for number, content in enumerate((commit, tree, tag)))


def read_pack(data: bytes) -> None:
    """Read a bundle whose pack is these bytes with the checksum that git would give them."""
    body = data[:-20]
    content = b"# v2 git bundle\n" + HEAD + b" refs/heads/main\n\n" + body + hashlib.sha1(body).digest()  # noqa: S324
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "w.bundle").write_bytes(content)
        read_work(str(Path(folder, "w.bundle")), SMALL)


def read_bundle(data: bytes) -> None:
    """Read a bundle as it is."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "w.bundle").write_bytes(data)
        read_work(str(Path(folder, "w.bundle")), SMALL)


def bundle() -> bytes:
    """A bundle of the objects."""
    return b"# v3 git bundle\n@object-format=sha1\n-" + b"0" * 40 + b"\n" + HEAD + b" refs/heads/main\n\n" + packs()[0]


def read_objects(data: bytes) -> None:
    """Read a bare repository that has these bytes for a commit, a tree or a tag, under the id that belongs to them."""
    kind = _KINDS[data[0] % len(_KINDS)] if data else _KINDS[0]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "w.git")
        for one in OBJECTS:
            _write(root, one.type_name, one.as_raw_string())
        head = _write(root, kind, data[1:])
        if kind == b"tree":
            head = _write(root, b"commit", OBJECTS[0].as_raw_string().replace(OBJECTS[1].id, head))
        (root / "refs").mkdir()
        (root / "HEAD").write_bytes(head + b"\n")
        read_work(str(root), SMALL)


def read_names(data: bytes) -> None:
    """Read a bare repository with these bytes as one of its files; the first byte tells as which."""
    name = ("packed-refs", "config", "HEAD", "refs/heads/main")[data[0] % 4 if data else 0]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "w.git")
        for one in OBJECTS:
            _write(root, one.type_name, one.as_raw_string())
        (root / "refs" / "heads").mkdir(parents=True)
        (root / "refs" / "heads" / "main").write_bytes(HEAD + b"\n")
        (root / "HEAD").write_bytes(b"ref: refs/heads/main\n")
        (root / name).write_bytes(data[1:])
        read_work(str(root), SMALL)


def _write(root: Path, kind: bytes, content: bytes) -> ObjectID:
    """Write a loose object, and return its id."""
    whole = kind + b" %d\0" % len(content) + content
    made = ObjectID(hashlib.sha1(whole).hexdigest().encode())  # noqa: S324
    path = root / "objects" / made[:2].decode() / made[2:].decode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zlib.compress(whole))
    return made
