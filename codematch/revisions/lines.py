"""What of a file is looked for in revisions: its lines, and which line follows which.

A line is compared without white space that separates no words, and without a brace or semicolon at its ends. Two lines
that follow one another are a feature of their own: a line that a later revision puts between them ends it. So both what
a revision has and what it does not have yet can be seen from what the questioned file has. Lines that are comments take
part as lines only, for a copy often lacks some. In abstract form, the words of a line are replaced by numbers in the
order of their first occurrence: it does not change if names are replaced.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Features = NDArray[np.int64]
"""int64 (n,), sorted, each once: a line by its number, two lines in a row by both."""

_SPACE = re.compile(rb"\s*([^\w\s])\s*|\s+", re.ASCII)
_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*", re.ASCII)
_WORDS_OR_SIGNS = re.compile(rb"\w", re.ASCII)
_COMMENT = re.compile(rb"//|/\*|\*[ /]|\*$|#(?:[ !#]|$)|--(?: |$)|;;|<!--|%")
_ENDS = b"{}; \t\r\f\v"
_LEAST_SIGNS = 2
_SHIFT = 31
FILE_START, FILE_END = 1, 2
"""What stands for a line before the first and after the last one."""
_FIRST = 3


def normal(line: bytes) -> bytes:
    """Return what of a line is compared; b"" if it holds fewer than two letters or digits."""
    text = _SPACE.sub(_closed, line.strip(_ENDS))
    return text if len(_WORDS_OR_SIGNS.findall(text[:64])) >= _LEAST_SIGNS else b""


def _closed(found: re.Match[bytes]) -> bytes:
    return found[1] or b" "


def is_comment(line: bytes) -> bool:
    """Tell whether a line, without the white space before it, begins like a comment in one of the usual languages."""
    return _COMMENT.match(line) is not None


def words_of(line: bytes) -> list[bytes]:
    """Return the words of a line in order, names and keywords alike."""
    return _WORD.findall(line)


def abstract(line: bytes) -> bytes:
    """Return a line with its words replaced by numbers in the order of their first occurrence."""
    seen: dict[bytes, bytes] = {}
    return _WORD.sub(lambda word: seen.setdefault(word[0], b"w%d" % len(seen)), line)


def translated(line: bytes, names: Mapping[bytes, bytes]) -> bytes:
    """Return a line with some of its words replaced."""
    return _WORD.sub(lambda word: names.get(word[0], word[0]), line) if names else line


def split(text: bytes) -> list[bytes]:
    """Return the lines of a text; CR LF, CR and LF end a line."""
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return text.split(b"\n")


class LineTable:
    """The lines that are looked for, numbered; every other line is 0.

    Args:
        texts: All lines of both works.
        wanted: The lines that are looked for, by their numbers in `texts`; int32 (n,).
        by_form: Whether lines are compared in abstract form.
    """

    def __init__(self, texts: "Lines", wanted: NDArray[np.int32], *, by_form: bool = False) -> None:
        self._lines = texts
        self._by_form = by_form
        self._keys: dict[bytes, int] = {}
        for number in np.unique(wanted).tolist():
            if text := texts.normal(number):
                self._keys.setdefault(abstract(text) if by_form else text, len(self._keys) + _FIRST)
        self._numbers = np.empty(0, dtype=np.int64)

    def sequence(self, text: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers of the lines of a text that are no blank lines, and where each is.

        Args:
            text: int32 (n,), its lines by their numbers in all texts.

        Returns:
            int64 (m,) numbers, negative for comments, 0 for lines that are not looked for; int64 (m,) line numbers
            from 1.
        """
        self._look_up_new()
        numbers = self._numbers[text]
        places = np.flatnonzero(numbers != _BLANK)
        return numbers[places], places + 1

    def features(self, text: NDArray[np.int32]) -> Features:
        """Return the features of a text that are looked for."""
        numbers, _ = self.sequence(text)
        return np.unique(np.concatenate([np.abs(numbers[numbers != 0]), _pairs(numbers[numbers >= 0])]))

    def places(self, text: NDArray[np.int32]) -> tuple[Features, NDArray[np.int64]]:
        """Return the features of a text, and the line where each occurs first; int64 (n,) both."""
        numbers, places = self.sequence(text)
        is_code = numbers >= 0
        code, at = numbers[is_code], places[is_code]
        pairs = _pairs(code)
        pair_places = np.concatenate([at[:1], at])[_held(code)] if len(code) else at[:0]
        is_known = numbers != 0
        every = np.concatenate([np.abs(numbers[is_known]), pairs])
        first = np.concatenate([places[is_known], pair_places])
        features, index = np.unique(every, return_index=True)
        return features, first[index]

    def _look_up_new(self) -> None:
        """Number the lines that were met since the last time."""
        known, count = len(self._numbers), len(self._lines)
        if known < count:
            fresh = np.fromiter(map(self._numbered, range(known, count)), dtype=np.int64, count=count - known)
            self._numbers = np.concatenate([self._numbers, fresh])

    def _numbered(self, line: int) -> int:
        text = self._lines.normal(line)
        if not text:
            return _BLANK
        number = self._keys.get(abstract(text) if self._by_form else text, 0)
        if self._lines.is_comment(line):
            return -number if number else _BLANK
        return number


class Lines:
    """All different lines of both works, numbered as they are met, with their normal forms."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._raw: list[bytes] = []
        self._normal: list[bytes] = []
        self._comments = bytearray()

    def __len__(self) -> int:
        return len(self._raw)

    def numbered(self, lines: Sequence[bytes]) -> NDArray[np.int32]:
        """Return the numbers of lines; int32 (n,)."""
        numbers = self._numbers
        found = list(map(numbers.get, lines))
        if None in found:
            for place, number in enumerate(found):
                if number is None:
                    found[place] = self._new(lines[place])
        return np.array(found, dtype=np.int32)

    def _new(self, line: bytes) -> int:
        number = self._numbers.setdefault(line, len(self._raw))
        if number == len(self._raw):
            self._raw.append(line)
            self._normal.append(normal(line))
            self._comments.append(is_comment(line.lstrip()))
        return number

    def raw(self, number: int) -> bytes:
        """Return a line as it is."""
        return self._raw[number]

    def normal(self, number: int) -> bytes:
        """Return what of a line is compared, b"" if nothing is."""
        return self._normal[number]

    def is_comment(self, number: int) -> bool:
        """Tell whether a line begins like a comment."""
        return bool(self._comments[number])


_BLANK = -(1 << 60)


def _held(code: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which neighbours, from the beginning to the end of a file, are both looked for."""
    whole = np.concatenate([[FILE_START], code, [FILE_END]])
    return np.asarray((whole[:-1] != 0) & (whole[1:] != 0))


def _pairs(code: NDArray[np.int64]) -> NDArray[np.int64]:
    if not len(code):
        return code
    whole = np.concatenate([[FILE_START], code, [FILE_END]])
    return np.asarray(((whole[:-1] << _SHIFT) | whole[1:])[_held(code)])


def is_pair(feature: int) -> bool:
    """Tell whether a feature is two lines in a row."""
    return feature >> _SHIFT > 0


def begins_file(feature: int) -> bool:
    """Tell whether a feature is a line that is the first one of a file."""
    return feature >> _SHIFT == FILE_START
