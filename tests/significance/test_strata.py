"""Strata: reference pairs beyond the median of unrelated works, families counted the same, thresholds and rates."""

import json
from typing import Any

import numpy as np
import pytest

from codematch.errors import StoreError
from codematch.model.sides import Both
from codematch.model.significance import FilePairSum
from codematch.model.stratum import Stratum
from codematch.settings import Settings
from codematch.significance.bounds import mean_upper_bound
from codematch.significance.null_model import seal
from codematch.significance.reference_sets import NullModels
from codematch.significance.statement import LanguageSize, assess_language, assess_region, assess_sum, deciding_settings
from codematch.significance.strata import FILE_NAME, FORMAT, load_strata, refer, strata_of
from codematch.version import METHOD
from tests.significance.null_cards import BACKGROUND, make_card, make_model

SETTINGS = Settings()
NULL = make_model()
TOKENS = 32_000
MEDIAN = NULL.fit.median(2 * np.log2(TOKENS))


def cluster(name: str, above: list[float], *, source: str = "set", origin: str = "", **changes: Any) -> dict[str, Any]:
    """A stored cluster of works of one size: its pairs exceed the median by so many bits."""
    works = [
        {"name": f"{name}{n}", "source": origin and f"{origin}{n}", "root": f"{name}{n}", "tokens": TOKENS}
        for n in range(len(above) + 1)
    ]
    pairs = [[n, n + 1, MEDIAN + bits, MEDIAN, MEDIAN + bits + 12, 1, bits] for n, bits in enumerate(above)]
    return {"stratum": "same-interface", "source": source, "name": name, "works": works, "pairs": pairs, **changes}


