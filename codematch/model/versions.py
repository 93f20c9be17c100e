"""Which revisions of the known work explain the questioned one, and what both histories say of time and direction.

A claimed time and an attested time are different types. Nothing turns one into the other, and no field holds both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from codematch.model.engagement import Role
from codematch.model.evidence import Place
from codematch.model.message import Message
from codematch.model.overview import Columns, Overview
from codematch.model.versions_overview import versions_summary, versions_tables


class ClaimedKind(StrEnum):
    """What claims a time."""

    AUTHOR = "author"
    COMMITTER = "committer"
    TAGGER = "tagger"
    FILE = "file"
    MEMBER = "member"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedTime:
    """A time that something states of itself: whoever made it could set any.

    `time` is ISO 8601 with its zone, "" if the number stands for no date; `seconds` are those since 1970, `zone` is
    written as recorded ("" where none is).
    """

    kind: ClaimedKind
    time: str
    seconds: int
    zone: str = ""


class AttestedKind(StrEnum):
    """What attests that something existed at a time; a signature that was found and is not named attests nothing."""

    TIMESTAMP = "timestamp"
    SIGNED_TAG = "signed-tag"
    REGISTRY = "registry"
    PLATFORM = "platform"
    NOTARIAL = "notarial"
    DEPOSIT = "deposit"
    SIGNATURE = "found-signature"


class Verification(StrEnum):
    """What became of checking an attestation without a network.

    `verified`: signature, time and content were checked; of a signed tag, the time is that of the signer's clock.
    `content-checked`: the attestation names a digest or a revision that is in the work, its origin was not checked.
    `unchecked`: it is repeated as given. `refused`: a check failed, and it attests nothing here. `present`: found in a
    work or beside it, and not named in the case; nothing was checked.
    """

    VERIFIED = "verified"
    CONTENT_CHECKED = "content-checked"
    UNCHECKED = "unchecked"
    REFUSED = "refused"
    PRESENT = "present"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedTime:
    """A time at which somebody else attests that something existed, and how far that could be verified.

    `time` is ISO 8601, `source` who attests it, `reference` the number of the document, `file` the name of the file
    that was given, "" where there is none; `detail` what the check found.
    """

    kind: AttestedKind
    time: str
    source: str
    reference: str
    file: str
    status: Verification
    detail: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEntry:
    """A row of table T9: an artefact of one side with either a claimed or an attested time, and its anomalies by id."""

    role: Role
    artefact: Message
    claimed: ClaimedTime | None = None
    attested: AttestedTime | None = None
    anomalies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionName:
    """A revision: its number from 1 in order, its full id, its tags and branches, and what it claims of its time."""

    number: int
    id: str
    names: tuple[str, ...] = ()
    claimed: ClaimedTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """What a revision has of the questioned work: a share of what any revision has of it, 0 to 1.

    `is_equal` says whether it explains the work as well as the best one.
    """

    revision: int
    agreement: float
    is_equal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionInterval:
    """The revisions that explain the questioned work, or a file of it, equally well.

    `count` is their number, `touching` that of those which change a file that is held against the questioned one (one
    at least: the state at the beginning counts), `agreement` that of the best revision, 0 to 1. `named` are those of
    them that a tag or a release names.
    """

    first: RevisionName
    last: RevisionName
    best: RevisionName
    count: int
    touching: int
    agreement: float
    named: tuple[RevisionName, ...] = ()


class Boundary(StrEnum):
    """Which end of an interval a line decides."""

    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisiveLine:
    """A line of the questioned work, or two in a row, that revisions within the interval have and those beyond lack.

    `since` and `until` are the first and the last revision that have it in the known file; `boundary` is the end of the
    interval that it decides.
    """

    boundary: Boundary
    text: Message
    known: Place
    questioned: Place
    since: RevisionName
    until: RevisionName


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVersions:
    """A questioned file: the known file of the best revision, how much of it any revision has, and its interval.

    `lines` is the number of its different lines and pairs of lines, `found` those that the best revision has, and
    `renamed` the number of words that were taken back to those of the known work.
    """

    questioned_path: str
    known_path: str
    lines: int
    found: int
    renamed: int
    interval: VersionInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemVersions:
    """An asserted item and the revisions that explain equally well the questioned files with its counterparts.

    `item` is its number from 1, `text` how it was asserted; `files` are the questioned files, at most a few, and
    `files_total` is their number. `interval` is None if no revision has enough of these files.
    """

    item: int
    text: str
    files: tuple[str, ...]
    files_total: int
    interval: VersionInterval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPinning:
    """The revisions of the known work held against the questioned work.

    `revisions` is their number, `touching` that of those which change a file that a questioned one is held against;
    `unmatched` questioned files have no counterpart in any revision. `tolerance` is by how much less weight a revision
    may have and still be equal; `whole` the weight of all that any revision has. `left_out` revisions are beyond the
    limit, `unread` objects could not be read, `cut_off` commits are named as parents and missing. `interval` is None if
    no file has a counterpart. `items` are the asserted items of a comparison that have counterparts.
    """

    is_git: bool
    revisions: int
    touching: int
    unmatched: int
    tolerance: float
    whole: float
    left_out: int
    unread: int
    interval: VersionInterval | None
    curve: tuple[CurvePoint, ...] = ()
    files: tuple[FileVersions, ...] = ()
    decisive: tuple[DecisiveLine, ...] = ()
    cut_off: int = 0
    items: tuple[ItemVersions, ...] = ()


class Appearance(StrEnum):
    """How a passage came into a history."""

    WHOLE = "whole"
    GROWN = "grown"
    FIRST_REVISION = "first-revision"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageHistory:
    """When what both works share of a file appeared in the history of one of them.

    `first` is the revision that has the first of it, `largest` the one that adds most, `share` how much of it that one
    adds (0 to 1), `revisions` how many add any.
    """

    role: Role
    path: str
    appearance: Appearance
    first: RevisionName
    largest: RevisionName
    share: float
    revisions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEvent:
    """A revision of one side that changed much at once, or removed what names an origin."""

    role: Role
    kind: str
    revision: RevisionName
    detail: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """Something unusual in the recorded times of one side: its id, the revision or file, and what was found."""

    role: Role
    id: str
    artefact: Message
    detail: Message


class Direction(StrEnum):
    """What an indication is consistent with."""

    KNOWN_FIRST = "known-first"
    QUESTIONED_FIRST = "questioned-first"
    COMMON_SOURCE = "common-source"
    UNDETERMINED = "undetermined"


class Strength(StrEnum):
    """What an indication may do.

    It decides alone, supports others of another group, opposes the other direction without supporting this one, or does
    nothing of these.
    """

    DECIDING = "deciding"
    SUPPORTING = "supporting"
    OPPOSING = "opposing"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication:
    """Something that bears on the direction, what it is consistent with, how strongly, and what else may explain it."""

    kind: str
    direction: Direction
    strength: Strength
    detail: Message
    otherwise: Message


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class VersionsResult(Overview):
    """Everything that was found of versions, time and direction.

    `direction` is what all indications that bear on it are consistent with; `undetermined` if there are none, or if
    they contradict one another.
    """

    pinning: VersionPinning | None = None
    times: tuple[TimeEntry, ...] = ()
    passages: tuple[PassageHistory, ...] = ()
    events: tuple[HistoryEvent, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    indications: tuple[Indication, ...] = ()
    direction: Direction = Direction.UNDETERMINED

    def summary(self) -> str:
        """Return the revisions that explain the questioned work, and the direction, in two lines."""
        return versions_summary(self)

    def _tables(self) -> Mapping[str, Callable[[], Columns]]:
        return versions_tables(self)
