"""What the lines of a file say of its language: signs of the languages that there are, and of some that there are not.

A sign scores one point for each line, up to a limit; a proof, a line of one language alone, scores more. Points only
choose what is parsed: whether a language fits is decided by its parser.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from codematch.languages.identify import Languages
from codematch.languages.signs import Lines, SignWords, joined, showing, showing_any, shows, words_of
from codematch.languages.spec import LanguageSpec
from codematch.settings import Identification

FOREIGN = ""
"""The name under which languages and formats without a grammar here are counted together."""
_CATALOGUE_LINE = re.compile(rb'\n(?=msg(?:id|str|ctxt)[^\n]*"\n|#|"[^\n]*"\n|\n)')
"""A line of a catalogue of messages (GNU gettext manual, section on PO files)."""


@dataclass(frozen=True, slots=True)
class Points:
    """How much of a text indicates a language: points in all, proofs among the lines, and different signs."""

    total: int
    proofs: int
    kinds: int

    def telling(self, rules: Identification) -> bool:
        """Whether more than one habit of the language shows, or one that no other has."""
        several = self.kinds >= rules.different_signs or (self.kinds == 2 and self.total > rules.sign_lines)
        return bool(self.proofs) or several


NO_POINTS = Points(0, 0, 0)


def points(text: bytes, languages: Languages, rules: Identification) -> dict[str, Points]:
    """Return the points of each language that has any, and under `FOREIGN` those of the best other one."""
    lines = b"\n" + text + (b"" if text.endswith(b"\n") else b"\n")
    if _is_catalogue(lines):
        return {FOREIGN: Points(3 * rules.sign_lines, 0, 0)}
    sample = Lines(lines, _words(languages))
    own = {spec.name: _points(sample, spec, rules) for spec in languages.specs if spec.proofs or spec.signs}
    found = {name: _with_bases(name, own, languages) for name, count in own.items() if count.total}
    return {**found, FOREIGN: Points(_foreign_points(sample, 3 * rules.sign_lines), 0, 0)}


def _words(languages: Languages) -> SignWords:
    """The words of all signs, of the languages that there are and of the others."""
    signs = [line for spec in languages.specs for line in (*spec.proofs, *spec.signs)]
    return words_of((*signs, *(line for lines, any_case in _foreign() if not any_case for line in lines)))


def _is_catalogue(lines: bytes) -> bool:
    """Say at once of a catalogue of messages that it is one: they come by the thousand, and quote code."""
    if b'\nmsgid "' not in lines or b"\nmsgstr" not in lines:
        return False
    return sum(1 for _ in _CATALOGUE_LINE.finditer(lines)) >= lines.count(b"\n") - 2


def _with_bases(name: str, own: dict[str, Points], languages: Languages) -> Points:
    """A language that extends another is meant where its own signs are, and those of all between."""
    total, proofs, kinds = own[name].total, own[name].proofs, own[name].kinds
    for base in languages.base(name)[1:]:
        more = own.get(base, NO_POINTS)
        if languages.spec(base).extends and not more.total:
            return NO_POINTS
        total, proofs, kinds = total + more.total, proofs + more.proofs, kinds + more.kinds
    return Points(total, proofs, kinds)


def has_sign(text: bytes, name: str, languages: Languages) -> bool:
    """Say whether the beginning of a file has any sign of a language, or of one that it extends."""
    lines = b"\n" + text + b"\n"
    specs = [languages.spec(base) for base in languages.base(name)]
    return not any(spec.signs for spec in specs) or any(
        joined((*spec.proofs, *spec.signs)).search(lines) is not None for spec in specs if spec.signs or spec.proofs
    )


def has_proof(text: bytes, languages: Languages) -> bool:
    """Say whether the beginning of a file has a line that only one language has."""
    lines = b"\n" + text + (b"" if text.endswith(b"\n") else b"\n")
    if _is_catalogue(lines):
        return False
    sample = Lines(lines, _words(languages))
    return any(shows(sample, spec.proofs) for spec in languages.specs)


def _points(lines: Lines, spec: LanguageSpec, rules: Identification) -> Points:
    counts = showing(lines, (*spec.proofs, *spec.signs))
    most = {index: min(count, rules.sign_lines) for index, count in counts.items()}
    proofs = sum(count for index, count in most.items() if index < len(spec.proofs))
    return Points(sum(most.values()) + (rules.proof_points - 1) * proofs, proofs, len(most))


def _foreign_points(lines: Lines, most: int) -> int:
    """Two points for each line of the language or format that has most of them, up to `most` lines."""
    best = 0
    for signs, any_case in _foreign():
        best = max(best, showing_any(lines, signs, most, any_case=any_case))
        if best == most:
            break
    return 2 * best


@lru_cache
def _foreign() -> tuple[tuple[tuple[str, ...], bool], ...]:
    """The signs of each, and whether capitals say nothing in it."""
    document = tomllib.loads(files("codematch.languages").joinpath("foreign.toml").read_text(encoding="utf-8"))
    return tuple((tuple(lines), name in document["any_case"]) for name, lines in document["lines"].items())
