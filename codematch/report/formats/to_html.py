"""A record as HTML that is readable without scripts and asks no server for anything.

A small record is one file. Of a large one the first page has what fits into `FIRST_PAGE_BYTES`; the other exhibits are
in pages of their own beside it, and what only the viewer needs is in files that it loads when a reader opens it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from codematch.model.result import CaseResult, Shown
from codematch.report.formats import SCREEN
from codematch.report.formats.html_drawing import Drawing
from codematch.report.formats.markup import environment, page_script, style
from codematch.report.record import record
from codematch.report.record.blocks import LEGEND, SIGNS, Article, Legend, Record
from codematch.report.render_options import RenderOptions
from codematch.report.text import say
from codematch.report.viewer.data import call, encoded
from codematch.report.viewer.index import index, interface
from codematch.report.viewer.texts import Texts, texts_of

FIRST_PAGE_BYTES = 2_000_000
"""The first page of a record is never larger, unless it is asked for as one file."""
_TABLES_BYTES = 800_000
"""So much of the first page of a large record everything but exhibits takes, so that it opens within a second."""
_EXHIBITS_BYTES = 300_000
"""So much of it exhibits take."""
_PAGE_BYTES = 1_500_000
"""A page of exhibits beside it ends with the one with which it is so large."""
_OTHER_BYTES = 50_000
"""Room in the first page for links to the other pages and for what only a page with exhibits has."""
_ROWS = (100, 30, 10, 5)
"""Rows of a table in the first page of a large record: so many as leave it small enough."""
FOLDER = "report"
"""The folder beside the first page."""
_LINK = re.compile(r'href="#([\w-]+)"')
VIEWER_SCRIPTS = tuple(f"viewer/{name}.js" for name in ("state", "rows", "lists", "pair", "start"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page of exhibits beside the first one: its number, name, address from there, and the exhibits in it."""

    number: int
    name: str
    articles: tuple[Article, ...]

    @property
    def address(self) -> str:
        """Its address from the first page."""
        return f"{FOLDER}/{self.name}"

    @property
    def first(self) -> str:
        """The number of its first exhibit."""
        return self.articles[0].number

    @property
    def last(self) -> str:
        """The number of its last exhibit."""
        return self.articles[-1].number

    @property
    def count(self) -> int:
        """How many exhibits it has."""
        return len(self.articles)


def render(result: CaseResult, options: RenderOptions) -> bytes:
    """Return `report.html` as one file in UTF-8: the same bytes for the same result and options."""
    return pages(result, replace(options, one_file=True), "html")[f"{FOLDER}.html"]


def of_record(made: Record, options: RenderOptions) -> bytes:
    """Return a record that is not made of a result, such as a verification sheet, as a page without viewer."""
    del options
    return page(made)


def pages(result: CaseResult, options: RenderOptions, ending: str) -> dict[str, bytes]:
    """Return a record as a page, and the files beside it, by name.

    Args:
        result: The result.
        options: How it is rendered.
        ending: What follows `report.` in the name of the page, as "html" or "zh.html".
    """
    name = f"{FOLDER}.{ending}"
    if options.rebuttal:
        made = record(result, options)
        return {name: page(made)}
    texts = texts_of(result)
    made = record(result, options)
    drawn = _drawn(made)
    if not options.one_file and (sum(map(len, drawn.values())) + _size(texts) > FIRST_PAGE_BYTES):
        return _folder(result, options, ending, texts, drawn)
    exhibits = dict.fromkeys(drawn, 0)
    data = interface() | {"index": index(result, texts, exhibits, ("", "")), "parts": texts.parts}
    whole = page(made, drawn=drawn, viewer=encoded(data))
    if options.one_file or len(whole) <= FIRST_PAGE_BYTES:
        return {name: whole}
    return _folder(result, options, ending, texts, drawn)


def page(
    made: Record,
    *,
    drawn: Mapping[str, Markup] | None = None,
    beside: Sequence[_Page] = (),
    viewer: str = "",
    loads: bool = False,
) -> bytes:
    """Return the first page of a record.

    Args:
        made: The record.
        drawn: Its exhibits by their anchors, without those of other pages; None to draw all.
        beside: The pages with the others.
        viewer: What the viewer reads, as JSON; "" for a page without viewer.
        loads: Whether the viewer loads files beside the page.
    """
    drawn = _drawn(made) if drawn is None else drawn
    elsewhere = {article.id: f"{page.address}#{article.id}" for page in beside for article in page.articles}
    text = _environment().get_template("record.html.j2").render(
        record=made,
        draw=(drawing := Drawing(made.anchors - elsewhere.keys(), elsewhere)),
        exhibit=lambda anchor: _linked(drawn[anchor], drawing) if anchor in drawn else "",
        pages=beside,
        viewer=Markup(viewer),  # noqa: S704 - JSON without a sign that HTML knows
        loads=loads,
        style=style(),
        **page_script(*(VIEWER_SCRIPTS if viewer else ())),
    )  # fmt: skip
    return text.encode("utf-8", "backslashreplace")


