"""Each indication of a direction: what was found, what it is consistent with, how strongly, what else explains it."""

from collections.abc import Sequence
from dataclasses import dataclass

from codematch.model.message import Message, Name
from codematch.model.versions import Appearance, Direction, Indication, Strength, VersionPinning
from codematch.revisions.forks import NO_COMMON_COMMITS, CommonCommits
from codematch.revisions.passages import Passage
from codematch.revisions.states import NO_STATES, SharedStates
from codematch.settings import Versions

GROUPS = {
    "common-commits": "commits",
    "continued": "commits",
    "growth": "histories",
    "states": "histories",
    "state-times": "histories",
    "claimed-times": "histories",
    "named-project": "text",
    "named-people": "text",
    "places": "text",
    "bundled": "text",
    "stated-origin": "messages",
    "version-within": "",
}
"""What an indication is found in, by its kind: two of one group support each other no more than one does."""
_HALF = 0.5
_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What is known of one side.

    Attributes:
        label: What it is called.
        passages: What it shares, by file; none without a history.
        named_lines: How many shared lines name its project alone.
        people: The people whom shared notices name and who made commits on this side, few or none on the other.
        bundled: The share of its passages, by weight, that is below folders for works of others.
        placed: The share that is named after the other project, by a folder or the file.
        stated: Ids of revisions that add to passages and say that the other project was taken over.
        step: The typical step of its shared files, None where there are too few.
        begins: When its mainline claims to begin, in seconds since 1970.
    """

    label: str
    passages: tuple[Passage, ...] = ()
    named_lines: int = 0
    people: tuple[str, ...] = ()
    bundled: float = 0.0
    placed: float = 0.0
    stated: tuple[str, ...] = ()
    step: float | None = None
    begins: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of both sides: each, the known first, and what they have in common."""

    known: Side
    questioned: Side
    pinning: VersionPinning
    commits: CommonCommits = NO_COMMON_COMMITS
    states: SharedStates = NO_STATES


def find_indications(given: Evidence, rules: Versions) -> list[Indication]:
    """Return all indications in the order in which a result lists them."""
    return [
        *_commits(given.commits),
        *_continued(given.commits, rules),
        *_growth(given, rules),
        *_states(given, rules),
        *_state_times(given.states, rules),
        *_claimed(given, rules),
        *_stated(given),
        *_named(given, rules),
        *_people(given),
        *_places(given),
        *_within(given.pinning),
    ]


def _made(kind: str, direction: Direction, strength: Strength, detail: Message) -> Indication:
    return Indication(
        kind=kind,
        direction=direction,
        strength=Strength.NONE if direction is Direction.UNDETERMINED else strength,
        detail=detail,
        otherwise=Message.of(f"otherwise-{kind}"),
    )


def _first(is_known: bool, is_questioned: bool) -> Direction:
    """Return the direction for which exactly one of two conditions speaks."""
    if is_known == is_questioned:
        return Direction.UNDETERMINED
    return Direction.KNOWN_FIRST if is_known else Direction.QUESTIONED_FIRST


def _commits(found: CommonCommits) -> list[Indication]:
    if not found.count:
        return []
    detail = Message.of("indication-common-commits", count=found.count)
    return [_made("common-commits", Direction.COMMON_SOURCE, Strength.SUPPORTING, detail)]


def _continued(found: CommonCommits, rules: Versions) -> list[Indication]:
    """Compare whose mainline begins with common commits, and whose later commits are by those who made them."""
    if not found.count:
        return []
    if found.begins[0] != found.begins[1]:
        name = "indication-merged-questioned" if found.begins[0] else "indication-merged-known"
        return [_made("continued", _first(*found.begins), Strength.DECIDING, Message.of(name))]
    known, questioned = found.same_people
    direction = _first(
        _went_on(found, 0, rules) and known >= rules.people_ratio * questioned,
        _went_on(found, 1, rules) and questioned >= rules.people_ratio * known,
    )
    detail = Message.of(
        "indication-continued",
        known=found.own[0],
        questioned=found.own[1],
        known_share=round(100 * known),
        questioned_share=round(100 * questioned),
    )
    return [_made("continued", direction, Strength.DECIDING, detail)]


