"""Every detector on labelled works: it finds nothing but what is there, and all but what is known to be missed."""

import pytest

from codematch.model.evidence import Channel
from codematch.report.text import sentences
from codematch.report.text.messages import sentence
from codematch.report.text.wording import say, texts
from tests.evidence.labelled import cases, outcomes

NAMES = [case["name"] for case in cases()]
MISSED = {
    ("misspelling", "wich"),  # too short
    ("misspelling", "furst"),  # one letter for another that sounds otherwise, in a short word
    ("comment-part", "mooring lines"),  # in other words
    ("text", "'the culvert refuses every barge after dusk'"),  # two literals on the other side
    ("stem", "vlv"),  # spelt out on the other side
}


@pytest.mark.parametrize("name", NAMES)
def test_detectors_find_nothing_but_what_is_there(name):
    (outcome,) = (outcome for outcome in outcomes() if outcome.name == name)
    assert outcome.found - outcome.expected == {}
    assert set(outcome.expected - outcome.found) <= MISSED


def test_what_detectors_miss_is_known():
    assert {item for outcome in outcomes() for item in outcome.expected - outcome.found} == MISSED


def test_every_kind_of_finding_stands_in_the_fixture():
    kinds = {key.removeprefix("finding.") for key in texts("en") if key.startswith("finding.")}
    in_fixture = {kind for outcome in outcomes() for kind, _ in outcome.expected}

    elsewhere = {"renamed-suffix", "renamed-abbreviation", "partly-same-order-members"}  # test_renames
    elsewhere |= {"author-changed", "author-removed", "author-added"}  # test_notice_of_somebody_else
    assert kinds - in_fixture == elsewhere


def test_every_finding_has_its_words():
    findings = [item for outcome in outcomes() for channel in outcome.pair.evidence for item in channel.findings]
    for item in findings:
        assert say(f"finding.{item.kind}")
        assert say(f"else.{item.kind}")
        assert item.note is None or sentence(item.note)
    assert {item.channel for item in findings} == set(Channel)


def test_every_channel_tells_its_figures():
    for channel in outcomes()[0].pair.evidence:
        assert sentences.channel_figures(channel)


def test_a_finding_in_a_region_names_it():
    (case,) = (outcome for outcome in outcomes() if outcome.name == "leftovers")
    by_kind = {item.kind: item.region for channel in case.pair.evidence for item in channel.findings}

    assert by_kind["debug-line"] == by_kind["dead-branch"] == 1
