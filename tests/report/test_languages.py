"""A report in every language: the same numbers, names and exhibits, in other words."""

import re
from collections import Counter
from html import unescape

import pytest

from codematch.errors import UsageError
from codematch.report.documents import documents, render
from codematch.report.render_options import RenderOptions
from codematch.report.text.wording import LANGUAGES
from tests.report.sample_result import empty_result, identical_result, sample_result

RESULTS = {"sample": sample_result(), "empty": empty_result(), "identical": identical_result()}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TAGS = re.compile(r"<style>.*?</style>|<script\b.*?</script>|<[^>]*>", re.DOTALL)


def words(page: bytes, form: str) -> str:
    text = page.decode()
    return unescape(_TAGS.sub(" ", text)) if form == "html" else text


@pytest.mark.parametrize("name", RESULTS)
def test_numbers_are_the_same_in_every_language(name: str) -> None:
    """Chinese dates have no leading zeros."""
    english, chinese = (
        words(render(RESULTS[name], "html", RenderOptions(language=language)), "html") for language in LANGUAGES
    )
    assert numbers_of(english) == numbers_of(chinese)


def numbers_of(text: str) -> Counter[str]:
    return Counter(re.sub(r"^0(?=\d$)", "", number) for number in _NUMBER.findall(text))


@pytest.mark.parametrize("form", ["html", "terminal"])
def test_chinese_reports_speak_chinese(form: str) -> None:
    text = words(render(RESULTS["sample"], form, RenderOptions(language="zh")), form)

    assert "软件相似性比对检验记录" in text
    assert "工具生成记录，不含法律结论" in text
    assert len(re.findall("[\u4e00-\u9fff]", text)) > 800
    for english in ("Known work", "Questioned", "Coverage", "Glossary", "in bits", "Explanations"):
        assert english not in text


def test_json_has_no_language() -> None:
    assert render(RESULTS["sample"], "json", RenderOptions(language="zh")) == render(
        RESULTS["sample"], "json", RenderOptions(language="en")
    )


def test_the_page_says_its_language() -> None:
    assert b'<html lang="zh">' in render(RESULTS["empty"], "html", RenderOptions(language="zh"))
    assert b'<html lang="en">' in render(RESULTS["empty"], "html")


def test_no_line_of_the_terminal_is_too_wide() -> None:
    from rich.cells import cell_len

    lines = render(RESULTS["sample"], "terminal", RenderOptions(language="zh")).decode().splitlines()
    assert max(map(cell_len, lines)) <= 100


def test_files_are_named_by_language_where_there_are_several() -> None:
    result = RESULTS["empty"]

    tables = ["settings.csv"]  # too long for the record, which names it
    assert list(documents(result, "html", ("zh",))) == ["report.html", *tables]
    assert list(documents(result, "html", LANGUAGES)) == ["report.en.html", "report.zh.html", *tables]
    assert list(documents(result, "terminal", LANGUAGES)) == ["report.en.txt", "report.zh.txt"]
    assert list(documents(result, "json", LANGUAGES)) == ["report.json"]
    assert documents(result, "csv", ("zh",)) == documents(result, "csv", LANGUAGES)


def test_another_language_is_refused() -> None:
    with pytest.raises(UsageError, match="no report language 'fr'"):
        render(RESULTS["empty"], "html", RenderOptions(language="fr"))
