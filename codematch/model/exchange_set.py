"""What many works share by their fingerprints: all pairs of a set, or a questioned work and those of an index."""

from dataclasses import dataclass

from codematch.model.message import Message

EXCHANGE_SET_VERSION = 1
"""The shape of `exchange-set.json`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangedWork:
    """A work of the set, by its number.

    `from_source` tells whether its fingerprints were made of source just now. `fingerprints` counts its different ones
    at the level `renamed`, file by file. `failure` says why it could not be compared.
    """

    number: int
    label: str
    from_source: bool
    files: int = 0
    fingerprints: int = 0
    failure: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangedWorks:
    """Two works that share fingerprints, by their numbers: in a search `first` is of the index.

    `files` pairs of files correspond, `identical` of them have the same text; `shared` is the sum of their shared
    fingerprints. `runs`, the weight of the `heaviest_bits` and the sum `bits` are None where places are sealed.
    `record` is the folder with the full comparison, "" without one.
    """

    rank: int
    first: int
    second: int
    files: int
    identical: int
    shared: int
    runs: int | None = None
    heaviest_bits: float | None = None
    bits: float | None = None
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeSet:
    """What works share, the heaviest pairs first.

    `questioned` is the number of the questioned work of a search, 0 in a scan of `pairs_total` pairs. `key_id` names
    the key, "" without one; `is_open` says whether places and weights could be read. Runs of at least `min_bits` are
    counted; each may go on by less than `window` tokens at either end.
    """

    format_version: int
    tool: str
    version: str
    key_id: str
    is_open: bool
    window: int
    min_bits: float
    questioned: int
    works: tuple[ExchangedWork, ...]
    pairs: tuple[ExchangedWorks, ...]
    pairs_total: int

    def work(self, number: int) -> ExchangedWork:
        """Return a work by its number."""
        return self.works[number - 1]
