"""Source that control bytes, other data, a container or a folder of version control hides is read, or named."""

import io
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest

from codematch.intake import read_work
from codematch.intake.decode import decode
from codematch.model.message import Message
from codematch.model.source import Reason, SourceTree
from codematch.settings import Intake

SOURCE = "".join(
    f"int field_{number}(int a, int b)\n{{\n    return a * {number} + b; /* step {number} */\n}}\n\n"
    for number in range(20)
).encode()
PNG = b"\x89PNG\r\n\x1a\n" + np.random.default_rng(7).bytes(3000)
NOISE = np.random.default_rng(5).bytes(2000)


def read(path: Path) -> SourceTree:
    return read_work(str(path), Intake())


def reasons(tree: SourceTree) -> set[Reason]:
    return {limitation.reason for limitation in tree.limitations}


DISTURBED = {
    "control bytes behind": SOURCE + b"// " + b"\x01" * 60,
    "NULs before": bytes(500) + SOURCE,
    "NULs behind": SOURCE + bytes(5000),
    "NULs between": SOURCE[:300] + bytes(300) + SOURCE[300:],
    "controls in every line": SOURCE.replace(b"\n", b"\x02\x03\n"),
    "image before": PNG + b"\0" + SOURCE,
    "image before, CR LF": PNG + b"\0" + SOURCE.replace(b"\n", b"\r\n"),
    "noise behind": SOURCE + b"\0" + NOISE,
    "noise around": NOISE + b"\0" + SOURCE + b"\0" + NOISE,
    "a signature before": b"MZ\0" + SOURCE,
    "a program before": b"\x7fELF" + bytes(100) + NOISE + b"\0" + SOURCE,
    "script with a payload": b"#!/bin/sh\nset -e\ntail -n +5 $0 | tar xz\nexit\n" + SOURCE + b"\0" + NOISE,
}


@pytest.mark.parametrize("name", DISTURBED)
def test_the_text_is_read_and_the_file_is_named(tmp_path: Path, name: str) -> None:
    content = DISTURBED[name]
    (tmp_path / "a.c").write_bytes(content)
    tree = read(tmp_path)
    (file,) = tree.files
    assert file.text is not None
    assert SOURCE.strip() in file.utf8.replace(b"\x02\x03", b"").replace(bytes(300), b"")
    assert reasons(tree) & {Reason.CONTROL_BYTES, Reason.HIDDEN_TEXT}
    at = file.utf8.index(b"field_3(")
    start, stop = file.text.to_original(np.array([at, at + 8])).tolist()
    assert content[start:stop] == b"field_3("


@pytest.mark.parametrize(
    "content",
    [
        b"\x7fELF" + bytes(100) + NOISE + b"\0" + SOURCE + b"\0" + NOISE,  # a program's messages
        PNG,
        NOISE * 3,
        bytes(4000),
        struct.pack("<900I", *range(900)),
        b"\xca\xfe\xba\xbe\0\0\0\x34" + SOURCE + b"\0\1\2",
        b"\xff\xd8\xff\xe1"
        + b"<?xpacket begin=''?>\n<x:xmpmeta>\n"
        + b" " * 90
        + b"\n" * 9
        + b"a\n" * 200
        + b"\0"
        + NOISE,
        zlib.compress(SOURCE * 50),
    ],
)
def test_other_data_stay_out(content: bytes) -> None:
    assert decode(content).text is None


