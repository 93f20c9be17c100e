"""What to mask in a line, and how it is shown: covered at its length in exhibits, replaced by its kind in findings."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from codematch.masking import credentials, passwords, personal, vendor_tokens
from codematch.masking.accounts import account_marks
from codematch.masking.credentials import credential_marks
from codematch.masking.passwords import password_marks
from codematch.masking.personal import personal_marks, resident_marks
from codematch.masking.phones import phone_marks
from codematch.masking.private_keys import key_lines, key_marks
from codematch.masking.spans import Kind, Mark, TextKind, merged
from codematch.masking.vendor_tokens import access_secret_marks, has_access_key, issued_marks
from codematch.model.word_search import WordSearch

COVER = "█"
_DIGITS = re.compile(r"[+\d](?:(?<=\+)\d|(?<=\d)(?:[ ()-]{0,2}\d){9})")
"""What every telephone number and number of a person has; most lines have nothing like it.

It begins with a set of characters, for which alone `re` skips what cannot match.
"""
_FAR_HINTS = (b"PRIVATE KEY", b"Private-Lines:", b"AKIA", b"ASIA")
_FOLDED_HINTS = WordSearch(sorted({
    "private key", "private-lines:", *passwords.LINE_HINTS, *credentials.LINE_HINTS, *personal.LINE_HINTS,
}))  # fmt: skip
_EXACT_HINTS = WordSearch(vendor_tokens.LINE_HINTS)
_KEY_LINES = 120
"""The lines of the longest private keys that anybody has."""
_LINE_BYTES = 10_000
_BEHIND = 2_000
"""Characters: nothing further behind a place says what stands there; but tokens may be longer, and stay whole."""
_TOKEN = re.compile(r"[\w.~+/=-]{0,20000}")
_NEAR = 3
"""So many lines apart the two halves of an access key are taken to belong together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the lines of a file say of one another: which are those of private keys, which are near access keys."""

    keys: frozenset[int] = frozenset()
    near: frozenset[int] = frozenset()


def survey(lines: Sequence[str]) -> Surroundings:
    """Look over the lines of a file, or of a part of one."""
    near = {
        index + step for index, text in enumerate(lines) if has_access_key(text) for step in range(-_NEAR, _NEAR + 1)
    }
    return Surroundings(keys=key_lines(lines), near=frozenset(near))


def suspects(text: str) -> list[int]:
    """Return the indices of the lines of a text on which something may be masked, rising; lines end with LF.

    On all others nothing is, unless `survey` names them. One search over a whole text is many times as fast as a look
    at each of its lines.
    """
    found = _lines_of(_FOLDED_HINTS, text.lower()) | _lines_of(_EXACT_HINTS, text)
    line = counted = 0
    for match in _DIGITS.finditer(text):
        line, counted = line + text.count("\n", counted, match.start()), match.start()
        found.add(line)
    return sorted(found)


def _lines_of(words: WordSearch, text: str) -> set[int]:
    """The indices of the lines of a text that hold one of some words."""
    utf8 = text.encode("utf-8", "replace")
    places = [place for place, _ in words.places(utf8)]
    if not places:
        return set()
    breaks = np.flatnonzero(np.frombuffer(utf8, dtype=np.uint8) == ord("\n"))
    return set(np.searchsorted(breaks, places).tolist())


def find_marks(
    line: str, index: int = 0, around: Surroundings = Surroundings(), writing: TextKind = TextKind.TEXT
) -> list[Mark]:
    """Return the places of a line that are not to be read, in their order.

    Args:
        line: The line.
        index: Its place among the lines that were surveyed.
        around: What these say of it.
        writing: How it is written.
    """
    if index in around.keys:
        return [Mark(*found.span(), Kind.KEY, shown=0) for found in re.finditer(r"\S(?:.*\S)?", line)]
    return merged(_found(line, index in around.near, writing), line)


def _found(line: str, near: bool, writing: TextKind) -> Iterator[Mark]:
    folded = line.lower()
    yield from key_marks(line)
    yield from issued_marks(line)
    yield from access_secret_marks(line, near or "secret" in folded)
    yield from password_marks(line, folded, writing)
    yield from credential_marks(line, folded)
    yield from personal_marks(line, folded)
    if _DIGITS.search(line):
        yield from phone_marks(line, writing)
        yield from resident_marks(line)
        yield from account_marks(line, writing)


def covered(line: str, index: int = 0, around: Surroundings = Surroundings(), writing: TextKind = TextKind.TEXT) -> str:
    """Return a line with what is not to be read covered; arguments as with `find_marks`."""
    return cover(line, find_marks(line, index, around, writing))


def cover(line: str, marks: Iterable[Mark]) -> str:
    """Return a line with the marks that were found in it covered, of the same length, so that spans keep their place.

    The first two characters of each stay, except for passwords, of which nothing does.
    """
    return _rewritten(line, marks, lambda hidden, _: COVER * len(hidden))


def masked(text: str, writing: TextKind = TextKind.TEXT, *, most: int | None = None) -> str:
    """Return a text with its secrets and personal data replaced: the first two characters and the kind stay.

    Args:
        text: The text.
        writing: How it is written.
        most: So many characters of the result are wanted; where the text is much longer, the rest is left out, unread.
    """
    if most is not None and len(text) > most + _BEHIND:
        rest = _TOKEN.match(text, most + _BEHIND)
        shown = masked(text[: rest.end() if rest else len(text)], writing)
        if len(shown) >= most:
            return shown
    return _replaced(text, marks_of(text, writing))


def masked_both(texts: tuple[str, str], marks: tuple[Sequence[Mark], Sequence[Mark]]) -> tuple[str, str]:
    """Return a known and a questioned text, masked as by `masked`; what is another in the questioned one says so.

    Args:
        texts: The texts.
        marks: What is marked in each, in order.
    """
    hidden: dict[Kind, set[str]] = {}
    for mark in marks[0]:
        hidden.setdefault(mark.kind, set()).add(texts[0][mark.start : mark.stop])

    def named(_: str, mark: Mark) -> str:
        own = texts[1][mark.start : mark.stop]
        return f"…[another {mark.kind}]" if own not in hidden.get(mark.kind, {own}) else f"…[{mark.kind}]"

    return _replaced(texts[0], marks[0]), _rewritten(texts[1], marks[1], named)


def blanked(text: str) -> str:
    """Return a text with the letters and digits of what is masked made x and 0, so that it has as many words."""
    marks = (mark._replace(shown=0) for mark in merged(_marks_of(text, TextKind.TEXT), text))
    return _rewritten(text, marks, lambda hidden, _: re.sub(r"[0-9]", "0", re.sub(r"[A-Za-z]", "x", hidden)))


def has_far_hints(utf8: bytes) -> bool:
    """Say whether a file may hold secrets that only other lines give away; to be asked once for a file."""
    return any(hint in utf8 for hint in _FAR_HINTS)


def masked_part(utf8: bytes, start: int, stop: int, writing: TextKind = TextKind.TEXT, *, far: bool = True) -> str:
    """Return a part of a file, masked by what is around it: a value alone does not say that it is a password.

    Arguments as with `marks_of_part`.
    """
    text = utf8[start:stop].decode("utf-8", "replace")
    return _replaced(text, marks_of_part(utf8, start, stop, writing, far=far))


def marks_of_part(
    utf8: bytes, start: int, stop: int, writing: TextKind = TextKind.TEXT, *, far: bool = True
) -> list[Mark]:
    """Return the places of a part of a file that are not to be read, by what is around it.

    Args:
        utf8: The file.
        start: The first byte of the part.
        stop: The byte after its last.
        writing: How the file is written.
        far: What `has_far_hints` said of the file; with it, lines around the part are looked at, too.
    """
    before, text, behind = _around(utf8, start, stop, far)
    whole = before + text + behind
    low, high = len(before), len(before) + len(text)
    return [
        mark._replace(
            start=max(mark.start, low) - low,
            stop=min(mark.stop, high) - low,
            shown=mark.shown if mark.start >= low and mark.stop <= high else 0,
        )
        for mark in merged(_marks_of(whole, writing), whole)
        if mark.start < high and mark.stop > low
    ]


def text_around(utf8: bytes, start: int, stop: int, *, far: bool = True) -> str:
    """Return what `marks_of_part` looks at of a file to mark a part of it; arguments as there.

    Where nothing of this may be masked (`suspects`), it marks nothing.
    """
    return "".join(_around(utf8, start, stop, far))


def _around(utf8: bytes, start: int, stop: int, far: bool) -> tuple[str, str, str]:
    """A part of a file with what is before and behind it."""
    lines = _KEY_LINES if far else 1
    spans = (_begin(utf8, start, lines), start), (start, stop), (stop, _end(utf8, stop, lines))
    before, text, behind = (utf8[first:last].decode("utf-8", "replace") for first, last in spans)
    return before, text, behind


def marks_of(text: str, writing: TextKind = TextKind.TEXT) -> list[Mark]:
    """Return the places of a text that are not to be read, in their order."""
    return merged(_marks_of(text, writing), text)


def _marks_of(text: str, writing: TextKind) -> Iterator[Mark]:
    chosen = suspects(text)
    if not chosen:
        return
    lines = text.split("\n")
    around = survey(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for index in sorted({*chosen, *around.keys, *around.near} & set(range(len(lines)))):
        for mark in find_marks(lines[index], index, around, writing):
            yield mark._replace(start=starts[index] + mark.start, stop=starts[index] + mark.stop)


def _replaced(text: str, marks: Iterable[Mark]) -> str:
    return _rewritten(text, marks, lambda _, mark: f"…[{mark.kind}]")


def _rewritten(text: str, marks: Iterable[Mark], change: Callable[[str, Mark], str]) -> str:
    """Return a text with what each mark hides changed; the characters that it shows stay."""
    parts, end = [], 0
    for mark in marks:
        begin = mark.start + mark.shown
        parts += [text[end:begin], change(text[begin : mark.stop], mark)]
        end = mark.stop
    return "".join((*parts, text[end:]))


def _begin(utf8: bytes, place: int, lines: int) -> int:
    """Where the line of a place begins, or the line that many lines before it; a long line is cut."""
    least = max(0, place - _LINE_BYTES)
    for _ in range(lines):
        place = max(utf8.rfind(b"\n", least, place), least)
    return place + (utf8[place : place + 1] == b"\n")


def _end(utf8: bytes, place: int, lines: int) -> int:
    """Where the line of a place ends, or the line that many lines after it."""
    most = min(len(utf8), place + _LINE_BYTES)
    place -= 1
    for _ in range(lines):
        found = utf8.find(b"\n", place + 1, most)
        place = found if found >= 0 else most
    return place
