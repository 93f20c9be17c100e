"""From which weight on a part of two works may matter, by their sizes, before the two are compared."""

from collections.abc import Mapping, Sequence

from codematch.comparison.prepare import PreparedWork, Toolkit, languages_of
from codematch.comparison.significance import count_tokens
from codematch.languages import TEXT
from codematch.model.sides import Both
from codematch.significance.statement import LanguageSize, assess_language

_STEPS = 2  # sizes of works are rounded down to powers of two to the power of one over this: thresholds are looked up


class Thresholds:
    """The lowest threshold of two works [bits], by their positions.

    The threshold of a language depends on the sizes of the works; rounded down sizes keep it low.

    Args:
        sizes: For each work its tokens by language.
        toolkit: Settings, null models and backgrounds.
        share: Which part of a threshold is meant.
    """

    def __init__(self, sizes: Sequence[Mapping[str, int]], toolkit: Toolkit, share: float = 1.0) -> None:
        self._toolkit = toolkit
        self._share = share
        self._sizes = [{name: _rounded(tokens) for name, tokens in work.items()} for work in sizes]
        self._known: dict[tuple[str, int, int], float] = {}

    def __call__(self, first: int, second: int) -> float:
        """Return the lowest threshold of a language that both works have, that of plain text without one."""
        left, right = self._sizes[first], self._sizes[second]
        common = sorted(left.keys() & right.keys()) or [TEXT]
        return min(self._of(name, left.get(name, 1), right.get(name, 1)) for name in common)

    def of_language(self, language: str, first: int, second: int) -> float:
        """Return the threshold of a language for two works by their positions."""
        left, right = self._sizes[first], self._sizes[second]
        return self._of(language, left.get(language, 1), right.get(language, 1))

    def _of(self, language: str, first: int, second: int) -> float:
        key = language, min(first, second), max(first, second)
        if key not in self._known:
            background = self._toolkit.weigher.background(language)
            size = LanguageSize(
                language=language, tokens=Both(first, second), background=background.digest if background else "",
                bits=None,
            )  # fmt: skip
            found = assess_language(size, self._toolkit.nulls.get(language), self._toolkit.settings)
            self._known[key] = found.threshold_bits * self._share
        return self._known[key]


def sizes_of(work: PreparedWork) -> dict[str, int]:
    """Return the tokens of a work by language."""
    return {name: count_tokens(work, (name,)) for name in languages_of(work)}


def _rounded(tokens: int) -> int:
    step = 0
    while 2 ** ((step + 1) / _STEPS) <= tokens:
        step += 1
    return int(2 ** (step / _STEPS))
