"""Sentences on AI artefacts."""

from collections import Counter
from collections.abc import Iterator

from codematch.model.artefacts import (
    RELATION_COUNT,
    Artefact,
    ArtefactExplanation,
    ArtefactFigure,
    ArtefactPair,
    ArtefactRate,
    ArtefactRow,
    ArtefactsResult,
)
from codematch.model.result import PairResult
from codematch.report.text import numbers
from codematch.report.text.messages import sentence
from codematch.report.text.visible import visible
from codematch.report.text.wording import counted, listed, say

_DIGITS = 12


def overview(pair: PairResult) -> str:
    """Return what was found of AI artefacts in one statement, "" where nothing was compared so."""
    return "" if pair.artefacts is None else counts(pair.artefacts)


def counts(found: ArtefactsResult) -> str:
    """Return how many files were listed, and how many pairs of each aspect."""
    by_aspect = Counter(pair.aspect for pair in found.pairs)
    aspects = [
        say("artefacts.in-aspect", aspect=say(f"artefact-aspect.{aspect.value}"), count=count)
        for aspect, count in by_aspect.items()
    ]
    said = counted("artefacts.pairs", len(found.pairs) + found.omitted)
    named = say("separator.items").join(aspects)
    known, questioned = (
        counted("artefacts.files", len(files) + omitted)
        for files, omitted in zip(
            (found.known_inventory, found.questioned_inventory), found.inventory_omitted, strict=True
        )
    )
    pairs = f"{said}{say('separator.colon')}{named}" if named else said
    return say("artefacts.overview", known=known, questioned=questioned, pairs=pairs)


def listed_files(role: str, count: int) -> str:
    """Return how many files of a work were listed, as a sentence."""
    if not count:
        return say(f"artefacts.none-listed.{role}")
    return say(f"artefacts.listed.{role}", files=counted("artefacts.files", count))


def untested(item: ArtefactExplanation) -> str:
    """Return what is needed to test an explanation that was not tested."""
    return say(f"artefact-untested.{item.cause.value}")


def explained(item: ArtefactExplanation) -> str:
    """Return what came of testing an explanation, or what is needed to test it, in sentences."""
    cause = say(f"artefact-cause.{item.cause.value}")
    if not item.is_tested:
        return say("artefacts.cause-untested", cause=cause, why=untested(item))
    supporting, opposing = (
        say("separator.items").join(map(sentence, messages)) for messages in (item.supporting, item.opposing)
    )
    if supporting and opposing:
        return say("artefacts.cause-both", cause=cause, supporting=supporting, opposing=opposing)
    if supporting:
        return say("artefacts.cause-found", cause=cause, supporting=supporting)
    if opposing:
        return say("artefacts.cause-against", cause=cause, opposing=opposing)
    return say("artefacts.cause-nothing", cause=cause)


def figure(item: ArtefactFigure) -> str:
    """Return a figure with its name; counts are whole numbers."""
    relation = item.name.removeprefix(RELATION_COUNT)
    is_relation = relation != item.name
    is_count = is_relation or item.name in _WHOLE
    value = f"{int(item.value):,}" if is_count else f"{item.value:.4f}"
    name = f"artefact-relation.{relation}" if is_relation else f"artefact-figure.{item.name}"
    return say("artefacts.figure", name=say(name), value=value)


_WHOLE = frozenset({
    "matrices", "rare", "aligned", "smaller", "parameters-equal", "parameters-compared", "common", "same-place",
    "merges", "smaller-merges", "merges-prefix", "special", "unusual", "same-steps", "known-words", "questioned-words",
    "longest", "constants",
})  # fmt: skip


def figures(item: ArtefactPair) -> str:
    """Return all figures of a pair."""
    return listed(figure(one) for one in item.figures)


def rate(found: ArtefactRate) -> str:
    """Return how many pairs of independent models reach a figure, with the bound."""
    return say(
        "artefacts.rate",
        figure=say(f"artefact-figure.{found.figure}"),
        reaching=found.reaching,
        pairs=f"{found.pairs:,}",
        models=found.models,
        architecture=say(f"architecture.{found.architecture}"),
        upper=numbers.bound(found.upper),
    )


def reading(item: Artefact) -> Iterator[str]:
    """Yield what was read of a file, or why it was not."""
    if item.detail is None:
        return
    said = sentence(item.detail)
    yield said if item.is_read else say("artefacts.not-read", why=said)


def known(row: ArtefactRow) -> str:
    """Return the known name of a row, "" where the side has none."""
    return visible(sentence(row.known)) if row.known is not None else ""


def seen(row: ArtefactRow) -> str:
    """Return in how many public configurations a value occurs; "" where none were counted."""
    return say("artefacts.seen", seen=row.seen_in, of=row.seen_of) if row.seen_of else ""


def short(digest: str) -> str:
    """Return the beginning of a digest."""
    return digest[:_DIGITS]
