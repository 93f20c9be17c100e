"""Bytes that no member of a container has were named without their size and digest, and --strict passed over them."""

import bz2
import csv
import gzip
import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from codematch.cli import main
from codematch.intake import read_work
from codematch.model.source import FileRecord, Reason
from codematch.settings import Intake
from tests.intake.works import tar_bytes

NOISE = np.random.default_rng(5).bytes(3_000)
CODE = b"def total(rows):\n    return sum(row * 2 for row in rows)\n" * 3


def zipped(comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.py", CODE)
        archive.comment = comment
    return buffer.getvalue()


def hidden(path: Path, content: bytes, limits: Intake | None = None) -> FileRecord:
    path.write_bytes(content)
    tree = read_work(str(path), limits or Intake())
    (found,) = [file.record for file in tree.files if file.record.reason is Reason.HIDDEN_DATA]
    return found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("before.zip", NOISE + zipped()),
        ("behind.zip", zipped() + NOISE),
        ("behind.tar", tar_bytes({"a.py": CODE}) + bytes(2048) + NOISE),
        ("behind.tar.gz", gzip.compress(tar_bytes({"a.py": CODE}), mtime=0) + NOISE),
        ("behind.tar.bz2", bz2.compress(tar_bytes({"a.py": CODE})) + NOISE),
        ("comment.zip", zipped(CODE * 4)),
    ],
)
@pytest.mark.parametrize("limits", [Intake(), Intake(sm3=True)])
def test_size_and_digests_of_bytes_that_are_not_listed(tmp_path: Path, name, content, limits) -> None:
    expected = CODE * 4 if name == "comment.zip" else NOISE
    found = hidden(tmp_path / name, content, limits)
    assert found.size_bytes == len(expected)
    assert found.digest == hashlib.sha256(expected).hexdigest()
    assert set(found.other_digests) == ({"sm3"} if limits.sm3 else set())


def test_all_of_a_gap_is_digested_not_only_what_is_held(tmp_path: Path) -> None:
    large = np.random.default_rng(6).bytes(2_500_000)
    found = hidden(tmp_path / "a.zip", large + zipped(), Intake(max_aside_bytes=1_000_000))
    assert (found.size_bytes, found.digest) == (len(large), hashlib.sha256(large).hexdigest())


def test_bytes_that_are_not_listed_are_not_in_the_root_hash(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(NOISE + zipped())
    (tmp_path / "b.zip").write_bytes(zipped())
    assert len({read_work(str(tmp_path / name), Intake()).digest for name in ("a.zip", "b.zip")}) == 1


def test_the_manifest_states_them_and_strict_refuses_them(tmp_path: Path, capsys) -> None:
    (tmp_path / "a.zip").write_bytes(NOISE + zipped())
    (tmp_path / "b.zip").write_bytes(zipped())
    with pytest.raises(SystemExit) as ended:
        main(["manifest", str(tmp_path / "a.zip")])
    assert ended.value.code == 0
    (row,) = [row for row in csv.DictReader(io.StringIO(capsys.readouterr().out)) if row["reason"] == "hidden-data"]
    assert (row["size_bytes"], row["sha256"]) == (str(len(NOISE)), hashlib.sha256(NOISE).hexdigest())
    for name, code in (("a.zip", 3), ("b.zip", 0)):
        with pytest.raises(SystemExit) as ended:
            main(["compare", str(tmp_path / "b.zip"), str(tmp_path / name), "--strict", "--quiet"])
        assert ended.value.code == code
    assert "bytes that their container does not list: (not listed)/bytes at 0" in capsys.readouterr().err
