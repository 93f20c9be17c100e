"""Literals that are written in another form: other quotation marks, other letters of a number. Nothing else differs."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from codematch.align.script import EDITS
from codematch.comparison.located_region import LocatedRegion, token_text
from codematch.comparison.prepare import PreparedWork
from codematch.model.match import Edit

_LITERAL, _IDENTICAL = EDITS.index(Edit.LITERAL), EDITS.index(Edit.IDENTICAL)
_TOLD_APART = frozenset({"matlab", "sql", "text"})
"""Languages in which one kind of literal means something else in other quotation marks, or may."""
_RAW_SINGLE = frozenset({"bash", "php", "ruby", "yaml"})
"""Languages in which escapes and variables between single quotation marks are characters."""
_QUOTED = re.compile(r"""(?P<before>\w*)(?P<quote>\"{3}|'{3}|["'])(?P<inside>.*)(?P=quote)""", re.DOTALL)
_NUMBER = re.compile(r"[.\d][\w.']*")


def without_forms(
    regions: Sequence[LocatedRegion], works: tuple[PreparedWork, PreparedWork]
) -> tuple[LocatedRegion, ...]:
    """Return regions in which literals that differ in form alone are identical.

    Args:
        regions: The regions.
        works: The known and the questioned work.
    """
    seen: dict[tuple[int, int, str, str], bool] = {}
    return tuple(_without_forms(item, works, seen) for item in regions)


def _without_forms(
    item: LocatedRegion, works: tuple[PreparedWork, PreparedWork], seen: dict[tuple[int, int, str, str], bool]
) -> LocatedRegion:
    places = np.flatnonzero(item.codes == _LITERAL)
    if not len(places):
        return item
    sources = works[0].sources[item.known_file], works[1].sources[item.questioned_file]
    streams = works[0].files[item.known_file].stream, works[1].files[item.questioned_file].stream
    languages = item.region.known.language, item.region.questioned.language
    tokens = item.aligned.known[places], item.aligned.questioned[places]
    texts = (stream.texts[own].tolist() for stream, own in zip(streams, tokens, strict=True))
    same = np.zeros(len(places), dtype=np.bool_)
    for number, (left, right) in enumerate(zip(*texts, strict=True)):
        key = left, right, *languages
        if key not in seen:
            known, questioned = (
                token_text(source, stream, int(own[number]))
                for source, stream, own in zip(sources, streams, tokens, strict=True)
            )
            seen[key] = is_same_literal(known, questioned, languages)
        same[number] = seen[key]
    if not same.any():
        return item
    codes = item.codes.copy()
    codes[places[same]] = _IDENTICAL
    return replace(item, codes=codes)


def is_same_literal(known: str, questioned: str, languages: tuple[str, str]) -> bool:
    """Say whether two literals of one kind differ in nothing but their form.

    Args:
        known: A literal of the known work.
        questioned: One of the questioned work.
        languages: The languages that they are in.
    """
    if _NUMBER.fullmatch(known) and _NUMBER.fullmatch(questioned):
        return _plain_number(known) == _plain_number(questioned)
    left, right = _QUOTED.fullmatch(known), _QUOTED.fullmatch(questioned)
    if left is None or right is None or left["before"] != right["before"] or not _TOLD_APART.isdisjoint(languages):
        return False
    bodies = [part["inside"].replace("\\" + part["quote"][0], part["quote"][0]) for part in (left, right)]
    if bodies[0] != bodies[1]:
        return False
    is_raw = not _RAW_SINGLE.isdisjoint(languages) and left["quote"] != right["quote"]
    return not (is_raw and any(sign in bodies[0] for sign in "\\$#`"))


def _plain_number(text: str) -> str:
    return text.lower().replace("_", "").replace("'", "")
