"""Aligns two sequences of layers, operations or calls: the longest common subsequence of their kinds, in order."""

from collections.abc import Sequence
from difflib import SequenceMatcher

_MAX_ITEMS = 20_000


def aligned(known: Sequence[str], questioned: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of places with the same kind, in order on both sides.

    Runs are found from the longest on (`difflib`), so a moved block is aligned on one side of the move only.
    """
    matcher = SequenceMatcher(None, known[:_MAX_ITEMS], questioned[:_MAX_ITEMS], autojunk=False)
    return [(block.a + step, block.b + step) for block in matcher.get_matching_blocks() for step in range(block.size)]


def best_pairs_of(shares: dict[tuple[int, int], float], least: float) -> list[tuple[int, int]]:
    """Return one-to-one pairs with the highest shares first, those from `least` on; equal ones in order."""
    taken: tuple[set[int], set[int]] = set(), set()
    found: list[tuple[int, int]] = []
    for (left, right), share in sorted(shares.items(), key=lambda item: (-item[1], item[0])):
        if share >= least and left not in taken[0] and right not in taken[1]:
            taken[0].add(left)
            taken[1].add(right)
            found.append((left, right))
    return found
