"""The reported pairs of a scan for tools of continuous integration: the notices of each record, in one document.

What a format says of a pair is what `codematch compare` says of the two works; the second work is the questioned one.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from codematch.model.result import CaseResult
from codematch.report.formats import FORMATS, Kind
from codematch.report.render_options import RenderOptions
from codematch.report.text import current_language, say

NAMES = tuple(name for name, form in FORMATS.items() if form.kind is Kind.NOTICES)
"""The formats."""
Records = Sequence[tuple[CaseResult, str]]
"""Records, each with the folder of its questioned work in the folder that the tool is used in, "" if unknown."""
_SUITE = re.compile(rb"<testsuite .*</testsuite>\n", re.DOTALL)
_COUNTS = re.compile(rb'<testsuites name="codematch" tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"')


def render(records: Records, name: str) -> bytes:
    """Return one document of all records in a format, in the current language."""
    module = import_module(f"codematch.report.formats.{FORMATS[name].module}")
    made = [
        module.render(record, RenderOptions(language=current_language(), questioned_folder=folder))
        for record, folder in records
    ]
    if name == "sarif":
        return _sarif(made)
    if name == "gitlab":
        return _gitlab(records, made)
    if name == "junit":
        return _junit(made)
    return b"\n".join(made) if made else f"{say('ci.none')}\n".encode()


def _sarif(made: Sequence[bytes]) -> bytes:
    """Return a log with a run for each record; without any, one with no run at all."""
    logs = [json.loads(one) for one in made]
    head = logs[0] if logs else {"$schema": _schema(), "version": "2.1.0"}
    return _written(head | {"runs": [run for log in logs for run in log["runs"]]})


def _schema() -> str:
    from codematch.report.formats.to_sarif import SCHEMA

    return SCHEMA


def _gitlab(records: Records, made: Sequence[bytes]) -> bytes:
    """Return all rows; the same region in two pairs is two rows with fingerprints of their own."""
    rows = []
    for (record, _), one in zip(records, made, strict=True):
        labels = "\0".join(side.label for pair in record.pairs for side in (pair.known, pair.questioned))
        for row in json.loads(one):
            own = hashlib.blake2b(f"{labels}\0{row['fingerprint']}".encode(), digest_size=16).hexdigest()
            rows.append(row | {"fingerprint": own})
    return _written(rows)


def _junit(made: Sequence[bytes]) -> bytes:
    """Return the suites of all records; without any, a suite with one case that passes."""
    found = [_COUNTS.search(one) for one in made]
    sums = [sum(int(counts[place]) for counts in found if counts) for place in range(1, 5)]
    suites = b"".join(match[0] for one in made if (match := _SUITE.search(one)))
    if not made:
        sums = [1, 0, 0, 0]
        case = f'<testcase classname="codematch" name="{say("ci.none")}"/>\n'
        head = '<testsuite name="codematch" tests="1" failures="0" errors="0" skipped="0">'
        suites = f"{head}\n{case}</testsuite>\n".encode()
    numbers = " ".join(f'{name}="{value}"' for name, value in
                       zip(("tests", "failures", "errors", "skipped"), sums, strict=True))  # fmt: skip
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="codematch" {numbers}>\n'
    return head.encode() + suites + b"</testsuites>\n"


def _written(document: Any) -> bytes:
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    return text.encode("utf-8", "backslashreplace")
