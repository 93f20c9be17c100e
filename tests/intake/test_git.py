"""Git repositories and bundles: revisions, states, damage, hostility (R3, R7)."""

import hashlib
import os
import struct
import zlib
from pathlib import Path

import pytest
from dulwich.refs import Ref
from dulwich.repo import Repo

from codematch.errors import InputError
from codematch.model.message import Message, Name, PathName
from codematch.model.source import Disposition, Reason
from codematch.report.text.messages import sentence
from tests.intake.works import (
    FILES,
    commit,
    new_repository,
    noted,
    read,
    records,
    tag,
    write_bundle_of,
    write_folder,
    write_repository,
)

A = {"a.c": b"int a;\n"}


def head_of(path: Path) -> str:
    with Repo(str(path)) as repository:
        return repository.refs[b"HEAD"].decode()


def states(locator: object) -> str:
    return "\n".join(sentence(limitation.detail) for limitation in noted(read(locator), Reason.HISTORY_STATE))


def object_path(folder: Path, object_id: str) -> Path:
    return folder / "objects" / object_id[:2] / object_id[2:]


def repack(path: Path) -> None:
    with Repo(str(path)) as repository:
        repository.object_store.pack_loose_objects()


def test_packed_objects_and_packed_references(tmp_path: Path) -> None:
    path = write_repository(tmp_path / "repo", bare=True)
    loose = read(f"{path}@main")
    repack(path)
    with Repo(str(path)) as repository:
        tag(repository, "v1", head_of(path).encode())
        repository.refs.pack_refs(all=True)
    assert not list((path / "refs" / "heads").iterdir())
    packed = read(f"{path}@main")
    assert packed.digest == loose.digest
    assert [file.record for file in packed.files] == [file.record for file in loose.files]
    assert "branches: 1; tags: 1" in states(f"{path}@v1")
    assert "loose objects: 1;" in states(f"{path}@v1")  # the tag


def test_deltas_are_resolved(tmp_path: Path) -> None:
    path = tmp_path / "repo"
    body = b"".join(b"int value_%d = %d;\n" % (n, n * n) for n in range(500))
    with new_repository(path, bare=True) as repository:
        first = commit(repository, {"a.c": body})
        commit(repository, {"a.c": body + b"int more;\n", "b.c": body.replace(b"int", b"long")}, parents=(first,))
        repository.object_store.pack_loose_objects()
    assert {file.record.path: file.content for file in read(f"{path}@main").files} == {
        "a.c": body + b"int more;\n",
        "b.c": body.replace(b"int", b"long"),
    }
    assert read(f"{path}@{first.decode()}").files[0].content == body


def write_loose(folder: Path, kind: bytes, content: bytes, algorithm: str = "sha1") -> str:
    """Write an object as git would, whatever is in it; returns its id."""
    whole = kind + b" %d\0" % len(content) + content
    object_id = hashlib.new(algorithm, whole).hexdigest()
    path = object_path(folder, object_id)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zlib.compress(whole))
    return object_id


def commit_of_tree(folder: Path, entries: list[tuple[int, bytes, str]], algorithm: str = "sha1") -> str:
    """Write a tree as given, without the checks of any library, and a commit of it on main; returns the tree's id."""
    content = b"".join(b"%o %s\0" % (mode, name) + bytes.fromhex(one) for mode, name, one in entries)
    tree = write_loose(folder, b"tree", content, algorithm)
    made = write_loose(folder, b"commit", b"tree %s\nauthor A <a> 0 +0000\n\nm\n" % tree.encode(), algorithm)
    (folder / "refs" / "heads" / "main").write_text(made + "\n")
    return tree


def test_a_sha256_repository(tmp_path: Path) -> None:
    path = tmp_path / "repo"
    path.mkdir()
    with Repo.init_bare(str(path), object_format="sha256") as repository:
        repository.refs.set_symbolic_ref(Ref(b"HEAD"), Ref(b"refs/heads/main"))
    blob = write_loose(path, b"blob", FILES["src/main.c"], "sha256")
    commit_of_tree(path, [(0o100644, b"main.c", blob)], "sha256")
    found = read(f"{path}@main")
    assert len(found.origin.revision) == 64
    assert found.files[0].content == FILES["src/main.c"]


def bare(tmp_path: Path) -> Path:
    new_repository(tmp_path / "repo", bare=True).close()
    return tmp_path / "repo"


