"""Order: how far the functions, keys, members or cases that two files share by name stand in the same order.

Where a language asks for no order, authors choose one. An order by the alphabet or by size is named: it needs no common
origin. Files with the same bytes are left out: the order in them says nothing more.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile, Subject
from codematch.masking import masked
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.message import Message
from codematch.model.sides import Both

_MOST = 0.5
"""So much of a list of keys is shared where it is compared: most share a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """Something with members: the file, its line (0 for all of it), the members in their order, with their texts."""

    file: EvidenceFile
    line: int
    places: dict[int | str, int]
    texts: tuple[str, ...]


def function_order(case: DetectorInput) -> DetectorResult:
    """Return for each questioned file the known file with most functions of the same names, and how many keep order."""
    left, right = ([_functions(file) for file in work.files] for work in case.works)
    found = _compare(left, right, "functions", case.settings.min_order_members, share=0.0)
    return DetectorResult(
        figures={
            "files": len(found),
            "functions": sum(item.count.known for item in found),
            "in-order": sum(int(str(item.note["kept"])) for item in found if item.note),
        },
        findings=found,
    )


def member_order(case: DetectorInput) -> DetectorResult:
    """Return the lists of keys, members or cases of both works that share most of their members, and their order."""
    left, right = (_groups(work) for work in case.works)
    found = _compare(left, right, "members", case.settings.min_order_members, share=_MOST)
    return DetectorResult(
        figures={"lists": len(found), "same-order-lists": sum(item.kind == "same-order-members" for item in found)},
        findings=found,
    )


def _functions(file: EvidenceFile) -> _List:
    names = [unit.name for unit in file.stream.units if unit.kind == "function"]
    return _List(file=file, line=0, places=_once(names), texts=tuple(name.rsplit(".", 1)[-1] for name in names))


def _groups(work: Subject) -> list[_List]:
    result = []
    for file in work.files:
        for group in range(len(file.facts.groups)):
            tokens = file.facts.groups.members(group)
            texts = tuple(file.text(token) for token in tokens.tolist())
            places = _once(file.stream.texts[tokens].tolist())
            result.append(_List(file=file, line=file.place(int(tokens[0])).line, places=places, texts=texts))
    return result


def _once(members: Iterable[int | str]) -> dict[int | str, int]:
    """Return the members that stand once, with their places."""
    listed = list(members)
    counts = Counter(listed)
    return {member: place for place, member in enumerate(listed) if counts[member] == 1}


def _compare(left: Sequence[_List], right: Sequence[_List], what: str, least: int, *, share: float) -> list[Finding]:
    """Hold each list of the questioned work against the known one that shares most of its members, at least `share`."""
    holders: dict[int | str, list[int]] = defaultdict(list)
    known: set[frozenset[int | str]] = set()
    for number, item in enumerate(left):
        members = frozenset(item.places)
        if members not in known:  # of lists with the same members, as the rows of a table are, the first is taken
            known.add(members)
            for member in item.places:
                holders[member].append(number)
    found = []
    best_of: dict[frozenset[int | str], tuple[int, int]] = {}
    for item in right:
        members = frozenset(item.places)
        if members not in best_of:
            best_of[members] = _best(members, holders, left)
        best, most = best_of[members]
        if most < least:
            continue
        if left[best].file.record.digest != item.file.record.digest and most >= share * len(item.places):
            found.append(_finding(left[best], item, what))
    found.sort(key=lambda item: (bool(item.note and "ordered" in item.note.key), -item.count.known, item.known.path))
    return found


def _best(
    members: Set[int | str], holders: Mapping[int | str, Sequence[int]], left: Sequence[_List]
) -> tuple[int, int]:
    """Return the number of the known list that shares most of some members, the shorter one first, and how many."""
    shared = Counter(number for member in members for number in holders.get(member, ()))
    most = max(shared.values(), default=0)
    if not most:
        return 0, 0
    return min((n for n, count in shared.items() if count == most), key=lambda n: (len(left[n].places), n)), most


def _finding(known: _List, questioned: _List, what: str) -> Finding:
    common = [member for member in questioned.places if member in known.places]
    kept = longest_rising([known.places[member] for member in common])
    texts = [questioned.texts[questioned.places[member]] for member in common]
    ordered = "-ordered" if _is_ordered(texts) else ""
    same = "same-order" if kept == len(common) else "partly-same-order"
    return Finding(
        channel=Channel.ORDER,
        kind=f"{same}-{what}",
        text=", ".join(map(masked, texts[:8])),
        known=Place(path=known.file.record.path, line=known.line),
        questioned=Place(path=questioned.file.record.path, line=questioned.line),
        count=Both(len(common), len(common)),
        note=Message.of(f"note-order-{what}{ordered}", kept=kept, common=len(common)),
    )


def _is_ordered(texts: list[str]) -> bool:
    """Say whether texts stand by the alphabet or, if they are whole numbers, by size."""
    if all(text.isascii() and text.isdigit() for text in texts):
        return [int(text) for text in texts] == sorted(int(text) for text in texts)
    return texts == sorted(texts)


def longest_rising(places: list[int]) -> int:
    """Return the length of the longest rising subsequence (Fredman 1975, doi:10.1016/0012-365X(75)90103-X)."""
    tails: list[int] = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails)
