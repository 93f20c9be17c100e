"""The common items of a pair of files or functions as they are listed, with their lines on both sides."""

from collections.abc import Sequence, Set

from codematch.across.heaviest import Joined
from codematch.across.items import Kind
from codematch.comparison.across_sides import Side
from codematch.model.across import AcrossItem, AcrossKind
from codematch.model.message import Message, Quote
from codematch.model.precision import stored_bits
from codematch.model.sides import Both
from codematch.model.spans import place_in

KINDS = {
    Kind.NAMES: AcrossKind.NAME,
    Kind.TEXTS: AcrossKind.TEXT,
    Kind.NUMBERS: AcrossKind.NUMBER,
    Kind.COMMENTS: AcrossKind.COMMENT,
}
SHOWN = 120
"""Characters of an item that are shown: the beginning of a comment tells which one it is."""


def items_of(joined: Joined, pair: int, sides: tuple[Side, Side], ordered: Set[int]) -> tuple[AcrossItem, ...]:
    """Return the common items of a pair, the heaviest first; the runs of words of one comment are one item.

    Args:
        joined: What the works share.
        pair: The number of the pair.
        sides: The parts of both works.
        ordered: The rows of the names that are in the same order.
    """
    shared = joined.shared
    found: dict[tuple[int, int, int], tuple[float, bool]] = {}
    for row in range(int(shared.bounds[pair]), int(shared.bounds[pair + 1])):
        places = int(joined.known.places[shared.known[row]]), int(joined.questioned.places[shared.questioned[row]])
        key = int(shared.kinds[row]), *places
        bits, is_ordered = found.get(key, (0.0, False))
        found[key] = bits + float(shared.bits[row]), is_ordered or row in ordered
    parts = int(shared.known_parts[pair]), int(shared.questioned_parts[pair])
    listed = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple(
        AcrossItem(
            kind=KINDS[Kind(kind)],
            text=Message.of("across-item", text=Quote(_text(sides[0], parts[0], known))),
            line=Both(_line(sides[0], parts[0], known), _line(sides[1], parts[1], questioned)),
            bits=stored_bits(bits),
            in_order=is_ordered,
        )
        for (kind, known, questioned), (bits, is_ordered) in listed
    )


def a_few(items: Sequence[AcrossItem], most: int) -> tuple[AcrossItem, ...]:
    """Return at most so many of some items, heaviest first: as many of each kind as there is room for, then the rest.

    Comments weigh most where they are translated, and names say more about what corresponds.
    """
    room = -(-most // len(KINDS))
    first = [item for kind in AcrossKind for item in [item for item in items if item.kind is kind][:room]]
    kept = {id(item) for item in first[:most]}
    for item in items:
        if len(kept) < most:
            kept.add(id(item))
    return tuple(item for item in items if id(item) in kept)


def _text(side: Side, part: int, place: int) -> str:
    """Return the token or the comment that begins at a byte of the file of a part, shortened."""
    number = side.files[part]
    stream, utf8 = side.work.files[number].stream, side.work.sources[number].utf8
    token = place_in(stream.starts, place)
    if token < len(stream) and stream.starts[token] == place:
        text = utf8[place : int(stream.stops[token])].decode("utf-8", "replace")
    else:
        text = stream.comments.texts[place_in(stream.comments.starts, place)]
    folded = " ".join(text.split())
    return folded if len(folded) <= SHOWN else f"{folded[: SHOWN - 1]}…"


def _line(side: Side, part: int, place: int) -> int:
    return side.work.sources[side.files[part]].utf8.count(b"\n", 0, place) + 1
