"""Which tensors are the maps of a Transformer block, by their names: query, key, value, output, up and down."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from codematch.artefacts.vocabulary import vocabulary

EMBEDDING, JOINED, CROSS = "embedding", "joined", "cross"
PARTS = ("query", "key", "value")
"""What a joined map holds, in this order."""
_SUFFIX = re.compile(r"[._/](?:weight|kernel)(?::0)?$")
_NUMBER = re.compile(r"(?:^|[._/])\d+(?=[._/])")
_INPUTS_FIRST = re.compile(r"kernel(?::0)?$|(?:^|\.)c_(?:attn|proj|fc)\.weight$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a tensor is: `block` is the part of its name up to the last number ("" without one).

    `third` is the number of the part of a joined map, -1 for a map of its own. `inputs_first` says whether the map is
    stored with inputs as rows.
    """

    block: str
    kind: str
    third: int = -1
    inputs_first: bool = False


def roles(name: str) -> tuple[Role, ...]:
    """Return what a tensor is by its name: one role, three for a joined map, none for any other tensor."""
    stem = _SUFFIX.sub("", name)
    if stem == name:
        return ()
    kind = next((kind for kind, pattern in _patterns() if pattern.search(stem)), None)
    if kind is None or kind == CROSS:
        return ()
    numbers = list(_NUMBER.finditer(stem.removesuffix(".0") + "."))
    block = stem[: numbers[-1].end()] if numbers else ""
    inputs_first = _INPUTS_FIRST.search(name) is not None
    if kind == JOINED:
        return tuple(Role(block=block, kind=part, third=third, inputs_first=inputs_first)
                     for third, part in enumerate(PARTS))  # fmt: skip
    return (Role(block=block, kind=kind, inputs_first=inputs_first),)


def in_order(blocks: Sequence[str]) -> list[str]:
    """Return names of blocks in the order of their numbers."""
    return sorted(set(blocks), key=lambda block: ([int(part) for part in re.findall(r"\d+", block)], block))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(rf"(?:^|[._/])(?:{pattern})$")) for kind, pattern in vocabulary().roles.items())
