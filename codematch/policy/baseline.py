"""Baselines: the regions of an earlier result, by what they contain, and which regions of another result are new.

A baseline is a JSON file with one line for each region, so that its changes can be reviewed. It has no code: digests,
a sample of 32-bit hashes, and the places of the regions when it was written, which people read and nothing compares.

A region is assigned the content of the baseline in this order: regions with the same identity in the same file, then
regions with the same identity, then all others, those first that the baseline has most of. Content is used up: a
second copy of a passage is new even though the baseline has the first.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from codematch import saved_files
from codematch.errors import StoreError
from codematch.model.match import Region
from codematch.model.policy import BaselineUse
from codematch.model.precision import stored_total
from codematch.model.region_identity import GRAM_TOKENS, SAMPLE, SCHEME, unpacked_content
from codematch.model.result import CaseResult
from codematch.settings.policy import Baseline as Limits

FORMAT = "codematch-baseline"
VERSION = 1
_TEXTS = ("identity", "content", "class", "language", "known", "questioned")
"""The fields of an entry that are texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A region of a baseline.

    `known` and `questioned` are its places when the baseline was written, as `path:first-last`; `bits` was its weight.
    """

    identity: str
    content: str
    match_class: str
    language: str
    bits: float
    known: str
    questioned: str

    @property
    def questioned_path(self) -> str:
        """The path of its place in the questioned work."""
        return self.questioned.rpartition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A baseline that was read; `sha256` is that of its file, `known` and `questioned` the labels of the works."""

    sha256: str
    known: str
    questioned: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a baseline says of regions: for each by number, whether it is there as it is, and the share that is new."""

    use: BaselineUse
    exact: frozenset[int]
    new_shares: Mapping[int, float]
    new: frozenset[int]


def render(result: CaseResult) -> bytes:
    """Return the baseline of a result: the same bytes for the same regions in any order.

    Raises:
        StoreError: The result does not record what its regions contain.
    """
    regions = [region for pair in result.pairs for region in pair.regions]
    if any(not region.identity for region in regions):
        raise StoreError(
            "the result does not record what its regions contain (an earlier version or a redacted form); compare again"
        )
    pair = result.pairs[0]
    head = {"format": FORMAT, "version": VERSION, "scheme": SCHEME, "gram_tokens": GRAM_TOKENS, "sample": SAMPLE,
            "known": pair.known.label, "questioned": pair.questioned.label}  # fmt: skip
    rows = sorted(_encode(_row(region)) for region in regions)
    body = "".join(f"\n  {row}{',' if number < len(rows) else ''}" for number, row in enumerate(rows, start=1))
    opened = _encode(head)[:-1]
    return f'{opened},"regions":[{body}\n]}}\n'.encode("utf-8", "backslashreplace")


def read(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        StoreError: It cannot be read, is of another format, or is damaged.
    """
    try:
        data = saved_files.read_bytes(path)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be read ({error.strerror}); create a baseline with codematch baseline write"
        ) from None
    try:
        document = saved_files.json_value(data)
        if document["format"] != FORMAT:
            raise KeyError("format")
        version = document["version"], document["scheme"], document["gram_tokens"], document["sample"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise StoreError(f"{path}: is not a baseline; create one with codematch baseline write") from None
    if version != (VERSION, SCHEME, GRAM_TOKENS, SAMPLE):
        raise StoreError(f"{path}: is a baseline of another version of codematch; write it again")
    try:
        entries = tuple(_entry(row) for row in document["regions"])
        known, questioned = str(document["known"]), str(document["questioned"])
    except (ValueError, KeyError, TypeError):
        raise StoreError(f"{path}: is damaged; write it again with codematch baseline write") from None
    return Baseline(sha256=hashlib.sha256(data).hexdigest(), known=known, questioned=questioned, entries=entries)


def compare(regions: Sequence[Region], baseline: Baseline, limits: Limits) -> Comparison:
    """Hold regions against a baseline.

    Args:
        regions: The regions of a result; each has an identity.
        baseline: The baseline.
        limits: How much of a region may be new.
    """
    stock = _Stock.of(baseline)
    exact = _take_exact(regions, stock)
    shares: dict[int, float] = dict.fromkeys(exact, 0.0)
    rest = [(region, _grams(region.content)) for region in regions if region.number not in exact]
    for region, grams in sorted(rest, key=lambda item: (stock.missing(item[1]), item[0].number)):
        shares[region.number] = stock.missing(grams)
        if _is_old(region, shares[region.number], limits):
            stock.use(grams)
    new = {
        region.number
        for region in regions
        if region.number not in exact and not _is_old(region, shares[region.number], limits)
    }
    use = BaselineUse(sha256=baseline.sha256, regions=len(baseline.entries), gone=stock.untouched())
    return Comparison(use=use, exact=frozenset(exact), new_shares=shares, new=frozenset(new))


def _is_old(region: Region, share: float, limits: Limits) -> bool:
    return share < 1 and share <= limits.new_share and share * stored_total(region.weight) < limits.new_bits


@dataclass(slots=True, kw_only=True)
class _Stock:
    """What of a baseline is not used up: entries by identity, and sampled sequences with their counts."""

    entries: list[Entry]
    by_identity: dict[str, list[int]]
    grams: Counter[int]
    used: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    """Sequences of which a region has used up at least one."""

    @classmethod
    def of(cls, baseline: Baseline) -> "_Stock":
        by_identity: dict[str, list[int]] = {}
        grams: Counter[int] = Counter()
        for place, entry in enumerate(baseline.entries):
            by_identity.setdefault(entry.identity, []).append(place)
            grams.update(_grams(entry.content))
        return cls(entries=list(baseline.entries), by_identity=by_identity, grams=grams)

    def take(self, region: Region, *, same_file: bool) -> bool:
        """Use up an entry with the identity of a region, if there is one left."""
        places = [place for place in self.by_identity.get(region.identity, ()) if place not in self.used]
        if same_file:
            places = [place for place in places if self.entries[place].questioned_path == region.questioned.path]
        if not places:
            return False
        self.used.add(places[0])
        self.use(_grams(self.entries[places[0]].content))
        return True

    def missing(self, grams: Iterable[int]) -> float:
        """Return the share of sequences that are not there any more; 1 for none."""
        wanted = list(grams)
        return sum(self.grams[gram] <= 0 for gram in wanted) / len(wanted) if wanted else 1.0

    def use(self, grams: Iterable[int]) -> None:
        """Use up sequences."""
        for gram in grams:
            self.grams[gram] -= 1
            self.touched.add(gram)

    def untouched(self) -> int:
        """Return the number of entries of which nothing was found."""
        return sum(
            place not in self.used and self.touched.isdisjoint(_grams(entry.content))
            for place, entry in enumerate(self.entries)
        )


def _take_exact(regions: Sequence[Region], stock: _Stock) -> set[int]:
    """Return the numbers of the regions that the baseline has as they are; those in the same file take theirs first."""
    found: set[int] = set()
    for same_file in (True, False):
        for region in regions:
            if region.number not in found and stock.take(region, same_file=same_file):
                found.add(region.number)
    return found


def _grams(content: str) -> list[int]:
    return [int(gram) for gram in unpacked_content(content)]


def _row(region: Region) -> dict[str, object]:
    sides = {
        name: f"{side.path}:{side.first_line}-{side.last_line}"
        for name, side in (("known", region.known), ("questioned", region.questioned))
    }
    return {
        "identity": region.identity, "class": region.match_class.value, "language": region.language,
        "bits": stored_total(region.weight), **sides, "content": region.content,
    }  # fmt: skip


def _encode(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _entry(row: Any) -> Entry:
    texts = {name: row[name] for name in _TEXTS}
    bits = row["bits"]
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(bits, int | float):
        raise TypeError("a field of another type")
    unpacked_content(texts["content"])
    return Entry(match_class=texts.pop("class"), bits=float(bits), **texts)
