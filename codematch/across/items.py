"""The items of code that do not depend on its language: names, texts, numbers and runs of words in comments.

A name is reduced to what is left of it in any convention: `parseHeader`, `parse_header` and `ParseHeader` are one item.
A text loses its quotes and the places where values are inserted, a number its base, separators and suffix. Comments
and long texts (documentation strings) are runs of words.
"""

import re
from collections.abc import Callable, Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value
from codematch.model.stable_hash import mix, text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.model.words import comment_words
from codematch.settings import Across

_NO_PART_OF_A_NAME = b"_$@#!?`\\"
_NUMBER = re.compile(
    rb"(0[xX][0-9a-fA-F_']+|0[bB][01_']+|0[oO][0-7_]+|[0-9][0-9_']*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?)"
)
_QUOTED = re.compile(rb"""[A-Za-z@$]{0,3}#{0,3}(\'\'\'|\"\"\"|['"`])(.*)$""", re.DOTALL)
_INSERTED = re.compile(rb"%[-+ 0#]{0,5}[0-9.*]{0,9}(?:hh|h|ll|l|z)?[a-zA-Z]|[$#]?\{[^{}\n]{0,80}\}")
_WORDS = re.compile(rb"[A-Za-z]{2,}")
_EDGES = b" \t\r\n:.,;!?()[]<>\"'`-="
_IDENTIFIER, _LITERAL = CLASS_CODES[TokenClass.IDENTIFIER], CLASS_CODES[TokenClass.LITERAL]
Hashes = NDArray[np.uint64]
Rarity = Callable[[Hashes], NDArray[np.float64]]
"""How rare items are, float64 (n,) [bits]."""
Prose = tuple[int, int, str]
"""A comment or a long literal: the number of its part, the byte at which it begins, its text."""


class Kind(IntEnum):
    """The kinds of items, which are the channels of a weight, in the order of a report."""

    NAMES = 0
    TEXTS = 1
    NUMBERS = 2
    COMMENTS = 3


@array_value(copy=False)
class Part:
    """A file or a function: which tokens and comments of a file belong to it and are its own.

    `tokens` int64 (t,) and `comments` int64 (c,) are places in the stream, ascending. What imports something, or what a
    filter labels as prescribed by a standard or taken from elsewhere, is left out.
    """

    stream: TokenStream
    utf8: bytes
    tokens: NDArray[np.int64]
    comments: NDArray[np.int64]


@array_value(copy=False)
class ItemTable:
    """Which items the parts of a work hold: one row for each different item of a part, sorted by item and part.

    `items` uint64 (r,) are hashes in which the kind is included, `bits` float64 (r,) their rarities [bits], `kinds`
    uint8 (r,) the kinds, `parts` int32 (r,) numbers of parts, `places` int32 (r,) the byte at which each first occurs.
    """

    items: Hashes
    bits: NDArray[np.float64]
    kinds: NDArray[np.uint8]
    parts: NDArray[np.int32]
    places: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.items)


def item_table(parts: Sequence[Part], rarity: Rarity, rules: Across) -> ItemTable:
    """Return the names, texts, numbers and runs of words of some parts, and how rare each is.

    A run of words is as rare as its words are on average, so that a long passage weighs what its words weigh.
    """
    literals, prose = _literals(parts, rarity, rules)
    return _table([_names(parts, rarity, rules), literals, _runs(prose, rarity, rules)])


def counted_items(parts: Sequence[Part], rules: Across) -> Hashes:
    """Return the different items of some parts that are counted in projects, uint64: single words in place of runs."""
    literals, prose = _literals(parts, _none_rare, rules)
    words = {word for *_, text in prose for word in comment_words([text])}
    found = [_names(parts, _none_rare, rules).items, literals.items, np.array([word_item(word) for word in words])]
    return np.unique(np.concatenate([items[items != 0].astype(np.uint64) for items in found]))


def word_item(word: str) -> int:
    """Return the item of a single word of a comment; it is counted, and never shared by itself."""
    return item_hash(Kind.COMMENTS, word.encode())


