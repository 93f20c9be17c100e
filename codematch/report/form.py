"""How a record is rendered: language, profile, what is shown of the code, numbering; nothing of it moves a number."""

from dataclasses import dataclass, field

from codematch.model.result import Shown
from codematch.report.wording import LANGUAGES

PROFILES = ("us", "cn")
"""Order, headings and forms: those of American, and of Chinese practice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bates:
    """Numbers of pages in the manner of Bates: a prefix, and the number of the first page."""

    prefix: str
    start: int = 1
    digits: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyLine:
    """An entry of the custody log: the columns of table T2. A `late` one is of an earlier time than one before it."""

    number: int
    time: str
    item: str
    action: str
    persons: str
    place: str
    purpose: str
    seal: str
    hash_before: str
    hash_after: str
    reference: str
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The greatest numbers of rows of a table, of exhibits, and of lines of code that all exhibits show together."""

    rows: int
    exhibits: int
    lines: int


SCREEN = Limits(rows=2_000, exhibits=2_000, lines=40_000)
"""What a page on a screen lists, so that a browser opens it in a few seconds."""
PAPER = Limits(rows=100, exhibits=100, lines=8_000)
"""What paper lists: a document that people can leaf through, and that is set in less than a gigabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a record is rendered.

    `made` is when the run was started, with its zone, "" where that is not recorded; `custody` the entries of the
    custody log of the case. `shown` is what is to be left of the works' text. `limits` says how much is listed, None
    for what suits the format; the rest is counted, and stands in `matches.jsonl`. `key` is the master key of the
    commitments (see `codematch.report.redaction`). `rebuttal` gathers what the other side asks for instead of the whole
    record. `max_pages` and `max_consecutive` are the budget of printed pages of exhibits. `root` is the SHA-256 of the
    whole `report.json`, "" to take it from the result: what is left out of a rendering does not change it.
    """

    language: str = LANGUAGES[0]
    profile: str = PROFILES[0]
    tier: str = ""
    made: str = ""
    root: str = ""
    custody: tuple[CustodyLine, ...] = field(default=())
    limits: Limits | None = None
    shown: Shown = Shown.ALL
    key: bytes = b""
    bates: Bates | None = None
    rebuttal: bool = False
    max_pages: int | None = None
    max_consecutive: int | None = None
