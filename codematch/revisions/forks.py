"""What commits that both histories have say: whose mainline begins with them, and whose people went on.

A repository that merged the history of another one has a mainline with another beginning. Of a fork and what it was
forked from both begin alike; then the people who made the common commits usually go on in one of them.
"""

from collections import Counter
from dataclasses import dataclass

from codematch.revisions.history import History
from codematch.revisions.passages import first_parents


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonCommits:
    """Commits that both histories have.

    `begins` tells of each side whether the mainline begins with one of them. `own` are the numbers of the other
    commits of each side, `same_people` the shares of these by the people who made most of the common ones.
    """

    count: int = 0
    begins: tuple[bool, bool] = (False, False)
    own: tuple[int, int] = (0, 0)
    same_people: tuple[float, float] = (0.0, 0.0)


NO_COMMON_COMMITS = CommonCommits()


def common_commits(known: History, other: History | None, tips: tuple[int, int], most_of: float) -> CommonCommits:
    """Compare two histories.

    Args:
        known: The known history.
        other: The questioned one, None if there is none.
        tips: The revision of each whose mainline, by first parents, is followed to its beginning.
        most_of: The share of the common commits that those with most of them made together.
    """
    if other is None or not (known.is_git and other.is_git):
        return NO_COMMON_COMMITS
    shared = {one.id for one in known.revisions} & {one.id for one in other.revisions}
    if not shared:
        return NO_COMMON_COMMITS
    people = _main_people(known, shared, most_of)
    own = [[one for one in each.revisions if one.id not in shared] for each in (known, other)]
    same = [sum(_person(one.author) in people for one in each) / len(each) if each else 0.0 for each in own]
    return CommonCommits(
        count=len(shared),
        begins=(_begins(known, tips[0], shared), _begins(other, tips[1], shared)),
        own=(len(own[0]), len(own[1])),
        same_people=(same[0], same[1]),
    )


def _begins(history: History, tip: int, shared: set[str]) -> bool:
    return history.revisions[first_parents(history, tip)[0]].id in shared


def _main_people(history: History, shared: set[str], most_of: float) -> set[str]:
    """Return the people who made most of the common commits, the fewest that did."""
    counts = Counter(_person(one.author) for one in history.revisions if one.id in shared)
    people: set[str] = set()
    made = 0
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if made >= most_of * len(shared):
            break
        people.add(name)
        made += count
    return people


def _person(author: str) -> str:
    return author.partition("<")[0].strip().lower() or author
