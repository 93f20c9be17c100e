"""Sentences that choose their words by a number or a name."""

from dataclasses import replace

import pytest

from codematch.model.match import Region
from codematch.model.result import PairResult
from codematch.report.text import region_sentences, sentences
from codematch.report.text.language_names import language_name
from codematch.report.text.wording import LANGUAGES, in_language
from tests.report.sample_result import sample_result


def weighed(median_bits: float | None, excess_bits: float | None) -> tuple[PairResult, Region]:
    """A pair and its heaviest region, with what the null model says of them."""
    pair = sample_result().pairs[0]
    region = next(region for region in pair.regions if region.significance is not None)
    stated = replace(region.significance, excess_bits=excess_bits)  # type: ignore[type-var]
    entries = tuple(replace(entry, median_bits=median_bits) for entry in pair.significance)
    return replace(pair, significance=entries), replace(region, significance=stated)


@pytest.mark.parametrize(
    ("location", "excess", "english", "chinese"),
    [
        (44.6, 46.9, "typically weighs 44.6 bits; this one weighs 46.9 bits more.", "（44.6比特）高46.9比特"),
        (44.6, -0.9, "typically weighs 44.6 bits; this one weighs 0.9 bits less.", "（44.6比特）低0.9比特"),
        (-14.7, 60.0, "Unrelated works of this size typically have no region.", "通常没有区域"),
    ],
)
def test_a_weight_is_more_or_less_than_usual(location: float, excess: float, english: str, chinese: str) -> None:
    said = {}
    for language in LANGUAGES:
        with in_language(language):
            said[language] = region_sentences.excess(*weighed(location, excess))
    assert english in said["en"]
    assert chinese in said["zh"]


def test_nothing_is_said_of_an_unknown_excess() -> None:
    assert region_sentences.excess(*weighed(None, None)) == ""


@pytest.mark.parametrize("name", ["no-such-language", "../python", "", "Python"])
def test_an_unknown_language_keeps_its_name(name: str) -> None:
    assert language_name(name) == name


def test_languages_have_the_names_that_readers_know() -> None:
    assert [language_name(name) for name in ("python", "csharp", "text")] == ["Python", "C#", "plain text"]
    with in_language("zh"):
        assert [language_name(name) for name in ("python", "text")] == ["Python", "纯文本"]


def test_counts_of_one_are_in_the_singular() -> None:
    pair = sample_result().pairs[0]
    line = replace(pair.totals.line, total=replace(pair.totals.line.total, known=1))
    said = sentences.found(sample_result(), replace(pair, totals=replace(pair.totals, line=line)))[1]
    assert "(1 counted line, " in said
