"""The documentation of filters and detectors in Chinese: every rule, paragraph by paragraph, with the same code."""

import pytest

from codematch.evidence import DETECTORS
from codematch.filtration import FILTERS
from codematch.model.rule import Rule
from codematch.report.text import phrases
from codematch.report.text.wording import in_language
from tests.translated import faults

RULES: tuple[Rule, ...] = (*FILTERS, *DETECTORS)
BEGINNINGS = {"Why: ": "理由：", "Not covered: ": "未涵盖：", "Example: ": "示例："}


def in_chinese(rule: Rule) -> tuple[str, ...]:
    with in_language("zh"):
        return phrases.documentation(rule.id, rule.paragraphs)


def beginning(paragraph: str, known: list[str]) -> int:
    """The number of the word that a paragraph begins with, -1 for none."""
    return next((at for at, word in enumerate(known) if paragraph.startswith(word)), -1)


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_the_documentation_of_a_rule_says_the_same_in_chinese(rule: Rule) -> None:
    chinese = in_chinese(rule)
    assert [beginning(text, list(BEGINNINGS.values())) for text in chinese] == [
        beginning(text, list(BEGINNINGS)) for text in rule.paragraphs
    ]
    found = [list(faults(*pair)) for pair in zip(rule.paragraphs, chinese, strict=True)]
    assert [wrong for wrong in found if wrong] == []
    assert all(text.endswith("。") and "\n" not in text for text in chinese)


def test_every_text_belongs_to_a_rule_and_no_two_have_one_summary() -> None:
    assert list(phrases._rules("zh")) == [rule.id for rule in RULES]
    assert len({in_chinese(rule)[0] for rule in RULES}) == len(RULES)


def test_a_rule_without_a_translation_is_documented_in_english() -> None:
    with in_language("zh"):
        assert phrases.documentation("no-such-rule", ("What it does.",)) == ("What it does.",)
    with in_language("en"):
        assert phrases.documentation(RULES[0].id, RULES[0].paragraphs) == RULES[0].paragraphs
