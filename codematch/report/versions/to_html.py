"""Versions, time and direction as one HTML page: section 13 of a record by itself."""

import hashlib

from codematch.model.document import part_to_document
from codematch.model.versions import VersionsResult
from codematch.report.formats.to_html import page
from codematch.report.formats.to_json import encoded
from codematch.report.record.blocks import Block, Record, Section, Tone
from codematch.report.record.builders import text
from codematch.report.record.time_and_direction import examined
from codematch.report.record.versions import explained
from codematch.report.text import say


def render(result: VersionsResult, language: str) -> bytes:
    """Return the page in UTF-8."""
    root = hashlib.sha256(encoded(part_to_document(result))).hexdigest()
    section = Section(id="time", number=13, label="1", title=say("section.time"), blocks=tuple(examined(result, "v")))
    found: list[Block] = [text(say(f"direction-result.{result.direction.value}"))]
    if result.pinning is not None and result.pinning.interval is not None:
        found.insert(0, text(explained(result.pinning, result.pinning.interval), tone=Tone.FINDING))
    return page(
        Record(
            language=language,
            title=say("title"),
            subtitle=say("section.time"),
            disclaimer=say("disclaimer"),
            id=root[:12],
            root=root,
            tier=say("cover.tier", tier=say("cover.no-tier")),
            cover=(),
            glance=Section(id="glance", title=say("versions.heading"), blocks=tuple(found)),
            sections=(section,),
        )
    )
