"""Candidates against sets: what two files share, each hash counted the less the more known files hold it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from codematch.correspondence.files import find_partners
from codematch.settings import Corresponding

files = st.lists(st.sets(st.integers(0, 30), max_size=15), min_size=1, max_size=5)
# Hashes are spread over all bits, as real ones are: the sieve looks at the upper ones.
SPREAD = np.uint64(0x9E3779B97F4A7C15)


def hashes(sets: list[set[int]]) -> list[np.ndarray]:
    return [np.unique(np.array(sorted(one), dtype=np.uint64) * SPREAD) for one in sets]


@given(files, files, st.integers(1, 5), st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([0.0, 0.1, 0.5]))
def test_partners_share_what_the_sets_share(known, questioned, holders, shared, containment):
    rules = Corresponding(max_holders=holders, min_shared=shared, min_containment=containment, max_partners=len(known))
    paths = [f"k{number}.py" for number in range(len(known))], [f"q{number}.py" for number in range(len(questioned))]
    held = {one: sum(one in file for file in known) for file in known for one in file}
    for place, found in enumerate(find_partners(hashes(known), hashes(questioned), paths, rules)):
        expected = {}
        for number, file in enumerate(known):
            common = [one for one in file & questioned[place] if held[one] <= holders]
            share = len(common) / min(len(file), len(questioned[place])) if common else 0.0
            score = sum(1 / held[one] for one in common)
            if common and score >= shared - 1e-12 and share >= containment:
                expected[number] = (score, share)
        assert {one.known for one in found} == set(expected)
        for one in found:
            assert one.questioned == place
            assert 0 <= one.containment <= 1
            assert np.allclose((one.shared, one.containment), expected[one.known])
        assert [one.shared for one in found] == sorted((one.shared for one in found), reverse=True)
