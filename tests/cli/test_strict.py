"""What could not be read is a warning, and with --strict exit code 3; what is left of a region decides, if asked."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from codematch.model.document import without_tables
from tests.comparison.works import LEDGER


@pytest.fixture
def works(tmp_path: Path) -> tuple[Path, Path]:
    for side in ("ours", "theirs"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "ledger.py").write_text(LEDGER + f"# {side}\n")
    return tmp_path / "ours", tmp_path / "theirs"


@pytest.fixture
def closed(works, monkeypatch) -> str:
    """A folder of the questioned work that cannot be listed, also by the one who may do everything."""
    (works[1] / "closed").mkdir()
    (works[1] / "closed" / "in.py").write_text(LEDGER)
    really_scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return really_scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    return "questioned work, cannot be read: closed (an unreadable folder may contain any number of files)"


def test_a_folder_that_cannot_be_read_is_a_warning(codematch, works, closed):
    run = codematch("compare", *works, "-q", "-j", 1)

    assert run.code == 0
    assert run.err == f"codematch: warning: {closed}\n"


def test_with_strict_it_is_the_end_of_the_run_and_the_result_is_there(codematch, works, closed, tmp_path):
    out = tmp_path / "out"
    run = codematch("compare", *works, "-q", "-j", 1, "--strict", "--fail-on-weight", 50, "--out", out)

    assert run.code == 3
    assert run.err.splitlines()[1] == f"codematch: --strict: parts of the works could not be read: {closed}"
    assert without_tables(json.loads((out / "report.json").read_bytes()))["pairs"][0]["regions"]


def test_a_damaged_archive_within_a_work_is_one_too(codematch, works):
    with zipfile.ZipFile(works[0] / "more.zip", "w") as archive:
        archive.writestr("a.py", LEDGER)
    data = (works[0] / "more.zip").read_bytes()
    (works[0] / "more.zip").write_bytes(data[: len(data) // 2])
    run = codematch("compare", *works, "-q", "-j", 1, "--strict")

    assert run.code == 3
    assert "known work, damaged: more.zip" in run.err


def test_strict_says_nothing_of_works_that_were_read(codematch, works):
    run = codematch("compare", *works, "-q", "-j", 1, "--strict")

    assert (run.code, run.err) == (0, "")


@pytest.mark.parametrize(("common", "bits", "code"), [(False, 60, 1), (False, 100_000, 0), (True, 60, 0), (True, 0, 1)])
def test_what_is_left_of_a_region_decides(codematch, works, tmp_path, common, bits, code):
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "ledger.py").write_text(LEDGER)
    shared = ("--common", tmp_path / "kit") if common else ()
    run = codematch("compare", *works, *shared, "-q", "-j", 1, "--fail-on-residual", bits)

    assert (run.code, run.err) == (code, ""), run


def test_what_is_no_weight_is_refused(codematch, works):
    for bits in ("-1", "nan"):
        assert codematch("compare", *works, "--fail-on-residual", bits).refused(2, "--fail-on-residual", "or more bits")
