"""Secrets and personal data in what a label quotes are covered as those in exhibits are, unless the run is unmasked."""

import json
from dataclasses import replace

import pytest

from codematch.case import to_document
from codematch.comparison.masked_quotes import mask_quotes
from codematch.masking import masked
from codematch.model.message import Message, Quote
from codematch.model.result import CaseResult
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.settings import Settings
from tests.comparison.works import work
from tests.report.sample_result import sample_result

ISSUED = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
BODY = "function area(p) { let t = 0; for (const [x, y] of p) { t += x * y - 17; } return Math.abs(t) / 2; }\n" * 8
BANNER = f"/*! {ISSUED} v3.5.1 | (c) somebody */\n"


def compared(unmask: str) -> CaseResult:
    known, questioned = work("known", {"a.js": BANNER + BODY}), work("questioned", {"b.js": BANNER + BODY + "\n"})
    return compare_works(known, questioned, ComparisonInputs(unmask=unmask), settings=Settings())


@pytest.mark.parametrize(("unmask", "shown"), [("", "gh…[key]"), ("the court asked for it", ISSUED)])
def test_a_token_in_the_banner_of_a_library(unmask: str, shown: str) -> None:
    (pair,) = compared(unmask).pairs
    banner = Message.of("banner", name=Quote(shown), version=Quote("3.5.1"))
    assert banner in [label.basis for region in pair.regions for label in region.labels]
    assert {item.basis for item in pair.ledger.exclusions if item.basis.key == "banner"} == {banner}
    assert banner in [sign for item in pair.explanations for sign in item.signs]


def test_no_part_of_a_masked_result_holds_it() -> None:
    assert ISSUED not in json.dumps(to_document(compared("")))
    assert ISSUED in json.dumps(to_document(compared("the court asked for it")))


QUOTES = (
    "", "plain", f"a\nb {ISSUED}\n", "\n\n", f"{ISSUED}", "call 13912345678\n", "1391", "2345678", "password",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", "İ Σ",
    "mail wei.zhang@example.com", "x\r\ny",
)  # fmt: skip


@pytest.mark.parametrize("shift", range(len(QUOTES)))
def test_quotes_searched_together_are_masked_as_each_is_alone(shift: int) -> None:
    """Whatever stands before and behind a quote among the others."""
    quotes = QUOTES[shift:] + QUOTES[:shift]
    result = sample_result().pairs[0]
    first = result.explanations[0]
    signs = tuple(Message.of("banner", name=Quote(quote), version=Quote("1")) for quote in quotes)
    pair = replace(result, explanations=(replace(first, signs=signs), *result.explanations[1:]))
    shown = mask_quotes(pair).explanations[0].signs
    assert [sign["name"] for sign in shown] == [masked(quote) for quote in quotes]
    assert sum(masked(quote) != quote for quote in quotes) >= 4
