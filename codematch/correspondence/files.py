"""Which files of two works correspond: the same tokens first, then what holds most of the same rare k-grams.

Steps 5a and 5b of the method. A k-gram counts the less, the more files of the known work hold it; so what every file
has in common decides nothing.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import freeze_arrays
from codematch.model.kgrams import kgram_hashes
from codematch.settings import Corresponding


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A known and a questioned file, by their indices, that may correspond.

    `shared` is the sum of the k-grams that both hold, each divided by the number of known files that do. `containment`
    is the share of the smaller file's k-grams that the other holds (0 to 1).
    """

    known: int
    questioned: int
    shared: float
    containment: float


def file_grams(exact: NDArray[np.uint64], prints: NDArray[np.uint64], settings: Corresponding) -> NDArray[np.uint64]:
    """Return the different hashes by which a file finds its partners: uint64 (m,), sorted.

    Args:
        exact: uint64 (n,) symbols of the file's tokens at the level `exact`; one k-gram in `sampling` is taken.
        prints: uint64 (p,) its winnowed fingerprints at the level `renamed`.
        settings: Length and sampling.
    """
    hashes = kgram_hashes(exact, settings.k)
    sampled = hashes[hashes % np.uint64(settings.sampling) == 0]
    return np.unique(np.concatenate((sampled, prints)))


