"""Files of both works with the same bytes, the same text but for white space, or the same name and size.

Files that are not compared (binaries, files beyond a limit) are examined too. Each file of the questioned work is
listed once, under the first of the three that applies.

Why: Identical files are usually versions of one file, and those that are not source code have no regions.

Not covered: Files with other changes; those of source code are found as regions.

Example: `assets/logo.png` of one work has the SHA-256 of `img/l.png` of the other.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from codematch.evidence.detector_input import DetectorInput, DetectorResult
from codematch.evidence.rule import Detector
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.model.source import Disposition, FileRecord

Key = TypeVar("Key")
_ORDER = ("same-bytes", "same-text", "same-name-and-size")


def _check(case: DetectorInput) -> DetectorResult:
    """Return which files of the questioned work the known one has; each stands under the first way that holds."""
    known, questioned = case.works
    by_digest = _first((record.digest, record) for record in known.records if record.digest and record.size_bytes)
    by_text = _first((file.facts.folded, file.record) for file in known.files if file.facts.folded)
    by_name = _first(((_name(record), record.size_bytes), record) for record in known.records if record.size_bytes)
    texts = {file.record.path: file.facts.folded for file in questioned.files}
    found: list[Finding] = []
    counted: dict[str, int] = defaultdict(int)
    for record in questioned.records:
        for kind, match in (
            ("same-bytes", by_digest.get(record.digest) if record.size_bytes else None),
            ("same-text", by_text.get(texts.get(record.path, ""))),
            ("same-name-and-size", by_name.get((_name(record), record.size_bytes))),
        ):
            if match is not None:
                counted[kind] += 1
                found.append(_same_file(kind, match, record))
                break
    names = {_name(record) for record in known.records} & {_name(record) for record in questioned.records}
    found.sort(key=lambda item: (_ORDER.index(item.kind), item.questioned.path))
    figures = {
        "known": len(known.records),
        "questioned": len(questioned.records),
        "same-bytes": counted["same-bytes"],
        "same-text": counted["same-text"],
        "same-name-and-size": counted["same-name-and-size"],
        "same-name": len(names),
    }
    return DetectorResult(figures=figures, findings=found)


def _first(entries: Iterable[tuple[Key, FileRecord]]) -> dict[Key, FileRecord]:
    result: dict[Key, FileRecord] = {}
    for key, record in entries:
        result.setdefault(key, record)
    return result


def _name(record: FileRecord) -> str:
    return record.path.rsplit("/", 1)[-1]


def _same_file(kind: str, known: FileRecord, questioned: FileRecord) -> Finding:
    return Finding(
        channel=Channel.FILES,
        kind=kind,
        text=_name(questioned),
        known=Place(path=known.path, line=0),
        questioned=Place(path=questioned.path, line=0),
        count=Both(1, 1),
        note=Message.of(f"note-size-{questioned.disposition.value}", bytes=questioned.size_bytes),
    )


RULE = Detector(
    id="same-files",
    docs=__doc__,
    channel=Channel.FILES,
    check=_check,
    kinds=_ORDER,
    messages=tuple(f"note-size-{status.value}" for status in Disposition),
)
