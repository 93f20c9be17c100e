"""Products of the maps of a Transformer block that neither rotations nor orders of its dimensions change.

HuRef (Zeng et al. 2024, arXiv 2312.04828) compares models by terms that a model can keep its outputs with only if they
stay as they are: queries with keys, values with the output, and up with down. A rotation inside the heads, another
order of heads or neurons, or a factor on one map and its inverse on the other one leave each product of two maps alone.

* product: the product over the hidden dimensions of the model, at the same dimensions, or at those that the sorted
  values of the embeddings match (another order of the hidden dimensions).
* words: the product between the embeddings of the same words, which no order of the hidden dimensions changes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.matrices import some_columns
from codematch.artefacts.parameter_null import LAYER, MODEL, ParameterNull
from codematch.artefacts.resemblance import matching_columns, spaced
from codematch.artefacts.roles import EMBEDDING, Role, in_order, roles
from codematch.artefacts.tensor_pairs import Item
from codematch.artefacts.values import is_readable, matrix_shape, rows
from codematch.model.artefacts import ArtefactRate, ArtefactRelation
from codematch.model.frozen import array_value
from codematch.settings import Artefacts

Matrix = NDArray[np.float32]
Places = NDArray[np.int64]
TERMS = (("query", "key"), ("value", "output"), ("up", "down"))
TERM_FIGURES = ("product", "words")
_OUTPUTS_OF_THE_BLOCK = ("output", "down")
_MAX_WORDS = 4096
"""Words, evenly spaced, by which the hidden dimensions of two models are matched."""
_WORDS = 64
"""Words, evenly spaced, between whose embeddings a product is taken."""
_HEADS = (128, 64, 96, 80, 112, 32, 16)
"""Usual widths of a head, the first that fits: which queries share a key is not in the shapes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPair:
    """One term of a block of each model: the first map names it, `known` and `questioned` name the blocks."""

    term: str
    known: str
    questioned: str
    figures: dict[str, float]
    relation: ArtefactRelation
    rate: ArtefactRate
    in_base: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPair:
    """All terms of two models: medians of the figures, and how many independent models reach these."""

    pairs: tuple[TermPair, ...] = ()
    medians: tuple[tuple[str, float], ...] = ()
    rates: tuple[ArtefactRate, ...] = ()


class Blocks:
    """The maps of the blocks of a model, by block and kind, and its embeddings."""

    def __init__(self, items: Sequence[Item], rules: Artefacts) -> None:
        self._rules = rules
        self._maps: dict[tuple[str, str], tuple[int, Item, Role]] = {}
        self._embedding: Item | None = None
        for number, item in enumerate(items):
            if len(item.tensor.shape) != 2 or not is_readable(item.tensor):
                continue
            for role in roles(item.tensor.name):
                if item.tensor.count > rules.max_matrix_values and role.kind != EMBEDDING:
                    continue
                if role.kind == EMBEDDING:
                    self._embedding = self._embedding or item
                else:
                    self._maps.setdefault((role.block, role.kind), (number, item, role))

    @property
    def embedding(self) -> Item | None:
        """The embeddings of words, if there are some."""
        return self._embedding

    def of(self, term: tuple[str, str]) -> list[str]:
        """Return the blocks that have both maps of a term, in the order of their numbers."""
        first, second = term
        return in_order([block for block, kind in self._maps if kind == first and (block, second) in self._maps])

    def name(self, block: str, term: tuple[str, str]) -> str:
        """Return what a block is called: where no name has a number, by its first map."""
        return block or self._maps[block, term[0]][1].tensor.name

    def numbers(self, block: str, term: tuple[str, str]) -> tuple[int, int]:
        """Return the numbers of the two tensors of a term among the items."""
        return self._maps[block, term[0]][0], self._maps[block, term[1]][0]

    def hidden(self, block: str, term: tuple[str, str]) -> int:
        """Return the number of hidden dimensions of a term, 0 if its maps differ in it."""
        first, second = (self._lengths(block, kind)[1] for kind in term)
        return first if first == second else 0

    def maps(self, block: str, term: tuple[str, str], places: Places | None = None) -> tuple[Matrix, Matrix] | None:
        """Return both maps of a term at some hidden dimensions, or all: (inner, places) matrices, float32.

        None if their shapes do not fit.
        """
        first, second = (self._read(block, kind, places) for kind in term)
        first, second = _grouped(first, second), _grouped(second, first)
        return (first, second) if first.shape == second.shape else None

    def _lengths(self, block: str, kind: str) -> tuple[int, int]:
        """Return how many inner and hidden dimensions a map has."""
        _, item, role = self._maps[block, kind]
        outputs, inputs = item.tensor.shape[::-1] if role.inputs_first else item.tensor.shape
        if role.third >= 0:
            first, stop = self._part(block, role.third, outputs)
            outputs = stop - first
        return (inputs, outputs) if kind in _OUTPUTS_OF_THE_BLOCK else (outputs, inputs)

    def _part(self, block: str, third: int, outputs: int) -> tuple[int, int]:
        """Return where queries, keys or values begin and end in a joined map: there may be fewer keys than queries.

        There are as many queries as the output map of the block has inputs, where that leaves some for the others.
        """
        queries = self._lengths(block, "output")[0] if (block, "output") in self._maps else 0
        if not 0 < queries < outputs or (outputs - queries) % 2:
            queries = outputs // 3
        keys = (outputs - queries) // 2
        bounds = (0, queries, queries + keys, queries + 2 * keys)
        return bounds[third], bounds[third + 1]

    def _read(self, block: str, kind: str, places: Places | None) -> Matrix:
        """Read a map; only the places that are asked for are converted."""
        _, item, role = self._maps[block, kind]
        inner, hidden = self._lengths(block, kind)
        first = np.arange(inner)
        if role.third >= 0:
            outputs = item.tensor.shape[1] if role.inputs_first else item.tensor.shape[0]
            first = np.arange(*self._part(block, role.third, outputs))
        second = np.arange(hidden) if places is None else places
        stored_inner_first = role.inputs_first == (kind in _OUTPUTS_OF_THE_BLOCK)
        order = (first, second) if stored_inner_first else (second, first)
        if len(order[1]) == matrix_shape(item.tensor)[1]:  # all columns
            found = rows(*item.place, order[0])
        else:
            found = some_columns(item, *order)
        return _clean(found if stored_inner_first else found.T)


