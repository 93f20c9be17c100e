"""The figures of a case: corresponding files, regions left by filtration, covered folders.

Each is a pure function of the result, in greys and signs alone, so that a grey print tells as much.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from codematch.model.filtration import Ledger
from codematch.model.precision import stored_bits
from codematch.model.result import FilePair, PairResult, Work
from codematch.model.source import Disposition
from codematch.report import view
from codematch.report.charts.canvas import GRID, INK, PAPER, QUIET, ROW, SMALL, Drawing, described, drawable
from codematch.report.text import numbers, say

MOST_FILES = 40
"""Files of each side that a heat map shows, those with most matched tokens."""
MOST_FOLDERS = 40

_LABELS, _CELL, _KEY = 250.0, 14.0, 62.0
_SHADES = ("#d9d9d9", "#b0b0b0", "#808080", "#4a4a4a", "#101010")
"""Five steps of grey, from a few tokens to all of the file."""
_STEPS = (0.1, 0.25, 0.5, 0.8)


def shade(share: float) -> str:
    """Return the grey of a share from 0 to 1."""
    return _SHADES[sum(share >= step for step in _STEPS)]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The files of a heat map, and how many pairs of files are in no cell of it."""

    known: tuple[str, ...]
    questioned: tuple[str, ...]
    left_out: int


def heat_map_files(pair: PairResult) -> HeatMap:
    """Return the files of both sides that share most, known files in the order of their paths."""
    sums: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for item in pair.file_pairs:
        sums[0][item.known_path] += item.matched.known
        sums[1][item.questioned_path] += item.matched.questioned
    known, questioned = (
        tuple(sorted(sorted(found, key=lambda path, found=found: (-found[path], path))[:MOST_FILES]))  # type: ignore[misc]
        for found in sums
    )
    inside = sum(item.known_path in known and item.questioned_path in questioned for item in pair.file_pairs)
    return HeatMap(known, _in_order_of_partners(known, questioned, pair.file_pairs), len(pair.file_pairs) - inside)


def _in_order_of_partners(
    known: Sequence[str], questioned: Sequence[str], pairs: Sequence[FilePair]
) -> tuple[str, ...]:
    """Questioned files in the order of their best known partner, so that what corresponds is on the diagonal."""
    best: dict[str, tuple[int, int]] = {}
    place = {path: number for number, path in enumerate(known)}
    for item in pairs:
        if item.known_path in place and item.questioned_path in questioned:
            found = (-item.matched.questioned, place[item.known_path])
            best[item.questioned_path] = min(best.get(item.questioned_path, found), found)
    return tuple(sorted(questioned, key=lambda path: (best.get(path, (0, len(known)))[1], path)))


def heat_map_data(pair: PairResult) -> list[tuple[str, str, int, int, int, int, float]]:
    """Return the numbers that a heat map draws, for the digest of the figure."""
    return [(item.known_path, item.questioned_path, item.matched.known, item.tokens.known, item.matched.questioned,
             item.tokens.questioned, stored_bits(item.total_bits)) for item in pair.file_pairs]  # fmt: skip


def heat_map(pair: PairResult, links: dict[tuple[str, str], str] | None = None) -> str:
    """Draw which known and questioned files share tokens: the darker, the more of the smaller file.

    Args:
        pair: The comparison.
        links: The anchor of a pair of files (known path, questioned path), for figures that can be followed.
    """
    files = heat_map_files(pair)
    room = max(_CELL * len(files.questioned), _KEY * len(_SHADES))
    drawing = Drawing(_LABELS + room + 40.0, "", say("figure.heat-map"))
    left, top = _LABELS + 12.0, drawing.top + ROW * 2.0
    drawing.text((left - 8.0, top - 6.0), say("known.work"), anchor="end", size=SMALL, bold=True)
    drawing.text((left, top - 6.0), say("questioned.work"), size=SMALL, bold=True)
    bottom = top + _CELL * max(len(files.known), 1)
    place = {path: number for number, path in enumerate(files.questioned)}
    rows = {path: number for number, path in enumerate(files.known)}
    for number, path in enumerate(files.known):
        base = top + _CELL * number
        drawing.line((left, base, left + _CELL * len(place), base), stroke=GRID, width=0.5)
        drawing.text((left - 8.0, base + 10.0), drawable(path), anchor="end", size=9.0, room=_LABELS - 12.0)
    content = []
    for item in pair.file_pairs:
        if item.known_path not in rows or item.questioned_path not in place:
            continue
        share = _share(item)
        corner = (left + _CELL * place[item.questioned_path], top + _CELL * rows[item.known_path])
        words = say("figure.cell", known=drawable(item.known_path), questioned=drawable(item.questioned_path),
                    share=numbers.share(share), bits=numbers.bits(item.total_bits))  # fmt: skip
        link = (links or {}).get((item.known_path, item.questioned_path), "")
        drawing.box(corner, (_CELL - 1.0, _CELL - 1.0), shade(share), title=words, link=link)
        content.append(words)
    for number, path in enumerate(files.questioned):
        x = left + _CELL * number + 9.0
        drawing.text((x, bottom + 8.0), drawable(path), room=150.0, size=8.0, turned=60)
    bottom += 12.0 + (130.0 if files.questioned else 0.0)
    _shades_key(drawing, left, bottom)
    if files.left_out:
        drawing.notes.append(say("figure.heat-map.left-out", count=files.left_out))
    about = described(say("figure.heat-map"), say("questioned-file"), say("known-file"), content[:MOST_FILES])
    return drawing.finish(bottom + ROW, about)


