"""The texts that the viewer shows, in parts that are loaded when one of their files is opened.

A part holds texts by number, each as its lines (null where the record does not have a line), what their words are, and
which lines of the file are shown in parts, and the rows of pairs of files. A pair may need its own part and those of
its two texts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from codematch.model.result import CaseResult, PairResult
from codematch.model.sources import AlignedFiles, SourceTexts
from codematch.report.formats.highlighting import kinds_of

PART_CHARACTERS = 500_000
"""A part ends with the file with which it has so many: what is loaded for one file stays small."""
COLOURED_CHARACTERS = 2_000_000
"""So many characters of text are coloured, in the order of the pairs; colouring more would take too long."""


@dataclass(slots=True)
class Texts:
    """The parts, and where in them the texts and rows of each pair of files are.

    `places` has for (pair of works, pair of files), both from 0, the part of the rows, and the part and number of each
    of its two texts. `without` counts the pairs of files with no text.
    """

    parts: list[dict[str, Any]] = field(default_factory=list)
    places: dict[tuple[int, int], tuple[int, tuple[int, int], tuple[int, int]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Filling:
    """Parts while they are filled: the size of the last one, where each text is, how many may still be coloured."""

    texts: Texts
    size: int = 0
    numbers: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    left: int = COLOURED_CHARACTERS

    def place(
        self,
        name: tuple[int, str],
        lines: Sequence[str | None],
        language: str,
        divided: Sequence[tuple[int, int]] = (),
    ) -> tuple[int, int]:
        """Return the part and number of a text, which is added where it is not there yet."""
        if name not in self.numbers:
            part = self.part()
            length = sum(len(line or "") + 1 for line in lines)
            coloured = length <= self.left
            self.left -= length if coloured else 0
            number = len(self.numbers)
            text = [list(lines), _kinds(lines, language) if coloured else []]
            part["texts"][number] = [*text, list(divided)] if divided else text
            self.numbers[name] = len(self.texts.parts) - 1, number
            self.size += length
        return self.numbers[name]

    def part(self) -> dict[str, Any]:
        """Return the part that is filled."""
        if not self.texts.parts or self.size > PART_CHARACTERS:
            self.texts.parts.append({"texts": {}, "rows": {}})
            self.size = 0
        return self.texts.parts[-1]


def texts_of(result: CaseResult) -> Texts:
    """Return the texts of all pairs of files that share regions, as far as the result has them."""
    made = Texts()
    filling = _Filling(made)
    for number, pair in enumerate(result.pairs):
        kept = pair.sources.read() if pair.sources is not None else None
        if kept is not None and kept.texts:
            whole = {files.paths: files for files in kept.pairs}
            _add_whole(filling, number, pair, whole, kept)
        else:
            _add_exhibits(filling, number, pair)
    return made


def _add_whole(
    filling: _Filling, number: int, pair: PairResult, whole: dict[tuple[str, str], AlignedFiles], kept: SourceTexts
) -> None:
    languages = _languages(pair)
    for place, files in enumerate(pair.file_pairs):
        paths = files.known_path, files.questioned_path
        found = whole.get(paths)
        if found is None:
            continue
        places = [
            filling.place(
                (number, digest),
                kept.texts[digest].split("\n"),
                languages[side].get(path, ""),
                kept.divided.get(digest, ()),
            )
            for side, (digest, path) in enumerate(zip(found.texts, paths, strict=True))
        ]
        rows = [found.rows, found.moved]
        rows += [found.wrapped, found.places] if any(found.wrapped) or found.places else []
        filling.part()["rows"][f"{number}.{place}"] = rows
        filling.texts.places[number, place] = len(filling.texts.parts) - 1, places[0], places[1]


def _add_exhibits(filling: _Filling, number: int, pair: PairResult) -> None:
    """Add the lines that exhibits have: all that a result without whole files knows of the text."""
    regions = {region.number: region for region in pair.regions}
    rows: dict[tuple[str, str], list[Any]] = {}
    for exhibit in pair.exhibits:
        region = regions[exhibit.region]
        rows.setdefault((region.known.path, region.questioned.path), []).extend(exhibit.rows)
    languages = _languages(pair)
    lengths = [{file.path: file.lines for file in work.files} for work in (pair.known, pair.questioned)]
    for place, files in enumerate(pair.file_pairs):
        paths = files.known_path, files.questioned_path
        if not rows.get(paths):
            continue
        parts: list[list[tuple[int, str]]] = [
            [(row.known_line, row.known_text) for row in rows[paths] if row.known_line],
            [(row.questioned_line, row.questioned_text) for row in rows[paths] if row.questioned_line],
        ]
        sides = [_joined(own) for own in parts]
        places = []
        for side, path in enumerate(paths):
            count = max(lengths[side].get(path, 0), *sides[side], 0)
            lines = [sides[side].get(line) for line in range(1, count + 1)]
            places.append(filling.place((number, f"{side} {path}"), lines, languages[side].get(path, "")))
        filling.part()["rows"][f"{number}.{place}"] = [_ascending(rows[paths]), []]
        filling.texts.places[number, place] = len(filling.texts.parts) - 1, places[0], places[1]


def _joined(parts: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Return the texts of lines; of a long line, the parts that exhibits have, in their order."""
    found: dict[int, str] = {}
    for line, text in parts:
        before = found.get(line)
        found[line] = text if before is None or text in before else f"{before}{text}"
    return found


def _ascending(rows: Sequence[Any]) -> list[Any]:
    """Return the rows with two lines, as in `codematch.model.sources`, as far as they ascend on both sides."""
    made: list[Any] = []
    both = {
        (row.known_line, row.questioned_line): row
        for row in rows
        if row.known_line and row.questioned_line and not row.known_begin and not row.questioned_begin
    }
    last = 0, 0
    for lines, row in sorted(both.items(), key=lambda item: item[0]):
        if lines[0] > last[0] and lines[1] > last[1]:
            last = lines
            plain = row.state.value == "identical"
            made.append((*lines, 1) if plain else (*lines, 1, row.state.value, row.known_marks, row.questioned_marks))
    return made


def _languages(pair: PairResult) -> list[dict[str, str]]:
    return [{file.path: file.language for file in work.files} for work in (pair.known, pair.questioned)]


def _kinds(lines: Sequence[str | None], language: str) -> list[Any]:
    """Return for each line its words as [first, stop, kind, ...], 0 for none; nothing where all are plain."""
    found: Iterator[Any] = (
        [value for word in kinds for value in word] or 0 for kinds in kinds_of([line or "" for line in lines], language)
    )
    made = list(found)
    return made if any(made) else []
