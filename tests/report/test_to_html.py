"""The HTML report: self-contained, inert whatever the input is called, and with the numbers of the JSON."""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import pytest

from codematch.case import from_document, to_document
from codematch.model.match import Exhibit, ExhibitRow, RowState, Weight
from codematch.model.result import CaseResult
from codematch.report import view
from codematch.report.documents import render
from codematch.report.formats import Limits
from codematch.report.render_options import RenderOptions
from codematch.report.text import numbers
from tests.report.sample_result import (
    BIDI_NAME,
    CHINESE_NAME,
    HOSTILE_LABEL,
    LONG_NAME,
    MARKUP_NAME,
    SCRIPT_NAME,
    digest,
    empty_result,
    hostile_result,
    identical_result,
    large_result,
    sample_result,
)

VOID = {"meta", "br", "wbr", "col"}
SVG = {"svg", "desc", "rect", "line", "path", "text", "circle"}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "footer", "section", "article", "h1",
    "h2", "h3", "p", "dl", "dt", "dd", "div", "span", "small", "sub", "ol", "ul", "li", "a", "b", "i", "br", "wbr",
    "table",
    "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "details", "summary", "abbr", "code", "mark",
    "script", "figure", "figcaption", "button",
} | SVG  # fmt: skip
ATTRIBUTES = {
    "id", "class", "href", "title", "lang", "charset", "http-equiv", "content", "name", "scope", "rowspan", "colspan",
    "style", "open", "aria-label", "aria-hidden", "data-th", "data-filter", "type", "value", "role",
    # of figures
    "xmlns", "width", "height", "viewbox", "font-family", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d",
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "text-anchor", "font-size", "font-weight",
    "transform",
}  # fmt: skip


@dataclass
class Element:
    """An element with its children and the text of everything inside."""

    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def all(self, tag: str, *classes: str) -> list["Element"]:
        found = [self] if self.tag == tag and set(classes) <= self.classes else []
        for child in self.children:
            found += child.all(tag, *classes)
        return found


