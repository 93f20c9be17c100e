"""Trials: in which language a text is surely code, what is cheaper asked first."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from codematch.languages.embedded.island import NOWHERE, Island
from codematch.languages.identify import Languages
from codematch.languages.literals.judge import candidates, has_keywords, is_code, may_be_code, parses
from codematch.languages.literals.prose import is_surely_none
from codematch.languages.spec import LanguageSpec
from codematch.model.tokens import TokenStream
from codematch.settings import Parsing

IslandReader = Callable[[Island], TokenStream]
"""Reads an island, and the literals in it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the literals of a file are read.

    `outer` is the language around them, "" if it is none of a program; `read` reads an island; `limits` say how many
    tokens and how few errors code has.
    """

    outer: str
    read: IslandReader
    languages: Languages
    limits: Parsing


@dataclass(frozen=True, slots=True)
class Opened:
    """Code that is in a literal or in other characters: an island and what was read of it.

    `is_shown` says that a text shows it as code, so that it is hidden in nothing.
    """

    island: Island
    stream: TokenStream
    is_shown: bool = False


def _opening_of(text: bytes, spec: LanguageSpec) -> bytes:
    """Return what code of a language must begin with, if it does not yet."""
    return b"" if b"<?" in text[:64] else spec.opening.encode()


def opening(island: Island, spec: LanguageSpec) -> Island:
    """Return code after what a text of its language must begin with."""
    opening = _opening_of(island.utf8, spec)
    if not opening:
        return island
    nowhere = np.full(len(opening), NOWHERE, dtype=np.int32)
    begins, ends = (np.concatenate((nowhere, array)) for array in (island.begins, island.ends))
    return replace(island, utf8=opening + island.utf8, begins=begins, ends=ends)


def judged(
    text: bytes, island: Callable[[], Island], evaluated: str, reading: Reading, *, is_encoded: bool = False
) -> Opened | None:
    """Return a text with what was read of it if it is surely code, else None.

    Args:
        text: What a literal says.
        island: Makes an island of it; called only if it may be code.
        evaluated: The language in which a program runs it, "" if none is known.
        reading: How it is read.
        is_encoded: Whether the text was encoded: then it may also be a shell script.
    """
    limits, languages = reading.limits, reading.languages
    if not evaluated and not may_be_code(text, limits):
        return None
    most = limits.max_quoted_languages
    for name in [evaluated] if evaluated else candidates(text, reading.outer, most, is_encoded=is_encoded):
        if name not in languages.names:
            continue
        spec = languages.spec(name)
        if not (evaluated or _may_parse(text, spec, limits)):
            continue
        code = opening(replace(island(), language=name), spec)
        stream = reading.read(code)
        if evaluated:
            is_long = len(stream) >= limits.min_evaluated_tokens or bool(stream.limitations)
            if is_long and stream.error_share <= limits.syntax_error_share:
                return Opened(code, stream)
        elif is_code(stream, spec, limits):
            return Opened(code, stream)
    return None


def _may_parse(text: bytes, spec: LanguageSpec, limits: Parsing) -> bool:
    """Say whether a text has few enough errors in a language to be code of it; what is cheaper is asked first."""
    if not has_keywords(text, spec, limits) or is_surely_none(text, spec, limits):
        return False
    return parses(_opening_of(text, spec) + text, spec, limits)
