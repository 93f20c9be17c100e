"""Explanations of what two works share: which were tested, what came out, and how much they account for."""

from dataclasses import dataclass
from enum import StrEnum

from codematch.model.message import Message


class ExplanationId(StrEnum):
    """The twelve explanations, in their order (table T8)."""

    THIRD_PARTY = "third-party"
    GENERATOR = "generator"
    COMMON_ALGORITHM = "common-algorithm"
    COMMON_AUTHOR = "common-author"
    COMMON_NAMES = "common-names"
    DERIVATION = "derivation"
    AI_ASSISTANT = "ai-assistant"
    PUBLIC_ANSWER = "public-answer"
    DICTATED = "dictated"
    HOUSE_STYLE = "house-style"
    COMMON_UPSTREAM = "common-upstream"
    AUTHORISED = "authorised"


class Outcome(StrEnum):
    """What came of testing an explanation; what was not found is not excluded."""

    FOUND = "found"
    NOT_FOUND = "not-found"
    NOT_TESTABLE = "not-testable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One explanation: what tested it, what came out, how much of the regions it accounts for, what supports it.

    `tests` are ids of what was asked (filters and kinds of findings), `tokens` the aligned pairs that its labels cover
    out of `all_tokens`, `regions` the numbers of the regions that hold such a label or finding. `signs` are passages or
    texts that speak for it, as messages, at most a few; `signs_total` is their whole number.
    """

    id: ExplanationId
    outcome: Outcome
    tests: tuple[str, ...]
    regions: tuple[int, ...]
    tokens: int
    all_tokens: int
    signs: tuple[Message, ...]
    signs_total: int
