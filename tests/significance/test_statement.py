"""What is said of a weight beside unrelated pairs, and when nothing is."""

import json
from dataclasses import replace

import numpy as np
import pytest

from codematch.errors import StoreError
from codematch.model.sides import Both
from codematch.model.significance import NotEvaluated
from codematch.settings import Chaining, Settings, Weighing
from codematch.settings import Significance as Rules
from codematch.significance.bounds import pair_upper_bound
from codematch.significance.null_model import FILE_NAME, load_null, seal
from codematch.significance.reference_sets import NullModels
from codematch.significance.statement import LanguageSize, assess_language, assess_region
from codematch.version import METHOD
from tests.significance.null_cards import BACKGROUND, SLOPE, make_card, make_model, quantile

SETTINGS = Settings()
MODEL = make_model()


def size(known: int, questioned: int, **changes: object) -> LanguageSize:
    case = LanguageSize(language="python", tokens=Both(known, questioned), background=BACKGROUND, bits=1.1)
    return replace(case, **changes)


@pytest.mark.parametrize(
    ("known", "questioned", "tokens", "multiple"),
    [
        (10, 20, 2_000, 1.0),
        (2_000, 2_000, 2_000, 1.0),
        (2_000, 2_001, 8_000, 1.0),
        (100, 1_000_000, 32_000, 1.0),
        (128_000, 128_000, 128_000, 1.0),
        (256_000, 128_000, 128_000, 2.0),
    ],
)
def test_a_case_is_held_against_the_smallest_band_that_is_at_least_as_large(known, questioned, tokens, multiple):
    stated = assess_language(size(known, questioned), MODEL, SETTINGS)

    assert stated.not_evaluated is None
    assert (stated.band_tokens, stated.multiple) == (tokens, pytest.approx(multiple))


def test_the_threshold_grows_with_the_size_and_is_the_fitted_quantile():
    thresholds = [assess_language(size(n, n), MODEL, SETTINGS).threshold_bits for n in (32_000, 64_000, 128_000)]

    assert np.diff(thresholds) == pytest.approx(2 * SLOPE, abs=1.0)
    assert thresholds[0] == pytest.approx(quantile(0.95, 2 * np.log2(32_000)), abs=2.0)


def test_about_the_chosen_share_of_unrelated_pairs_reaches_the_threshold():
    stated = assess_language(size(128_000, 128_000), MODEL, SETTINGS)

    assert stated.reaching is not None
    assert stated.reaching / stated.pairs == pytest.approx(0.05, abs=0.02)
    assert stated.upper == pytest.approx(pair_upper_bound(stated.reaching / stated.pairs, 40))


def test_the_threshold_never_falls_below_what_is_looked_for():
    assert assess_language(size(10, 10), MODEL, SETTINGS).threshold_bits == SETTINGS.weighing.min_weight


def test_a_weight_that_no_pair_reaches_is_bounded_and_never_zero():
    language = assess_language(size(32_000, 32_000), MODEL, SETTINGS)
    stated = assess_region(5_000.0, language, MODEL, SETTINGS.significance)

    assert stated is not None
    assert stated.reaching == 0
    assert stated.upper == pytest.approx(1 - 0.05 ** (1 / 20))


