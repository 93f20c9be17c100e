"""The first page: every question has an answer, and every row leads to its exhibit, in both languages alike."""

import io
import re
from dataclasses import replace

import docx
import pypdf
import pytest

from codematch.model.result import CaseResult
from codematch.report.documents import render
from codematch.report.record import record
from codematch.report.record.blocks import Record, Table
from codematch.report.record.question_topics import TOPICS, assigned, topics_of
from codematch.report.render_options import RenderOptions
from codematch.report.text.wording import LANGUAGES, in_language, say
from tests.report.sample_result import empty_result, large_result, sample_result


def made(result: CaseResult, language: str = "en", **options: object) -> Record:
    with in_language(language):
        return record(result, RenderOptions(language=language, **options))


def tables(page: Record) -> tuple[Table, Table]:
    answers, places = (block for block in page.glance.blocks if isinstance(block, Table))
    return answers, places


def words(table: Table) -> list[list[str]]:
    return [["".join(span.text for line in cell for span in line.spans) for cell in row.cells] for row in table.rows]


def numbers(page: Record) -> list[str]:
    return re.findall(
        r"\d[\d,.]*\d|\d", " ".join(cell for table in tables(page) for row in words(table) for cell in row)
    )


def test_every_topic_is_told_once_at_the_question_that_names_it() -> None:
    rows = assigned(["Which lines are identical?", "排除开源程序库后剩余多少?", "What is the weather?"], list(TOPICS))
    assert [topic for _, told in rows for topic in told] == [
        "files",
        "share",
        "residual",
        "asserted",
        "findings",
        "rates",
        "untested",
    ]
    assert rows[2] == ("What is the weather?", ())
    assert topics_of("What is the weather?") == ("files", "share")


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_put_are_quoted_in_their_order_and_the_default_ones_follow(language: str) -> None:
    result = sample_result()
    asked = ("Which files correspond?", "样本有多少内容见于检材?")
    assert result.engagement is not None
    result = replace(result, engagement=replace(result.engagement, questions=asked))
    answers, _ = tables(made(result, language))
    first = [row[0] for row in words(answers)]
    assert tuple(first[:2]) == asked
    with in_language(language):
        assert first[2:] == [
            say(f"glance.ask.{topic}") for topic in ("asserted", "findings", "residual", "rates", "untested")
        ]
    assert all(row[1] for row in words(answers))


@pytest.mark.parametrize("make", [sample_result, empty_result, lambda: large_result(60)])
def test_what_an_answer_rests_on_is_there(make) -> None:
    page = made(make())
    for table in tables(page):
        links = [span.link for row in table.rows for line in row.cells[-1] for span in line.spans if span.link]
        assert set(links) <= page.anchors
    assert [span.link for row in tables(page)[0].rows for line in row.cells[-1] for span in line.spans]


def test_asserted_items_come_first_with_their_exhibits() -> None:
    result = sample_result()
    _, places = tables(made(result))
    items = result.pairs[0].asserted
    assert [row[0].startswith(item.item.text) for row, item in zip(words(places), items, strict=False)] == [True] * len(
        items
    )
    counterpart = next(item for item in items if item.counterparts)
    row = words(places)[items.index(counterpart)]
    assert counterpart.counterparts[0].questioned_path in row[1]
    assert row[-1].startswith(f"E{counterpart.counterparts[0].region}")


def test_a_case_without_findings_has_the_same_form() -> None:
    result = empty_result()
    bare = tuple(replace(pair, asserted=()) for pair in result.pairs)
    page = made(replace(result, engagement=None, pairs=bare))
    answers, places = tables(page)
    assert [row[0] for row in words(answers)] == [
        say(f"glance.ask.{topic}") for topic in ("files", "share", "findings", "residual", "rates", "untested")
    ]
    assert say("summary.none") in words(answers)[0][1]
    assert words(places) == [[say("summary.none")]]


@pytest.mark.parametrize("make", [sample_result, empty_result, lambda: large_result(60)])
def test_the_numbers_are_the_same_in_both_languages_and_profiles(make) -> None:
    pages = [made(make(), language, profile=profile) for language in LANGUAGES for profile in ("us", "cn")]
    assert all(sorted(numbers(page)) == sorted(numbers(pages[0])) for page in pages)


def test_the_page_holds_no_more_rows_than_it_has_room_for() -> None:
    _, places = tables(made(large_result(500)))
    assert len(places.rows) <= 10


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_carries_the_numbers_of_the_page(language: str) -> None:
    result = sample_result()
    options = RenderOptions(language=language)
    wanted = set(numbers(made(result, language)))
    html = re.sub(r"<[^>]+>", " ", render(result, "html", options).decode())
    document = docx.Document(io.BytesIO(render(result, "docx", options)))
    word = " ".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))
    reader = pypdf.PdfReader(io.BytesIO(render(result, "pdf", options)))
    pages = "".join(page.extract_text() for page in reader.pages[:3]).replace("\u200b", "")
    for text in (html, word, pages):
        assert {number for number in wanted if number not in text} == set()
    assert say("glance") in pages if language == "en" else "检验结果一览" in pages