def _grouped(one: Matrix, other: Matrix) -> Matrix:
    """Return a map with the rows of each head repeated, where several heads of the other map share one."""
    times, rest = divmod(len(other), len(one))
    width = next((width for width in _HEADS if len(one) % width == 0), 0)
    if times <= 1 or rest or not width:
        return one
    found: Matrix = np.repeat(one.reshape(-1, width, one.shape[1]), times, axis=0).reshape(-1, one.shape[1])
    return found


def compare_terms(
    known: Sequence[Item],
    questioned: Sequence[Item],
    base: Sequence[Item],
    is_settled: Callable[[int], bool],
    null: ParameterNull,
    rules: Artefacts,
    level: float,
) -> TermsPair:
    """Compare the terms of the blocks of two models, block by block in order.

    Args:
        known: The tensors of the known model.
        questioned: Those of the questioned one.
        base: Those of all models that both may be based on.
        is_settled: Says of the number of a questioned tensor whether a known one plainly is it: nothing is left then.
        null: What independent models have in common in these terms.
        rules: The settings.
        level: Of confidence, for the bounds.
    """
    sides = Blocks(known, rules), Blocks(questioned, rules)
    public = [Blocks(model, rules) for model in _models(base)]
    measure, found = Measure(*sides, rules), []
    asked = [(model, Measure(model, sides[0], rules), Measure(model, sides[1], rules)) for model in public]
    for term, place, left, right in pairs_of(*sides, rules.sampled_blocks):
        if all(map(is_settled, sides[1].numbers(right, term))):
            continue
        figures = measure.figures(term, left, right)
        if figures is None:
            continue
        names = sides[0].name(left, term), sides[1].name(right, term)
        pair = _judged(term, names, figures, null, level)
        held = pair.relation is ArtefactRelation.ABOVE_NULL and _in_base(term, place, (left, right), asked, null)
        found.append(replace(pair, in_base=held))
    return _summed(found, null, level)


def pairs_of(known: Blocks, questioned: Blocks, most: int) -> Iterator[tuple[tuple[str, str], int, str, str]]:
    """Yield the blocks that are compared, at most so many evenly spaced ones, with their place in the order."""
    for term in TERMS:
        pairs = list(zip(known.of(term), questioned.of(term), strict=False))
        for place in spaced(len(pairs), most).tolist() if pairs else ():
            yield term, place, *pairs[place]


