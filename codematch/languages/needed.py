"""Which words a regular expression cannot do without: a text that has none of them has no match.

Looking for a word takes microseconds, trying an expression at every line of a text a hundred times as long. Only what
expressions of lines are made of is understood; of any other expression nothing is known, and it is always tried.
"""

import re

Words = tuple[str, ...]
_PART = re.compile(
    r"(?P<zero>[\^$]|\\[bBAZ])|(?P<ahead>\(\?[=!])|(?P<group>\(\?:)|(?P<end>[)|])"
    r"|(?P<class>\[\^?+(?:\\.|[^\\])(?:\\.|[^\]\\])*\])|(?P<kind>\\[nwdsWDS]|\.)|(?P<literal>\\.|[^\\(\[])",
    re.DOTALL,
)
_QUANTIFIER = re.compile(r"(?:([*+?])|\{([^}]*)\})[?+]?")
_WITH_LINE_END = ("\\n", "\\s", "\\W", "\\D")
"""Classes that hold the line end."""
_CONTROLS = {"t": "\t", "f": "\f", "v": "\v", "a": "\a"}


class _UnknownError(Exception):
    """A construct that is not understood."""


def needed_words(pattern: str) -> Words:
    """Return words of which at least one is on the first line of every match; none if nothing is known.

    The pattern has no flags and begins at the beginning of a line.
    """
    reader = _Reader(pattern)
    try:
        found, _ = reader.alternatives()
    except _UnknownError:
        return ()
    return found if reader.place == len(pattern) else ()


class _Reader:
    """Reads an expression from its beginning; `place` is where it is."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.place = pattern, 0

    def alternatives(self) -> tuple[Words, bool]:
        """Read up to the end or a closing bracket: the words, and whether a line end may be matched."""
        branches = [self._sequence()]
        while self.pattern.startswith("|", self.place):
            self.place += 1
            branches.append(self._sequence())
        words = [found for found, _ in branches]
        every = tuple(dict.fromkeys(word for found in words for word in found)) if all(words) else ()
        return every, any(over for _, over in branches)

    def _sequence(self) -> tuple[Words, bool]:
        """Read a sequence: the words that tell most, which are the longest, then the fewest; and likewise."""
        found: list[Words] = []
        run, over = "", False  # over: what follows need not be on the first line
        while (part := _PART.match(self.pattern, self.place)) is not None and part.lastgroup != "end":
            self.place = part.end()
            if part.lastgroup == "ahead":
                self._inside()
            if part.lastgroup in ("zero", "ahead"):
                continue
            words, line_end = self._inside() if part.lastgroup == "group" else ((), _holds_line_end(part))
            literal = _character(part[0]) if part.lastgroup == "literal" else ""
            least, several = self._quantifier()
            run += literal if least else ""
            if not (literal and least) or several:
                found += [(run,)] if run and not over else []
                run = ""
            found += [words] if words and least and not over else []
            over |= line_end or (literal == "\n" and not least)
        found += [(run,)] if run and not over else []
        return max(found, key=lambda words: (min(map(len, words)), -len(words)), default=()), over

    def _inside(self) -> tuple[Words, bool]:
        found = self.alternatives()
        if not self.pattern.startswith(")", self.place):
            raise _UnknownError
        self.place += 1
        return found

    def _quantifier(self) -> tuple[bool, bool]:
        """Read a quantifier: whether at least one is needed, and whether there may be several."""
        found = _QUANTIFIER.match(self.pattern, self.place)
        if found is None:
            if self.pattern.startswith("{", self.place):
                raise _UnknownError
            return True, False
        self.place = found.end()
        if found[1]:
            return found[1] == "+", True
        if not found[2].replace(",", "").isdigit():
            raise _UnknownError
        return found[2].partition(",")[0] not in ("", "0"), True


def _character(text: str) -> str:
    """Return the character that a literal part of an expression matches."""
    character = text[-1]
    if len(text) == 1 or not character.isalnum():
        return character
    if character not in _CONTROLS:
        raise _UnknownError
    return _CONTROLS[character]


def _holds_line_end(part: re.Match[str]) -> bool:
    """Say whether a class, in brackets or not, holds a line end."""
    if part.lastgroup == "kind":
        return part[0] in _WITH_LINE_END
    if part.lastgroup != "class":
        return False
    negated = part[0].startswith("[^")
    members = re.findall(r"\\.|[^\\]", part[0][1 + negated : -1], re.DOTALL)
    return any(member in (*_WITH_LINE_END, "\n") for member in members) is not negated
