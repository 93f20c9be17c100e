"""A search as one self-contained HTML file without any script."""

from functools import cache

from jinja2 import Environment

from codematch.model.search import SearchResult
from codematch.report.formats.markup import environment, style
from codematch.report.search import cells
from codematch.report.view import capped

ROWS_SHOWN = 500
"""Rows of a table; the rest is counted, and is in search.json."""


def render(result: SearchResult) -> bytes:
    """Return the page in UTF-8, in the current language."""
    text = _environment().get_template("search.html.j2").render(result=result, style=style())
    return text.encode("utf-8", "backslashreplace")


@cache
def _environment() -> Environment:
    return environment({"search": cells, "capped": capped, "rows_shown": ROWS_SHOWN})
