"""What a weight across languages means: how many pairs of independent programs have as heavy a pair, with a bound."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codematch.across.null_model import AcrossNull
from codematch.model.across import AcrossRate
from codematch.settings import Settings, as_dict

DECIDING = (
    "min_name_characters",
    "min_text_characters",
    "min_number",
    "run_words",
    "prose_words",
    "max_holders",
    "min_unit_tokens",
)
"""The settings that move a weight across languages; filters of prescribed texts do, too."""
PRESCRIBED = ("licences", "standards")


def deciding(settings: Settings) -> dict[str, Any]:
    """Return the settings that a null model holds for."""
    plain = as_dict(settings)
    return {
        "across": {name: plain["across"][name] for name in DECIDING},
        "filtration": {name: plain["filtration"][name] for name in PRESCRIBED},
    }


def are_same(stored: Mapping[str, Any], settings: Settings) -> bool:
    """Say whether a null model was made with these settings."""
    return stored == deciding(settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How weights are held against a null model: `multiple` comparisons of its size, bounds at a `level`."""

    null: AcrossNull
    multiple: float
    level: float

    def rates(self, about: str, bits: float) -> tuple[AcrossRate, ...]:
        """Return how many pairs of each stratum have a pair of files (or functions) that weighs as much."""
        return tuple(
            AcrossRate(
                stratum=reference.stratum,
                reaching=reference.reaching(bits),
                pairs=len(reference.bits),
                clusters=reference.clusters,
                share=reference.share(bits),
                upper=min(1.0, self.multiple * reference.upper(bits, self.level)),
            )
            for reference in self.null.references[about]
        )
