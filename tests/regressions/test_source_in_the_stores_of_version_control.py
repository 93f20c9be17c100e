"""Hooks, strange files in stores and pristine copies without a working file are read; what belongs there is not."""

import io
import tarfile
from pathlib import Path

import pytest

from codematch.intake import read_work
from codematch.model.message import Message
from codematch.model.source import Reason, SourceTree
from codematch.settings import Intake
from tests.folders import write_folder

SOURCE = "".join(
    f"long spindle_{number}(long turns)\n{{\n    return turns + {number};\n}}\n\n" for number in range(9)
).encode()
MAIN = {"a.c": b"int a;\n"}
PRISTINE = ".svn/pristine/ab/ab12.svn-base"


def read(tmp_path: Path, files: dict[str, bytes], form: str) -> SourceTree:
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}"
    if form == "folder":
        write_folder(path, files)
    else:
        with tarfile.open(path, "w") as archive:
            for name, content in files.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    return read_work(str(path), Intake())


@pytest.mark.parametrize("form", ["folder", "tar"])
@pytest.mark.parametrize(
    "name", [".git/hooks/pre-commit", ".git/hooks/spindle.sample", ".hg/store/spindle.c", ".hg/store/x/notes", PRISTINE]
)
def test_it_is_read_and_named(tmp_path: Path, form: str, name: str) -> None:
    tree = read(tmp_path, {**MAIN, name: SOURCE}, form)
    found = {file.record.path: file for file in tree.files}
    assert found[name].utf8 == SOURCE
    (named,) = (one for one in tree.limitations if one.reason is Reason.HIDDEN_TEXT)
    assert name in named.detail["files"]


@pytest.mark.parametrize("form", ["folder", "tar"])
@pytest.mark.parametrize(
    "files",
    [
        {".git/HEAD": b"ref: refs/heads/main\n", ".git/hooks/pre-push.sample": b"#!/bin/sh\nexit 0\n"},
        {".hg/store/data/a.c.i": b"\0\3\0\1abc", ".hg/store/00changelog.i": b"\0\3\0\1", ".hg/store/fncache": b"a\n"},
        {PRISTINE: b"int a;\n", ".svn/wc.db": b"SQLite format 3\0"},
        {".svn/text-base/a.c.svn-base": b"int a;\n", ".svn/entries": b"10\n"},
    ],
)
def test_what_belongs_there_changes_nothing(tmp_path: Path, form: str, files: dict[str, bytes]) -> None:
    plain = read(tmp_path, MAIN, form)
    tree = read(tmp_path, {**MAIN, **files}, form)
    assert [file.record.path for file in tree.files if file.record.reason is not Reason.VCS_DATA] == ["a.c"]
    assert tree.digest == plain.digest
    (folder,) = (file.record for file in tree.files if file.record.reason is Reason.VCS_DATA)
    assert folder.detail == Message.of("version-control-data", files=len(files))


@pytest.mark.parametrize("name", [".git/hooks/pre-commit", PRISTINE])
def test_a_checkout_has_the_root_hash_of_its_revision(tmp_path: Path, name: str) -> None:
    tree = read(tmp_path, {**MAIN, name: SOURCE}, "folder")
    assert tree.digest == read(tmp_path, MAIN, "folder").digest
