"""Holds regions and exhibits against the files they were made of, read again: every mark, border, class and name."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from codematch.align.borders import LONG_STATEMENT, Borders
from codematch.comparison.exhibits import CUT_OFF, MAX_LINE_CHARACTERS
from codematch.comparison.line_parts import LONG_LINE
from codematch.model.match import Edit, Exhibit, ExhibitRow, MatchClass, Region, RegionSide, RowState
from codematch.model.source import SourceTree
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.pipeline import compare_prepared, make_tools, prepare
from codematch.settings import Settings

IDENTIFIER = CLASS_CODES[TokenClass.IDENTIFIER]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class File:
    """A file as it is read again."""

    lines: Sequence[str]
    stream: TokenStream
    borders: Borders
    statements: "Statements | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """The lines on which statements of a Python file begin and end, as Python itself reads it, and their lines."""

    first: frozenset[int]
    last: frozenset[int]
    simple: tuple[tuple[int, int], ...]


def problems(known: SourceTree, questioned: SourceTree) -> list[str]:
    """Compare two works, and return what is wrong with their regions and exhibits; nothing when all is right."""
    toolkit = make_tools(Settings())
    works = prepare((known, questioned), toolkit)
    pair = compare_prepared(works[0], works[1], toolkit)
    files = [work.positions() for work in works]
    seen: dict[tuple[int, str], File] = {}
    exhibits = {exhibit.region: exhibit for exhibit in pair.exhibits}
    found = list(_aligned_twice(pair.regions))
    for region in pair.regions:
        for number, side in enumerate((region.known, region.questioned)):
            if (number, side.path) not in seen:
                index = files[number][side.path]
                seen[number, side.path] = read(works[number].sources[index].utf8, works[number].files[index].stream)
        left, right = seen[0, region.known.path], seen[1, region.questioned.path]
        lines = [*_region(region, left, right)]
        if region.number in exhibits:
            lines += _exhibit(exhibits[region.number], region, left, right)
        found += [f"region {region.number}, {region.known.path} / {region.questioned.path}: {line}" for line in lines]
    return found


def _aligned_twice(regions: Sequence[Region]) -> Iterator[str]:
    """Name the questioned tokens that two regions have aligned."""
    seen: dict[tuple[str, int], int] = {}
    for region in regions:
        at = region.questioned.first_token
        for step in region.script:
            for token in range(at, at + step.questioned) if step.known else ():
                first = seen.setdefault((region.questioned.path, token), region.number)
                if first != region.number:
                    yield f"token {token} of {region.questioned.path} is in regions {first} and {region.number}"
            at += step.questioned


def read(utf8: bytes, stream: TokenStream) -> File:
    """Return the lines of a file, and its statements as the program and, where it is Python, as Python reads it."""
    text = utf8.decode("utf-8", "replace")
    statements = _python(text) if stream.language == "python" and not stream.sections and not stream.cells else None
    return File(lines=text.split("\n"), stream=stream, borders=Borders.of(stream), statements=statements)


def _python(text: str) -> Statements | None:
    try:
        nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)]
    except (SyntaxError, ValueError):
        return None
    first = {node.lineno for node in nodes}
    first |= {item.lineno for node in nodes for item in getattr(node, "decorator_list", ())}
    return Statements(
        first=frozenset(first),
        last=frozenset(node.end_lineno or node.lineno for node in nodes),
        simple=tuple((node.lineno, node.end_lineno or 0) for node in nodes if not hasattr(node, "body")),
    )


# Regions


def _region(region: Region, left: File, right: File) -> Iterator[str]:
    aligned = _aligned(region)
    for file, side, tokens in ((left, region.known, aligned[0]), (right, region.questioned, aligned[1])):
        yield from _borders(side, file)
        if side.unit != _unit(file.stream, tokens):
            yield f"is in unit {side.unit!r}, not in {_unit(file.stream, tokens)!r}"
    if region.match_class in (MatchClass.NORMALISED, MatchClass.RENAMED):
        is_renamed = region.match_class is MatchClass.RENAMED
        printed = [
            _printed(file.stream, side, names=not is_renamed)
            for file, side in ((left, region.known), (right, region.questioned))
        ]
        if printed[0] != printed[1]:
            yield f"is {region.match_class.value}, but its lines hold other code"


def _aligned(region: Region) -> tuple[list[int], list[int]]:
    """The aligned tokens of both sides, as the script of a region says."""
    known, questioned = region.known.first_token, region.questioned.first_token
    pairs: tuple[list[int], list[int]] = [], []
    for step in region.script:
        if step.edit not in (Edit.DELETED, Edit.INSERTED):
            pairs[0].extend(range(known, known + step.known))
            pairs[1].extend(range(questioned, questioned + step.questioned))
        known, questioned = known + step.known, questioned + step.questioned
    assert (known, questioned) == (region.known.stop_token, region.questioned.stop_token)
    return pairs


def _borders(side: RegionSide, file: File) -> Iterator[str]:
    if not file.borders.opens[side.first_token]:
        yield f"begins within a statement, line {side.first_line}: {file.lines[side.first_line - 1].strip()}"
    if file.borders.closing[side.stop_token - 1] < side.first_token:
        yield f"ends within a statement, line {side.last_line}: {file.lines[side.last_line - 1].strip()}"
    if file.statements is None:
        return
    for what, line, lines in (
        ("begins", side.first_line, file.statements.first),
        ("ends", side.last_line, file.statements.last),
    ):
        if line not in lines and not _is_table(file, line):
            yield f"{what} within a statement of Python, line {line}: {file.lines[line - 1].strip()}"


def _is_table(file: File, line: int) -> bool:
    """Say whether a line of Python is one of a statement so long that each of its lines counts as one."""
    assert file.statements is not None
    for first, last in file.statements.simple:
        if first <= line <= last:
            low, high = np.searchsorted(file.stream.lines, (first, last + 1))
            return bool(high - low > LONG_STATEMENT)
    return False


def _unit(stream: TokenStream, tokens: Sequence[int]) -> str:
    """The last unit, and so the innermost, that holds more than half of the tokens."""
    places = np.array(tokens)
    name = ""
    for unit in stream.units:
        inside = (places >= unit.first_token) & (places < unit.stop_token)
        name = unit.name if 2 * np.count_nonzero(inside) > len(places) else name
    return name


def _printed(stream: TokenStream, side: RegionSide, *, names: bool) -> list[tuple[int, int]]:
    """The code of whole lines: kind and text of each token, names without their text where `names` is false."""
    low, high = np.searchsorted(stream.lines, (side.first_line, side.last_line + 1))
    own = stream.in_language(side.language)[low:high]
    texts = np.where((stream.classes == IDENTIFIER) & (not names), 0, stream.texts)
    return list(zip(stream.kinds[low:high][own].tolist(), texts[low:high][own].tolist(), strict=True))


# Exhibits


def _exhibit(exhibit: Exhibit, region: Region, left: File, right: File) -> Iterator[str]:
    for side, file, prefix in ((region.known, left, "known"), (region.questioned, right, "questioned")):
        shown: dict[int, list[tuple[int, str]]] = {}
        for row in exhibit.rows:
            if (number := getattr(row, f"{prefix}_line")) is not None:
                shown.setdefault(number, []).append((getattr(row, f"{prefix}_begin"), getattr(row, f"{prefix}_text")))
        wanted = list(range(side.first_line, side.last_line + 1))
        if list(shown) != wanted[: len(shown)] or (not exhibit.omitted_rows and list(shown) != wanted):
            yield f"shows other lines of the {prefix} side than its own"
        first, last = getattr(exhibit, f"{prefix}_span")
        for number, parts in shown.items():
            line = file.lines[number - 1]
            if len(line) <= LONG_LINE:
                is_right = parts == [(0, line)]
            else:
                begin = first if number == side.first_line else 0
                stop = last if number == side.last_line else len(line)
                is_right = _follow(parts, line, begin, None if exhibit.omitted_rows else stop)
            if not is_right:
                yield f"shows another text than that of line {number}"
    words = [
        set(_WORD.findall("\n".join(file.lines[side.first_line - 1 : side.last_line])))
        for file, side in ((left, region.known), (right, region.questioned))
    ]
    alone = _alone(region, left, right)
    for row in exhibit.rows:
        wrong = _row(row, words) or alone.is_wrong(row)
        if wrong:
            yield f"{wrong}: {row.known_line} {row.known_text!r} {row.state.value} {row.questioned_text!r}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alone:
    """Both files, and of each side the lines of which at least half of the tokens correspond to something."""

    files: tuple[File, File]
    elsewhere: tuple[frozenset[int], frozenset[int]]

    def is_wrong(self, row: ExhibitRow) -> str:
        """What is wrong with a row that says that its line is in one file only; nothing when it is right."""
        if row.state not in (RowState.KNOWN_ONLY, RowState.QUESTIONED_ONLY):
            return ""
        number, file, elsewhere = (
            (row.questioned_line, self.files[1], self.elsewhere[1])
            if row.known_line is None
            else (row.known_line, self.files[0], self.elsewhere[0])
        )
        is_long = number is not None and len(file.lines[number - 1]) > LONG_LINE
        return "most of its code is on other lines" if number in elsewhere and not is_long else ""


def _alone(region: Region, left: File, right: File) -> _Alone:
    known, questioned = _aligned(region)
    held = [
        (one, other)
        for one, other in zip(known, questioned, strict=True)
        if left.stream.texts[one] == right.stream.texts[other]
        or left.stream.classes[one] == right.stream.classes[other] == IDENTIFIER
    ]
    found = []
    for number, file in enumerate((left, right)):
        own = Counter(int(file.stream.lines[pair[number]]) for pair in held)
        every = Counter(file.stream.lines.tolist())
        found.append(frozenset(line for line, count in own.items() if 2 * count >= every[line]))
    return _Alone(files=(left, right), elsewhere=(found[0], found[1]))


def _follow(parts: Sequence[tuple[int, str]], line: str, begin: int, stop: int | None) -> bool:
    """Say whether the parts of a long line follow one another from `begin` to `stop`, if they are all there."""
    is_cut = False
    for at, text in parts:
        if (at < begin if is_cut else at != begin) or not line.startswith(text.removesuffix(CUT_OFF), at):
            return False
        is_cut = text.endswith(CUT_OFF)
        begin = at + len(text.removesuffix(CUT_OFF))
    return stop is None or begin == stop or is_cut


_WORD = re.compile(r"\w+")


def _unmarked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """A text with blanks in the place of what is marked."""
    inside = {at for mark in marks for at in range(*mark)}
    return "".join(" " if at in inside else character for at, character in enumerate(text))


def _bare(text: str) -> str:
    return "".join(text.split())


def _row(row: ExhibitRow, words: Sequence[set[str]]) -> str:
    """What is wrong with the mark of a row, held against its two texts and the words of both sides."""
    has_both = row.known_line is not None and row.questioned_line is not None
    if row.state is RowState.WRAPPED:
        return _wrapped(row, words)
    if has_both != (row.state not in (RowState.KNOWN_ONLY, RowState.QUESTIONED_ONLY)):
        return "a line alone"
    if not has_both or len(row.known_text) > MAX_LINE_CHARACTERS or len(row.questioned_text) > MAX_LINE_CHARACTERS:
        return ""
    marked = _marked(row.known_text, row.known_marks), _marked(row.questioned_text, row.questioned_marks)
    if row.state is RowState.IDENTICAL:
        return "" if _bare(row.known_text) == _bare(row.questioned_text) and not any(marked) else "not identical"
    if marked[0] == marked[1] or not any(marked):
        return "nothing that differs is marked"
    if _rest(row.known_text, row.known_marks) != _rest(row.questioned_text, row.questioned_marks):
        return "something differs that is not marked"
    is_renamed = len(marked[0]) == len(marked[1]) and all(
        text[0].isalpha() or text[0] in "_$@#:-." for side in marked for text in side
    )
    return "" if row.state is RowState.DIFFERENT or is_renamed else "no name was renamed"


def _wrapped(row: ExhibitRow, words: Sequence[set[str]]) -> str:
    texts = _unmarked(row.known_text, row.known_marks), _unmarked(row.questioned_text, row.questioned_marks)
    missing = [word for side in (0, 1) for word in _WORD.findall(texts[side]) if word not in words[1 - side]]
    if missing:
        return f"not on the other side: {missing}"
    return "nothing is broken otherwise" if _bare(texts[0]) == _bare(texts[1]) else ""


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> list[str]:
    return [text[slice(*mark)] for mark in marks]


def _rest(text: str, marks: Sequence[tuple[int, int]]) -> str:
    inside = {at for mark in marks for at in range(*mark)}
    return _bare("".join(character for at, character in enumerate(text) if at not in inside))
