"""The paper of a figure: SVG elements, text that fits, marker shapes, and a key.

Only presentation attributes of SVG 1.1 are used: no style sheet, script, identifier or reference, so that any number of
figures can be in one page under any content security policy. Coordinates are pixels, y downwards, two decimals.
Shades are greys; nothing is told apart by shade alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from codematch.report.text import say, shorten, visible
from codematch.report.text.visible import ELLIPSIS

Points = NDArray[np.float64]
"""float64 (n, 2) pixels."""

INK, QUIET, GRID, FILL, PAPER = "#1a1a1a", "#555555", "#e2e2e2", "#b4b4b4", "#ffffff"
SIZE = 12.0
SMALL = 11.0
ROW = 15.0
_HEADING = 14.0
_EDGE = 12.0
_SAMPLE = 28.0  # length of the piece of line before a text of a key
_LONGEST = 200  # characters of a label that are ever looked at

_WIDE_SCRIPT = r"\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
_WORD = re.compile(rf"\s*(?:[{_WIDE_SCRIPT}]|[^\s{_WIDE_SCRIPT}]+)")
_EM = dict.fromkeys("iIjlft.,:;|!'()[] ", 0.38) | dict.fromkeys("mwMWQOGD@%—", 0.9)

_SHAPES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "square": (((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),),
    "triangle": (((0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)),),
    "diamond": (((0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)),),
    "cross": (((-1.0, -1.0), (1.0, 1.0)), ((-1.0, 1.0), (1.0, -1.0))),
    "plus": (((-1.25, 0.0), (1.25, 0.0)), ((0.0, -1.25), (0.0, 1.25))),
    "left": (((-1.4, 0.0), (0.8, -1.2), (0.8, 1.2)),),
    "right": (((1.4, 0.0), (-0.8, -1.2), (-0.8, 1.2)),),
    "up": (((0.0, -1.4), (-1.2, 0.8), (1.2, 0.8)),),
}


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """An entry of a key: a piece of line with this dash pattern (None for no line), a marker ("" for none)."""

    label: str
    dash: str | None = None
    marker: str = ""
    fill: str = PAPER
    quiet: bool = False


def drawable(text: str) -> str:
    """Return a caller's text safe to draw: hidden characters by code point, no more than two hundred characters."""
    whole = text if len(text) <= _LONGEST else text[: _LONGEST // 2] + ELLIPSIS + text[-_LONGEST // 2 :]
    return visible(whole)


def text_width(text: str, size: float = SIZE) -> float:
    """Return about how many pixels a text takes in a wide sans-serif face; rather too many than too few."""
    return size * sum(
        0.5 * cells if (cells := cell_len(sign)) != 1 else _EM.get(sign, 0.7 if sign.isupper() else 0.61)
        for sign in text
    )


def fitted(text: str, room: float, size: float = SIZE) -> str:
    """Return a text that takes at most `room` pixels, cut in its middle when it must be."""
    cells = min(cell_len(text), max(1, int(room / (0.38 * size))))
    while cells > 1 and text_width(shorten(text, cells), size) > room:
        cells -= 1
    return shorten(text, cells)


def _pixel(value: float) -> str:
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text


def _path(lines: Sequence[Points]) -> str:
    return " ".join("M" + " L".join(f"{_pixel(x)} {_pixel(y)}" for x, y in line.tolist()) for line in lines)


def _element(name: str, inner: str = "", **attributes: float | str) -> str:
    """Return an element; attributes that are "" are left out, `inner` is written as it is."""
    written = "".join(
        f' {key.replace("_", "-")}="{escape(value) if isinstance(value, str) else _pixel(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


class Drawing:
    """A figure that is being drawn: a heading, elements in the order they are added, notes below."""

    def __init__(self, width: float, title: str, kind: str) -> None:
        """Start a figure.

        Args:
            width: Pixels.
            title: Its heading, "" for none.
            kind: What a reader of the page is told when there is no heading.
        """
        self.width = width
        self.notes: list[str] = []
        self._parts: list[str] = []
        self._title = drawable(title).strip()
        self._kind = kind
        self.top = _EDGE
        if self._title:
            self.top += _HEADING + 4.0
            room = (width - 2 * _EDGE) / 1.1  # bold letters are broader
            self.text((_EDGE, self.top - 4.0), self._title, size=_HEADING, bold=True, room=room)

    def line(
        self, ends: tuple[float, float, float, float], *, stroke: str = INK, width: float = 1.0, dash: str = ""
    ) -> None:
        """Draw a straight line from (x, y) to (x, y)."""
        x1, y1, x2, y2 = map(float, ends)
        self._parts.append(
            _element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, stroke_dasharray=dash)
        )

    def path(self, lines: Sequence[Points], *, stroke: str = INK, width: float = 1.7, dash: str = "") -> None:
        """Draw open lines of two points or more; nothing when there are none."""
        if lines:
            self._parts.append(
                _element(
                    "path", d=_path(lines), fill="none", stroke=stroke, stroke_width=width, stroke_linejoin="round",
                    stroke_dasharray=dash,
                )
            )  # fmt: skip

    def box(
        self, corner: tuple[float, float], size: tuple[float, float], fill: str = FILL, stroke: str = "",
        title: str = "", link: str = "",
    ) -> None:  # fmt: skip
        """Draw a filled rectangle from its upper left corner, optionally with a title and a link to an anchor."""
        made = _element(
            "rect", _element("title", escape(title)) if title else "",
            x=corner[0], y=corner[1], width=size[0], height=size[1],
            fill=fill, stroke=stroke, stroke_width=0.5 if stroke else "",
        )  # fmt: skip
        self._parts.append(_element("a", made, href=f"#{link}") if link else made)

    def text(
        self, place: tuple[float, float], text: str, *, anchor: Literal["start", "middle", "end"] = "start",
        size: float = SIZE, fill: str = INK, bold: bool = False, room: float | None = None, turned: int = 0,
    ) -> None:  # fmt: skip
        """Draw one line of text, turned by degrees, shortened to `room` pixels and then with its full form as title."""
        x, y = place
        shown = text if room is None else fitted(text, room, size)
        whole = "" if shown == text else _element("title", escape(text))
        self._parts.append(
            _element(
                "text", whole + escape(shown), x=x, y=y, text_anchor=anchor, font_size=size, fill=fill,
                font_weight="bold" if bold else "",
                transform=f"rotate({turned} {_pixel(x)} {_pixel(y)})" if turned else "",
            )
        )  # fmt: skip

    def marker(self, shape: str, x: float, y: float, fill: str = PAPER, radius: float = 3.4) -> None:
        """Draw a marker around a point: circle, square, triangle, diamond, cross, plus, left, right or up."""
        if shape == "circle":
            self._parts.append(_element("circle", cx=x, cy=y, r=radius, fill=fill, stroke=INK))
            return
        lines = [np.array(line) * radius + (x, y) for line in _SHAPES[shape]]
        open_lines = len(lines) > 1
        self._parts.append(
            _element(
                "path", d=_path(lines) + ("" if open_lines else " Z"),
                fill=INK if shape in ("left", "right", "up") else fill, stroke=INK,
                stroke_width=1.6 if open_lines else 1.0,
            )
        )  # fmt: skip

    def key(self, entries: Sequence[KeyEntry], left: float, top: float) -> float:
        """List what lines and markers mean, row by row in as many columns as fit; return where the list ends."""
        lead = (_SAMPLE if any(entry.dash is not None for entry in entries) else 12.0) + 6.0
        room = self.width - left - _EDGE
        widest = max((lead + text_width(entry.label) + 16.0 for entry in entries), default=room)
        columns = max(1, int(room / widest))
        for number, entry in enumerate(entries):
            x, y = left + number % columns * room / columns, top + ROW * (number // columns + 0.5)
            if entry.dash is not None:
                stroke, width = (QUIET, 1.0) if entry.quiet else (INK, 1.7)
                self.line((x, y, x + lead - 6.0, y), stroke=stroke, width=width, dash=entry.dash)
            if entry.marker:
                self.marker(entry.marker, x + (lead - 6.0) / 2.0, y, fill=entry.fill)
            self.text((x + lead, y + SIZE / 3.0), entry.label, room=room / columns - lead)
        return top + ROW * -(-len(entries) // columns)

    def finish(self, bottom: float, description: str) -> str:
        """Return the figure as SVG text, its notes below `bottom` [pixels]."""
        for note in self.notes:
            for line in _wrapped(note, self.width - 2 * _EDGE, SMALL):
                bottom += ROW
                self.text((_EDGE, bottom), line, size=SMALL, fill=QUIET)
        width, height = _pixel(self.width), _pixel(bottom + _EDGE)
        body = "\n".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
            f' role="img" font-family="sans-serif">\n<title>{escape(self._title or self._kind)}</title>\n'
            f"<desc>{escape(' '.join([description, *self.notes]))}</desc>\n"
            f'<rect x="0" y="0" width="{width}" height="{height}" fill="{PAPER}"/>\n{body}\n</svg>\n'
        )


def described(kind: str, x_title: str, y_title: str, content: Sequence[str]) -> str:
    """Return a description of a figure for readers who cannot see it."""
    return say("chart.describe", kind=kind, x=x_title, y=y_title, content="; ".join(content) or say("chart.no-data"))


def _wrapped(text: str, room: float, size: float) -> list[str]:
    """Break a text at its spaces and around Chinese characters into lines of `room` pixels; a longer word is cut."""
    lines: list[str] = []
    for word in _WORD.findall(text):
        if lines and text_width(lines[-1] + word, size) <= room:
            lines[-1] += word
        else:
            lines.append(fitted(word.strip(), room, size))
    return lines