def test_reaching_counts_pairs_that_weigh_as_much():
    language = assess_language(size(32_000, 32_000), MODEL, SETTINGS)
    band = next(band for band in MODEL.bands if band.tokens == 32_000)

    for place in (0, len(band.heaviest) // 2, len(band.heaviest) - 1):
        stated = assess_region(float(band.heaviest[place]), language, MODEL, SETTINGS.significance)
        assert stated is not None
        assert stated.reaching == int((band.heaviest >= band.heaviest[place]).sum()) >= 1


def test_a_larger_comparison_multiplies_the_bound():
    once, twice = (
        assess_region(500.0, assess_language(size(known, 128_000), MODEL, SETTINGS), MODEL, SETTINGS.significance)
        for known in (128_000, 256_000)
    )

    assert once is not None
    assert twice is not None
    assert twice.upper == pytest.approx(2 * once.upper)


@pytest.mark.parametrize(
    ("case", "settings", "reason"),
    [
        (size(8_000, 8_000, background="cc" * 32), SETTINGS, NotEvaluated.OTHER_BACKGROUND),
        (size(8_000, 8_000), Settings(chaining=Chaining(gap_open_bits=3.0)), NotEvaluated.OTHER_SETTINGS),
        (size(8_000, 8_000, bits=1.41), SETTINGS, NotEvaluated.UNLIKE),
        (size(5_000_000, 5_000_000), SETTINGS, NotEvaluated.TOO_LARGE),
    ],
    ids=lambda value: str(value) if isinstance(value, NotEvaluated) else "",
)
def test_what_the_reference_set_does_not_cover_is_not_evaluated(case, settings, reason):
    stated = assess_language(case, MODEL, settings)

    assert stated.not_evaluated is reason
    assert stated.upper is None
    assert assess_region(500.0, stated, MODEL, settings.significance) is None


def test_another_method_is_not_evaluated():
    model = make_model(method=METHOD + 1)

    assert assess_language(size(8_000, 8_000), model, SETTINGS).not_evaluated is NotEvaluated.OTHER_SETTINGS


def test_what_decides_only_what_is_shown_does_not_matter():
    settings = Settings(weighing=Weighing(min_weight=30.0))

    assert assess_language(size(32_000, 32_000), MODEL, settings).not_evaluated is None


@pytest.mark.parametrize("model", [None, make_model(works=10)], ids=["no model", "too few works"])
def test_without_a_reference_set_the_threshold_is_the_fixed_one(model):
    stated = assess_language(size(8_000, 8_000), model, SETTINGS)

    assert stated.not_evaluated is NotEvaluated.NO_NULL
    assert stated.threshold_bits == SETTINGS.significance.unfitted_bits


def test_a_rate_of_one_leaves_the_least_weight_alone():
    settings = Settings(weighing=Weighing(min_weight=7.0), significance=Rules(coincidence_rate=1.0))

    assert assess_language(size(128_000, 128_000), MODEL, settings).threshold_bits == 7.0
    assert assess_language(size(128_000, 128_000), None, settings).threshold_bits == 7.0


def test_a_small_case_has_no_mean_surprise_and_is_evaluated():
    assert assess_language(size(100, 100, bits=None), MODEL, SETTINGS).not_evaluated is None


def test_a_saved_model_is_read_back_and_damage_is_found(tmp_path):
    folder = tmp_path / "python"
    folder.mkdir()
    card = make_card()
    (folder / FILE_NAME).write_text(json.dumps(card))
    fits = load_null(folder, 20, 15.0).fit, MODEL.fit
    assert fits[0] is not None
    assert fits[1] is not None
    assert fits[0].quantile(0.95, 28.0) == fits[1].quantile(0.95, 28.0)

    card["bands"][0]["pairs"][0][2] += 1.0
    (folder / FILE_NAME).write_text(json.dumps(card))
    with pytest.raises(StoreError, match="null model of python is damaged"):
        load_null(folder, 20, 15.0)
    with pytest.raises(StoreError, match="damaged"):
        NullModels(tmp_path, SETTINGS).get("python")


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "damaged"), ("[]", "damaged"), (json.dumps(seal({**make_card(), "format": 99})), "newer format")],
)
def test_a_file_that_is_no_model_is_refused(tmp_path, text, message):
    (tmp_path / FILE_NAME).write_text(text)

    with pytest.raises(StoreError, match=message):
        load_null(tmp_path, 20, 15.0)


def test_a_language_without_a_file_has_no_model(tmp_path):
    assert NullModels(tmp_path, SETTINGS).get("python") is None


def worlds(count: int, works: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Simulate reference sets whose works differ in how much they share with others, and new pairs from each world."""
    ends = np.array([(first, second) for first in range(works) for second in range(first + 1, works)])
    effects = rng.normal(0.0, 3.0, size=(count, works))
    reference = rng.gumbel(0.0, 5.0, size=(count, len(ends))) + effects[:, ends[:, 0]] + effects[:, ends[:, 1]]
    new = rng.gumbel(0.0, 5.0, size=200_000) + rng.normal(0.0, 3.0, size=(2, 200_000)).sum(axis=0)
    return reference, new


@pytest.mark.parametrize("quantile", [0.80, 0.95, 0.99, 0.999])
def test_the_stated_bound_holds_in_95_of_100_simulated_worlds(quantile):
    """Works have effects of their own, so that pairs depend on one another; the threshold is fixed beforehand."""
    rng = np.random.default_rng(11)
    reference, new = worlds(400, 40, rng)
    threshold = float(np.quantile(new, quantile))
    truth = float((new >= threshold).mean())

    bounds = [pair_upper_bound(float(rate), 40) for rate in (reference >= threshold).mean(axis=1)]
    assert np.mean(np.array(bounds) >= truth) >= 0.95
