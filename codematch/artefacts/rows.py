"""From what was compared to the rows of a result: texts of the works as quotes, numbers at stored precision."""

from collections import Counter
from collections.abc import Iterable, Sequence

from codematch.artefacts.configuration import FieldPair
from codematch.artefacts.layers import CodeModel, published_tensors
from codematch.artefacts.parameters import ParameterPair, TensorPair
from codematch.artefacts.pipelines import Constant, Pipeline
from codematch.artefacts.prompts import Prompt, PromptPair
from codematch.artefacts.step_pairs import StepPair, pair_steps
from codematch.artefacts.structure import Part, PartPair, StructurePair
from codematch.artefacts.tensor_pairs import Item
from codematch.artefacts.terms import TermPair
from codematch.artefacts.tokenizers import Tokenizer, TokenizerPair
from codematch.model.artefacts import (
    RELATION_COUNT,
    ArtefactAspect,
    ArtefactFigure,
    ArtefactPair,
    ArtefactRelation,
    ArtefactRow,
)
from codematch.model.message import Message, Name, Quote
from codematch.model.precision import stored_share
from codematch.model.sides import Both
from codematch.settings import Artefacts

_MAX_TEXT = 300
_CHANGED = (ArtefactRelation.ONLY_KNOWN, ArtefactRelation.ONLY_QUESTIONED)


def _quote(text: str, line: int = 0) -> Message:
    """Return text of a work, with its line if it has one."""
    shown = Quote(text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]}…")
    return Message.of("artefact-line", text=shown, line=line) if line else Message.of("artefact-text", text=shown)


def _figures(**values: float) -> tuple[ArtefactFigure, ...]:
    return tuple(
        ArtefactFigure(name=name.replace("_", "-"), value=stored_share(value)) for name, value in values.items()
    )


def _counts(relations: Iterable[ArtefactRelation]) -> dict[str, float]:
    return {f"{RELATION_COUNT}{relation.value}": float(count) for relation, count in sorted(Counter(relations).items())}


def _cut(rows: Sequence[ArtefactRow], rules: Artefacts) -> tuple[tuple[ArtefactRow, ...], int]:
    return tuple(rows[: rules.listed_rows]), max(0, len(rows) - rules.listed_rows)


def configuration_pair(known: str, questioned: str, fields: Sequence[FieldPair], rules: Artefacts) -> ArtefactPair:
    """Return the fields of two configurations."""
    shared = [pair for pair in fields if pair.relation in (ArtefactRelation.EQUAL, ArtefactRelation.RENAMED)]
    rare = sum(pair.seen_of > 0 and pair.share <= rules.rare_value_share for pair in shared)
    rows, omitted = _cut([_field_row(pair) for pair in fields], rules)
    return ArtefactPair(
        aspect=ArtefactAspect.CONFIGURATION,
        path=Both(known, questioned),
        figures=_figures(**_counts(pair.relation for pair in fields), rare=float(rare)),
        rows=rows,
        rows_omitted=omitted,
    )


def _field_row(pair: FieldPair) -> ArtefactRow:
    return ArtefactRow(
        relation=pair.relation,
        known=_quote(pair.known[0]) if pair.known else None,
        questioned=_quote(pair.questioned[0]) if pair.questioned else None,
        known_detail=_quote(pair.known[1]) if pair.known else None,
        questioned_detail=_quote(pair.questioned[1]) if pair.questioned else None,
        seen_in=pair.seen_in,
        seen_of=pair.seen_of,
    )


def structure_pair(known: CodeModel, questioned: CodeModel, found: StructurePair, rules: Artefacts) -> ArtefactPair:
    """Return the layers of two models in code."""
    return _structure(f"{known.path}:{known.name}", f"{questioned.path}:{questioned.name}", found, rules)


def graph_pair(known: str, questioned: str, found: StructurePair, rules: Artefacts) -> ArtefactPair:
    """Return the operations of two graphs."""
    return _structure(known, questioned, found, rules)


def _structure(known: str, questioned: str, found: StructurePair, rules: Artefacts) -> ArtefactPair:
    rows, omitted = _cut([_part_row(pair) for pair in found.pairs], rules)
    return ArtefactPair(
        aspect=ArtefactAspect.STRUCTURE,
        path=Both(known, questioned),
        figures=_figures(
            aligned=float(found.aligned),
            smaller=float(found.smaller),
            parameters_equal=float(found.agreeing),
            parameters_compared=float(found.comparable),
        ),
        rows=rows,
        rows_omitted=omitted,
        published=found.published,
    )


