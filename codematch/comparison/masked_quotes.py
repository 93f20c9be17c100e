"""Quotes of the works in messages, with secrets and personal data covered: a banner may hold a key or an address."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from codematch.masking import masked, suspects
from codematch.model.quotes import with_quotes
from codematch.model.result import PairResult


def mask_quotes(pair: PairResult) -> PairResult:
    """Return a pair with what is secret or personal covered in every quote of its messages, wherever they stand."""
    texts: dict[str, str] = {}

    def gather(_: str, text: str) -> str:
        texts[text] = text
        return text

    with_quotes(pair, gather)
    for text in _suspected(list(texts)):
        texts[text] = masked(text)
    if all(text == shown for text, shown in texts.items()):
        return pair
    return with_quotes(pair, lambda _, text: texts[text])


def _suspected(texts: Sequence[str]) -> list[str]:
    """Return those of some texts in which something may be masked; they are searched as one."""
    ends = list(accumulate(text.count("\n") + 1 for text in texts))
    return [texts[number] for number in sorted({bisect_right(ends, line) for line in suspects("\n".join(texts))})]
