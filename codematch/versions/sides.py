"""Both histories brought together: passages, events, anomalies, times and indications of a direction."""

from collections.abc import Sequence
from dataclasses import dataclass

from codematch.model.engagement import Role
from codematch.model.source import SourceTree
from codematch.model.versions import Anomaly, HistoryEvent, PassageHistory, TimeEntry, VersionPinning, VersionsResult
from codematch.settings import Settings
from codematch.versions.anomalies import find_anomalies
from codematch.versions.dated import DatedTable, find_anachronisms
from codematch.versions.direction import Side, name_words, weigh
from codematch.versions.events import find_events
from codematch.versions.history import History
from codematch.versions.lines import words_of
from codematch.versions.passages import find_passages, first_parents
from codematch.versions.pinning import Pinned, pin
from codematch.versions.states import NO_STATES, shared_states
from codematch.versions.texts import Texts
from codematch.versions.times import history_times, notice_times


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One side: its history, None for a single state, and what it is called."""

    history: History | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """What the history of one side says of what both share."""

    passages: tuple[PassageHistory, ...] = ()
    events: tuple[HistoryEvent, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()


def bring_together(
    sides: tuple[Examined, Examined],
    pinned: Pinned,
    pinning: VersionPinning,
    texts: Texts,
    questioned: SourceTree,
    settings: Settings,
    given: tuple[DatedTable, Sequence[TimeEntry]],
) -> VersionsResult:
    """Return the whole result: the revisions that were found, and all that bears on time and direction."""
    known, other = sides[0].history, sides[1].history
    if known is None or pinning.interval is None:
        return VersionsResult(pinning=pinning, times=tuple(given[1]))
    best = pinning.interval.best.number - 1
    story = _story(known, pinned, texts, Role.KNOWN, best, settings, given[0])
    shared = shared_texts(pinned, best, texts)
    answer, states = _Story(), NO_STATES
    if other is not None:
        own = Texts(other, settings.intake)
        held = pin(other, shared, own, settings.versions)
        if held.files:
            at = _examined_at(other, questioned)
            answer = _story(other, held, own, Role.QUESTIONED, at, settings, given[0])
            states = shared_states(known, other, held)
        else:
            answer = _Story(anomalies=find_anomalies(other, Role.QUESTIONED, settings.versions))
    anomalies = (*story.anomalies, *answer.anomalies)
    times = history_times(known, Role.KNOWN, pinning.interval, anomalies)
    times += notice_times((text for _, text in shared), Role.KNOWN)
    if other is not None:
        times += history_times(other, Role.QUESTIONED, None, anomalies)
    times += notice_times((file.utf8 for file in questioned.files), Role.QUESTIONED)
    labels = [side.label.partition("@")[0] for side in sides]
    named = _named_lines(pinned, best, texts, labels)
    indications, direction = weigh(
        Side(label=labels[0], passages=story.passages, named_lines=named[0]),
        Side(label=labels[1], passages=answer.passages, named_lines=named[1]),
        pinning,
        _common(known, other),
        settings.versions,
        states,
    )
    most = settings.versions.max_files
    return VersionsResult(
        pinning=pinning,
        times=(*times, *given[1]),
        passages=(*story.passages[:most], *answer.passages[:most]),
        events=(*story.events, *answer.events),
        anomalies=anomalies,
        indications=indications,
        direction=direction,
    )


def _story(
    history: History, pinned: Pinned, texts: Texts, role: Role, until: int, settings: Settings, dated: DatedTable
) -> _Story:
    rules = settings.versions
    paths = frozenset(pinned.agreement.paths)
    return _Story(
        passages=find_passages(history, pinned, role, until, rules),
        events=find_events(history, first_parents(history, until), paths, role, texts, rules) if history.is_git else (),
        anomalies=(
            *find_anomalies(history, role, rules),
            *find_anachronisms(history, paths, role, texts, dated, rules),
        ),
    )


def shared_texts(pinned: Pinned, revision: int, texts: Texts) -> list[tuple[str, bytes]]:
    """Return the known files of a revision that questioned files are held against, each once."""
    agreement = pinned.agreement
    found: dict[str, bytes] = {}
    for each in agreement.candidates:
        for item in each[:1]:
            column = agreement.paths.index(item.path)
            place = int(agreement.contents[revision, column])
            if place >= 0 and item.path not in found:
                found[item.path] = b"\n".join(texts.raw(agreement.by_path[column][place]))
    return sorted(found.items())


def _examined_at(history: History, questioned: SourceTree) -> int:
    """Return the number of the commit that was examined, the last one if none is stated."""
    wanted = questioned.origin.revision
    return next(
        (number for number, revision in enumerate(history.revisions) if wanted and revision.id == wanted),
        len(history.revisions) - 1,
    )


def _common(known: History, other: History | None) -> int:
    """Return how many commits both histories have."""
    if other is None or not (known.is_git and other.is_git):
        return 0
    return len({one.id for one in known.revisions} & {one.id for one in other.revisions})


def _named_lines(pinned: Pinned, revision: int, texts: Texts, labels: Sequence[str]) -> list[int]:
    """Return how many lines that both works have name the project of either side, and not that of the other."""
    words = [name_words(label) for label in labels]
    own = [words[0] - words[1], words[1] - words[0]]
    counts = [0, 0]
    known = [text for _, text in shared_texts(pinned, revision, texts)]
    there = {line.strip() for text in known for line in text.split(b"\n")}
    here = {line.strip() for lines in pinned.lines for line in lines} & there
    for line in here:
        held = {word.decode("utf-8", "replace").lower() for word in words_of(line)}
        for side in range(2):
            counts[side] += bool(own[side] & held)
    return counts
