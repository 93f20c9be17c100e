"""Code without effect at aligned places: debugging lines, dead branches, unreferenced functions.

Why: Such code serves no purpose in a program, so two authors seldom write it independently.

Not covered: Debugging through a logging library; branches that are dead for reasons only a compiler finds.

Example: `console.log("here 2")` or `if (false) {` on aligned lines; a function that nothing calls in either work.
"""

import re

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import Aligned, DetectorInput, DetectorResult, EvidenceFile, FileLines
from codematch.evidence.occurrences import Occurrences
from codematch.evidence.rule import Detector
from codematch.masking import masked
from codematch.model.evidence import Channel, Finding
from codematch.model.sides import Both
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import Unit
from codematch.model.word_search import WordSearch
from codematch.settings.detectors import Leftovers

_DEBUG = re.compile(
    r"\bconsole\.(?:log|debug|trace)\s*\(|^debugger\b|\bpdb\.set_trace\s*\(|^breakpoint\s*\(|\bvar_dump\s*\(|\bNSLog\s*\("
    r"|\bprintStackTrace\s*\(|\bdbg!\s*\(|\bbinding\.pry\b"
    r"|\b(?:print|printf|println|puts|echo|Println|Printf|log)\w*!?\s*\(?\s*[\"'](?:\W*(?:here|debug|xxx+|test|aaa+|foo|"
    r"got here|到这里|调试)\W*\d*)[\"'\\]",
    re.IGNORECASE,
)
_DEBUG_BEGINS = (
    "console.", "debugger", "pdb.", "breakpoint", "var_dump", "nslog", "printstacktrace", "dbg!", "binding.", "print",
    "puts", "echo", "log",
)  # fmt: skip
"""How each of these begins, in small letters: to look for that first is much faster, above all on long lines."""
_DEAD_LINE = re.compile(r"#\s*if\s+0\b|(?:if|while)\s+(?:False|0|false)\s*[:{]")
_DEAD = tuple(
    re.compile(rf"{begin}(?<=\b{begin}){rest}")
    for begin, rest in (("if", r"\s*\(\s*(?:false|0)\s*\)"), ("while", r"\s*\(\s*(?:false|0)\s*\)"), ("0", r"\s*&&"))
)
"""Branches that are never taken, at the beginning of a line, and anywhere in it: `re` finds fixed letters fast."""
KINDS = ("debug-line", "dead-branch", "unused-function")
_CALLED_FROM_OUTSIDE = re.compile(r"^(?:__\w+__|main|test\w*|setup|teardown|setUp|tearDown|init|on[A-Z]\w*)$")


def _check(case: DetectorInput) -> DetectorResult:
    """Return what regions align on both sides though it does nothing; files with the same bytes are left out."""
    found: dict[tuple[str, str, str], Finding] = {}
    works = _Works(case)
    for item in case.aligned:
        if not item.identical:
            for finding in (*_lines(item, works), *_unused(item, works)):
                found.setdefault((finding.kind, finding.known.path, finding.text), finding)
    ordered = sorted(found.values(), key=lambda finding: (KINDS.index(finding.kind), finding.known.path, finding.text))
    return DetectorResult.by_kind(ordered, KINDS)


class _Works:
    """Both works; what holds of a whole file is found out once, however many regions lie in it."""

    def __init__(self, case: DetectorInput) -> None:
        self.case = case
        self.lines = FileLines(case.works)
        self._kinds: dict[tuple[int, int, int], str] = {}
        self._telling: dict[int, NDArray[np.int32]] = {}
        self._units: dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}

    def kind(self, side: int, number: int, line: int) -> str:
        """Return what a line, from 1, of a file of the known (0) or the questioned (1) work is, see `kind_of`."""
        key = side, number, line
        if key not in self._kinds:
            self._kinds[key] = kind_of(self.lines.text(*key))
        return self._kinds[key]

    def telling(self, number: int) -> NDArray[np.int32]:
        """Return the lines of a known file, from 1, that are of the kinds that are looked for: int32 (n,), rising."""
        if number not in self._telling:
            hinted = _hinted_lines(self.case.known.files[number].utf8)
            chosen = [line for line in hinted if self.kind(0, number, line)]
            self._telling[number] = np.array(chosen, dtype=np.int32)
        return self._telling[number]

    def units_between(self, number: int, first: int, last: int) -> list[Unit]:
        """Return the units of a known file that hold one of the tokens `first` to `last`, in their order."""
        units = self.case.known.files[number].stream.units
        if number not in self._units:
            edges = np.array([(unit.first_token, unit.stop_token) for unit in units], dtype=np.int64).reshape(-1, 2)
            self._units[number] = edges[:, 0], edges[:, 1]
        firsts, stops = self._units[number]
        return [units[place] for place in np.flatnonzero((firsts <= last) & (stops > first)).tolist()]


