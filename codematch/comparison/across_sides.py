"""The parts of a work that are compared across languages: its files, or its functions, with what they hold."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.across.counts import ItemCounts
from codematch.across.items import ItemTable, item_table
from codematch.across.parts import OwnText, own_text, parts_of
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.filtration import FILTERS
from codematch.model.filtration import FilterId, Mark
from codematch.model.frozen import array_value

PRESCRIBED = tuple(rule for rule in FILTERS if rule.id in (FilterId.LICENCES, FilterId.STANDARDS))
"""The filters whose labels leave out what is no item: what is prescribed, or written by others, in any language."""


class PartPlace(NamedTuple):
    """Where a part is: its path, the name of the function ("" for a whole file), its first and last line."""

    path: str
    unit: str
    first_line: int
    last_line: int


@array_value(kw_only=True, copy=False)
class Side:
    """The parts of one work that take part, with the file and the unit of each (-1 for a whole file)."""

    work: PreparedWork
    files: tuple[int, ...]
    units: tuple[int, ...]
    table: ItemTable
    families: NDArray[np.int32]

    def language(self, part: int) -> str:
        """Return the language of a part."""
        return self.work.files[self.files[part]].stream.language

    def place(self, part: int) -> PartPlace:
        """Return where a part is."""
        number, unit = self.files[part], self.units[part]
        stream, path = self.work.files[number].stream, self.work.sources[number].record.path
        if unit < 0:
            return PartPlace(path, "", 1, int(stream.lines[-1]))
        found = stream.units[unit]
        first, last = stream.lines[[found.first_token, found.stop_token - 1]].tolist()
        return PartPlace(path, found.name, first, last)


def meeting_files(
    known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the files of each work for which the other has a file in a programming language of another family."""
    programs = {spec.name for spec in toolkit.languages.specs if spec.unit_kinds}
    families = tuple(
        {number: toolkit.families[file.stream.language] for number, file in enumerate(work.files)
         if file.stream.language in programs and len(file.stream)}
        for work in (known, questioned)
    )  # fmt: skip
    others = [set(own.values()) for own in families]
    return tuple(  # type: ignore[return-value]
        tuple(number for number, family in own.items() if other - {family})
        for own, other in zip(families, reversed(others), strict=True)
    )


def side_of(
    work: PreparedWork, chosen: Sequence[int], counts: ItemCounts, toolkit: Toolkit, *, functions: bool = False
) -> Side:
    """Return the chosen files of a work, or their functions, with what they hold."""
    rules = toolkit.settings.across
    own = [_own_text(work, number) for number in chosen]
    parts = parts_of(own, rules, functions=functions)
    numbered = {name: place for place, name in enumerate(sorted(set(toolkit.families.values())))}
    families = [numbered[toolkit.families[own[at].stream.language]] for at, *_ in parts]
    return Side(
        work=work,
        files=tuple(chosen[at] for at, *_ in parts),
        units=tuple(unit for _, unit, _ in parts),
        table=item_table([part for *_, part in parts], counts.bits, rules),
        families=np.array(families, dtype=np.int32),
    )


def _own_text(work: PreparedWork, number: int) -> OwnText:
    """Return a file without what the filters for prescribed texts label in it."""
    file = work.files[number]
    return without_prescribed(own_text(file.stream, work.sources[number].utf8), file.marks)


def without_prescribed(own: OwnText, marks: Mapping[str, Sequence[Mark]]) -> OwnText:
    """Return a file without what is labelled in it by the filters for prescribed texts, whose marks are by filter."""
    tokens, comments = own.tokens.copy(), own.comments.copy()
    for rule in PRESCRIBED:
        for mark in marks.get(rule.id, ()):
            (comments if rule.on_comments else tokens)[mark.first : mark.stop] = False
    return OwnText(stream=own.stream, utf8=own.utf8, tokens=tokens, comments=comments)