def _part_row(pair: PartPair) -> ArtefactRow:
    return ArtefactRow(
        relation=pair.relation,
        known=_part(pair.known),
        questioned=_part(pair.questioned),
        known_detail=_part_detail(pair.known),
        questioned_detail=_part_detail(pair.questioned),
    )


def _part(part: Part | None) -> Message | None:
    if part is None:
        return None
    if part.kind == part.name:
        return _quote(part.name)
    named = Message.of("artefact-layer", kind=Name(part.kind), text=Quote(part.name))
    return Message.of("artefact-at", part=named, line=part.line) if part.line else named


def _part_detail(part: Part | None) -> Message | None:
    if part is None or not part.detail:
        return None
    return _quote(", ".join(f"{name}={value}" for name, value in part.detail))


def parameter_pair(
    known: str,
    questioned: str,
    left: Sequence[Item],
    right: Sequence[Item],
    found: ParameterPair,
    rules: Artefacts,
) -> ArtefactPair:
    """Return the tensors of two models; those that can tell nothing are counted and not listed."""
    listed = [pair for pair in found.pairs if pair.relation is not ArtefactRelation.UNTELLING]
    tensors = [_tensor_row(pair, left, right) for pair in sorted(listed, key=_tensor_order)]
    rows, omitted = _cut([*map(_term_row, found.terms.pairs), *tensors], rules)
    names = [published_tensors([item.tensor.name for item in side]) for side in (left, right)]
    return ArtefactPair(
        aspect=ArtefactAspect.PARAMETERS,
        path=Both(known, questioned),
        figures=_figures(
            accounted=found.accounted_share,
            matrices=float(found.matrices),
            **{f"median_{name}": value for name, value in found.medians.items()},
            **({"terms": float(len(found.terms.pairs))} if found.terms.pairs else {}),
            **{f"median_{name}": value for name, value in found.terms.medians},
            **_counts(pair.relation for pair in found.pairs),
        ),
        rates=(*found.rates, *found.terms.rates),
        rows=rows,
        rows_omitted=omitted,
        published=tuple(name for name in names[0] if name in names[1]),
    )


def _term_row(pair: TermPair) -> ArtefactRow:
    return ArtefactRow(
        relation=pair.relation,
        known=_term(pair.term, pair.known),
        questioned=_term(pair.term, pair.questioned),
        figures=_figures(**pair.figures),
        rate=pair.rate,
        in_base=pair.in_base,
    )


def _term(first: str, block: str) -> Message:
    if first == "query":
        return Message.of("artefact-term-query", block=Quote(block))
    if first == "value":
        return Message.of("artefact-term-value", block=Quote(block))
    return Message.of("artefact-term-up", block=Quote(block))


def _tensor_order(pair: TensorPair) -> tuple[bool, int, int]:
    """Order rows as the tensors are in the known model, those of one side alone last."""
    return pair.relation in _CHANGED, pair.known if pair.known is not None else 1 << 40, pair.questioned or 0


def _tensor_row(pair: TensorPair, left: Sequence[Item], right: Sequence[Item]) -> ArtefactRow:
    one = left[pair.known] if pair.known is not None else None
    other = right[pair.questioned] if pair.questioned is not None else None
    numbers = pair.numbers
    values = {name: value for name, value in pair.figures.items() if numbers is None}
    if numbers is not None and numbers.share:
        values["share"] = numbers.share
    if numbers is not None and numbers.scale != 1.0:
        values["scale"] = numbers.scale
    others = tuple(Quote(left[number].tensor.name) for number in pair.others)
    return ArtefactRow(
        relation=pair.relation,
        known=_quote(one.tensor.name) if one else None,
        questioned=_quote(other.tensor.name) if other else None,
        known_detail=_shape(one),
        questioned_detail=_shape(other),
        figures=_figures(**values),
        rate=pair.rate,
        in_base=pair.in_base,
        note=Message.of("artefact-with", names=others[:8], count=len(others)) if others else None,
    )


def _shape(item: Item | None) -> Message | None:
    if item is None:
        return None
    shape = "×".join(map(str, item.tensor.shape)) or "1"
    return Message.of("artefact-shape", shape=Name(shape), type=Name(item.tensor.dtype or "?"))


