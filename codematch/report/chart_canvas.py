"""The paper of a figure: SVG elements, text that fits, line styles and marker shapes.

Only presentation attributes of SVG 1.1 are used: no style sheet, script, identifier or reference, so that any number of
figures can stand in one page under any content security policy. Coordinates are pixels, y downwards, two decimals.
Shades are greys; nothing is told apart by shade alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from codematch.report.visible import ELLIPSIS, shorten, visible
from codematch.report.wording import say

Points = NDArray[np.float64]
"""float64 (n, 2) pixels."""
Anchor = Literal["start", "middle", "end"]

INK, QUIET, GRID, FILL, PAPER = "#1a1a1a", "#555555", "#e2e2e2", "#b4b4b4", "#ffffff"
SIZE = 12.0
SMALL = 11.0
ROW = 15.0
_HEADING = 14.0
_EDGE = 12.0
_LONGEST = 200  # characters of a label that are ever looked at

_WIDE_SCRIPT = r"\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
_WORD = re.compile(rf"\s*(?:[{_WIDE_SCRIPT}]|[^\s{_WIDE_SCRIPT}]+)")

_NARROW, _BROAD = set("iIjlft.,:;|!'()[] "), set("mwMWQOGD@%—")


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How one of several curves is drawn: a dash pattern by its name in the wording, and a marker shape."""

    name: str
    dash: str
    marker: str


_DASHES = (("solid", ""), ("dashed", "7 3.5"), ("dash-dotted", "9 3 1.8 3"), ("long-dashed", "16 4"), ("dotted", "2 3"))
_MARKERS = ("circle", "square", "triangle", "diamond", "cross", "plus")
DOTS = "1.2 3"


def line_style(number: int) -> LineStyle:
    """Return the style of the curve with this number, from 0; thirty different ones, then from the start."""
    name, dash = _DASHES[number % len(_DASHES)]
    return LineStyle(name, dash, _MARKERS[number % len(_MARKERS)])