def test_hostile_trees(tmp_path: Path) -> None:
    path = bare(tmp_path)
    blob = write_loose(path, b"blob", b"int x;\n")
    inner = commit_of_tree(path, [(0o100644, b"in.c", blob)])
    commit_of_tree(
        path,
        [
            (0o100644, b"..", blob),
            (0o100644, b"../../up.c", blob),
            (0o100644, b"/etc/passwd", blob),
            (0o40000, b".git", inner),
            (0o100644, b"good.c", blob),
            (0o100644, b"good.c", blob),
            (0o120000, b"link", blob),
            (0o010644, b"odd", blob),
            (0o40000, b"..", inner),
        ],
    )
    found = read(f"{path}@main")
    assert {path: record.reason for path, record in records(found).items()} == {
        r"\x2e\x2e": Reason.LEAVES_ROOT,
        r"\x2e\x2e/\x2e\x2e/up.c": Reason.LEAVES_ROOT,
        r"\x2e\x2e/in.c": Reason.LEAVES_ROOT,
        r"\x2fetc/passwd": Reason.LEAVES_ROOT,
        ".git/in.c": Reason.VCS_DATA,
        "good.c": None,
        "good.c~2": None,
        "link": Reason.SYMLINK,
        "odd": Reason.SPECIAL_FILE,
    }


def test_a_tree_that_stands_for_billions_of_files_is_refused(tmp_path: Path) -> None:
    path = bare(tmp_path)
    blob = write_loose(path, b"blob", b"int x;\n")
    tree = commit_of_tree(path, [(0o100644, b"%d.c" % n, blob) for n in range(10)])
    for _ in range(10):
        tree = commit_of_tree(path, [(0o40000, b"%d" % n, tree) for n in range(10)])
    with pytest.raises(InputError, match="more than 5,000 entries"):
        read(f"{path}@main", max_archive_files=5_000)


def test_blobs_are_charged_once(tmp_path: Path) -> None:
    path = bare(tmp_path)
    blob = write_loose(path, b"blob", b"int x;\n" * 100)
    commit_of_tree(path, [(0o100644, b"%02d.c" % n, blob) for n in range(50)])
    assert len(read(f"{path}@main", max_archive_bytes=1_000).files) == 50
    commit_of_tree(path, [(0o100644, b"%d.c" % n, write_loose(path, b"blob", b"%d" % n * 400)) for n in range(3)])
    with pytest.raises(InputError, match="1,000 bytes"):
        read(f"{path}@main", max_archive_bytes=1_000)


def test_objects_that_are_missing_damaged_or_too_large_are_recorded(tmp_path: Path) -> None:
    path = bare(tmp_path)
    blobs = {name: write_loose(path, b"blob", name.encode() * 90) for name in ("good", "gone", "other", "cut", "large")}
    large = write_loose(path, b"blob", bytes(100_000))
    tree = write_loose(path, b"tree", b"100644 in.c\0" + bytes.fromhex(blobs["good"]))
    commit_of_tree(
        path,
        [(0o100644, name.encode() + b".c", one) for name, one in blobs.items() if name != "large"]
        + [(0o100644, b"large.c", large), (0o40000, b"lost", tree), (0o100644, b"notblob", tree)],
    )
    object_path(path, blobs["gone"]).unlink()
    object_path(path, blobs["other"]).write_bytes(zlib.compress(b"blob 3\0abc"))
    object_path(path, blobs["cut"]).write_bytes(object_path(path, blobs["cut"]).read_bytes()[:12])
    found = read(f"{path}@main", max_held_bytes=50_000)
    unreadable = {file.record.path for file in found.files if file.record.disposition is Disposition.UNREADABLE}
    assert unreadable == {"gone.c", "other.c", "cut.c", "large.c", "notblob"}
    assert "not in the repository" in sentence(records(found)["gone.c"].detail)
    assert "another id" in sentence(records(found)["other.c"].detail)
    assert "larger than 50,000 bytes" in sentence(records(found)["large.c"].detail)
    assert records(found)["lost/in.c"].disposition is Disposition.COMPARED
    object_path(path, tree).unlink()
    assert records(read(f"{path}@main"))["lost"].disposition is Disposition.UNREADABLE


