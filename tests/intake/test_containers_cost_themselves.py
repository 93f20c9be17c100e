"""A container that expands in vain costs itself: not the honest one beside it, and not the time of all others."""

import io
import os
import sys
import tarfile
import zipfile

import pytest

from codematch.intake import read_work
from codematch.intake.budget import Budget, LimitReachedError
from codematch.intake.signatures import unopened_archive
from codematch.model.source import Disposition, Reason
from codematch.settings import Intake

CODE = b"def area(width, height):\n    return width * height\n"
SMALL = Intake(max_file_bytes=10_000, max_archive_ratio=100)


def _zip(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _read(folder, limits=SMALL):
    return {file.record.path: file.record for file in read_work(str(folder), limits).files}


def _bomb(number):
    return _zip({f"zero{part}.py": bytes(9_000) for part in range(number, number + 90)})


def test_an_honest_archive_beside_bombs_is_read(tmp_path):
    level = _zip({f"l{number}.zip": _bomb(number) for number in range(9)})
    (tmp_path / "a_bomb.zip").write_bytes(_zip({f"b{number}.zip": level for number in range(9)}))
    (tmp_path / "z_honest.zip").write_bytes(_zip({"x.py": CODE}))
    found = _read(tmp_path, Intake(max_file_bytes=10_000, max_archive_ratio=20, max_archive_bytes=3_000_000))
    assert found["z_honest.zip!/x.py"].disposition is Disposition.COMPARED
    assert any(record.reason is Reason.ARCHIVE_LIMIT for path, record in found.items() if path.startswith("a_bomb"))


def test_an_honest_archive_inside_the_same_container_is_read(tmp_path):
    members = {"a.zip": _bomb(0) + bytes(40_000), "z.zip": _zip({"x.py": CODE})}
    (tmp_path / "outer.zip").write_bytes(_zip(members))
    found = _read(tmp_path, Intake(max_file_bytes=50_000, max_archive_ratio=50))
    assert found["outer.zip!/z.zip!/x.py"].disposition is Disposition.COMPARED


def test_what_failed_is_given_back_and_remembered_as_waste():
    whole = Budget(Intake(max_archive_bytes=1_000, max_file_bytes=100), packed_bytes=None)
    outer = whole.within(10**6)
    inner = outer.within(50)
    inner.charge_bytes(900)
    with pytest.raises(LimitReachedError):
        inner.charge_bytes(101)
    inner.refund()
    outer.within(50).charge_bytes(1_000)
    small = Budget(Intake(max_archive_ratio=2, max_file_bytes=100), packed_bytes=100, shared=whole)
    other = small.within(10**6)
    with pytest.raises(LimitReachedError):
        other.charge_bytes(201)
    other.charge_bytes(0)
    other.refund()
    small.within(10)


def test_a_member_with_holes_costs_itself(tmp_path):
    with tarfile.open(tmp_path / "s.tar", "w") as archive:
        info = tarfile.TarInfo("holes.bin")
        info.type, info.size = tarfile.REGTYPE, 512
        info.pax_headers = {
            "GNU.sparse.major": "0",
            "GNU.sparse.minor": "1",
            "GNU.sparse.map": "0,512",
            "GNU.sparse.size": str(9 << 30),
        }
        archive.addfile(info, io.BytesIO(bytes(512)))
        info = tarfile.TarInfo("x.py")
        info.size = len(CODE)
        archive.addfile(info, io.BytesIO(CODE))
    found = _read(tmp_path / "s.tar", Intake())
    assert found["x.py"].disposition is Disposition.COMPARED
    assert (found["holes.bin"].reason, found["holes.bin"].detail.key) == (Reason.TOO_LARGE, "sparse-file")


def test_a_member_that_expands_too_far_costs_itself(tmp_path):
    (tmp_path / "w.zip").write_bytes(_zip({"zero.py": bytes(10**6), "x.py": CODE}))
    found = _read(tmp_path / "w.zip")
    assert found["x.py"].disposition is Disposition.COMPARED
    assert found["zero.py"].reason is Reason.TOO_LARGE


@pytest.mark.skipif(sys.platform != "linux", reason="sparse files of Linux")
def test_a_file_of_holes_is_named_and_not_read(tmp_path):
    with (tmp_path / "big.bin").open("wb") as file:
        os.ftruncate(file.fileno(), 50 << 30)
    (tmp_path / "x.py").write_bytes(CODE)
    record = _read(tmp_path, Intake())["big.bin"]
    assert (record.reason, record.digest, record.size_bytes) == (Reason.TOO_LARGE, "", 50 << 30)


@pytest.mark.parametrize(
    "head", [b"070701", b"070707", b"\xc7\x71", b"LZIP\x01", b"xar!", b"MSCF\0\0\0\0", b"7z\xbc\xaf\x27\x1c"]
)
def test_containers_that_are_not_opened_are_named(head):
    assert unopened_archive(head + bytes(512)).endswith("archive")
