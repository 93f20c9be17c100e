"""Makes the pictures in `docs/assets`: an exhibit, and the first page of a report in both languages.

.venv/bin/python -m tests.documentation.pictures

Needs a Chromium; says so and does nothing where there is none. The works are fixtures, so no code of others is shown.
"""

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import typst

import codematch
from codematch.report.formats import PAPER, fonts, to_pdf
from codematch.report.formats.markup import packaged
from codematch.report.record import record
from codematch.report.render_options import RenderOptions
from codematch.report.text.wording import in_language
from tests.documentation.pages import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ASSETS = ROOT / "docs" / "assets"
EXHIBIT_SIZE = (1100, 440)
"""Width and height of the picture in pixels."""


def exhibit_page() -> str:
    """A page with the code of the first exhibit of the comparison, in the style of the report."""
    pairs = ROOT / "fixtures" / "pairs" / "python"
    page = codematch.render(codematch.compare(pairs / "known", pairs / "renamed")).decode()
    style = "".join(re.findall(r"<style.*?</style>", page, re.DOTALL))
    exhibit = re.search(r'<article class="exhibit".*?</article>', page, re.DOTALL)
    assert exhibit is not None
    frame = (
        f"<style>body {{ margin: 0; padding: 0 12px; height: {EXHIBIT_SIZE[1]}px; overflow: hidden; max-width: none }}"
        " article { margin: 0 !important } article p, article a { display: none }</style>"
    )
    return f'<!doctype html><html lang="en"><meta charset="utf-8">{style}{frame}<body>{exhibit[0]}</body></html>'


def first_page(language: str) -> bytes:
    """The first printed page of the report on the works of the tutorial; needs no fonts of a browser."""
    case = ROOT / "fixtures" / "first-case"
    result = codematch.compare(case / "known", case / "questioned", common=(str(case / "open-source"),))
    options = RenderOptions(language=language, profile="cn" if language == "zh" else "us", limits=PAPER)
    with in_language(language):
        document = json.dumps(to_pdf._Setting(record(result, options), options).document())
    files = {"main.typ": packaged("report.typ").encode(), "record.json": document.encode()}
    folders = [str(folder) for folder in fonts.folders()]
    setting: dict[str, Any] = {"font_paths": folders, "ignore_system_fonts": True, "format": "png", "ppi": 110}
    pages = typst.compile(files, **setting)
    return bytes(pages[0] if isinstance(pages, list) else pages)


def make_picture(browser: str, page: str, picture: Path, size: tuple[int, int]) -> None:
    """Take a picture of a page."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                f"--user-data-dir={folder}/home",
                f"--window-size={size[0]},{size[1]}", f"--screenshot={picture}", file.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )  # fmt: skip
    print(picture)  # noqa: T201


if __name__ == "__main__":
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        print(f"no browser ({', '.join(BROWSERS)}): the pictures stay as they are")  # noqa: T201
    else:
        make_picture(found, exhibit_page(), ASSETS / "exhibit.png", EXHIBIT_SIZE)
    for name, language in (("first-page.png", "en"), ("first-page.zh.png", "zh")):
        (ASSETS / name).write_bytes(first_page(language))
        print(ASSETS / name)  # noqa: T201
