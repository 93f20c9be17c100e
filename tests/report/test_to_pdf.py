"""The PDF: archival, self-contained, with the numbers of the JSON in its text; it says what it leaves out."""

import io
import json
import re
from dataclasses import replace

import pypdf
import pytest

from codematch.errors import StoreError
from codematch.model.document import without_tables
from codematch.model.result import CaseResult
from codematch.report.documents import render
from codematch.report.formats import Limits, fonts
from codematch.report.formats.code_columns import PAGE_LINES
from codematch.report.record import record
from codematch.report.record.blocks import SIGNS
from codematch.report.render_options import Bates, RenderOptions
from codematch.report.text import numbers
from codematch.report.text.wording import in_language
from tests.report.sample_result import empty_result, hostile_result, large_result, sample_result

MADE = "2026-03-05T06:30:00+00:00"


def pdf(result: CaseResult, **form: object) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render(result, "pdf", RenderOptions(made=MADE, **form))))


def words(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages).replace("\u200b", "")


@pytest.fixture(scope="module")
def sample() -> pypdf.PdfReader:
    return pdf(sample_result())


@pytest.fixture(scope="module")
def chinese() -> pypdf.PdfReader:
    return pdf(sample_result(), language="zh", profile="cn")


def test_it_declares_pdf_a_2a_and_pdf_ua_1_and_is_tagged(sample: pypdf.PdfReader) -> None:
    catalog = sample.trailer["/Root"]
    metadata = catalog["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert catalog["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert str(catalog["/Lang"]).startswith("en")


def test_nothing_in_it_runs_or_points_outside(sample: pypdf.PdfReader) -> None:
    seen = {str(key) for reader in (sample, pdf(hostile_result())) for item in reader.xref_objStm or reader.xref[0]
            for key in _keys(reader.get_object(item))}  # fmt: skip
    assert "/Type" in seen
    assert not seen & {"/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/URI", "/EmbeddedFiles", "/Encrypt"}


def _keys(item: object) -> set[str]:
    return set(item.keys()) if isinstance(item, dict) else set()


def test_every_font_is_embedded(sample: pypdf.PdfReader, chinese: pypdf.PdfReader) -> None:
    for reader in (sample, chinese):
        found = set()
        for page in reader.pages:
            for font in page["/Resources"]["/Font"].values():
                inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
                descriptor = inner["/FontDescriptor"]
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())
                found.add(re.sub(r"^/[A-Z]{6}\+", "", str(inner["/BaseFont"])))
        assert any("CJK" in name for name in found)


@pytest.mark.slow
def test_every_page_says_what_it_belongs_to(sample: pypdf.PdfReader, chinese: pypdf.PdfReader) -> None:
    made = record(sample_result(), RenderOptions())
    for reader, disclaimer in ((sample, "Machine-generated record; contains no legal conclusion"),
                               (chinese, "工具生成记录，不含法律结论")):  # fmt: skip
        for number, page in enumerate(reader.pages, start=1):
            text = page.extract_text()
            assert disclaimer in text
            assert made.id in text
            assert made.root[:16] in text
            assert "SOURCE-CODE" in text  # lines of code are shown, whatever the tier of the case
            assert re.search(rf"\b{number}\b.*\b{len(reader.pages)}\b", text.replace("\n", " "))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sample", "empty", "large"])
def test_its_text_carries_the_numbers_of_the_json(name: str) -> None:
    result = {"sample": sample_result, "empty": empty_result, "large": lambda: large_result(40)}[name]()
    text = words(pdf(result))
    document = without_tables(json.loads(render(result, "json")))
    for pair in document["pairs"]:
        for ratio in pair["totals"].values():
            for key, value in ratio.items():
                assert numbers.integer(value) in text, key
            for role in ("known", "questioned"):
                assert numbers.ratio(ratio[f"{role}_matched"], ratio[f"{role}_total"]) in text
        for region in pair["regions"]:
            assert numbers.bits(region["weight"]["total"]) in text
        assert pair["known"]["root"] in text.replace("\n", "")


