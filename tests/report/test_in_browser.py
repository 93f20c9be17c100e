"""The HTML report as a reader meets it: opened, filtered, sorted, walked by keys, printed, in a real browser."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

from codematch.model.sides import Both
from codematch.report.documents import render
from codematch.report.render_options import RenderOptions
from tests.report.sample_result import (
    CHINESE_NAME,
    HOSTILE_LABEL,
    MARKUP_NAME,
    SCRIPT_NAME,
    hostile_result,
    large_result,
    sample_result,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from codematch.model.result import CaseResult

LANGUAGES = ("en", "zh")
REGIONS = "h2#annex-places ~ table.regions"
FINDER = "h2#annex-places ~ input.finder:has(+ table.regions)"


def _uneven() -> "CaseResult":
    """Return a result whose pairs of files match in numbers of different lengths."""
    result = sample_result()
    pair = result.pairs[0]
    matched = ((9, 5_000), (400, 3), (70, 70), (1_000, 1))
    files = (
        replace(file, matched=Both(known, questioned))
        for file, (known, questioned) in zip(pair.file_pairs, matched, strict=True)
    )
    return replace(result, pairs=(replace(pair, file_pairs=tuple(files)),))


def _folded() -> "CaseResult":
    """Return a result with a long table, and so a finder, in a closed list."""
    result = sample_result()
    pair = result.pairs[0]
    assert pair.ledger is not None
    ledger = replace(pair.ledger, exclusions=pair.ledger.exclusions * 12)
    return replace(result, pairs=(replace(pair, ledger=ledger),))


RESULTS: dict[str, Callable[[], "CaseResult"]] = {
    "sample": sample_result,
    "hostile": hostile_result,
    "large": partial(large_result, 40),
    "uneven": _uneven,
    "folded": _folded,
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], str]:
    """Where a result lies as a page in a language; each is rendered once."""
    folder = tmp_path_factory.mktemp("pages")

    def address(name: str, language: str) -> str:
        path = folder / f"{name}.{language}.html"
        if not path.exists():
            path.write_bytes(render(RESULTS[name](), "html", RenderOptions(language=language)))
        return path.as_uri()

    return address


@pytest.fixture(scope="module")
def heard() -> list[str]:
    """What the page that is shown asked for or complained of."""
    return []


@pytest.fixture(scope="module")
def show(browser: "Browser", address: Callable[[str, str], str], heard: list[str]) -> "Callable[..., Page]":
    """Open a result; the same page serves again, as a new one takes longer than all that is done with it."""

    def note_dialog(dialog: Any) -> None:
        heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    @cache
    def new_page(scripted: bool) -> "Page":
        page = browser.new_page(java_script_enabled=scripted)
        page.set_default_timeout(10_000)
        page.on("console", lambda said: heard.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: heard.append(f"page error: {error}"))
        page.on("dialog", note_dialog)
        page.on("request", lambda request: heard.append(f"request: {request.url}"))
        return page

    def show(name: str = "sample", language: str = "en", width: int = 1400, scripted: bool = True) -> "Page":
        page = new_page(scripted)
        page.goto("about:blank")
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="null", color_scheme="light")
        heard.clear()
        page.goto(address(name, language))
        return page

    return show


def _settle(page: "Page") -> None:
    """Let the page draw three times: scrolling and what comes into view by it take one or two."""
    page.evaluate(
        "async () => { for (let n = 0; n < 3; n++) await new Promise((drawn) => requestAnimationFrame(drawn)); }"
    )


def _in_view(page: "Page", selector: str) -> bool:
    """Say whether the beginning of an element is on the screen and nothing lies over it."""
    _settle(page)
    return page.locator(selector).evaluate(
        """(element) => {
          const box = element.getBoundingClientRect();
          return element.contains(document.elementFromPoint(box.left + 4, box.top + 6));
        }"""
    )


def _hash(page: "Page") -> str:
    return page.evaluate("location.hash")


def _texts(page: "Page", selector: str) -> list[str]:
    return [text.strip() for text in page.locator(selector).all_text_contents()]


def _numbers_shown(page: "Page") -> list[int]:
    """Return the numbers of the regions that are visible in their table, in its order."""
    return page.locator(f"{REGIONS} > tbody > tr > td:first-child").evaluate_all(
        "(cells) => cells.filter((cell) => cell.checkVisibility()).map((cell) => Number(cell.textContent))"
    )


def _background(page: "Page") -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def _close_up(text: str) -> str:
    return re.sub(r"\s", "", text)


# Opening


@pytest.mark.parametrize(("name", "language"), [("sample", "en"), ("sample", "zh"), ("large", "en")])
def test_a_page_opens_in_silence_and_asks_for_nothing(
    show: "Callable[..., Page]", heard: list[str], name: str, language: str
) -> None:
    page = show(name, language)
    assert page.evaluate("document.documentElement.className") == "scripted"
    page.keyboard.type("jktcd")
    _settle(page)
    assert heard == [f"request: {page.url}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_everything_is_there(show: "Callable[..., Page]", language: str) -> None:
    from playwright.sync_api import expect

    page = show("sample", language, scripted=False)
    headings = [heading.partition("\n")[0] for heading in page.locator("section > h2").all_inner_texts()]
    contents = ["Results at a glance" if language == "en" else "检验结果一览", *_texts(page, "nav li")]
    assert len(headings) == 27
    assert [link for link, heading in zip(contents, headings, strict=True) if link not in heading] == []
    tables = page.locator("main table:not(details:not([open]) *)")
    assert tables.count() > 20
    assert tables.filter(visible=True).count() == tables.count()
    assert _numbers_shown(page) == list(range(1, 27))
    exhibits = page.locator("article.exhibit").all()
    assert len(exhibits) == 2
    for exhibit in exhibits:
        exhibit.scroll_into_view_if_needed()
        expect(exhibit.locator("td.code").first).to_have_text(re.compile(r"\w"), use_inner_text=True)
    assert page.locator(".tools, nav .keys, .finder").filter(visible=True).count() == 0


# Filtering and sorting


@pytest.mark.parametrize(("name", "word", "found"), [("large", "37", [37]), ("sample", " Rule_1", list(range(10, 20)))])
def test_a_filter_leaves_the_rows_with_the_word(
    show: "Callable[..., Page]", name: str, word: str, found: list[int]
) -> None:
    page = show(name)
    everything = _numbers_shown(page)
    assert len(everything) == {"large": 40, "sample": 26}[name]
    page.fill(FINDER, word)
    assert _numbers_shown(page) == found
    page.fill(FINDER, "no row has this")
    assert _numbers_shown(page) == []
    page.fill(FINDER, "")
    assert _numbers_shown(page) == everything


def test_a_filter_works_on_a_narrow_screen(show: "Callable[..., Page]") -> None:
    page = show(width=390)
    page.fill(FINDER, "rule_1")
    assert _numbers_shown(page) == list(range(10, 20))


def test_a_click_or_enter_sorts_by_number(show: "Callable[..., Page]") -> None:
    page = show()
    head = page.locator(f'{REGIONS} th:text-is("Structure")')
    cells = f'{REGIONS} td[data-th="Structure"]'
    own = [float(text) for text in _texts(page, cells)]
    assert len(own) == 26
    head.click()
    assert [float(text) for text in _texts(page, cells)] == sorted(own, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    head.press("Enter")
    assert [float(text) for text in _texts(page, cells)] == sorted(own)
    assert head.get_attribute("aria-sort") == "ascending"
    page.locator(f'{REGIONS} th:text-is("No.")').press("Enter")
    assert _numbers_shown(page) == list(range(26, 0, -1))
    assert page.locator(f"{REGIONS} th[aria-sort]").all_text_contents() == ["No."]


def test_a_cell_with_a_number_for_each_work_is_sorted_by_the_first(show: "Callable[..., Page]") -> None:
    page = show("uneven")
    page.locator('table.pairs th:text-is("Matched tokens")').click()
    cells = _texts(page, 'table.pairs td[data-th="Matched tokens"] .known')
    assert [cell.partition(" ")[0] for cell in cells] == ["1,000", "400", "70", "9"]


# Walking


def test_from_a_cell_of_the_heat_map_to_the_exhibit_and_back(show: "Callable[..., Page]") -> None:
    page = show()
    page.locator('figure[id^="F1"] svg a[href="#files-1-1"]').click()
    for link, goal in (
        ("", "#files-1-1"),
        ('#files-1-1 a[href^="#row-"]', "#row-1-1"),
        ("#row-1-1 a", "#exhibit-1-1"),
        ("#exhibit-1-1 a.up", "#row-1-1"),
    ):
        if link:
            page.locator(link).first.click()
        assert _hash(page) == goal
        assert _in_view(page, goal if "exhibit" not in goal else f"{goal} h3")


def test_j_and_k_walk_the_exhibits(show: "Callable[..., Page]") -> None:
    page = show()
    tops = (
        "() => [...document.querySelectorAll('.exhibit')].findIndex((e) => Math.abs(e.getBoundingClientRect().y) < 80)"
    )
    walked = []
    for key in "jjk":
        page.keyboard.press(key)
        _settle(page)
        walked.append(page.evaluate(tops))
    assert walked == [0, 1, 0]


def test_t_goes_to_the_regions_and_c_to_the_contents(show: "Callable[..., Page]") -> None:
    page = show()
    page.keyboard.press("t")
    assert _in_view(page, "#unlabelled-1")
    page.keyboard.press("c")
    assert _in_view(page, "nav")


@pytest.mark.parametrize("name", ["sample", "folded"])
def test_a_slash_goes_to_a_finder_that_can_be_seen(show: "Callable[..., Page]", name: str) -> None:
    page = show(name)
    page.keyboard.press("/")
    assert page.locator("input.finder:focus").is_visible()


def test_d_and_the_button_change_the_light(show: "Callable[..., Page]") -> None:
    page = show()
    light = _background(page)
    page.keyboard.press("d")
    dark = _background(page)
    assert dark != light
    page.locator(".tools button").click()
    assert _background(page) == light


def test_keys_typed_into_a_finder_are_text(show: "Callable[..., Page]") -> None:
    page = show()
    page.focus(FINDER)
    _settle(page)
    before = page.evaluate("scrollY"), _background(page)
    page.keyboard.type("ctd/")
    _settle(page)
    assert (page.evaluate("scrollY"), _background(page)) == before
    assert page.input_value(FINDER) == "ctd/"
    page.keyboard.press("Escape")
    assert not page.locator("input:focus").count()


# Printing


@pytest.mark.slow
def test_a_print_is_whole_and_says_on_every_page_what_it_is(show: "Callable[..., Page]") -> None:
    page = show()
    folded = page.locator('details:not([open]) li:has-text("12–31")')
    assert folded.count() == 1
    printed = page.pdf(format="A4", print_background=True)
    assert folded.count() == 1
    pages = [_close_up(sheet.extract_text().replace("ﬁ", "fi")) for sheet in pypdf.PdfReader(BytesIO(printed)).pages]
    text = "".join(pages)
    assert len(pages) > 5
    assert _close_up(page.locator("h1").inner_text()) in pages[0]
    headings = [_close_up(heading.removesuffix("contents")) for heading in _texts(page, "section > h2")]
    assert len(headings) == 27
    assert [heading for heading in headings if heading not in text] == []
    assert "ledger/settlement.py:12" in text
    record_id = page.locator("footer .hash").inner_text().partition(" ")[0]
    disclaimer = _close_up(page.locator("header .disclaimer").inner_text())
    assert [number for number, sheet in enumerate(pages, 1) if disclaimer not in sheet or record_id not in sheet] == []


def test_what_is_folded_is_printed_without_script_too(show: "Callable[..., Page]") -> None:
    page = show(scripted=False)
    page.emulate_media(media="print")
    assert page.locator('details:not([open]) li:has-text("12–31")').evaluate(
        "(element) => element.checkVisibility({ contentVisibilityAuto: true })"
    )


def test_what_only_a_screen_can_do_is_not_printed(show: "Callable[..., Page]") -> None:
    page = show()
    aids = page.locator(".tools, .keys, .up, .finder").filter(visible=True)
    assert aids.count() > 20
    page.emulate_media(media="print")
    assert [aid.get_attribute("class") for aid in aids.all()] == []


def test_a_print_is_black_on_white_whatever_the_screen(show: "Callable[..., Page]") -> None:
    page = show()
    found = []
    for key, scheme in (("c", "light"), ("c", "dark"), ("d", "dark"), ("d", "light")):
        page.emulate_media(media="null", color_scheme=scheme)
        page.keyboard.press(key)
        page.emulate_media(media="print")
        found.append(_background(page))
    assert found == ["rgb(255, 255, 255)"] * 4


# Hostile names


SAMPLE_NAMES = (SCRIPT_NAME, MARKUP_NAME, CHINESE_NAME, HOSTILE_LABEL.replace("\u200b", "U+200B"))
HOSTILE_TEXT = "</style></script>\"'><svg onload=alert(9)>[red]{{ 7 * 7 }}U+202EU+2028U+001B[31mU+0000"


@pytest.mark.parametrize(
    ("name", "language", "shown"),
    [("sample", "en", SAMPLE_NAMES), ("hostile", "en", (HOSTILE_TEXT,)), ("hostile", "zh", (HOSTILE_TEXT,))],
)
def test_hostile_names_are_text_and_do_nothing(
    show: "Callable[..., Page]", heard: list[str], name: str, language: str, shown: tuple[str, ...]
) -> None:
    page = show(name, language)
    text = page.evaluate("document.body.innerText")
    assert [item for item in shown if item not in text] == []
    assert page.locator("script:not([type])").count() == 1
    assert page.locator("img, iframe, object, embed, link, form, u, svg:not(figure > svg)").count() == 0
    names = page.evaluate("[...document.querySelectorAll('*')].flatMap((element) => element.getAttributeNames())")
    assert [name for name in names if name.startswith("on")] == []
    assert heard == [f"request: {page.url}"]


def test_the_policy_of_the_page_forbids_what_is_put_into_it(show: "Callable[..., Page]") -> None:
    page = show()
    found = page.evaluate(
        """async () => {
          const forbidden = [];
          const all = new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (event) => {
              if (forbidden.push(event.effectiveDirective) === 4) done();
            });
          });
          const script = document.createElement("script");
          script.textContent = "window.hacked = 1";
          document.body.append(script);
          const button = document.createElement("button");
          button.setAttribute("onclick", "window.hacked = 2");
          document.body.append(button);
          button.click();
          new Image().src = "http://127.0.0.1:9/";
          const answer = await fetch("http://127.0.0.1:9/").then(() => "answered", () => "refused");
          await Promise.race([all, new Promise((late) => setTimeout(late, 2000))]);
          return [typeof window.hacked, answer, forbidden.sort()];
        }"""
    )
    assert found == ["undefined", "refused", ["connect-src", "img-src", "script-src-attr", "script-src-elem"]]


# Screens


WIDE = """() => document.documentElement.scrollWidth <= innerWidth + 1 ? [] :
  [...document.querySelectorAll("body *:not(svg *)")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => {
      const place = element.closest("section")?.querySelector("h2").id ?? "";
      const name = element.localName + [...element.classList].map((one) => "." + one).join("");
      return `${place}: ${name} to ${Math.round(element.getBoundingClientRect().right)} px`;
    })
    .concat(`the document to ${document.documentElement.scrollWidth} px`)"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["sample", "hostile"])
