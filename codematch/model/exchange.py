"""Fingerprint files, and what the comparison of two of them finds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value

EXCHANGE_VERSION = 1
"""The shape of `exchange.json`."""
EXACT, RENAMED = "exact", "renamed"
LEVELS = (EXACT, RENAMED)


@array_value(copy=False)
class Windows:
    """The fingerprints of one file at one level, by position; m of them.

    `hashes` uint64 (m,). Each is of a window of consecutive tokens that begins at token `tokens` int32 (m,), on the
    lines `first` to `last` int32 (m,), both counted from 1. The tokens before the window weigh `before` float64 (m,),
    those in it `bits` float64 (m,) [bits].
    """

    hashes: NDArray[np.uint64]
    tokens: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    before: NDArray[np.float64]
    bits: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSpan:
    """A function or class: its half-open token span, and its first and last line."""

    first_token: int
    stop_token: int
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileDetails:
    """What a keyed file seals: `path` ("" where it is withheld), sizes, fingerprints by level with places, units."""

    path: str
    size_bytes: int
    lines: int
    tokens: int
    windows: dict[str, Windows]
    units: tuple[UnitSpan, ...]


@array_value(copy=False)
class FilePrints:
    """The fingerprints of one file: the (keyed) digest of its text, and its language.

    `exact` and `renamed` uint64 (m,) are its different hashes at each level, sorted. `details` are None where they are
    sealed.
    """

    digest: str
    language: str
    exact: NDArray[np.uint64]
    renamed: NDArray[np.uint64]
    details: FileDetails | None

    def at(self, level: str) -> NDArray[np.uint64]:
        """Return the different hashes at a level, sorted: uint64 (m,)."""
        return self.exact if level == EXACT else self.renamed


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkPrints:
    """A work by its fingerprints.

    `method` says with what they were made: only equal ones can be compared. `key_id` names the key, "" without one.
    `k` is the length of a window [tokens], `window` the number of windows of which one at least was kept.
    """

    method: str
    key_id: str
    k: int
    window: int
    files: tuple[FilePrints, ...]

    @property
    def is_open(self) -> bool:
        """Whether places and weights can be read."""
        return all(file.details is not None for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangedFile:
    """A file of a side: its number in the fingerprint file, and what is known of it; None where it is sealed."""

    number: int
    digest: str
    language: str
    fingerprints: int
    path: str = ""
    size_bytes: int | None = None
    lines: int | None = None
    tokens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRun:
    """A run of tokens in both works, of match class M1 (equal texts) or M2 (equal but for names and literals).

    It has at least `tokens` tokens that weigh at least `bits`: it may go on by less than a window at either end. Lines
    are pairs of the first and the last line.
    """

    match_class: str
    tokens: int
    bits: float
    known_lines: tuple[int, int]
    questioned_lines: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedUnit:
    """A function or class of each side, by lines, and the shares of their tokens in shared runs."""

    known_lines: tuple[int, int]
    questioned_lines: tuple[int, int]
    known_share: float
    questioned_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangedPair:
    """Two files that share fingerprints, by their numbers.

    `identical` files have the same digest (M0). `shared` counts the different fingerprints that both have at each
    level, `known_part` and `questioned_part` are their shares of those of a side at the level `renamed`, `resemblance`
    their Jaccard index. `bits` is the sum over `runs`; both runs and units are empty where places are sealed.
    """

    known: int
    questioned: int
    identical: bool
    shared_exact: int
    shared_renamed: int
    known_part: float
    questioned_part: float
    resemblance: float
    bits: float = 0.0
    runs: tuple[SharedRun, ...] = ()
    units: tuple[SharedUnit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeSide:
    """A side: what reports call it, whether it was given as source, and its files."""

    label: str
    from_source: bool
    files: tuple[ExchangedFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeResult:
    """What two works share by their fingerprints, the heaviest pairs of files first.

    `key_id` names the key, "" without one; `is_open` says whether places and weights could be read. Runs of at least
    `min_bits` are listed; they may go on by less than `window` tokens at either end.
    """

    format_version: int
    tool: str
    version: str
    key_id: str
    is_open: bool
    k: int
    window: int
    min_bits: float
    known: ExchangeSide
    questioned: ExchangeSide
    pairs: tuple[ExchangedPair, ...]
