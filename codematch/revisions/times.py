"""The rows of table T9: what the first and last revision, an interval, tags and notices of a work claim of time."""

import re
from collections.abc import Iterable, Sequence

from codematch.model.engagement import Role
from codematch.model.message import Message, Name
from codematch.model.versions import Anomaly, ClaimedKind, ClaimedTime, RevisionName, TimeEntry, VersionInterval
from codematch.revisions.history import History
from codematch.revisions.interval import name_of

_YEAR = re.compile(
    rb"(?:copyright|\(c\)|\xc2\xa9|\xe7\x89\x88\xe6\x9d\x83)[^\n]{0,40}?\b((?:19|20)\d\d)\b", re.IGNORECASE
)
_MOST_TAGS = 8


def history_times(
    history: History, role: Role, interval: VersionInterval | None, anomalies: Sequence[Anomaly]
) -> list[TimeEntry]:
    """Return the claimed times of a history: its first and last revision, and those of an interval."""
    marked: dict[str, list[str]] = {}
    for item in anomalies:
        if item.role is role and item.artefact.key == "version-commit":
            marked.setdefault(str(item.artefact["commit"]), []).append(item.id)
    rows: dict[str, TimeEntry] = {}
    chosen: list[tuple[str, RevisionName]] = [("first-revision", name_of(history, 0))]
    if interval is not None:
        chosen += [("interval-first", interval.first), ("interval-last", interval.last)]
        chosen += [("interval-named", one) for one in interval.named[-_MOST_TAGS:]]
    chosen.append(("last-revision", name_of(history, len(history.revisions) - 1)))
    for key, revision in chosen:
        for time in history.revisions[revision.number - 1].times:
            name = Name(" ".join(revision.names[:1]) or revision.id[:12])
            artefact = Message.of(f"time-{key}", name=name, kind=Message.of(f"claimed-{time.kind.value}"))
            flags = tuple(dict.fromkeys(marked.get(revision.id[:12], ())))
            rows[str(artefact)] = TimeEntry(role=role, artefact=artefact, claimed=time, anomalies=flags)
    return list(rows.values())


def notice_times(texts: Iterable[bytes], role: Role) -> list[TimeEntry]:
    """Return the earliest and the latest year that copyright notices of a work state."""
    years = sorted({int(year) for text in texts for year in _YEAR.findall(text)})
    return [
        TimeEntry(
            role=role,
            artefact=Message.of("time-notice", year=Name(str(year))),
            claimed=ClaimedTime(kind=ClaimedKind.NOTICE, time=f"{year:04d}", seconds=_seconds(year)),
        )
        for year in dict.fromkeys((*years[:1], *years[-1:]))
    ]


def _seconds(year: int) -> int:
    """Return the beginning of a year in seconds since 1970, leap days on average."""
    return round((year - 1970) * 365.2425 * 86_400)
