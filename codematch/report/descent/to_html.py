"""Trees of works that descend from one another, as one HTML page."""

import hashlib

from codematch.model.descent import DescentResult
from codematch.model.document import part_to_document
from codematch.report.formats.to_html import page
from codematch.report.formats.to_json import encoded
from codematch.report.record.blocks import Block, Record, Section, Tone
from codematch.report.record.builders import text
from codematch.report.record.descent import blocks, told
from codematch.report.text import current_language, say


def render(result: DescentResult) -> bytes:
    """Return the page in UTF-8, in the current language."""
    root = hashlib.sha256(encoded(part_to_document(result))).hexdigest()
    found: list[Block] = [text(told(result, tree)[0], tone=Tone.FINDING) for tree in result.trees]
    if not found:
        found.append(text(say("descent.none"), tone=Tone.FINDING))
    section = Section(id="descent", number=1, label="1", title=say("descent"), blocks=tuple(blocks(result)))
    return page(
        Record(
            language=current_language(),
            title=say("title"),
            subtitle=say("descent"),
            disclaimer=say("disclaimer"),
            id=root[:12],
            root=root,
            tier=say("cover.tier", tier=say("cover.no-tier")),
            cover=(),
            glance=Section(id="glance", title=say("descent"), blocks=tuple(found)),
            sections=(section,),
        )
    )
