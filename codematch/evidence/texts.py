"""Rare literals that occur in both works: texts, numbers, addresses, paths, queries.

A literal is listed if few projects of the background contain it, with the count, rarest first. Secrets and personal
data are masked.

Why: Messages, constants and internal addresses are written once, and are often left unchanged when code is rewritten.

Not covered: Literals with any change; short ones are counted only; languages without a background.

Example: `"pump stalled, retry in 90s"`; the constant `0.017453`; `http://build.corp.internal/`.
"""

from codematch.evidence.detector_input import DetectorInput, DetectorResult
from codematch.evidence.finding_kinds import KINDS, content, form
from codematch.evidence.rule import Detector
from codematch.evidence.shared_tokens import shared_tokens
from codematch.model.evidence import Channel
from codematch.model.tokens import TokenClass
from codematch.settings.detectors import Texts


def _check(case: DetectorInput) -> DetectorResult:
    """Return the rare literals that both works hold: texts, numbers, addresses, paths, queries; secrets masked."""
    settings = case.settings

    def kind(text: str) -> str:
        found = form(text)
        if found == "number":
            return found if sum(map(str.isalnum, text)) >= settings.min_number_digits else ""
        return found if len(content(text).strip()) >= settings.min_text_characters else ""

    sides = case.known.token_texts(TokenClass.LITERAL), case.questioned.token_texts(TokenClass.LITERAL)
    return shared_tokens(Channel.TEXTS, "literals", sides, kind, case)


RULE = Detector(
    id="texts",
    docs=__doc__,
    channel=Channel.TEXTS,
    check=_check,
    settings=Texts,
    kinds=KINDS,
    messages=("note-outside", "background"),
    finds_tokens=True,
)
