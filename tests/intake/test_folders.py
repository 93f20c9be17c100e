"""Folders: links, special files, names, limits, duplicates; and that nothing in them changes (R3, R5, R6)."""

import hashlib
import os
import socket
from pathlib import Path

import pytest

from codematch.intake import directory
from codematch.model.message import Message, Name, PathName
from codematch.model.source import Disposition, Reason, SourceTree
from tests.intake.works import FILES, noted, read, records, write_folder, write_repository, zip_bytes

GOOD = {"good.c": b"int good;\n"}


def snapshot(root: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Return mode, size, modification time [ns] and digest of everything below a folder."""
    found = {}
    for path in sorted(root.rglob("*")):
        status = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path)] = (status.st_mode, status.st_size, status.st_mtime_ns, hashlib.sha256(content).digest())
    return found


def counts_add_up(tree: SourceTree, entries: int) -> None:
    by_disposition = [sum(file.record.disposition is kind for file in tree.files) for kind in Disposition]
    assert sum(by_disposition) == len(tree.files) == entries
    for file in tree.files:
        compared = file.record.disposition is Disposition.COMPARED
        assert (file.record.reason is None) == compared == (file.text is not None)
        if compared:
            assert hashlib.sha256(file.content).hexdigest() == file.record.digest
        else:
            assert file.content == b""


def test_links_are_recorded_and_never_followed(tmp_path: Path) -> None:
    write_folder(tmp_path, {"secret/key.c": b"int key;\n"})
    folder = write_folder(tmp_path / "work", {"src/a.c": b"int a;\n"})
    (folder / "inside.c").symlink_to("src/a.c")
    (folder / "src" / "up.c").symlink_to("../src/a.c")
    (folder / "folder").symlink_to("src", target_is_directory=True)
    (folder / "outside").symlink_to("../secret", target_is_directory=True)
    (folder / "absolute.c").symlink_to(tmp_path / "secret" / "key.c")
    (folder / "loop").symlink_to("loop")
    (folder / "dangling").symlink_to("nowhere")
    tree = read(folder)
    assert {path: record.reason for path, record in records(tree).items()} == {
        "absolute.c": Reason.LEAVES_ROOT,
        "dangling": Reason.SYMLINK,
        "folder": Reason.SYMLINK,
        "inside.c": Reason.SYMLINK,
        "loop": Reason.SYMLINK,
        "outside": Reason.LEAVES_ROOT,
        "src/a.c": None,
        "src/up.c": Reason.SYMLINK,
    }
    assert records(tree)["src/up.c"].detail == Message.of("link", target=PathName("../src/a.c"))
    assert tree.digest == read(write_folder(tmp_path / "plain", {"src/a.c": b"int a;\n"})).digest
    counts_add_up(tree, 8)


@pytest.mark.posix
def test_special_files_are_recorded_and_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_folder(tmp_path / "work", GOOD)
    os.mkfifo(folder / "fifo.c")
    monkeypatch.chdir(folder)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        tree = read(folder)
    found = records(tree)
    assert (found["fifo.c"].reason, found["fifo.c"].detail) == (Reason.SPECIAL_FILE, Message.of("special-fifo"))
    assert (found["socket"].reason, found["socket"].detail) == (Reason.SPECIAL_FILE, Message.of("special-socket"))
    counts_add_up(tree, 3)


@pytest.mark.posix
def test_a_file_that_turns_into_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    files = directory.listed(str(write_folder(tmp_path / "work", GOOD)))
    (tmp_path / "work" / "good.c").unlink()
    os.mkfifo(tmp_path / "work" / "good.c")
    from codematch.settings import Intake

    (entry,) = directory.read(files, Intake())
    assert entry.reason is Reason.SPECIAL_FILE
    (tmp_path / "work" / "good.c").unlink()
    (tmp_path / "work" / "good.c").symlink_to("/etc/hostname")
    (entry,) = directory.read(files, Intake())
    assert (entry.disposition, entry.content) == (Disposition.UNREADABLE, None)


def test_what_cannot_be_read_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_folder(tmp_path / "work", {**GOOD, "locked.c": b"x", "closed/in.c": b"x"})
    really_open, really_scan = os.open, os.scandir

    def refuse_open(path: str, flags: int) -> int:
        if path.endswith("locked.c"):
            raise PermissionError(13, "Permission denied", path)
        return really_open(path, flags)

    def refuse_scan(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return really_scan(path)

    monkeypatch.setattr(os, "open", refuse_open)
    monkeypatch.setattr(os, "scandir", refuse_scan)
    tree = read(folder)
    monkeypatch.undo()
    denied = Message.of("system-said", text=Name("Permission denied"))
    for path, detail in (
        ("locked.c", denied),
        ("closed", Message.of("unlisted-folder", why=denied)),
    ):
        record = records(tree)[path]
        assert (record.disposition, record.reason, record.detail) == (
            Disposition.UNREADABLE,
            Reason.READ_ERROR,
            detail,
        )
    assert len(noted(tree, Reason.READ_ERROR)) == 2
    counts_add_up(tree, 3)


def test_a_large_file_is_hashed_and_left_out(tmp_path: Path) -> None:
    content = b"int x;\n" * 30_000
    tree = read(write_folder(tmp_path / "work", {**GOOD, "large.c": content}), max_file_bytes=len(content) - 1)
    record = records(tree)["large.c"]
    assert (record.disposition, record.reason) == (Disposition.EXCLUDED, Reason.TOO_LARGE)
    assert (record.digest, record.size_bytes) == (hashlib.sha256(content).hexdigest(), len(content))
    assert record.detail == Message.of("too-large", bytes=len(content), limit=len(content) - 1)
    whole = read(tmp_path / "work", max_file_bytes=len(content))
    assert records(whole)["large.c"].lines == 30_000
    assert whole.digest == tree.digest
    counts_add_up(tree, 2)


def test_a_file_of_200_megabytes(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "work", GOOD)
    with (folder / "huge.bin").open("wb") as stream:
        stream.truncate(200_000_000)
    record = records(read(folder))["huge.bin"]
    assert (record.reason, record.size_bytes) == (Reason.TOO_LARGE, 200_000_000)


def test_duplicates_stay_compared_and_name_the_first(tmp_path: Path) -> None:
    same = b"int same;\n"
    files = {"b/x.c": same, "a.c": same, "b.zip": zip_bytes({"x.c": same}), "e1": b"", "e2": b"", "z.c": b"int z;\n"}
    tree = read(write_folder(tmp_path / "work", files))
    assert {path: record.duplicate_of for path, record in records(tree).items() if record.duplicate_of} == {
        "b.zip!/x.c": "a.c",
        "b/x.c": "a.c",
    }
    assert all(file.record.disposition is Disposition.COMPARED for file in tree.files if file.record.path != "b.zip")
    counts_add_up(tree, 7)


def test_undecodable_and_odd_names(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "work", GOOD)
    odd = [b"caf\xe9.c", "n\u0303.c".encode(), b"new\nline.c", b"back\\slash.c", b"tab\t.c", b" lead.c "]
    for number, name in enumerate(odd):
        with open(os.fsencode(folder) + b"/" + name, "wb") as stream:
            stream.write(b"int x%d;\n" % number)
    tree = read(folder)
    found = records(tree)
    assert found["caf\u00e9.c"].raw_path == b"caf\xe9.c".hex()
    assert found["\u00f1.c"].raw_path == "n\u0303.c".encode().hex()  # composed
    assert found["back/slash.c"].raw_path == rb"back\slash.c".hex()  # nothing else parts folders here
    assert [path for path, record in found.items() if record.raw_path] == ["back/slash.c", "caf\u00e9.c", "\u00f1.c"]
    assert {"new\nline.c", "tab\t.c", " lead.c "} <= set(found)
    (limitation,) = noted(tree, Reason.UNDECODABLE_NAME)
    assert limitation.subject == "caf\u00e9.c"
    counts_add_up(tree, 7)


def test_an_escaped_name_and_a_literal_one_stay_apart(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "work", {r"src/caf\xf0\xf1.c": b"int literal;\n"})
    (Path(os.fsdecode(os.fsencode(folder) + b"/src/caf\xf0\xf1.c"))).write_bytes(b"int bytes;\n")
    tree = read(folder)
    assert sorted(records(tree)) == [r"src/caf\xf0\xf1.c", r"src/caf\xf0\xf1.c~2"]
    assert {file.content for file in tree.files} == {b"int literal;\n", b"int bytes;\n"}
    counts_add_up(tree, 2)


def test_names_that_collide_elsewhere_are_noted(tmp_path: Path) -> None:
    files = {"Main.c": b"1", "main.c": b"2", "src/\u00e9.c": b"3", "src/e\u0301.c": b"4", "other.c": b"5"}
    tree = read(write_folder(tmp_path / "work", files))
    (limitation,) = noted(tree, Reason.NAME_COLLISION)
    assert limitation.detail == Message.of("names-alike", count=2, files=(PathName("Main.c"), PathName("main.c")))
    (limitation,) = noted(tree, Reason.DUPLICATE)
    assert limitation.subject == "src/\u00e9.c~2"
    assert set(records(tree)) == {"Main.c", "main.c", "other.c", "src/\u00e9.c", "src/\u00e9.c~2"}


def test_bytes_that_do_not_decode_are_noted(tmp_path: Path) -> None:
    content = ("计算两个坐标之间的距离" * 5).encode() + b"\xff\n"
    tree = read(write_folder(tmp_path / "work", {**GOOD, "bad.c": content}))
    (limitation,) = noted(tree, Reason.UNDECODABLE_BYTES)
    assert limitation.subject == "bad.c"
    assert records(tree)["bad.c"].detail == Message.of("undecodable", count=1)
    assert limitation.detail == Message.of("files-undecodable-bytes", count=1, files=(PathName("bad.c"),))


def test_lines_of_every_kind(tmp_path: Path) -> None:
    files = {
        "lf.c": b"a\nb\n",
        "crlf.c": b"a\r\nb",
        "cr.c": b"a\rb\rc",
        "empty.c": b"",
        "wide.c": "a\nb\n".encode("utf-16"),
    }
    found = records(read(write_folder(tmp_path / "work", files)))
    assert {path: record.lines for path, record in found.items()} == {
        "lf.c": 2,
        "crlf.c": 2,
        "cr.c": 3,
        "empty.c": 0,
        "wide.c": 2,
    }


def test_a_line_of_50_megabytes(tmp_path: Path) -> None:
    content = b"int x = 1 +" * 4_600_000
    tree = read(write_folder(tmp_path / "work", {"long.c": content}), max_file_bytes=60_000_000)
    record = records(tree)["long.c"]
    assert (record.lines, record.size_bytes, record.encoding) == (1, len(content), "ascii")


def test_folders_of_version_control_stand_for_one_entry(tmp_path: Path) -> None:
    files = {**GOOD, "sub/.svn/pristine/a.svn-base": GOOD["good.c"], "sub/.git": b"gitdir: x\n"}
    files[".hg/store/data/b.i"] = b"b"
    tree = read(write_folder(tmp_path / "work", files))
    assert {path: record.reason for path, record in records(tree).items()} == {
        ".hg": Reason.VCS_DATA,
        "good.c": None,
        "sub/.git": Reason.VCS_DATA,
        "sub/.svn": Reason.VCS_DATA,
    }
    assert tree.digest == read(write_folder(tmp_path / "plain", GOOD)).digest
    assert ".gitignore" in records(read(write_folder(tmp_path / "ignored", {".gitignore": b"*.o\n"})))


def test_very_deep_folders(tmp_path: Path) -> None:
    name = "/".join(["d"] * 300) + "/deep.c"
    tree = read(write_folder(tmp_path / "work", {name: b"int deep;\n"}))
    assert list(records(tree)) == [name]


@pytest.mark.parametrize("locator", ["folder", "repo", "repo@main", "work.zip"])
def test_nothing_under_an_input_changes(tmp_path: Path, locator: str) -> None:
    write_folder(tmp_path / "folder")
    write_repository(tmp_path / "repo")
    (tmp_path / "work.zip").write_bytes(zip_bytes())
    before = snapshot(tmp_path)
    tree = read(f"{tmp_path}/{locator}")
    assert snapshot(tmp_path) == before
    counts_add_up(tree, len(FILES) + (locator == "repo"))


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "repo")
    first, second = read(folder), read(folder)
    assert [file.record for file in first.files] == [file.record for file in second.files]
    assert (first.digest, first.limitations) == (second.digest, second.limitations)
