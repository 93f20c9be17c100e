"""The files of a work whose encoding was left open: decoded as the user states, else as the work decides."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from codematch.intake import given as given_for
from codematch.intake import names, vote
from codematch.intake.charsets import Charset
from codematch.intake.content import Judged, by_content
from codematch.intake.decode import Decoded, as_given, control_bytes, misfit, recoded
from codematch.intake.given import Given
from codematch.intake.utf16_32 import Wide
from codematch.model.source import Reason
from codematch.settings import Intake


@dataclass(frozen=True, slots=True)
class Settled:
    """The `files` of a work, each with its final disposition.

    `doubtful` are the names of those that read as well in another encoding, by the labels of both. `unfit` are those
    that are not in the encoding that is given for them, by its label: path, and the line and byte of the
    first place that does not fit.
    """

    files: tuple[Judged, ...]
    doubtful: Mapping[tuple[str, str], Sequence[bytes]]
    unfit: Mapping[str, Sequence[tuple[str, int, int]]]


def settled(found: Sequence[Judged], limits: Intake, given: Sequence[Given] = ()) -> Settled:
    """Decode the files of a work whose encoding is still open, under their final names."""
    known_texts: dict[str, Decoded] = {}
    files: list[Judged] = []
    doubtful: dict[tuple[str, str], list[bytes]] = defaultdict(list)
    unfit: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    asked = [_as_stated(one, limits, given, known_texts, unfit) if one.awaits_name else one for one in found]
    decisions = vote.decide({one.entry.digest: one.open for one in asked if one.open}, limits)
    texts: dict[str, Decoded] = {}
    for one in asked:
        if one.open:
            digest = one.entry.digest
            decision = decisions[digest]
            if digest not in texts:
                texts[digest] = recoded(one.entry.content or b"", decision.charset, decision.basis)
            if decision.rival is not None:
                doubtful[decision.charset.label, decision.rival.label].append(one.entry.name)
            one = replace(one, decoded=texts[digest], open=b"")
        files.append(one)
    return Settled(tuple(files), doubtful, unfit)


def _as_stated(
    one: Judged,
    limits: Intake,
    given: Sequence[Given],
    known_texts: dict[str, Decoded],
    unfit: dict[str, list[tuple[str, int, int]]],
) -> Judged:
    """Decode a file in the encoding that is given for it; one that it does not fit is added to `unfit`."""
    entry, content = one.entry, one.entry.content
    if content is None:
        return replace(one, awaits_name=False)
    path = names.shown(entry.name)
    charset = given_for.find(path, given)
    if charset is None:
        return by_content(entry, content, limits, known_texts)
    decoded = as_given(content, charset)
    otherwise = by_content(entry, content, limits, known_texts)
    place = _misfit(content, charset, decoded, otherwise, limits)
    if place is None:
        return Judged(entry, decoded)
    unfit[charset.label].append((path, *place))
    return otherwise


def _misfit(
    content: bytes, charset: Charset | Wide, decoded: Decoded, otherwise: Judged, limits: Intake
) -> tuple[int, int] | None:
    """Return the line and the byte, both from 1, where a file shows that it is not in an encoding; None if it may be.

    Units of two bytes and single bytes allow nearly everything: in UTF-16 a text of ASCII without a NUL is one of rare
    ideographs, and a binary file with control characters is no text in any page.
    """
    if decoded.undecodable:
        return misfit(content, charset)
    if isinstance(charset, Wide):
        return (1, 1) if content and content.isascii() and b"\0" not in content else None
    is_binary = otherwise.entry.reason is Reason.BINARY and control_bytes(content, limits) > 0
    return misfit(content, charset) if is_binary else None
