"""The Word document: every section, table and exhibit, the same bytes each time, and text that stays text."""

import io
import re
import zipfile

import docx
import pytest

from codematch.model.result import CaseResult
from codematch.report.documents import render
from codematch.report.record import record
from codematch.report.render_options import RenderOptions
from codematch.report.text import numbers
from codematch.report.text.wording import in_language, say
from tests.report.sample_result import MARKUP_NAME, SCRIPT_NAME, empty_result, hostile_result, sample_result


def opened(result: CaseResult, language: str = "en") -> docx.document.Document:
    return docx.Document(io.BytesIO(render(result, "docx", RenderOptions(language=language))))


def words(document: docx.document.Document) -> str:
    return "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_section_and_table_is_there(language: str) -> None:
    document = opened(sample_result(), language)
    with in_language(language):
        made = record(sample_result(), RenderOptions(language=language))
        captions = [say("table", number=f"T{number}") for number in range(3, 12)]
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert heads == [made.glance.title, *(f"{section.label}  {section.title}" for section in made.sections)]
    text = words(document)
    assert all(caption in text for caption in captions)
    assert made.disclaimer in text


def test_it_carries_the_numbers_of_the_result() -> None:
    text = words(opened(sample_result()))
    pair = sample_result().pairs[0]
    for region in pair.regions:
        assert numbers.total(region.weight) in text
    assert numbers.ratio(pair.totals.line.matched.known, pair.totals.line.total.known) in text


@pytest.mark.slow
def test_names_of_files_are_text() -> None:
    text = words(opened(sample_result()))
    assert SCRIPT_NAME in text
    assert MARKUP_NAME in text
    for result in (sample_result(), hostile_result()):
        assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\x00-\x08]", words(opened(result)))


def test_figures_are_pictures_with_a_description() -> None:
    document = opened(sample_result())
    pictures = document.inline_shapes
    assert len(pictures) >= 3
    described = [shape._inline.docPr.get("descr") for shape in pictures]
    assert all(text and text.endswith(say("figure.summary")) for text in described)


def test_links_lead_to_bookmarks_that_are_there_once() -> None:
    body = opened(sample_result()).element.body
    names = [node.get(f"{{{node.nsmap['w']}}}name") for node in body.iter() if node.tag.endswith("}bookmarkStart")]
    anchors = {node.get(f"{{{node.nsmap['w']}}}anchor") for node in body.iter() if node.tag.endswith("}hyperlink")}
    assert len(names) == len(set(names))
    assert anchors
    assert anchors <= set(names)


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render(empty_result(), "docx") == render(empty_result(), "docx")
    members = zipfile.ZipFile(io.BytesIO(render(empty_result(), "docx"))).infolist()
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}


def test_it_holds_no_macro_and_no_link_outside() -> None:
    with zipfile.ZipFile(io.BytesIO(render(hostile_result(), "docx"))) as content:
        assert not [name for name in content.namelist() if "vba" in name.lower() or "embed" in name.lower()]
        relations = b"".join(content.read(name) for name in content.namelist() if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations


def test_the_properties_of_a_run_stand_once_and_in_the_order_of_the_schema() -> None:
    order = ["rFonts", "b", "color", "sz", "u", "bdr", "shd", "vertAlign"]
    seen = 0
    for run in opened(sample_result()).element.body.iter():
        if run.tag.endswith("}rPr"):
            names = [child.tag.rpartition("}")[2] for child in run]
            assert names == [name for name in order if name in names]
            seen += len(names) > 1
    assert seen > 50
