"""Tables, names and formats that a published standard prescribes.

Tables and names are listed in `standards.toml`. A table is recognised by its first values in any usual spelling, and
extends as far as its run of literals. What a file format prescribes (keys, elements, usual values) is listed in the
folder `prescribed`; the author's own values are not labelled. Between labelled passages of a format, what remains in
runs shorter than a seed is labelled too, unless both sides share a name or literal in it.

Why: Two programs for one standard contain its tables and names, and two files of one format its keys.

Not covered: Standards and formats that are not listed; tables in another order or computed at run time.

Example: The first row of a CRC-32 table, `0x77073096, 0xEE0E612C`; `"nbformat": 4` in a notebook.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codematch.filtration import formats
from codematch.filtration.data import separates
from codematch.filtration.file_view import FileView
from codematch.filtration.rule import Filter
from codematch.model.filtration import FilterId, Mark, ReasonCode
from codematch.model.frozen import array_value
from codematch.model.message import Message, Name
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass
from codematch.settings.filters import Standards

FILE = Path(__file__).with_name("standards.toml")
_LITERAL, _OTHER = CLASS_CODES[TokenClass.LITERAL], CLASS_CODES[TokenClass.OTHER]
_SUFFIXES = ("", "u", "U", "l", "L", "ul", "UL", "ull", "ULL", "n")
_QUOTES = ('"', "'", "`")


_HEAD = np.uint64(48)


@array_value(copy=False)
class _Table:
    """Text hashes with a value each: `keys` uint64 (k,) sorted, `values` int64 (k,).

    `heads` bool (2**16,) says which first 16 bits a key has.
    """

    keys: NDArray[np.uint64]
    values: NDArray[np.int64]
    heads: NDArray[np.bool_]

    @classmethod
    def of(cls, values: Mapping[int, int]) -> "_Table":
        keys = np.array(sorted(values), dtype=np.uint64)
        heads = np.zeros(1 << 16, dtype=np.bool_)
        heads[keys >> _HEAD] = True
        return cls(keys=keys, values=np.array([values[key] for key in sorted(values)], dtype=np.int64), heads=heads)

    def look_up(self, texts: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the value of each text, -1 for those that are no keys: int64 (n,)."""
        found = np.full(len(texts), -1, dtype=np.int64)
        likely = np.flatnonzero(self.heads[texts >> _HEAD])  # few texts begin like a key
        place = np.minimum(np.searchsorted(self.keys, texts[likely]), len(self.keys) - 1)
        is_key = self.keys[place] == texts[likely]
        found[likely[is_key]] = self.values[place[is_key]]
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Standards:
    """All spellings of the numbers of the tables, with their values, and the words with what prescribes them.

    `spellings` give places in the different values; `tables` are their names with the values that they begin with;
    `words` give places in `names`.
    """

    spellings: _Table
    tables: tuple[tuple[str, tuple[int, ...]], ...]
    words: _Table
    names: tuple[str, ...]


def load_standards() -> None:
    """Read the list of standards; otherwise it is read for the first file."""
    _standards()


def marks(file: FileView, settings: Standards) -> Iterable[Mark]:
    """Label tables and names of standards, and what the format of a file prescribes."""
    yield from _tables(file)
    yield from _names(file)
    yield from formats.marks(file, settings)


def _tables(file: FileView) -> Iterator[Mark]:
    known = _standards()
    literals = np.flatnonzero(file.stream.classes == _LITERAL)
    if not len(literals):
        return
    values = known.spellings.look_up(file.stream.texts[literals])
    present = set(values[values >= 0].tolist())
    for name, begins in known.tables if present else ():
        if not present.issuperset(begins):
            continue
        for at in np.flatnonzero(values[: len(values) - len(begins) + 1] == begins[0]).tolist():
            last = at + len(begins)
            if tuple(values[at:last].tolist()) == begins:
                first, stop = _run_around(file, int(literals[at]), int(literals[last - 1]))
                yield Mark(first, stop, ReasonCode.PROTOCOL_STANDARD, Message.of("standard", name=Name(name)))


def _names(file: FileView) -> Iterator[Mark]:
    known = _standards()
    tokens = np.flatnonzero(file.stream.classes != _OTHER)
    lists = known.words.look_up(file.stream.texts[tokens])
    for place in np.flatnonzero(lists >= 0).tolist():
        token = int(tokens[place])
        yield Mark(
            token, token + 1, ReasonCode.PROTOCOL_STANDARD, Message.of("standard", name=Name(known.names[lists[place]]))
        )


def _run_around(file: FileView, first: int, last: int) -> tuple[int, int]:
    """Return the span of literals and separators around the beginning of a table."""
    inside = (file.stream.classes == _LITERAL) | separates(file.stream.texts)
    before, after = np.flatnonzero(~inside[:first]), np.flatnonzero(~inside[last:])
    start = int(before[-1]) + 1 if len(before) else 0
    return start, last + int(after[0]) if len(after) else len(inside)


@cache
def _standards() -> _Standards:
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    different = sorted({value for table in document["table"] for value in table["begins"]}, key=str)
    number = {value: index for index, value in enumerate(different)}
    spelt = {text_hash(text.encode()): number[value] for value in different for text in _spellings(value)}
    words = {
        text_hash(text.encode()): index
        for index, row in enumerate(document["names"])
        for word in row["words"]
        for text in ((word,) if word.isupper() and "-" not in word else _quoted(word))
    }
    return _Standards(
        spellings=_Table.of(spelt),
        tables=tuple((row["name"], tuple(number[value] for value in row["begins"])) for row in document["table"]),
        words=_Table.of(words),
        names=tuple(row["name"] for row in document["names"]),
    )


def _spellings(value: int | str) -> Iterator[str]:
    """Yield the usual spellings of a value: hexadecimal of any width and case, decimal, with the suffixes of C."""
    if isinstance(value, str):
        yield from _quoted(value)
        return
    digits = {f"{value:x}", *(f"{value:0{width}x}" for width in (2, 4, 8, 16) if len(f"{value:x}") <= width)}
    bases = {
        str(value),
        *(prefix + form for text in digits for prefix in ("0x", "0X") for form in (text, text.upper())),
    }
    yield from (base + suffix for base in sorted(bases) for suffix in _SUFFIXES)


def _quoted(text: str) -> tuple[str, ...]:
    return tuple(f"{quote}{text}{quote}" for quote in _QUOTES)


RULE = Filter(
    id=FilterId.STANDARDS,
    docs=__doc__,
    settings=Standards,
    codes=(ReasonCode.PROTOCOL_STANDARD,),
    messages=("standard", formats.PREFIX),
    check=marks,
    is_customary=True,
)
