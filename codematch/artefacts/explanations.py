"""Explanations of what two AI works have in common, tested as far as what is given allows; none is decided on."""

from collections.abc import Sequence
from dataclasses import dataclass

from codematch.model.artefacts import (
    ArtefactAspect,
    ArtefactCause,
    ArtefactExplanation,
    ArtefactPair,
    ArtefactRelation,
)
from codematch.model.message import Message, Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a work shows: the frameworks of its models in code, whether it has weights, and the papers that it cites."""

    frameworks: tuple[str, ...]
    has_weights: bool
    papers: frozenset[str] = frozenset()


def explain(
    pairs: Sequence[ArtefactPair],
    known: Shown,
    questioned: Shown,
    *,
    has_base: bool,
    base_tokens: float | None = None,
) -> tuple[ArtefactExplanation, ...]:
    """Test each explanation.

    Args:
        pairs: What corresponds.
        known: What the known work shows.
        questioned: What the questioned work shows.
        has_base: Whether a work was given that both may be based on.
        base_tokens: The share of the tokens that two tokenizers have in common which such a work has, too, 0 to 1; None
            if that was not looked at.
    """
    return (
        _common_base(pairs, known, questioned, has_base),
        _framework(known, questioned),
        _published(pairs),
        _tokenizer(pairs, base_tokens),
        _paper(known, questioned),
    )


def _common_base(pairs: Sequence[ArtefactPair], known: Shown, questioned: Shown, has_base: bool) -> ArtefactExplanation:
    if not has_base or not (known.has_weights and questioned.has_weights):
        return ArtefactExplanation(cause=ArtefactCause.COMMON_BASE, is_tested=False)
    rows = [row for pair in pairs if pair.aspect is ArtefactAspect.PARAMETERS for row in pair.rows
            if row.relation not in _NOTHING_SHARED]  # fmt: skip
    inside = sum(row.in_base for row in rows)
    outside = len(rows) - inside
    return ArtefactExplanation(
        cause=ArtefactCause.COMMON_BASE,
        is_tested=True,
        supporting=(Message.of("artefact-in-base", tensors=len(rows), inside=inside),) if inside else (),
        opposing=(Message.of("artefact-not-in-base", tensors=len(rows), outside=outside),) if outside else (),
    )


_NOTHING_SHARED = frozenset({
    ArtefactRelation.WITHIN_NULL, ArtefactRelation.DIFFERENT, ArtefactRelation.UNTELLING, ArtefactRelation.UNREAD,
    ArtefactRelation.ONLY_KNOWN, ArtefactRelation.ONLY_QUESTIONED,
})  # fmt: skip


def _framework(known: Shown, questioned: Shown) -> ArtefactExplanation:
    common = tuple(Name(name) for name in known.frameworks if name in questioned.frameworks)
    is_tested = bool(known.frameworks and questioned.frameworks)
    return ArtefactExplanation(
        cause=ArtefactCause.COMMON_FRAMEWORK,
        is_tested=is_tested,
        supporting=(Message.of("artefact-framework", names=common),) if common else (),
        opposing=(Message.of("artefact-other-framework"),) if is_tested and not common else (),
    )


def _published(pairs: Sequence[ArtefactPair]) -> ArtefactExplanation:
    asked = [pair for pair in pairs if pair.aspect in (ArtefactAspect.STRUCTURE, ArtefactAspect.PARAMETERS)]
    names = tuple(dict.fromkeys(Name(name) for pair in asked for name in pair.published))
    return ArtefactExplanation(
        cause=ArtefactCause.PUBLISHED_ARCHITECTURE,
        is_tested=bool(asked),
        supporting=(Message.of("artefact-published", names=names),) if names else (),
        opposing=(Message.of("artefact-not-published"),) if asked and not names else (),
    )


def _tokenizer(pairs: Sequence[ArtefactPair], base_tokens: float | None) -> ArtefactExplanation:
    """Look at special tokens that both have: public tokenizers have common ones, and a given work may have them all."""
    asked = [pair for pair in pairs if pair.aspect is ArtefactAspect.TOKENIZER]
    counts = {
        name: sum(int(figure.value) for pair in asked for figure in pair.figures if figure.name == name)
        for name in ("special", "unusual")
    }
    usual, unusual = counts["special"] - counts["unusual"], counts["unusual"]
    supporting, opposing = [], []
    if usual and not unusual:
        supporting.append(Message.of("artefact-usual-tokens", count=usual))
    if unusual:
        opposing.append(Message.of("artefact-unusual-tokens", count=unusual))
    if base_tokens is not None:
        said = Message.of("artefact-tokenizer-base", share=round(100 * base_tokens))
        (supporting if base_tokens > _MOSTLY else opposing).append(said)
    return ArtefactExplanation(
        cause=ArtefactCause.PUBLIC_TOKENIZER,
        is_tested=bool(supporting or opposing),
        supporting=tuple(supporting),
        opposing=tuple(opposing),
    )


_MOSTLY = 0.5


def _paper(known: Shown, questioned: Shown) -> ArtefactExplanation:
    """Look at the papers that both works cite."""
    common = sorted(known.papers & questioned.papers)
    is_tested = bool(known.papers and questioned.papers)
    supporting = (Message.of("artefact-same-paper", names=tuple(map(Name, common[:_NAMED]))),) if common else ()
    opposing = (
        (Message.of("artefact-other-papers", known=len(known.papers), questioned=len(questioned.papers)),)
        if is_tested and not common
        else ()
    )
    return ArtefactExplanation(
        cause=ArtefactCause.SAME_PAPER, is_tested=is_tested, supporting=supporting, opposing=opposing
    )


_NAMED = 10
"""Papers that are named."""
