"""Lists whose members have names: the keys of a table, the members of an enumeration, the cases of a switch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import freeze_arrays, restore
from codematch.model.stable_hash import among, text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.settings import Evidence

_OTHER, _NAME = CLASS_CODES[TokenClass.OTHER], CLASS_CODES[TokenClass.IDENTIFIER]


def _hashes(*texts: bytes) -> NDArray[np.uint64]:
    return np.array(sorted(text_hash(text) for text in texts), dtype=np.uint64)


_OPENS, _CLOSES = _hashes(b"{", b"[", b"("), _hashes(b"}", b"]", b")")
_BEFORE_MEMBER, _AFTER_KEY, _AFTER_MEMBER = _hashes(b"{", b","), _hashes(b":", b"=>"), _hashes(b",", b"}", b"=")
_CASE = _hashes(b"case", b"when")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """The longer groups of a file: the tokens of group g are `tokens[bounds[g]:bounds[g + 1]]`, int32, rising."""

    tokens: NDArray[np.int32]
    bounds: NDArray[np.int32]

    __setstate__ = restore

    def __post_init__(self) -> None:
        freeze_arrays(self)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def members(self, group: int) -> NDArray[np.int32]:
        """Return the tokens of a group."""
        return self.tokens[self.bounds[group] : self.bounds[group + 1]]


def groups_of(stream: TokenStream, settings: Evidence) -> Groups:
    """Return the groups of a file with enough members: what directly lies between the same two brackets."""
    chosen = _members(stream)
    if len(chosen) < settings.min_order_members:
        return Groups(tokens=np.empty(0, np.int32), bounds=np.zeros(1, np.int32))
    owners = _brackets(stream.texts, chosen)
    order = np.argsort(owners, kind="stable")
    chosen, owners = chosen[order], owners[order]
    edges = np.concatenate(([0], np.flatnonzero(np.diff(owners)) + 1, [len(owners)]))
    sizes = np.diff(edges)
    kept = sizes >= settings.min_order_members
    return Groups(
        tokens=chosen[np.repeat(kept, sizes)].astype(np.int32),
        bounds=np.concatenate(([0], np.cumsum(sizes[kept]))).astype(np.int32),
    )


def _members(stream: TokenStream) -> NDArray[np.int64]:
    """Which tokens name a member of a list: int64 (m,), rising."""
    named = np.flatnonzero(stream.classes != _OTHER)
    named = named[(named > 0) & (named < len(stream) - 1)]
    before = stream.texts[named - 1]
    begins = among(before, _BEFORE_MEMBER)
    is_case = among(before, _CASE)
    kept = begins | is_case
    named, is_case = named[kept], is_case[kept]
    after = stream.texts[named + 1]
    is_member = (stream.classes[named] == _NAME) & among(after, _AFTER_MEMBER)
    return np.asarray(named[is_case | among(after, _AFTER_KEY) | is_member], dtype=np.int64)


def _brackets(texts: NDArray[np.uint64], chosen: NDArray[np.intp]) -> NDArray[np.int64]:
    """The place of the bracket that each chosen token lies directly in, -1 outside of all: int64 (m,)."""
    opens, closes = among(texts, _OPENS), among(texts, _CLOSES)
    depth = np.cumsum(opens.astype(np.int64) - closes)
    places = np.flatnonzero(opens)
    levels = depth[places]
    owners = np.full(len(chosen), -1, dtype=np.int64)
    for level in np.unique(depth[chosen]).tolist():
        at_level = places[levels == level]
        here = np.flatnonzero(depth[chosen] == level)
        if len(at_level):
            found = np.searchsorted(at_level, chosen[here]) - 1
            owners[here] = np.where(found >= 0, at_level[np.maximum(found, 0)], -1)
    return owners
