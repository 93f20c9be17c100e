"""The combination: what is fitted is what is applied, and no list is measured by a line that was fitted on it."""

import json

import numpy as np
import pytest

from codematch.errors import StoreError
from codematch.evaluation.combination import DATA, FEATURES, Line, TrainingSet, features, fit, load, usable


def _set(seed, shift=0.0):
    generator = np.random.default_rng(seed)
    labels = generator.random(80) < 0.3
    values = {name: np.abs(generator.normal(labels * 3.0 + shift, 1.0)) for name, _ in FEATURES}
    return TrainingSet(values=values, labels=labels)


def test_features_enter_as_documented():
    values = {"structure": np.array([3.0]), "names": np.array([-1.0]), "comments": np.array([7.0])}

    assert features({**values, "set-literals": np.array([0.4])}).tolist() == [[2.0, 0.0, 3.0, 0.4]]


def test_a_line_is_applied_as_it_reads():
    line = Line(coefficients=(1.0, 0.5, 0.0, 2.0), intercept=-1.0)
    values = {"structure": np.array([1.0]), "names": np.array([3.0]), "comments": np.array([9.0])}

    assert line.apply({**values, "set-literals": np.array([0.25])}) == pytest.approx([1.0 + 1.0 + 0.5 - 1.0])


def test_the_fit_ranks_what_it_was_made_for():
    sets = [_set(1), _set(2, 0.5)]

    line = fit(sets, 0.1)

    ranked = line.apply(sets[0].values)
    assert ranked[sets[0].labels].mean() > ranked[~sets[0].labels].mean() + 2


def test_every_set_weighs_the_same_however_large():
    small, large = _set(1), _set(2)
    repeated = TrainingSet(
        values={name: np.tile(listed, 5) for name, listed in large.values.items()}, labels=np.tile(large.labels, 5)
    )

    once, often = fit([small, large], 0.1), fit([small, repeated], 0.1)

    # Standardised over the pairs, so the penalty alone differs a little.
    assert often.coefficients == pytest.approx(once.coefficients, abs=0.05)


def test_one_class_cannot_be_fitted():
    alone = _set(1)

    assert fit([TrainingSet(values=alone.values, labels=np.zeros(80, dtype=bool))], 0.1) is None


def test_a_training_set_is_ranked_by_the_line_fitted_without_it():
    shipped = load()

    for trained in shipped.sets:
        assert shipped.for_list(trained.sha256) == (trained.without, trained.name)
        assert trained.without != shipped.line
    assert shipped.for_list("0" * 64) == (shipped.line, "")


def test_the_shipped_combination_is_of_this_method():
    assert usable(load())


@pytest.mark.parametrize(
    "damage",
    [
        lambda document: document.pop("coefficients"),
        lambda document: document.update(format=99),
        lambda document: document.update(coefficients=[1.0]),
        lambda document: document["features"].reverse(),
    ],
)
def test_a_damaged_combination_is_refused(tmp_path, damage):
    document = json.loads(DATA.read_bytes())
    damage(document)
    path = tmp_path / "combination.json"
    path.write_text(json.dumps(document))

    with pytest.raises(StoreError, match="reinstall codematch"):
        load(path)


def test_a_missing_combination_is_refused(tmp_path):
    with pytest.raises(StoreError, match="cannot be read"):
        load(tmp_path / "none.json")
