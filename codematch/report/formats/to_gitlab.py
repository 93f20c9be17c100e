"""A result as Code Quality JSON of GitLab: an object for each region, at its place in the questioned work."""

import hashlib
import json
from typing import Any

from codematch.model.result import CaseResult
from codematch.report.formats import CODE_SCANNING
from codematch.report.formats.notices import Notice, State, capped, notices
from codematch.report.render_options import RenderOptions

_SEVERITIES = {State.AT_LIMIT: "major", State.NO_LIMIT: "minor", State.BELOW_LIMIT: "minor"}
_DIGEST_BYTES = 16


def render(result: CaseResult, options: RenderOptions | None = None) -> bytes:
    """Return the list: UTF-8, the same bytes for the same result; `[]` without regions."""
    options = options or RenderOptions()
    found, _ = capped(notices(result, options), (options.limits or CODE_SCANNING).rows)
    rows = [_row(one) for one in found]
    return (json.dumps(rows, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _row(notice: Notice) -> dict[str, Any]:
    side = notice.region.questioned
    digest = hashlib.blake2b(notice.id.encode(), digest_size=_DIGEST_BYTES).hexdigest()
    return {
        "description": notice.message(),
        "check_name": f"codematch/{notice.region.match_class.value}",
        "fingerprint": digest,
        "severity": _SEVERITIES.get(notice.state, "info"),
        "location": {
            "path": notice.questioned_path,
            "lines": {"begin": max(side.first_line, 1), "end": max(side.last_line, side.first_line, 1)},
        },
    }
