"""Parameters of two models, tensor by tensor: exact relations first, then figures held against the null."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

import numpy as np

from codematch.artefacts.lines import LineIndex, Shared
from codematch.artefacts.matrices import as_matrices
from codematch.artefacts.model_file import ModelFile, Tensor
from codematch.artefacts.parameter_null import LAYER, MODEL, ParameterNull
from codematch.artefacts.profile import profile
from codematch.artefacts.relations import Relation, relate
from codematch.artefacts.reordered import is_reordered
from codematch.artefacts.resemblance import FIGURES, SETTLED, figures
from codematch.artefacts.tensor_pairs import Item, match
from codematch.artefacts.terms import TermsPair, compare_terms
from codematch.artefacts.threads import in_threads
from codematch.artefacts.values import are_stored_alike, is_readable
from codematch.model.artefacts import ArtefactRate, ArtefactRelation
from codematch.settings import Artefacts

EXACT = frozenset({
    ArtefactRelation.IDENTICAL, ArtefactRelation.EQUAL, ArtefactRelation.DTYPE, ArtefactRelation.QUANTISED,
    ArtefactRelation.TRANSPOSED, ArtefactRelation.SCALED, ArtefactRelation.PERMUTED, ArtefactRelation.PRUNED,
    ArtefactRelation.PART, ArtefactRelation.MERGED,
})  # fmt: skip
"""Relations of which every value is accounted for."""
TELLING_FIGURES = ("cosine", "permuted")
"""The figures with a rate. Independent matrices reach less in them the larger they are, so that a null of small
networks is not too low; in the others they reach more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TensorPair:
    """Two tensors (numbers of both lists, None where a side has none), their relation, and the figures."""

    known: int | None
    questioned: int | None
    relation: ArtefactRelation
    figures: dict[str, float] = field(default_factory=dict)
    numbers: Relation | None = None
    rate: ArtefactRate | None = None
    others: tuple[int, ...] = ()
    in_base: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterPair:
    """Two models compared: their tensors, the pairs, medians of the figures over matrices, rates, invariant terms."""

    pairs: tuple[TensorPair, ...]
    medians: dict[str, float]
    rates: tuple[ArtefactRate, ...]
    matrices: int
    accounted_share: float
    """Of the values of the questioned model in tensors that can tell, those in an exact relation; 0 to 1."""
    terms: TermsPair = field(default_factory=TermsPair)


def items_of(files: Sequence[ModelFile], rules: Artefacts) -> tuple[Item, ...]:
    """Read every tensor of the files of one model once."""
    places = [(model, tensor) for model in files for tensor in model.tensors]
    profiles = in_threads(lambda place: profile(*place, rules), places, _sizes(places))
    return tuple(
        Item(model=model, tensor=tensor, profile=found) for (model, tensor), found in zip(places, profiles, strict=True)
    )


def _sizes(places: Sequence[tuple[ModelFile, Tensor]]) -> int:
    return sum(tensor.count for _, tensor in places)


def compare(
    known: Sequence[Item],
    questioned: Sequence[Item],
    base: Sequence[Item],
    null: ParameterNull,
    rules: Artefacts,
    level: float,
) -> ParameterPair:
    """Compare the tensors of two models; those of a common base are the third.

    Args:
        known: The tensors of the known model.
        questioned: Those of the questioned one.
        base: Those of all models that both may be based on.
        null: What independent models have in common.
        rules: The settings.
        level: Of confidence, for the bounds.
    """
    numbers = match(known, questioned)
    pairs = in_threads(
        lambda both: _pair(known, questioned, *both, null, rules, level),
        numbers,
        _sizes([item.place for item in (*known, *questioned)]),
    )
    pairs += _unmatched(known, questioned, pairs)
    pairs = _by_rows(known, questioned, pairs, rules)
    if base:
        pairs = [_with_base(pair, known, questioned, base, rules) for pair in pairs]
    terms = compare_terms(known, questioned, base, _settled(pairs).__contains__, null.of_terms, rules, level)
    matrices = [pair.figures for pair in pairs if set(FIGURES) <= pair.figures.keys()]
    medians = {name: median(found[name] for found in matrices) for name in FIGURES} if matrices else {}
    return ParameterPair(
        pairs=tuple(pairs),
        medians=medians,
        rates=tuple(null.rate(name, MODEL, medians[name], level) for name in TELLING_FIGURES) if matrices else (),
        matrices=len(matrices),
        accounted_share=_accounted(pairs, questioned),
        terms=terms,
    )


def _settled(pairs: Sequence[TensorPair]) -> set[int]:
    """Return the questioned tensors that are in an exact relation, or far closer to one than any independent ones."""
    found = [pair for pair in pairs if pair.relation in EXACT or pair.figures.get("cosine", 0.0) >= SETTLED]
    return {pair.questioned for pair in found if pair.questioned is not None}


