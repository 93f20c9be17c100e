"""The smallest wheel house, installed as in a review room: without a network, a compiler or an administrator."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.comparison.works import LEDGER
from tests.packaging import locked, wheelhouse
from tests.packaging.test_packaging import the_schema

pytestmark = pytest.mark.slow
MOST_MEGABYTES = 400


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Path:
    """The folder that the archive unpacks to."""
    place = tmp_path_factory.mktemp("room")
    try:
        archive = wheelhouse.make(place, locked.BASE)
    except subprocess.CalledProcessError as error:
        if {"download", "install"} & set(error.cmd):
            pytest.skip("no package registry is reachable, and the wheels of the lock file cannot be fetched")
        raise
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(place)
    archive.unlink()
    return next(path for path in place.iterdir() if path.is_dir())


def alone(command: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    """Run a command where no network, no tool and no home is to be had."""
    nothing = place / "nothing"
    nothing.mkdir(exist_ok=True)
    refused = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    environment = {"PATH": str(nothing), "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **refused}
    apart = [shutil.which("unshare") or "", "--net"] if shutil.which("unshare") and os.geteuid() == 0 else []
    return subprocess.run(
        [*apart, *command], cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=600
    )


def test_a_room_without_anything_gets_an_installation_that_compares(room, tmp_path):
    target = tmp_path / "codematch"
    python = str(Path(sys.executable).resolve())
    run = alone([python, str(room / "install.py"), str(target), "--smallest"], tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    files = {path.resolve() for path in target.rglob("*") if path.is_file() and not path.is_symlink()}
    assert sum(path.stat().st_blocks * 512 for path in files) < MOST_MEGABYTES * 2**20
    assert not list(target.glob("lib/python*/site-packages/pip"))

    for side in ("known", "questioned"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "ledger.py").write_text(LEDGER)
    program = str(target / "bin" / "codematch")
    compared = alone([program, "compare", "known", "questioned", "--out", "o", "--quiet"], tmp_path)
    assert (compared.returncode, compared.stderr) == (0, "")
    assert b"ledger.py" in (tmp_path / "o" / "report.html").read_bytes()
    refused = alone([program, "report", "o", "--format", "pdf", "--out", "p"], tmp_path)
    assert refused.returncode == 5
    assert "install codematch[pdf]" in refused.stderr


def test_the_list_of_parts_names_every_wheel(room):
    found = json.loads((room / wheelhouse.PARTS).read_text(encoding="utf-8"))
    the_schema().validate(found)
    parts = [found["metadata"]["component"], *found["components"]]
    named = {one["value"] for part in parts for one in part["properties"] if one["name"] == "codematch:file"}
    assert named == {path.name for path in (room / wheelhouse.WHEELS).iterdir()}
    assert {pin.name for pin in locked.read(locked.BASE)} >= {part["name"] for part in found["components"]}
