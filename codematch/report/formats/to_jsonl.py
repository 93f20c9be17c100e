"""Every region of a result, one on a line: for programs that read streams, and as the full list of regions."""

from typing import Any

from codematch.model.document import part_to_document
from codematch.model.match import Region
from codematch.model.result import CaseResult, PairResult
from codematch.report.formats.to_json import ENCODER


def render(result: CaseResult) -> bytes:
    """Return `matches.jsonl`: canonical JSON objects, the fields of a region in `report.json` and `pair` with them.

    Where a file of marks of an examiner was given, `examiner_marks` are those of the region.
    """
    lines = [
        ENCODER.encode({"pair": number, **part_to_document(region), **_marks(pair, region)})
        for number, pair in enumerate(result.pairs, start=1)
        for region in pair.regions
    ]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _marks(pair: PairResult, region: Region) -> dict[str, Any]:
    if pair.marks is None:
        return {}
    return {"examiner_marks": [part_to_document(one) for one in pair.marks.of(region.number)]}
