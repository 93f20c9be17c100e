"""A broken header of a tar costs its member alone; a zip archive behind something else is opened, too."""

import io
import tarfile
import zipfile

import pytest

from codematch.intake import read_work
from codematch.model.source import Disposition, Reason
from codematch.settings import Intake
from tests.comparison.works import LEDGER, TRIANGLE

MEMBERS = {"a.py": LEDGER, "broken.py": TRIANGLE, "c.py": LEDGER + "last = 1\n"}


def _tar():
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, text in MEMBERS.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return bytearray(held.getvalue())


def _zip():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.py", LEDGER)
    return held.getvalue()


def _files(tmp_path, name, content):
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / name).write_bytes(content)
    tree = read_work(str(tmp_path / "work"), Intake())
    return {file.record.path: file for file in tree.files}


def _wrong_checksum(block):
    block[150] ^= 1


def _negative_size(block):
    block[124:136] = b"\xff" * 12
    total = sum(block[:148]) + sum(block[156:512]) + 8 * 32
    block[148:156] = b"%06o\0 " % total


@pytest.mark.parametrize("damage", [_wrong_checksum, _negative_size])
def test_the_other_members_are_read(tmp_path, damage):
    content = _tar()
    at = content.index(b"broken.py")
    block = content[at : at + 512]
    damage(block)
    content[at : at + 512] = block
    found = _files(tmp_path, "w.tar", content)
    broken = found["w.tar!/broken.py"].record
    assert (broken.disposition, broken.reason) == (Disposition.UNREADABLE, Reason.DAMAGED)
    assert found["w.tar!/a.py"].utf8 == LEDGER.encode()
    assert found["w.tar!/c.py"].utf8 == MEMBERS["c.py"].encode()
    assert found["w.tar!/(not listed)/data of broken.py"].utf8 == TRIANGLE.encode()


def test_a_size_below_nothing_in_the_first_header(tmp_path):
    content = _tar()
    block = content[:512]
    _negative_size(block)
    content[:512] = block
    found = _files(tmp_path, "w.tar", content)
    assert found["w.tar!/a.py"].record.reason is Reason.DAMAGED
    assert found["w.tar!/c.py"].utf8 == MEMBERS["c.py"].encode()


@pytest.mark.parametrize(
    ("name", "head", "disposition"),
    [
        ("app.pyz", b"#!/usr/bin/env python3\n", Disposition.EXCLUDED),
        ("setup.exe", b"MZ" + bytes(3_000), Disposition.EXCLUDED),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, Disposition.EXCLUDED),
    ],
)
def test_a_zip_archive_behind_something_else_is_opened(tmp_path, name, head, disposition):
    found = _files(tmp_path, name, head + _zip())
    assert found[name].record.disposition is disposition
    assert found[f"{name}!/inner.py"].utf8 == LEDGER.encode()


def test_text_before_an_archive_is_compared_once(tmp_path):
    found = _files(tmp_path, "notes.py", TRIANGLE.encode() * 8 + _zip())
    compared = sorted(path for path, file in found.items() if file.record.disposition is Disposition.COMPARED)
    assert compared == ["notes.py", "notes.py!/inner.py"]


@pytest.mark.parametrize("tail", [b"x", b"PK\x05\x06", b"PK\x05\x06" + bytes(18), b"PK\x05\x06" + b"\xff" * 18])
def test_an_end_mark_alone_is_no_archive(tmp_path, tail):
    found = _files(tmp_path, "notes.py", LEDGER.encode() + tail)
    assert set(found) == {"notes.py"}


def test_a_document_in_a_zip_stays_closed(tmp_path):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", "<w/>")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.py").write_text(LEDGER)
    (tmp_path / "work" / "a.docx").write_bytes(held.getvalue())
    tree = read_work(str(tmp_path / "work"), Intake())
    assert sorted(file.record.path for file in tree.files) == ["a.docx", "a.py"]
