"""The figures of the record of a row, read from its folder."""

import hashlib
from pathlib import Path

from codematch import saved_files
from codematch.batch.work_list import COMPARE
from codematch.case import read_result
from codematch.model.batch import Figures
from codematch.model.precision import stored_bits, stored_share, stored_total
from codematch.model.result import CaseResult
from codematch.model.scan import ScanResult
from codematch.model.scan_document import from_scan_document

DATA = {COMPARE: "report.json", "scan": "scan.json"}
"""The data of a record, by command."""


def read_figures(folder: Path, command: str) -> tuple[Figures, str]:
    """Return the figures of a record, and the SHA-256 of its data.

    Raises:
        StoreError: The record is damaged.
        OSError: It is missing.
    """
    path = folder / DATA[command]
    content = saved_files.read_bytes(path)
    digest = hashlib.sha256(content).hexdigest()
    if command == COMPARE:
        return _of_pair(read_result(path)), digest
    return _of_set(from_scan_document(saved_files.json_value(content))), digest


def _of_pair(result: CaseResult) -> Figures:
    pair = result.pairs[0]
    tokens = pair.totals.token
    thresholds = [entry.threshold_bits for entry in pair.significance]
    residuals = (stored_total(region.residual or region.weight) for region in pair.regions)
    known, questioned = (part / max(all_, 1) for part, all_ in zip(tokens.matched, tokens.total, strict=True))
    return Figures(
        works=2,
        pairs=1,
        reported=int(bool(pair.regions)),
        regions=len(pair.regions),
        heaviest_bits=max((stored_total(region.weight) for region in pair.regions), default=0.0),
        residual_bits=max(residuals, default=0.0),
        threshold_bits=stored_bits(min(thresholds, default=0.0)),
        known_share=stored_share(known),
        questioned_share=stored_share(questioned),
    )


def _of_set(result: ScanResult) -> Figures:
    reported = [pair for pair in result.pairs if pair.reported]
    return Figures(
        works=len(result.works),
        pairs=result.pairs_total,
        reported=result.reported_total,
        regions=sum(pair.regions for pair in reported),
        heaviest_bits=stored_bits(max((pair.heaviest_bits for pair in reported), default=0.0)),
        residual_bits=stored_bits(max((pair.outside_base_bits for pair in reported), default=0.0)),
        threshold_bits=stored_bits(min((pair.threshold_bits for pair in reported), default=0.0)),
    )
