"""Many works compared by fingerprints as one self-contained HTML file without any script."""

from functools import cache

from jinja2 import Environment

from codematch.model.exchange_set import ExchangeSet
from codematch.report.exchange_set import cells
from codematch.report.formats.markup import environment, style
from codematch.report.view import capped

ROWS_SHOWN = 500
"""Rows of a table; the rest is counted, and is in exchange-set.json."""


def render(result: ExchangeSet) -> bytes:
    """Return the page in UTF-8, in the current language."""
    text = _environment().get_template("exchange_set.html.j2").render(result=result, style=style())
    return text.encode("utf-8", "backslashreplace")


@cache
def _environment() -> Environment:
    return environment({"exchange": cells, "capped": capped, "rows_shown": ROWS_SHOWN})
