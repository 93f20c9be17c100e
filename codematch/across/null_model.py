"""What independent programs in two languages share at most: the null model of pairs of files and of functions.

One file, `null.json`, in the folder `across` of the language data, sealed like the null models of single languages.
It has two strata. *Same task*: independent programs for the same task or interface, by tasks; these are the clusters.
*Unrelated*: projects of different purposes, every pair of different languages. Only figures are kept. It holds for one
set of item counts and for the settings that it was made with.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch import saved_files
from codematch.model.frozen import array_value
from codematch.model.precision import stored_bits
from codematch.model.stratum import Stratum
from codematch.significance.bounds import pair_upper_bound
from codematch.significance.null_model import FILE_NAME, read_sealed, seal

FORMAT = 1
_FIELDS = {"format", "counts", "settings", "tasks", "unrelated", "set_aside", "date", "digest"}
FILES, FUNCTIONS = "files", "functions"


@array_value
class Reference:
    """Pairs of independent works of one stratum, each with what its heaviest pair of files or functions weighs.

    `bits` float64 (n,) ascending [bits]; `shares` float64 (n,) the part of all that each pair stands for: every cluster
    counts the same, however many pairs it has. `objects` is the number of works that pairs as independent as these need
    (see `pair_upper_bound`), `clusters` what the pairs come from.
    """

    stratum: Stratum
    bits: NDArray[np.float64]
    shares: NDArray[np.float64]
    clusters: int
    objects: int

    def reaching(self, bits: float) -> int:
        """Return how many pairs reach a weight."""
        return len(self.bits) - int(np.searchsorted(self.bits, bits, side="left"))

    def share(self, bits: float) -> float:
        """Return the share of the pairs that reach a weight, every cluster counting the same: 0 to 1."""
        return min(1.0, float(self.shares[np.searchsorted(self.bits, bits, side="left") :].sum()))

    def threshold(self, rate: float) -> float:
        """Return the lowest weight that at most this share of the pairs reach [bits]."""
        above = np.append(np.cumsum(self.shares[::-1])[::-1], 0.0)
        first = int(np.searchsorted(-above, -rate - 1e-12, side="left"))
        # A weight that several pairs have is passed by all of them or by none.
        value = float(self.bits[first - 1]) if first else 0.0
        return stored_bits(value + 0.01) if first else 0.0

    def upper(self, bits: float, level: float) -> float:
        """Return the upper bound of the share of such pairs that reach a weight, computed on clusters: 0 to 1."""
        return pair_upper_bound(self.share(bits), self.objects, level)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AcrossNull:
    """The null model: `references` by what they are about (`FILES`, `FUNCTIONS`), the least favourable stratum first.

    `log2_product` is the mean of log2(m n) of the pairs for the same task, in tokens.
    """

    counts: str
    settings: Mapping[str, Any]
    references: Mapping[str, tuple[Reference, ...]]
    log2_product: float
    card: Mapping[str, Any]
    digest: str

    def threshold(self, about: str, rate: float) -> float:
        """Return the weight that at most this share of the pairs of any stratum reaches [bits]."""
        return max(reference.threshold(rate) for reference in self.references[about])


def has_null(folder: Path) -> bool:
    """Say whether a folder holds a null model."""
    return (folder / FILE_NAME).is_file()


def load_null(folder: Path) -> AcrossNull:
    """Read `null.json` in a folder.

    Raises:
        StoreError: There is none, it is damaged, or a newer version wrote it.
    """
    return from_card(read_sealed(folder / FILE_NAME, "null model", _FIELDS, FORMAT))


def save_null(folder: Path, card: Mapping[str, Any]) -> AcrossNull:
    """Seal a card and write it into a folder: the works and pairs of a task on one line each, the rest indented."""
    sealed = seal(card)
    text = json.dumps({**sealed, "tasks": [], "unrelated": {}}, indent=1, sort_keys=True, ensure_ascii=False)
    tasks = ",\n".join(json.dumps(task, sort_keys=True, separators=(",", ":")) for task in sealed["tasks"])
    text = text.replace('"tasks": []', f'"tasks": [\n{tasks}\n ]')
    unrelated = json.dumps(sealed["unrelated"], sort_keys=True, separators=(",", ":"))
    text = text.replace('"unrelated": {}', f'"unrelated": {unrelated}')
    folder.mkdir(parents=True, exist_ok=True)
    saved_files.replace(folder / FILE_NAME, f"{text}\n".encode())
    return from_card(sealed)


def from_card(card: Mapping[str, Any]) -> AcrossNull:
    """Return the null model of a sealed card.

    `works` are [project, language, tokens], `pairs` [first, second, heaviest pair of files, of functions].
    """
    tasks = [task for task in card["tasks"] if task["pairs"]]
    products = [
        float(np.log2(task["works"][row[0]][2]) + np.log2(task["works"][row[1]][2]))
        for task in tasks
        for row in task["pairs"]
    ]
    return AcrossNull(
        counts=card["counts"],
        settings=card["settings"],
        references={
            about: (
                _reference(Stratum.SAME_TASK, [task["pairs"] for task in tasks], column, 2 * len(tasks)),
                _reference(Stratum.UNRELATED, [card["unrelated"]["pairs"]], column, len(card["unrelated"]["works"])),
            )
            for about, column in ((FILES, 2), (FUNCTIONS, 3))
        },
        log2_product=float(np.mean(products)) if products else 0.0,
        card=card,
        digest=card["digest"],
    )


def _reference(stratum: Stratum, clusters: Sequence[Sequence[Sequence[float]]], column: int, objects: int) -> Reference:
    rows = [(row[column], 1.0 / len(cluster) / len(clusters)) for cluster in clusters for row in cluster]
    rows.sort()
    return Reference(
        stratum=stratum,
        bits=np.array([bits for bits, _ in rows], dtype=np.float64),
        shares=np.array([share for _, share in rows], dtype=np.float64),
        clusters=len(clusters) if stratum is Stratum.SAME_TASK else objects,
        objects=objects,
    )