def tokenizer_pair(known: Tokenizer, questioned: Tokenizer, found: TokenizerPair, rules: Artefacts) -> ArtefactPair:
    """Return what two tokenizers share, with the special tokens of both."""
    unusual = set(found.unusual)
    rows = [_token_row(ArtefactRelation.EQUAL, token, token, token in unusual)
            for token in sorted(found.added, key=lambda token: (token not in unusual, token))]  # fmt: skip
    rows += [_token_row(ArtefactRelation.ONLY_KNOWN, token, "", False) for token in found.only_known]
    rows += [_token_row(ArtefactRelation.ONLY_QUESTIONED, "", token, False) for token in found.only_questioned]
    shown, omitted = _cut(rows, rules)
    return ArtefactPair(
        aspect=ArtefactAspect.TOKENIZER,
        path=Both(known.path, questioned.path),
        figures=_figures(
            common=float(found.common),
            smaller=float(found.smaller),
            same_place=float(found.same_place),
            in_order=found.in_order,
            merges=float(found.merges),
            smaller_merges=float(found.smaller_merges),
            merges_prefix=float(found.merges_prefix),
            special=float(len(found.added)),
            unusual=float(len(found.unusual)),
            same_steps=float(found.same_steps),
        ),
        rows=shown,
        rows_omitted=omitted,
    )


def _token_row(relation: ArtefactRelation, known: str, questioned: str, unusual: bool) -> ArtefactRow:
    return ArtefactRow(
        relation=relation,
        known=_quote(known) if known else None,
        questioned=_quote(questioned) if questioned else None,
        note=Message.of("artefact-unusual-token") if unusual else None,
    )


def prompt_pair(known: Prompt, questioned: Prompt, found: PromptPair) -> ArtefactPair:
    """Return the runs of words that two prompts share."""
    return ArtefactPair(
        aspect=ArtefactAspect.PROMPT,
        path=Both(f"{known.path}:{known.line}", f"{questioned.path}:{questioned.line}"),
        figures=_figures(
            known_words=float(len(known.words)),
            questioned_words=float(len(questioned.words)),
            runs_share=found.share,
            words_share=found.words_share,
            longest=float(found.longest),
        ),
        rows=tuple(
            ArtefactRow(relation=ArtefactRelation.EQUAL, known=_quote(run), questioned=_quote(run))
            for run in found.runs
        ),
    )


def pipeline_pair(known: Pipeline, questioned: Pipeline, rules: Artefacts) -> ArtefactPair:
    """Return the steps of two pipelines, aligned in order."""
    pairs = pair_steps(known.steps, questioned.steps)
    rows, omitted = _cut([_step_row(pair) for pair in pairs], rules)
    both = [pair for pair in pairs if pair.known and pair.questioned]
    return ArtefactPair(
        aspect=ArtefactAspect.PIPELINE,
        path=Both(f"{known.path}:{known.name}", f"{questioned.path}:{questioned.name}"),
        figures=_figures(
            aligned=float(len(both)),
            smaller=float(min(len(known.steps), len(questioned.steps))),
            parameters_equal=float(sum(pair.agreeing for pair in both)),
            parameters_compared=float(sum(pair.comparable for pair in both)),
        ),
        rows=rows,
        rows_omitted=omitted,
    )


def _step_row(pair: StepPair) -> ArtefactRow:
    return ArtefactRow(
        relation=pair.relation,
        known=_quote(pair.known.written, pair.known.line) if pair.known else None,
        questioned=_quote(pair.questioned.written, pair.questioned.line) if pair.questioned else None,
    )


def constants_pair(same: Sequence[tuple[Constant, Constant]], rules: Artefacts) -> ArtefactPair:
    """Return the constants of training that both works have, unusual ones first."""
    rows = [
        ArtefactRow(
            relation=ArtefactRelation.EQUAL,
            known=_quote(f"{one.name} = {one.value}", one.line),
            questioned=_quote(f"{other.name} = {other.value}", other.line),
            known_detail=_quote(one.path),
            questioned_detail=_quote(other.path),
            note=None if one.is_usual else Message.of("artefact-unusual-value"),
        )
        for one, other in same
    ]
    shown, omitted = _cut(rows, rules)
    unusual = sum(not one.is_usual for one, _ in same)
    return ArtefactPair(
        aspect=ArtefactAspect.PIPELINE,
        path=Both(same[0][0].path, same[0][1].path),
        figures=_figures(constants=float(len(same)), unusual=float(unusual)),
        rows=shown,
        rows_omitted=omitted,
    )
