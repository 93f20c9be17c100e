"""A record as PDF/A-2a and PDF/UA-1, set by typst: tagged, fonts embedded, the same bytes for the same input."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from codematch.errors import StoreError
from codematch.model.match import RowState
from codematch.model.result import CaseResult
from codematch.report.formats import fonts, typesetting
from codematch.report.formats.code_columns import Budget, Chunk, columns, cut_pages
from codematch.report.formats.fonts import settable, settable_svg
from codematch.report.formats.markup import packaged
from codematch.report.record import blocks, record
from codematch.report.render_options import RenderOptions
from codematch.report.text import say
from codematch.report.text.visible import indexed

TEXT_WIDTH = 505.0
"""Points between the margins of a page."""

_MARKS = {
    RowState.IDENTICAL: "p",
    RowState.RENAMED: "r",
    RowState.DIFFERENT: "d",
    RowState.KNOWN_ONLY: "o",
    RowState.QUESTIONED_ONLY: "o",
    RowState.WRAPPED: "d",
}


def render(result: CaseResult, options: RenderOptions) -> bytes:
    """Return `report.pdf`.

    Raises:
        StoreError: No font is there, or the text of the record itself has characters that the font lacks.
        InvariantError: The document cannot be set.
    """
    return of_record(record(result, options), options)


def of_record(made: blocks.Record, options: RenderOptions) -> bytes:
    """Return a record as PDF.

    Raises:
        StoreError: No font is there, or the text of the record itself has characters that the font lacks.
        InvariantError: The document cannot be set.
    """
    words = made.title + made.disclaimer + "".join(section.title for section in made.sections)
    own = fonts.lacking(words)
    if own:
        listed = ", ".join(sorted(own)[:5])
        raise StoreError(f"{fonts.font_file()}: has no glyph for {listed}; install the package noto-cjk-sans-otc")
    document = json.dumps(_Setting(made, options).document()).encode()
    template = packaged("report.typ").encode()
    return typesetting.pdf({"main.typ": template, "record.json": document}, _seconds(options.made))


def exhibits(result: CaseResult, options: RenderOptions) -> dict[str, bytes]:
    """Return every exhibit as a document of its own, by its number.

    Raises:
        StoreError: No font is there.
        InvariantError: A document cannot be set.
    """
    made = record(result, options)
    articles = [
        block for section in made.sections for block in blocks.walk(section.blocks) if isinstance(block, blocks.Article)
    ]
    template = packaged("report.typ").encode()

    def one(article: blocks.Article) -> tuple[str, bytes]:
        part = blocks.Section(id="exhibits", blocks=(article,))
        alone = replace(made, cover=(), glance=replace(part, blocks=()), sections=(part,))
        document = json.dumps(_Setting(alone, options).document()).encode()
        files = {"main.typ": template, "record.json": document}
        return article.number, typesetting.pdf(files, _seconds(options.made))

    return dict(map(one, articles))


def _seconds(made: str) -> int:
    """The time that the document carries: when the run was started, the beginning of time where that is not known."""
    return int(datetime.fromisoformat(made).timestamp()) if made else 0


_KEPT_WITH_TEXT = (blocks.Table, blocks.Facts, blocks.Items, blocks.Blank)
"""Blocks that a text before them introduces, and that begin on its page."""
_BREAKS = str.maketrans({"/": "/\u200b", "_": "_\u200b", ".": ".\u200b", "-": "-\u200b", ":": ":\u200b"})
"""Where a path or a name may go on in the next line."""
_KEPT_TOGETHER = re.compile(r"(?<=[≤≥±]) (?=\d)|(?<=\d) (?=%)")
"""The space between a number and its sign, where no line ends."""
_LONG_WORD = re.compile(r"[!-~]{25,}")
"""A word that a column of a table may have no room for."""


def _breakable(span: blocks.Span) -> str:
    words = _KEPT_TOGETHER.sub("\u00a0", settable(span.text))
    if span.style in (blocks.Style.PATH, blocks.Style.CODE):
        words = words.translate(_BREAKS)
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0][at : at + 8] for at in range(0, len(word[0]), 8)), words)


_HEAD_CHARACTER = 3.5
"""The width of a character of the head of a table, on average [pt]."""
_CELL_MARGINS = 4.4
"""What a cell keeps free at its sides [pt]."""


def _is_narrow(head: str, width: float) -> bool:
    """Say whether a column of so many points is too narrow for a word of its head, which is hyphenated then."""
    longest = max((len(word) for word in head.split() if word.isascii()), default=0)
    return longest * _HEAD_CHARACTER > width - _CELL_MARGINS


_HELD_CHARACTERS = 2_500
"""The heading of an exhibit with fewer characters fits on a page, and is kept with the first lines."""


_HELD_TEXT = 900
"""Characters of texts in a row that stay on the page of what they introduce."""


def _held(found: tuple[blocks.Block, ...]) -> list[bool]:
    """Say of each block whether it stays with the next one: texts before a table or list, so no heading is left."""
    held, room = [False] * len(found), 0
    for at in range(len(found) - 2, -1, -1):
        if isinstance(found[at + 1], _KEPT_WITH_TEXT):
            held[at], room = True, _HELD_TEXT
        elif held[at + 1] and isinstance(found[at + 1], blocks.Text):
            room -= _length((found[at + 1],))
            held[at] = room > 0
    return held


def _length(found: tuple[blocks.Block, ...]) -> int:
    """Return how many characters of text blocks hold."""
    lines = [
        line
        for block in blocks.walk(found)
        for line in (
            block.lines if isinstance(block, blocks.Items)
            else [one for row in block.rows for cell in row.cells for one in cell] if isinstance(block, blocks.Table)
            else [block] if isinstance(block, blocks.Text) else []
        )
    ]  # fmt: skip
    return sum(len(span.text) for line in lines for span in line.spans)


class _Setting:
    """Turns a record into the data of the template."""

    def __init__(self, made: blocks.Record, options: RenderOptions) -> None:
        self._record = made
        self._options = options
        self._anchors = made.anchors
        self._budget = Budget(options.max_pages, options.max_consecutive)

    def document(self) -> dict[str, Any]:
        made, bates = self._record, self._options.bates
        return {
            "title": settable(made.title),
            "subtitle": settable(made.subtitle),
            "disclaimer": settable(made.disclaimer),
            "id": made.id,
            "root": made.root,
            "tier": settable(made.tier),
            "lang": made.language,
            "region": say("locale").partition("-")[2].lower(),
            "page": say("page", page="{page}", pages="{pages}"),
            "blank": settable(made.blank) or say("engagement.blank"),
            "contents": say("contents"),
            "short": made.short,
            "depth": 0 if not made.cover else 2 if any(section.part for section in made.sections) else 1,
            "bates": bates and {"prefix": settable(bates.prefix), "start": bates.start, "digits": bates.digits},
            "cover": self._blocks(made.cover),
            "glance": self._section(made.glance),
            "sections": [self._section(section) for section in made.sections],
        }

    def _section(self, section: blocks.Section) -> dict[str, Any]:
        return {
            "id": section.id,
            "label": section.label,
            "title": settable(section.title),
            "part": settable(section.part),
            "opening": self._blocks(section.opening),
            "fresh": section.id == "exhibits" and self._budget.limited,
            "blocks": self._blocks(section.blocks),
        }

    def _blocks(self, blocks: tuple[blocks.Block, ...]) -> list[dict[str, Any]]:
        return [
            {"kind": type(block).__name__, "held": held, **made}
            for block, held in zip(blocks, _held(blocks), strict=True)
            for made in self._block(block)
        ]

    def _block(self, block: blocks.Block) -> Iterator[dict[str, Any]]:  # noqa: C901 - one branch for each kind of block
        match block:
            case blocks.Text():
                yield {"spans": self._spans(block.spans), "tone": block.tone.value}
            case blocks.Heading():
                yield {"text": settable(block.text), "id": block.id}
            case blocks.Table():
                yield self._table(block)
            case blocks.Facts():
                rows = [[settable(name), None if value is None else self._lines(value)] for name, value in block.rows]
                yield {"rows": rows}
            case blocks.Items():
                yield {"lines": self._lines(block.lines), "ordered": block.ordered}
            case blocks.Terms():
                terms = [[self._symbol(name), self._symbol(value)] for name, value in block.rows]
                yield {"rows": terms, "long": block.long}
            case blocks.Folded():
                yield {"summary": settable(block.summary), "blocks": self._blocks(block.blocks)}
            case blocks.Panels():
                yield {"blocks": self._blocks(block.blocks)}
            case blocks.Figure():
                yield self._figure(block)
            case blocks.Blank():
                yield {"lines": block.lines}
            case blocks.Legend():
                yield {"entries": self._legend()}
            case blocks.Article():
                yield from self._article(block)

    def _spans(self, spans: tuple[blocks.Span, ...]) -> list[dict[str, str]]:
        return [
            {"t": part["t"], "s": part["s"], "l": span.link if span.link in self._anchors else ""}
            for span in spans
            for part in (
                self._symbol(span.text)
                if span.style is blocks.Style.SYMBOL
                else [{"t": _breakable(span), "s": span.style.value}]
            )
        ]

    @staticmethod
    def _symbol(text: str) -> list[dict[str, str]]:
        """Wording with the indices of its symbols."""
        return [{"t": part, "s": "sub" if index else "", "l": ""} for part, index in indexed(settable(text))]

    def _line(self, line: blocks.Line) -> dict[str, Any]:
        return {"s": self._spans(line.spans), "r": line.role, "b": [[name, share] for name, share in line.bar]}

    def _lines(self, lines: tuple[blocks.Line, ...]) -> list[dict[str, Any]]:
        return [self._line(line) for line in lines] or [{"s": [], "r": "", "b": []}]

    def _table(self, table: blocks.Table) -> dict[str, Any]:
        whole = sum(column.width for column in table.columns)
        heads = [{"h": self._symbol(column.head), "a": column.align.value, "w": column.width,
                  "y": _is_narrow(column.head, TEXT_WIDTH * column.width / whole)}
                 for column in table.columns]  # fmt: skip
        rows = [{"c": [self._lines(cell) for cell in row.cells], "id": row.id, "m": row.marked} for row in table.rows]
        number = "" if table.number in ("", "S") else say("table", number=table.number)
        return {"columns": heads, "rows": rows, "number": number, "caption": settable(table.caption), "id": table.id,
                "more": settable(table.more)}  # fmt: skip

    @staticmethod
    def _figure(figure: blocks.Figure) -> dict[str, Any]:
        width = float(figure.svg.split('width="', 1)[1].split('"', 1)[0])
        return {
            "svg": settable_svg(figure.svg),
            "number": say("figure.number", number=figure.number),
            "caption": settable(figure.caption),
            "digest": say("figure.digest", digest=figure.digest[:16]),
            "id": figure.id,
            "share": min(1.0, width * 0.75 / TEXT_WIDTH),
        }

    @staticmethod
    def _legend() -> list[list[str]]:
        entries = [[blocks.SIGNS[state], _MARKS[set_as], say(f"state.{state.value}")]
                   for state, set_as in blocks.LEGEND.items()]  # fmt: skip
        return [*entries, ["…", "b", say("beside")], ["U+202E", "h", say("hidden")]]

    def _article(self, article: blocks.Article) -> Iterator[dict[str, Any]]:
        made: dict[str, Any] = {
            "id": article.id,
            "title": self._spans(article.title),
            "blocks": self._blocks(article.blocks),
            "held": _length(article.blocks) < _HELD_CHARACTERS,
            "notes": say("exhibit.notes") if article.has_notes else "",
            "none": say("exhibit.no-code"),
            "sides": None,
        }
        if article.sides is not None:
            pages = self._budget.fit(cut_pages(article.sides, self._budget.limited, settable))
            made["sides"] = {
                "known": self._line(article.sides.known),
                "questioned": self._line(article.sides.questioned),
                "pages": [[self._chunk(chunk) for chunk in columns(page)] for page in pages],
                "fresh": self._budget.limited,
            }
        yield made

    @staticmethod
    def _chunk(chunk: Chunk | str) -> Any:
        if isinstance(chunk, str):
            return chunk
        known, questioned = (
            [[(_MARKS[style] if isinstance(style, RowState) else style) + kind, words] for style, words, kind in runs]
            for runs in chunk.code
        )
        return [chunk.numbers.known, known, chunk.signs, chunk.numbers.questioned, questioned]
