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
from codematch.settings.detectors import Leftovers

_DEBUG = re.compile(
    r"\bconsole\.(?:log|debug|trace)\s*\(|^debugger\b|\bpdb\.set_trace\s*\(|^breakpoint\s*\(|\bvar_dump\s*\(|\bNSLog\s*\("
    r"|\bprintStackTrace\s*\(|\bdbg!\s*\(|\bbinding\.pry\b"
    r"|\b(?:print|printf|println|puts|echo|Println|Printf|log)\w*!?\s*\(?\s*[\"'](?:\W*(?:here|debug|xxx+|test|aaa+|foo|"
    r"got here|到这里|调试)\W*\d*)[\"'\\]",
    re.IGNORECASE,
)
_DEAD = re.compile(
    r"^#\s*if\s+0\b|\b(?:if|while)\s*\(\s*(?:false|0)\s*\)|^(?:if|while)\s+(?:False|0|false)\s*[:{]|\b0\s*&&"
)
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
        self._hinted: dict[int, bool] = {}
        self.lines = FileLines(case.works)
        self._units: dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}

    def hinted(self, number: int) -> bool:
        """Say whether a known file may hold a line of the kinds that are looked for."""
        if number not in self._hinted:
            self._hinted[number] = _HINTS.search(self.case.known.files[number].utf8) is not None
        return self._hinted[number]

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
    if not works.hinted(item.known_file):
        return []
    found = []
    for first, second in case.aligned_lines(item).tolist():
        text = works.lines.text(0, item.known_file, first)
        kind = kind_of(text)
        if kind and kind == kind_of(works.lines.text(1, item.questioned_file, second)):
            shown = masked(text, known.writing)[: case.settings.max_characters]
            found.append(_finding(kind, shown, (known, questioned), (first, second)))
    return found


_HINTS = re.compile(
    rb"console\.|debugger|set_trace|breakpoint|var_dump|NSLog|printStackTrace|dbg!|binding\.pry|#\s*if\s+0\b|false|False"
    rb"|\(\s*0\s*\)|\b0\s*&&|\bif 0|while 0|(?:print|puts|echo|log)\w*!?\s*\(?\s*[\"'][^\"']{0,24}[\"'\\]",
    re.IGNORECASE,
)
"""What a file with such a line holds: looking for that is much faster than taking it line by line."""


def kind_of(line: str) -> str:
    """Return what a line of code is: a trace of debugging, a branch that is never taken, or "" for neither."""
    if _DEBUG.search(line):
        return "debug-line"
    return "dead-branch" if _DEAD.search(line) else ""


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
