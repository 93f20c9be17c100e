"""HTML from text of the input and from the templates of this package; every page of codematch is made with it."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from codematch.report.text import current_language, numbers, say, visible
from codematch.report.text.visible import Piece, indexed, is_plain, pieces

_TEMPLATES = "codematch.report"


@cache
def packaged(name: str) -> str:
    """Return a file of the folder of templates."""
    return (files(_TEMPLATES) / "templates" / name).read_text(encoding="utf-8")


def style() -> Markup:
    """Return the style sheet that every page carries."""
    return Markup(packaged("style.css"))  # noqa: S704 - a file of this package


def page_script(*names: str) -> dict[str, Markup | str]:
    """Return the script of a page, and its digest, which alone the policy of the page allows.

    Args:
        names: Files of the folder of templates that follow the script that every page carries.
    """
    script = "".join(map(packaged, ("script.js", *names)))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {"script": Markup(script), "script_digest": digest}  # noqa: S704 - files of this package


def environment(own: Mapping[str, Any]) -> Environment:
    """Return the template engine: everything is escaped, and an undefined name is an error.

    Args:
        own: What the templates of one page use in addition to filters, wording and numbers.
    """
    made = Environment(
        loader=PackageLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        plain=visible, visible=show, path=show_path, digest=show_digest, hexadecimal=hexadecimal, symbol=show_symbol
    )
    made.globals.update(say=say, current_language=current_language, numbers=numbers, **own)
    return made


def put_together(parts: Iterable[Markup]) -> Markup:
    """Return markup in a row; `Markup.join` would look at each part for what is to be escaped."""
    return Markup("".join(parts))  # noqa: S704 - every part is markup already


def show(text: str) -> Markup:
    """Return text of the input as markup: escaped, every hidden character shown by its code point."""
    if is_plain(text) and "\t" not in text:
        return escape(text)
    return Markup().join(_piece(piece) for piece in pieces(text))


def show_path(text: str) -> Markup:
    """Return a path like `show`, with line breaks allowed after every slash."""
    return Markup().join(
        _piece(piece) if piece.hidden else Markup("/<wbr>").join(piece.text.split("/")) for piece in pieces(text)
    )


def show_code(text: str, marks: Sequence[tuple[int, int]], kinds: Sequence[tuple[int, int, str]] = ()) -> Markup:
    """Return a line of code as markup: marked character ranges in `mark` elements, kinds of words in `i` elements."""
    if not marks and not kinds and is_plain(text):
        return escape(text)
    parts: list[str] = []
    inside = False
    at = 0
    for piece in pieces(text, marks, keep_tabs=True):
        if piece.marked != inside:
            parts.append("<mark>" if piece.marked else "</mark>")
            inside = piece.marked
        parts.append(_coloured(piece, at, kinds))
        at += len(piece.text)
    return Markup("".join(parts) + ("</mark>" if inside else ""))  # noqa: S704 - every piece is escaped


def _coloured(piece: Piece, at: int, kinds: Sequence[tuple[int, int, str]]) -> str:
    """Return a piece that begins at a character of a line, its words in the kinds that they are of."""
    if piece.hidden or not kinds:
        return _piece(piece)
    parts, done, stop = [], at, at + len(piece.text)
    for first, last, kind in kinds:
        first, last = max(first, done), min(last, stop)
        if first < last:
            parts += [escape(piece.text[done - at : first - at]),
                      f'<i class="{kind}">{escape(piece.text[first - at : last - at])}</i>']  # fmt: skip
            done = last
    return "".join((*parts, escape(piece.text[done - at :])))


def show_digest(digest: str) -> Markup:
    """Return a digest in two halves, between which a line may break."""
    half = len(digest) // 2
    return Markup('<span class="half">{}</span><span class="half">{}</span>').format(
        show(digest[:half]), show(digest[half:])
    )


def hexadecimal(text: str) -> str:
    """Return only the hexadecimal digits of a digest: a style sheet has no other way to contain text of a document."""
    return re.sub(r"[^0-9a-f]", "", text)


def show_symbol(text: str) -> Markup:
    """Return wording in which the index of a symbol is set as one, as in R_K."""
    return Markup().join(Markup("<sub>{}</sub>").format(part) if index else show(part) for part, index in indexed(text))


def _piece(piece: Piece) -> Markup:
    if not piece.hidden:
        return escape(piece.text)
    return Markup('<span class="hid" title="{}">{}</span>').format(piece.hidden, piece.hidden.split(" ")[0])
