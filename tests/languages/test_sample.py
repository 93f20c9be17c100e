"""How often the language of a file is told, on the labelled snippets of `samples/`.

Each is read under the ending that it has by rights, without an ending, and under one that is wrong.

What is told wrongly is listed in `samples/misses.toml` by class and name, with the language that was said. A change
that tells more correctly takes lines off that list and raises the figures here; none may add a line without a reason.
"""

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from codematch.languages import read_file
from codematch.settings import Settings
from tests.languages.reading import LANGUAGES
from tests.languages.samples import Sample, read_samples

SETTINGS = Settings()
SAMPLES = read_samples()
GROUPS = sorted({sample.group for sample in SAMPLES})
TOLD = {"own": 267, "hidden": 194, "wrong": 143}
"""Snippets whose language is told, of 272: 98.2 %, 71.3 % and 52.6 %."""
MISSES = tomllib.loads(Path(__file__).with_name("samples").joinpath("misses.toml").read_text(encoding="utf-8"))


def name_of(sample: Sample, endings: str) -> str:
    if endings == "own":
        return "sample" + sample.ending
    wrong = ".java" if sample.ending in (".py", ".pyi") else ".py"
    return "sample" + (wrong if endings == "wrong" else "")


@cache
def said(sample: Sample, endings: str) -> str:
    name = name_of(sample, endings)
    claim = LANGUAGES.identify(name, sample.text)
    return read_file(name, sample.text, claim, LANGUAGES, SETTINGS.parsing, SETTINGS.identification)[0].language


def misses(endings: str, group: str) -> list[str]:
    found = [(sample.name, said(sample, endings)) for sample in SAMPLES if sample.group == group
             and said(sample, endings) not in sample.right]  # fmt: skip
    return [f"{name}: {language}" for name, language in found]


def test_every_language_has_eight_snippets() -> None:
    counts = Counter(sample.group for sample in SAMPLES)
    shipped = [name for name in LANGUAGES.names if name != "text"]
    assert min(counts[name] for name in (*shipped, "prose", "data", "logs", "config", "mail", "others")) >= 8
    assert len({(sample.group, sample.name) for sample in SAMPLES}) == len(SAMPLES) == 272


@pytest.mark.parametrize("endings", TOLD)
def test_how_many_are_told(endings: str) -> None:
    assert sum(said(sample, endings) in sample.right for sample in SAMPLES) == TOLD[endings]


@pytest.mark.parametrize("endings", TOLD)
@pytest.mark.parametrize("group", GROUPS)
def test_which_are_not_told(endings: str, group: str) -> None:
    assert misses(endings, group) == MISSES[endings].get(group, [])
