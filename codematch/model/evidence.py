"""Evidence beside the regions: what two works share in other ways, by channel, with its rarity as a count."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """The channels, in the order of a report; none is ever added to another."""

    FILES = "files"
    LINES = "lines"
    NAMES = "names"
    COMMENTS = "comments"
    TEXTS = "texts"
    ARTEFACTS = "artefacts"
    ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a work: the path, and the line from 1, 0 for the whole file."""

    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """In how many projects of a corpus something was seen; a corpus that counts from two on says 0 for one, too.

    `corpus` names it and its digest.
    """

    seen_in: int
    projects: int
    corpus: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that both works hold: where first on each side, and how often.

    `kind` is a word of the channel's vocabulary, `text` what was found, secrets masked. `rarity` is None where nothing
    was counted. `note` says what else is to be known.
    """

    channel: Channel
    kind: str
    text: str
    known: Place
    questioned: Place
    known_count: int
    questioned_count: int
    rarity: Rarity | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelResult:
    """What one channel found: `figures` are counts by name, `findings` the rarest first, `omitted` those not listed."""

    channel: Channel
    figures: dict[str, int]
    findings: tuple[Finding, ...]
    omitted: int
