"""Selectors of shapes and tags within names were in no list of hidden characters."""

import pytest

from codematch.model.evidence import Channel
from codematch.pipeline import compare_works
from codematch.settings import Settings
from tests.comparison.works import work

SLUICE = "\n".join(
    f"def drop{n}(gauge, paddle):\n    level = gauge.read({n}) * paddle.width\n    return level * {n + 2}\n"
    for n in range(6)
)


def hidden(text: str) -> list[str]:
    work_file = work("known", {"a.py": SLUICE, "b.py": f"{text}\n{SLUICE}"})
    pair = compare_works(work_file, work("questioned", {"c.py": SLUICE + "\n"}), settings=Settings()).pairs[0]
    found = [item for channel in pair.evidence if channel.channel is Channel.ARTEFACTS for item in channel.findings]
    return [f"{item.count.known} {item.text}" for item in found if item.kind == "hidden-in-known"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pad\ufe00dle = 3", "1 VARIATION SELECTOR-1 (1)"),
        ("pad\ufe0fdle = 3; \ufe0fgate = 4", "2 VARIATION SELECTOR-16 (2)"),
        ("pad\U000e0101dle = 3", "1 VARIATION SELECTOR-18 (1)"),
        ("pad\U000e0061dle = 3", "1 TAG LATIN SMALL LETTER A (1)"),
        ("pad\U000e0001dle = 3", "1 LANGUAGE TAG (1)"),
        ("затвор\ufe01 = 3", "1 VARIATION SELECTOR-2 (1)"),
        ("pad\ufe00\ufe01dle = 3", "2 VARIATION SELECTOR-1 (1), VARIATION SELECTOR-2 (1)"),
    ],
)
def test_within_names(text, shown):
    assert hidden(text) == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "# rain \u2602\ufe0f and sun \u2600\ufe0f",
        "# 1\ufe0f\u20e3 first",
        "# \u845b\U000e0100\u57ce",
        "# \U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "# \U0001f468\u200d\U0001f4bb",
        "# \u2764\ufe0f\u200d\U0001f525",
    ],
)
def test_pictures_and_letters_that_need_them(text):
    assert hidden(text) == []
