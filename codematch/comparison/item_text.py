"""Asserted items as people write them: by hand, or as a report prints them, in either of its languages.

What a line means may be open until the files of the known work are seen, since a path may hold any sign. So a line has
readings, the likeliest first; `comparison.item_places` takes the first one that names something.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from codematch import saved_files
from codematch.errors import UsageError
from codematch.model.asserted import AssertedItem

Ranges = tuple[tuple[int, int], ...]

_FORM = (
    "write PATH, PATH:FIRST-LAST, PATH:5-12, 20-31 or PATH::SYMBOL, optionally followed by @COMMIT and # description; "
    'quote a path that holds " #" or " @"'
)
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u301c\uff5e~"
_FULL_WIDTH = {ord(wide): narrow for wide, narrow in zip("、；；〜\u3000", ",;;~ ", strict=True)}
_QUOTES = (
    ('"', '"'), ("'", "'"), ("`", "`"), ("“", "”"), ("‘", "’"), ("«", "»"), ("「", "」"), ("『", "』"), ("《", "》"),
)  # fmt: skip
_DASH = rf"\s*(?:[{_DASHES}]+|\.\.\.?|to\b|through\b|至|到|行至|行到)\s*"
_RANGE = rf"(?:L|第)?\s*\d+(?:\s*行)?(?:{_DASH}(?:L|第)?\s*\d+(?:\s*行)?)?"
_RANGES = rf"(?P<ranges>{_RANGE}(?:\s*(?:[,;&]|and\b|及|和)+\s*{_RANGE})*)"
_FROM = r"(?:\s*\([^()]*(?:\([^()]*\))?[^()]*\))?"
"""What a report adds behind the lines: the unit that they begin in."""
_LOCATORS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^(?P<path>.*?)\s*:\s*{_RANGES}{_FROM}$",
        rf"^(?P<path>.*?)[\s,:(]+(?:lines?|ll?\.)\s*{_RANGES}\s*\)?{_FROM}$",
        rf"^(?P<path>.*?)[\s,:(]*(?P<word>第)\s*{_RANGES}\s*行?\s*\)?{_FROM}$",
        r"^(?P<path>.*?)#(?P<ranges>L\d+(?:-L?\d+)?)$",
        r"^(?P<path>.*?):(?P<ranges>\d+):\d+$",
    )
)
_SYMBOL = re.compile(r"^(?P<path>.*?)::\s*(?P<symbol>\S.*)$")
_ONE_COLON = re.compile(r"^(?P<path>.*?):\s*(?P<symbol>[^\W\d][\w.$:#<>~-]*(?:\(.*\))?)$")
_BARE_CALL = re.compile(r"^(?P<symbol>[^\W\d][\w.$:#<>~-]*\s*\(.*\))$")
_ROLE = re.compile(r"^(?:K\d*\s*:(?![\\/])|(?:known|样本)(?:\s*:|\s{2,}))\s*", re.IGNORECASE)
_BULLET = re.compile(
    r"^(?:(?:[-*+•‣▪●○·–—]|\(?\d{1,3}[.)]|\([a-z]\)|[a-z]\)|[（(]?[一二三四五六七八九十]{1,3}[、)）]|\d{1,3}[、）]|[①-⑳])"
    r"(?:\s+|(?<=[、)）①-⑳])))(?:\[[ xX]\]\s+)?(?=\S)"
)
"""What begins an entry of a list; a path may begin so, too, and then the line as a whole is a reading of its own."""
_COMMIT = re.compile(r"\s@(?P<commit>\S+)$")
_EDGES = re.compile(r"(?<=\s)#|(?<=[\d)\"'”’」』》])#|#(?=\s)")
_SHOWN_HIDDEN = re.compile("⟨U\\+([0-9A-F]{4,6})⟩")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedItem:
    """An item as it was stated: where that is, the start of a message about it, and its readings, at least one."""

    where: str
    readings: tuple[AssertedItem, ...]

    @property
    def text(self) -> str:
        """What stands there, without a description."""
        return self.readings[0].text


def read_items(path: Path, place: str = "") -> tuple[StatedItem, ...]:
    """Read asserted items from a text file, one on a line; blank lines and those that begin with # say nothing.

    Args:
        path: The file.
        place: What a message begins with in front of the path.

    Raises:
        UsageError: The file cannot be read, lines are no items, or there is none; the message says which, and how.
    """
    try:
        text = saved_files.read_text(path, "utf-8-sig")
    except OSError as error:
        raise UsageError(f"{place}{path}: cannot be read ({error.strerror}); give a text file of items") from None
    except ValueError:
        raise UsageError(f"{place}{path}: is not UTF-8 text; save it as UTF-8") from None
    rows = [
        (f"{place}{path}, line {number}", line)
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not rows:
        raise UsageError(f"{place}{path}: lists no items; {_FORM}")
    return parse_items(rows)


def parse_items(rows: Sequence[tuple[str, str] | tuple[str, str, str]]) -> tuple[StatedItem, ...]:
    """Return the items that texts name.

    Args:
        rows: For each what a message about it begins with, its text, and its description where that stands apart.

    Raises:
        UsageError: Some name none; the message says so of each of them.
    """
    found, problems = [], []
    for where, text, *description in rows:
        try:
            found.append(parse(text, where, *description))
        except UsageError as error:
            problems.append(str(error))
    if problems:
        raise UsageError("; ".join(problems))
    return tuple(found)


def parse(text: str, where: str, description: str = "") -> StatedItem:
    """Return the item that a text names.

    Args:
        text: The text, with a description behind # unless that is given.
        where: What a message about it begins with.
        description: The description where that stands apart.

    Raises:
        UsageError: It names none.
    """
    whole = text.strip()
    texts = [whole[found.end() :], whole] if (found := _BULLET.match(whole)) else [whole]
    parts = [part for one in texts for part in ([(one, description)] if description else _divided(one))]
    readings = [
        replace(reading, text=named.strip(), description=" ".join(said.split()))
        for named, said in parts
        for reading in _readings(named.strip())
    ]
    readings = [one for one in readings if not (one.path.startswith("@") and not one.symbol)]
    if not readings:
        raise UsageError(f"{where}: {text.strip()!r} is not an item; {_FORM}")
    forward = [one for one in readings if not _backwards(one)]
    if _backwards(readings[0]):
        first, last = _backwards(readings[0])[0]
        raise UsageError(f"{where}: lines {first} to {last} are not a range; give the first line, then the last")
    return StatedItem(where=where, readings=tuple(dict.fromkeys(forward)))


def _backwards(item: AssertedItem) -> list[tuple[int, int]]:
    return [(first, last) for first, last in item.ranges if not 1 <= first <= last]


def _divided(text: str) -> Iterator[tuple[str, str]]:
    """Yield ways to divide a line into an item and its description: at a # behind a blank first, then not at all."""
    plain = _plain(text)
    places = [found.start() for found in _EDGES.finditer(plain) if not _in_quotes(plain, found.start())]
    spaced = [place for place in places if plain[place - 1].isspace()]
    others = [place for place in places if place not in spaced and place]
    for place in (*spaced[:1], *others[:1], None, *spaced[1:], *others[1:]):
        if place is None:
            yield text, ""
        else:
            yield text[:place], text[place + 1 :]
    close = plain.find("#")
    if close > 0 and close not in places:
        yield text[:close], text[close + 1 :]