def item_hash(kind: Kind, plain: bytes) -> int:
    """Return the item of a kind for a plain form."""
    return text_hash(bytes([kind]) + plain)


def plain_name(name: bytes, rules: Across) -> bytes:
    """Return what a name is in any convention, b"" for one that is too short to tell anything."""
    plain = name.translate(None, _NO_PART_OF_A_NAME).lower()
    return plain if len(plain) >= rules.min_name_characters else b""


def plain_literal(literal: bytes, rules: Across) -> tuple[Kind, bytes]:
    """Return the kind of a literal and what it says in any language, b"" for what tells nothing."""
    if literal[:1].isdigit():
        return Kind.NUMBERS, _plain_number(literal, rules)
    quoted = _QUOTED.match(literal)
    text = literal if quoted is None else quoted.group(2).removesuffix(quoted.group(1))
    if len(_WORDS.findall(text)) >= 2:
        text = b" ".join(_INSERTED.sub(b" ", text).split()).strip(_EDGES).lower()
    return Kind.TEXTS, text if len(text) >= rules.min_text_characters else b""


def _plain_number(literal: bytes, rules: Across) -> bytes:
    match = _NUMBER.match(literal)
    if match is None:
        return b""
    digits = match.group(1).replace(b"_", b"").replace(b"'", b"").lower()
    is_prefixed = digits[:1] == b"0" and digits[1:2] in (b"x", b"b", b"o")
    try:
        value = float(int(digits, 0)) if is_prefixed else float(digits)
    except (ValueError, OverflowError):
        return b""
    return repr(value).encode() if value >= rules.min_number else b""


def prose_of(literal: bytes, rules: Across) -> str:
    """Return the text of a literal that is read like a comment, "" for any other."""
    if literal.count(b" ") + literal.count(b"\n") < rules.prose_words - 1:
        return ""
    quoted = _QUOTED.match(literal)
    return "" if quoted is None else quoted.group(2).removesuffix(quoted.group(1)).decode("utf-8", "replace")


def _none_rare(items: Hashes) -> NDArray[np.float64]:
    return np.zeros(len(items))


@array_value(copy=False)
class _Rows:
    """Rows of a table before repetitions within a part are dropped; `items` is 0 for what is no item."""

    items: Hashes
    bits: NDArray[np.float64]
    kinds: NDArray[np.uint8]
    parts: NDArray[np.int32]
    places: NDArray[np.int32]


def _names(parts: Sequence[Part], rarity: Rarity, rules: Across) -> _Rows:
    def item(name: bytes) -> tuple[Kind, int]:
        plain = plain_name(name, rules)
        return Kind.NAMES, item_hash(Kind.NAMES, plain) if plain else 0

    return _rows_of(parts, _of_class(parts, _IDENTIFIER), item, rarity)


def _literals(parts: Sequence[Part], rarity: Rarity, rules: Across) -> tuple[_Rows, list[Prose]]:
    """Return the rows of literals; and the comments with the literals that are read like them."""

    def item(literal: bytes) -> tuple[Kind, int]:
        if prose_of(literal, rules):
            return Kind.COMMENTS, 0
        kind, plain = plain_literal(literal, rules)
        return kind, item_hash(kind, plain) if plain else 0

    tokens = _of_class(parts, _LITERAL)
    rows = _rows_of(parts, tokens, item, rarity)
    flat = np.concatenate([np.empty(0, np.int64), *tokens])
    prose = _comments(parts)
    for at in np.flatnonzero(rows.kinds == Kind.COMMENTS).tolist():
        number, place = int(rows.parts[at]), int(rows.places[at])
        part = parts[number]
        prose.append((number, place, prose_of(part.utf8[place : int(part.stream.stops[flat[at]])], rules)))
    return rows, prose


def _of_class(parts: Sequence[Part], code: int) -> list[NDArray[np.int64]]:
    """Return the tokens of a class in each part."""
    return [part.tokens[part.stream.classes[part.tokens] == code] for part in parts]


