"""Notices of copyright that files which share much do not share: naming others, taken out, put in.

What a file does not say at its head it may say elsewhere, in a text or below its code; and a licence file in its folder
or one above speaks for it. Holders are the same when their names are, whatever their spelling (see `holder_key`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from codematch.evidence.marks import HOLDER
from codematch.evidence.masking import masked
from codematch.evidence.subject import EvidenceFile, Examined, Found, Subject
from codematch.model.evidence import Channel, Finding, Note, Place
from codematch.notices import licence_of, passages

KINDS = ("notice-changed", "notice-removed", "notice-added")
_SPEAKS_FOR = re.compile(
    r"(?i)^(?:.*licen[cs]e.*|copying.*|notices?\b.*|copyright.*|authors.*|third.?party.*|readme.*)$"
)
"""Names of files that say whose all files beside and below them are."""
_FOLDERS = frozenset({"licenses", "licences", "license", "licence", "legal", "meta-inf"})
Holders = dict[str, tuple[str, int]]
"""Holders by what makes two of them the same, each as it is spelt, with the line where it stands first."""


def notices(case: Examined) -> Found:
    """Return the pairs of files that share a good part of their tokens, and whose notices differ."""
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for item in case.aligned:
        shared[item.known_file, item.questioned_file] += len(item.known)
    found = []
    for (first, second), tokens in sorted(shared.items()):
        known, questioned = case.known.files[first], case.questioned.files[second]
        if tokens >= case.settings.notice_share * min(len(known.stream), len(questioned.stream)):
            kind = _kind(known, questioned, case)
            if kind:
                found.append(_finding(kind, known, questioned, case.settings.max_characters))
    found.sort(key=lambda item: (KINDS.index(item.kind), item.known.path, item.questioned.path))
    return Found(figures={kind: sum(item.kind == kind for item in found) for kind in KINDS}, findings=found)


def _kind(known: EvidenceFile, questioned: EvidenceFile, case: Examined) -> str:
    left, right = _holders([known]), _holders([questioned])
    if not left and not right:
        return _kind_of_licences(known, questioned, case)
    gone = _without(left, {**right, **_holders(_speaking(case.questioned, questioned))})
    new = _without(right, {**left, **_holders(_speaking(case.known, known))})
    if gone and new:
        return "notice-changed"
    return "notice-removed" if gone else "notice-added" if new else ""


def _kind_of_licences(known: EvidenceFile, questioned: EvidenceFile, case: Examined) -> str:
    """The same of files that name no holder: a licence counts where the other side says nothing of it."""
    if bool(known.notices) == bool(questioned.notices):
        return ""
    speaker, silent, work, kind = (
        (known, questioned, case.questioned, "notice-removed")
        if known.notices
        else (questioned, known, case.known, "notice-added")
    )
    said = {licence_of(speaker.stream.comments.texts[number]) for number in speaker.notices} - {
        "",
        "warranty",
        "notice",
    }
    elsewhere = {name for file in (silent, *_speaking(work, silent)) for name in _licences(file)}
    return "" if elsewhere & said or (elsewhere and not said) else kind


def _licences(file: EvidenceFile) -> Iterator[str]:
    yield from filter(None, (licence_of(passage.text) for passage in passages(file.utf8, file.stream)))


def _without(holders: Holders, others: Holders) -> Holders:
    """The holders that no other is the same as, or a longer or shorter form of."""
    words = [set(key.split()) for key in others]
    return {key: value for key, value in holders.items()
            if not any(set(key.split()) <= other or other <= set(key.split()) for other in words)}  # fmt: skip


def _holders(files: Iterable[EvidenceFile]) -> Holders:
    """The holders that files name."""
    result: Holders = {}
    for file in files:
        for trace in file.facts.traces:
            if trace.kind == HOLDER:
                result.setdefault(trace.key, (trace.text, trace.line))
    return result


def _speaking(work: Subject, file: EvidenceFile) -> list[EvidenceFile]:
    """The files of a work that speak for another one: licences and the like beside it, above it, or in their folder."""
    folder = file.record.path.rpartition("/")[0]
    above = {"", *("/".join(folder.split("/")[:depth]) for depth in range(1, folder.count("/") + 2))}
    return [other for other in work.files if other is not file and _speaks_for(other.record.path, above)]


def _speaks_for(path: str, above: set[str]) -> bool:
    folder, _, name = path.rpartition("/")
    parent, _, last = folder.rpartition("/")
    if last.lower() in _FOLDERS:
        return parent in above or folder in above
    return folder in above and _SPEAKS_FOR.match(name) is not None


def _finding(kind: str, known: EvidenceFile, questioned: EvidenceFile, most: int) -> Finding:
    sides = [_side(file, most) for file in (known, questioned)]
    return Finding(
        channel=Channel.ARTEFACTS,
        kind=kind,
        text=f"{sides[0][0]} → {sides[1][0]}",
        known=sides[0][1],
        questioned=sides[1][1],
        known_count=1,
        questioned_count=1,
        note=Note(key=kind),
    )


def _side(file: EvidenceFile, most: int) -> tuple[str, Place]:
    """What a file says of its owners, and where: "–" for nothing, "§" for a licence text without a name."""
    holders = _holders([file])
    if holders:
        line = min(line for _, line in holders.values())
        return masked(", ".join(text for text, _ in holders.values()))[:most], Place(path=file.record.path, line=line)
    if file.notices:
        return "§", Place(path=file.record.path, line=int(file.stream.comments.lines[min(file.notices)]))
    return "–", Place(path=file.record.path, line=0)