def test_a_commit_or_tree_that_is_missing_is_an_error(tmp_path: Path) -> None:
    path = bare(tmp_path)
    blob = write_loose(path, b"blob", b"int x;\n")
    tree = commit_of_tree(path, [(0o100644, b"a.c", blob)])
    object_path(path, tree).unlink()
    with pytest.raises(InputError, match=f"object {tree} is not in the repository.*get a complete clone"):
        read(f"{path}@main")
    (path / "refs" / "heads" / "main").write_text("0" * 40 + "\n")
    with pytest.raises(InputError, match="get a complete clone"):
        read(f"{path}@main")


def test_revisions_that_name_no_commit_or_several(tmp_path: Path) -> None:
    path = bare(tmp_path)
    blob = write_loose(path, b"blob", b"int x;\n")
    tree = commit_of_tree(path, [(0o100644, b"a.c", blob)])
    (path / "refs" / "tags" / "tree").write_text(tree + "\n")
    for revision in ("tree", tree):
        with pytest.raises(InputError, match=r"is not a commit|unknown revision"):
            read(f"{path}@{revision}")
    commits: dict[str, str] = {}
    number = 0
    while True:
        made = write_loose(path, b"commit", b"tree %s\nauthor A <a> %d +0000\n\nm\n" % (tree.encode(), number))
        if made[:4] in commits:
            break
        commits[made[:4]] = made
        number += 1
    with pytest.raises(InputError, match="ambiguous; give one of") as error:
        read(f"{path}@{made[:4]}")
    assert made in str(error.value)
    assert commits[made[:4]] in str(error.value)
    assert read(f"{path}@{made}").origin.revision == made


@pytest.mark.parametrize("revision", ["../../outside", "refs/../../outside", "refs/heads/../../../outside", "abc"])
def test_a_revision_reads_no_other_file(tmp_path: Path, revision: str) -> None:
    path = write_repository(tmp_path / "repo", bare=True)
    (tmp_path / "outside").write_text(head_of(path) + "\n")
    with pytest.raises(InputError, match="unknown revision"):
        read(f"{path}@{revision}")


@pytest.mark.parametrize("content", ["../../../outside", "ref: ../../outside", "ref: refs/heads/main", "", "xyz"])
def test_a_hostile_reference_reads_no_other_file(tmp_path: Path, content: str) -> None:
    path = write_repository(tmp_path / "repo", bare=True)
    (tmp_path / "outside").write_text(head_of(path) + "\n")
    (path / "refs" / "heads" / "main").write_text(content)
    with pytest.raises(InputError):
        read(f"{path}@main")


@pytest.mark.parametrize("area", ["HEAD", "objects", "refs/heads/trap", "packed-refs", "config", "objects/aa"])
@pytest.mark.parametrize("kind", ["link", pytest.param("fifo", marks=pytest.mark.posix)])
def test_links_and_fifos_among_the_git_data_are_not_followed(tmp_path: Path, area: str, kind: str) -> None:
    path = write_repository(tmp_path / "repo")
    trap = path / ".git" / area
    outside = tmp_path / "outside"
    outside.parent.mkdir(exist_ok=True)
    if trap.exists():
        trap.rename(outside)
    if kind == "link":
        trap.symlink_to(outside)
    else:
        os.mkfifo(trap)
    if area not in ("HEAD", "objects") or kind == "link":
        with pytest.raises(InputError, match="link or a special file"):
            read(f"{path}@main")
    tree = read(path)
    assert sorted(records(tree)) == sorted([".git", *FILES])


