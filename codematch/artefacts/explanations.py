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
    """What a work shows: the frameworks of its models in code, and whether it has weights."""

    frameworks: tuple[str, ...]
    has_weights: bool


def explain(
    pairs: Sequence[ArtefactPair], known: Shown, questioned: Shown, *, has_base: bool
) -> tuple[ArtefactExplanation, ...]:
    """Test each explanation."""
    return (
        _common_base(pairs, known, questioned, has_base),
        _framework(known, questioned),
        _published(pairs),
        _tokenizer(pairs),
        ArtefactExplanation(cause=ArtefactCause.SAME_PAPER, is_tested=False),
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


def _tokenizer(pairs: Sequence[ArtefactPair]) -> ArtefactExplanation:
    asked = [pair for pair in pairs if pair.aspect is ArtefactAspect.TOKENIZER]
    unusual = sum(int(figure.value) for pair in asked for figure in pair.figures if figure.name == "unusual")
    return ArtefactExplanation(
        cause=ArtefactCause.PUBLIC_TOKENIZER,
        is_tested=False,
        opposing=(Message.of("artefact-unusual-tokens", count=unusual),) if unusual else (),
    )
