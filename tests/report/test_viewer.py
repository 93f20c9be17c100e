"""The viewer of an HTML report in a real browser: files side by side, lists, search, addresses, keys."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codematch.report.documents import documents
from codematch.report.formats import to_html
from codematch.report.render_options import RenderOptions
from tests.report.viewer_works import HOSTILE, SECRET, compared

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from codematch.model.result import CaseResult

ROW = ".v-block tr:has(> td.no[data-side='{side}'][data-line='{line}'])"
FORMS = ("one-file", "folder")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> "CaseResult":
    return compared(tmp_path_factory.mktemp("works"))


@pytest.fixture(scope="module")
def pages(result: "CaseResult", tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Where the page lies as one file, and with a folder beside it."""
    made = {}
    for form in FORMS:
        folder = tmp_path_factory.mktemp(form)
        with pytest.MonkeyPatch.context() as patch:
            if form == "folder":
                patch.setattr(to_html, "FIRST_PAGE_BYTES", 100_000)
                patch.setattr(to_html, "_EXHIBITS_BYTES", 12_000)
            files = documents(result, "html", ("en",))
        for name, content in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        made[form] = folder / "report.html"
    return made


@pytest.fixture(scope="module")
def heard() -> list[str]:
    return []


@pytest.fixture(scope="module")
def fresh(browser: "Browser", heard: list[str]) -> "Iterator[Page]":
    page = browser.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda said: heard.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: heard.append(f"page error: {error}"))
    page.on("request", lambda request: heard.append(f"request: {request.url}"))
    page.on("dialog", lambda dialog: heard.append(f"dialog: {dialog.message}"))
    yield page
    page.close()


@pytest.fixture
def show(fresh: "Page", pages: dict[str, Path], heard: list[str]) -> "Callable[..., Page]":
    def show(place: str = "view", form: str = "one-file", width: int = 1400) -> "Page":
        fresh.goto("about:blank")
        fresh.set_viewport_size({"width": width, "height": 900})
        fresh.emulate_media(media="null", color_scheme="light")
        heard.clear()
        fresh.goto(f"{pages[form].as_uri()}#{place}")
        if place:
            fresh.wait_for_selector(".viewing .v-block tbody tr, .viewing .v-note")
        return fresh

    return show


def at(page: "Page", side: int, line: int) -> str:
    """Return the state of the row of a line, once it is on the screen."""
    row = page.locator(ROW.format(side=side, line=line))
    row.wait_for()
    page.wait_for_function(
        "(row) => { const box = row.getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight; }",
        arg=row.element_handle(),
    )
    return (row.get_attribute("class") or "").split()[0]


def texts(page: "Page", selector: str) -> list[str]:
    return [text.strip() for text in page.locator(selector).all_inner_texts()]


@pytest.mark.parametrize("form", FORMS)
def test_a_click_in_the_tree_shows_both_files_whole(
    show: "Callable[..., Page]", heard: list[str], pages: dict[str, Path], form: str
) -> None:
    page = show("", form)
    page.locator(".v-start a").click()
    page.locator(".v-items a.v-file.known:has-text('harbour.py')").click()
    assert at(page, 0, 9) == "renamed"
    assert texts(page, ".v-heads .path") == ["src/harbour.py", "src/port.py"]
    assert texts(page, ".v-heads .v-share")[0].endswith("%")
    page.locator(".v-items a.v-file.known:has-text('alone.py')").click()
    page.wait_for_selector(".v-note")
    folder = pages[form].parent.as_uri()
    allowed = [f"{folder}/report.html", f"{folder}/report/index.js", f"{folder}/report/files-0.js"]
    assert [said for said in heard if said.partition("#")[0].removeprefix("request: ") not in allowed] == []
    assert len(heard) == (1 if form == "one-file" else 3)


def test_lines_stand_beside_each_other_as_regions_align_them(show: "Callable[..., Page]") -> None:
    page = show("K/src/harbour.py:13")
    row = page.locator(ROW.format(side=0, line=13))
    assert row.locator("td.no").all_inner_texts() == ["13", "25"]
    assert row.locator("mark").all_inner_texts() == ["carried", "deferred"]
    assert page.locator(ROW.format(side=0, line=23)).locator("mark").all_inner_texts() == ["0.42", "0.57"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("place", "side", "line", "marked"),
    [("Q/src/port.py:25", 1, 25, ["25"]), ("K/src/harbour.py:12-14", 0, 12, ["12", "13", "14"])],
)
def test_an_address_leads_to_its_lines(
    show: "Callable[..., Page]", form: str, place: str, side: int, line: int, marked: list[str]
) -> None:
    page = show(place, form)
    at(page, side, line)
    assert texts(page, "td.pointed") == marked


def test_the_address_follows_what_is_on_the_screen(show: "Callable[..., Page]") -> None:
    page = show("K/src/harbour.py")
    page.locator(".v-scroll").evaluate("(scroller) => { scroller.scrollTop = 400; }")
    page.wait_for_function("() => /^#[KQ]\\/src\\/.*:\\d+$/.test(location.hash)")
    assert int(page.evaluate("location.hash").rpartition(":")[2]) > 5


