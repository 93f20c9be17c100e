"""When a passage came into a history, against what the shares of its revisions say."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from codematch.model.engagement import Role
from codematch.model.versions import Appearance, ClaimedKind
from codematch.revisions.git_history import claimed_time
from codematch.revisions.history import History, Revision
from codematch.revisions.passages import _passage, first_parents
from codematch.settings import Versions

RULES = Versions()
shares = st.lists(st.floats(0, 1_000), min_size=1, max_size=12).filter(lambda values: values[-1] > 1)


def history(count: int) -> History:
    revisions = [Revision(id=f"{number:040x}", parent=number - 1) for number in range(count)]
    return History(revisions=revisions, read=lambda _: b"", is_git=True)


@given(shares)
def test_the_parts_of_what_is_shared_are_counted_once(scores):
    revisions = history(len(scores))
    chain = first_parents(revisions, len(scores) - 1)
    assert chain == list(range(len(scores)))
    found = _passage(revisions, chain, np.array(scores), (Role.KNOWN, "a.py"), RULES)
    kept = [min(scores[place:]) for place in range(len(scores))]
    gains = [after - before for before, after in zip([0.0, *kept], kept, strict=False)]
    largest = gains.index(max(gains))
    made = found.history
    assert made.largest.number == largest + 1
    assert abs(made.share - max(gains) / scores[-1]) < 1e-9
    assert 0 < made.share <= 1
    assert 1 <= made.revisions <= len(scores)
    assert 1 <= made.first.number <= made.largest.number
    assert (made.appearance is Appearance.GROWN) == (made.share < RULES.whole_share)
    assert (made.appearance is Appearance.FIRST_REVISION) == (made.share >= RULES.whole_share and largest == 0)
    assert abs(sum(gains) - scores[-1]) < 1e-6


@given(shares, st.floats(0, 1_000))
def test_a_revision_that_the_last_does_not_keep_changes_nothing(scores, passing):
    """What a revision had more, and a later one lost, is no part of what both works share."""
    place = len(scores) - 1
    more = [*scores[:place], max(passing, scores[-1]), scores[-1]]
    before = _passage(history(len(scores)), range(len(scores)), np.array(scores), (Role.KNOWN, "a.py"), RULES).history
    after = _passage(history(len(more)), range(len(more)), np.array(more), (Role.KNOWN, "a.py"), RULES).history
    assert replace(after, first=before.first, largest=before.largest) == before
    assert (after.first.number, after.largest.number) == (before.first.number, before.largest.number)


@given(st.integers(0, 2**33), st.integers(0, 14), st.integers(0, 59), st.sampled_from("+-"))
def test_a_claimed_time_is_the_same_moment_in_its_zone(seconds, hours, minutes, sign):
    found = claimed_time(ClaimedKind.AUTHOR, seconds, f"{sign}{hours:02d}{minutes:02d}")
    assert found.seconds == seconds
    assert datetime.fromisoformat(found.time) == datetime.fromtimestamp(seconds, UTC)
