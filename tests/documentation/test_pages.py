"""Every command of the documentation runs, and prints what its page says.

When an output has changed on purpose: `.venv/bin/python -m tests.documentation.record`, read the difference, commit.
"""

import sys
from pathlib import Path

import pytest

from tests.documentation.pages import ROOT, agrees, blocks, pages, recorded
from tests.documentation.session import Session

PAGES = {file.relative_to(ROOT).as_posix(): file for file in pages()}
RUNNING = [name for name, file in PAGES.items() if any(block.is_run for block in blocks(file.read_text("utf-8")))]


@pytest.mark.skipif(
    sys.platform == "win32", reason="pages are written for a POSIX shell; the program has its own tests"
)
@pytest.mark.parametrize(
    "name", [name if name == "README.md" else pytest.param(name, marks=pytest.mark.slow) for name in RUNNING]
)
def test_every_command_of_a_page_prints_what_the_page_says(name: str, tmp_path: Path) -> None:
    session = Session(tmp_path, PAGES[name])
    for block in blocks(PAGES[name].read_text(encoding="utf-8")):
        if block.is_run:
            for command, printed in session.run(block):
                if block.language == "console":
                    assert agrees(command.expected, printed), "\n".join((command.text, *printed))


def test_a_cut_stands_for_any_lines_and_for_no_other_difference() -> None:
    assert agrees(("a", "[...]", "d"), ["a", "b", "c", "d"])
    assert agrees(("a", "[...]", "d"), ["a", "d"])
    assert not agrees(("a", "[...]", "d"), ["a", "b", "c", "e"])
    assert not agrees(("a",), ["a", "b"])


def test_recording_keeps_what_is_left_out() -> None:
    printed = ["head 2", "", "weight 11", "rest", "end 3"]
    assert recorded(("head 1", "[...]", "weight 10", "[...]"), printed) == ["head 2", "[...]", "weight 11", "[...]"]
    assert recorded(("old",), printed) == printed
