"""Likelihood ratios from a validation bundle: bounded, by stratum, and only within its scope."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from codematch.errors import StoreError
from codematch.model.likelihood import NotCovered
from codematch.model.sides import Both
from codematch.settings import Chaining, Settings
from codematch.significance.likelihood_ratio import FORMAT, Bundle, read_bundle, weigh_evidence
from codematch.significance.null_model import seal
from codematch.significance.statement import LanguageSize, deciding_settings
from codematch.version import METHOD, VERSION

SETTINGS = Settings()
CASE = LanguageSize(language="python", tokens=Both(2_000, 4_000), background="ba" * 32, bits=None)


def scope(**changes: Any) -> dict[str, Any]:
    rng = np.random.default_rng(5)
    content = {
        "background": "ba" * 32,
        "low": 18.0,
        "high": 26.0,
        "same": {"clusters": 50, "bits": np.round(rng.uniform(300, 900, 200), 2).tolist()},
        "strata": {
            "unrelated": {"clusters": 50, "bits": np.round(rng.uniform(0, 40, 300), 2).tolist()},
            "same-author": {"clusters": 50, "bits": np.round(rng.uniform(0, 500, 300), 2).tolist()},
        },
    }
    return {**content, **changes}


def card(**changes: Any) -> dict[str, Any]:
    content = {
        "format": FORMAT,
        "name": "test",
        "tool": VERSION,
        "method": METHOD,
        "settings": deciding_settings(SETTINGS),
        "languages": {"python": scope()},
    }
    return seal({**content, **changes})


@pytest.fixture
def bundle(tmp_path) -> Bundle:
    return write(tmp_path, card())


def write(folder, content: dict[str, Any]) -> Bundle:
    path = folder / "bundle.json"
    path.write_text(json.dumps(content))
    return read_bundle(path)


def test_perfect_separation_with_50_clusters_stays_within_1_71(bundle):
    for score in (0.0, 100.0, 1e6):
        found = weigh_evidence(bundle, CASE, score, 0.0, SETTINGS)
        for ratio in found.strata:
            assert abs(ratio.log10_lr) <= 1.71
            assert ratio.lower <= ratio.log10_lr <= ratio.upper


def test_the_least_favourable_stratum_comes_first(bundle):
    found = weigh_evidence(bundle, CASE, 450.0, 0.0, SETTINGS)

    assert [ratio.stratum for ratio in found.strata] == ["same-author", "unrelated"]
    assert found.strata[0].log10_lr < found.strata[1].log10_lr


def test_a_heavier_region_never_weighs_less(bundle):
    ratios = [weigh_evidence(bundle, CASE, score, 0.0, SETTINGS).strata[0].log10_lr for score in (0, 10, 100, 300, 600)]

    assert ratios == sorted(ratios)
    assert ratios[0] < 0 < ratios[-1]


def test_what_is_cut_off_says_so(bundle):
    assert weigh_evidence(bundle, CASE, 1e6, 0.0, SETTINGS).strata[0].capped
    assert not all(ratio.capped for ratio in weigh_evidence(bundle, CASE, 250.0, 0.0, SETTINGS).strata)


def test_what_a_case_would_not_report_counts_as_no_region(tmp_path):
    """Pairs of the bundle below the threshold of the case have no region there either."""
    with_regions = write(tmp_path, card())
    none = scope()
    for scores in none["strata"].values():
        scores["bits"] = [0.0 if bits < 60 else bits for bits in scores["bits"]]
    without_regions = write(tmp_path, card(languages={"python": none}))

    assert (
        weigh_evidence(with_regions, CASE, 0.0, 60.0, SETTINGS).strata
        == weigh_evidence(without_regions, CASE, 0.0, 0.0, SETTINGS).strata
    )


@pytest.mark.parametrize(
    ("changes", "case", "settings", "reason"),
    [
        ({}, replace(CASE, language="java"), SETTINGS, NotCovered.LANGUAGE),
        ({}, replace(CASE, tokens=Both(10, CASE.tokens.questioned)), SETTINGS, NotCovered.SIZE),
        ({}, replace(CASE, tokens=Both(10**8, CASE.tokens.questioned)), SETTINGS, NotCovered.SIZE),
        ({}, replace(CASE, background="cc" * 32), SETTINGS, NotCovered.BACKGROUND),
        ({"tool": "0.0.9"}, CASE, SETTINGS, NotCovered.VERSION),
        ({"method": METHOD + 1}, CASE, SETTINGS, NotCovered.VERSION),
        ({}, CASE, Settings(chaining=Chaining(gap_open_bits=3.0)), NotCovered.SETTINGS),
    ],
)
def test_outside_its_scope_nothing_is_evaluated(tmp_path, changes, case, settings, reason):
    found = weigh_evidence(write(tmp_path, card(**changes)), case, 500.0, 0.0, settings)

    assert found.not_covered is reason
    assert found.strata == ()


def test_few_clusters_bound_the_ratio(tmp_path):
    few = card(languages={"python": scope(same={"clusters": 3, "bits": [500.0] * 40})})
    for ratio in weigh_evidence(write(tmp_path, few), CASE, 1e6, 0.0, SETTINGS).strata:
        assert ratio.log10_lr <= np.log10(4) + 1e-12


@pytest.mark.parametrize("text", ["{", "{}", "[]", json.dumps({**card(), "name": "changed"})])
def test_a_file_that_is_no_bundle_is_refused(tmp_path, text):
    (tmp_path / "bundle.json").write_text(text)

    with pytest.raises(StoreError, match=r"bundle\.json"):
        read_bundle(tmp_path / "bundle.json")


def test_a_missing_bundle_is_refused(tmp_path):
    with pytest.raises(StoreError, match="cannot be read"):
        read_bundle(tmp_path / "none.json")