def _in_quotes(plain: str, place: int) -> bool:
    """Say whether a place lies within the quotation marks that a text begins with."""
    for opening, closing in _QUOTES:
        if plain.startswith(opening):
            return place <= plain.find(closing, 1)
    return False


def _plain(text: str) -> str:
    """Return a text of the same length in which full-width signs and digits are the common ones."""
    return "".join(_narrow(char) for char in text.translate(_FULL_WIDTH))


def _narrow(char: str) -> str:
    if "\uff01" <= char <= "\uff5e" and char not in _DASHES:
        return unicodedata.normalize("NFKC", char)
    return char


def _readings(text: str) -> Iterator[AssertedItem]:
    """Yield what a text without a description may mean."""
    for named, commit in _with_commit(text):
        bare = named[found.end() :] if (found := _ROLE.match(_plain(named))) else ""
        pair = re.split(r"\s+/\s+", named)
        for one in dict.fromkeys((named, bare, pair[0], _unquoted(named))):
            if one.strip():
                yield from _located(one.strip(), commit)


def _with_commit(text: str) -> Iterator[tuple[str, str]]:
    found = _COMMIT.search(_plain(text))
    if found is not None:
        yield text[: found.start()], found["commit"]
    yield text, ""


def _located(text: str, commit: str) -> Iterator[AssertedItem]:
    """Yield the readings of a place: with a symbol, with lines, and as a path that holds all of these signs."""
    plain = _plain(text)
    found = _SYMBOL.match(plain)
    if found is not None and not re.fullmatch(_RANGES, found["symbol"]):
        yield _item(text, found, commit, symbol=_unquoted(found["symbol"].strip()))
    for form in _LOCATORS:
        found = form.match(plain)
        if found is not None and found["path"].strip():
            yield _item(text, found, commit, ranges=_ranges(found["ranges"]))
    yield AssertedItem(text=text, path=_path(text) or "*", commit=commit)
    for form in (_ONE_COLON, _BARE_CALL):
        found = form.match(plain)
        if found is not None:
            yield _item(text, found, commit, symbol=found["symbol"])


def _item(text: str, found: re.Match[str], commit: str, symbol: str = "", ranges: Ranges = ()) -> AssertedItem:
    length = len(found.groupdict().get("path") or "")
    return AssertedItem(
        text=text,
        path=_path(text[:length]) or "*",
        lines=ranges[0] if ranges else None,
        more_lines=ranges[1:],
        symbol=symbol,
        commit=commit,
    )


def _ranges(text: str) -> Ranges:
    """Return the first and the last line of each range that a text names."""
    pieces = re.split(r"\s*(?:[,;&]|\band\b|及|和)+\s*", text, flags=re.IGNORECASE)
    found = []
    for piece in pieces:
        numbers = [int(number) for number in re.findall(r"\d+", piece)]
        found.append((numbers[0], numbers[-1]))
    return tuple(found)


def _path(text: str) -> str:
    """Return a path without quotation marks, what hides in it as it is, and without ./ in front."""
    bare = _unquoted(text.strip())
    bare = _SHOWN_HIDDEN.sub(lambda found: chr(int(found[1], 16)), bare)
    while bare.startswith(("./", ".\\")):
        bare = bare[2:].lstrip("/\\")
    return bare.strip()


def _unquoted(text: str) -> str:
    for opening, closing in _QUOTES:
        if len(text) > 1 and text.startswith(opening) and text.endswith(closing):
            return text[1:-1]
    return text
