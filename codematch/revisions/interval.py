"""Which revisions explain the questioned work equally well, and the curve of agreement.

Equally well: they have at most so much less of it than the best one as edits of the copy may account for. Taking out a
line makes two lines neighbours that may have been neighbours in an older revision, too; the more edits, the more of
these. Everything that any revision has counts in favour of a revision that has it, and nothing counts against one, so
what was removed from the copy or added to it moves nothing.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.model.versions import ClaimedKind, ClaimedTime, CurvePoint, RevisionName, VersionInterval
from codematch.revisions.history import History, Revision
from codematch.settings import Versions

_SLACK = 1e-9
_ORDER = (ClaimedKind.COMMITTER, ClaimedKind.AUTHOR, ClaimedKind.MEMBER, ClaimedKind.FILE, ClaimedKind.TAGGER)


def tolerance(edited: float, most: float, rules: Versions) -> float:
    """Return by how much less a revision may have and still be equal.

    Args:
        edited: The weight of what no revision has: of a copy without any edits nothing, and then nothing is allowed.
        most: The greatest tolerance, but for very many edits.
        rules: The settings.
    """
    return max(min(most, rules.edit_share * edited), rules.equal_share * edited)


def equal_ones(scores: NDArray[np.float64], allowed: float) -> NDArray[np.bool_]:
    """Tell which revisions are equal to the best one; bool (revisions,)."""
    return np.asarray(scores >= scores.max() - allowed - _SLACK)


def interval_of(
    scores: NDArray[np.float64], whole: float, allowed: float, touching: NDArray[np.bool_], history: History
) -> VersionInterval:
    """Return the revisions that are equal, by their first and last in order.

    Args:
        scores: float64 (revisions,), what each has.
        whole: What all of them have together, above 0.
        allowed: The tolerance.
        touching: bool (revisions,), which change a file that one is held against.
        history: The revisions.
    """
    members = np.flatnonzero(equal_ones(scores, allowed))
    best = int(scores.argmax())
    return VersionInterval(
        first=name_of(history, int(members[0])),
        last=name_of(history, int(members[-1])),
        best=name_of(history, best),
        count=len(members),
        touching=max(1, int(touching[members].sum())),
        agreement=float(scores[best] / whole),
        named=tuple(name_of(history, number) for number in members[members_named(history, members)][-_NAMED:].tolist()),
    )


def members_named(history: History, members: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which of some revisions a tag names; releases are all named."""
    return np.array([bool(history.revisions[number].names) or not history.is_git for number in members], dtype=bool)


def curve_of(
    scores: NDArray[np.float64], whole: float, allowed: float, touching: NDArray[np.bool_], most: int
) -> tuple[CurvePoint, ...]:
    """Return the curve at the revisions that move it, at most about `most` of them, and all ends of equal runs."""
    equal = equal_ones(scores, allowed)
    moves = touching.copy()
    moves[0] = moves[-1] = True
    edges = np.flatnonzero(equal[1:] != equal[:-1])
    moves[edges] = moves[edges + 1] = True
    at = np.flatnonzero(moves)
    if len(at) > most:
        kept = at[np.linspace(0, len(at) - 1, most).round().astype(np.int64)]
        first, last = np.flatnonzero(equal)[[0, -1]]
        near = at[(at >= first - 1) & (at <= last + 1)][:most]
        at = np.unique(np.concatenate([kept, near, [first, last]]))
    return tuple(
        CurvePoint(revision=int(number) + 1, agreement=float(scores[number] / whole), is_equal=bool(equal[number]))
        for number in at
    )


def name_of(history: History, number: int) -> RevisionName:
    """Return how a result names a revision."""
    revision = history.revisions[number]
    return RevisionName(number=number + 1, id=revision.id, names=revision.names[:_NAMES], claimed=main_time(revision))


_NAMES = 4
_NAMED = 8


def main_time(revision: Revision) -> ClaimedTime | None:
    """Return the claimed time of a revision that places it: that of the committer of a commit."""
    times: Sequence[ClaimedTime] = revision.times
    return next((time for kind in _ORDER for time in times if time.kind is kind), None)
