"""Files are read in processes with limits: a file that kills its process costs itself alone, and the result says so.

A file at which a process dies twice is read by the plain lexer; one at which that dies, too, is compared as empty.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from codematch.languages import TEXT, Identified, Languages, count_tokens
from codematch.model.message import Message, Name, PathName
from codematch.model.source import Limitation, Reason, SourceFile
from codematch.parallel import Allowance, Cause, Death, Jobs, map_supervised
from codematch.settings import Parsing

Prepared = TypeVar("Prepared")

BATCH_BYTES = 400_000
"""What a process is handed at a time [bytes]: speed only, no result depends on it."""

_WALL_SECONDS = 4.0
"""Times the processor time: by the clock a process may take so much longer, because others need the machine, too."""

_NAMED = 5
"""Files that are named of those that ended a process."""

_REASONS = {
    Cause.CRASH: Reason.PARSE_CRASH,
    Cause.MEMORY: Reason.PARSE_MEMORY,
    Cause.TIMEOUT: Reason.PARSE_TIMEOUT,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """A file to be read, and the language that it claims; `plainly` says why the plain lexer reads it, if it does."""

    source: SourceFile
    claim: Identified
    plainly: Limitation | None = None

    def with_limitation(self, reason: Reason, detail: Message) -> "Reading":
        """Return the file to be read by the plain lexer, for a reason."""
        limitation = Limitation(stage="languages", subject=self.source.record.path, reason=reason, detail=detail)
        return replace(self, plainly=limitation)

    def empty(self) -> "Reading":
        """Return the file as if nothing were in it."""
        return replace(self, source=SourceFile(record=self.source.record))


def given_up(death: Death) -> Message:
    """Return what is said of works that ended their process twice while they were compared."""
    return Message.of("comparison-ended", code=death.code)


def lost_files(limitations: Iterable[Limitation]) -> tuple[Limitation, ...]:
    """Return those of some limitations that are of files which ended the process that read them."""
    return tuple(one for one in limitations if one.reason in _REASONS.values())


def said_of_lost_files(works: Iterable[tuple[str, Sequence[Limitation]]]) -> tuple[Message, ...]:
    """Return what is said of the files that ended the process that read them, of works with their labels."""
    found = [
        Message.of("file-of-work", work=Name(label), path=PathName(one.subject), why=one.detail)
        for label, limitations in works
        for one in lost_files(limitations)
    ]
    if not found:
        return ()
    return (Message.of("files-ended-process", count=len(found), files=tuple(found[:_NAMED])),)


Work = Callable[[tuple[Sequence[Reading], Any], Sequence[int]], Sequence[Prepared]]
"""A function of a module: files with what all of them need, and the positions of some of them, to their outcomes."""


def allowance(parsing: Parsing) -> Allowance:
    """Return what a process that reads files may use."""
    return Allowance(
        memory_bytes=parsing.max_process_bytes,
        cpu_seconds=parsing.max_process_seconds,
        wall_seconds=_WALL_SECONDS * parsing.max_process_seconds,
    )


def read_all(
    readings: Sequence[Reading],
    work: Work[Prepared],
    shared: Any,
    languages: Languages,
    parsing: Parsing,
    jobs: Jobs,
    tell: Callable[[int], None],
) -> tuple[list[Prepared], Mapping[int, Limitation]]:
    """Read files in processes.

    Args:
        readings: The files.
        work: Reads some of them.
        shared: What that needs of its own.
        languages: The languages, for their titles.
        parsing: The limits.
        jobs: Number of processes.
        tell: Told how many files are done.

    Returns:
        What `work` made of each file, and for those at which a process ended once without fault of theirs, by position,
        the limitation that says so.
    """
    done: dict[int, Prepared] = {}
    ended: dict[int, Death] = {}
    lost: dict[int, Death] = {}
    with map_supervised(work, (readings, shared), list(batches(readings)), jobs, allowance(parsing)) as outcomes:
        for position, outcome in outcomes:
            if not isinstance(outcome, Death):
                done[position] = outcome
                tell(len(done))
            elif outcome.final:
                lost[position] = outcome
            elif outcome.place >= 0:
                ended[outcome.place] = outcome
    positions = sorted(lost)
    plain = [_plainly(readings[position], lost[position], languages, parsing) for position in positions]
    done.update(zip(positions, _read_plain(plain, work, shared, parsing, jobs), strict=True))
    said = {position: _ended(readings[position], death) for position, death in ended.items() if position not in lost}
    return [done[position] for position in range(len(readings))], said


def _read_plain(
    readings: Sequence[Reading], work: Work[Prepared], shared: Any, parsing: Parsing, jobs: Jobs
) -> list[Prepared]:
    """Read files by the plain lexer, each by itself; those that kill their process even so as if they were empty."""
    found: dict[int, Prepared] = {}
    singly = [[position] for position in range(len(readings))]
    with map_supervised(work, (readings, shared), singly, jobs, allowance(parsing)) as outcomes:
        for position, outcome in outcomes:
            if not isinstance(outcome, Death):
                found[position] = outcome
            elif outcome.final:
                detail = Message.of("not-readable", code=outcome.code)
                empty = readings[position].with_limitation(_REASONS[outcome.cause], detail).empty()
                found[position] = work(([empty], shared), [0])[0]
    return [found[position] for position in range(len(readings))]


def within_tokens(readings: Sequence[Reading], limit: int) -> list[Reading]:
    """Return the files, those as empty that have too many tokens together: the largest first, of equals the last path.

    Tokens are estimated from above (`count_tokens`), and only where there are so many bytes.
    """
    if sum(len(reading.source.utf8) for reading in readings) <= limit:
        return list(readings)
    counts = [count_tokens(reading.source.utf8) for reading in readings]
    left = limit
    kept = list(readings)
    for position in sorted(range(len(readings)), key=lambda at: (counts[at], readings[at].source.record.path)):
        if counts[position] > left:
            detail = Message.of("tokens-of-works", limit=limit, tokens=counts[position])
            kept[position] = readings[position].with_limitation(Reason.TOKEN_LIMIT, detail).empty()
            left = 0
        left -= counts[position] if left else 0
    return kept


def batches(readings: Sequence[Reading]) -> Iterator[list[int]]:
    """Yield positions in portions of about equal numbers of bytes."""
    batch: list[int] = []
    size = 0
    for position, reading in enumerate(readings):
        batch.append(position)
        size += reading.source.record.size_bytes + 1
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _plainly(reading: Reading, death: Death, languages: Languages, parsing: Parsing) -> Reading:
    name = reading.claim.language
    title = Name(languages.spec(name).title if name != TEXT else TEXT)
    details = {
        Cause.CRASH: Message.of("parser-crashed", language=title, code=death.code),
        Cause.MEMORY: Message.of("parser-memory", language=title, limit=parsing.max_process_bytes),
        Cause.TIMEOUT: Message.of("parser-overdue", language=title, seconds=parsing.max_process_seconds),
    }
    return reading.with_limitation(_REASONS[death.cause], details[death.cause])


def _ended(reading: Reading, death: Death) -> Limitation:
    return Limitation(
        stage="languages",
        subject=reading.source.record.path,
        reason=Reason.PROCESS_ENDED,
        detail=Message.of("process-ended", code=death.code),
    )