def _went_on(found: CommonCommits, side: int, rules: Versions) -> bool:
    """Tell whether the people of the common commits went on at a side, and the other has commits enough to say so."""
    return found.same_people[side] >= rules.people_share and min(found.own) >= rules.own_commits


def _growth(given: Evidence, rules: Versions) -> list[Indication]:
    """Compare in how many revisions either side came to have what is shared."""
    known, questioned = given.known, given.questioned
    if not known.passages or not questioned.passages:
        return []
    steps = _revisions(known.passages), _revisions(questioned.passages)
    whole = _whole(known.passages), _whole(questioned.passages)
    direction = _uncontradicted(
        _first(
            steps[0] >= max(rules.growth_ratio * steps[1], rules.growth_revisions),
            steps[1] >= max(rules.growth_ratio * steps[0], rules.growth_revisions),
        ),
        given,
    )
    side, other = (known, 1) if direction is Direction.KNOWN_FIRST else (questioned, 0)
    decides = whole[other] >= max(whole[1 - other], _HALF) and _is_developed(side, rules)
    detail = Message.of(
        "indication-growth",
        known=round(steps[0], 1),
        questioned=round(steps[1], 1),
        known_whole=round(100 * whole[0]),
        questioned_whole=round(100 * whole[1]),
    )
    return [_made("growth", direction, Strength.DECIDING if decides else Strength.SUPPORTING, detail)]


def _is_developed(side: Side, rules: Versions) -> bool:
    """Tell whether shared files changed in small steps: a work that is only updated changes in large ones."""
    return side.step is not None and side.step <= rules.small_step


def _uncontradicted(direction: Direction, given: Evidence) -> Direction:
    """Return a direction, undetermined if the claimed times of the first of what is shared are the other way round."""
    first, other = _claimed_first(given.known), _claimed_first(given.questioned)
    if first is None or other is None or direction is Direction.UNDETERMINED:
        return direction
    is_early = first < other if direction is Direction.KNOWN_FIRST else other < first
    return direction if is_early else Direction.UNDETERMINED


def _states(given: Evidence, rules: Versions) -> list[Indication]:
    """Compare how many states of shared files each side alone has between states that both have."""
    states = given.states
    known, questioned = states.known_between, states.questioned_between
    if states.common < rules.common_states or max(known, questioned) < rules.common_states:
        return []
    direction = _first(known >= rules.growth_ratio * questioned, questioned >= rules.growth_ratio * known)
    direction = _uncontradicted(direction, given)
    side = given.known if direction is Direction.KNOWN_FIRST else given.questioned
    strength = Strength.DECIDING if _is_developed(side, rules) else Strength.SUPPORTING
    detail = Message.of("indication-states", common=states.common, known=known, questioned=questioned)
    return [_made("states", direction, strength, detail)]


def _state_times(states: SharedStates, rules: Versions) -> list[Indication]:
    """Compare which side claims to have had the states earlier that both have."""
    known, questioned = states.known_earlier, states.questioned_earlier
    if not known + questioned:
        return []
    direction = _first(known > rules.growth_ratio * questioned, questioned > rules.growth_ratio * known)
    detail = Message.of("indication-state-times", known=known, questioned=questioned)
    return [_made("state-times", direction, Strength.SUPPORTING, detail)]


def _revisions(passages: Sequence[Passage]) -> float:
    """Return the mean number of revisions that add to a passage, by weight: a licence counts little."""
    return sum(item.weight * item.history.revisions for item in passages) / sum(item.weight for item in passages)


def _whole(passages: Sequence[Passage]) -> float:
    """Return the share of passages that came whole after the beginning: what a history begins with may have grown."""
    whole = sum(item.weight for item in passages if item.history.appearance is Appearance.WHOLE)
    return whole / sum(item.weight for item in passages)


