"""Ctrl-C in a program that uses the library: it reaches the caller, and no worker is left over."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import os, signal
from codematch.pipeline import compare_works
from codematch.settings import Settings
from tests.comparison.works import LEDGER, work

# A program that was started in the background of a shell begins with the signal ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

def strike(step, done, total):
    if step == "parse" and 0 < done < total:
        os.killpg(0, signal.SIGINT)

files = {f"{number}.py": LEDGER.replace("0", str(number)) * 40 for number in range(30)}
try:
    compare_works(work("known", files), work("questioned", files), settings=Settings(), jobs=2, progress=strike)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.posix
@pytest.mark.slow
def test_ctrl_c_reaches_the_caller_and_ends_the_workers() -> None:
    """A worker that is left over would hold stdout open, so that the run would not end."""
    command = [sys.executable, "-c", PROGRAM]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, start_new_session=True, timeout=60)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"interrupted\n", b"")
