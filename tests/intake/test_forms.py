"""One tree, one root hash: the same work in every form (R1, R9, R10)."""

import bz2
import hashlib
import lzma
from pathlib import Path

import pytest
from dulwich.repo import Repo

from codematch.errors import InputError
from codematch.model.message import Message
from codematch.model.source import Disposition, OriginKind, Reason
from tests.intake.works import (
    FILES,
    commit,
    noted,
    read,
    records,
    tag,
    tar_bytes,
    write_bundle_of,
    write_folder,
    write_repository,
    zip_bytes,
)

# Computed with `sha256sum` in a folder of these files; see the command in codematch.intake.manifest.
ROOT = hashlib.sha256(
    b"".join(hashlib.sha256(FILES[name]).hexdigest().encode() + b"  " + name.encode() + b"\n" for name in sorted(FILES))
).hexdigest()

PACKED = {
    "plain.zip": zip_bytes(),
    "topped.zip": zip_bytes(top="proj-1.0/"),
    "no-suffix": zip_bytes(),
    "wheel.whl": zip_bytes(),
    "plain.tar": tar_bytes(),
    "topped.tar": tar_bytes(top="./proj/"),
    "pax.tar.gz": tar_bytes(top="proj/", mode="w:gz"),
    "plain.tgz": tar_bytes(mode="w:gz"),
    "plain.tar.bz2": tar_bytes(mode="w:bz2"),
    "plain.tar.xz": tar_bytes(mode="w:xz"),
    "misnamed.zip": tar_bytes(mode="w:xz"),
    "launcher.pyz": b"#!/usr/bin/env python3\n" + zip_bytes(),
}


