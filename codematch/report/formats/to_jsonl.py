"""Every region of a result, one on a line: for programs that read streams, and as the full list of regions."""

from codematch.model.document import part_to_document
from codematch.model.result import CaseResult
from codematch.report.formats.to_json import ENCODER


def render(result: CaseResult) -> bytes:
    """Return `matches.jsonl`: canonical JSON objects, the fields of a region in `report.json` and `pair` with them."""
    lines = [
        ENCODER.encode({"pair": number, **part_to_document(region)})
        for number, pair in enumerate(result.pairs, start=1)
        for region in pair.regions
    ]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")
