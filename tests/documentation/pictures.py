"""Makes the picture of an exhibit in `docs/assets` from a comparison of two fixtures.

.venv/bin/python -m tests.documentation.pictures

Needs a Chromium; says so and does nothing where there is none. The works are fixtures, so no code of others is shown.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import codematch
from tests.documentation.pages import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PICTURE = ROOT / "docs" / "assets" / "exhibit.png"
WIDTH, HEIGHT = 1100, 440


def exhibit_page() -> str:
    """A page with the code of the first exhibit of the comparison, in the style of the report."""
    pairs = ROOT / "fixtures" / "pairs" / "python"
    page = codematch.render(codematch.compare(pairs / "known", pairs / "renamed")).decode()
    style = "".join(re.findall(r"<style.*?</style>", page, re.DOTALL))
    exhibit = re.search(r'<article class="exhibit".*?</article>', page, re.DOTALL)
    assert exhibit is not None
    frame = (
        f"<style>body {{ margin: 0; padding: 0 12px; height: {HEIGHT}px; overflow: hidden; max-width: none }}"
        " article { margin: 0 !important } article p, article a { display: none }</style>"
    )
    return f'<!doctype html><html lang="en"><meta charset="utf-8">{style}{frame}<body>{exhibit[0]}</body></html>'


def make_picture(browser: str) -> None:
    """Take a picture of the exhibit."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "exhibit.html"
        page.write_text(exhibit_page(), encoding="utf-8")
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                f"--user-data-dir={folder}/home",
                f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={PICTURE}", page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )  # fmt: skip


if __name__ == "__main__":
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        print(f"no browser ({', '.join(BROWSERS)}): {PICTURE.name} stays as it is")  # noqa: T201
    else:
        make_picture(found)
        print(PICTURE)  # noqa: T201
