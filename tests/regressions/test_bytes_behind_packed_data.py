"""Bytes behind the last stream of gzip, bzip2 and xz are read where they are text, and named."""

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from codematch.errors import InputError
from codematch.intake import read_work
from codematch.model.message import Message
from codematch.model.source import Reason, SourceTree
from codematch.settings import Intake
from tests.intake.works import tar_bytes

SOURCE = "".join(
    f"double tide_{number}(double hour)\n{{\n    return {number}.5 + hour / 6.2; /* from the table */\n}}\n\n"
    for number in range(8)
).encode()
NOISE = np.random.default_rng(3).bytes(500)
SMALL = {"a.c": b"int a;\n", "d/b.c": b"int b;\n"}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda content: gzip.compress(content, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
}
forms = pytest.mark.parametrize("form", PACKERS)


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(path: Path, content: bytes) -> SourceTree:
    path.write_bytes(content)
    return read_work(str(path), Intake())


def texts(tree: SourceTree) -> dict[str, bytes]:
    return {file.record.path: file.utf8 for file in tree.files if file.text is not None}


@forms
@pytest.mark.parametrize("between", [b"", bytes(7), bytes(5000)])
@pytest.mark.parametrize("inside", ["a tar", "a file"])
def test_text_behind_the_last_stream(tmp_path: Path, form: str, between: bytes, inside: str) -> None:
    packed = PACKERS[form](tar_bytes(SMALL) if inside == "a tar" else b"int a;\n")
    tree = read(tmp_path / f"a.c.{form}", packed + between + SOURCE)
    assert texts(tree)["(not listed)/behind"] == SOURCE
    assert b"int a;\n" in texts(tree).values()
    place = next(file.record for file in tree.files if file.record.path == "(not listed)/bytes behind")
    assert place.detail == Message.of("bytes-behind-data", bytes=len(SOURCE))
    assert [item.reason for item in tree.limitations] == [Reason.HIDDEN_DATA]


@forms
def test_text_behind_a_packed_file_of_a_work(tmp_path: Path, form: str) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w/a.c").write_bytes(b"int a;\n")
    tree = read_work_of(tmp_path / "w", {f"old.tar.{form}": PACKERS[form](tar_bytes({"c.c": b"int c;\n"})) + SOURCE})
    assert texts(tree)[f"old.tar.{form}!/(not listed)/behind"] == SOURCE
    assert texts(tree)[f"old.tar.{form}!/c.c"] == b"int c;\n"


def read_work_of(path: Path, files: dict[str, bytes]) -> SourceTree:
    for name, content in files.items():
        (path / name).write_bytes(content)
    return read_work(str(path), Intake())


@forms
def test_other_data_behind_the_last_stream_are_named(tmp_path: Path, form: str) -> None:
    tree = read(tmp_path / "w", PACKERS[form](tar_bytes(SMALL)) + NOISE)
    assert sorted(texts(tree)) == ["a.c", "d/b.c"]
    (named,) = tree.limitations
    assert named.reason is Reason.HIDDEN_DATA


@forms
@pytest.mark.parametrize("other", ["zip", "gz", "bz2", "xz", "tar"])
def test_another_container_behind_the_last_stream(tmp_path: Path, form: str, other: str) -> None:
    files = {"c.c": SOURCE}
    behind = {"zip": zipped(files), "tar": tar_bytes(files)}.get(other) or PACKERS[other](tar_bytes(files))
    tree = read(tmp_path / "w", PACKERS[form](tar_bytes(SMALL)) + behind)
    assert SOURCE in texts(tree).values()
    assert Reason.HIDDEN_DATA in {item.reason for item in tree.limitations}


@forms
@pytest.mark.parametrize("padding", [0, 4, 512])
def test_several_streams_are_one_file(tmp_path: Path, form: str, padding: int) -> None:
    tar = tar_bytes(SMALL)
    pieces = [PACKERS[form](piece) for piece in (tar[:900], b"", tar[900:1300], tar[1300:])]
    tree = read(tmp_path / "w", bytes(padding).join(pieces) + bytes(padding))
    assert sorted(texts(tree)) == ["a.c", "d/b.c"]
    assert tree.limitations == ()


@forms
def test_what_only_begins_like_a_stream(tmp_path: Path, form: str) -> None:
    tree = read(tmp_path / "w", PACKERS[form](tar_bytes(SMALL)) + PACKERS[form](b"")[:10] + b"\n" + SOURCE)
    found = texts(tree)
    assert b"int a;\n" in found.values()
    assert any(SOURCE.strip() in text for text in found.values())
    assert Reason.HIDDEN_DATA in {item.reason for item in tree.limitations}


@forms
def test_a_stream_that_is_cut_short_is_refused(tmp_path: Path, form: str) -> None:
    with pytest.raises(InputError, match="truncated or damaged"):
        read(tmp_path / "w", PACKERS[form](tar_bytes({"a.c": NOISE * 40}))[:-100])


@pytest.mark.parametrize("flag", [0x04, 0x08, 0x10])
@pytest.mark.parametrize("times", [1, 60])
def test_text_in_the_header_of_gzip(tmp_path: Path, flag: int, times: int) -> None:
    packed = gzip.compress(tar_bytes(SMALL), mtime=0)
    text = SOURCE * times
    field = len(text).to_bytes(2, "little") + text if flag == 0x04 else text + b"\0"
    tree = read(tmp_path / "w", packed[:3] + bytes([flag]) + packed[4:10] + field + packed[10:])
    found = texts(tree)
    assert text in found.values()
    assert b"int a;\n" in found.values()
    assert Reason.HIDDEN_DATA in {item.reason for item in tree.limitations}