def _lines(item: Aligned, works: _Works) -> list[Finding]:
    case = works.case
    known, questioned = case.aligned_files(item)
    telling = works.telling(item.known_file)
    if not len(telling):
        return []
    found = []
    for first, second in case.aligned_lines(item, telling).tolist():
        kind = works.kind(0, item.known_file, first)
        if kind == works.kind(1, item.questioned_file, second):
            text, most = works.lines.text(0, item.known_file, first), case.settings.max_characters
            shown = masked(text, known.writing, most=most)[:most]
            found.append(_finding(kind, shown, (known, questioned), (first, second)))
    return found


_HINTS = WordSearch(_DEBUG_BEGINS)
_DEAD_HINTS = tuple(re.compile(hint) for hint in (rb"if[\s(]+(?:[Ff]alse|0)", rb"while[\s(]+(?:[Ff]alse|0)", rb"&&"))
"""What a line with a branch that is never taken holds."""


def _hinted_lines(utf8: bytes) -> list[int]:
    """Return the lines of a text, from 1, that may be of the kinds that are looked for."""
    places = {place for place, _ in _HINTS.places(utf8.lower())}
    for hint in _DEAD_HINTS:
        places.update(found.start() for found in hint.finditer(utf8))
    breaks = np.flatnonzero(np.frombuffer(utf8, dtype=np.uint8) == ord("\n")) if places else np.empty(0, np.int64)
    return [int(line) + 1 for line in np.unique(np.searchsorted(breaks, sorted(places)))]


def kind_of(line: str) -> str:
    """Return what a line of code is: a trace of debugging, a branch that is never taken, or "" for neither."""
    if _is_debugging(line):
        return "debug-line"
    is_dead = _DEAD_LINE.match(line) or any(pattern.search(line) for pattern in _DEAD)
    return "dead-branch" if is_dead else ""


def _is_debugging(line: str) -> bool:
    folded = line.lower()
    if len(folded) != len(line):  # a few letters of other alphabets become two
        return _DEBUG.search(line) is not None
    places = (
        found.start() for begin in _DEBUG_BEGINS if begin in folded for found in re.finditer(re.escape(begin), folded)
    )
    return any(_DEBUG.match(line, place) for place in places)


def _unused(item: Aligned, works: _Works) -> list[Finding]:
    """Functions that are aligned as a whole, and that nothing in either work names but themselves."""
    case = works.case
    known, questioned = case.aligned_files(item)
    found = []
    share = case.settings.unused_share
    for unit in works.units_between(item.known_file, int(item.known[0]), int(item.known[-1])):
        low, high = np.searchsorted(item.known, [unit.first_token, unit.stop_token]).tolist()
        if high - low < share * (unit.stop_token - unit.first_token) or not _is_unused(unit, case.names[0]):
            continue
        other = questioned.stream.innermost(int(item.questioned[(low + high) // 2]), "function")
        if other is not None and _is_unused(other, case.names[1]):
            lines = known.place(unit.first_token).line, questioned.place(other.first_token).line
            text = unit.name if unit.name == other.name else f"{unit.name} → {other.name}"
            found.append(_finding("unused-function", text, (known, questioned), lines))
    return found


def _is_unused(unit: Unit, names: Occurrences) -> bool:
    name = unit.name.rsplit(".", 1)[-1]
    if unit.kind != "function" or _CALLED_FROM_OUTSIDE.match(name):
        return False
    return names.count(text_hash(name.encode())) == 1


def _finding(kind: str, text: str, files: tuple[EvidenceFile, EvidenceFile], lines: tuple[int, int]) -> Finding:
    return Finding(
        channel=Channel.ARTEFACTS,
        kind=kind,
        text=text,
        known=files[0].at(lines[0]),
        questioned=files[1].at(lines[1]),
        count=Both(1, 1),
    )


RULE = Detector(
    id="leftovers",
    docs=__doc__,
    channel=Channel.ARTEFACTS,
    check=_check,
    settings=Leftovers,
    kinds=KINDS,
    needs_regions=True,
)
