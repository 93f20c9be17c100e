"""Both histories brought together: passages, events, anomalies, times and indications of a direction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from codematch.model.engagement import Role
from codematch.model.source import SourceTree
from codematch.model.versions import Anomaly, HistoryEvent, TimeEntry, VersionPinning, VersionsResult
from codematch.revisions.anomalies import find_anomalies
from codematch.revisions.dated import DatedTable, find_anachronisms
from codematch.revisions.decisive import best_path
from codematch.revisions.direction import weigh
from codematch.revisions.events import find_events
from codematch.revisions.forks import common_commits
from codematch.revisions.history import History, contents_by_path
from codematch.revisions.indications import Evidence, Side
from codematch.revisions.interval import main_time
from codematch.revisions.leftovers import (
    authors_of,
    holders,
    named_lines,
    notices_of,
    placed,
    shared_lines,
    stated_origins,
)
from codematch.revisions.passages import Passage, find_passages, first_parents
from codematch.revisions.pinning import Pinned, pin
from codematch.revisions.project_names import Mentions, Name, is_manifest, names_of
from codematch.revisions.states import NO_STATES, shared_states, typical_step
from codematch.revisions.texts import Texts
from codematch.revisions.times import history_times, notice_times
from codematch.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One side: its history, None for a single state, and what it is called."""

    history: History | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """What the history of one side says of what both share; `tip` is the revision up to which it is followed."""

    passages: tuple[Passage, ...] = ()
    events: tuple[HistoryEvent, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    tip: int = 0
    step: float | None = None


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
        histories = ((known, Role.KNOWN), (other, Role.QUESTIONED))
        return VersionsResult(
            pinning=pinning,
            times=tuple(given[1]),
            anomalies=tuple(
                item
                for history, role in histories
                if history is not None
                for item in find_anomalies(history, role, settings.versions)
            ),
        )
    best = pinning.interval.best.number - 1
    story = _story(known, pinned, texts, Role.KNOWN, best, settings, given[0])
    shared = shared_texts(pinned, best, texts)
    answer, states = _Story(), NO_STATES
    names = [_names(sides[0], known, texts), names_of(sides[1].label, _root_files(questioned))]
    if other is not None:
        own = Texts(other, settings.intake)
        names[1] |= _names(sides[1], other, own)
        held = pin(other, shared, own, settings.versions)
        if held.files:
            at = _nearest(other, held, _examined_at(other, questioned))
            answer = _story(other, held, own, Role.QUESTIONED, at, settings, given[0])
            states = shared_states(known, other, held, settings.versions.beginning_days)
        else:
            answer = _Story(anomalies=find_anomalies(other, Role.QUESTIONED, settings.versions))
    anomalies = (*story.anomalies, *answer.anomalies)
    evidence = Evidence(
        known=Side(label=sides[0].label),
        questioned=Side(label=sides[1].label),
        pinning=pinning,
        commits=common_commits(known, other, (story.tip, answer.tip), settings.versions.main_people),
        states=states,
    )
    text = _shared_text(shared, pinned)
    evidence = _with_sides(evidence, sides, (story, answer), text, Mentions.of(*names), settings)
    indications, direction = weigh(evidence, anomalies, settings.versions)
    times = _times(sides, pinning, (shared, questioned), anomalies)
    most = settings.versions.max_files
    return VersionsResult(
        pinning=pinning,
        times=(*times, *given[1]),
        passages=tuple(one.history for each in (story, answer) for one in each.passages[:most]),
        events=(*story.events, *answer.events),
        anomalies=anomalies,
        indications=indications,
        direction=direction,
    )


def _names(side: Examined, history: History, texts: Texts) -> frozenset[Name]:
    """Return what the project of a side is called, by its label and by the last state of its manifests."""
    held = [(path, contents[-1]) for path, contents in contents_by_path(history).items() if is_manifest(path)]
    return names_of(side.label, ((path, b"\n".join(texts.raw(content))) for path, content in held))


def _root_files(tree: SourceTree) -> list[tuple[str, bytes]]:
    return [
        (file.record.path, file.utf8) for file in tree.files if file.text is not None and is_manifest(file.record.path)
    ]


def _shared_text(shared: Sequence[tuple[str, bytes]], pinned: Pinned) -> tuple[Sequence[bytes], tuple[str, str]]:
    """Return the lines that both works have, and the notices of the shared files of either."""
    return shared_lines(shared, pinned.lines), (
        notices_of(line for _, text in shared for line in text.split(b"\n")),
        notices_of(line for each in pinned.lines for line in each),
    )


def _with_sides(
    evidence: Evidence,
    sides: tuple[Examined, Examined],
    stories: tuple[_Story, _Story],
    text: tuple[Sequence[bytes], tuple[str, str]],
    mentions: Mentions,
    settings: Settings,
) -> Evidence:
    """Return the evidence with what is known of each side; `text` are the shared lines, and the notices of either."""
    named, notices = named_lines(text[0], mentions), text[1]
    authors = [authors_of(side.history) for side in sides]
    made = [
        _side(number, sides[number], stories[number], named[number], mentions, (notices, authors), settings)
        for number in range(2)
    ]
    return replace(evidence, known=made[0], questioned=made[1])


def _side(
    number: int,
    side: Examined,
    story: _Story,
    named: int,
    mentions: Mentions,
    people: tuple[tuple[str, str], Sequence[Counter[str]]],
    settings: Settings,
) -> Side:
    other, (notices, authors), rules = 1 - number, people, settings.versions
    bundled, placed_at = placed(story.passages, mentions, other)
    stated = stated_origins(side.history, story.passages, mentions, other) if side.history is not None else []
    return Side(
        label=side.label.partition("@")[0].removesuffix(".git"),
        passages=story.passages,
        named_lines=named,
        people=holders(notices, authors[number], authors[other], rules.holder_commits, rules.holder_ratio),
        bundled=bundled,
        placed=placed_at,
        stated=tuple(side.history.revisions[one].id for one in stated) if side.history is not None else (),
        step=story.step,
        begins=_beginning(side.history, story.tip) if side.history is not None else None,
    )


def _beginning(history: History, tip: int) -> int | None:
    time = main_time(history.revisions[first_parents(history, tip)[0]])
    return None if time is None else time.seconds


def _times(
    sides: tuple[Examined, Examined],
    pinning: VersionPinning,
    works: tuple[Sequence[tuple[str, bytes]], SourceTree],
    anomalies: Sequence[Anomaly],
) -> list[TimeEntry]:
    """Return the claimed times of both histories and of the notices of both works."""
    times: list[TimeEntry] = []
    if sides[0].history is not None:
        times += history_times(sides[0].history, Role.KNOWN, pinning.interval, anomalies)
    times += notice_times((text for _, text in works[0]), Role.KNOWN)
    if sides[1].history is not None:
        times += history_times(sides[1].history, Role.QUESTIONED, None, anomalies)
    return times + notice_times((file.utf8 for file in works[1].files), Role.QUESTIONED)


def _story(
    history: History, pinned: Pinned, texts: Texts, role: Role, until: int, settings: Settings, dated: DatedTable
) -> _Story:
    rules = settings.versions
    paths = frozenset(pinned.agreement.paths)
    passages = find_passages(history, pinned, role, until, rules)
    return _Story(
        passages=passages,
        events=find_events(history, first_parents(history, until), paths, role, texts, rules) if history.is_git else (),
        anomalies=(
            *find_anomalies(history, role, rules),
            *find_anachronisms(history, paths, role, texts, dated, rules),
        ),
        tip=until,
        step=typical_step(history, (one.history.path for one in passages), texts) if history.is_git else None,
    )


def shared_texts(pinned: Pinned, revision: int, texts: Texts) -> list[tuple[str, bytes]]:
    """Return the known files of a revision that have most of a questioned file, each once."""
    agreement = pinned.agreement
    columns = {path: column for column, path in enumerate(agreement.paths)}
    found: dict[str, bytes] = {}
    for number in range(len(pinned.files)):
        path, _ = best_path(pinned, number, revision, texts)
        if path and path not in found:
            content = agreement.by_path[columns[path]][int(agreement.contents[revision, columns[path]])]
            found[path] = b"\n".join(texts.raw(content))
    return sorted(found.items())


def _nearest(history: History, held: Pinned, until: int) -> int:
    """Return the last revision on the way to another one that has most of what is shared: later ones changed it."""
    chain = first_parents(history, until)
    scores = held.agreement.scores[:, chain].sum(axis=0)
    return chain[len(chain) - 1 - int(scores[::-1].argmax())]


def _examined_at(history: History, questioned: SourceTree) -> int:
    """Return the number of the commit that was examined, the last one if none is stated."""
    wanted = questioned.origin.revision
    return next(
        (number for number, revision in enumerate(history.revisions) if wanted and revision.id == wanted),
        len(history.revisions) - 1,
    )
