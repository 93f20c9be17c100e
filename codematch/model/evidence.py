"""Evidence beside the regions: what two works share in other ways, by channel, with its rarity as a count."""

from collections.abc import Sequence
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

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


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

    @classmethod
    def of(cls, channel: Channel, figures: dict[str, int], found: Sequence[Finding], most: int) -> "ChannelResult":
        """Return the result that lists the first `most` of what was found, and counts the rest."""
        return cls(channel=channel, figures=figures, findings=tuple(found[:most]), omitted=max(0, len(found) - most))
