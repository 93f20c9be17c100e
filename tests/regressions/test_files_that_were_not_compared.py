"""Every file that is not compared is counted in a limitation and named in the list of the files, whatever its name."""

import gzip
import io
import os
import tarfile
from pathlib import Path

import numpy as np
import pytest

from codematch.intake import read_work
from codematch.model.source import Disposition, Reason, SourceTree
from codematch.report.text.messages import sentence
from codematch.report.text.wording import in_language
from codematch.settings import Intake
from tests.folders import write_folder

CODE = b"int depth(int node)\n{\n    return node ? 1 + depth(node / 2) : 0;\n}\n"
NOISE = np.random.default_rng(11).bytes(900)
OTHERS = {
    "logo.png": b"\x89PNG\r\n\x1a\n" + NOISE,
    "photo.jpg": b"\xff\xd8\xff\xe0" + NOISE,
    "tool": b"\x7fELF" + NOISE,
    "tool.exe": b"MZ" + NOISE,
    "blob": NOISE,
    "data.bin": bytes(300),
    "module.pyc": b"\xa7\r\r\n\0\0\0\0" + NOISE,
    "paper.pdf": b"%PDF-1.7\n" + NOISE,
}
EMPTY = {"empty.c": b"", "package/__init__.py": b"", "blank.h": b" \n\t\r\n\n", "mark.txt": b"\xef\xbb\xbf"}


def folder(path: Path, files: dict[str, bytes]) -> Path:
    return write_folder(path, {"a.c": CODE, **files})


def said(tree: SourceTree, reason: Reason) -> list[str]:
    return [sentence(item.detail) for item in tree.limitations if item.reason is reason]


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_without_text_is_named(tmp_path: Path, name: str) -> None:
    tree = read_work(str(folder(tmp_path, {name: OTHERS[name]})), Intake())
    record = next(file.record for file in tree.files if file.record.path == name)
    assert (record.disposition, record.reason) == (Disposition.EXCLUDED, Reason.BINARY)
    (detail,) = said(tree, Reason.BINARY)
    assert detail == f"1 file contains no text and is not compared ({sentence(record.detail)}): {name}"


def test_all_of_them_are_counted(tmp_path: Path) -> None:
    tree = read_work(str(folder(tmp_path, {**OTHERS, **EMPTY})), Intake())
    assert sum(int(detail.partition(" ")[0]) for detail in said(tree, Reason.BINARY)) == len(OTHERS)
    (empty,) = said(tree, Reason.EMPTY)
    assert empty.startswith(f"{len(EMPTY)} files")


def test_many_of_one_kind_do_not_hide_the_others(tmp_path: Path) -> None:
    many = {f"cache/m{number:03}.pyc": OTHERS["module.pyc"] + bytes([number]) for number in range(90)}
    tree = read_work(str(folder(tmp_path, {**many, "zz/seal.png": OTHERS["logo.png"]})), Intake())
    assert sorted(said(tree, Reason.BINARY)) == [
        "1 file contains no text and is not compared (PNG image): zz/seal.png",
        "90 files contain no text and are not compared (Python bytecode): cache/m000.pyc, cache/m001.pyc, "
        "cache/m002.pyc and 87 more",
    ]


@pytest.mark.parametrize("name", EMPTY)
def test_a_file_with_nothing_in_it_is_named(tmp_path: Path, name: str) -> None:
    tree = read_work(str(folder(tmp_path, {name: EMPTY[name]})), Intake())
    (detail,) = said(tree, Reason.EMPTY)
    assert name in detail


def test_links_and_what_lies_in_archives_is_named(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in {"b.c": CODE + b"int b;\n", "icon.gif": b"GIF89a" + NOISE}.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    path = folder(tmp_path, {"inner.tgz": gzip.compress(buffer.getvalue(), mtime=0)})
    os.symlink("a.c", path / "link.c")
    tree = read_work(str(path), Intake())
    assert said(tree, Reason.SYMLINK) == ["1 file is a symbolic link, which is not followed: link.c"]
    (detail,) = said(tree, Reason.BINARY)
    assert "(GIF image): inner.tgz!/icon.gif" in detail


def test_each_file_is_in_one_place(tmp_path: Path) -> None:
    """Whatever is not compared stands in the list with its reason, and in a limitation of that reason."""
    tree = read_work(str(folder(tmp_path, {**OTHERS, **EMPTY, "big.c": CODE * 400})), Intake(max_file_bytes=20_000))
    left_out = {file.record.reason for file in tree.files if file.record.disposition is not Disposition.COMPARED}
    assert left_out == {Reason.BINARY, Reason.TOO_LARGE}
    assert {item.reason for item in tree.limitations} == {*left_out, Reason.EMPTY}


def test_a_chinese_report_names_the_kind_in_chinese(tmp_path: Path) -> None:
    tree = read_work(str(folder(tmp_path, {"logo.png": OTHERS["logo.png"]})), Intake())
    with in_language("zh"):
        assert said(tree, Reason.BINARY) == ["1个文件不含文本，未比对（PNG图像）：logo.png"]
