"""The versions of the known work held against the questioned one: interval, curve, files and the lines that decide."""

from collections.abc import Iterator, Sequence

from codematch.model.versions import (
    DecisiveLine,
    FileVersions,
    ItemVersions,
    RevisionName,
    VersionInterval,
    VersionPinning,
)
from codematch.report.charts.time_charts import version_curve
from codematch.report.record.blocks import Block, Cell, Facts, Heading, Row, Tone
from codematch.report.record.builders import aside, cell, digest, line, lines, path, quiet, text
from codematch.report.record.tables import dash, figure, table
from codematch.report.text import counted, numbers, say, sentence

_DIGITS = 12
ROWS = 200
"""Files and lines that a section lists."""


def pinned(pinning: VersionPinning, name: str) -> Iterator[Block]:
    """Yield what was found of versions; `name` begins the anchors."""
    yield Heading(say("versions.heading"), f"{name}-versions")
    if pinning.interval is None:
        yield text(say("versions.none", revisions=pinning.revisions), tone=Tone.FINDING)
        yield from _cut_off(pinning)
        return
    yield text(explained(pinning, pinning.interval), tone=Tone.FINDING)
    yield from _cut_off(pinning)
    yield Facts(tuple((say(key), cell(value)) for key, value in facts(pinning)))
    yield aside(say("versions.equal", tolerance=numbers.bits(pinning.tolerance), whole=numbers.bits(pinning.whole)))
    data = [(point.revision, point.agreement, point.is_equal) for point in pinning.curve]
    yield figure(version_curve(pinning), "F4", f"{name}-F4", "figure.version-curve", data)
    if pinning.items:
        yield _items(pinning.items, name)
    yield from _decisive(pinning.decisive, name)
    yield from _files(pinning.files, name)


def _cut_off(pinning: VersionPinning) -> Iterator[Block]:
    if pinning.cut_off:
        yield text(counted("versions.cut-off", pinning.cut_off), tone=Tone.FINDING)


def explained(pinning: VersionPinning, interval: VersionInterval) -> str:
    """Return the sentence that names the interval."""
    first, last = revision(interval.first), revision(interval.last)
    key = "versions.one" if interval.count == 1 else "versions.interval"
    return say(
        key if pinning.is_git else f"{key}.releases", first=first, last=last, count=interval.count,
        touching=interval.touching, share=numbers.share(interval.agreement),
    )  # fmt: skip


def facts(pinning: VersionPinning) -> list[tuple[str, str]]:
    """Return the names and values of the numbers behind an interval."""
    found = [
        ("versions.revisions", numbers.integer(pinning.revisions)),
        ("versions.touching", numbers.integer(pinning.touching)),
        ("versions.files-found", numbers.integer(len(pinning.files))),
        ("versions.files-unmatched", numbers.integer(pinning.unmatched)),
    ]
    if pinning.interval is not None and pinning.interval.named:
        named = say("separator.words").join(revision(one) for one in pinning.interval.named)
        found.append(("versions.named", named))
    if pinning.left_out:
        found.append(("versions.left-out", numbers.integer(pinning.left_out)))
    if pinning.unread:
        found.append(("versions.unread", numbers.integer(pinning.unread)))
    return found


def revision(name: RevisionName) -> str:
    """Return how a sentence names a revision: its tag or the beginning of its id, and its claimed date."""
    shown = say("separator.words").join(name.names[:2]) or name.id[:_DIGITS] if _is_commit(name.id) else name.id
    if _is_commit(name.id) and name.names:
        shown = say("versions.tagged", names=shown, id=name.id[:_DIGITS])
    if name.claimed is None or not name.claimed.time:
        return shown
    return say("versions.dated", name=shown, date=numbers.day(name.claimed.time[:10]))


def _is_commit(text: str) -> bool:
    return len(text) in (40, 64) and all(sign in "0123456789abcdef" for sign in text)


def revision_cell(name: RevisionName) -> Cell:
    """Return a cell that names a revision: its names, the beginning of its id, and its claimed time."""
    first = line(*([" ".join(name.names[:2]), " "] if name.names else []), digest(name.id[:_DIGITS]))
    shown = first if _is_commit(name.id) else line(name.id)
    if name.claimed is None or not name.claimed.time:
        return (shown,)
    return lines(shown, quiet(say("time.claims", time=numbers.moment(name.claimed.time))))


def _decisive(found: Sequence[DecisiveLine], name: str) -> Iterator[Block]:
    heads = (("versions.boundary", "", 1.0), ("versions.line", "", 3.4), ("versions.known-place", "", 1.8),
             ("versions.questioned-place", "", 1.8), ("versions.since", "", 1.6),
             ("versions.until", "", 1.6))  # fmt: skip
    rows = (
        Row(
            (
                cell(say(f"boundary.{item.boundary.value}")),
                cell(sentence(item.text)),
                cell(path(str(item.known))),
                cell(path(str(item.questioned))),
                revision_cell(item.since),
                revision_cell(item.until),
            )
        )
        for item in found
    )
    yield aside(say("versions.decisive-about"))
    yield table(heads, rows, anchor=f"{name}-decisive", caption="versions.decisive", none="versions.decisive-none")


def _files(files: Sequence[FileVersions], name: str) -> Iterator[Block]:
    heads = (("questioned-file", "", 2.4), ("known-file", "", 2.4), ("versions.found", "n", 1.0),
             ("versions.renamed", "n", 0.8), ("versions.count", "n", 1.0), ("versions.first", "", 1.6),
             ("versions.last", "", 1.6))  # fmt: skip
    rows = (
        Row(
            (
                cell(path(item.questioned_path)),
                cell(path(item.known_path)),
                cell(say("versions.of", part=item.found, whole=item.lines)),
                cell(item.renamed),
                cell(item.interval.count),
                revision_cell(item.interval.first),
                revision_cell(item.interval.last),
            )
        )
        for item in files[:ROWS]
    )
    more = say("versions.more", count=len(files) - ROWS) if len(files) > ROWS else ""
    yield table(heads, rows, anchor=f"{name}-version-files", caption="versions.files", more=more)


def _items(items: Sequence[ItemVersions], name: str) -> Block:
    heads = (("number", "n", 0.5), ("asserted.item", "", 2.4), ("questioned-file", "", 2.4),
             ("versions.count", "n", 1.0), ("versions.first", "", 1.6), ("versions.last", "", 1.6))  # fmt: skip
    rows = (Row(_item_cells(item)) for item in items[:ROWS])
    more = say("versions.more", count=len(items) - ROWS) if len(items) > ROWS else ""
    return table(heads, rows, anchor=f"{name}-version-items", caption="versions.items", more=more)


def _item_cells(item: ItemVersions) -> tuple[Cell, ...]:
    files = [line(path(one)) for one in item.files]
    if item.files_total > len(item.files):
        files.append(line(quiet(say("asserted.more.many", count=item.files_total - len(item.files)))))
    found = item.interval
    if found is None:
        return (cell(item.item), cell(path(item.text)), tuple(files), cell(0), dash(), dash())
    ends = revision_cell(found.first), revision_cell(found.last)
    return (cell(item.item), cell(path(item.text)), tuple(files), cell(found.count), *ends)
