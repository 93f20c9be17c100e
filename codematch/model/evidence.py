"""Findings by channel: what two works share in other ways, inside and outside regions, with its rarity as a count."""

from dataclasses import dataclass
from enum import StrEnum

from codematch.model.message import Message
from codematch.model.sides import Both


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
    corpus: Message

    def within(self, share: float) -> bool:
        """Say whether at most this share of the projects hold it."""
        return self.seen_in <= share * self.projects


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that both works hold: where first on each side, and how often.

    `kind` is a word of the channel's vocabulary, `text` what was found, secrets masked. `rarity` is None where nothing
    was counted, `note` what else is to be known. `region` is the number of the heaviest region that holds both places,
    0 for none.
    """

    channel: Channel
    kind: str
    text: str
    known: Place
    questioned: Place
    count: Both[int]
    rarity: Rarity | None = None
    note: Message | None = None
    region: int = 0


def by_rarity(finding: Finding) -> tuple[int, int, str]:
    """Order findings: seen in fewest projects first, then the longest."""
    return finding.rarity.seen_in if finding.rarity else 0, -len(finding.text), finding.text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelResult:
    """What one channel found: `figures` are counts by name, `omitted` is the number of findings that are not listed.

    `findings` are listed by detector, each with those to look at first in front.
    """

    channel: Channel
    figures: dict[str, int]
    findings: tuple[Finding, ...]
    omitted: int
