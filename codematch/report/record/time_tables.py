"""Table T9 and figure F3, and what both histories say: passages, bulk changes, anomalies, indications."""

from collections.abc import Iterator, Sequence

from codematch.model.versions import (
    Anomaly,
    HistoryEvent,
    Indication,
    PassageHistory,
    TimeEntry,
    Verification,
    VersionsResult,
)
from codematch.report.charts.time_charts import time_line
from codematch.report.record.blocks import Block, Cell, Heading, Row, Tone
from codematch.report.record.builders import aside, cell, lines, path, quiet, text
from codematch.report.record.tables import dash, figure, table
from codematch.report.record.versions import ROWS, revision_cell
from codematch.report.text import numbers, say, sentence

HEADS = (("time.artefact", "", 2.4), ("time.claimed", "", 1.6), ("time.attested", "", 1.6),
         ("time.source", "", 1.4), ("time.kind", "", 1.0), ("time.anomalies", "", 1.4))  # fmt: skip


def times(result: VersionsResult, name: str) -> Iterator[Block]:
    """Yield table T9 and figure F3; `name` begins the anchors."""
    yield Heading(say("time.heading"), f"{name}-times")
    rows = (Row(_time_cells(entry)) for entry in result.times[:ROWS])
    yield table(HEADS, rows, number="T9", anchor=f"{name}-T9", none="time.none", more=_more(result.times))
    yield aside(say("time.warning-examined"))
    if result.times:
        data = [(entry.role.value, _claimed(entry), _attested(entry)) for entry in result.times]
        yield figure(time_line(result.times), "F3", f"{name}-F3", "figure.time-line", data)


def _claimed(entry: TimeEntry) -> str:
    return entry.claimed.time if entry.claimed is not None else ""


def _attested(entry: TimeEntry) -> str:
    return entry.attested.time if entry.attested is not None else ""


def _time_cells(entry: TimeEntry) -> tuple[Cell, ...]:
    artefact = cell(say("time.of", role=entry.role.value, artefact=sentence(entry.artefact)))
    flags = cell(say("separator.words").join(say(f"anomaly.{name}") for name in entry.anomalies) or say("dash"))
    if entry.attested is not None:
        attested = entry.attested
        source = say("separator.words").join(part for part in (attested.source, attested.reference) if part)
        status = say(f"verification.{attested.status.value}")
        is_present = attested.status is Verification.PRESENT
        return (
            artefact,
            dash(),
            cell(numbers.moment(attested.time) or say("dash")),
            lines(*([] if is_present else [source or say("dash")]), quiet(status), quiet(sentence(attested.detail))),
            dash() if is_present else cell(say("time.is-attested")),
            flags,
        )
    claimed = numbers.moment(entry.claimed.time) if entry.claimed is not None else ""
    return (artefact, cell(claimed or say("dash")), dash(), dash(), cell(say("time.is-claimed")), flags)


def stories(result: VersionsResult, name: str) -> Iterator[Block]:
    """Yield when what is shared appeared in either history, bulk changes, and anomalies."""
    if result.passages:
        yield _passages(result.passages, name)
    if result.events:
        yield _events(result.events, name)
    yield _anomalies(result.anomalies, name)
    yield aside(say("anomalies.about"))


def _passages(found: Sequence[PassageHistory], name: str) -> Block:
    heads = (("passages.side", "", 0.6), ("passages.file", "", 2.4), ("passages.appearance", "", 1.6),
             ("passages.first", "", 1.8), ("passages.largest", "", 1.8), ("passages.share", "n", 0.9),
             ("passages.revisions", "n", 0.9))  # fmt: skip
    rows = (
        Row(
            (
                cell(item.role.value),
                cell(path(item.path)),
                cell(say(f"appearance.{item.appearance.value}")),
                revision_cell(item.first),
                revision_cell(item.largest),
                cell(numbers.share(item.share)),
                cell(item.revisions),
            )
        )
        for item in found[:ROWS]
    )
    return table(heads, rows, anchor=f"{name}-passages", caption="passages.caption", more=_more(found))


def _events(found: Sequence[HistoryEvent], name: str) -> Block:
    heads = (("passages.side", "", 0.6), ("events.kind", "", 1.4), ("events.revision", "", 1.8),
             ("events.detail", "", 3.0))  # fmt: skip
    rows = (
        Row(
            (
                cell(item.role.value),
                cell(say(f"event.{item.kind}")),
                revision_cell(item.revision),
                cell(sentence(item.detail)),
            )
        )
        for item in found[:ROWS]
    )
    return table(heads, rows, anchor=f"{name}-events", caption="events", more=_more(found))


def _anomalies(found: Sequence[Anomaly], name: str) -> Block:
    heads = (("passages.side", "", 0.6), ("anomalies.id", "", 1.6), ("anomalies.where", "", 1.6),
             ("anomalies.found", "", 3.0), ("anomalies.otherwise", "", 3.0))  # fmt: skip
    rows = (
        Row(
            (
                cell(item.role.value),
                cell(say(f"anomaly.{item.id}")),
                cell(sentence(item.artefact)),
                cell(sentence(item.detail)),
                cell(say(f"anomaly-otherwise.{item.id}")),
            )
        )
        for item in found[:ROWS]
    )
    return table(heads, rows, anchor=f"{name}-anomalies", caption="anomalies", none="anomalies.none", more=_more(found))


def direction(result: VersionsResult, name: str) -> Iterator[Block]:
    """Yield the indications of a direction, each with what else may explain it."""
    yield Heading(say("direction.heading"), f"{name}-direction")
    yield text(say(f"direction-result.{result.direction.value}"), tone=Tone.FINDING)
    heads = (("direction.kind", "", 1.4), ("direction.found", "", 3.0), ("direction.consistent", "", 1.4),
             ("direction.strength", "", 0.9), ("direction.otherwise", "", 3.0))  # fmt: skip
    rows = (Row(_indication(item)) for item in result.indications)
    yield table(heads, rows, anchor=f"{name}-indications", caption="direction", none="direction.none")
    yield aside(say("direction.about"))


def _indication(item: Indication) -> tuple[Cell, ...]:
    return (
        cell(say(f"indication.{item.kind}")),
        cell(sentence(item.detail)),
        cell(say(f"direction.{item.direction.value}")),
        cell(say(f"strength.{item.strength.value}")),
        cell(sentence(item.otherwise)),
    )


def _more(found: Sequence[object]) -> str:
    return say("versions.more", count=len(found) - ROWS) if len(found) > ROWS else ""