@pytest.mark.slow
def test_both_languages_carry_the_same_numbers() -> None:
    english, chinese = words(pdf(sample_result())), words(pdf(sample_result(), language="zh"))
    chinese = re.sub(r"(?<=\d)%", " %", chinese)
    for pattern in (r"\d[\d,]*\.\d+ %", r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d.])", r"\bE\d+\b"):
        assert set(re.findall(pattern, english)) == set(re.findall(pattern, chinese))


@pytest.mark.slow
def test_chinese_text_can_be_read_out(chinese: pypdf.PdfReader) -> None:
    text = words(chinese)
    for phrase in ("软件相似性比对检验记录", "检验结果摘要", "其他可能解释", "鉴定人", "一、基本情况"):
        assert phrase in text


def test_exhibits_show_lines_numbers_and_signs(sample: pypdf.PdfReader) -> None:
    page = next(
        page.extract_text()
        for page in sample.pages
        if "Exhibit E1," in page.extract_text() and "120" in page.extract_text()
    )
    assert "settle_account" in page.replace("\u200b", "")
    assert "[37 lines omitted]" in page
    assert all(sign in page for sign in SIGNS.values())


def test_the_same_result_gives_the_same_bytes() -> None:
    form = RenderOptions(made=MADE)
    assert render(sample_result(), "pdf", form) == render(sample_result(), "pdf", form)


def test_it_carries_the_time_of_the_run_and_no_other(sample: pypdf.PdfReader) -> None:
    assert str(sample.metadata["/CreationDate"]).startswith("D:20260305063000")
    assert "20260305" in str(sample.metadata.get("/ModDate", "20260305"))


@pytest.mark.slow
def test_hidden_characters_and_those_without_a_glyph_are_named() -> None:
    text = words(pdf(hostile_result()))
    assert "U+202E" in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
    assert fonts.settable("a\U0001f947b") == "a⟨U+1F947⟩b"


@pytest.mark.slow
def test_bates_numbers_run_from_their_start() -> None:
    reader = pdf(sample_result(), bates=Bates(prefix="ACME", start=1201))
    for number, page in enumerate(reader.pages):
        assert f"ACME{1201 + number:06d}" in page.extract_text()


@pytest.mark.slow
def test_the_budget_of_printed_pages_is_kept_and_said() -> None:
    result = sample_result()
    row = result.pairs[0].exhibits[0].rows[0]
    rows = tuple(replace(row, known_line=n, questioned_line=n) for n in range(120, 120 + 6 * PAGE_LINES))
    long = replace(result.pairs[0].exhibits[0], rows=rows, omitted_rows=0)
    longer = replace(result, pairs=(replace(result.pairs[0], exhibits=(long, *result.pairs[0].exhibits[1:])),))
    reader = pdf(longer, max_consecutive=2)
    pages = [page for page in reader.pages if page.extract_text().count("settle") > 30]
    assert len(pages) == 2
    assert "lines omitted: limit on printed pages" in words(reader)
    none = pdf(longer, max_pages=0)
    assert not [page for page in none.pages if page.extract_text().count("settle") > 30]


@pytest.mark.slow
def test_what_is_not_listed_is_counted() -> None:
    result = large_result(25)
    bare = replace(
        result, pairs=tuple(replace(pair, asserted=()) for pair in result.pairs)
    )  # whose exhibits are all shown
    text = " ".join(words(pdf(bare, limits=Limits(rows=12, exhibits=1))).split())
    assert "13 more: matches.csv (25 rows, SHA-256" in text
    assert "1 more exhibits are not shown here" in text


def test_no_font_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.font_file.cache_clear()
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package")
    monkeypatch.setattr(fonts, "_SYSTEM", ())
    try:
        with pytest.raises(StoreError, match=r"install codematch\[pdf\]"):
            render(sample_result(), "pdf")
    finally:
        fonts.font_file.cache_clear()


def test_a_font_without_the_glyphs_of_the_record_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "characters", lambda: frozenset(range(0x20, 0x7F)))
    # What is remembered of the real font, and of this one, must not outlive the test.
    monkeypatch.setattr(fonts, "_settable", fonts._settable.__wrapped__)
    assert len(render(sample_result(), "pdf")) > 10_000
    with in_language("zh"), pytest.raises(StoreError, match="has no glyph for"):
        render(sample_result(), "pdf", RenderOptions(language="zh"))
