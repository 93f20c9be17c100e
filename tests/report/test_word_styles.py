"""The Word document: the form of a Chinese official document, contents, page numbers, the numbering of the record."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from codematch.report.formats import to_docx
from codematch.report.record import record
from codematch.report.record.blocks import Heading
from codematch.report.render_options import RenderOptions
from codematch.report.text.wording import in_language, say
from tests.report.sample_result import sample_result


def content(language: str, profile: str) -> bytes:
    with in_language(language):
        return to_docx.render(sample_result(), RenderOptions(language=language, profile=profile))


def opened(language: str, profile: str) -> docx.document.Document:
    return docx.Document(io.BytesIO(content(language, profile)))


def fonts(document: docx.document.Document, name: str) -> tuple[str, float, float, bool]:
    style = next(style for style in document.styles if style.style_id == name)
    line = style.paragraph_format.line_spacing
    return (
        style.element.rPr.rFonts.get(qn("w:eastAsia")),
        style.font.size.pt,
        line if isinstance(line, float) else round(line.pt, 2),
        bool(style.font.bold),
    )


def test_a_chinese_document_has_the_form_of_an_official_one() -> None:
    document = opened("zh", "cn")
    assert fonts(document, "Title") == ("方正小标宋简体", 22, 35, False)
    assert fonts(document, "Normal") == ("仿宋_GB2312", 16, 28.95, False)
    assert fonts(document, "Heading1") == ("黑体", 16, 28.95, False)
    assert fonts(document, "Heading2") == ("楷体_GB2312", 16, 28.95, False)
    assert fonts(document, "Heading3") == ("仿宋_GB2312", 16, 28.95, True)
    page = document.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(one.mm) for one in margins] == [37, 35, 28, 26]
    assert document.settings.odd_and_even_pages_header_footer
    indent = next(style for style in document.styles if style.style_id == "Normal").element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert "".join(node.text or "" for node in paragraph.iter(qn("w:t"))) == "— 1 —"
        assert [node.get(qn("w:instr")) for node in paragraph.iter(qn("w:fldSimple"))] == ["PAGE"]
        assert paragraph.pPr.find(qn("w:jc")).get(qn("w:val")) == side


def test_fonts_that_may_be_missing_have_alternates() -> None:
    with zipfile.ZipFile(io.BytesIO(content("zh", "cn"))) as archive:
        table = archive.read("word/fontTable.xml").decode()
    for name, other in (("方正小标宋简体", "SimSun"), ("仿宋_GB2312", "FangSong"), ("楷体_GB2312", "KaiTi")):
        font = table.split(f'w:name="{name}"')[1].split("</w:font>")[0]
        assert other in font


@pytest.mark.parametrize(("language", "profile"), [("zh", "cn"), ("en", "us")])
def test_the_numbering_is_that_of_the_record(language: str, profile: str) -> None:
    document = opened(language, profile)
    with in_language(language):
        made = record(sample_result(), RenderOptions(language=language, profile=profile))
    expected = [("Heading1", made.glance.title)]
    depth = 2 if any(section.part for section in made.sections) else 1
    for section in made.sections:
        expected += [("Heading1", section.part)] if section.part else []
        expected.append((f"Heading{depth}", f"{section.label}  {section.title}"))
        expected += [(f"Heading{depth + 1}", block.text) for block in section.blocks if isinstance(block, Heading)]
    levels = {f"Heading{level}" for level in range(1, depth + 2)}
    found = [(one.style.style_id, one.text) for one in document.paragraphs if one.style.style_id in levels]
    assert found == expected
    assert any(text.startswith("一、") for _, text in found) is (profile == "cn")


@pytest.mark.parametrize(("language", "profile"), [("zh", "cn"), ("en", "us")])
def test_the_contents_are_a_field_that_names_every_section(language: str, profile: str) -> None:
    document = opened(language, profile)
    body = document.element.body
    codes = [node.text.strip() for node in body.iter(qn("w:instrText"))]
    assert sum(code.startswith("TOC ") for code in codes) == 1
    kinds = [node.get(qn("w:fldCharType")) for node in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(codes)
    depth = 0
    for node in body.iter(qn("w:fldChar")):
        depth += {"begin": 1, "separate": 0, "end": -1}[node.get(qn("w:fldCharType"))]
        assert depth in (0, 1, 2)
    assert depth == 0
    entries = [one for one in document.paragraphs if one.style.style_id in ("TOC1", "TOC2")]
    with in_language(language):
        made = record(sample_result(), RenderOptions(language=language, profile=profile))
        assert say("contents") in [one.text for one in document.paragraphs]
    assert len(entries) == 1 + len(made.sections) + sum(bool(section.part) for section in made.sections)
    names = {node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))}
    pages = {code.split()[1] for code in codes if code.startswith("PAGEREF")}
    assert pages
    assert pages <= names
