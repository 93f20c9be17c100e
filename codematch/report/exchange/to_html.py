"""A comparison of fingerprints as one self-contained HTML file without any script."""

from functools import cache

from jinja2 import Environment

from codematch.model.exchange import ExchangeResult
from codematch.report.exchange import cells
from codematch.report.formats.markup import environment, style
from codematch.report.view import capped

ROWS_SHOWN = 1_000
"""Rows of a table; the rest is counted, and is in exchange.json."""


def render(result: ExchangeResult) -> bytes:
    """Return the page in UTF-8, in the current language."""
    text = _environment().get_template("exchange.html.j2").render(result=result, style=style())
    return text.encode("utf-8", "backslashreplace")


@cache
def _environment() -> Environment:
    return environment({"exchange": cells, "capped": capped, "rows_shown": ROWS_SHOWN})
