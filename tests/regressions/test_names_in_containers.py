"""Names: the same tree has the same paths and root hash in every container, in whatever form its names are kept."""

import io
import os
import tarfile
import unicodedata
import zipfile
from pathlib import Path

import pytest

from codematch.intake import read_work
from codematch.model.source import SourceTree
from codematch.settings import Intake

NAMES = ("src/größe.c", "src/Übung/é.c", "readme.c")
KOREAN = ("문서/설명.c", "소스/주소록.c", "소스/목록_관리.c", "설정/환경변수.c")


def read(path: Path) -> SourceTree:
    return read_work(str(path), Intake())


def paths(tree: SourceTree) -> list[str]:
    return [file.record.path for file in tree.files if file.record.digest]


def folder_of(path: Path, names: dict[bytes, bytes]) -> Path:
    for name, content in names.items():
        whole = os.fsencode(path) + b"/" + name
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "wb") as stream:
            stream.write(content)
    return path


def tar_of(path: Path, names: dict[bytes, bytes], form: int = tarfile.GNU_FORMAT) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w", format=form) as archive:
        for name, content in names.items():
            info = tarfile.TarInfo(name.decode("utf-8", "surrogateescape"))
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def zip_of(path: Path, names: dict[str, bytes], system: int = 3) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in names.items():
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.create_system = system
            archive.writestr(info, content)
    return path


def content_of(names: tuple[str, ...]) -> dict[str, bytes]:
    return {name: b"int x%d;\n" % number for number, name in enumerate(names)}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_names(tmp_path: Path, form: str) -> None:
    files = {unicodedata.normalize(form, name): content for name, content in content_of(NAMES).items()}
    raw = {name.encode(): content for name, content in files.items()}
    trees = [
        read(folder_of(tmp_path / "folder", raw)),
        read(tar_of(tmp_path / "a.tar", raw)),
        read(tar_of(tmp_path / "p.tar.gz", raw, tarfile.PAX_FORMAT)),
        read(zip_of(tmp_path / "a.zip", files)),
    ]
    plain = {name.encode(): content for name, content in content_of(NAMES).items()}
    expected = read(folder_of(tmp_path / "plain", plain))
    assert {tree.digest for tree in trees} == {expected.digest}
    assert all(paths(tree) == sorted(NAMES) for tree in trees)
    kept = [file.record.raw_path for file in trees[0].files if file.record.raw_path]
    assert len(kept) == (2 if form == "NFD" else 0)


@pytest.mark.parametrize("codec", ["euc_kr", "cp949"])
def test_names_in_a_legacy_encoding(tmp_path: Path, codec: str) -> None:
    raw = {name.encode(codec): content for name, content in content_of(KOREAN).items()}
    trees = [read(folder_of(tmp_path / "folder", raw)), read(tar_of(tmp_path / "a.tar", raw))]
    plain = {name.encode(): content for name, content in content_of(KOREAN).items()}
    expected = read(folder_of(tmp_path / "plain", plain))
    assert [tree.digest for tree in trees] == [expected.digest] * 2
    assert paths(trees[0]) == sorted(KOREAN)
    assert all(bytes.fromhex(file.record.raw_path) in raw for file in trees[0].files)


@pytest.mark.parametrize("kind", ["tar", "zip", "dos-zip", "folder"])
def test_backslashes_part_folders(tmp_path: Path, kind: str) -> None:
    files = {r"src\a.c": b"int a;\n", r"src\sub\b.c": b"int b;\n", "c.c": b"int c;\n"}
    raw = {name.encode(): content for name, content in files.items()}
    made = {
        "tar": lambda: tar_of(tmp_path / "w.tar", raw),
        "zip": lambda: zip_of(tmp_path / "w.zip", files),
        "dos-zip": lambda: zip_of(tmp_path / "d.zip", files, system=0),
        "folder": lambda: folder_of(tmp_path / "w", raw),
    }
    tree = read(made[kind]())
    assert paths(tree) == ["c.c", "src/a.c", "src/sub/b.c"]


def test_a_backslash_beside_slashes_is_part_of_a_name(tmp_path: Path) -> None:
    tree = read(tar_of(tmp_path / "w.tar", {rb"unit\x2dname.c": b"int a;\n", b"src/b.c": b"int b;\n"}))
    assert paths(tree) == ["src/b.c", r"unit\x2dname.c"]


def test_a_backslash_does_not_lead_out_of_the_root(tmp_path: Path) -> None:
    tree = read(tar_of(tmp_path / "w.tar", {rb"..\..\a.c": b"int a;\n", b"b.c": b"int b;\n"}))
    assert paths(tree) == ["b.c"]
    assert not any(".." in Path(file.record.path).parts for file in tree.files)


def test_names_that_become_one_are_both_kept(tmp_path: Path) -> None:
    tree = read(tar_of(tmp_path / "w.tar", {"é.c".encode(): b"int a;\n", "e\u0301.c".encode(): b"int b;\n"}))
    assert paths(tree) == ["é.c", "é.c~2"]
