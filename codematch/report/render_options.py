"""How a record is rendered. No option changes a number."""

from dataclasses import dataclass

from codematch.model.result import Shown
from codematch.report.formats import Limits
from codematch.report.text import LANGUAGES

PROFILES = ("us", "cn")
"""American and Chinese practice: order, headings and forms of a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bates:
    """Bates numbers of pages: a prefix, and the number of the first page."""

    prefix: str
    start: int = 1
    digits: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyLine:
    """An entry of the custody log: the columns of table T2. A `late` entry is dated before the preceding one."""

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
class TableFile:
    """A CSV file that is written with a record: its name, its number of rows, its SHA-256."""

    name: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """How a record is rendered.

    Attributes:
        language: Its language, one of `LANGUAGES`.
        profile: Its order, headings and forms, one of `PROFILES`.
        tier: Its confidentiality tier, "" for that of the case.
        made: When the run started, ISO 8601 with a zone; "" where that is not recorded.
        root: The SHA-256 of the whole `report.json`, which is the same however the result is rendered; "" to compute
            it from the result.
        custody: The entries of the custody log of the case.
        limits: How much is listed, None for the limits of the format. The rest is counted, and is in `matches.jsonl`.
        shown: What is shown of the text of the works.
        key: The master key of commitments (see `codematch.report.redaction`).
        bates: Bates numbers of its pages, None for none.
        rebuttal: Whether the record answers likely cross-examination, instead of being complete.
        max_pages: The greatest number of printed pages of exhibits, None for no limit.
        max_consecutive: The greatest number of consecutive printed pages of one exhibit, None for no limit.
        questioned_folder: The folder of the questioned work relative to where a tool looks for its files, "" where they
            are the same or that is not known. Formats for continuous integration begin the paths of the work with it.
        tables: The CSV files that are written with the record, which lists name that are too long for it.
        brief: Whether a text for the terminal is the summary of forty lines.
        document: The path of the document that was written, which that summary names; "" for none.
        one_file: Whether a record in HTML is one file, whatever its size.
        unchecked: Whether the result was read from a file that no list of digests names, and could not be checked.
        printed: Whether it is written to stdout and not to a file: JSON is then lists of objects without tables.
    """

    language: str = LANGUAGES[0]
    profile: str = PROFILES[0]
    tier: str = ""
    made: str = ""
    root: str = ""
    custody: tuple[CustodyLine, ...] = ()
    limits: Limits | None = None
    shown: Shown = Shown.ALL
    key: bytes = b""
    bates: Bates | None = None
    rebuttal: bool = False
    max_pages: int | None = None
    max_consecutive: int | None = None
    questioned_folder: str = ""
    tables: tuple[TableFile, ...] = ()
    brief: bool = False
    document: str = ""
    one_file: bool = False
    unchecked: bool = False
    printed: bool = False
