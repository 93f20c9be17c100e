"""Quotes of the works in messages, with secrets and personal data covered: a banner may hold a key or an address."""

from codematch.masking import masked
from codematch.model.quotes import with_quotes
from codematch.model.result import PairResult


def mask_quotes(pair: PairResult) -> PairResult:
    """Return a pair with what is secret or personal covered in every quote of its messages, wherever they stand."""
    known: dict[str, str] = {}

    def cover(_: str, text: str) -> str:
        if text not in known:
            known[text] = masked(text)
        return known[text]

    return with_quotes(pair, cover)
