"""Filtration as a ledger: what of the works is labelled, by which filter, for which reason; nothing is ever removed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from codematch.model.message import Message
from codematch.model.sides import Both


class ReasonCode(StrEnum):
    """Why a passage may be in both works without telling anything.

    The codes are those that courts and examiners use (table T5). `OSS_MODIFIED` keeps what was changed in open-source
    code apart from what was not.
    """

    OSS = "OSS"
    OSS_MODIFIED = "OSS-MODIFIED"
    VENDOR = "VENDOR"
    GENERATED = "GENERATED"
    MINIFIED = "MINIFIED"
    SDK_TEMPLATE = "SDK-TEMPLATE"
    LANG_BOILERPLATE = "LANG-BOILERPLATE"
    API_DICTATED = "API-DICTATED"
    PROTOCOL_STANDARD = "PROTOCOL/STANDARD"
    HARDWARE = "HARDWARE"
    COMMON_IDIOM = "COMMON-IDIOM"
    COMMON_ALGO = "COMMON-ALGO"
    DATA = "DATA"
    LICENSED = "LICENSED"
    USER_AGREED = "USER-AGREED"


class FilterId:
    """Ids of filters that other stages name; `codematch.filtration.FILTERS` lists all filters, in their order."""

    AGREED: Final = "agreed"
    COMMON: Final = "common"
    LIBRARY: Final = "library"
    VENDORED: Final = "vendored"
    GENERATED: Final = "generated"
    IMPORTS: Final = "imports"
    LICENCES: Final = "licences"
    STANDARDS: Final = "standards"
    DATA: Final = "data"
    INTERFACE: Final = "interface"
    BOILERPLATE: Final = "boilerplate"
    IDIOMS: Final = "idioms"


HELD_AGAINST = frozenset({FilterId.AGREED, FilterId.COMMON, FilterId.LIBRARY})
"""The filters that label what is in something given: works, agreed exclusions, a library."""


class Mark(NamedTuple):
    """A half-open span of tokens of one file that a filter labels; of comments where the filter is about comments.

    `basis` names what it rests on: a rule of the filter, or the material with file and lines.
    """

    first: int
    stop: int
    code: ReasonCode
    basis: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A labelled passage that is in a region: on which side and where; lines count from 1, both ends included."""

    filter: str
    code: ReasonCode
    side: str
    path: str
    first_line: int
    last_line: int
    tokens: int
    basis: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much of one work: files that hold some of it, lines on which a token of it starts, tokens."""

    files: int
    lines: int
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterRow:
    """What one filter labels on its own, regardless of the others.

    `known` and `questioned` are amounts of the whole works, `known_matched` and `questioned_matched` the tokens of
    regions. `enabled` says whether it was on; when it was not, all are 0. `codes` are the reasons it gave, sorted;
    `material` names what it was compared with, with its size.
    """

    filter: str
    enabled: bool
    codes: tuple[ReasonCode, ...]
    known: Amount
    questioned: Amount
    matched: Both[int]
    material: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is left of the regions once a filter and all before it have been applied; `filter` None is the beginning.

    A token pair is left when no filter so far labels either side of it. A line that coverage counts as matched is left
    when a token that is left starts on it; a region, when its residual reaches `filtration.residual_bits`. `bits` is
    the structure that is left in all of them: the sum over regions, each at stored precision.
    """

    filter: str | None
    tokens: Both[int]
    lines: Both[int]
    regions: int
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The whole of filtration: a row for every filter, the waterfall, and the passages in regions with their basis.

    `exclusions_omitted` counts passages beyond the limit of the settings.
    """

    rows: tuple[FilterRow, ...]
    steps: tuple[Step, ...]
    exclusions: tuple[Exclusion, ...]
    exclusions_omitted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionLabel:
    """How much of a region one filter labels for one reason: aligned pairs of tokens, of which either side counts.

    `basis` is that of the longest passage.
    """

    filter: str
    code: ReasonCode
    tokens: int
    basis: Message