def tidy(text: str) -> str:
    """Return a caller's text safe to draw: hidden characters by code point, no more than two hundred characters."""
    whole = text if len(text) <= _LONGEST else text[: _LONGEST // 2] + ELLIPSIS + text[-_LONGEST // 2 :]
    return visible(whole)


def text_width(text: str, size: float = SIZE) -> float:
    """Return about how many pixels a text takes in a wide sans-serif face; rather too many than too few."""
    return size * sum(_em(character) for character in text)


def _em(character: str) -> float:
    if cell_len(character) != 1:
        return 0.5 * cell_len(character)
    if character in _NARROW:
        return 0.38
    if character in _BROAD:
        return 0.9
    return 0.7 if character.isupper() else 0.61


def fitted(text: str, room: float, size: float = SIZE) -> str:
    """Return a text that takes at most `room` pixels, cut in its middle when it must be."""
    cells = min(cell_len(text), max(1, int(room / (0.38 * size))))
    while cells > 1 and text_width(shorten(text, cells), size) > room:
        cells -= 1
    return shorten(text, cells)


def pixel(value: float) -> str:
    """Return a coordinate with two decimals."""
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text


def path_data(lines: Sequence[Points]) -> str:
    """Return the `d` attribute of a path through lines of points."""
    return " ".join("M" + " L".join(f"{pixel(x)} {pixel(y)}" for x, y in line.tolist()) for line in lines)


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
        self._title = tidy(title).strip()
        self._kind = kind
        self.top = _EDGE
        for line in _two_lines(self._title, width - 2 * _EDGE):
            self.top += _HEADING + 4.0
            self.text(_EDGE, self.top - 4.0, line, size=_HEADING, bold=True)

    def line(
        self, ends: tuple[float, float, float, float], *, stroke: str = INK, width: float = 1.0, dash: str = ""
    ) -> None:
        """Draw a straight line from (x, y) to (x, y)."""
        x1, y1, x2, y2 = map(pixel, ends)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{stroke}" stroke-width="{pixel(width)}"{dashes}/>'
        )

    def path(self, lines: Sequence[Points], *, stroke: str = INK, width: float = 1.7, dash: str = "") -> None:
        """Draw open lines of two points or more; nothing when there are none."""
        if not lines:
            return
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<path d="{path_data(lines)}" fill="none" stroke="{stroke}" stroke-width="{pixel(width)}"'
            f' stroke-linejoin="round"{dashes}/>'
        )

    def box(self, corner: tuple[float, float], size: tuple[float, float], fill: str = FILL, stroke: str = "") -> None:
        """Draw a filled rectangle from its upper left corner."""
        edge = f' stroke="{stroke}" stroke-width="0.50"' if stroke else ""
        self._parts.append(
            f'<rect x="{pixel(corner[0])}" y="{pixel(corner[1])}" width="{pixel(size[0])}" height="{pixel(size[1])}"'
            f' fill="{fill}"{edge}/>'
        )

    def cell(
        self, corner: tuple[float, float], size: tuple[float, float], fill: str, title: str, link: str = ""
    ) -> None:
        """Draw a filled rectangle that says what it is, and that leads to an anchor of the page where one is named."""
        box = (
            f'<rect x="{pixel(corner[0])}" y="{pixel(corner[1])}" width="{pixel(size[0])}" height="{pixel(size[1])}"'
            f' fill="{fill}"><title>{escape(title)}</title></rect>'
        )
        self._parts.append(f'<a href="#{escape(link)}">{box}</a>' if link else box)

    def slanted(self, x: float, y: float, text: str, *, room: float, size: float = SMALL) -> None:
        """Write one line of text downwards from a point, at an angle, shortened to `room` pixels."""
        shown = fitted(text, room, size)
        self._parts.append(
            f'<text x="{pixel(x)}" y="{pixel(y)}" font-size="{pixel(size)}" fill="{INK}"'
            f' transform="rotate(60 {pixel(x)} {pixel(y)})"><title>{escape(text)}</title>{escape(shown)}</text>'
        )

    def text(
        self, x: float, y: float, text: str, *, anchor: Anchor = "start", size: float = SIZE, fill: str = INK,
        bold: bool = False, room: float | None = None, upright: bool = True,
    ) -> None:  # fmt: skip
        """Draw one line of text on a base line, shortened to `room` pixels and then with its full form as a title."""
        shown = text if room is None else fitted(text, room, size)
        whole = "" if shown == text else f"<title>{escape(text)}</title>"
        turned = "" if upright else f' transform="rotate(-90 {pixel(x)} {pixel(y)})"'
        weight = ' font-weight="bold"' if bold else ""
        self._parts.append(
            f'<text x="{pixel(x)}" y="{pixel(y)}" text-anchor="{anchor}" font-size="{pixel(size)}" fill="{fill}"'
            f"{weight}{turned}>{whole}{escape(shown)}</text>"
        )

    def marker(self, shape: str, x: float, y: float, fill: str = PAPER, radius: float = 3.4) -> None:
        """Draw a marker around a point: circle, square, triangle, diamond, cross, plus, left, right, up or down."""
        if shape == "circle":
            self._parts.append(
                f'<circle cx="{pixel(x)}" cy="{pixel(y)}" r="{pixel(radius)}" fill="{fill}" stroke="{INK}"/>'
            )
            return
        lines = [np.array(line) * radius + (x, y) for line in _SHAPES[shape]]
        closed = "" if shape in ("cross", "plus") else " Z"
        width = "1.60" if shape in ("cross", "plus") else "1.00"
        fill = INK if shape in ("left", "right", "up", "down") else fill
        self._parts.append(
            f'<path d="{path_data(lines)}{closed}" fill="{fill}" stroke="{INK}" stroke-width="{width}"/>'
        )

    def finish(self, bottom: float, description: str) -> str:
        """Return the figure as SVG text, its notes below `bottom` [pixels]."""
        for note in self.notes:
            for line in _wrapped(note, self.width - 2 * _EDGE, SMALL):
                bottom += ROW
                self.text(_EDGE, bottom, line, size=SMALL, fill=QUIET)
        width, height = pixel(self.width), pixel(bottom + _EDGE)
        body = "\n".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
            f' role="img" font-family="sans-serif">\n<title>{escape(self._title or self._kind)}</title>\n'
            f"<desc>{escape(' '.join([description, *self.notes]))}</desc>\n"
            f'<rect x="0" y="0" width="{width}" height="{height}" fill="{PAPER}"/>\n{body}\n</svg>\n'
        )


