"""The null of parameters: what matrices of independently trained models of one architecture have in common.

`parameter_null.json` holds, for each architecture, figure and level, the highest values of all pairs of models and a
thinned list of the others. At the level `layer` the value of a pair of models is that of its highest matrix, at the
level `model` the median of its matrices. `terms` holds the same of the invariant terms of Transformer blocks.
`tests/benchmarks/artefacts` trains the models and writes the file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from codematch.errors import StoreError
from codematch.model.artefacts import ArtefactRate
from codematch.model.precision import stored_share
from codematch.significance.bounds import pair_upper_bound
from codematch.significance.null_model import seal

FILE = Path(__file__).with_name("parameter_null.json")
LAYER, MODEL = "layer", "model"
_FIELDS = {"format", "architectures", "terms", "digest"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterNull:
    """The null: `architectures` by name, as the file has them, and the digest of the file.

    `terms` holds those whose invariant terms were compared.
    """

    architectures: Mapping[str, Any]
    digest: str
    terms: Mapping[str, Any] = field(default_factory=dict)

    @property
    def of_terms(self) -> "ParameterNull":
        """The null of invariant terms."""
        return ParameterNull(architectures=self.terms, digest=self.digest)

    def rate(self, figure: str, level: str, value: float, confidence: float) -> ArtefactRate:
        """Return how many pairs reach a value: of the architecture with the highest share, with the upper bound."""
        rates = [self._rate(name, figure, level, value, confidence) for name in sorted(self.architectures)]
        return max(rates, key=lambda rate: rate.reaching / rate.pairs)

    def greatest(self, figure: str, level: str) -> float:
        """Return the highest value of any pair of any architecture."""
        return max(float(said[level][figure]["values"][0]) for said in self.architectures.values())

    def _rate(self, name: str, figure: str, level: str, value: float, confidence: float) -> ArtefactRate:
        said = self.architectures[name]
        kept = said[level][figure]
        pairs, models = said["pairs"], said["models"]
        # Of the pairs between two kept values all are taken to reach the value: the share is never too low.
        reaching = next(
            (int(rank) for rank, at in zip(kept["ranks"], kept["values"], strict=True) if at < value), pairs
        )
        return ArtefactRate(
            figure=figure,
            architecture=name,
            reaching=reaching,
            pairs=pairs,
            models=models,
            upper=stored_share(pair_upper_bound(reaching / pairs, models, confidence)),
        )


def thinned(values: list[float], kept: int = 64, every: int = 64) -> dict[str, list[float]]:
    """Return the highest values, and one in so many of the others, each with the number of values above it.

    Values are rounded up, so that none that is counted as higher is lower.
    """
    ordered = sorted(values, reverse=True)
    places = sorted({*range(min(kept, len(ordered))), *range(kept, len(ordered), every), len(ordered) - 1})
    return {"ranks": places, "values": [min(1.0, round(ordered[place] + 5e-7, 6)) for place in places]}


@cache
def load_parameter_null(file: Path = FILE) -> ParameterNull:
    """Read the null.

    Raises:
        StoreError: It is missing or damaged.
    """
    try:
        card = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError("the null of parameters cannot be read; reinstall codematch") from error
    if not isinstance(card, dict) or not card.keys() >= _FIELDS or seal(card)["digest"] != card["digest"]:
        raise StoreError("the null of parameters is damaged (its digest differs); reinstall codematch")
    return ParameterNull(architectures=card["architectures"], digest=card["digest"], terms=card["terms"])
