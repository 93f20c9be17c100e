"""Single linkage by hand, and against SciPy's."""

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from codematch.model.scan import PairState, RankedPair
from codematch.scanning.clusters import cut, link


def pair(first, second, score, *, reported=True, rank=1):
    return RankedPair(
        rank=rank, first=first, second=second, score=score, share=score, structure=0, names=0, literals=0, comments=0,
        state=PairState.COMPARED, reported=reported,
    )  # fmt: skip


def test_the_highest_scores_are_joined_first_and_the_weakest_link_is_named():
    pairs = [pair(1, 2, 0.9), pair(4, 5, 0.8), pair(2, 3, 0.5), pair(1, 3, 0.4), pair(3, 4, 0.2)]

    assert [(one.left, one.right, one.score, one.works) for one in link(pairs, 6)] == [
        (1, 2, 0.9, 2),
        (4, 5, 0.8, 2),
        (3, 7, 0.5, 3),
        (8, 9, 0.2, 5),
    ]
    assert [(one.number, one.works, one.pairs, one.weakest) for one in cut(pairs, 6, 0.3)] == [
        (1, (1, 2, 3), 3, 0.5),
        (2, (4, 5), 1, 0.8),
    ]


def test_pairs_that_are_not_reported_join_nothing():
    assert link([pair(1, 2, 0.9, reported=False)], 2) == ()
    assert cut([pair(1, 2, 0.9, reported=False)], 2, 0.1) == ()


def test_the_groups_are_those_of_scipy():
    generator = np.random.default_rng(11)
    works = 24
    first, second = np.triu_indices(works, 1)
    scores = generator.random(len(first))
    order = np.argsort(-scores)
    pairs = [pair(int(first[n]) + 1, int(second[n]) + 1, float(scores[n])) for n in order]
    tree = linkage(1.0 - scores, method="single")

    assert np.allclose([1.0 - one.score for one in link(pairs, works)], tree[:, 2])
    flat = fcluster(tree, 1.0 - 0.97, criterion="distance")
    groups = {tuple(np.flatnonzero(flat == number) + 1) for number in set(flat) if np.count_nonzero(flat == number) > 1}
    assert {one.works for one in cut(pairs, works, 0.97)} == groups
