"""Text that bytes within its lines, between its characters or before it make look binary is read, or named."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from codematch.intake import read_work
from codematch.intake.decode import decode
from codematch.model.message import Message, PathName
from codematch.model.source import Disposition, Reason, SourceTree
from codematch.settings import Intake

SOURCE = "".join(
    f"long tally_{number}(long left, long right)\n{{\n    return left * {number} - right;\n}}\n\n"
    for number in range(12)
).encode()
RANDOM = np.random.default_rng(11)


def read(tmp_path: Path, name: str, content: bytes) -> SourceTree:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "other.c").write_bytes(b"int other;\n")
    return read_work(str(tmp_path), Intake())


def noise(size: int) -> bytes:
    return RANDOM.bytes(size).replace(b"\n", b"\0")


@pytest.mark.parametrize("size", [20, 40, 150])
@pytest.mark.parametrize("is_behind", [True, False])
def test_noise_in_each_line(tmp_path: Path, size: int, is_behind: bool) -> None:
    lines = [
        line + b"//\x01" + noise(size) if is_behind else b"/*\x01" + noise(size) + b"\x01*/" + line
        for line in SOURCE.splitlines()
    ]
    content = b"\n".join(lines) + b"\n"
    tree = read(tmp_path, "a.c", content)
    file = next(file for file in tree.files if file.record.path == "a.c")
    assert file.text is not None
    assert b"long tally_7(long left, long right)" in file.utf8
    assert b"    return left * 7 - right;" in file.utf8
    assert file.utf8.count(b"\n") == content.count(b"\n")
    assert Reason.HIDDEN_TEXT in {limitation.reason for limitation in tree.limitations}
    at = file.utf8.index(b"tally_9")
    start, stop = file.text.to_original(np.array([at, at + 7])).tolist()
    assert content[start:stop] == b"tally_9"


@pytest.mark.parametrize("code", [1, 2, 0x1C])
def test_a_control_character_between_all_characters(tmp_path: Path, code: int) -> None:
    text = SOURCE + "/* Größe, 面积 */\n".encode()
    content = b"".join(bytes([one, code]) for one in text)
    tree = read(tmp_path, "a.c", content)
    file = next(file for file in tree.files if file.record.path == "a.c")
    assert file.text is not None
    assert file.utf8 == text
    assert Reason.CONTROL_BYTES in {limitation.reason for limitation in tree.limitations}
    at = file.utf8.index(b"tally_9")
    start, stop = file.text.to_original(np.array([at, at + 7])).tolist()
    assert content[start:stop].replace(bytes([code]), b"") == b"tally_9"


@pytest.mark.parametrize("name", ["a.c", "a.dat"])
@pytest.mark.parametrize(
    "mark",
    [
        b"\x1f\x8b\x08\0",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07\0",
        b"\x28\xb5\x2f\xfd",
        b"\x04\x22\x4d\x18",
        b"MSCF\0\0\0\0",
        b"BZh91AY&SY",
        b"\xfd7zXZ\0",
    ],
)
def test_the_mark_of_a_container_before_a_text(tmp_path: Path, name: str, mark: bytes) -> None:
    tree = read(tmp_path, name, mark + SOURCE)
    compared = [file for file in tree.files if file.text is not None and b"tally_7" in file.utf8]
    assert len(compared) == 1
    assert compared[0].record.path.endswith(name)
    named = {limitation.reason for limitation in tree.limitations}
    assert named & {Reason.HIDDEN_TEXT, Reason.DAMAGED}


def because(path: str, why: Message | None) -> Message:
    assert why is not None
    return Message.of("file-because", file=PathName(path), why=why)


def test_what_stays_out_under_an_ending_of_source_is_named(tmp_path: Path) -> None:
    tree = read(tmp_path, "a.c", noise(3000))
    file = next(file for file in tree.files if file.record.path == "a.c")
    assert file.record.disposition is Disposition.EXCLUDED
    (named,) = tree.limitations
    assert named.reason is Reason.BINARY
    assert named.detail == Message.of("files-named-like-source", count=1, files=(because("a.c", file.record.detail),))


@pytest.mark.parametrize("content", [noise(6000), RANDOM.bytes(60_000), gzip.compress(SOURCE)[:-12] + noise(9)])
def test_noise_is_no_text(content: bytes) -> None:
    assert decode(content).text is None


def test_other_binary_files_are_named_too(tmp_path: Path) -> None:
    (named,) = read(tmp_path, "a.dat", noise(3000)).limitations
    assert named.reason is Reason.BINARY
    assert named.detail == Message.of(
        "files-binary", count=1, kind=Message.of("kind-nul-bytes"), files=(PathName("a.dat"),)
    )
