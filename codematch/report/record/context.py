"""What every section is made from: the result, how it is rendered, and the anchors by which sections point."""

import hashlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from codematch.model.engagement import Item, Role
from codematch.model.match import Exhibit, Region
from codematch.model.result import CaseResult, PairResult
from codematch.report import view
from codematch.report.formats import SCREEN, Limits, to_json
from codematch.report.record.blocks import Block, Heading, Span
from codematch.report.render_options import RenderOptions
from codematch.report.text import numbers
from codematch.report.text.wording import say

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Context:
    """A result and how it is rendered."""

    result: CaseResult
    options: RenderOptions

    @cached_property
    def root(self) -> str:
        """The SHA-256 of the canonical `report.json`."""
        return self.options.root or hashlib.sha256(to_json.render(self.result)).hexdigest()

    @property
    def limits(self) -> Limits:
        """How much is listed."""
        return self.options.limits or SCREEN

    @property
    def many(self) -> bool:
        """Whether the result has more than one pair of works."""
        return len(self.result.pairs) > 1

    def numbered(self) -> Iterator[tuple[int, PairResult]]:
        """Yield the pairs of works, counted from 1."""
        return enumerate(self.result.pairs, start=1)

    def pair_heading(self, number: int, pair: PairResult) -> list[Block]:
        """Return the heading of one of several pairs of works; nothing where there is only one."""
        if not self.many:
            return []
        words = say("pair-heading", number=str(number), known=pair.known.label, questioned=pair.questioned.label)
        return [Heading(words)]

    def items(self, role: Role, count: int = 1) -> list[Item]:
        """Return so many items in a role as the case states them; one without an id is called K, Q, P1, P2, ..."""
        stated = self.result.engagement.items if self.result.engagement else ()
        taken = {item.id for item in stated}
        found = [item for item in stated if item.role is role][:count]
        found += [Item(role=role, id="") for _ in range(count - len(found))]
        return [
            item if item.id else replace(item, id=self._free(role, number, taken))
            for number, item in enumerate(found, start=1)
        ]

    @staticmethod
    def _free(role: Role, number: int, taken: Set[str]) -> str:
        name = f"{role.value}{number}" if role is Role.PRIOR else role.value
        return f"{name}*" if name in taken else name

    def capped(self, items: Sequence[Entry], key: str = "record.more") -> tuple[Sequence[Entry], str]:
        """Return what a table shows of a list, and the sentence that says how many more there are, and where."""
        shown, rest = view.capped(items, self.limits.rows)
        return shown, say(key, count=numbers.integer(rest)) if rest else ""

    def exhibited(self, pair: PairResult) -> list[tuple[Region, Exhibit]]:
        """Return the exhibits that are shown, with their regions, heaviest first."""
        exhibits = {exhibit.region: exhibit for exhibit in pair.exhibits}
        ordered = [(region, exhibits[region.number]) for region in view.heaviest(pair) if region.number in exhibits]
        lines = shown = 0
        for _, exhibit in ordered[: self.limits.exhibits]:
            lines += len(exhibit.rows)
            if shown and lines > self.limits.lines:
                break
            shown += 1
        return ordered[:shown]

    @cached_property
    def _shown(self) -> list[frozenset[int]]:
        return [frozenset(region.number for region, _ in self.exhibited(pair)) for pair in self.result.pairs]

    def region(self, number: int, region: int) -> Span:
        """Return the number of a region of a pair, leading to its exhibit where there is one."""
        shown = region in self._shown[number - 1]
        return Span(numbers.integer(region), link=exhibit_id(number, region) if shown else "")


def exhibit_id(pair: int, region: int) -> str:
    """Return the anchor of an exhibit."""
    return f"exhibit-{pair}-{region}"


def row_id(pair: int, region: int) -> str:
    """Return the anchor of a region in the table of regions."""
    return f"row-{pair}-{region}"


def exhibit_number(pair: int, region: int, many: bool) -> str:
    """Return the number of an exhibit, which stays the same however the record is rendered."""
    return f"E{pair}-{region}" if many else f"E{region}"
