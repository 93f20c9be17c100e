"""A scan as one self-contained HTML file, readable without its script, which filters and sorts."""

from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from codematch.model.scan import ScanResult
from codematch.report.formats.markup import environment, page_script, style
from codematch.report.scan import cells
from codematch.report.view import capped

ROWS_SHOWN = 500
"""Rows of a table; the rest is counted, and is in scan.json."""


def render(result: ScanResult) -> bytes:
    """Return the page in UTF-8, in the current language."""
    page = _environment().get_template("scan.html.j2")
    text = page.render(
        result=result,
        figures={name: Markup(svg) for name, svg in cells.figures(result)},  # noqa: S704 - escaped where it is drawn
        style=style(),
        **page_script(),
    )
    return text.encode("utf-8", "backslashreplace")


@cache
def _environment() -> Environment:
    return environment({"scan": cells, "capped": capped, "rows_shown": ROWS_SHOWN})
