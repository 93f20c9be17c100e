"""Figures of a set of works: a matrix of scores, a dendrogram of single linkage, and a graph of reported pairs.

Works are named by a number and a label. Scores are drawn as shades and written beside them, so that no figure depends
on its shades.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from codematch.report.charts.canvas import GRID, INK, PAPER, QUIET, SMALL, Drawing, described, drawable, text_width
from codematch.report.text import say

_LABELS = 190.0
_CELL, _LEAST_CELL = 30.0, 14.0
_MATRIX = 620.0
_RING = 220.0
_TREE = 380.0
_ROW = 18.0
_MARGIN = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A work in a figure."""

    number: int
    label: str

    @property
    def text(self) -> str:
        """Its number with its label, safe to draw."""
        return f"{self.number} {drawable(self.label)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A pair of works in a figure: numbers, score, and the anchor of its row in the page ("" for none)."""

    first: int
    second: int
    score: float
    anchor: str = ""


def matrix_chart(nodes: Sequence[Node], links: Sequence[Link]) -> str:
    """Draw the score of each two works as a square, with its number where there is room.

    Args:
        nodes: The works, from the top and from the left.
        links: The scores; pairs without one are blank.
    """
    side = max(_LEAST_CELL, min(_CELL, _MATRIX / max(len(nodes), 1)))
    left = _label_room(nodes)
    drawing = Drawing(left + side * len(nodes) + _MARGIN, "", say("scan.matrix"))
    top = drawing.top + 26.0
    for place, node in enumerate(nodes):
        start = side * place
        drawing.text(
            (left - 6.0, top + start + side / 2.0 + 4.0), node.text, anchor="end", size=SMALL, room=left - 14.0
        )
        above = left + start + side / 2.0, top - 6.0
        drawing.text(above, str(node.number), anchor="middle", size=min(SMALL, side * 0.6))
        drawing.box((left + start, top + start), (side, side), fill=GRID)
    places = {node.number: place for place, node in enumerate(nodes)}
    most = max((link.score for link in links), default=1.0) or 1.0
    for link in links:
        row, column = places[link.first], places[link.second]
        for x, y in ((left + side * column, top + side * row), (left + side * row, top + side * column)):
            _square(drawing, link, (x, y), side, link.score / most)
    kind = say("scan.matrix")
    return drawing.finish(top + side * len(nodes), described(kind, say("scan.works"), say("scan.works"), _told(links)))


def _square(drawing: Drawing, link: Link, corner: tuple[float, float], side: float, share: float) -> None:
    score = f"{link.score:.2f}"
    title = say("scan.pair-title", first=str(link.first), second=str(link.second), score=score)
    drawing.box(corner, (side, side), fill=_shade(share), stroke=PAPER, title=title, link=link.anchor)
    if side >= _CELL - 4.0 and score != "0.00":
        middle = corner[0] + side / 2.0, corner[1] + side / 2.0 + 3.5
        drawing.text(middle, score.removeprefix("0"), anchor="middle", size=9.0, fill=PAPER if share > _DARK else INK)


def _told(links: Sequence[Link]) -> list[str]:
    """Return what the description of a figure says of its pairs."""
    return [f"{link.first}–{link.second}: {link.score:.2f}" for link in links[:_DESCRIBED]]


_DESCRIBED = 20  # scores that the description of a figure names
_DARK = 0.55  # shades on which text is white


