"""A batch for other programs: `batch.json`, and a table of its rows."""

from codematch.model.batch import Batch, BatchRow, Figures
from codematch.model.document import codec
from codematch.report.formats.to_csv import encoded_table
from codematch.report.formats.to_json import encoded

_HEAD = (
    "number", "line", "label", "command", "works", "state", "exit_code", "reason", "warnings", "pairs", "reported",
    "regions", "heaviest_bits", "residual_bits", "threshold_bits", "known_share", "questioned_share", "record",
    "sha256",
)  # fmt: skip
_NO_FIGURES = ("",) * 8


def document(result: Batch) -> bytes:
    """Return `batch.json`: UTF-8, keys sorted, numbers at stored precision."""
    return encoded(codec(Batch).write(result))


def table(result: Batch) -> bytes:
    """Return `batch.csv` in UTF-8, with lines that end in CR LF."""
    return encoded_table(_HEAD, map(_cells, result.rows))


def _cells(row: BatchRow) -> tuple[object, ...]:
    return (
        row.number, row.line, row.label, row.command, ";".join(row.works), row.state.value, row.exit_code, row.reason,
        " ".join(row.warnings), *(_figures(row.figures) if row.figures is not None else _NO_FIGURES), row.page,
        row.digest,
    )  # fmt: skip


def _figures(found: Figures) -> tuple[object, ...]:
    return (
        found.pairs, found.reported, found.regions, found.heaviest_bits, found.residual_bits, found.threshold_bits,
        found.known_share, found.questioned_share,
    )  # fmt: skip
