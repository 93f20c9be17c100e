"""What names the project of either side, by the label of the work and its manifests, and where that occurs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from codematch.evidence.spelling import english
from codematch.settings.detectors import Misspellings

_PLAIN_WORDS = (
    "source sources src repo repository project work works known questioned master main trunk dev develop code "
    "software product release releases library libs lib vendor vendored third party python java core common utils "
    "util test tests build dist files version versions package packages original git github folder tmp my the app "
    "web api application server client http https json xml html css sql parser engine framework plugin plugins "
    "module modules tool tools demo example examples sample template templates website site frontend backend "
    "admin data model models base js cpp"
)
PLAIN = frozenset(_PLAIN_WORDS.split())
_LEAST_LETTERS = 3
_CLEAR_LETTERS = 6
"""A shorter name counts only where it is a word of its own."""
_WORDS = re.compile(r"[a-z]+\d*(?![a-z])|[a-z]+|\d+")
_ENDING = re.compile(r"(?i)(?:\.git|\.bundle|\.zip|\.tar(?:\.\w+)?)$|[-_ .]v?\d+(?:[._]\d+)+.*$")
_LANGUAGE_ENDING = re.compile(r"(?i)[-_.](?:js|py|rb|rs|go)$")
_MANIFESTS: dict[str, re.Pattern[bytes]] = {
    "package.json": re.compile(rb'"name"\s*:\s*"([^"]+)"'),
    "bower.json": re.compile(rb'"name"\s*:\s*"([^"]+)"'),
    "composer.json": re.compile(rb'"name"\s*:\s*"([^"]+)"'),
    "pyproject.toml": re.compile(rb'(?m)^name\s*=\s*"([^"]+)"'),
    "cargo.toml": re.compile(rb'(?m)^name\s*=\s*"([^"]+)"'),
    "setup.cfg": re.compile(rb"(?m)^name\s*=\s*([\w.-]+)"),
    "setup.py": re.compile(rb"""\bname\s*=\s*['"]([\w.-]+)['"]"""),
    "cmakelists.txt": re.compile(rb'(?im)^\s*project\s*\(\s*"?([\w.-]+)'),
    "meson.build": re.compile(rb"(?m)^project\s*\(\s*'([\w.-]+)'"),
    "configure.ac": re.compile(rb"AC_INIT\s*\(\s*\[?([\w.-]+)"),
    "go.mod": re.compile(rb"(?m)^module\s+(\S+?)(?:/v\d+)?\s*$"),
}
"""Where manifests, by their names in small letters, say what the project is called."""

Name = tuple[str, ...]
"""The words of a name, in small letters."""


def names_of(label: str, manifests: Iterable[tuple[str, bytes]]) -> frozenset[Name]:
    """Return what a project is called.

    Args:
        label: The label of the work, usually the name of a folder.
        manifests: Paths and texts of files of the work; those at its root that declare a name are read.
    """
    declared = []
    for path, text in manifests:
        pattern = _MANIFESTS.get(path.lower())
        found = pattern.search(text) if pattern is not None else None
        if found:
            declared.append(found[1].decode("utf-8", "replace").rpartition("/")[2])
    return frozenset(name for text in (label, *declared) if (name := name_words(text)))


def is_manifest(path: str) -> bool:
    """Tell whether a file is at the root of a work and may declare its name."""
    return path.lower() in _MANIFESTS


def name_words(text: str) -> Name:
    """Return the words of what a project is called; none if they are too plain to name one."""
    bare = _LANGUAGE_ENDING.sub("", _ENDING.sub("", text.rstrip("/")))
    words = tuple(_WORDS.findall(bare.lower()))
    telling = [word for word in words if len(word) >= _LEAST_LETTERS and word not in PLAIN]
    return words if telling and (len(words) > 1 or not _is_english(telling)) else ()


def _is_english(words: Sequence[str]) -> bool:
    rules = Misspellings()
    dictionary = english(rules.common_word_count, rules.min_misspelt_letters)
    return not dictionary.unknown(words)


@dataclass(frozen=True, slots=True)
class Mentions:
    """Finds where a text names the project of the known (0) or the questioned work (1)."""

    _pattern: re.Pattern[str] | None
    _sides: tuple[int, ...]

    @classmethod
    def of(cls, known: frozenset[Name], questioned: frozenset[Name]) -> "Mentions":
        """Return what finds the names of both sides; names that both have name neither."""
        found = [(name, 0) for name in known - questioned] + [(name, 1) for name in questioned - known]
        found.sort(key=lambda item: (-sum(map(len, item[0])), item))
        if not found:
            return cls(None, ())
        return cls(re.compile("|".join(f"({_expression(name)})" for name, _ in found)), tuple(s for _, s in found))

    def sides(self, text: str) -> set[int]:
        """Return which sides a text names."""
        if self._pattern is None:
            return set()
        return {self._sides[found.lastindex - 1] for found in self._pattern.finditer(text.lower()) if found.lastindex}

    def parts(self, path: str) -> set[int]:
        """Return after which sides a folder of a path, or its file, is named."""
        found: set[int] = set()
        for part in PurePosixPath(path).parts:
            found |= self.sides(part)
        return found


def _expression(name: Name) -> str:
    """Return what finds a name; words of plain English only where nothing but punctuation is between them."""
    between = r"[^a-z0-9\s]*" if len(name) > 1 and _is_english([word for word in name if word.isalpha()]) else r"[\W_]*"
    text = between.join(map(re.escape, name))
    return text if sum(map(len, name)) >= _CLEAR_LETTERS else rf"(?<![a-z0-9]){text}(?![a-z])"
