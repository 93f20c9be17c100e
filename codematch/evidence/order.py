"""The order of functions: how far the functions that two files share by name stand in the same order.

Where a language asks for no order, authors choose one. An order by the alphabet is named: it needs no common origin.
"""

from bisect import bisect_left
from collections import Counter, defaultdict

from codematch.evidence.subject import EvidenceFile, Subject
from codematch.model.evidence import Channel, ChannelResult, Finding, Place
from codematch.settings import Evidence


def order(known: Subject, questioned: Subject, settings: Evidence) -> ChannelResult:
    """Return for each questioned file the known file with most functions of the same names, and how many keep order."""
    left = [_functions(file) for file in known.files]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, names in enumerate(left):
        for name in names:
            holders[name].append(number)
    found: list[Finding] = []
    shared = kept = 0
    for file in questioned.files:
        own = _functions(file)
        rivals = Counter(number for name in own for number in holders.get(name, ()))
        if not rivals:
            continue
        most = max(rivals.values())
        best = min(number for number, count in rivals.items() if count == most)
        if most < settings.min_order_functions:
            continue
        common = [name for name in own if name in left[best]]
        length = _longest_rising([left[best][name] for name in common])
        shared += most
        kept += length
        found.append(_finding(known.files[best], file, most, length, common))
    found.sort(key=lambda item: (-item.known_count, item.known.path, item.questioned.path))
    figures = {"files": len(found), "functions": shared, "in-order": kept}
    return ChannelResult.of(Channel.ORDER, figures, found, settings.max_findings)


def _functions(file: EvidenceFile) -> dict[str, int]:
    """Return the names of the functions of a file that stand once, with their places in the file's order."""
    names = [unit.name for unit in file.stream.units if unit.kind == "function"]
    once = Counter(names)
    return {name: place for place, name in enumerate(names) if once[name] == 1}


def _longest_rising(places: list[int]) -> int:
    """Return the length of the longest rising subsequence (Fredman 1975, doi:10.1016/0012-365X(75)90103-X)."""
    tails: list[int] = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails)


def _finding(known: EvidenceFile, questioned: EvidenceFile, most: int, length: int, common: list[str]) -> Finding:
    note = f"{length} of {most} functions in the same order"
    if common == sorted(common):
        note += ", which is that of the alphabet"
    return Finding(
        channel=Channel.ORDER,
        kind="same-order" if length == most else "partly-same-order",
        text=", ".join(name.rsplit(".", 1)[-1] for name in common[:8]),
        known=Place(path=known.record.path, line=0),
        questioned=Place(path=questioned.record.path, line=0),
        known_count=most,
        questioned_count=most,
        note=note,
    )
