"""Text that stands in a container, but in no member that it lists as one must, is compared under a name of its own."""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest

from codematch.intake import read_work
from codematch.model.source import Disposition, Reason, SourceTree
from codematch.report.text.messages import sentence
from codematch.settings import Intake
from tests.intake.works import tar_bytes

SOURCE = "".join(
    f"long ration_{number}(long crew, long days)\n{{\n    return crew * days - {number};\n}}\n\n" for number in range(9)
).encode()
SMALL = {"a.c": b"int a;\n", "d/b.c": b"int b;\n"}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_comments(member: bytes = b"", extra: bytes = b"", archive_comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a.c")
        info.comment = member
        if extra:
            info.extra = struct.pack("<HH", 0x7777, len(extra)) + extra
        archive.writestr(info, b"int a;\n")
        archive.writestr("d/b.c", b"int b;\n")
        archive.comment = archive_comment
    return buffer.getvalue()


def between_directory_and_end() -> bytes:
    plain = zipped(SMALL)
    end = plain.rindex(b"PK\x05\x06")
    return plain[:end] + SOURCE + plain[end:]


def tar_padding() -> bytes:
    """A tar with the source in what fills the last block of each of its small members."""
    pieces = [SOURCE[at : at + 500] for at in range(0, len(SOURCE), 500)]
    content = bytearray(tar_bytes({**SMALL, **{f"e{number}": b"x" for number in range(len(pieces) - 2)}}))
    for number, piece in enumerate(pieces):
        at = 1024 * number + 512 + (7 if number < 2 else 1)
        content[at : at + len(piece)] = piece
    return bytes(content)


def gzip_comment() -> bytes:
    packed = gzip.compress(tar_bytes(SMALL), mtime=0)
    return packed[:3] + b"\x10" + packed[4:10] + SOURCE + b"\0" + packed[10:]


def read(tmp_path: Path, content: bytes) -> SourceTree:
    (tmp_path / "work").write_bytes(content)
    return read_work(str(tmp_path / "work"), Intake())


CONTAINERS = {
    "before a zip": SOURCE + zipped(SMALL),
    "behind a zip": zipped(SMALL) + SOURCE,
    "far behind a zip": zipped(SMALL) + SOURCE * 300,
    "between directory and end": between_directory_and_end(),
    "comment": with_comments(archive_comment=SOURCE),
    "comment of a member": with_comments(member=SOURCE),
    "extra field": with_comments(extra=SOURCE),
    "padding of a tar": tar_padding(),
    "padding of a packed tar": gzip.compress(tar_padding()),
    "behind a tar": tar_bytes(SMALL) + SOURCE,
    "behind a packed tar": gzip.compress(tar_bytes(SMALL)) + SOURCE,
    "behind a packed tar and NULs": gzip.compress(tar_bytes(SMALL)) + bytes(100) + SOURCE,
    "comment of gzip": gzip_comment(),
    "a zip behind a packed tar": gzip.compress(tar_bytes(SMALL)) + zipped({"c.c": SOURCE}),
    "a packed file before a zip": gzip.compress(SOURCE) + zipped(SMALL),
    "a name that climbs": zipped({**SMALL, "../c.c": SOURCE}),
    "an absolute name": tar_bytes({**SMALL, "/etc/c.c": SOURCE}),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_it_is_compared_and_named(tmp_path: Path, name: str) -> None:
    tree = read(tmp_path, CONTAINERS[name])
    compared = {file.record.path: file.utf8 for file in tree.files if file.text is not None}
    assert sum(SOURCE.strip() in text for text in compared.values()) == 1
    assert sorted(text for text in compared.values() if 1 < len(text) < 20) == [b"int a;\n", b"int b;\n"]
    assert not any(".." in path or path.startswith("/") for path in compared)
    assert {limitation.reason for limitation in tree.limitations} & {Reason.HIDDEN_DATA, Reason.LEAVES_ROOT}


@pytest.mark.parametrize("name", ["a zip", "a tar", "a packed tar", "two packed pieces"])
def test_nothing_new_about_honest_containers(tmp_path: Path, name: str) -> None:
    tar = tar_bytes(SMALL)
    honest = {
        "a zip": zipped(SMALL),
        "a tar": tar,
        "a packed tar": gzip.compress(tar) + bytes(700),
        "two packed pieces": gzip.compress(tar[:700]) + gzip.compress(tar[700:]),
    }
    tree = read(tmp_path, honest[name])
    assert [file.record.path for file in tree.files] == ["a.c", "d/b.c"]
    assert tree.limitations == ()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_another_name_in_the_header_of_a_member(tmp_path: Path, method: int) -> None:
    content = zipped({"a.c": SOURCE, "b.c": b"int b;\n"}, method).replace(b"a.c", b"z.q", 1)
    tree = read(tmp_path, content)
    found = {file.record.path: file for file in tree.files}
    assert found["a.c"].content == SOURCE
    assert "its own header names it z.q" in [sentence(file.record.detail) for file in tree.files]
    assert Reason.HIDDEN_DATA in {limitation.reason for limitation in tree.limitations}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("is_plain", [True, False])
def test_a_member_marked_as_encrypted(tmp_path: Path, method: int, is_plain: bool) -> None:
    content = bytearray(zipped({"a.c": SOURCE, "b.c": b"int b;\n"}, method))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    if not is_plain:
        content[60:90] = bytes(value ^ 0x5A for value in content[60:90])
    tree = read(tmp_path, bytes(content))
    found = {file.record.path: file.record for file in tree.files}
    assert (found["a.c"].disposition is Disposition.COMPARED) == is_plain
    assert {limitation.reason for limitation in tree.limitations} == {
        Reason.HIDDEN_DATA if is_plain else Reason.ENCRYPTED
    }
