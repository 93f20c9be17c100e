"""The context of the sections: the result, how it is rendered, and the anchors of links."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import TypeVar

from codematch.model.engagement import Item, Role
from codematch.model.result import CaseResult, PairResult
from codematch.model.result import Shown as Extent
from codematch.report import view
from codematch.report.formats import SCREEN, Limits, to_json
from codematch.report.record.blocks import Block, Heading, Span, Style
from codematch.report.record.selection import Shown, select
from codematch.report.render_options import RenderOptions
from codematch.report.text import listed, say

Entry = TypeVar("Entry")
BODY_ROWS = 10
"""Rows of a table in the body of a record; an annex has more."""
SHORT_REGIONS, SHORT_LIMITATIONS = 3, 6
"""A record without a case file of so many regions and limitations at most is short."""


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

    @property
    def brief(self) -> bool:
        """Whether the record has no case file, and so leaves out what only a case has."""
        return self.result.engagement is None

    @cached_property
    def short(self) -> bool:
        """Whether there is so little to show that figures and annexes would only repeat the tables."""
        regions = sum(len(pair.regions) for pair in self.result.pairs)
        few = regions <= SHORT_REGIONS and len(self.result.limitations) <= SHORT_LIMITATIONS
        return self.brief and few and len(self.result.pairs) == 1 and not self.options.rebuttal

    @property
    def has_annexes(self) -> bool:
        """Whether the lists of the body go on in annexes."""
        return self.limits.whole or not self.short

    def capped(self, items: Sequence[Entry], file: str = "") -> tuple[Sequence[Entry], str]:
        """Return what a table shows of a list, and the sentence that says how many more there are, and where."""
        shown, rest = view.capped(items, self.limits.rows)
        return shown, self.where(rest, file)

    def is_long(self, items: Sequence[object], limit: int = BODY_ROWS) -> bool:
        """Return whether a list is too long for the body, so that an annex holds it."""
        return len(items) > limit

    def first(
        self, items: Sequence[Entry], file: str, annex: str = "", limit: int = BODY_ROWS
    ) -> tuple[Sequence[Entry], str]:
        """Return what the body shows of a list, and the sentence that says how many more there are, and where.

        Args:
            items: The list.
            file: The table of `codematch.report.formats.to_csv` that has all of it.
            annex: The annex that has more of it, "" for none.
            limit: The greatest number of entries in the body.
        """
        shown, rest = view.capped(items, limit)
        return shown, self.where(rest, file, annex)

    def all(self, items: Sequence[Entry], file: str, omitted: int = 0) -> tuple[Sequence[Entry], str]:
        """Return what an annex shows of a list, and the sentence on the rest; `omitted` are not in the result."""
        shown, rest = view.capped(items, self.limits.rows)
        return shown, self.where(rest + omitted, file)

    def where(self, rest: int, file: str, annex: str = "", key: str = "record.more", **values: int) -> str:
        """Return the sentence that says how many more entries there are, and where; "" for none.

        `key` is that of another sentence, for a list of which nothing is shown; `values` are its further values.

        A file that is written with the record is named with its rows and the beginning of its digest.
        """
        if not rest:
            return ""
        table = next((entry for entry in self.options.tables if entry.name == file), None)
        place = "report.json"
        if table is not None:
            stem, _, ending = file.rpartition(".")
            shown_as = f"{stem}.redacted.{ending}" if self.result.shown is Extent.COMMITMENTS else file
            place = say("record.in-file", file=shown_as, rows=table.rows, digest=table.digest[: view.SHOWN_DIGEST])
        if annex and (self.has_annexes or annex == "annex-findings"):
            place = listed((say("record.in-annex", annex=say(f"section.{annex}")), place))
        return say(key, count=rest, place=place, **values)


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

    def exhibit_pages(self, region: int) -> tuple[Span, ...]:
        """Return the number of an exhibit, leading to it, and its pages where there are pages; a dash without one."""
        if region not in self._shown:
            return (Span(say("dash")),)
        link = self.exhibit_id(region)
        return Span(self.exhibit(region), link=link), Span(" "), Span("", Style.PAGES, link=link)

    @cached_property
    def exhibited(self) -> list[Shown]:
        """The exhibits that are shown, those of asserted items first (see `select`)."""
        pages = self.limits.pages if self.options.max_pages is None else self.options.max_pages
        return select(self.pair, self.limits.exhibits, pages, whole=self.limits.whole)

    @cached_property
    def _shown(self) -> frozenset[int]:
        return frozenset(item.region.number for item in self.exhibited)

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