def card(clusters: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    return seal(
        {
            "format": FORMAT,
            "language": "python",
            "method": METHOD,
            "background": BACKGROUND,
            "settings": deciding_settings(SETTINGS),
            "clusters": clusters,
            "set_aside": [],
            "date": "2026-01-01",
            "command": "",
            **changes,
        }
    )


def reference(clusters: list[dict[str, Any]], **options: Any):
    return refer(Stratum.SAME_INTERFACE, [(strata_of(card(clusters)), NULL)], **options)


def size(tokens: int) -> LanguageSize:
    return LanguageSize(language="python", tokens=Both(tokens, tokens), background=BACKGROUND, bits=1.2)


def test_every_family_counts_the_same_whatever_its_pairs():
    found = reference([cluster("large", [50.0] * 9), cluster("small", [10.0])])

    assert (found.families, found.clusters) == (2, 2)
    assert found.heaviest.rate(50.0 - 1e-6, 0.95).share == pytest.approx(0.5)
    assert found.heaviest.rate(0.0, 0.95).share == pytest.approx(1.0)


def test_clusters_with_a_work_in_common_are_one_family():
    joined = reference([cluster("a", [1.0], origin="x"), cluster("b", [2.0], origin="x"), cluster("c", [3.0])])

    assert (joined.families, joined.clusters) == (2, 3)


def test_versions_of_one_origin_are_one_origin():
    first, second = cluster("a", [1.0]), cluster("b", [2.0])
    first["works"][0]["source"], second["works"][0]["source"] = "debian:glibc=2.36", "debian:glibc=2.37"

    assert reference([first, second]).families == 1


def test_sources_are_left_out_so_that_they_can_be_tested_on():
    clusters = [cluster("a", [90.0], source="tested"), cluster("b", [5.0], source="other")]

    assert reference(clusters, without=["tested"]).heaviest.bits.tolist() == pytest.approx([5.0])
    assert reference(clusters, without=["tested", "other"]) is None


def test_the_threshold_is_what_all_but_the_rate_stay_below_beyond_the_median_of_the_size_of_the_case():
    clusters = [cluster(f"c{n}", [float(n)]) for n in range(100)]
    stated = assess_language(size(TOKENS), NULL, SETTINGS, [reference(clusters)])
    larger = assess_language(size(4 * TOKENS), NULL, SETTINGS, [reference(clusters)])

    assert stated.threshold_bits == pytest.approx(MEDIAN + 94.0, abs=0.02)
    assert larger.threshold_bits == pytest.approx(NULL.fit.median(2 * np.log2(4 * TOKENS)) + 94.0, abs=0.02)
    assert stated.stratum.threshold.reaching == 5
    assert stated.stratum.threshold.share == pytest.approx(0.05)
    assert stated.stratum.threshold.upper == pytest.approx(mean_upper_bound(0.05, 100))
    assert not stated.stratum.beyond
    assert larger.stratum.beyond


def test_rates_of_unrelated_works_are_those_at_the_threshold_of_the_stratum():
    alone = assess_language(size(TOKENS), NULL, SETTINGS)
    stated = assess_language(size(TOKENS), NULL, SETTINGS, [reference([cluster("a", [80.0])])])

    assert alone.stratum is None
    assert stated.threshold_bits > alone.threshold_bits
    assert stated.reaching < alone.reaching
    assert stated.reaching == sum(bits >= stated.threshold_bits for bits in stated.reference)
    assert stated.pair_reaching == sum(bits >= stated.pair_threshold_bits for bits in stated.pair_reference)


def test_the_least_favourable_stratum_is_taken_and_none_lowers_a_threshold():
    light, heavy = reference([cluster("a", [-10.0])]), reference([cluster("a", [70.0])])
    alone = assess_language(size(TOKENS), NULL, SETTINGS)

    assert assess_language(size(TOKENS), NULL, SETTINGS, [light]).threshold_bits == alone.threshold_bits
    both = assess_language(size(TOKENS), NULL, SETTINGS, [light, heavy])
    assert both == assess_language(size(TOKENS), NULL, SETTINGS, [heavy])


def test_a_language_without_null_model_takes_the_threshold_that_stands_in_as_median():
    stated = assess_language(size(TOKENS), None, SETTINGS, [reference([cluster("a", [30.0])])])

    assert stated.threshold_bits == pytest.approx(SETTINGS.significance.unfitted_bits + 30.0, abs=0.02)
    assert stated.pair_threshold_bits is None
    assert stated.stratum is not None


def test_regions_and_sums_state_the_rate_of_their_stratum():
    found = reference([cluster(f"c{n}", [float(n)]) for n in range(20)])
    entry = assess_language(size(TOKENS), NULL, SETTINGS, [found])
    region = assess_region(MEDIAN + 15.0 - 1e-6, entry, NULL, SETTINGS.significance, found)
    pair = FilePairSum(bits=NULL.fit_sums.median(2 * np.log2(TOKENS)) + 15.0 - 1e-6, pieces=2)

    assert (region.stratum.reaching, region.stratum.share) == (5, pytest.approx(0.25))
    stated = assess_sum(pair, entry, NULL, SETTINGS.significance, found)
    assert stated.stratum.share == pytest.approx(0.25, abs=0.051)
    assert assess_region(50.0, entry, NULL, SETTINGS.significance).stratum is None


@pytest.fixture
def folder(tmp_path):
    """Languages with null models and strata: python with enough families, c with too few."""
    for language, families in (("python", 10), ("c", 2)):
        home = tmp_path / language
        home.mkdir()
        (home / "null.json").write_text(json.dumps(make_card(language=language)))
        clusters = [cluster(f"{language}{n}", [float(n)]) for n in range(families)]
        (home / FILE_NAME).write_text(json.dumps(card(clusters, language=language)))
    return tmp_path


def test_a_language_with_few_families_is_held_against_those_of_all(folder):
    models = NullModels(folder, SETTINGS)

    assert models.refer(Stratum.SAME_INTERFACE, "python").languages == ("python",)
    assert models.refer(Stratum.SAME_INTERFACE, "c").languages == ("c", "python")
    assert models.refer(Stratum.SAME_INTERFACE, "go").families == 12
    assert models.refer(Stratum.SAME_TASK, "python") is None
    assert models.refer(Stratum.UNRELATED, "python") is None


@pytest.mark.parametrize("change", [{"method": METHOD - 1}, {"background": "00" * 32}, {"settings": {}}])
def test_strata_of_another_method_background_or_settings_are_not_used(folder, change):
    for language in ("python", "c"):
        path = folder / language / FILE_NAME
        path.write_text(json.dumps(seal(json.loads(path.read_text()) | change)))

    assert NullModels(folder, SETTINGS).refer(Stratum.SAME_INTERFACE, "python") is None


def test_a_damaged_or_newer_card_is_refused(tmp_path):
    for content in ("{", "[]", json.dumps(card([]) | {"date": "later"}), json.dumps(card([], format=FORMAT + 1))):
        (tmp_path / FILE_NAME).write_text(content)
        with pytest.raises(StoreError, match="strata"):
            load_strata(tmp_path)
    with pytest.raises(StoreError, match="reinstall"):
        load_strata(tmp_path / "missing")