def hidden_zip(prefix: bytes = b"") -> bytes:
    """A zip whose directory lists `a.c` alone, although `b.c` stands behind it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.c", b"int a;\n")
        archive.writestr("b.c", SOURCE)
    content = buffer.getvalue()
    first = content.find(b"PK\1\2")
    second = content.find(b"PK\1\2", first + 4)
    listed = content[first:second]
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(listed), first, 0)
    return prefix + content[:first] + listed + end


def test_members_that_the_directory_does_not_list(tmp_path: Path) -> None:
    (tmp_path / "w.zip").write_bytes(hidden_zip())
    tree = read(tmp_path / "w.zip")
    found = {file.record.path: file for file in tree.files}
    assert found["(not listed)/b.c"].content == SOURCE
    assert Reason.HIDDEN_DATA in reasons(tree)
    assert "a.c" in found


def test_bytes_before_the_first_member_are_named(tmp_path: Path) -> None:
    (tmp_path / "w.zip").write_bytes(hidden_zip(b"#!/bin/sh\nexit 1\n"))
    tree = read(tmp_path / "w.zip")
    detail = next(file.record.detail for file in tree.files if "bytes at 0" in file.record.path)
    assert detail == Message.of("bytes-not-covered", bytes=17, offset=0)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("is_streamed", [False, True])
def test_an_honest_zip_has_no_such_bytes(tmp_path: Path, method: int, is_streamed: bool) -> None:
    class Stream(io.RawIOBase):  # one that cannot seek, so that sizes stand behind the members
        def __init__(self, target: io.BufferedWriter) -> None:
            self.target = target

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            return self.target.write(data)

    with (tmp_path / "w.zip").open("wb") as stream:
        target = Stream(stream) if is_streamed else stream
        with zipfile.ZipFile(target, "w", method) as archive:
            archive.writestr("a.c", SOURCE)
            archive.writestr("empty.c", b"")
            archive.writestr("d/b.c", b"int b;\n")
    tree = read(tmp_path / "w.zip")
    assert [file.record.path for file in tree.files] == ["a.c", "d/b.c", "empty.c"]
    assert reasons(tree) == {Reason.EMPTY}


def test_a_second_tar_behind_the_first(tmp_path: Path) -> None:
    def tar(name: str, content: bytes) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        return buffer.getvalue()

    (tmp_path / "w.tar").write_bytes(tar("a.c", b"int a;\n") + tar("b.c", SOURCE))
    tree = read(tmp_path / "w.tar")
    found = {file.record.path: file.content for file in tree.files}
    assert found["(not listed)/b.c"] == SOURCE
    assert Reason.HIDDEN_DATA in reasons(tree)


@pytest.mark.parametrize(
    "name", [".git/src/b.c", ".git/hooks/b.c", ".svn/b.c", ".hg/b.py", ".git/refs/heads/b.c", "p/.git/b.c"]
)
@pytest.mark.parametrize("kind", ["folder", "tar"])
def test_source_in_a_folder_of_version_control(tmp_path: Path, name: str, kind: str) -> None:
    files = {"a.c": b"int a;\n", name: SOURCE, ".git/HEAD": b"ref: refs/heads/main\n", ".git/config": b"[core]\n"}
    if kind == "folder":
        path = tmp_path / "w"
        for one, content in files.items():
            (path / one).parent.mkdir(parents=True, exist_ok=True)
            (path / one).write_bytes(content)
    else:
        path = tmp_path / "w.tar"
        with tarfile.open(path, "w") as archive:
            for one, content in files.items():
                info = tarfile.TarInfo(one)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    tree = read(path)
    found = {file.record.path: file.content for file in tree.files}
    assert found[name] == SOURCE
    assert Reason.HIDDEN_TEXT in reasons(tree)
    assert ".git/HEAD" not in found


def catalogue(messages: dict[str, str]) -> bytes:
    """A compiled catalogue of messages as GNU gettext writes it."""
    head, pairs = 28, sorted(messages.items())
    table = head + 16 * len(pairs)
    strings, entries = b"", []
    for side in (0, 1):
        for pair in pairs:
            text = pair[side].encode()
            entries.append(struct.pack("<II", len(text), table + len(strings)))
            strings += text + b"\0"
    numbers = struct.pack("<IIIIIII", 0x950412DE, 0, len(pairs), head, head + 8 * len(pairs), 0, table)
    return numbers + b"".join(entries) + strings


def test_a_catalogue_of_messages_stays_out_but_not_what_begins_like_one() -> None:
    text = {f"message {number}\n": f"eine Nachricht\nin zwei Zeilen {number}\n" for number in range(40)}
    whole = catalogue(text)
    assert decode(whole).text is None
    assert decode(whole).basis == "compiled-message-catalogue"
    disguised = decode(whole[:28] + bytes(200) + SOURCE).text
    assert disguised is not None
    assert b"field_7" in disguised.utf8