def test_a_malicious_repository_runs_nothing(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    path = write_repository(tmp_path / "repo")
    script = f"#!/bin/sh\ntouch {marker}\ncat\n"
    for hook in ("post-checkout", "pre-commit", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (path / ".git" / "hooks").mkdir(exist_ok=True)
        (path / ".git" / "hooks" / hook).write_text(script)
        (path / ".git" / "hooks" / hook).chmod(0o755)
    command = str(path / ".git" / "hooks" / "post-checkout")
    with (path / ".git" / "config").open("a") as config:
        config.write(
            f"[core]\n\tfsmonitor = {command}\n\thooksPath = {path}/.git/hooks\n\tsshCommand = {command}\n"
            f'[filter "evil"]\n\tsmudge = {command}\n\tclean = {command}\n\tprocess = {command}\n'
            f"[diff]\n\texternal = {command}\n[include]\n\tpath = {tmp_path}/missing\n[alias]\n\tx = !{command}\n"
        )
    evil = {
        ".gitattributes": b"* filter=evil diff=evil\n",
        "conftest.py": f"open({str(marker)!r}, 'w')\n".encode(),
        "setup.py": f"open({str(marker)!r}, 'w')\n".encode(),
        "sitecustomize.py": f"open({str(marker)!r}, 'w')\n".encode(),
        "codematch.py": f"open({str(marker)!r}, 'w')\n".encode(),
    }
    with Repo(str(path)) as repository:
        commit(repository, {**FILES, **evil})
    write_folder(path, evil)
    trees = [read(path), read(f"{path}@main"), read(write_bundle_of(tmp_path / "b", path))]
    assert len({tree.digest for tree in trees}) == 1
    assert not marker.exists()


def test_no_program_is_started_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening for writing, starting a program and using the network all pass the audit hook of Python."""
    import sys

    path = write_repository(tmp_path / "repo")
    bundle = write_bundle_of(tmp_path / "b", path)
    watching, seen = True, []

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if not watching:
            return
        if event.startswith(("subprocess", "os.exec", "os.posix_spawn", "os.system", "os.fork", "socket")):
            seen.append((event, arguments))
        if event in ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.utime", "os.chmod", "os.symlink", "os.link"):
            seen.append((event, arguments))
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            seen.append((event, arguments))

    sys.addaudithook(audit)
    for locator in (path, f"{path}@main", bundle):
        read(locator)
    watching = False
    assert seen == []


def test_the_state_of_a_repository(tmp_path: Path) -> None:
    path = write_repository(tmp_path / "repo")
    first = head_of(path)
    with Repo(str(path)) as repository:
        tag(repository, "v1", first.encode())
        commit(repository, A, branch="topic")
    text = states(path)
    assert f"HEAD is refs/heads/main @ {first}; branches: 2; tags: 1; other references: 0" in text
    assert "objects" in text
    (path / ".git" / "shallow").write_text(first + "\n")
    (path / ".git" / "info").mkdir(exist_ok=True)
    (path / ".git" / "info" / "grafts").write_text(f"{first} {'1' * 40}\n")
    (path / ".git" / "refs" / "replace").mkdir()
    (path / ".git" / "refs" / "replace" / first).write_text("1" * 40 + "\n")
    (path / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (path / ".git" / "objects" / "info" / "alternates").write_text("/elsewhere/objects\n")
    (path / ".git" / "objects" / "pack" / "pack-x.promisor").touch()
    (path / ".git" / "objects" / "pack" / "pack-x.pack").touch()
    for locator in (path, f"{path}@main"):
        text = states(locator)
        assert f"the history is shallow: it ends at commit {first}" in text
        assert "1 graft " in text
        assert "1 object has a replacement" in text
        assert "borrowed from 1 other repository " in text
        assert "1 pack has no index" in text
        assert "partial clone" in text


def test_alternates_are_not_read(tmp_path: Path) -> None:
    lender = write_repository(tmp_path / "lender", bare=True)
    path = bare(tmp_path)
    (path / "objects" / "info").mkdir(exist_ok=True)
    (path / "objects" / "info" / "alternates").write_text(f"{lender}/objects\n")
    (path / "refs" / "heads" / "main").write_text(head_of(lender) + "\n")
    with pytest.raises(InputError, match=r"not in the repository.*get a complete clone"):
        read(f"{path}@main")


def test_reftable_is_not_read_and_not_written(tmp_path: Path) -> None:
    path = write_repository(tmp_path / "repo", bare=True)
    head = head_of(path)
    with (path / "config").open("a") as config:
        config.write("[extensions]\n\trefStorage = reftable\n")
    (path / "refs" / "heads" / "main").unlink()
    with pytest.raises(InputError, match="give a full commit id"):
        read(f"{path}@main")
    assert not (path / "reftable").exists()
    assert read(f"{path}@{head}").origin.revision == head


def test_uncommitted_changes_are_noted(tmp_path: Path) -> None:
    committed = {"kept.c": b"int k;\n", "edited.c": b"int e;\n", "ends.c": b"a;\nb;\n", "gone.c": b"int g;\n"}
    path = write_repository(tmp_path / "repo", committed)
    write_folder(path, {"edited.c": b"int edited;\n", "ends.c": b"a;\r\nb;\r\n", "new/file.c": b"int n;\n"})
    (path / "gone.c").unlink()
    (limitation,) = noted(read(path), Reason.UNCOMMITTED)
    changes = (("changed", "edited.c"), ("changed-in-line-ends", "ends.c"), ("not-in-commit", "new/file.c"))
    assert limitation.detail == Message.of(
        "working-tree",
        commit=Name(head_of(path)),
        changes=tuple(
            Message.of(f"files-{what}", count=1, files=(PathName(name),))
            for what, name in (*changes, ("missing", "gone.c"))
        ),
    )
    assert noted(read(f"{path}@main"), Reason.UNCOMMITTED) == []


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    new_repository(tmp_path / "repo").close()
    tree = read(write_folder(tmp_path / "repo", A))
    assert "HEAD is refs/heads/main @ –; branches: 0" in states(tmp_path / "repo")
    assert sorted(records(tree)) == [".git", "a.c"]
    with pytest.raises(InputError, match="unknown revision HEAD; no branches"):
        read(f"{tmp_path / 'repo'}@HEAD")


def test_a_working_tree_with_broken_git_data_is_read_as_a_folder(tmp_path: Path) -> None:
    path = write_repository(tmp_path / "repo")
    plain = read(path).digest
    object_path(path / ".git", head_of(path)).unlink()
    assert "the files cannot be compared with commit" in states(path)
    (path / ".git" / "packed-refs").write_bytes(b"\xff not a reference\n")
    tree = read(path)
    assert "the state of the repository cannot be read" in states(path)
    assert tree.digest == plain


def test_submodules_links_and_modes(tmp_path: Path) -> None:
    path = tmp_path / "repo"
    modes = {"run.sh": 0o100755, "link": 0o120000, "away": 0o120000, "vendor/lib": 0o160000}
    with new_repository(path) as repository:
        commit(
            repository,
            {**A, "run.sh": b"echo\n", "link": b"a.c", "away": b"../../x"},
            modes=modes,
            links={"vendor/lib": "1" * 40},
        )
    tree = read(f"{path}@main")
    assert {name: record.reason for name, record in records(tree).items()} == {
        "a.c": None,
        "away": Reason.LEAVES_ROOT,
        "link": Reason.SYMLINK,
        "run.sh": None,
        "vendor/lib": Reason.SUBMODULE,
    }
    assert records(tree)["vendor/lib"].detail == Message.of("submodule", commit=Name("1" * 40))
    assert len(noted(tree, Reason.SUBMODULE)) == 1
    write_folder(path, {**A, "run.sh": b"echo\n"})
    (path / "link").symlink_to("a.c")
    (path / "away").symlink_to("../../x")
    working = read(path)
    assert working.digest == tree.digest
    assert noted(working, Reason.UNCOMMITTED) == []
    assert len(noted(working, Reason.SUBMODULE)) == 1


def test_lfs_pointers(tmp_path: Path) -> None:
    real = b"int large;\n" * 100
    digest = hashlib.sha256(real).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(real)}\n".encode()
    path = write_repository(tmp_path / "repo", {**A, "large.c": pointer, "about.txt": b"version 1 of it\n"})
    tree = read(path)
    record = records(tree)["large.c"]
    assert (record.disposition, record.reason) == (Disposition.EXCLUDED, Reason.LFS_POINTER)
    assert record.detail == Message.of("lfs-pointer", digest=Name(digest))
    assert records(tree)["about.txt"].reason is None
    (limitation,) = noted(tree, Reason.LFS_POINTER)
    assert limitation.subject == "large.c"
    (path / "large.c").write_bytes(real)  # as `git lfs pull` does
    resolved = read(path)
    assert records(resolved)["large.c"].reason is None
    assert noted(resolved, Reason.UNCOMMITTED) == []


def test_undecodable_names_in_a_tree(tmp_path: Path) -> None:
    path = bare(tmp_path)
    commit_of_tree(path, [(0o100644, b"caf\xe9.c", write_loose(path, b"blob", b"int x;\n"))])
    assert {name: record.raw_path for name, record in records(read(f"{path}@main")).items()} == {
        "café.c": b"caf\xe9.c".hex()
    }


def test_a_folder_that_looks_like_a_bare_repository_but_holds_sources(tmp_path: Path) -> None:
    path = write_repository(tmp_path / "repo", bare=True)
    write_folder(path, {"src/hidden.c": b"int hidden;\n"})
    tree = read(path)
    assert "src/hidden.c" not in records(tree)
    assert "1 entry outside the repository data is not read: src" in states(path)


# Packs by hand: what no library would write


def varint(number: int) -> bytes:
    groups = bytearray()
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*groups, number))


def pack_entry(kind: int, size: int, base: bytes, data: bytes) -> bytes:
    first, rest = kind << 4 | size & 0x0F, size >> 4
    head = bytes((first | 0x80,)) + varint(rest) if rest else bytes((first,))
    return head + base + zlib.compress(data)


def bundle_of(tmp_path: Path, *entries: bytes, head: str = "1" * 40) -> Path:
    pack = b"PACK" + struct.pack(">II", 2, len(entries)) + b"".join(entries)
    pack += hashlib.sha1(pack, usedforsecurity=False).digest()
    path = tmp_path / "work.bundle"
    path.write_bytes(b"# v2 git bundle\n" + head.encode() + b" refs/heads/main\n\n" + pack)
    return path


BASE = pack_entry(3, 4, b"", b"base")
COPY_ALL = b"\x90\x04"


@pytest.mark.parametrize(
    "entry",
    [
        pack_entry(3, 10**12, b"", b"small"),
        pack_entry(6, 20, bytes((len(BASE),)), varint(4) + varint(10**12) + COPY_ALL),
        pack_entry(6, 20, b"\0", varint(4) + varint(4) + COPY_ALL),
        pack_entry(6, 20, b"\x7f", varint(4) + varint(4) + COPY_ALL),
        pack_entry(7, 4, b"\x11" * 20, varint(4) + varint(4) + COPY_ALL),
        pack_entry(3, 5, b"", b"wrong size"),
        pack_entry(5, 5, b"", b"unknown type"),
        b"\xff",
        b"",
    ],
)
def test_hostile_packs_are_refused(tmp_path: Path, entry: bytes) -> None:
    path = bundle_of(tmp_path, BASE, entry)
    with pytest.raises(InputError) as error:
        read(path)
    assert "the git data cannot be read" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_delta_that_expands_too_far_in_a_repository(tmp_path: Path) -> None:
    """The same trap behind an index, where objects are read one by one."""
    path = tmp_path / "repo"
    body = b"".join(b"int value_%d;\n" % n for n in range(5_000))
    with new_repository(path, bare=True) as repository:
        commit(repository, {"a.c": body, "b.c": body + b"int x;\n"})
        repository.object_store.pack_loose_objects()
    reasons = {name: record.disposition for name, record in records(read(f"{path}@main")).items()}
    assert set(reasons.values()) == {Disposition.COMPARED}
    with pytest.raises(InputError, match="none of its 2 files can be compared"):
        read(f"{path}@main", max_held_bytes=10_000)


def test_damaged_packs_of_a_repository(tmp_path: Path) -> None:
    path = write_repository(tmp_path / "repo", bare=True)
    repack(path)
    (pack,) = (path / "objects" / "pack").glob("*.pack")
    whole = pack.read_bytes()
    pack.chmod(0o644)
    pack.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="get a complete clone"):
        read(f"{path}@main")
    pack.write_bytes(b"")
    with pytest.raises(InputError, match="get a complete clone"):
        read(f"{path}@main")


@pytest.mark.parametrize("keep", [10, 30, 100, -1, -30])
def test_a_bundle_that_is_cut_short(tmp_path: Path, keep: int) -> None:
    path = write_bundle_of(tmp_path / "work.bundle", write_repository(tmp_path / "repo"))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(InputError) as error:
        read(path)
    assert str(path) in str(error.value)


def test_a_bundle_that_builds_on_other_commits(tmp_path: Path) -> None:
    path = write_repository(tmp_path / "repo")
    first = head_of(path)
    with Repo(str(path)) as repository:
        commit(repository, {**FILES, **A}, parents=(first.encode(),))
    bundle = write_bundle_of(tmp_path / "work.bundle", path, prerequisites=(first.encode(),))
    tree = read(bundle)
    assert records(tree)["a.c"].disposition is Disposition.COMPARED
    assert records(tree)["src"].disposition is Disposition.UNREADABLE
    assert Message.of("bundle-builds-on", count=1) in [item.detail for item in tree.limitations]


def test_a_bundle_of_an_unknown_kind(tmp_path: Path) -> None:
    path = tmp_path / "work.bundle"
    path.write_bytes(b"# v3 git bundle\n@filter=blob:none\n" + b"1" * 40 + b" refs/heads/main\n\nPACK")
    with pytest.raises(InputError, match=r"needs filter=blob:none, which is not supported"):
        read(path)