_SHAPES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "square": (((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),),
    "triangle": (((0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)),),
    "diamond": (((0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)),),
    "cross": (((-1.0, -1.0), (1.0, 1.0)), ((-1.0, 1.0), (1.0, -1.0))),
    "plus": (((-1.25, 0.0), (1.25, 0.0)), ((0.0, -1.25), (0.0, 1.25))),
    "left": (((-1.4, 0.0), (0.8, -1.2), (0.8, 1.2)),),
    "right": (((1.4, 0.0), (-0.8, -1.2), (-0.8, 1.2)),),
    "up": (((0.0, -1.4), (-1.2, 0.8), (1.2, 0.8)),),
    "down": (((0.0, 1.4), (-1.2, -0.8), (1.2, -0.8)),),
}


def described(kind: str, x_title: str, y_title: str, content: Sequence[str]) -> str:
    """Return what a figure shows, for readers who do not see it."""
    return say("chart.describe", kind=kind, x=x_title, y=y_title, content="; ".join(content) or say("chart.no-data"))


def visible_parts(points: Points, box: tuple[float, float, float, float]) -> list[Points]:
    """Cut a line at the edges of a box (left, top, right, bottom) and drop what lies outside.

    Points less than half a pixel from the last one kept are left out, except the last of a part.
    """
    parts: list[list[tuple[float, float]]] = []
    for first, second in pairwise(map(tuple, points.tolist())):
        cut = _clipped(first, second, box)
        if cut is None:
            continue
        if not parts or parts[-1][-1] != cut[0]:
            parts.append([cut[0]])
        parts[-1].append(cut[1])
    return [_thinned(np.array(part)) for part in parts]


def _clipped(
    first: tuple[float, ...], second: tuple[float, ...], box: tuple[float, float, float, float]
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the part of a segment inside a box, None when there is none (Liang & Barsky 1984)."""
    begin, end = 0.0, 1.0
    for axis in (0, 1):
        step = second[axis] - first[axis]
        for limit, sign in ((box[axis], -1.0), (box[axis + 2], 1.0)):
            room, along = sign * (limit - first[axis]), sign * step
            if along == 0.0:
                if room < 0.0:
                    return None
            elif along < 0.0:
                begin = max(begin, room / along)
            else:
                end = min(end, room / along)
    if begin > end:
        return None
    ends = []
    for share, whole, exact in ((begin, 0.0, first), (end, 1.0, second)):
        x, y = (start + share * (stop - start) for start, stop in zip(first, second, strict=True))
        ends.append((exact[0], exact[1]) if share == whole else (x, y))
    return ends[0], ends[1]


def _thinned(line: Points) -> Points:
    kept = [0]
    for number in range(1, len(line) - 1):
        if np.abs(line[number] - line[kept[-1]]).sum() >= 0.5:
            kept.append(number)
    return np.asarray(line[[*kept, len(line) - 1]])


def _two_lines(text: str, room: float) -> list[str]:
    lines = _wrapped(text, room / 1.1, _HEADING)  # bold letters are broader
    return lines if len(lines) <= 2 else [lines[0], fitted(text[len(lines[0]) :].strip(), room / 1.1, _HEADING)]


def _wrapped(text: str, room: float, size: float) -> list[str]:
    """Break a text at its spaces and around Chinese characters into lines of `room` pixels; a longer word is cut."""
    lines: list[str] = []
    for word in _WORD.findall(text):
        if lines and text_width(lines[-1] + word, size) <= room:
            lines[-1] += word
        else:
            lines.append(fitted(word.strip(), room, size))
    return lines
