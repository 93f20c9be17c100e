"""What is unusual in the recorded times of a history. None of it shows that a time is wrong: each has plain causes.

The ids are those of the report; `codematch limits` and the method say what each looks at.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from codematch.model.engagement import Role
from codematch.model.message import Message, Name
from codematch.model.versions import Anomaly, ClaimedKind, ClaimedTime
from codematch.revisions.history import History, Revision
from codematch.settings import Versions

_DAY = 86_400
_GIT_SECONDS = 1_112_832_000
"""2005-04-07, when git itself was first released."""
_EARLIEST_ZONE, _LATEST_ZONE = -12 * 60, 14 * 60
_QUARTER = 15

Check = Callable[[History, Versions], Iterator[tuple[str, Sequence[int], Message]]]
"""Yields the id of an anomaly, the revisions that show it, and what was found."""


def find_anomalies(history: History, role: Role, rules: Versions) -> tuple[Anomaly, ...]:
    """Return the anomalies of a git history, at most some of each kind; releases have too few times to judge."""
    if not history.is_git:
        return ()
    found: list[Anomaly] = []
    for check in _CHECKS:
        rows = list(check(history, rules))
        for number, (name, revisions, detail) in enumerate(rows[: rules.max_anomalies]):
            rest = len(rows) - rules.max_anomalies if number == rules.max_anomalies - 1 else 0
            artefact = artefact_of(history, revisions)
            found.append(Anomaly(role=role, id=name, artefact=artefact, detail=_with_rest(detail, rest)))
    return tuple(found)


def artefact_of(history: History, revisions: Sequence[int]) -> Message:
    """Return how a table names one revision or several."""
    first = Name(history.revisions[revisions[0]].id[:12])
    if len(revisions) == 1:
        return Message.of("version-commit", commit=first)
    return Message.of("version-commits", first=first, count=len(revisions))


def _with_rest(detail: Message, rest: int) -> Message:
    return Message.of("anomaly-and-more", detail=detail, count=rest) if rest > 0 else detail


def _time(revision: Revision, kind: ClaimedKind) -> ClaimedTime | None:
    return next((time for time in revision.times if time.kind is kind), None)


def _backwards(history: History, rules: Versions) -> Iterator[tuple[str, Sequence[int], Message]]:
    for number, revision in enumerate(history.revisions):
        own = _time(revision, ClaimedKind.COMMITTER)
        for parent in revision.parents:
            before = _time(history.revisions[parent], ClaimedKind.COMMITTER)
            if own and before and before.seconds - own.seconds > rules.backwards_seconds:
                hours = (before.seconds - own.seconds) / 3600
                yield (
                    "time-backwards",
                    (number,),
                    Message.of("anomaly-backwards", hours=round(hours, 1), parent=Name(_short(history, parent))),
                )
                break


def _zones(history: History, rules: Versions) -> Iterator[tuple[str, Sequence[int], Message]]:
    for number, revision in enumerate(history.revisions):
        for time in revision.times:
            minutes = _minutes(time.zone)
            if minutes is None or not _EARLIEST_ZONE <= minutes <= _LATEST_ZONE or minutes % _QUARTER:
                yield "impossible-zone", (number,), Message.of("anomaly-zone", zone=Name(time.zone))
                break


def _minutes(zone: str) -> int | None:
    digits = zone[1:]
    if zone[:1] not in ("+", "-") or len(digits) != 4 or not digits.isdigit():
        return None
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return -minutes if zone[0] == "-" else minutes


def _apart(history: History, rules: Versions) -> Iterator[tuple[str, Sequence[int], Message]]:
    for number, revision in enumerate(history.revisions):
        author, committer = _time(revision, ClaimedKind.AUTHOR), _time(revision, ClaimedKind.COMMITTER)
        if author and committer:
            days = (committer.seconds - author.seconds) / _DAY
            if days > rules.apart_days or days < -1:
                yield "author-committer-apart", (number,), Message.of("anomaly-apart", days=round(days, 1))


def _same_second(history: History, rules: Versions) -> Iterator[tuple[str, Sequence[int], Message]]:
    places: dict[int, list[int]] = {}
    for number, revision in enumerate(history.revisions):
        if (time := _time(revision, ClaimedKind.COMMITTER)) is not None:
            places.setdefault(time.seconds, []).append(number)
    for numbers in places.values():
        if len(numbers) >= rules.same_second_commits:
            yield "same-second", numbers, Message.of("anomaly-same-second", count=len(numbers))


def _even(history: History, rules: Versions) -> Iterator[tuple[str, Sequence[int], Message]]:
    numbers = [n for n, one in enumerate(history.revisions) if _time(one, ClaimedKind.AUTHOR) is not None]
    times = [time.seconds for n in numbers if (time := _time(history.revisions[n], ClaimedKind.AUTHOR)) is not None]
    steps = [(times[place + 1] - times[place], numbers[place]) for place in range(len(times) - 1)]
    for step, group in groupby(steps, key=lambda item: item[0]):
        run = [number for _, number in group]
        if step > 0 and len(run) + 1 >= rules.even_commits:
            yield "even-intervals", run, Message.of("anomaly-even", seconds=step, count=len(run) + 1)


def _finished(history: History, rules: Versions) -> Iterator[tuple[str, Sequence[int], Message]]:
    roots = [number for number, one in enumerate(history.revisions) if one.parent < 0]
    last = len(history.revisions) - 1
    held = _held(history, last)
    for root in roots[:1]:
        first = {path for path, content in history.revisions[root].changes.items() if content}
        kept = len(first & held)
        if len(first) >= rules.finished_files and held and kept >= rules.finished_share * len(held):
            yield "finished-beginning", (root,), Message.of("anomaly-finished", count=len(first), kept=kept)


def _held(history: History, number: int) -> set[str]:
    chain = []
    while number >= 0:
        chain.append(number)
        number = history.revisions[number].parent
    held: set[str] = set()
    for one in reversed(chain):
        for path, content in history.revisions[one].changes.items():
            (held.add if content else held.discard)(path)
    return held


def _before_git(history: History, rules: Versions) -> Iterator[tuple[str, Sequence[int], Message]]:
    early = [
        number
        for number, one in enumerate(history.revisions)
        if (time := _time(one, ClaimedKind.COMMITTER)) is not None and time.seconds < _GIT_SECONDS
    ]
    if early:
        yield "before-git", early, Message.of("anomaly-before-git", count=len(early))


def _zone_changes(history: History, rules: Versions) -> Iterator[tuple[str, Sequence[int], Message]]:
    """Yield people whose zone changes from one commit to the next within hours, more than twice."""
    jumps: Counter[str] = Counter()
    at: dict[str, list[int]] = {}
    last: dict[str, ClaimedTime] = {}
    for number, revision in enumerate(history.revisions):
        time = _time(revision, ClaimedKind.AUTHOR)
        before = last.get(revision.author)
        if time is None:
            continue
        if before is not None and 0 <= time.seconds - before.seconds < rules.zone_hours * 3600:
            minutes, earlier = _minutes(time.zone), _minutes(before.zone)
            if minutes is not None and earlier is not None and abs(minutes - earlier) >= rules.zone_minutes:
                jumps[revision.author] += 1
                at.setdefault(revision.author, []).append(number)
        last[revision.author] = time
    for author, count in sorted(jumps.items()):
        if count >= rules.zone_jumps:
            yield "zone-jumps", at[author], Message.of("anomaly-zone-jumps", count=count)


def _short(history: History, number: int) -> str:
    return history.revisions[number].id[:12]


_CHECKS: tuple[Check, ...] = (
    _backwards, _zones, _zone_changes, _apart, _same_second, _even, _finished, _before_git,
)  # fmt: skip
IDS = (
    "time-backwards", "impossible-zone", "zone-jumps", "author-committer-apart", "same-second", "even-intervals",
    "finished-beginning", "before-git", "anachronism",
)  # fmt: skip
"""The ids of all anomalies."""