@pytest.mark.parametrize("name", PACKED)
def test_root_of_an_archive(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(PACKED[name])
    tree = read(tmp_path / name)
    assert tree.digest == ROOT
    launcher = ["(not listed)/bytes at 0"] if name == "launcher.pyz" else []
    assert list(records(tree)) == [*launcher, *sorted(FILES)]
    assert tree.origin.kind is OriginKind.ARCHIVE
    assert tree.origin.container_digest == hashlib.sha256(PACKED[name]).hexdigest()
    assert tree.label == name


def test_root_of_a_folder(tmp_path: Path) -> None:
    tree = read(write_folder(tmp_path / "work"))
    assert (tree.digest, tree.label, tree.origin.kind) == (ROOT, "work", OriginKind.DIRECTORY)
    assert {path: record.digest for path, record in records(tree).items()} == {
        name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()
    }
    assert {item.reason: item.subject for item in tree.limitations} == {
        Reason.BINARY: "lib/logo.png",
        Reason.EMPTY: "empty.txt",
    }


@pytest.mark.parametrize("bare", [True, False])
def test_root_of_a_revision(tmp_path: Path, bare: bool) -> None:
    path = write_repository(tmp_path / "repo", bare=bare)
    with Repo(str(path)) as repository:
        first = repository.refs[b"HEAD"]
        tag(repository, "v1.0", first)
        commit(repository, {"other.c": b"int other;\n"}, parents=(first,))
    for revision in ("v1.0", first.decode(), first.decode()[:7], first.decode().upper()[:10], "refs/tags/v1.0"):
        tree = read(f"{path}@{revision}")
        assert tree.digest == ROOT
        assert (tree.origin.kind, tree.origin.revision, tree.origin.requested) == (
            OriginKind.GIT,
            first.decode(),
            revision,
        )
        assert tree.label == f"repo@{revision}"
    for revision in ("main", "HEAD", "heads/main"):
        assert list(records(read(f"{path}@{revision}"))) == ["other.c"]


def test_root_of_a_working_tree(tmp_path: Path) -> None:
    tree = read(write_repository(tmp_path / "repo"))
    assert tree.digest == ROOT
    git_data = records(tree)[".git"]
    assert (git_data.disposition, git_data.reason) == (Disposition.EXCLUDED, Reason.VCS_DATA)
    files = sum(1 for path in (tmp_path / "repo" / ".git").rglob("*") if path.is_file())
    assert git_data.detail == Message.of("version-control-data", files=files)
    assert noted(tree, Reason.UNCOMMITTED) == []


def test_a_bare_repository_stands_for_its_head(tmp_path: Path) -> None:
    tree = read(write_repository(tmp_path / "repo.git", bare=True))
    assert (tree.digest, tree.origin.requested) == (ROOT, "HEAD")


def test_root_of_a_bundle(tmp_path: Path) -> None:
    path = write_repository(tmp_path / "repo", bare=True)
    bundle = write_bundle_of(tmp_path / "work.bundle", path)
    with Repo(str(path)) as repository:
        head = repository.refs[b"HEAD"].decode()
    for locator in (bundle, f"{bundle}@main", f"{bundle}@{head[:8]}"):
        tree = read(locator)
        assert tree.digest == ROOT
        assert (tree.origin.kind, tree.origin.revision) == (OriginKind.GIT_BUNDLE, head)
        assert tree.origin.container_digest == hashlib.sha256(bundle.read_bytes()).hexdigest()


def test_root_of_an_archived_clone(tmp_path: Path) -> None:
    clone = write_repository(tmp_path / "clone")
    files = {str(path.relative_to(tmp_path)): path.read_bytes() for path in sorted(clone.rglob("*")) if path.is_file()}
    (tmp_path / "clone.zip").write_bytes(zip_bytes(files))
    tree = read(tmp_path / "clone.zip")
    assert tree.digest == ROOT
    git_files = sum(1 for name in files if "/.git/" in name)
    assert records(tree)[".git"].detail == Message.of("version-control-data", files=git_files)


@pytest.mark.parametrize("files", [{"src/only.c": b"int x;\n", "src/b/c.c": b"int y;\n"}, {"only.c": b"int x;\n"}])
def test_root_does_not_depend_on_where_the_work_begins(tmp_path: Path, files: dict[str, bytes]) -> None:
    forms = {"a.zip": zip_bytes(files), "b.tar": tar_bytes(files, top="proj/"), "c.tar": tar_bytes(files)}
    for name, content in forms.items():
        (tmp_path / name).write_bytes(content)
    roots = {read(tmp_path / name).digest for name in forms}
    roots.add(read(write_folder(tmp_path / "folder", files)).digest)
    roots.add(read(f"{write_repository(tmp_path / 'repo', files)}@main").digest)
    assert len(roots) == 1


def test_root_changes_with_a_name_or_a_byte(tmp_path: Path) -> None:
    base = {"a.c": b"int x;\n", "b/c.c": b"int y;\n"}
    others = [
        {"a.c": b"int z;\n", "b/c.c": b"int y;\n"},
        {"a.c": b"int x;\n", "b/d.c": b"int y;\n"},
        {**base, "e": b""},
    ]
    roots = {read(write_folder(tmp_path / str(number), files)).digest for number, files in enumerate((base, *others))}
    assert len(roots) == 4


def test_order_of_members_changes_nothing(tmp_path: Path) -> None:
    names = sorted(FILES)
    trees = []
    for shift in range(3):
        order = names[shift:] + names[:shift]
        (tmp_path / f"{shift}.tar").write_bytes(tar_bytes({name: FILES[name] for name in order}))
        trees.append(read(tmp_path / f"{shift}.tar"))
    assert len({tree.digest for tree in trees}) == 1
    assert len({tuple(file.record for file in tree.files) for tree in trees}) == 1


def test_a_single_file(tmp_path: Path) -> None:
    write_folder(tmp_path, {"one.c": b"int x;\n"})
    tree = read(tmp_path / "one.c")
    assert tree.origin.kind is OriginKind.FILE
    assert list(records(tree)) == ["one.c"]
    assert tree.digest == read(write_folder(tmp_path / "folder", {"one.c": b"int x;\n"})).digest


@pytest.mark.parametrize("packed", [("x.c.gz", "gzip"), ("x.c.bz2", "bz2"), ("x.c.xz", "xz")])
def test_a_file_packed_alone(tmp_path: Path, packed: tuple[str, str]) -> None:
    import gzip

    name, kind = packed
    pack = {"gzip": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}[kind]
    (tmp_path / name).write_bytes(pack(b"int x;\n"))
    tree = read(tmp_path / name)
    assert [file.record.path for file in tree.files] == ["x.c"]
    assert tree.files[0].content == b"int x;\n"


def test_a_name_with_an_at_sign(tmp_path: Path) -> None:
    assert read(write_folder(tmp_path / "work@2.0")).digest == ROOT
    (tmp_path / "a@b.c").write_bytes(b"int x;\n")
    assert list(records(read(tmp_path / "a@b.c"))) == ["a@b.c"]
    path = write_repository(tmp_path / "repo@home")
    assert read(f"{path}@main").digest == ROOT
    with Repo(str(path)) as repository:
        commit(repository, branch="topic@work")
    assert read(f"{path}@topic@work").origin.requested == "topic@work"


def test_label_and_progress(tmp_path: Path) -> None:
    from codematch.intake import read_work
    from codematch.settings import Intake

    calls: list[tuple[int, int]] = []
    folder = write_folder(tmp_path / "work")
    tree = read_work(
        str(folder), Intake(), label="Known work", progress=lambda done, total: calls.append((done, total))
    )
    assert tree.label == "Known work"
    assert calls == [(done, len(FILES)) for done in range(1, len(FILES) + 1)]
    (tmp_path / "w.tar").write_bytes(tar_bytes())
    calls.clear()
    read_work(str(tmp_path / "w.tar"), Intake(), progress=lambda done, total: calls.append((done, total)))
    assert calls == [(done, 0) for done in range(1, len(FILES) + 1)]


def test_results_name_no_path_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_repository(tmp_path / "work", {"a.c": b"int x;\n"})
    monkeypatch.chdir(tmp_path)
    for locator in ("work", "work@main", "./work"):
        tree = read(locator)
        told = [tree.label, tree.origin.locator, *(str(item.detail) for item in tree.limitations)]
        assert not any(str(tmp_path) in text for text in told)
    monkeypatch.chdir(tmp_path / "work")
    assert read(".").label == "work"


def test_a_linked_working_tree_has_no_revisions_of_its_own(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "linked", {"a.c": b"int x;\n", ".git": b"gitdir: /elsewhere\n"})
    assert records(read(folder))[".git"].reason is Reason.VCS_DATA
    with pytest.raises(InputError, match="linked working tree"):
        read(f"{folder}@main")
