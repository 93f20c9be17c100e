"""Whole files: the same bytes, the same text but for white space, the same name and size; also if not compared."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from codematch.evidence.subject import EvidenceFile, Subject
from codematch.model.evidence import Channel, ChannelResult, Finding, Place
from codematch.model.source import FileRecord
from codematch.settings import Evidence


def files(known: Subject, questioned: Subject, settings: Evidence) -> ChannelResult:
    """Return which files of the questioned work the known one has; each stands under the first way that holds."""
    by_digest = _first((record.digest, record) for record in known.records if record.digest and record.size_bytes)
    by_text = _first((_folded(file), file.record) for file in known.files)
    by_name = _first(((_name(record), record.size_bytes), record) for record in known.records if record.size_bytes)
    texts = {file.record.path: _folded(file) for file in questioned.files}
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
                found.append(_finding(kind, match, record))
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
    return ChannelResult.of(Channel.FILES, figures, found, settings.max_findings)


Key = TypeVar("Key")
_ORDER = ("same-bytes", "same-text", "same-name-and-size")


def _first(entries: Iterable[tuple[Key, FileRecord]]) -> dict[Key, FileRecord]:
    result: dict[Key, FileRecord] = {}
    for key, record in entries:
        result.setdefault(key, record)
    return result


def _name(record: FileRecord) -> str:
    return record.path.rsplit("/", 1)[-1]


def _folded(file: EvidenceFile) -> str:
    """The digest of a text without its white space; of an empty one, that of its path, so that it meets none."""
    text = b"".join(file.utf8.split())
    return hashlib.sha256(text or f"path:{file.record.path}".encode()).hexdigest()


def _finding(kind: str, known: FileRecord, questioned: FileRecord) -> Finding:
    return Finding(
        channel=Channel.FILES,
        kind=kind,
        text=_name(questioned),
        known=Place(path=known.path, line=0),
        questioned=Place(path=questioned.path, line=0),
        known_count=1,
        questioned_count=1,
        note=f"{questioned.size_bytes:,} bytes, {questioned.disposition.value}",
    )
