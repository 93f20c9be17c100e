"""Structure of two models: layers in code, operations of graphs, and maps of tensors, each aligned in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from codematch.artefacts.align import aligned
from codematch.artefacts.layers import CodeModel, Layer, published, published_tensors
from codematch.artefacts.model_file import ModelFile, Operation, Tensor
from codematch.model.artefacts import ArtefactRelation

_MIN_TENSOR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A layer, operation or tensor as a table shows it: what it is, its parameters or shape, and its line."""

    kind: str
    name: str
    detail: tuple[tuple[str, str], ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPair:
    """Two parts, None where a side has none; `agreeing` of `comparable` parameters are equal."""

    relation: ArtefactRelation
    known: Part | None
    questioned: Part | None
    agreeing: int = 0
    comparable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StructurePair:
    """Two structures aligned: the pairs in order, and what is published that both show."""

    pairs: tuple[PartPair, ...]
    aligned: int
    smaller: int
    agreeing: int
    comparable: int
    published: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of the smaller structure that is aligned, 0 to 1."""
        return self.aligned / self.smaller if self.smaller else 0.0


def parts_of_code(model: CodeModel) -> tuple[Part, ...]:
    """Return the layers of a model in code."""
    return tuple(_layer_part(layer) for layer in model.layers)


def _layer_part(layer: Layer) -> Part:
    return Part(kind=layer.kind, name=layer.written, detail=layer.parameters, line=layer.line)


def parts_of_graph(operations: Sequence[Operation]) -> tuple[Part, ...]:
    """Return the operations of a graph that compute something."""
    return tuple(
        Part(kind=item.kind, name=item.kind, detail=item.attributes)
        for item in operations
        if item.kind not in _PLUMBING
    )


_PLUMBING = frozenset({
    "Constant", "Identity", "Cast", "Shape", "Gather", "Unsqueeze", "Squeeze", "Reshape", "Concat", "Slice",
    "Transpose", "Flatten", "ConstantOfShape", "Expand", "Range", "Equal", "Where",
})  # fmt: skip
"""Operations that move values without computing: exporters of one model differ in them."""


def parts_of_tensors(files: Sequence[ModelFile]) -> tuple[Part, ...]:
    """Return the tensors of a model that have at least two values, as parts of their shape."""
    found = [tensor for model in files for tensor in model.tensors if tensor.count >= _MIN_TENSOR]
    return tuple(Part(kind=_shape(tensor), name=tensor.name, detail=(("dtype", tensor.dtype),)) for tensor in found)


def _shape(tensor: Tensor) -> str:
    """Return the lengths of a tensor in falling order: frameworks have them in different orders."""
    return "×".join(str(length) for length in sorted((one for one in tensor.shape if one != 1), reverse=True))


def compare(
    known: Sequence[Part], questioned: Sequence[Part], classes: tuple[Sequence[str], Sequence[str]] = ((), ())
) -> StructurePair:
    """Align two structures by the kinds of their parts; `classes` are names of classes in the code of each."""
    left, right = [part.kind for part in known], [part.kind for part in questioned]
    places = aligned(left, right)
    pairs = [_pair(known[one], questioned[other]) for one, other in places]
    taken = {one for one, _ in places}, {other for _, other in places}
    only = [
        *(PartPair(relation=ArtefactRelation.ONLY_KNOWN, known=part, questioned=None)
          for place, part in enumerate(known) if place not in taken[0]),
        *(PartPair(relation=ArtefactRelation.ONLY_QUESTIONED, known=None, questioned=part)
          for place, part in enumerate(questioned) if place not in taken[1]),
    ]  # fmt: skip
    shown = _published(known, classes[0]), _published(questioned, classes[1])
    return StructurePair(
        pairs=(*pairs, *only),
        aligned=len(pairs),
        smaller=min(len(known), len(questioned)),
        agreeing=sum(pair.agreeing for pair in pairs),
        comparable=sum(pair.comparable for pair in pairs),
        published=tuple(name for name in shown[0] if name in shown[1]),
    )


def _published(parts: Sequence[Part], classes: Sequence[str]) -> tuple[str, ...]:
    names = published_tensors([part.name for part in parts])
    return (*names, *published([part.kind for part in parts], classes))


def _pair(known: Part, questioned: Part) -> PartPair:
    left, right = dict(known.detail), dict(questioned.detail)
    common = left.keys() & right.keys()
    agreeing = sum(left[name] == right[name] for name in common)
    equal = agreeing == len(common)
    same_name = known.name == questioned.name
    relation = ArtefactRelation.DIFFERENT
    if equal:
        relation = ArtefactRelation.EQUAL if same_name else ArtefactRelation.RENAMED
    return PartPair(relation=relation, known=known, questioned=questioned, agreeing=agreeing, comparable=len(common))


def share(known: Sequence[Part], questioned: Sequence[Part]) -> float:
    """Return the share of the smaller structure that is aligned, less where parameters differ; 0 to 1.

    Layers of one kind in one order are what a published architecture prescribes: with enough parameters to compare of
    which none is equal, two fifths of the share are left.
    """
    if not known or not questioned:
        return 0.0
    found = compare(known, questioned)
    if found.comparable < _MIN_COMPARABLE:
        return found.share * 0.75
    return found.share * (0.4 + 0.6 * found.agreeing / found.comparable)


_MIN_COMPARABLE = 4
