"""A result as JUnit XML: one test case for each region, which fails if the region reaches a limit of the run.

Without a limit nothing fails. A region that is suppressed, in the baseline or without changed lines is skipped, with
that reason.
"""

import re
from xml.sax.saxutils import escape, quoteattr

from codematch.model.result import CaseResult
from codematch.report.formats import CODE_SCANNING
from codematch.report.formats.notices import Notice, State, capped, counts, notices
from codematch.report.render_options import RenderOptions
from codematch.report.text import running, say, visible

_SKIPPED = (State.SUPPRESSED, State.KNOWN, State.UNTOUCHED)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot have, even as references."""


def render(result: CaseResult, options: RenderOptions | None = None) -> bytes:
    """Return the document: UTF-8, without times, so that the same result gives the same bytes."""
    options = options or RenderOptions()
    every = notices(result, options)
    found, omitted = capped(every, (options.limits or CODE_SCANNING).rows)
    pair = result.pairs[0]
    cases = [_case(one) for one in found] or [_element("testcase", {"classname": "codematch", "name": say("ci.none")})]
    numbers = {
        "tests": str(len(cases)),
        "failures": str(sum(one.state is State.AT_LIMIT for one in found)),
        "errors": "0",
        "skipped": str(sum(one.state in _SKIPPED for one in found)),
    }
    facts = [
        ("tool", f"{result.manifest.tool} {result.manifest.version}"),
        ("known", visible(pair.known.label)),
        ("questioned", visible(pair.questioned.label)),
        ("limitations", str(len(result.limitations))),
        ("disclaimer", say("disclaimer")),
    ]
    properties = "".join(_element("property", {"name": name, "value": value}) for name, value in facts)
    said = running([*counts(every), say("ci.more-regions", count=omitted) if omitted else ""])
    suite = _element(
        "testsuite",
        {"name": f"K {visible(pair.known.label)} / Q {visible(pair.questioned.label)}", **numbers},
        _element("properties", {}, properties) + "".join(cases) + _element("system-out", {}, _content(said)),
    )
    document = _element("testsuites", {"name": "codematch", **numbers}, suite)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}'.encode("utf-8", "backslashreplace")


def _case(notice: Notice) -> str:
    side, message = notice.region.questioned, notice.message()
    inner = ""
    if notice.state is State.AT_LIMIT:
        what = {"message": notice.title, "type": notice.region.match_class.value}
        inner = _element("failure", what, _content(message))
    elif notice.state in _SKIPPED:
        inner = _element("skipped", {"message": notice.standing_words}) + _element("system-out", {}, _content(message))
    else:
        inner = _element("system-out", {}, _content(message))
    attributes = {
        "classname": notice.questioned_path,
        "name": f"region {notice.id}",
        "file": notice.questioned_path,
        "line": str(max(side.first_line, 1)),
    }
    return _element("testcase", attributes, inner)


def _element(name: str, attributes: dict[str, str], inner: str = "") -> str:
    listed = "".join(f" {key}={quoteattr(_clean(value))}" for key, value in attributes.items())
    if not inner:
        return f"<{name}{listed}/>\n"
    between = "\n" if inner.startswith("<") else ""
    return f"<{name}{listed}>{between}{inner}</{name}>\n"


def _content(text: str) -> str:
    return escape(_clean(text))


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
