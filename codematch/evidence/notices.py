"""Notices of copyright that files which share much do not share: taken out, put in, or saying something else."""

from collections import defaultdict

from codematch.evidence.marks import HOLDER
from codematch.evidence.masking import masked
from codematch.evidence.subject import EvidenceFile, Examined, Found
from codematch.model.evidence import Channel, Finding, Note, Place

KINDS = ("notice-removed", "notice-changed", "notice-added")


def notices(case: Examined) -> Found:
    """Return the pairs of files that share a good part of their tokens, and whose notices differ."""
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for item in case.aligned:
        shared[item.known_file, item.questioned_file] += len(item.known)
    found = []
    for (first, second), tokens in sorted(shared.items()):
        known, questioned = case.known.files[first], case.questioned.files[second]
        if tokens >= case.settings.notice_share * min(len(known.stream), len(questioned.stream)):
            kind = _kind(known, questioned)
            if kind:
                found.append(_finding(kind, known, questioned, case.settings.max_characters))
    found.sort(key=lambda item: (KINDS.index(item.kind), item.known.path, item.questioned.path))
    return Found(figures={kind: sum(item.kind == kind for item in found) for kind in KINDS}, findings=found)


def _kind(known: EvidenceFile, questioned: EvidenceFile) -> str:
    left, right = _holders(known), _holders(questioned)
    if left and right:
        return "notice-changed" if left.keys() != right.keys() else ""
    has_left, has_right = bool(left or known.notices), bool(right or questioned.notices)
    if has_left == has_right:
        return ""
    return "notice-removed" if has_left else "notice-added"


def _holders(file: EvidenceFile) -> dict[str, int]:
    """The holders that a file names, each with the line where it does first."""
    result: dict[str, int] = {}
    for trace in file.facts.traces:
        if trace.kind == HOLDER:
            result.setdefault(trace.text, trace.line)
    return result


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
    holders = _holders(file)
    if holders:
        return masked(", ".join(holders))[:most], Place(path=file.record.path, line=min(holders.values()))
    if file.notices:
        return "§", Place(path=file.record.path, line=int(file.stream.comments.lines[min(file.notices)]))
    return "–", Place(path=file.record.path, line=0)