def _folder(
    result: CaseResult, options: RenderOptions, ending: str, texts: Texts, drawn: Mapping[str, Markup]
) -> dict[str, bytes]:
    """Return a record as a first page with files beside it; `drawn` are its exhibits by their anchors."""
    language = ending.removesuffix("html")
    made, first = _first_page(result, options, drawn)
    beside = list(_pages([article for article in _articles(made) if article.id not in first], drawn, language))
    exhibits = {article.id: page.number for page in beside for article in page.articles} | dict.fromkeys(first, 0)
    found = f"{FOLDER}/index.{language}js"
    viewer = encoded(interface() | {"files": [found, f"{FOLDER}/files-", ".js"]})
    kept = {anchor: drawn[anchor] for anchor in first}
    files = {f"{FOLDER}.{ending}": page(made, drawn=kept, beside=beside, viewer=viewer, loads=True)}
    names = f"{FOLDER}/exhibits-", f".{language}html"
    files[found] = call("index", index(result, texts, exhibits, names))
    for number, part in enumerate(texts.parts):
        files[f"{FOLDER}/files-{number}.js"] = call(str(number), part)
    redacted = result.shown is Shown.COMMITMENTS
    home = f"../{FOLDER}.{language}{'redacted.' if redacted else ''}html"
    for one in beside:
        files[one.address] = _exhibits_page(made, one, beside, drawn, home)
    return files


def _first_page(
    result: CaseResult, options: RenderOptions, drawn: Mapping[str, Markup]
) -> tuple[Record, dict[str, None]]:
    """Return a record whose tables leave its first page small enough, and the anchors of the exhibits in that page."""
    limits = options.limits or SCREEN
    for rows in _ROWS:
        made = record(result, replace(options, limits=replace(limits, rows=min(rows, limits.rows))))
        size = len(page(made, drawn={}, viewer="{}"))
        if size < _TABLES_BYTES:
            break
    room, first = min(_EXHIBITS_BYTES, FIRST_PAGE_BYTES - _OTHER_BYTES - size), dict[str, None]()
    for anchor, markup in drawn.items():
        room -= len(markup.encode("utf-8", "backslashreplace"))
        if room < 0:
            break
        first[anchor] = None
    return made, first


def _pages(articles: Sequence[Article], drawn: Mapping[str, Markup], language: str) -> Iterator[_Page]:
    taken: list[Article] = []
    size, number = 0, 1
    for article in articles:
        taken.append(article)
        size += len(drawn[article.id])
        if size > _PAGE_BYTES or article is articles[-1]:
            yield _Page(number=number, name=f"exhibits-{number}.{language}html", articles=tuple(taken))
            taken, size, number = [], 0, number + 1


def _exhibits_page(made: Record, own: _Page, beside: Sequence[_Page], drawn: Mapping[str, Markup], home: str) -> bytes:
    elsewhere = {article.id: f"{page.name}#{article.id}" for page in beside for article in page.articles}
    elsewhere |= {anchor: f"{home}#{anchor}" for anchor in made.anchors - elsewhere.keys()}
    drawing = Drawing({"top", *(article.id for article in own.articles)}, elsewhere)
    parts = [_with_link(article.id, _linked(drawn[article.id], drawing), home) for article in own.articles]
    text = _environment().get_template("exhibits.html.j2").render(
        record=made,
        title=say("viewer.page", first=own.first, last=own.last, count=own.count),
        articles=Markup("\n").join(parts),
        legend=_blocks((Legend(),), drawing),
        pages=beside,
        number=own.number,
        home=home,
        style=style(),
    )  # fmt: skip
    return text.encode("utf-8", "backslashreplace")


def _with_link(anchor: str, markup: Markup, home: str) -> Markup:
    """Return an exhibit below a link to its files in the viewer of the first page."""
    address = f"{home}#{anchor.replace('exhibit', 'region', 1)}"
    return Markup('<p class="in-viewer"><a href="{}">{}</a></p>\n{}').format(address, say("viewer.open"), markup)


def _linked(markup: Markup, drawing: Drawing) -> Markup:
    """Return an exhibit with the links that lead out of its page; text of a work has no quotation marks as they are."""
    return Markup(_LINK.sub(lambda found: f'href="{drawing.address(found[1]) or "#top"}"', markup))  # noqa: S704


def _articles(made: Record) -> list[Article]:
    return [block for section in made.sections for block in section.blocks if isinstance(block, Article)]


def _drawn(made: Record) -> dict[str, Markup]:
    """Return the exhibits of a record as HTML by their anchors, for a page that has them all."""
    drawing = Drawing(made.anchors, {})
    return {article.id: _article(article, drawing) for article in _articles(made)}


def _article(article: Article, drawing: Drawing) -> Markup:
    return Markup(_environment().get_template("article.html.j2").render(block=article, draw=drawing, exhibit=str))  # noqa: S704


def _blocks(blocks: Sequence[Legend], drawing: Drawing) -> Markup:
    return Markup(_environment().get_template("some_blocks.html.j2").render(blocks=blocks, draw=drawing, exhibit=str))  # noqa: S704


def _size(texts: Texts) -> int:
    """Return about how many bytes the texts take, without encoding them."""
    lines = (line for part in texts.parts for text, *_ in part["texts"].values() for line in text)
    return sum(len(line or "") for line in lines)


@cache
def _environment() -> Environment:
    kinds: dict[str, Callable[[object], str] | object] = {
        "kind_of": lambda block: type(block).__name__, "signs": SIGNS, "legend": LEGEND,
    }  # fmt: skip
    return environment(kinds)
