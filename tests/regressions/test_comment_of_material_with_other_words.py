"""A comment of given material in which a word was changed was shown as nobody's but the two works'."""

import pytest

from codematch.comparison.reference_material import MaterialTree
from codematch.model.filtration import FilterId, ReasonCode
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.report.text.messages import sentence
from codematch.settings import Settings
from tests.comparison.works import work

SAID = "lift the sluice by a hand for each inch of rain that fell above the upper weir"
CODE = "\n".join(
    f"def lift{n}(gauge, sluice):\n    level = gauge.read({n}) * sluice.width\n    return level * {n + 2}\n"
    for n in range(6)
)


def notes(comment: str, code: ReasonCode = ReasonCode.OSS) -> list[str]:
    both = {"a.py": f"# {comment}\n{CODE}"}
    material = MaterialTree(
        filter=FilterId.COMMON, tree=work("common", {"m.py": f"# {SAID}\nlevel = 2\n"}), code=code, name="common"
    )
    pair = compare_works(
        work("known", both),
        work("questioned", {"b.py": both["a.py"] + "\n"}),
        ComparisonInputs(material=(material,)),
        settings=Settings(),
    ).pairs[0]
    found = [item for channel in pair.evidence for item in channel.findings if item.kind == "comment"]
    return [sentence(item.note["place"]) if item.note else "" for item in found]


def test_the_same_words_stand_in_the_material():
    assert notes(SAID) == ["common: m.py:1"]


@pytest.mark.parametrize(
    "comment",
    [
        SAID.replace("sluice", "paddle"),
        SAID.replace("rain", "melted snow"),
        SAID.replace(" for each", " per"),
        f"{SAID}, never more",
    ],
)
def test_few_other_words(comment):
    assert notes(comment) == ["common: m.py:1 (OSS-MODIFIED)"]


@pytest.mark.parametrize(
    "comment",
    [
        "weir upper the above fell that rain of inch each for hand a by sluice the lift",
        "lift the boat by a rope for every man who went below the lower lock",
        "the upper weir fell",
    ],
)
def test_other_comments(comment):
    assert notes(comment) == [""]


def test_what_is_agreed_on_is_agreed_word_for_word():
    assert notes(SAID.replace("sluice", "paddle"), ReasonCode.LICENSED) == [""]
