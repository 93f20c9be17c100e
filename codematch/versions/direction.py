"""What bears on the direction: each indication with what else may explain it, and no conclusion.

Two kinds decide what all of them are consistent with: how both histories came to have what is shared, and which
project the shared lines themselves name. Neither is enough if the other contradicts it; with neither, the direction is
undetermined. Claimed times are indications, but decide nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from codematch.model.message import Message, Name
from codematch.model.versions import Appearance, Direction, Indication, PassageHistory, VersionInterval, VersionPinning
from codematch.settings import Versions
from codematch.versions.states import NO_STATES, SharedStates

_WORD = re.compile(r"[a-z][a-z0-9]{3,}")
_PLAIN_WORDS = (
    "source sources repo repository project work works known questioned master main code software product release "
    "releases library libs vendor vendored third party python java core common utils util test tests build dist files "
    "version versions package packages original package folder tmp"
)
_PLAIN = frozenset(_PLAIN_WORDS.split())
_DECIDING = ("growth", "states", "named-project")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What is known of one side: its label, its passages (none without a history), and how often shared lines name it.

    `shared` are the ids of commits that the other side has, too; `revisions` is the number of all.
    """

    label: str
    passages: tuple[PassageHistory, ...] = ()
    named_lines: int = 0


def name_words(label: str) -> frozenset[str]:
    """Return the words of a label that may name a project."""
    return frozenset(_WORD.findall(label.lower())) - _PLAIN


def weigh(
    known: Side,
    questioned: Side,
    pinning: VersionPinning,
    shared_commits: int,
    rules: Versions,
    states: SharedStates = NO_STATES,
) -> tuple[tuple[Indication, ...], Direction]:
    """Return all indications, and what those that decide are consistent with."""
    found = [
        *_common_commits(shared_commits),
        *_growth(known.passages, questioned.passages, rules),
        *_states(states, (known.passages, questioned.passages), rules),
        *_named(known, questioned, rules),
        *_claimed(known.passages, questioned.passages),
        *_within(pinning.interval, pinning),
    ]
    deciding = {item.direction for item in found if item.kind in _DECIDING} - {Direction.UNDETERMINED}
    if shared_commits:
        return tuple(found), Direction.COMMON_SOURCE if not deciding else Direction.UNDETERMINED
    return tuple(found), deciding.pop() if len(deciding) == 1 else Direction.UNDETERMINED


def _common_commits(count: int) -> list[Indication]:
    if not count:
        return []
    return [
        Indication(
            kind="common-commits",
            direction=Direction.COMMON_SOURCE,
            detail=Message.of("indication-common-commits", count=count),
            otherwise=Message.of("otherwise-common-commits"),
        )
    ]


def _growth(known: Sequence[PassageHistory], questioned: Sequence[PassageHistory], rules: Versions) -> list[Indication]:
    """Compare in how many revisions either side came to have what is shared."""
    if not known or not questioned:
        return []
    steps, other = _steps(known), _steps(questioned)
    whole, other_whole = _whole(known), _whole(questioned)
    if steps >= rules.growth_ratio * other and other_whole >= max(whole, _HALF):
        direction = Direction.KNOWN_FIRST
    elif other >= rules.growth_ratio * steps and whole >= max(other_whole, _HALF):
        direction = Direction.QUESTIONED_FIRST
    else:
        direction = Direction.UNDETERMINED
    return [
        Indication(
            kind="growth",
            direction=_uncontradicted(direction, known, questioned),
            detail=Message.of(
                "indication-growth",
                known=round(steps, 1),
                questioned=round(other, 1),
                known_whole=round(100 * whole),
                questioned_whole=round(100 * other_whole),
            ),
            otherwise=Message.of("otherwise-growth"),
        )
    ]


_HALF = 0.5


def _uncontradicted(
    direction: Direction, known: Sequence[PassageHistory], questioned: Sequence[PassageHistory]
) -> Direction:
    """Return a direction, undetermined if the claimed times of the first of what is shared are the other way round."""
    first, other = _first(known), _first(questioned)
    if first is None or other is None or direction is Direction.UNDETERMINED:
        return direction
    is_early = first < other if direction is Direction.KNOWN_FIRST else other < first
    return direction if is_early else Direction.UNDETERMINED


def _states(
    states: SharedStates, passages: tuple[Sequence[PassageHistory], Sequence[PassageHistory]], rules: Versions
) -> list[Indication]:
    """Compare how many states of shared files each side alone has between states that both have."""
    known, questioned = states.known_between, states.questioned_between
    if states.common < rules.common_states or max(known, questioned) < rules.common_states:
        return []
    direction = Direction.UNDETERMINED
    if known >= rules.growth_ratio * questioned:
        direction = Direction.KNOWN_FIRST
    elif questioned >= rules.growth_ratio * known:
        direction = Direction.QUESTIONED_FIRST
    return [
        Indication(
            kind="states",
            direction=_uncontradicted(direction, *passages),
            detail=Message.of("indication-states", common=states.common, known=known, questioned=questioned),
            otherwise=Message.of("otherwise-states"),
        )
    ]


def _steps(passages: Sequence[PassageHistory]) -> float:
    """Return the mean number of revisions that add to a passage."""
    return sum(item.revisions for item in passages) / len(passages)


def _whole(passages: Sequence[PassageHistory]) -> float:
    """Return the share of passages that came whole."""
    return sum(item.appearance is not Appearance.GROWN for item in passages) / len(passages)


def _first(passages: Sequence[PassageHistory]) -> int | None:
    times = [item.first.claimed.seconds for item in passages if item.first.claimed is not None]
    return min(times, default=None)


def _named(known: Side, questioned: Side, rules: Versions) -> list[Indication]:
    """Compare how many of the shared lines name the project of either side."""
    most, least = max(known.named_lines, questioned.named_lines), min(known.named_lines, questioned.named_lines)
    if most < rules.leftover_lines:
        return []
    direction = Direction.UNDETERMINED
    if not least and known.named_lines != questioned.named_lines:
        direction = Direction.KNOWN_FIRST if known.named_lines else Direction.QUESTIONED_FIRST
    return [
        Indication(
            kind="named-project",
            direction=direction,
            detail=Message.of(
                "indication-named",
                known=Name(known.label),
                questioned=Name(questioned.label),
                known_lines=known.named_lines,
                questioned_lines=questioned.named_lines,
            ),
            otherwise=Message.of("otherwise-named"),
        )
    ]


def _claimed(known: Sequence[PassageHistory], questioned: Sequence[PassageHistory]) -> list[Indication]:
    first, other = _first(known), _first(questioned)
    if first is None or other is None or first == other:
        return []
    days = abs(first - other) / 86_400
    return [
        Indication(
            kind="claimed-times",
            direction=Direction.KNOWN_FIRST if first < other else Direction.QUESTIONED_FIRST,
            detail=Message.of(
                "indication-claimed-known" if first < other else "indication-claimed-questioned", days=round(days, 1)
            ),
            otherwise=Message.of("otherwise-claimed"),
        )
    ]


def _within(interval: VersionInterval | None, pinning: VersionPinning) -> list[Indication]:
    """Say if the questioned work is a state between others of the known history."""
    boundaries = {item.boundary for item in pinning.decisive}
    if interval is None or len(boundaries) < 2:
        return []
    return [
        Indication(
            kind="version-within",
            direction=Direction.UNDETERMINED,
            detail=Message.of("indication-within", lines=len(pinning.decisive)),
            otherwise=Message.of("otherwise-within"),
        )
    ]