class Page(HTMLParser):
    """A strict reader: every element is closed in order."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self.open = [self.root]
        self.elements: list[Element] = []
        self.feed(content.decode("utf-8"))
        self.close()
        assert self.open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.parts.append(data)


def page_of(result: CaseResult, form: RenderOptions | None = None) -> bytes:
    return render(result, "html", form)


@pytest.fixture(scope="module")
def sample() -> Page:
    return Page(page_of(sample_result()))


def the_script(page: Page) -> Element:
    """Return the one script of a page; what the viewer reads is data, which no browser runs."""
    data, script = page.root.all("script")
    assert data.attributes == {"type": "application/json", "id": "viewer-data"}
    assert data.text.isascii()
    assert "<" not in data.text
    assert not script.attributes
    return script


RESULTS = {
    "sample": sample_result,
    "empty": empty_result,
    "identical": identical_result,
    "hostile": hostile_result,
}


@pytest.mark.parametrize("name", RESULTS)
def test_only_our_own_elements_and_attributes(name: str) -> None:
    page = Page(page_of(RESULTS[name]()))
    assert {element.tag for element in page.elements} <= ALLOWED
    assert {attribute for element in page.elements for attribute in element.attributes} <= ATTRIBUTES
    styles = {element.attributes["style"] for element in page.elements if "style" in element.attributes}
    assert all(re.fullmatch(r"width:\d{1,3}\.\d\d%", style) for style in styles)


def test_one_script_and_only_it_is_allowed(sample: Page) -> None:
    script = the_script(sample)
    allowed = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    (policy,) = [meta for meta in sample.root.all("meta") if "http-equiv" in meta.attributes]
    directives = policy.attributes["content"].split("; ")
    assert directives == [
        "default-src 'none'", "style-src 'unsafe-inline'", f"script-src 'sha256-{allowed}'", "base-uri 'none'",
        "form-action 'none'",
    ]  # fmt: skip


def test_nothing_is_asked_for_outside_the_file(sample: Page) -> None:
    links = [element.attributes["href"] for element in sample.elements if "href" in element.attributes]
    assert links
    assert all(link.startswith("#") for link in links)
    (style,) = sample.root.all("style")
    script = the_script(sample)
    for text in (style.text, script.text):
        assert not re.search(r"url\(|@import|https?:|fetch\(|XMLHttpRequest|import\(|innerHTML", text)


@pytest.mark.parametrize("name", RESULTS)
def test_every_link_leads_somewhere_and_names_are_unique(name: str) -> None:
    page = Page(page_of(RESULTS[name]()))
    names = Counter(element.attributes["id"] for element in page.elements if "id" in element.attributes)
    assert set(names.values()) == {1}
    assert {element.attributes["href"][1:] for element in page.elements if "href" in element.attributes} <= names.keys()


def test_a_region_leads_to_its_exhibit_and_back(sample: Page) -> None:
    (exhibit,) = [item for item in sample.root.all("article") if item.attributes["id"] == "exhibit-1-1"]
    assert "#row-1-1" in {link.attributes["href"] for link in exhibit.all("a")}
    (row,) = [item for item in sample.root.all("tbody") if item.attributes.get("id") == "row-1-1"]
    assert "#exhibit-1-1" in {link.attributes["href"] for link in row.all("a")}


@pytest.mark.parametrize(
    "name", [SCRIPT_NAME, MARKUP_NAME, CHINESE_NAME, LONG_NAME, HOSTILE_LABEL.replace("\u200b", "U+200B")]
)
def test_hostile_names_are_text(sample: Page, name: str) -> None:
    assert name in sample.root.text


def test_hidden_characters_are_shown_and_never_sent(sample: Page) -> None:
    for result in (sample_result(), hostile_result()):
        raw = page_of(result).decode("utf-8")
        assert not re.search("[\u200b-\u200f\u2028-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]", raw)
    assert BIDI_NAME.replace("\u202e", "U+202E") in sample.root.text
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in {item.attributes.get("title") for item in sample.root.all("span", "hid")}


def test_lines_of_code_stand_as_they_are(sample: Page) -> None:
    lines = {cell.text for cell in sample.root.all("td", "code")}
    assert "import datetime  # </td></table><script>alert(3)</script>" in lines
    assert "    for entry in sorted(entries, key=by_date):" in lines
    assert "\tif access == 'user':" in lines
    assert '            raise LimitReached("blkdevIdx2 超出限额")  # 审核 manually' in lines


def test_what_stands_beside_a_region_is_set_apart(sample: Page) -> None:
    (exhibit,) = [item for item in sample.root.all("article") if item.attributes["id"] == "exhibit-1-2"]
    (row,) = exhibit.all("tr", "identical")
    assert [span.text for span in row.all("span", "beside")] == ["import ", "import "]
    unknown = replace(sample_result().pairs[0].exhibits[1], known_span=None, questioned_span=None)
    result = sample_result()
    pair = replace(result.pairs[0], exhibits=(unknown,))
    page = Page(page_of(replace(result, pairs=(pair,))))
    assert page.root.all("article")[0].all("span", "beside") == []


def test_marks_keep_their_place_beside_an_edge() -> None:
    result = sample_result()
    exhibit = result.pairs[0].exhibits[0]
    spans = {"known_span": (4, 3), "questioned_span": (4, 3)}
    pair = replace(result.pairs[0], exhibits=(replace(exhibit, **spans),))
    row = Page(page_of(replace(result, pairs=(pair,)))).root.all("tr", "renamed")[0]
    assert [mark.text for mark in row.all("mark")][:2] == ["settle_account", "ledger"]
    assert [span.text for span in row.all("span", "beside")] == ["def ", "def "]


def test_compared_files_without_a_region_are_listed() -> None:
    result = sample_result()
    pair = replace(result.pairs[0], file_pairs=result.pairs[0].file_pairs[:2])
    known, questioned = Page(page_of(replace(result, pairs=(pair,)))).root.all("details", "unmatched")
    assert "3 compared files of the known work share no region" in known.text
    assert [item.text for item in known.all("span", "path")] == sorted([LONG_NAME, CHINESE_NAME, "设定.lua"])
    assert [item.text for item in questioned.all("span", "path")] == [
        MARKUP_NAME,
        BIDI_NAME.replace("\u202e", "U+202E"),
    ]
    assert "finance/books_old.py" not in questioned.text


def test_shared_text_stands_in_the_summary(sample: Page) -> None:
    assert "1,843 (6,012.3 bits); literals: 1 (<0.1 bits)" in sample.root.text


def test_marks_are_the_ranges_of_the_result(sample: Page) -> None:
    (row,) = [row for row in sample.root.all("tr", "renamed") if "120" in row.text]
    assert [mark.text for mark in row.all("mark")] == [
        "settle_account", "ledger", "entries", "close_book", "book", "postings",
    ]  # fmt: skip
    assert [cell.text for cell in row.all("td", "no")] == ["120", "98"]


def test_three_kinds_of_highlight_differ_without_colour() -> None:
    """Each kind has a sign of its own, and its mark another border or weight, so that a grey print tells them apart."""
    page = Page(page_of(sample_result()))
    signs = {
        state: {cell.text for row in page.root.all("tr", state) for cell in row.all("td", "sign")} for state in RowState
    }
    assert signs == {
        "identical": {"="},
        "renamed": {"≈"},
        "different": {"≠"},
        "known-only": {"<"},
        "questioned-only": {">"},
        "wrapped": {"¶"},
    }
    style = page.root.all("style")[0].text
    assert "dotted" in re.findall(r"\.renamed mark \{([^}]*)\}", style)[0]
    assert "font-weight: 700" in re.findall(r"\.different mark \{([^}]*)\}", style)[0]


def test_omitted_lines_are_said_where_they_are_missing(sample: Page) -> None:
    omitted = [row.text.strip() for row in sample.root.all("tr", "omitted")]
    assert omitted[:2] == ["[3 lines omitted]", "[37 lines omitted]"]


def _integers(row: Element) -> list[int]:
    return [int(cell.text.replace(",", "")) for cell in row.all("td", "n")[:2]]


@pytest.mark.parametrize("name", RESULTS)
def test_coverage_is_that_of_the_json(name: str) -> None:
    result = RESULTS[name]()
    totals = to_document(result)["pairs"][0]["totals"]
    page = Page(page_of(result))
    for role in ("known", "questioned"):
        (table,) = page.root.all("table", "coverage", role)
        rows = {row.all("td")[0].text: row for row in table.all("tbody")}
        assert rows.keys() == totals.keys()
        for unit, row in rows.items():
            part, whole = totals[unit][f"{role}_matched"], totals[unit][f"{role}_total"]
            assert _integers(row) == [part, whole]
            assert row.all("b")[0].text == numbers.ratio(part, whole)


def test_every_number_of_the_summary_is_in_the_json(sample: Page) -> None:
    document = to_document(sample_result())
    pair = document["pairs"][0]
    known = {value for ratio in pair["totals"].values() for value in ratio.values()}
    known |= {len(pair["regions"]), len(pair["file_pairs"]), len(pair["file_pairs"]), 1}
    known |= {count for role in ("known", "questioned") for count in pair[role]["counts"].values()}
    summary = next(part for part in sample.root.all("section") if part.all("table", "statements"))
    statements = [row.all("td")[1].text for row in summary.all("table", "statements")[0].all("tbody")[:3]]
    known.add(pair["ledger"]["steps"][-1]["regions"])
    sentences = " ".join([*(paragraph.text for paragraph in summary.all("p")[:2]), *statements])
    integers = {int(text.replace(",", "")) for text in re.findall(r"(?<![\d.,])\d[\d,]*(?![\d.,]*\d)(?! %)", sentences)}
    assert {26, 2_310, 48_022, 61_400, 612_345} <= integers
    assert integers - {3} <= known  # the 3 is that of the class M3


def test_weights_of_the_table_are_those_of_the_json(sample: Page) -> None:
    regions = {region["number"]: region for region in to_document(sample_result())["pairs"][0]["regions"]}
    tables = [table for table in sample.root.all("table", "regions") if "residual" not in table.attributes["class"]]
    (table,) = [table for table in tables if "id" in table.all("tbody")[0].attributes]
    shown = {int(body.attributes["id"].rpartition("-")[2]): body for body in table.all("tbody")}
    assert shown.keys() == regions.keys()
    for number, body in shown.items():
        cells = {cell.attributes["data-th"]: cell.text.strip() for cell in body.all("td")}
        weight = regions[number]["weight"]
        assert [cells[name.capitalize()] for name in ("total", *view.CHANNELS)] == [
            numbers.bits(weight[name]) for name in ("total", *view.CHANNELS)
        ]


def test_both_root_hashes_stand_in_full(sample: Page) -> None:
    assert digest(1001) in sample.root.text
    assert digest(1002) in sample.root.text


def test_nothing_found_is_said_and_everything_else_shown() -> None:
    page = Page(page_of(empty_result()))
    assert page.root.text.count("No region was found.") == 3  # at a glance, and in two sections
    headings = [re.sub(r"^(?:\d+|Annex \w) |contents$", "", heading.text) for heading in page.root.all("h2")]
    assert headings[:22] == [
        "Results at a glance", "Engagement and questions", "Summary of observations", "Materials examined",
        "Custody and integrity",
        "Scope, limits and assumptions", "Method", "Filtration", "Results: overview", "Results: by level",
        "Distinctive features", "Differences and unmatched content", "Alternative explanations",
        "Time and direction information", "Significance and error rates", "Sensitivity analysis",
        "What would change these results", "Examiner's analysis", "Exhibit index and exhibits", "Reproduction package",
        "Certification forms", "Glossary",
    ]  # fmt: skip
    assert "permission denied <i>" in page.root.text


def test_what_a_run_changed_is_marked(sample: Page) -> None:
    changed = [code[0].text for row in sample.root.all("tr", "changed") if (code := row.all("code"))]
    assert changed == ["weighing.min_weight"] * 2  # among the changed ones, and among all


def test_a_long_table_is_capped_and_says_so() -> None:
    page = Page(page_of(large_result(25), RenderOptions(limits=Limits(rows=12, exhibits=10))))
    counts = [len(table.all("tbody")) for table in page.root.all("table", "regions")]
    assert 12 in counts
    assert max(counts) == 12
    assert "13 more: matches.csv (25 rows, SHA-256 " in page.root.text


def test_several_pairs_have_names_of_their_own() -> None:
    result = sample_result()
    page = Page(page_of(replace(result, pairs=result.pairs * 2)))
    names = Counter(element.attributes["id"] for element in page.elements if "id" in element.attributes)
    assert set(names.values()) == {1}
    assert {"exhibit-1-1", "exhibit-2-1", "S-2"} <= names.keys()


def test_a_saved_result_gives_the_same_bytes() -> None:
    result = sample_result()
    pair = result.pairs[0]
    odd = Weight(structure=100 / 3, names=1e-3, literals=2 / 3, comments=77.777777)
    unrounded = replace(result, pairs=(replace(pair, regions=tuple(replace(r, weight=odd) for r in pair.regions)),))
    saved: CaseResult = from_document(to_document(unrounded))
    assert saved != unrounded
    assert page_of(saved) == page_of(unrounded)


def test_a_crafted_digest_cannot_write_style() -> None:
    result = sample_result()
    pair = result.pairs[0]
    crafted = replace(pair, known=replace(pair.known, root='"\n}body{display:none}</style><script>'))
    page = Page(page_of(replace(result, pairs=(crafted,))))
    assert the_script(page)
    assert "display:none" not in page.root.all("style")[0].text


def test_an_exhibit_without_rows_or_known_lines() -> None:
    result = sample_result()
    pair = result.pairs[0]
    row = ExhibitRow(
        state=RowState.QUESTIONED_ONLY, known_line=None, known_text="", questioned_line=98, questioned_text="x"
    )
    exhibits = (Exhibit(region=1, rows=(row,), omitted_rows=5), Exhibit(region=2, rows=(), omitted_rows=0))
    page = Page(page_of(replace(result, pairs=(replace(pair, exhibits=exhibits),))))
    assert "[49 known and 48 questioned lines omitted]" in page.root.text
