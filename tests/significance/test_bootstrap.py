"""The cluster bootstrap against its definition, and its coverage in simulated worlds."""

import numpy as np
import pytest

from codematch.errors import InvariantError
from codematch.significance.bootstrap import interval
from codematch.significance.discrimination import auc
from tests.significance.labelled import present

GROUPS = ["b", "a", "c", "a", "c", "c", "a", "d"]


def test_whole_groups_are_drawn():
    drawn = []
    interval(lambda indices: drawn.append(indices), GROUPS, np.random.default_rng(1), replicates=200)
    members = {name: [at for at, group in enumerate(GROUPS) if group == name] for name in set(GROUPS)}
    for indices in drawn:
        times = np.bincount(indices, minlength=len(GROUPS))
        assert all(len(set(times[of_group].tolist())) == 1 for of_group in members.values())
        assert sum(times[of_group[0]] for of_group in members.values()) == len(members)
    often = np.mean([np.bincount(indices, minlength=len(GROUPS)) for indices in drawn], axis=0)
    np.testing.assert_allclose(often, 1.0, atol=0.2)


def test_limits_are_the_outer_order_statistics():
    values = iter(np.random.default_rng(2).permutation(999).tolist())
    # Ranks (999 + 1) * 0.025 = 25 from either end of 0 to 998.
    assert interval(lambda _: next(values), ["x", "y"], np.random.default_rng(1), replicates=999) == (24, 974)
    values = iter(range(10))
    assert interval(lambda _: next(values), ["x", "y"], np.random.default_rng(1), replicates=10) == (0, 9)
    values = iter(range(99))
    assert interval(lambda _: next(values), ["x", "y"], np.random.default_rng(1), 99, level=0.9) == (4, 94)


def test_one_state_gives_one_interval():
    values = np.random.default_rng(3).standard_normal(len(GROUPS))

    def run(seed):
        return interval(lambda indices: float(values[indices].mean()), GROUPS, np.random.default_rng(seed))

    assert run(4) == run(4) != run(5)


def test_too_little_gives_no_interval():
    def mean(indices):
        return float(indices.mean())

    assert interval(mean, [], np.random.default_rng(1)) is None
    assert interval(mean, ["a"] * 9, np.random.default_rng(1)) is None
    assert interval(lambda _: None, GROUPS, np.random.default_rng(1)) is None


@pytest.mark.parametrize(("valid", "found"), [(49, False), (50, True)])
def test_half_of_the_replicates_must_have_the_figure(valid, found):
    values = iter([1.0] * valid + [None] * (100 - valid))
    result = interval(lambda _: next(values), GROUPS, np.random.default_rng(1), replicates=100)
    assert (result == (1.0, 1.0)) is found
    assert (result is None) is not found


def test_infinite_figures_are_ordered_not_averaged():
    values = iter([np.inf] * 60 + [0.0] * 40)
    assert interval(lambda _: next(values), GROUPS, np.random.default_rng(1), replicates=100) == (0.0, np.inf)


@pytest.mark.parametrize("bad", [{"replicates": 0}, {"level": 0.0}, {"level": 1.0}])
def test_impossible_settings_are_refused(bad):
    with pytest.raises(InvariantError):
        interval(lambda _: 0.0, GROUPS, np.random.default_rng(1), **bad)


def test_figures_of_discrimination_fit():
    rng = np.random.default_rng(6)
    labels = rng.random(400) < 0.3
    scores = rng.standard_normal(400) + labels
    groups = [f"group {number}" for number in rng.integers(40, size=400)]
    found = interval(lambda indices: auc(scores[indices], labels[indices]), groups, rng, replicates=200)
    assert found is not None
    assert found[0] < auc(scores, labels) < found[1]


def test_interval_of_a_mean_covers_it():
    """40 clusters of 1 to 8 values that share an effect; intervals that take values for independent cover far less."""
    rng = np.random.default_rng(8)
    covered, covered_alone, worlds = 0, 0, 250
    for _ in range(worlds):
        sizes = rng.integers(1, 9, size=40)
        cluster = np.repeat(np.arange(40), sizes)
        values = 1.0 + rng.standard_normal(40)[cluster] + 0.5 * rng.standard_normal(len(cluster))

        def mean(indices, values=values):
            return float(values[indices].sum()) / len(indices)

        low, high = present(interval(mean, [str(name) for name in cluster], rng, replicates=299))
        covered += low <= 1.0 <= high
        low, high = present(interval(mean, [str(name) for name in range(len(values))], rng, replicates=99))
        covered_alone += low <= 1.0 <= high
    assert 0.90 <= covered / worlds <= 0.98
    assert covered_alone / worlds < 0.85
