"""A result as commands of GitHub workflows, which annotate the lines of regions in the questioned work.

GitHub shows ten annotations of each level in a step. The last line says how many regions there are in all.
"""

from codematch.model.result import CaseResult
from codematch.report.formats import ANNOTATIONS
from codematch.report.formats.notices import State, capped, counts, notices
from codematch.report.render_options import RenderOptions
from codematch.report.text import running, say

_LEVELS = {State.AT_LIMIT: "error", State.NO_LIMIT: "warning", State.BELOW_LIMIT: "notice"}
"""Regions in other states get no annotation; they are counted."""


def render(result: CaseResult, options: RenderOptions | None = None) -> bytes:
    """Return one command on each line."""
    options = options or RenderOptions()
    found = notices(result, options)
    limit = (options.limits or ANNOTATIONS).rows
    lines = []
    for state, level in _LEVELS.items():
        for one in capped([item for item in found if item.state is state], limit)[0]:
            side = one.region.questioned
            place = {
                "file": one.questioned_path,
                "line": str(max(side.first_line, 1)),
                "endLine": str(max(side.last_line, side.first_line, 1)),
                "title": one.title,
            }
            lines.append(_command(level, place, one.message()))
    shown = len(lines)
    summary = [*counts(found), say("ci.annotations", shown=shown) if shown < len(found) else ""]
    lines.append(_command("notice", {"title": "codematch"}, running(summary)))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _command(level: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(
        f"{name}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for name, value in properties.items()
    )
    return f"::{level} {listed}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
