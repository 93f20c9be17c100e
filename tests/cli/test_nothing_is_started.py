"""Nothing of the evidence is executed: no command starts a program, and no name in PATH is looked up."""

import os
import subprocess
import sys

import pytest

COMMANDS = [
    "uname",
    "git",
    "hg",
    "svn",
    "ldconfig",
    "gcc",
    "cc",
    "ld",
    "sh",
    "lsb_release",
    "file",
    "tar",
    "unzip",
    "ps",
]
CODE = "def area(width, height):\n    total = width * height + 17\n    return total if total > 99 else None\n"
HOOK = """
import os, sys
STARTS = {"subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "pty.spawn"}
log = os.open(os.environ["STARTED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def hook(event, arguments):
    if event in STARTS:
        os.write(log, f"{event} {arguments}\\n".encode())
sys.addaudithook(hook)
from codematch.cli import main
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="programs are files with a mode")
@pytest.mark.parametrize(
    "command",
    [
        ("compare", "k", "q", "-q", "--out", "o", "--jobs", "1"),
        ("compare", "k", "q", "-q", "--jobs", "2", "--format", "json"),
        ("manifest", "k"),
    ],
)
def test_no_program_is_started(tmp_path, command):
    bin_ = tmp_path / "k" / "bin"
    bin_.mkdir(parents=True)
    (tmp_path / "q").mkdir()
    for name in COMMANDS:
        (bin_ / name).write_text(f'#!/bin/sh\necho {name} >>"{tmp_path}/executed"\n', encoding="utf-8")
        (bin_ / name).chmod(0o755)
    for side in ("k", "q"):
        (tmp_path / side / "x.py").write_text(CODE, encoding="utf-8")
        (tmp_path / side / "conftest.py").write_text(f"open({str(tmp_path / 'executed')!r}, 'w')\n", encoding="utf-8")
        (tmp_path / side / "sitecustomize.py").write_text("raise SystemExit('executed')\n", encoding="utf-8")
    root = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
    environment = {**os.environ, "PATH": str(bin_), "STARTED": str(tmp_path / "started"), "PYTHONPATH": root}
    done = subprocess.run(
        [sys.executable, "-c", HOOK, *command], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "started").read_bytes() == b""
    assert not (tmp_path / "executed").exists()
