"""A program on one line in the viewer: in parts beside the lines of its source, numbered once."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import codematch
from codematch.report.documents import documents

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

STEPS = [f"function step{n}(a,b){{let c=a*{n + 3}+b;if(c>{n * 7})c-=b;return c%{n + 11}}}" for n in range(30)]
SOURCE = "\n".join(line.replace("{", "{\n").replace(";", ";\n").replace("}", "\n}\n") for line in STEPS)


def test_its_parts_stand_beside_the_lines_of_the_source(browser: "Browser", tmp_path: Path) -> None:
    for side, text in (("known", SOURCE), ("questioned", "// packed\n" + "".join(STEPS) + "\nvar last = 1;\n")):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.js").write_text(text, encoding="utf-8")
    result = codematch.compare(tmp_path / "known", tmp_path / "questioned", jobs=1)
    for name, content in documents(result, "html", ("en",)).items():
        (tmp_path / name).write_bytes(content)
    page = browser.new_page()
    page.set_default_timeout(10_000)
    page.goto((tmp_path / "report.html").as_uri() + "#region-1-1")
    page.wait_for_selector(".v-block tr[data-row]")

    numbers = page.locator(".v-block tr[data-row] td.no:nth-child(4)").all_inner_texts()
    assert [number for number in numbers if number not in ("", "·")] == ["1", "2"]  # 3 is far below
    row = page.locator(".v-block tr[data-row]", has_text="function step7(a,b)").first
    assert [cell.strip() for cell in row.locator("td.code").all_inner_texts()] == ["function step7(a,b){"] * 2
    assert not page.locator(".v-block tr.known-only:not(.blank-line)").count()
    assert page.locator(".v-banner + tr td.code").nth(1).inner_text() == "function step0(a,b){"

    page.goto((tmp_path / "report.html").as_uri() + "#Q/a.js:3")
    page.wait_for_selector("td.no.pointed")
    assert page.locator("td.no.pointed").all_inner_texts() == ["3"]
