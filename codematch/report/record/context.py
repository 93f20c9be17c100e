"""The context of the sections: the result, how it is rendered, and the anchors of links."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import TypeVar

from codematch.model.engagement import Item, Role
from codematch.model.match import Exhibit, Region
from codematch.model.result import CaseResult, PairResult
from codematch.report import view
from codematch.report.formats import SCREEN, Limits, to_json
from codematch.report.record.blocks import Block, Heading, Span
from codematch.report.render_options import RenderOptions
from codematch.report.text import say

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

    @cached_property
    def pairs(self) -> "tuple[PairContext, ...]":
        """The pairs of works, counted from 1."""
        return tuple(
            PairContext(self.result, self.options, number, pair)
            for number, pair in enumerate(self.result.pairs, start=1)
        )

    def items(self, role: Role, count: int = 1) -> list[Item]:
        """Return `count` items in a role as the case states them; one without an id is called K, Q, P1, P2, ..."""
        stated = self.result.engagement.items if self.result.engagement else ()
        taken = {item.id for item in stated}
        found = [item for item in stated if item.role is role][:count]
        found += [Item(role=role, id="") for _ in range(count - len(found))]
        return [
            item if item.id else replace(item, id=_free_id(role, number, taken))
            for number, item in enumerate(found, start=1)
        ]

    def capped(self, items: Sequence[Entry], key: str = "record.more") -> tuple[Sequence[Entry], str]:
        """Return what a table shows of a list, and the sentence that says how many more there are, and where."""
        shown, rest = view.capped(items, self.limits.rows)
        return shown, say(key, count=rest) if rest else ""


@dataclass(frozen=True)
class PairContext(Context):
    """One pair of works of a result, with its number."""

    number: int
    pair: PairResult

    @property
    def many(self) -> bool:
        """Whether the result has more than one pair of works."""
        return len(self.result.pairs) > 1

    def anchor(self, name: str) -> str:
        """Return the anchor of something that every pair of works has once."""
        return f"{name}-{self.number}"

    def row_id(self, region: int) -> str:
        """Return the anchor of a region in the table of regions."""
        return f"row-{self.number}-{region}"

    def exhibit_id(self, region: int) -> str:
        """Return the anchor of an exhibit."""
        return f"exhibit-{self.number}-{region}"

    def exhibit(self, region: int) -> str:
        """Return the number of an exhibit."""
        return exhibit_number(self.number, region, self.many)

    @cached_property
    def exhibited(self) -> list[tuple[Region, Exhibit]]:
        """The exhibits that are shown, with their regions, heaviest first."""
        exhibits = {exhibit.region: exhibit for exhibit in self.pair.exhibits}
        regions = (region for region in view.ranked(self.pair) if region.number in exhibits)
        ordered = [(region, exhibits[region.number]) for region in regions]
        lines = shown = 0
        for _, exhibit in ordered[: self.limits.exhibits]:
            lines += len(exhibit.rows)
            if shown and lines > self.limits.lines:
                break
            shown += 1
        return ordered[:shown]

    @cached_property
    def _shown(self) -> frozenset[int]:
        return frozenset(region.number for region, _ in self.exhibited)

    def region(self, region: int) -> Span:
        """Return the number of a region, leading to its exhibit where there is one."""
        return Span(f"{region:,}", link=self.exhibit_id(region) if region in self._shown else "")


def each_pair(section: Callable[[PairContext], Iterable[Block]]) -> Callable[[Context], Iterator[Block]]:
    """Return a section that has blocks for each pair of works, below the names of the works if there are several."""

    @wraps(section)
    def made(context: Context) -> Iterator[Block]:
        for here in context.pairs:
            yield from pair_heading(here)
            yield from section(here)

    return made


def pair_heading(here: PairContext) -> list[Block]:
    """Return the heading of one of several pairs of works; nothing where there is only one."""
    if not here.many:
        return []
    known, questioned = (work.label for work in view.works(here.pair))
    return [Heading(say("pair-heading", number=here.number, known=known, questioned=questioned))]


def exhibit_number(pair: int, region: int, many: bool) -> str:
    """Return the number of an exhibit, which stays the same however the record is rendered."""
    return f"E{pair}-{region}" if many else f"E{region}"


def _free_id(role: Role, number: int, taken: Set[str]) -> str:
    name = f"{role.value}{number}" if role is Role.PRIOR else role.value
    return f"{name}*" if name in taken else name
