"""How far the members that two lists share by name are in the same order.

An order by the alphabet or by size is named as such: it needs no common origin. Files with the same bytes are left out:
the order in them says nothing more.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from codematch.evidence.detector_input import EvidenceFile
from codematch.masking import masked
from codematch.model.evidence import Channel, Finding
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.settings.detectors import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedList:
    """Something with members: the file, its line (0 for all of it), the members with their places in it.

    `text_of` gives the text of the member at a place: most lists are never shown.
    """

    file: EvidenceFile
    line: int
    places: dict[int | str, int]
    text_of: Callable[[int], str]


def once(members: Iterable[int | str]) -> dict[int | str, int]:
    """Return the members that stand once, with their places."""
    listed = list(members)
    counts = Counter(listed)
    return {member: place for place, member in enumerate(listed) if counts[member] == 1}


def compare_order(
    left: Sequence[NamedList], right: Sequence[NamedList], what: str, settings: Order, *, share: float = 0.0
) -> list[Finding]:
    """Return the findings of `what`: each questioned list with the known one that shares most of its members.

    At least `share` of its members must be shared.
    """
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
        if most < settings.min_order_members:
            continue
        if left[best].file.record.digest != item.file.record.digest and most >= share * len(item.places):
            found.append(_finding(left[best], item, what, settings.order_names_shown))
    found.sort(key=lambda item: (bool(item.note and "ordered" in item.note.key), -item.count.known, item.known.path))
    return found


def _best(
    members: Set[int | str], holders: Mapping[int | str, Sequence[int]], left: Sequence[NamedList]
) -> tuple[int, int]:
    """Return the number of the known list that shares most of some members, the shorter one first, and how many."""
    shared = Counter(number for member in members for number in holders.get(member, ()))
    most = max(shared.values(), default=0)
    if not most:
        return 0, 0
    return min((n for n, count in shared.items() if count == most), key=lambda n: (len(left[n].places), n)), most


def _finding(known: NamedList, questioned: NamedList, what: str, shown: int) -> Finding:
    common = [member for member in questioned.places if member in known.places]
    kept = longest_rising([known.places[member] for member in common])
    texts = [questioned.text_of(questioned.places[member]) for member in common]
    return Finding(
        channel=Channel.ORDER,
        kind=order_kinds(what)[kept < len(common)],
        text=", ".join(map(masked, texts[:shown])),
        known=known.file.at(known.line),
        questioned=questioned.file.at(questioned.line),
        count=Both(len(common), len(common)),
        note=Message.of(order_notes(what)[_is_ordered(texts)], kept=kept, common=len(common)),
    )


def order_kinds(what: str) -> tuple[str, str]:
    """Return the kinds of the findings of `what`."""
    return f"same-order-{what}", f"partly-same-order-{what}"


def order_notes(what: str) -> tuple[str, str]:
    """Return the keys of the notes of these findings: of any order, and of one by the alphabet or by size."""
    return f"note-order-{what}", f"note-order-{what}-ordered"


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
