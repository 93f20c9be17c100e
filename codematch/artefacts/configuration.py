"""Fields of two configurations: equal, different, renamed, or on one side only; and how usual an equal value is."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from codematch.artefacts.vocabulary import vocabulary
from codematch.model.artefacts import ArtefactRelation

FILE = Path(__file__).with_name("public_defaults.json")
_TRIVIAL = re.compile(r"|true|false|null|none|[-+]?\d{1,2}|[-+]?0?\.\d|\[\]")
_MIN_LIKENESS = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPair:
    """A field of each side, with its values; `seen_in` of `seen_of` public configurations with it have the value."""

    relation: ArtefactRelation
    known: tuple[str, str] | None
    questioned: tuple[str, str] | None
    seen_in: int = 0
    seen_of: int = 0

    @property
    def share(self) -> float:
        """The share of public configurations with the value, 1 where nothing was counted."""
        return self.seen_in / self.seen_of if self.seen_of else 1.0


def shared_fields(known: Mapping[str, str], questioned: Mapping[str, str]) -> float:
    """Return the share of the fields of the smaller configuration that the other one has, 0 to 1."""
    smaller = min(len(known), len(questioned))
    return len(known.keys() & questioned.keys()) / smaller if smaller else 0.0


def compare(known: Mapping[str, str], questioned: Mapping[str, str]) -> tuple[FieldPair, ...]:
    """Return all fields of two configurations, those that tell most first."""
    pairs = [_same_name(name, known[name], questioned[name]) for name in known if name in questioned]
    left = {name: value for name, value in known.items() if name not in questioned}
    right = {name: value for name, value in questioned.items() if name not in known}
    for name, other in _renamed(left, right):
        pairs.append(_pair(ArtefactRelation.RENAMED, (name, left.pop(name)), (other, right.pop(other))))
    pairs += [FieldPair(relation=ArtefactRelation.ONLY_KNOWN, known=item, questioned=None) for item in left.items()]
    pairs += [
        FieldPair(relation=ArtefactRelation.ONLY_QUESTIONED, known=None, questioned=item) for item in right.items()
    ]
    return tuple(sorted(pairs, key=_order))


_RANK = {
    ArtefactRelation.RENAMED: 0, ArtefactRelation.EQUAL: 0, ArtefactRelation.DIFFERENT: 1,
    ArtefactRelation.ONLY_KNOWN: 2, ArtefactRelation.ONLY_QUESTIONED: 3,
}  # fmt: skip


def _order(pair: FieldPair) -> tuple[int, float, int, str]:
    name, value = pair.known or pair.questioned or ("", "")
    return _RANK[pair.relation], pair.share, -len(value) if not _is_trivial(value) else 0, name


def _same_name(name: str, known: str, questioned: str) -> FieldPair:
    relation = ArtefactRelation.EQUAL if known == questioned else ArtefactRelation.DIFFERENT
    return _pair(relation, (name, known), (name, questioned))


def _pair(relation: ArtefactRelation, known: tuple[str, str], questioned: tuple[str, str]) -> FieldPair:
    seen_in, seen_of = (0, 0) if relation is ArtefactRelation.DIFFERENT else seen(*known)
    return FieldPair(relation=relation, known=known, questioned=questioned, seen_in=seen_in, seen_of=seen_of)


def _renamed(left: Mapping[str, str], right: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return fields that may have been renamed: a value that one field of each side has, or a value and a like name."""
    counts = Counter(left.values()), Counter(right.values())
    found: list[tuple[str, str]] = []
    taken: set[str] = set()
    for name, value in left.items():
        candidates = [other for other, held in right.items() if held == value and other not in taken]
        single = counts[0][value] == counts[1][value] == 1 and not _is_trivial(value)
        likely = candidates if single else [other for other in candidates if _are_alike(name, other)]
        if value and likely:
            best = max(likely, key=lambda other: (_likeness(name, other), other))
            taken.add(best)
            found.append((name, best))
    return found


def _are_alike(one: str, other: str) -> bool:
    return _likeness(one, other) >= _MIN_LIKENESS


def _likeness(one: str, other: str) -> float:
    common = vocabulary().fields
    kinds = [common.get(name.rpartition(".")[2].lower(), "") for name in (one, other)]
    if all(kinds):
        return float(kinds[0] == kinds[1])
    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio()


def _is_trivial(value: str) -> bool:
    return _TRIVIAL.fullmatch(value.lower()) is not None


def seen(name: str, value: str) -> tuple[int, int]:
    """Return in how many public configurations a field has a value, and how many have the field; (0, 0) for none."""
    counts = _defaults().get(name.rpartition(".")[2], {})
    total = sum(counts.values())
    return (counts.get(value, 0), total) if total else (0, 0)


@cache
def _defaults() -> dict[str, dict[str, int]]:
    said: dict[str, dict[str, int]] = json.loads(FILE.read_text(encoding="utf-8"))["fields"]
    return said