def find_partners(
    known: Sequence[NDArray[np.uint64]],
    questioned: Sequence[NDArray[np.uint64]],
    paths: tuple[Sequence[str], Sequence[str]],
    settings: Corresponding,
    preferred: Set[int] = frozenset(),
) -> list[list[Candidate]]:
    """Return for each questioned file the known files that it may correspond to, best first.

    Args:
        known: What `file_grams` returned for each known file.
        questioned: The same for each questioned file; none for a file that needs no partner.
        paths: The paths of both.
        settings: How many partners a file may have, and what they must share.
        preferred: Known files whose paths count as if they fitted better by 1.
    """
    left, right = _Held.of(known, _sieve(questioned)), _Held.of(questioned, _sieve(known))
    _, at_left, at_right = np.intersect1d(left.hashes, right.hashes, assume_unique=True, return_indices=True)
    telling = left.counts[at_left] <= settings.max_holders
    at_left, at_right = at_left[telling], at_right[telling]
    holders = left.counts[at_left]
    products = holders * right.counts[at_right]
    group = np.repeat(np.arange(len(products)), products)
    within = np.arange(len(group)) - np.repeat(np.cumsum(products) - products, products)
    width = right.counts[at_right][group]
    known_files = left.files[left.firsts[at_left][group] + within // width]
    questioned_files = right.files[right.firsts[at_right][group] + within % width]
    keys, places = np.unique(questioned_files * len(known) + known_files, return_inverse=True)
    shared = np.bincount(places, weights=1.0 / holders[group], minlength=len(keys))
    counts = np.bincount(places, minlength=len(keys))
    found: list[list[Candidate]] = [[] for _ in questioned]
    for key, score, count in zip(keys.tolist(), shared.tolist(), counts.tolist(), strict=True):
        questioned_file, known_file = divmod(key, len(known))
        containment = count / min(len(known[known_file]), len(questioned[questioned_file]))
        if score >= settings.min_shared and containment >= settings.min_containment:
            found[questioned_file].append(
                Candidate(known=known_file, questioned=questioned_file, shared=score, containment=containment)
            )
    return [_best(candidates, paths, settings, preferred) for candidates in found]


def _best(
    candidates: list[Candidate],
    paths: tuple[Sequence[str], Sequence[str]],
    settings: Corresponding,
    preferred: Set[int],
) -> list[Candidate]:
    def rank(item: Candidate) -> tuple[float, int]:
        fit = path_fit(paths[0][item.known], paths[1][item.questioned]) + (item.known in preferred)
        return -item.shared * (1.0 + fit / 4), item.known

    return sorted(candidates, key=rank)[: settings.max_partners]


def path_fit(known: str, questioned: str) -> float:
    """Return the share of the names of the longer path that both end with, 0 to 1; 1 for the same path.

    If one path alone is in an archive, or is that of an older state of a file, it fits less: the fit may be negative.
    """
    left, right = known.split("/"), questioned.split("/")
    common = 0
    while common < min(len(left), len(right)) and left[-1 - common] == right[-1 - common]:
        common += 1
    return _fit(common, (len(left), set_aside(known)), (len(right), set_aside(questioned)))


def _fit(common: int, *kinds: tuple[int, float]) -> float:
    """The fit of two paths that end with so many common names, each given as its number of names and `set_aside`."""
    (left, one), (right, other) = kinds
    return common / max(left, right) - abs(one - other)


class FittingPaths:
    """Known files of which those are asked for whose paths fit others best, without a look at each.

    Of paths that have as many names, are set aside as far and are preferred or not alike, those fit best that share
    most last names. So they are kept by these three and by what they end with.
    """

    def __init__(self, paths: Iterable[tuple[str, bool, int]]) -> None:
        """Take paths, whether their fit counts 1 more, and a number of each."""
        self._kinds: dict[tuple[int, float, bool], dict[str | None, int]] = {}
        for path, is_preferred, number in paths:
            names = path.count("/") + 1
            lowest = self._kinds.setdefault((names, set_aside(path), is_preferred), {})
            for end in (None, *_ends(path)):
                lowest[end] = min(lowest.get(end, number), number)

    def best(self, path: str) -> int:
        """Return the number of the path that fits a questioned one best, the lowest of several."""
        own = path.count("/") + 1, set_aside(path)
        ends = list(enumerate(_ends(path), start=1))[::-1]
        found = []
        for (names, aside, is_preferred), lowest in self._kinds.items():
            common, end = next((item for item in ends if item[1] in lowest), (0, None))
            found.append((-(_fit(common, (names, aside), own) + is_preferred), lowest[end]))
        return min(found)[1]


def _ends(path: str) -> list[str]:
    """Return what a path ends with, name by name, the shortest first."""
    starts = (0, *(place.end() for place in re.finditer("/", path)))
    return [path[start:] for start in reversed(starts)]


_INSIDE = "!/"
_OLD_FOLDER = re.compile(
    r"(?i)(?:^|/)(?:old|older|backups?|baks?|archives?|archived|obsolete|attic|previous|history|releases?|versions?|snapshots?)"
    r"(?:[-_. ]?v?\d[\w.-]*)?/"
)
_OLD_FILE = re.compile(r"(?i)(?:\.(?:bak|old|orig|save)|~)$")


@cache
def set_aside(path: str) -> float:
    """Return how far a path says that a file is no part of the present work: 0.5 in an archive, 0.25 by a name.

    Only what is the same elsewhere is preferred there.
    """
    if _INSIDE in path:
        return 0.5
    return 0.25 if _OLD_FOLDER.search(path) or _OLD_FILE.search(path) else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """The paths of a work, to tell which of several files with the same bytes is nearest to one of them.

    `ends` are all that paths end with, name by name.
    """

    ends: Set[str]

    @classmethod
    def of(cls, paths: Iterable[str]) -> "Paths":
        """Return the paths of a work."""
        ends = set()
        for path in paths:
            ends.add(path)
            ends.update(path[place.end() :] for place in re.finditer("/", path))
        return cls(frozenset(ends))

    def remoteness(self, path: str) -> tuple[float, int]:
        """Return what tells files apart, lower first: if one is set aside, then how many last names are shared."""
        names = path.split("/")
        shared = next((len(names) - cut for cut in range(len(names)) if "/".join(names[cut:]) in self.ends), 0)
        return (0.0 if shared == len(names) else set_aside(path)), -shared


_SIEVE_BITS = 22
_SIEVE_SHIFT = np.uint64(64 - _SIEVE_BITS)


def _sieve(grams: Sequence[NDArray[np.uint64]]) -> NDArray[np.bool_]:
    """Return which upper bits the hashes of a work have: speed only, what passes by chance is shared by nobody."""
    sieve = np.zeros(1 << _SIEVE_BITS, dtype=bool)
    for part in grams:
        sieve[(part >> _SIEVE_SHIFT).astype(np.int64)] = True
    return sieve


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """Which files hold each hash: `files` of one hash stand together, from `firsts` on, `counts` in number."""

    hashes: NDArray[np.uint64]
    firsts: NDArray[np.int64]
    counts: NDArray[np.int64]
    files: NDArray[np.int64]

    def __post_init__(self) -> None:
        freeze_arrays(self)

    @classmethod
    def of(cls, grams: Sequence[NDArray[np.uint64]], others: NDArray[np.bool_]) -> "_Held":
        """Group the hashes of files, but for those that the sieve of the other work does not pass."""
        hashes = np.concatenate([np.empty(0, np.uint64), *grams])
        files = np.repeat(np.arange(len(grams)), [len(part) for part in grams])
        keep = others[(hashes >> _SIEVE_SHIFT).astype(np.int64)]
        hashes, files = hashes[keep], files[keep]
        order = np.argsort(hashes, kind="stable")
        hashes, files = hashes[order], files[order]
        fresh = np.ones(len(hashes), dtype=bool)
        fresh[1:] = hashes[1:] != hashes[:-1]
        firsts = np.flatnonzero(fresh)
        return cls(hashes[firsts], firsts, np.diff(np.append(firsts, len(hashes))), files)