def test_an_address_of_nothing_is_answered(show: "Callable[..., Page]", heard: list[str]) -> None:
    page = show("K/src/harbour.py:9999")
    page.wait_for_selector(".v-status:has-text('K src/harbour.py:9999')")
    page.evaluate("location.hash = 'K/no/such%2'")
    page.wait_for_selector(".v-status:has-text('no/such')")
    assert [said for said in heard if not said.startswith("request")] == []


def test_keys_walk_differences_regions_and_pairs(show: "Callable[..., Page]") -> None:
    page = show("K/src/harbour.py:1")
    page.keyboard.press("n")
    assert "Difference 1 of" in page.locator(".v-status").inner_text()
    page.keyboard.press("n")
    second = page.evaluate("location.hash")
    page.keyboard.press("p")
    assert page.evaluate("location.hash") != second
    page.keyboard.press("j")
    assert "Region" in page.locator(".v-status").inner_text()
    page.keyboard.press("]")
    page.wait_for_function("() => location.hash.includes('img')")
    page.keyboard.press("[")
    page.wait_for_function("() => location.hash.includes('harbour')")
    page.keyboard.press("?")
    assert page.locator("dialog.v-help[open] dt").count() == 8
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    assert not page.locator(".v-side").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("header.cover").is_visible()
    assert not page.locator(".viewer").is_visible()


def test_back_leads_to_the_record_as_it_was_left(show: "Callable[..., Page]") -> None:
    page = show("")
    page.evaluate("scrollTo(0, 500)")
    page.keyboard.press("v")
    page.wait_for_selector(".viewing .v-block tr")
    page.locator(".v-close").click()
    assert page.evaluate("scrollY") == 500


def test_search_finds_paths_names_and_findings(show: "Callable[..., Page]") -> None:
    page = show()
    page.keyboard.press("/")
    for word, path in (("port.py", ".v-file"), ("height_at", ".v-entry"), ("compress_runs", ".v-entry")):
        page.locator(".v-side input.finder").fill(word)
        assert page.locator(f".v-items {path}").count() > 0
    page.locator(".v-side input.finder").fill("no file has this")
    assert texts(page, ".v-items") == ["Nothing found."]


def test_regions_are_filtered(show: "Callable[..., Page]", result: "CaseResult") -> None:
    page = show()
    page.locator("[data-tab=regions]").click()
    regions = result.pairs[0].regions
    shown = page.locator(".v-items .v-entry")
    assert shown.count() == len(regions)
    page.locator(".v-filters select").first.select_option("M3")
    assert shown.count() == sum(region.match_class.value == "M3" for region in regions)
    page.locator(".v-filters select").first.select_option("")
    page.locator(".v-filters select").last.select_option("-")
    assert shown.count() == sum(not region.labels for region in regions)
    page.locator(".v-filters select").last.select_option("")
    page.locator(".v-filters input").first.fill("300")
    assert shown.count() == sum(region.weight.total >= 300 for region in regions)
    page.locator(".v-filters input").first.fill("")
    page.locator(".v-filters input").last.fill("300")
    assert shown.count() == sum((region.residual or region.weight).total >= 300 for region in regions)


def test_a_region_in_another_order_can_be_shown_in_its_own(show: "Callable[..., Page]") -> None:
    page = show("K/src/harbour.py:37")
    assert at(page, 0, 37).startswith("moved")
    page.locator(".v-moved").first.click()
    page.wait_for_selector(".v-block tr.identical:has(> td[data-side='0'][data-line='37'])")
    row = page.locator(ROW.format(side=0, line=37))
    assert row.locator("td.no").all_inner_texts() == ["37", "7"]


@pytest.mark.parametrize("form", FORMS)
def test_exhibits_lead_to_the_viewer_and_back(show: "Callable[..., Page]", form: str) -> None:
    page = show("region-1-1", form)
    page.locator(".v-banner a.v-exhibit").first.click()
    page.wait_for_selector("#exhibit-1-1")
    assert page.locator("#exhibit-1-1").is_visible()
    page.locator(".in-viewer:not(p), .in-viewer a").first.click()
    page.wait_for_selector(".viewing .v-block tr")


def test_exhibits_are_closed_and_opened(show: "Callable[..., Page]") -> None:
    page = show("")
    tables = page.locator("article.exhibit table.sides").filter(visible=True)
    count = tables.count()
    page.locator(".v-folds button").first.click()
    assert tables.count() == 0
    page.locator(".v-fold").first.click()
    assert tables.count() == 1
    page.locator(".v-folds button").last.click()
    assert tables.count() == count


