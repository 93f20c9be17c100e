"""The lines that decide an interval: those that the revisions at its ends have and the next ones beyond lack."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from codematch.model.evidence import Place
from codematch.model.message import Message, Quote
from codematch.model.versions import Boundary, DecisiveLine
from codematch.revisions.agreement import shared_mask
from codematch.revisions.history import History
from codematch.revisions.interval import name_of
from codematch.revisions.lines import Features, begins_file, is_pair
from codematch.revisions.pinning import Pinned
from codematch.revisions.texts import Texts

_MOST_CHARACTERS = 160
_LOOKED_AT = 3


def boundaries(equal: NDArray[np.bool_], history: History) -> dict[Boundary, tuple[int, int]]:
    """Return, of each end of an interval, the revision within and the one beyond; none at an end of the history.

    Args:
        equal: bool (revisions,), which ones are equal.
        history: The revisions.
    """
    members = np.flatnonzero(equal)
    found: dict[Boundary, tuple[int, int]] = {}
    first = int(members[0])
    if history.revisions[first].parent >= 0:
        found[Boundary.SINCE] = (first, history.revisions[first].parent)
    for number in range(len(equal) - 1, -1, -1):
        parent = history.revisions[number].parent
        if parent >= 0 and equal[parent] and not equal[number]:
            held = found.get(Boundary.UNTIL)
            if held is None or parent >= held[0]:
                found[Boundary.UNTIL] = (parent, number)
    return found


def find_decisive(
    pinned: Pinned, equal: NDArray[np.bool_], history: History, texts: Texts, most: int
) -> tuple[DecisiveLine, ...]:
    """Return the lines that decide the ends of an interval, those that fewest known files have first."""
    found: list[DecisiveLine] = []
    for boundary, (within, beyond) in boundaries(equal, history).items():
        lost = sorted(_lost(pinned, within, beyond, texts), key=lambda item: (-item[0], item[1:]))
        spans = _Spans(pinned, texts)
        lines = [
            _line(pinned, boundary, file, column, feature, within, history, spans)
            for _, file, column, feature in lost[: _LOOKED_AT * most]
        ]
        found += sorted(lines, key=lambda item: not _ends_at(item, within + 1))[:most]
    return tuple(found)


def _lost(pinned: Pinned, within: int, beyond: int, texts: Texts) -> Iterator[tuple[float, int, int, int]]:
    """Yield the weight, file, path and feature of what one revision has and the other lacks."""
    agreement = pinned.agreement
    changed = agreement.contents[within] != agreement.contents[beyond]
    for number, file in enumerate(pinned.files):
        if agreement.scores[number, within] <= agreement.scores[number, beyond]:
            continue
        best = _best(pinned, number, within, texts)
        if best is None or not changed.any():
            continue
        column, has = best
        other = _best(pinned, number, beyond, texts)
        gone = has & ~other[1] if other is not None else has
        weights = file.weights[gone].tolist()
        for weight, feature in zip(weights, file.features[gone].tolist(), strict=True):
            yield weight + (0.0 if is_pair(feature) else 1.0), number, column, feature


def _best(pinned: Pinned, number: int, revision: int, texts: Texts) -> tuple[int, NDArray[np.bool_]] | None:
    """Return the path that has most of a file in a revision, and what it has; None if there is none."""
    agreement, file = pinned.agreement, pinned.files[number]
    found: tuple[float, int, NDArray[np.bool_]] | None = None
    for column in columns_of(pinned, number):
        place = int(agreement.contents[revision, column])
        if place < 0:
            continue
        has = shared_mask(file.features, pinned.table.features(texts.lines(agreement.by_path[column][place])))
        weight = float(file.weights[has].sum())
        if found is None or weight > found[0]:
            found = weight, column, has
    return None if found is None else found[1:]


def columns_of(pinned: Pinned, number: int) -> list[int]:
    """Return the numbers of the paths that a file is held against."""
    paths = {path: column for column, path in enumerate(pinned.agreement.paths)}
    return [paths[item.path] for item in pinned.agreement.candidates[number]]


def best_path(pinned: Pinned, number: int, revision: int, texts: Texts) -> tuple[str, int]:
    """Return the known path that has most of a file in a revision, "" for none, and how many features it has."""
    best = _best(pinned, number, revision, texts)
    return ("", 0) if best is None else (pinned.agreement.paths[best[0]], int(best[1].sum()))


def _line(
    pinned: Pinned,
    boundary: Boundary,
    number: int,
    column: int,
    feature: int,
    within: int,
    history: History,
    spans: "_Spans",
) -> DecisiveLine:
    agreement, file = pinned.agreement, pinned.files[number]
    having = np.flatnonzero(np.append(spans.held(column, feature), False)[agreement.contents[:, column]])
    content = agreement.by_path[column][int(agreement.contents[within, column])]
    features, places = pinned.table.places(spans.texts.lines(content))
    line = int(file.places[np.searchsorted(file.features, feature)])
    return DecisiveLine(
        boundary=boundary,
        text=_text(pinned, number, line, feature, spans.texts),
        known=Place(path=agreement.paths[column], line=int(places[np.searchsorted(features, feature)])),
        questioned=Place(path=file.path, line=line),
        since=name_of(history, int(having[0])),
        until=name_of(history, int(having[-1])),
    )


def _text(pinned: Pinned, number: int, line: int, feature: int, texts: Texts) -> Message:
    """Return the line of the questioned file, or it and the next one that is no comment and not blank."""
    lines = pinned.lines[number]
    first = _shown(lines[line - 1])
    if begins_file(feature):
        return Message.of("version-first-line", text=Quote(first))
    if not is_pair(feature):
        return Message.of("version-line", text=Quote(first))
    numbers, places = pinned.table.sequence(texts.all_lines.numbered(lines[line:]))
    following = [int(place) for held, place in zip(numbers, places, strict=True) if held >= 0]
    if not following:
        return Message.of("version-last-line", text=Quote(first))
    return Message.of("version-pair", first=Quote(first), second=Quote(_shown(lines[line + following[0] - 1])))


class _Spans:
    """Which contents of a path have a feature; the contents of a path are looked at once."""

    def __init__(self, pinned: Pinned, texts: Texts) -> None:
        self.texts = texts
        self._pinned = pinned
        self._features: dict[int, list[Features]] = {}

    def held(self, column: int, feature: int) -> NDArray[np.bool_]:
        """Tell which contents of a path have a feature; bool (contents,)."""
        if column not in self._features:
            table = self._pinned.table
            contents = self._pinned.agreement.by_path[column]
            self._features[column] = [table.features(self.texts.lines(content)) for content in contents]
        wanted = np.array([feature])
        return np.array([shared_mask(wanted, each)[0] for each in self._features[column]], dtype=bool)


def _ends_at(item: DecisiveLine, number: int) -> bool:
    """Tell whether a line itself begins or ends at a revision, on no branch before or after it."""
    return number == (item.since.number if item.boundary is Boundary.SINCE else item.until.number)


def _shown(line: bytes) -> str:
    return line.decode("utf-8", "replace").strip()[:_MOST_CHARACTERS]
