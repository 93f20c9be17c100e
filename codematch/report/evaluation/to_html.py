"""An evaluation as one self-contained HTML file without any script."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from codematch.model.evaluation import Evaluation
from codematch.report.evaluation import cells
from codematch.report.formats.markup import environment, style
from codematch.report.view import capped

ROWS_SHOWN = 200
"""Rows of a table; the rest is counted, and is in metrics.json."""


def render(evaluation: Evaluation, figures: Mapping[str, str]) -> bytes:
    """Return `evaluation.html` in UTF-8.

    Args:
        evaluation: What to show.
        figures: SVG text by name, in their order.
    """
    page = _environment().get_template("evaluation.html.j2")
    text = page.render(
        evaluation=evaluation,
        summary=evaluation.summary,
        figures={name: Markup(figure) for name, figure in figures.items()},  # noqa: S704 - escaped where it is drawn
        style=style(),
    )
    return text.encode("utf-8", "backslashreplace")


@cache
def _environment() -> Environment:
    return environment({"figure": cells, "capped": capped, "rows_shown": ROWS_SHOWN})