class Measure:
    """Measures the terms of two models; what both have in embeddings is read once."""

    def __init__(self, known: Blocks, questioned: Blocks, rules: Artefacts) -> None:
        self._sides, self._most = (known, questioned), rules.sampled_rows
        self._words: tuple[Matrix | None, Matrix | None] = (None, None)
        self._order: Places | None = None
        first, second = known.embedding, questioned.embedding
        if first is None or second is None or first.tensor.shape[1] != second.tensor.shape[1]:
            return
        count = min(first.tensor.shape[0], second.tensor.shape[0])
        left, right = (_clean(rows(*item.place, spaced(count, _MAX_WORDS))) for item in (first, second))
        self._order = matching_columns(left, right, spaced(left.shape[1], self._most))
        places = spaced(len(left), _WORDS)
        self._words = _centred(left[places]), _centred(right[places])

    def figures(self, term: tuple[str, str], left: str, right: str) -> dict[str, float] | None:
        """Return the figures of a term, 0 to 1, by name; None if the models differ in their hidden dimensions."""
        hidden = self._sides[0].hidden(left, term)
        if not hidden or hidden != self._sides[1].hidden(right, term):
            return None
        first = self._parts(0, left, term, hidden, None)
        second = self._parts(1, right, term, hidden, self._order) if first is not None else None
        if first is None or second is None:
            return None
        found = {"product": max(_cosine(first.products[0], product) for product in second.products)}
        for one, other in zip(first.words, second.words, strict=False):
            found["words"] = _cosine(one, other)
        return found

    def _parts(
        self, side: int, block: str, term: tuple[str, str], hidden: int, order: Places | None
    ) -> "_Parts | None":
        """Read one term of one model: only its products are kept."""
        places = spaced(hidden, self._most)
        orders = [places] if order is None or len(order) != len(places) else [places, order]
        words = self._words[side]
        if words is not None and words.shape[1] == hidden:
            maps = self._sides[side].maps(block, term)
            if maps is None:
                return None
            one, other = maps
            between: tuple[Matrix, ...] = ((words @ one.T) @ (words @ other.T).T,)
            return _Parts(products=tuple(one[:, at].T @ other[:, at] for at in orders), words=between)
        found = [maps for at in orders if (maps := self._sides[side].maps(block, term, at)) is not None]
        if len(found) < len(orders):
            return None
        return _Parts(products=tuple(one.T @ other for one, other in found), words=())


@array_value
class _Parts:
    """What is kept of one term of one model; `words` is () without embeddings."""

    products: tuple[Matrix, ...]
    words: tuple[Matrix, ...]


def _cosine(left: Matrix, right: Matrix) -> float:
    """Return the cosine of two products, those below 0 as 0."""
    size = float(np.linalg.norm(left) * np.linalg.norm(right))
    return float(np.clip((left * right).sum() / size, 0.0, 1.0)) if size > 0.0 else 0.0


def _clean(values: Matrix) -> Matrix:
    if np.isfinite(values.sum(dtype=np.float64)):  # the usual case, and faster
        return values
    found: Matrix = np.nan_to_num(values, posinf=0.0, neginf=0.0)
    return found


def _centred(words: Matrix) -> Matrix:
    """Return embeddings less their mean, which all models of a kind have in common."""
    found: Matrix = words - words.mean(axis=0)
    return found


def _judged(
    term: tuple[str, str], names: tuple[str, str], figures: dict[str, float], null: ParameterNull, level: float
) -> TermPair:
    telling = max(figures, key=lambda name: figures[name] - null.greatest(name, LAYER))
    above = figures[telling] > null.greatest(telling, LAYER)
    return TermPair(
        term=term[0],
        known=names[0],
        questioned=names[1],
        figures=figures,
        relation=ArtefactRelation.ABOVE_NULL if above else ArtefactRelation.WITHIN_NULL,
        rate=null.rate(telling, LAYER, figures[telling], level),
    )


def _models(base: Sequence[Item]) -> list[list[Item]]:
    """Return the models of a base: a name that occurs again begins the next one."""
    found: list[list[Item]] = []
    names: set[str] = set()
    for item in base:
        if not found or item.tensor.name in names:
            found.append([])
            names = set()
        names.add(item.tensor.name)
        found[-1].append(item)
    return found


def _in_base(
    term: tuple[str, str],
    place: int,
    blocks: tuple[str, str],
    asked: Sequence[tuple[Blocks, Measure, Measure]],
    null: ParameterNull,
) -> bool:
    """Say whether the term of the block at this place of a base is above the null with those of both models."""
    for model, known, questioned in asked:
        for block in model.of(term)[place : place + 1]:
            both = known.figures(term, block, blocks[0]), questioned.figures(term, block, blocks[1])
            if all(figures and _is_above(figures, null) for figures in both):
                return True
    return False


def _is_above(figures: dict[str, float], null: ParameterNull) -> bool:
    return any(value > null.greatest(name, LAYER) for name, value in figures.items())


def _summed(pairs: Sequence[TermPair], null: ParameterNull, level: float) -> TermsPair:
    values = {name: [pair.figures[name] for pair in pairs if name in pair.figures] for name in TERM_FIGURES}
    medians = {name: median(found) for name, found in values.items() if found}
    return TermsPair(
        pairs=tuple(pairs),
        medians=tuple(medians.items()),
        rates=tuple(null.rate(name, MODEL, value, level) for name, value in medians.items()),
    )
