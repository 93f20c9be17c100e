"""A batch as one self-contained HTML file without any script."""

from functools import cache

from jinja2 import Environment

from codematch.model.batch import Batch
from codematch.report.batch import cells
from codematch.report.formats.markup import environment, style


def render(result: Batch) -> bytes:
    """Return the page in UTF-8, in the current language."""
    text = _environment().get_template("batch.html.j2").render(result=result, style=style())
    return text.encode("utf-8", "backslashreplace")


@cache
def _environment() -> Environment:
    return environment({"batch": cells})
