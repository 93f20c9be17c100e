"""`codematch rules`: the list, one rule, its languages, and what is said of an unknown one."""

import json

import pytest

from codematch.cli import main
from codematch.evidence import DETECTORS
from codematch.filtration import FILTERS
from codematch.report.text.wording import texts

IDS = [rule.id for rule in (*FILTERS, *DETECTORS)]


def answer(capsys, *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["rules", *arguments])
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_every_rule_is_listed_in_its_order(capsys):
    listed = [line.split()[0] for line in answer(capsys).splitlines()[1:] if not line.startswith(" ")]

    assert listed == IDS


def test_a_rule_is_explained_with_its_settings_and_messages(capsys):
    text = answer(capsys, "generated")

    assert "generated (filter)" in text
    assert "Why: " in text
    assert "filtration.minified_line_bytes = 300 bytes   (10 to 1000000)" in text
    assert texts("en")["message.parser-table"] in text


def test_messages_and_reasons_are_in_the_language_that_is_asked_for(capsys):
    text = answer(capsys, "misspellings", "--lang", "zh")

    assert texts("zh")["finding.misspelling"] in text
    assert "项目比例" in text


@pytest.mark.parametrize("rule", IDS)
def test_every_rule_can_be_explained(rule, capsys):
    document = json.loads(answer(capsys, rule, "--format", "json"))

    assert document["id"] == rule
    assert all(document["messages"].values())
    assert answer(capsys, rule).startswith(rule)


def test_the_list_for_programs_has_every_rule(capsys):
    assert [row["id"] for row in json.loads(answer(capsys, "--format", "json"))] == IDS


def test_an_unknown_id_is_one_line_with_the_nearest_one(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["rules", "misspelings"])

    assert ended.value.code == 2
    assert capsys.readouterr().err == "codematch: misspelings: there is no such rule; did you mean misspellings?\n"
