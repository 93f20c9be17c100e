"""Builds the same small work in every form, and whatever else a test of intake needs."""

import gzip
import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from dulwich.bundle import create_bundle_from_repo, write_bundle
from dulwich.index import commit_tree
from dulwich.objects import Blob, Commit, ObjectID, Tag
from dulwich.refs import Ref
from dulwich.repo import Repo

from codematch.intake import read_work
from codematch.model.source import FileRecord, Limitation, Reason, SourceTree
from codematch.settings import Intake
from tests import folders

FILES: dict[str, bytes] = {
    "README.md": "# Vermessung\n\nGrüße aus Köln, 测量\n".encode(),
    "empty.txt": b"",
    "lib/logo.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "src/main.c": b"int main(void)\n{\n    return 0;\n}\n",
    "src/gbk.c": "/* 计算两个坐标之间的距离 */\r\nint x;\r\n".encode("gb18030"),
    "src/deep/er/a.py": b"print('a')\n",
    "src/deep/er/b.py": b"print('a')\n",
}
AUTHOR = b"A Tester <tester@example.org>"


Written = Literal["w", "w:gz", "w:bz2", "w:xz"]
"""How a tar archive is opened to be written."""


def read(locator: object, **limits: int) -> SourceTree:
    return read_work(str(locator), Intake(**limits))


def records(tree: SourceTree) -> dict[str, FileRecord]:
    return {file.record.path: file.record for file in tree.files}


def noted(tree: SourceTree, reason: Reason) -> list[Limitation]:
    return [limitation for limitation in tree.limitations if limitation.reason is reason]


def write_folder(root: Path, files: Mapping[str, bytes] = FILES) -> Path:
    return folders.write_folder(root, files)


def zip_bytes(files: Mapping[str, bytes] = FILES, top: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(top + name, content)
    return buffer.getvalue()


def tar_bytes(files: Mapping[str, bytes] = FILES, top: str = "", mode: Written = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in files.items():
            add_file(archive, top + name, content)
    return buffer.getvalue()


def add_file(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


def tar_entry(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = target
    return info


def tar_of(*members: tarfile.TarInfo | tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
            else:
                add_file(archive, *member)
    return buffer.getvalue()


def zip_link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, target.encode()


def commit(
    repository: Repo,
    files: Mapping[str, bytes] = FILES,
    *,
    modes: Mapping[str, int] | None = None,
    links: Mapping[str, str] | None = None,
    parents: tuple[bytes, ...] = (),
    message: bytes = b"A commit\n",
    branch: str = "main",
) -> bytes:
    """Commit files, and `links` (path to object id, of a mode in `modes`) that need no object."""
    store = repository.object_store
    entries = []
    for name, content in files.items():
        blob = Blob.from_string(content)
        store.add_object(blob)
        entries.append((os.fsencode(name), blob.id, (modes or {}).get(name, 0o100644)))
    entries.extend(
        (os.fsencode(name), ObjectID(one.encode()), (modes or {})[name]) for name, one in (links or {}).items()
    )
    made = Commit()
    made.tree = commit_tree(store, entries)
    made.parents = [ObjectID(parent) for parent in parents]
    made.author = made.committer = AUTHOR
    made.author_time = made.commit_time = 1_000_000_000
    made.author_timezone = made.commit_timezone = 0
    made.message = message
    store.add_object(made)
    repository.refs[Ref(b"refs/heads/" + branch.encode())] = made.id
    return made.id


def tag(repository: Repo, name: str, commit_id: bytes) -> None:
    made = Tag()
    made.name = name.encode()
    made.tagger = AUTHOR
    made.tag_time, made.tag_timezone = 1_000_000_000, 0
    made.message = b"A tag\n"
    made.object = (Commit, ObjectID(commit_id))
    repository.object_store.add_object(made)
    repository.refs[Ref(b"refs/tags/" + name.encode())] = made.id


def new_repository(path: Path, *, bare: bool = False) -> Repo:
    path.mkdir(parents=True)
    made = Repo.init_bare(str(path)) if bare else Repo.init(str(path))
    made.refs.set_symbolic_ref(Ref(b"HEAD"), Ref(b"refs/heads/main"))
    return made


def write_repository(path: Path, files: Mapping[str, bytes] = FILES, *, bare: bool = False) -> Path:
    with new_repository(path, bare=bare) as repository:
        commit(repository, files)
    if not bare:
        write_folder(path, files)
    return path


def write_bundle_of(path: Path, repository: Path, prerequisites: tuple[bytes, ...] = ()) -> Path:
    with Repo(str(repository)) as opened:
        bundle = create_bundle_from_repo(opened, prerequisites=prerequisites)
        with bundle, path.open("wb") as stream:
            write_bundle(stream, bundle)
    return path


def gzip_bytes(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
