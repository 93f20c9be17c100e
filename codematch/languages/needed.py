"""Which words a regular expression cannot do without: a text that has none of them has no match.

Looking for a word takes microseconds, trying an expression at every line of a text a hundred times as long. Only what
expressions of lines are made of is understood; of any other expression nothing is known, and it is always tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass

Words = tuple[str, ...]
_ZERO_WIDTH = "bBAZ"
_PLAIN_CLASSES = "wdS"
"""Classes that hold no line end."""
_CONTROLS = {"t": "\t", "f": "\f", "v": "\v", "a": "\a"}
_QUANTIFIERS = "*+?{"


class _UnknownError(Exception):
    """A construct that is not understood."""


def needed_words(pattern: str) -> Words:
    """Return words of which at least one is on the first line of every match; none if nothing is known.

    The pattern has no flags and begins at the beginning of a line.
    """
    reader = _Reader(pattern)
    try:
        found, _ = reader.alternatives()
    except (_UnknownError, IndexError):
        return ()
    return found if reader.place == len(pattern) else ()


@dataclass(slots=True)
class _Sequence:
    """What is known of the parts of a sequence that were read so far."""

    found: list[Words]
    run: str = ""
    over: bool = False
    """Whether a line end may have been matched: what follows need not be on the first line."""

    def end_run(self) -> None:
        """What stood together does not go on."""
        if self.run and not self.over:
            self.found.append((self.run,))
        self.run = ""

    def best(self) -> Words:
        """The words that tell most: the longest, then the fewest."""
        self.end_run()
        return max(self.found, key=lambda words: (min(map(len, words)), -len(words)), default=())


@dataclass(slots=True)
class _Reader:
    pattern: str
    place: int = 0

    def alternatives(self) -> tuple[Words, bool]:
        """Read up to the end or a closing bracket: the words, and whether a line end may be matched."""
        branches = [self._sequence()]
        while self._at("|"):
            self.place += 1
            branches.append(self._sequence())
        over = any(branch.over for branch in branches)
        words = [branch.best() for branch in branches]
        return (tuple(dict.fromkeys(word for each in words for word in each)) if all(words) else (), over)

    def _at(self, characters: str) -> bool:
        return self.place < len(self.pattern) and self.pattern[self.place] in characters

    def _next(self) -> str:
        self.place += 1
        return self.pattern[self.place - 1]

    def _sequence(self) -> _Sequence:
        state = _Sequence([])
        while self.place < len(self.pattern) and not self._at("|)"):
            self._part(state)
        state.end_run()
        return state

    def _part(self, state: _Sequence) -> None:
        character = self._next()
        if character == "(":
            self._group(state)
        elif character == "[":
            self._opaque(state, self._class())
        elif character == ".":
            self._opaque(state, False)
        elif character == "\\":
            self._escape(state)
        elif character not in "^$":
            self._literal(state, character)

    def _escape(self, state: _Sequence) -> None:
        character = self._next()
        if character in _ZERO_WIDTH:
            return
        if character == "n":
            self._opaque(state, True)
        elif character in _CONTROLS:
            self._literal(state, _CONTROLS[character])
        elif not character.isalnum():
            self._literal(state, character)
        elif character in "wdsWDS":
            self._opaque(state, character not in _PLAIN_CLASSES)
        else:
            raise _UnknownError

    def _literal(self, state: _Sequence, character: str) -> None:
        least, more = self._quantifier()
        if not least:
            state.end_run()
            state.over |= character == "\n"
            return
        state.run += character
        if more:
            state.end_run()

    def _opaque(self, state: _Sequence, line_end: bool) -> None:
        """A part that may be many things."""
        state.end_run()
        self._quantifier()
        state.over |= line_end

    def _group(self, state: _Sequence) -> None:
        if self.pattern.startswith(("?=", "?!"), self.place):
            self.place += 2
            self.alternatives()
            self._next()
            return
        if not self.pattern.startswith("?:", self.place):
            raise _UnknownError
        self.place += 2
        words, over = self.alternatives()
        self._next()
        state.end_run()
        least, _ = self._quantifier()
        if least and words and not state.over:
            state.found.append(words)
        state.over |= over

    def _class(self) -> bool:
        """Read a class in brackets and say whether it holds a line end."""
        negated = self._at("^")
        self.place += negated
        members = list(self._members())
        holds = "n" in [escaped for escaped, _ in members] or any(
            escaped in ("s", "W", "D") for escaped, _ in members
        ) or "\n" in [plain for _, plain in members]  # fmt: skip
        return holds is not negated

    def _members(self) -> Iterator[tuple[str, str]]:
        first = True
        while first or not self._at("]"):
            character = self._next()
            first = False
            yield (self._next(), "") if character == "\\" else ("", character)
        self.place += 1

    def _quantifier(self) -> tuple[bool, bool]:
        """Read a quantifier: whether at least one is needed, and whether there may be several."""
        if not self._at(_QUANTIFIERS):
            return True, False
        character = self._next()
        least = character == "+"
        if character == "{":
            stop = self.pattern.index("}", self.place) if "}" in self.pattern[self.place :] else -1
            bounds = self.pattern[self.place : stop]
            if stop < 0 or not bounds.replace(",", "").isdigit():
                raise _UnknownError
            least, self.place = bounds.partition(",")[0] not in ("", "0"), stop + 1
        self.place += self._at("?+")
        return least, True