def _pair(
    known: Sequence[Item],
    questioned: Sequence[Item],
    left: int,
    right: int,
    null: ParameterNull,
    rules: Artefacts,
    level: float,
) -> TensorPair:
    one, other = known[left], questioned[right]
    if not (is_readable(one.tensor) and is_readable(other.tensor)) or "" in (one.profile.key, other.profile.key):
        return TensorPair(known=left, questioned=right, relation=ArtefactRelation.UNREAD)
    if not (one.profile.is_telling and other.profile.is_telling):
        return TensorPair(known=left, questioned=right, relation=ArtefactRelation.UNTELLING)
    exact = _exact(one, other, rules)
    is_matrix = _is_matrix(one.tensor)
    if exact is not None:
        found = dict.fromkeys(FIGURES, 1.0) if is_matrix else {}
        return TensorPair(known=left, questioned=right, relation=exact.kind, figures=found, numbers=exact)
    matrices = as_matrices(one, other, rules.max_matrix_values) if is_matrix else None
    if matrices is None:
        return TensorPair(known=left, questioned=right, relation=ArtefactRelation.DIFFERENT)
    measured = figures(*matrices, rules.sampled_rows)
    above = [name for name in TELLING_FIGURES if measured[name] > null.greatest(name, LAYER)]
    telling = max(TELLING_FIGURES, key=lambda name: measured[name] - null.greatest(name, LAYER))
    return TensorPair(
        known=left,
        questioned=right,
        relation=ArtefactRelation.ABOVE_NULL if above else ArtefactRelation.WITHIN_NULL,
        figures=measured,
        rate=null.rate(telling, LAYER, measured[telling], level),
    )


def _exact(one: Item, other: Item, rules: Artefacts) -> Relation | None:
    if one.profile.key == other.profile.key and are_stored_alike(one.place, other.place, rules):
        return Relation(kind=ArtefactRelation.IDENTICAL, cosine=1.0)
    if one.tensor.count != other.tensor.count:
        return None
    found = relate(one, other, rules)
    if found is not None or not is_reordered(one, other, rules):
        return found
    return Relation(kind=ArtefactRelation.PERMUTED)


def _is_matrix(tensor: Tensor) -> bool:
    lengths = [length for length in tensor.shape if length > 1]
    return len(lengths) >= 2


def _unmatched(known: Sequence[Item], questioned: Sequence[Item], pairs: Sequence[TensorPair]) -> list[TensorPair]:
    taken = {pair.known for pair in pairs}, {pair.questioned for pair in pairs}
    left = [number for number in range(len(known)) if number not in taken[0]]
    right = [number for number in range(len(questioned)) if number not in taken[1]]
    return [
        *(TensorPair(known=number, questioned=None, relation=ArtefactRelation.ONLY_KNOWN) for number in left),
        *(TensorPair(known=None, questioned=number, relation=ArtefactRelation.ONLY_QUESTIONED) for number in right),
    ]


def _by_rows(
    known: Sequence[Item], questioned: Sequence[Item], pairs: list[TensorPair], rules: Artefacts
) -> list[TensorPair]:
    """Look for the rows and columns of questioned tensors that are not accounted for in all known tensors."""
    open_pairs = [pair for pair in pairs if pair.questioned is not None and pair.relation not in EXACT]
    asked = [number for pair in open_pairs if questioned[number := pair.questioned or 0].profile.is_telling]
    if not asked:
        return pairs
    index = LineIndex(known, rules)
    shared = {number: found for number in asked if (found := index.shared(questioned[number])) is not None}
    used = {number for found in shared.values() for number in found.tensors}
    kept = [pair for pair in pairs if not (pair.questioned is None and pair.known in used)]
    return [_as_rows(pair, shared.get(pair.questioned)) if pair.questioned is not None else pair for pair in kept]


def _as_rows(pair: TensorPair, shared: Shared | None) -> TensorPair:
    if shared is None or pair.relation in EXACT:
        return pair
    merged = len(shared.tensors) > 1
    return TensorPair(
        known=shared.tensors[0],
        questioned=pair.questioned,
        relation=ArtefactRelation.MERGED if merged else ArtefactRelation.PART,
        figures=dict.fromkeys(FIGURES, 1.0),
        numbers=Relation(kind=ArtefactRelation.PART, share=shared.share),
        others=shared.tensors[1:],
    )


def _with_base(
    pair: TensorPair, known: Sequence[Item], questioned: Sequence[Item], base: Sequence[Item], rules: Artefacts
) -> TensorPair:
    """Say whether what two tensors have in common is in a common base, too."""
    if pair.known is None or pair.questioned is None or pair.relation not in EXACT | {ArtefactRelation.ABOVE_NULL}:
        return pair
    held = any(_shares(item, known[pair.known], rules) and _shares(item, questioned[pair.questioned], rules)
               for item in base)  # fmt: skip
    return replace(pair, in_base=True) if held else pair


def _shares(base: Item, item: Item, rules: Artefacts) -> bool:
    """Say whether a tensor of a base is another tensor, or close to it at evenly spaced places."""
    if base.profile.key and base.profile.key == item.profile.key:
        return True
    first, second = base.profile.sample, item.profile.sample
    if base.tensor.shape != item.tensor.shape or len(first) != len(second) or len(first) < rules.min_values:
        return False
    return float(np.corrcoef(first, second)[0, 1]) >= _CLOSE


_CLOSE = 0.9


def _accounted(pairs: Sequence[TensorPair], questioned: Sequence[Item]) -> float:
    telling = sum(item.tensor.count for item in questioned if item.profile.is_telling)
    found = sum(
        questioned[pair.questioned].tensor.count
        for pair in pairs
        if pair.questioned is not None and pair.relation in EXACT and questioned[pair.questioned].profile.is_telling
    )
    return found / telling if telling else 0.0