def test_nothing_runs_out_of_the_screen(show: "Callable[..., Page]", name: str, language: str) -> None:
    page = show(name, language)
    page.add_style_tag(
        content=".exhibit { content-visibility: visible !important; }"
    )  # off the screen they have no size
    too_wide = {}
    for width in (390, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        too_wide[width] = page.evaluate(WIDE)
    assert too_wide == {390: [], 1400: []}


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", colour).groups()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(text: str, ground: str) -> float:
    lighter, darker = sorted((_luminance(text), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_text_stands_out_from_its_ground(show: "Callable[..., Page]") -> None:
    page = show()
    colours = """(elements) => elements.map((element) => {
      let ground = element;
      while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") ground = ground.parentElement;
      return [getComputedStyle(element).color, getComputedStyle(ground).backgroundColor];
    })"""
    for dark in (False, True):
        page.emulate_media(color_scheme="dark" if dark else "light")
        (body,) = page.locator("body").evaluate_all(colours)
        assert (_luminance(body[1]) < 0.5) == dark
        assert min(_contrast(*pair) for pair in page.locator("main p:not([class])").evaluate_all(colours)) >= 7
        assert _contrast(*body) >= 7
        quiet = page.locator(".quiet").evaluate_all(colours)
        assert len(quiet) > 50
        assert min(_contrast(*pair) for pair in quiet) >= 4.5
