"""The site of the documentation, built as `make docs` builds it, and opened from its folder as in a review room."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.documentation.pages import ROOT
from tests.documentation.site import problems

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site with warnings as errors, beside links to what its pages include."""
    folder = tmp_path_factory.mktemp("documentation")
    for file in ROOT.iterdir():
        if not file.name.startswith(".") and file.name not in ("docs", "site", "mkdocs.yml"):
            (folder / file.name).symlink_to(file)
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    command = [Path(sys.executable).with_name("zensical"), "build", "--strict", "--clean"]
    built = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder / "site"


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    assert list(problems(site)) == []


def test_the_search_works_though_the_site_was_opened_from_a_folder(site: Path, browser: "Browser") -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "how-to" / "ci.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("residual")
    page.get_by_text("Labels and the residual").first.wait_for(timeout=60_000)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?h=residual"), timeout=60_000)
    page.close()
    assert [url for url in asked if not url.startswith("file:")] == []


def test_no_page_is_wider_than_a_phone(site: Path, browser: "Browser") -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    wide: list[str] = []
    for file in sorted(site.rglob("*.html")):
        page.goto(file.as_uri(), wait_until="domcontentloaded")
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            wide.append(file.relative_to(site).as_posix())
    page.close()
    assert wide == []