def dendrogram_chart(nodes: Sequence[Node], merges: Sequence[tuple[int, int, int, float]], cut: float) -> str:
    """Draw the steps of single linkage from the left, where groups are tight, to the right.

    Args:
        nodes: The works in the order of `leaf_order`.
        merges: The number of a new group, those of the two that it joins, and the score.
        cut: The score at which clusters are cut, a vertical line.
    """
    left = _label_room(nodes)
    drawing = Drawing(left + _TREE + _MARGIN + 30.0, "", say("scan.dendrogram"))
    top = drawing.top + 30.0
    bottom = top + _ROW * max(len(nodes), 1)
    most = max([score for *_, score in merges] + [cut]) or 1.0

    def across(score: float) -> float:
        return left + _TREE * (1.0 - score / most)

    for mark in np.linspace(0.0, most, 5).tolist():
        drawing.line((across(mark), top, across(mark), bottom), stroke=GRID)
        drawing.text((across(mark), top - 6.0), f"{mark:.2f}", anchor="middle", size=SMALL, fill=QUIET)
    points: dict[int, tuple[float, float]] = {}
    for place, node in enumerate(nodes):
        points[node.number] = left, top + _ROW * (place + 0.5)
        drawing.text((left - 6.0, points[node.number][1] + 4.0), node.text, anchor="end", size=SMALL, room=left - 14.0)
    for number, first, second, score in merges:
        x = across(score)
        for group in (first, second):
            drawing.line((points[group][0], points[group][1], x, points[group][1]))
        drawing.line((x, points[first][1], x, points[second][1]))
        points[number] = x, (points[first][1] + points[second][1]) / 2.0
    drawing.line((across(cut), top, across(cut), bottom), stroke=INK, dash="4 3")
    drawing.notes.append(say("scan.cut-line", score=f"{cut:.2f}"))
    content = [f"{first} + {second}: {score:.2f}" for _, first, second, score in merges[:_DESCRIBED]]
    return drawing.finish(bottom, described(say("scan.dendrogram"), say("scan.score"), say("scan.works"), content))


def graph_chart(nodes: Sequence[Node], links: Sequence[Link], clusters: Mapping[int, int]) -> str:
    """Draw works on a ring, those of one cluster side by side, with a line for each reported pair.

    Args:
        nodes: The works, in the order in which they are on the ring.
        links: The pairs; the wider a line, the higher its score.
        clusters: The number of the cluster of a work, for those that are in one.
    """
    width = 2.0 * (_RING + _LABELS) + 2.0 * _MARGIN
    drawing = Drawing(width, "", say("scan.graph"))
    center = width / 2.0, drawing.top + _RING + 40.0
    most = max((link.score for link in links), default=1.0) or 1.0
    turn = 2.0 * math.pi / max(len(nodes), 1)
    ways = {node.number: (math.sin(turn * place), -math.cos(turn * place)) for place, node in enumerate(nodes)}
    points = {number: (center[0] + _RING * x, center[1] + _RING * y) for number, (x, y) in ways.items()}
    for link in sorted(links, key=lambda one: one.score):
        share = link.score / most
        ends = *points[link.first], *points[link.second]
        drawing.line(ends, stroke=_shade(0.3 + 0.7 * share), width=0.8 + 3.2 * share)
    for node in nodes:
        x, y = points[node.number]
        cluster = clusters.get(node.number)
        drawing.marker("circle", x, y, fill=QUIET if cluster is None else PAPER, radius=5.0)
        text = node.text if cluster is None else f"{node.text} {say('scan.in-cluster', number=str(cluster))}"
        if ways[node.number][0] < -_MIDDLE:
            drawing.text((x - 10.0, y + 4.0), text, anchor="end", size=SMALL, room=_LABELS - 12.0)
        else:
            drawing.text((x + 10.0, y + 4.0), text, size=SMALL, room=_LABELS - 12.0)
    kind = say("scan.graph")
    bottom = center[1] + _RING + 24.0
    return drawing.finish(bottom, described(kind, say("scan.works"), say("scan.works"), _told(links)))


_MIDDLE = 1e-9


def leaf_order(merges: Sequence[tuple[int, int, int, float]]) -> list[int]:
    """Return the works that are joined, in an order in which no two lines of a dendrogram cross."""
    members: dict[int, list[int]] = {}
    for number, first, second, _ in merges:
        members[number] = members.pop(first, [first]) + members.pop(second, [second])
    return [work for group in members.values() for work in group]


def _label_room(nodes: Sequence[Node]) -> float:
    return min(_LABELS, max((text_width(node.text, SMALL) for node in nodes), default=60.0) + 20.0)


def _shade(share: float) -> str:
    level = round(236 - 190 * min(max(share, 0.0), 1.0))
    return f"#{level:02x}{level:02x}{level:02x}"
