"""Rarity inside a set of works: what a work consists of, and how few of the works hold each part of it.

`items` makes four sets of items from the files of a work, `population` counts how many works hold an item and weighs
it. A background model says how common code is anywhere; this says how common it is among the works at hand, such as the
works of an evaluation or reference works of the same kind.
"""

from codematch.rarity.items import KINDS, Items, file_items, work_items
from codematch.rarity.population import Population, WeighedItems, population, shared_bits

__all__ = [
    "KINDS",
    "Items",
    "Population",
    "WeighedItems",
    "file_items",
    "population",
    "shared_bits",
    "work_items",
]
