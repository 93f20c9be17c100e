"""Whole files and folders: the same bytes, the same text but for white space, the same name and size, the same names.

Files that are not compared (binaries, files beyond a limit) count as well.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from codematch.evidence.detector_input import DetectorInput, DetectorResult, Subject
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.model.source import FileRecord

Key = TypeVar("Key")
_ORDER = ("same-bytes", "same-text", "same-name-and-size")


def same_files(case: DetectorInput) -> DetectorResult:
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


def same_folders(case: DetectorInput) -> DetectorResult:
    """Return folders that hold files of the same names: for each questioned folder the known one that shares most."""
    left, right = _folders(case.known), _folders(case.questioned)
    holders: dict[str, list[str]] = defaultdict(list)
    for folder, names in sorted(left.items()):
        for name in names:
            holders[name].append(folder)
    found = []
    for folder, names in sorted(right.items()):
        shared: dict[str, int] = defaultdict(int)
        for name in names:
            for other in holders.get(name, ()):
                shared[other] += 1
        best = max(shared, key=lambda other: (shared[other], -len(left[other]), other), default=None)
        if best is not None and shared[best] >= case.settings.min_folder_files:
            found.append(_same_folder(best, folder, left[best], names))
    found.sort(key=lambda item: (-item.count.known, item.questioned.path))
    return DetectorResult(figures={"same-folder": len(found)}, findings=found)


def _folders(work: Subject) -> dict[str, set[str]]:
    """The names of the files that lie directly in each folder, without names that every package has."""
    result: dict[str, set[str]] = defaultdict(set)
    for record in work.records:
        folder, _, name = record.path.rpartition("/")
        if name.lower().split(".")[0] not in _EVERYWHERE:
            result[folder].add(name)
    return result


_EVERYWHERE = frozenset({
    "", "__init__", "__main__", "readme", "license", "licence", "copying", "makefile", "setup", "package", "index",
    "main", "mod", "lib", "test", "tests", "conftest", "cmakelists", "pom", "build", "changelog", "notice", "authors",
})  # fmt: skip
"""Names of files, without their extension, that say nothing of where a folder comes from."""


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


def _same_folder(known: str, questioned: str, left: set[str], right: set[str]) -> Finding:
    names = sorted(left & right)
    return Finding(
        channel=Channel.FILES,
        kind="same-folder",
        text=", ".join(names[:8]),
        known=Place(path=f"{known}/", line=0),
        questioned=Place(path=f"{questioned}/", line=0),
        count=Both(len(names), len(names)),
        note=Message.of("note-folder", shared=len(names), known=len(left), questioned=len(right)),
    )