def _rows_of(
    parts: Sequence[Part],
    tokens: Sequence[NDArray[np.int64]],
    item: Callable[[bytes], tuple[Kind, int]],
    rarity: Rarity,
) -> _Rows:
    """Return the rows of the given tokens of each part; every different text is read once."""
    numbers = np.repeat(np.arange(len(parts), dtype=np.int32), [len(at) for at in tokens])
    own = list(zip(parts, tokens, strict=True))
    texts = np.concatenate([np.empty(0, np.uint64), *(part.stream.texts[at] for part, at in own)])
    starts = np.concatenate([np.empty(0, np.int32), *(part.stream.starts[at] for part, at in own)])
    stops = np.concatenate([np.empty(0, np.int32), *(part.stream.stops[at] for part, at in own)])
    _, first, inverse = np.unique(texts, return_index=True, return_inverse=True)
    spans = zip(numbers[first].tolist(), starts[first].tolist(), stops[first].tolist(), strict=True)
    read = [item(parts[number].utf8[start:stop]) for number, start, stop in spans]
    items = np.array([value for _, value in read], dtype=np.uint64)
    kinds = np.array([kind for kind, _ in read], dtype=np.uint8)
    return _Rows(items=items[inverse], bits=rarity(items)[inverse], kinds=kinds[inverse], parts=numbers, places=starts)


def _comments(parts: Sequence[Part]) -> list[Prose]:
    """Return the comments; those on consecutive lines are one."""
    found: list[Prose] = []
    for number, part in enumerate(parts):
        comments, last = part.stream.comments, -1
        for at in part.comments.tolist():
            start, line, text = int(comments.starts[at]), int(comments.lines[at]), comments.texts[at]
            if line == last + 1:
                found[-1] = (number, found[-1][1], f"{found[-1][2]} {text}")
            else:
                found.append((number, start, text))
            last = line
    return found


def _runs(prose: Sequence[Prose], rarity: Rarity, rules: Across) -> _Rows:
    """Return the rows of the runs of words in comments and prose; each has the place of its comment."""
    size = rules.run_words
    numbered: dict[str, int] = {}
    rows = [
        (number, place, words)
        for number, place, text in prose
        if len(words := [numbered.setdefault(word, len(numbered)) for word in comment_words([text])]) >= size
    ]
    items = np.array([word_item(word) for word in numbered], dtype=np.uint64)
    flat = np.array([word for *_, words in rows for word in words], dtype=np.int64)
    lengths = np.array([len(words) for *_, words in rows], dtype=np.int64)
    counts = lengths - size + 1
    firsts = np.repeat(np.cumsum(lengths) - lengths - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
    joined = items[flat[firsts]]
    for step in range(1, size):
        joined = mix(joined) ^ items[flat[firsts + step]]
    running = np.concatenate(([0.0], np.cumsum(rarity(items)[flat])))
    return _Rows(
        items=joined,
        bits=(running[firsts + size] - running[firsts]) / size,
        kinds=np.full(len(joined), Kind.COMMENTS, dtype=np.uint8),
        parts=np.repeat(np.array([number for number, *_ in rows], dtype=np.int32), counts),
        places=np.repeat(np.array([place for _, place, _ in rows], dtype=np.int32), counts),
    )


def _table(rows: Sequence[_Rows]) -> ItemTable:
    """Put rows together, each item of a part once, where it first occurs."""
    items, bits, kinds, parts, places = (
        np.concatenate([getattr(some, name) for some in rows]) for name in ("items", "bits", "kinds", "parts", "places")
    )
    order = np.lexsort((places, parts, items))
    order = order[items[order] != 0]
    items, parts = items[order], parts[order]
    is_first = np.ones(len(order), dtype=np.bool_)
    is_first[1:] = (items[1:] != items[:-1]) | (parts[1:] != parts[:-1])
    chosen = order[is_first]
    return ItemTable(
        items=items[is_first], bits=bits[chosen], kinds=kinds[chosen], parts=parts[is_first], places=places[chosen]
    )