def _share(item: FilePair) -> float:
    """The share of the smaller file's tokens that match."""
    known = item.matched.known / item.tokens.known if item.tokens.known else 0.0
    questioned = item.matched.questioned / item.tokens.questioned if item.tokens.questioned else 0.0
    return known if item.tokens.known <= item.tokens.questioned else questioned


def _shades_key(drawing: Drawing, left: float, base: float) -> None:
    edges = (0.0, *_STEPS, 1.0)
    for number, fill in enumerate(_SHADES):
        x = left + _KEY * number
        drawing.box((x, base), (12.0, 10.0), fill=fill)
        words = numbers.percent(f"{100 * edges[number]:g}–{100 * edges[number + 1]:g}")
        drawing.text((x + 16.0, base + 9.0), words, size=9.0, fill=QUIET)


def funnel(ledger: Ledger) -> str:
    """Draw how many lines in regions are left after each filter, for both works."""
    steps = ledger.steps
    drawing = Drawing(720.0, "", say("figure.funnel"))
    most = max([1, *(max(step.lines.known, step.lines.questioned) for step in steps)])
    left, room, middle = 150.0, 250.0, 430.0
    top = drawing.top + ROW
    drawing.text((middle - 8.0, top), say("known.work"), anchor="end", size=SMALL, bold=True)
    drawing.text((middle + 8.0, top), say("questioned.work"), size=SMALL, bold=True)
    content = []
    for number, step in enumerate(steps):
        base = top + 10.0 + 20.0 * number
        name = say(f"filter.{step.filter}") if step.filter else say("filtration.start")
        drawing.text((left, base + 12.0), name, anchor="end", size=SMALL, room=left - 12.0)
        known, questioned = (room * 0.78 * lines / most for lines in (step.lines.known, step.lines.questioned))
        drawing.box((middle - 4.0 - known, base + 2.0), (max(known, 0.5), 13.0), fill="#808080")
        drawing.box((middle + 4.0, base + 2.0), (max(questioned, 0.5), 13.0), fill=PAPER, stroke=INK)
        drawing.text((middle - 8.0 - known, base + 12.0), numbers.integer(step.lines.known), anchor="end", size=9.0)
        drawing.text((middle + 8.0 + questioned, base + 12.0), numbers.integer(step.lines.questioned), size=9.0)
        content.append(f"{name}: {step.lines.known} / {step.lines.questioned}")
    about = described(say("figure.funnel"), say("lines"), say("filtration.filter"), content)
    return drawing.finish(top + 20.0 * len(steps) + ROW, about)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of one work: compared tokens of its files, and how many of them regions align."""

    path: str
    tokens: int
    matched: int


def folders(work: Work) -> list[Folder]:
    """Return the folders of a work down to the depth at which there are not too many, in the order of their paths."""
    files = [file for file in work.files if file.disposition is Disposition.COMPARED and not file.duplicate_of]
    best: list[Folder] = []
    for depth in range(1, 5):
        sums: dict[str, list[int]] = {}
        for file in files:
            found = sums.setdefault("/".join(file.path.split("/")[:-1][:depth]) or ".", [0, 0])
            found[0] += file.tokens
            found[1] += file.matched_tokens
        made = [Folder(path, tokens, matched) for path, (tokens, matched) in sorted(sums.items()) if tokens]
        if best and len(made) > MOST_FOLDERS:
            break
        best = made
    return best


def module_map(pair: PairResult) -> str:
    """Draw the folders of both works: the longer the bar, the larger the folder; filled as far as it is matched."""
    drawing = Drawing(760.0, "", say("figure.module-map"))
    content: list[str] = []
    bottom = drawing.top
    for role, work in (("known", pair.known), ("questioned", pair.questioned)):
        bottom = _modules(drawing, bottom + ROW, say(f"{role}.work"), folders(work), content)
    about = described(say("figure.module-map"), say("tokens"), say("figure.folder"), content)
    return drawing.finish(bottom, about)


def _modules(drawing: Drawing, top: float, title: str, found: Sequence[Folder], content: list[str]) -> float:
    drawing.text((12.0, top), title, size=SMALL, bold=True)
    largest = max([1, *(folder.tokens for folder in found)])
    shown, rest = view.capped(sorted(found, key=lambda folder: -folder.tokens), MOST_FOLDERS)
    for number, folder in enumerate(sorted(shown, key=lambda folder: folder.path)):
        base = top + 8.0 + 17.0 * number
        whole = 300.0 * math.sqrt(folder.tokens / largest)
        drawing.text((250.0, base + 10.0), drawable(folder.path), anchor="end", size=9.0, room=236.0)
        drawing.box((258.0, base + 1.0), (whole, 11.0), fill=PAPER, stroke=QUIET)
        drawing.box((258.0, base + 1.0), (whole * folder.matched / folder.tokens, 11.0), fill="#4a4a4a")
        words = say("figure.module", matched=folder.matched, tokens=folder.tokens,
                    ratio=numbers.ratio(folder.matched, folder.tokens))  # fmt: skip
        drawing.text((264.0 + whole, base + 10.0), words, size=9.0, fill=QUIET)
        content.append(f"{drawable(folder.path)}: {words}")
    bottom = top + 8.0 + 17.0 * len(shown)
    if rest:
        bottom += ROW
        drawing.text((258.0, bottom), say("and-more", count=rest), size=9.0, fill=QUIET)
    return bottom + 6.0