def _claimed_first(side: Side) -> int | None:
    times = [one.history.first.claimed.seconds for one in side.passages if one.history.first.claimed is not None]
    return min(times, default=None)


def _claimed(given: Evidence, rules: Versions) -> list[Indication]:
    """Compare the claimed times of the first of what is shared; what a history begins with may be older than it."""
    first, other = _claimed_first(given.known), _claimed_first(given.questioned)
    if first is None or other is None or first == other:
        return []
    is_known = first < other
    later, time = (given.questioned, other) if is_known else (given.known, first)
    days = round(abs(first - other) / _DAY, 1)
    if later.begins is not None and time - later.begins <= rules.beginning_days * _DAY:
        name = "indication-claimed-known-begins" if is_known else "indication-claimed-questioned-begins"
        return [_made("claimed-times", Direction.UNDETERMINED, Strength.NONE, Message.of(name, days=days))]
    name = "indication-claimed-known" if is_known else "indication-claimed-questioned"
    return [_made("claimed-times", _first(is_known, not is_known), Strength.SUPPORTING, Message.of(name, days=days))]


def _stated(given: Evidence) -> list[Indication]:
    """Compare which side says in its messages that it took over the project of the other one."""
    known, questioned = given.known.stated, given.questioned.stated
    if not known and not questioned:
        return []
    example = (questioned or known)[0][:12]
    detail = Message.of("indication-stated", known=len(known), questioned=len(questioned), commit=Name(example))
    return [_made("stated-origin", _first(not known, not questioned), Strength.DECIDING, detail)]


def _named(given: Evidence, rules: Versions) -> list[Indication]:
    """Compare how many of the shared lines name the project of either side."""
    known, questioned = given.known.named_lines, given.questioned.named_lines
    if not known and not questioned:
        return []
    strength = Strength.DECIDING if max(known, questioned) >= rules.leftover_lines else Strength.SUPPORTING
    detail = Message.of(
        "indication-named",
        known=Name(given.known.label),
        questioned=Name(given.questioned.label),
        known_lines=known,
        questioned_lines=questioned,
    )
    return [_made("named-project", _first(not questioned, not known), strength, detail)]


def _people(given: Evidence) -> list[Indication]:
    """Compare whose people the notices of shared files name."""
    known, questioned = given.known.people, given.questioned.people
    if not known and not questioned:
        return []
    detail = Message.of("indication-people", known=len(known), questioned=len(questioned))
    return [_made("named-people", _first(not questioned, not known), Strength.SUPPORTING, detail)]


def _places(given: Evidence) -> list[Indication]:
    """Compare on which side shared files are named after the other project, or are in folders for works of others."""
    known, questioned = given.known, given.questioned
    found = []
    if max(known.placed, questioned.placed) >= _HALF:
        detail = Message.of(
            "indication-places", known=round(100 * known.placed), questioned=round(100 * questioned.placed)
        )
        direction = _first(questioned.placed >= _HALF, known.placed >= _HALF)
        found.append(_made("places", direction, Strength.SUPPORTING, detail))
    if max(known.bundled, questioned.bundled) >= _HALF:
        detail = Message.of(
            "indication-bundled", known=round(100 * known.bundled), questioned=round(100 * questioned.bundled)
        )
        direction, strength = _first(questioned.bundled >= _HALF, known.bundled >= _HALF), Strength.OPPOSING
        if direction is Direction.UNDETERMINED:
            direction, strength = Direction.COMMON_SOURCE, Strength.DECIDING
        found.append(_made("bundled", direction, strength, detail))
    return found


def _within(pinning: VersionPinning) -> list[Indication]:
    """Say if the questioned work is a state between others of the known history."""
    boundaries = {item.boundary for item in pinning.decisive}
    if pinning.interval is None or len(boundaries) < 2:
        return []
    detail = Message.of("indication-within", lines=len(pinning.decisive))
    return [_made("version-within", Direction.UNDETERMINED, Strength.NONE, detail)]