@pytest.mark.parametrize("form", FORMS)
def test_hostile_names_and_lines_are_text(show: "Callable[..., Page]", heard: list[str], form: str) -> None:
    page = show("K/src/harbour.py", form)
    assert page.locator(".v-block:has-text('</script><script>alert(2)</script>')").count() > 0
    assert {"U+202E", "U+202C", "U+2028"} <= set(page.locator(".v-block .hid").all_inner_texts())
    assert "\U0001f600 smiling" in page.locator(ROW.format(side=0, line=3)).inner_text()
    page.locator(".v-items a.v-file.known:has-text('onerror')").click()
    page.wait_for_function("(name) => document.querySelector('.v-heads .path').textContent === name", arg=HOSTILE)
    assert page.locator("img, iframe, object, script[src*=alert]").count() == 0
    assert [said for said in heard if not said.startswith("request: file:")] == []


def test_what_is_secret_is_covered(show: "Callable[..., Page]", pages: dict[str, Path]) -> None:
    page = show("K/src/harbour.py:4")
    assert "█" in page.locator(ROW.format(side=0, line=4)).inner_text()
    files = [path for form in FORMS for path in pages[form].parent.rglob("*") if path.is_file()]
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def test_on_a_phone_files_and_list_take_turns(show: "Callable[..., Page]") -> None:
    page = show("K/src/harbour.py:9", width=390)
    assert not page.locator(".v-side").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 391
    at(page, 0, 9)
    page.locator(".v-list").click()
    assert page.locator(".v-side").is_visible()
    page.locator(".v-items a.v-file.questioned:has-text('port.py')").click()
    page.wait_for_selector(".v-side", state="hidden")
    assert page.evaluate("document.documentElement.scrollWidth") <= 391


def test_dark_is_dark(show: "Callable[..., Page]") -> None:
    page = show()
    page.emulate_media(color_scheme="dark")
    ground, ink = (
        page.locator(".viewer").evaluate(f"(one) => getComputedStyle(one).{name}")
        for name in ("backgroundColor", "color")
    )
    assert (ground, ink) == ("rgb(22, 22, 20)", "rgb(230, 227, 220)")


def test_print_is_of_the_record(show: "Callable[..., Page]") -> None:
    page = show()
    page.emulate_media(media="print")
    assert not page.locator(".viewer").is_visible()
    assert page.locator("header.cover").is_visible()
    assert page.locator("article.exhibit table.sides").filter(visible=True).count() > 0


@pytest.mark.parametrize("form", FORMS)
def test_without_script_the_exhibits_are_there(browser: "Browser", pages: dict[str, Path], form: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(pages[form].as_uri())
    assert page.locator(".viewer, .v-start, .v-fold").count() == 0
    if form == "folder":
        page.locator("ul.pages a").last.click()
    assert page.locator("article.exhibit td.code").filter(visible=True).count() > 5
    if form == "folder":
        page.locator("a.up").first.click()
        assert page.url.partition("#")[0] == pages[form].as_uri()
    page.close()


def test_without_its_folder_the_page_says_what_is_missing(
    browser: "Browser", pages: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "report.html").write_bytes(pages["folder"].read_bytes())
    page = browser.new_page()
    page.goto(f"{(tmp_path / 'report.html').as_uri()}#view")
    page.wait_for_selector(".v-failed:has-text('report/index.js')")
    assert page.locator("header.cover").is_visible()
    page.close()


def test_a_result_without_texts_shows_the_lines_of_its_exhibits(
    browser: "Browser", result: "CaseResult", tmp_path: Path
) -> None:
    pair = replace(result.pairs[0], sources=None)
    content = documents(replace(result, pairs=(pair,)), "html", ("en",))["report.html"]
    (tmp_path / "report.html").write_bytes(content)
    page = browser.new_page()
    page.goto(f"{(tmp_path / 'report.html').as_uri()}#K/src/harbour.py:9")
    page.wait_for_selector(ROW.format(side=0, line=9))
    assert page.locator(ROW.format(side=0, line=9)).get_attribute("class").startswith("renamed")
    page.close()


def test_the_policy_of_a_page_with_a_folder_runs_only_what_its_own_script_loads(pages: dict[str, Path]) -> None:
    text = unescape(pages["folder"].read_text(encoding="utf-8"))
    assert "script-src 'sha256-" in text
    assert "' 'strict-dynamic'; base-uri 'none'" in text
    assert "strict-dynamic" not in pages["one-file"].read_text(encoding="utf-8").partition("</head>")[0]


@pytest.mark.parametrize("hides", ["no-code", "commitments"])
def test_what_a_record_hides_is_in_none_of_its_files(result: "CaseResult", hides: str) -> None:
    from codematch.model.result import Shown

    options = RenderOptions(shown=Shown(hides), key=b"k" * 32, language="en")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(to_html, "FIRST_PAGE_BYTES", 1)
        files = documents(result, "html", ("en",), options)
    assert len(files) > 2
    for word in (b"enumerate", b"settled", b"interpolated", b"LookupError"):
        assert [name for name, content in files.items() if word in content] == []
    if hides == "no-code":
        index = json.loads(files["report/index.js"].removeprefix(b'codematchData("index",').removesuffix(b");\n"))
        assert not index["shown"]
