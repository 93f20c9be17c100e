"""Results without the text of the works: left out, or replaced by commitments that the holder of a key can open.

A commitment to a text is HMAC-SHA-256 of it under a key of its own (RFC 2104). That key is HMAC-SHA-256 of the id of
the text under the key of the result, and this one of the digest of `report.json` under the master key. Without a key no
guess of a short line can be checked; the owner of the master key can open a single line by disclosing its own key and
text, and nothing else, neither of this result nor of another one.

What stays: paths, names of functions and classes, line numbers, digests of whole files, numbers, and what the case file
and the person who ran the comparison wrote.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace

from codematch.errors import UsageError
from codematch.model.evidence import ChannelResult
from codematch.model.marks import ExaminerMarks
from codematch.model.match import Exhibit, ExhibitRow, Region
from codematch.model.policy import Policy, SuppressionKind
from codematch.model.quotes import with_quotes
from codematch.model.result import CaseResult, PairResult, Shown, Work
from codematch.report.formats import to_json

SHOWN_DIGITS = 16
"""Hexadecimal digits of a commitment that are shown instead of a text."""

_LEFT_OUT = "[…]"

SCHEME = "HMAC-SHA-256(HMAC-SHA-256(HMAC-SHA-256(master key, SHA-256 of report.json), id), text)"

Replace = Callable[[str, str], str]
"""(id, text) -> its replacement."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening of one commitment: its id, the text, and the key of this text alone."""

    id: str
    text: str
    key: str

    def fits(self, commitment: str) -> bool:
        """Return whether this opening matches a commitment."""
        return hmac.compare_digest(_commitment(bytes.fromhex(self.key), self.text), commitment)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A result whose texts are commitments, and all of these by their ids."""

    result: CaseResult
    commitments: dict[str, str]


def redacted(result: CaseResult, key: bytes) -> Redacted:
    """Return a result with commitments in the place of every text of the works.

    Raises:
        UsageError: The result does not contain the texts.
    """
    _check_whole(result)
    commitments: dict[str, str] = {}
    key = _key_of(result, key)

    def replace_text(name: str, text: str) -> str:
        if not text.strip():
            return text
        commitments[name] = _commitment(_own_key(key, name), text)
        return f"【{commitments[name][:SHOWN_DIGITS]}】"

    return Redacted(replace(_replaced(result, replace_text), shown=Shown.COMMITMENTS), commitments)


def openings(result: CaseResult, key: bytes) -> dict[str, Opening]:
    """Return the opening of each commitment of the redacted form of a result, by id.

    Raises:
        UsageError: The result does not contain the texts.
    """
    _check_whole(result)
    found: dict[str, Opening] = {}
    key = _key_of(result, key)

    def note(name: str, text: str) -> str:
        if text.strip():
            found[name] = Opening(name, text, _own_key(key, name).hex())
        return text

    _replaced(result, note)
    return found


def without_code(result: CaseResult) -> CaseResult:
    """Return a result without lines and texts of the works: names, numbers, digests and counts stay."""
    hidden = _replaced(result, lambda name, text: _LEFT_OUT if text.strip() else text)
    pairs = (
        replace(
            pair,
            regions=tuple(replace(region, renames=()) for region in pair.regions),
            exhibits=tuple(replace(exhibit, rows=(), omitted_rows=0) for exhibit in pair.exhibits),
        )
        for pair in hidden.pairs
    )
    return replace(hidden, pairs=tuple(pairs), shown=Shown.NO_CODE)


def _check_whole(result: CaseResult) -> None:
    if result.shown is not Shown.ALL:
        raise UsageError(
            "this result no longer contains text of the works; give the unredacted result that it was made from"
        )


def _key_of(result: CaseResult, master: bytes) -> bytes:
    """Return the key of one result: it opens no line of another result with the same master key."""
    return hmac.digest(master, hashlib.sha256(to_json.render(result)).digest(), hashlib.sha256)


def _own_key(master: bytes, name: str) -> bytes:
    return hmac.digest(master, name.encode(), hashlib.sha256)


def _commitment(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()


def _replaced(result: CaseResult, change: Replace) -> CaseResult:
    """Return a result with every text of the works changed, each under an id of its own."""
    pairs = tuple(_pair(pair, f"P{number}", change) for number, pair in enumerate(result.pairs, start=1))
    return with_quotes(replace(result, pairs=pairs), change, "quotes")


def _pair(pair: PairResult, name: str, change: Replace) -> PairResult:
    return replace(
        pair,
        known=_work(pair.known),
        questioned=_work(pair.questioned),
        sketches=None,
        sources=None,
        regions=tuple(_region(region, name, change) for region in pair.regions),
        exhibits=tuple(_exhibit(exhibit, name, change) for exhibit in pair.exhibits),
        evidence=tuple(_channel(channel, name, change) for channel in pair.evidence),
        policy=None if pair.policy is None else _policy(pair.policy, name, change),
        marks=None if pair.marks is None else _marks(pair.marks),
    )


def _marks(marks: ExaminerMarks) -> ExaminerMarks:
    """Return marks without identities, against which a guess of the code could be checked."""
    return replace(marks, marks=tuple(replace(mark, identity="") for mark in marks.marks))


def _policy(policy: Policy, name: str, change: Replace) -> Policy:
    """Return a policy without what comments of the questioned work say."""
    stated = tuple(
        one
        if one.kind is not SuppressionKind.COMMENT
        else replace(
            one,
            reason=change(f"{name}:suppression-{number}:reason", one.reason),
            name=change(f"{name}:suppression-{number}:name", one.name),
        )
        for number, one in enumerate(policy.suppressions, start=1)
    )
    return replace(policy, suppressions=stated)


def _work(work: Work) -> Work:
    """Return a work without signatures: a guess of a function could be checked against one without any key."""
    files = (
        replace(file, sketch=None, units=tuple(replace(unit, sketch=None) for unit in file.units))
        for file in work.files
    )
    return replace(work, files=tuple(files))


def _region(region: Region, name: str, change: Replace) -> Region:
    """Return a region without what a guess of its code could be checked against."""
    renames = tuple(
        replace(
            rename,
            known=change(f"{name}:E{region.number}:rename-{number}:K", rename.known),
            questioned=change(f"{name}:E{region.number}:rename-{number}:Q", rename.questioned),
        )
        for number, rename in enumerate(region.renames, start=1)
    )
    return replace(region, renames=renames, identity="", content="")


def _exhibit(exhibit: Exhibit, name: str, change: Replace) -> Exhibit:
    rows = tuple(_row(row, f"{name}:E{exhibit.region}", change) for row in exhibit.rows)
    return replace(exhibit, rows=rows, known_span=None, questioned_span=None)


def _row(row: ExhibitRow, name: str, change: Replace) -> ExhibitRow:
    return replace(
        row,
        known_text=change(f"{name}:K:{_place(row.known_line, row.known_begin)}", row.known_text),
        questioned_text=change(f"{name}:Q:{_place(row.questioned_line, row.questioned_begin)}", row.questioned_text),
        known_marks=(),
        questioned_marks=(),
    )


def _place(line: int | None, begin: int) -> str:
    """A line, or the part of one that begins at a character."""
    return f"{line}.{begin}" if begin else f"{line}"


def _channel(channel: ChannelResult, name: str, change: Replace) -> ChannelResult:
    findings = tuple(
        replace(item, text=change(f"{name}:{channel.channel.value}-{number}", item.text))
        for number, item in enumerate(channel.findings, start=1)
    )
    return replace(channel, findings=findings)
