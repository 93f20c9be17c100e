"""Which passages of a work stand in other material: matched and aligned as two works are.

A template that was edited is recognised by what is left of it. What was changed in it is kept apart from what was not;
and a changed passage counts only where the file as a whole shares something substantial with the material.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from codematch.align.script import EDITS
from codematch.comparison.assemble import assemble
from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.matching import match_works
from codematch.comparison.prepare import PreparedWork, Toolkit, languages_of
from codematch.filtration.agreed import Agreement
from codematch.model.filtration import FilterId, Mark, ReasonCode
from codematch.model.match import Edit
from codematch.model.message import Message, Name, PathName
from codematch.model.source import SourceTree
from codematch.reason_codes import split_material
from codematch.settings import Settings

_IDENTICAL = EDITS.index(Edit.IDENTICAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialTree:
    """A work that both sides may share, the filter it belongs to, and what a passage in it is labelled with.

    `name` is what reports call it; `basis` why it is held against them where there is more to say than its place.
    """

    filter: str
    tree: SourceTree
    code: ReasonCode
    name: str
    basis: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaterialWork:
    """Such a work with its files prepared."""

    given: MaterialTree
    work: PreparedWork

    @property
    def described(self) -> Message:
        """The name with the root hash and the number of files, for the ledger."""
        root = Name(self.work.tree.digest[:16])
        return Message.of("material", work=Name(self.given.name), files=len(self.work.files), root=root)


def in_material(material: MaterialTree, place: Message) -> Message:
    """Return the basis of a label that rests on a place in material."""
    if material.basis is None:
        return Message.of("in-work", work=Name(material.name), place=place)
    return Message.of("in-agreed-work", work=Name(material.name), place=place, basis=material.basis)


def common_material(text: str, read: Callable[[str], SourceTree]) -> MaterialTree:
    """Return a work given as a locator, or as `CODE=locator` with a reason other than open source."""
    code, locator = split_material(text)
    tree = read(locator)
    return MaterialTree(filter=FilterId.COMMON, tree=tree, code=code, name=tree.label)


def agreed_material(agreements: Sequence[Agreement], read: Callable[[str], SourceTree]) -> list[MaterialTree]:
    """Return the works that agreed exclusions name."""
    found = []
    for item in agreements:
        if item.work:
            tree = read(item.work)
            found.append(
                MaterialTree(
                    filter=FilterId.AGREED,
                    tree=tree,
                    code=ReasonCode.USER_AGREED,
                    name=tree.label,
                    basis=item.basis,
                )
            )
    return found


def material_works(given: Sequence[MaterialTree], works: Sequence[PreparedWork]) -> list[MaterialWork]:
    """Return works that both sides may share with their files prepared."""
    return [MaterialWork(given=item, work=work) for item, work in zip(given, works, strict=True)]


def material_marks(work: PreparedWork, material: MaterialWork, toolkit: Toolkit) -> list[list[Mark]]:
    """Return the marks of each file of a work: what of it stands in the material, by alignment."""
    settings = _lower(toolkit.settings)
    thresholds = dict.fromkeys(languages_of(material.work), settings.filtration.material_bits)
    found: list[list[Mark]] = [[] for _ in work.files]
    if not material.work.files or not work.files:
        return found
    matching = match_works(material.work, work, toolkit.weigher, thresholds, settings)
    located = assemble(matching, material.work, work, toolkit.weigher, thresholds, settings)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for item in located:
        shared[item.known_file, item.questioned_file] += item.region.weight.structure
    for item in located:
        is_much = shared[item.known_file, item.questioned_file] >= settings.filtration.modified_bits
        found[item.questioned_file] += _marks(item, material.given, settings, is_much=is_much)
    return found


def _lower(settings: Settings) -> Settings:
    """Return settings under which lighter chains are looked for, and nothing is kept for display."""
    least = min(settings.weighing.min_weight, settings.filtration.material_bits)
    return replace(
        settings,
        weighing=replace(settings.weighing, min_weight=least),
        counting=replace(settings.counting, max_alternatives=0, max_exhibits=0),
    )


def _marks(item: LocatedRegion, material: MaterialTree, settings: Settings, *, is_much: bool) -> Sequence[Mark]:
    """The aligned tokens of a region as marks, those that follow one another together."""
    side = item.region.known
    place = Message.of("lines-of", path=PathName(side.path), first=side.first_line, last=side.last_line)
    basis = in_material(material, place)
    code = material.code
    if code is ReasonCode.OSS and float(np.mean(item.codes == _IDENTICAL)) < settings.filtration.base_share:
        if not is_much:
            return ()
        code = ReasonCode.OSS_MODIFIED
    tokens = item.aligned.questioned
    breaks = np.flatnonzero(np.diff(tokens) != 1) + 1
    firsts, lasts = tokens[np.concatenate(([0], breaks))], tokens[np.concatenate((breaks - 1, [len(tokens) - 1]))]
    return [Mark(first, last + 1, code, basis) for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)]
