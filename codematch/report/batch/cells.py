"""What the page and the terminal say of a batch: facts, and cells of its table."""

from codematch.model.batch import Batch, BatchRow, RowState
from codematch.report.text import counted, numbers, say


def facts(result: Batch) -> list[tuple[str, str]]:
    """Return the facts at the top: the id of the name of each, and its value."""
    states = [(state, sum(row.state is state for row in result.rows)) for state in RowState]
    counted = [
        say("batch.state-count", state=say(f"batch.state.{state.value}"), count=numbers.integer(count))
        for state, count in states
        if count
    ]
    return [
        ("batch.list", say("batch.list-value", name=result.list_name, digest=result.list_sha256)),
        ("batch.rows", say("separator.words").join(counted)),
        ("batch.reported", numbers.integer(sum(bool(row.figures and row.figures.reported) for row in result.rows))),
    ]


def failed(result: Batch) -> list[BatchRow]:
    """Return the rows without a valid record."""
    return [row for row in result.rows if row.state is RowState.FAILED]


def works(row: BatchRow) -> str:
    """Return the works of a row, as the list names them."""
    return say("separator.items").join(row.works)


def found(row: BatchRow) -> str:
    """Return what was found, or why there is no record."""
    if row.state is RowState.FAILED:
        return say("batch.failed", reason=row.reason)
    if row.figures is None or not row.figures.reported:
        return say("none")
    if row.command == "scan":
        return say(
            "batch.pairs-found",
            reported=numbers.integer(row.figures.reported),
            pairs=numbers.integer(row.figures.pairs),
        )
    return counted("scan.regions-found", row.figures.regions)


def bits(row: BatchRow) -> tuple[str, str, str]:
    """Return the weight of the heaviest region, that without labelled tokens, and the threshold."""
    figures = row.figures
    if figures is None:
        return (say("dash"),) * 3
    weights = (figures.heaviest_bits, figures.residual_bits) if figures.reported else (None, None)
    shown = [say("dash") if value is None else numbers.bits(value) for value in weights]
    return shown[0], shown[1], numbers.bits(figures.threshold_bits) if figures.threshold_bits else say("dash")


def matched(row: BatchRow) -> str:
    """Return the parts of both works of a pair that are in regions."""
    if row.figures is None or row.command == "scan":
        return say("dash")
    return say(
        "scan.both-shares",
        first=numbers.share(row.figures.known_share),
        second=numbers.share(row.figures.questioned_share),
    )
