"""Pages named a command that does not exist, a picture in full-width brackets, and defaults without quotation marks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from codematch.cli import app
from tests.documentation.python_page import python_page
from tests.documentation.site import problems

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *(ROOT / "docs").rglob("*.md")})
_FENCED = re.compile(r"^ *(```+).*?^ *\1", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"`codematch ([^`]+)`")
_WORD = re.compile(r"[a-z][a-z-]*$")


def unknown(text: str) -> Iterator[str]:
    """Yield the commands in inline code that the program does not have."""
    for told in _COMMAND.findall(_FENCED.sub("", text)):
        command: Any = get_command(app)
        for word in told.replace("\\|", "|").split():
            inner = getattr(command, "commands", {})
            if not inner or not _WORD.match(word):
                break
            if word not in inner:
                yield told
                break
            command = inner[word]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_names_only_commands_that_exist(page: Path) -> None:
    assert list(unknown(page.read_text(encoding="utf-8"))) == []


def test_a_command_that_does_not_exist_is_found() -> None:
    assert list(unknown("`codematch background info`, `codematch index search`, `codematch shwo x`")) == [
        "index search",
        "shwo x",
    ]


def test_a_picture_that_is_none_is_found(tmp_path: Path) -> None:
    page = "<p>![first page]\uff08../first.png\uff09</p><pre>![code]</pre>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert list(problems(tmp_path)) == ["page.html: is no picture: ![first page]\uff08../first.png\uff09</p>"]


def test_no_page_has_a_link_in_full_width_brackets() -> None:
    found = {
        page.name: re.findall(r"\]\uff08[^\uff09]*\.(?:md|png|html)[^\uff09]*\uff09", page.read_text("utf-8"))
        for page in PAGES
    }
    assert {name: links for name, links in found.items() if links} == {}


def test_the_signatures_of_the_reference_are_python() -> None:
    """Annotations that Python does not write as code (`Unpack[...]` behind stars) are; so are all defaults."""
    signatures = re.findall(r"```python\n(?:codematch\.)?(\w+\(.*)\n```", python_page())
    assert len(signatures) > 20
    for signature in signatures:
        ast.parse(f"def {signature}: ...")
