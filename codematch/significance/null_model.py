"""A null model: what every pair of projects that are known to be unrelated shares at most, in bands of sizes.

One file on disk next to the background model of its language, `null.json`: the reference projects with their versions
and digests, what was set aside with its reason, and for each band every pair with its heaviest region and
with the heaviest sum of a pair of files. Only figures, no code. It holds for one background, one number of the method
and the settings it was made with; with any other it is not used, and the result says so.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.errors import StoreError
from codematch.model.frozen import array_value, require
from codematch.significance.gumbel import BySize, fit_sizes

FILE_NAME = "null.json"
FORMAT = 2
_FIELDS = {"format", "language", "method", "background", "settings", "projects", "bands", "set_aside", "date", "digest"}


@array_value
class Band:
    """Pairs of unrelated works of about the same size.

    `tokens` is what each work has at least; `works` how many there are, each of other projects; `bits` float64
    (works,) the mean surprise per token of each [bits per token]. Of every pair of them that was not set aside, each
    sorted by itself, 0 for nothing [bits]: `heaviest` float64 (pairs,) the total of the heaviest region; `sums` float64
    (pairs,) the heaviest sum of a pair of files; `carried` float64 (pairs,) the heaviest passage that its names and
    literals carry. The last two are empty in a model that does not record them.
    """

    tokens: int
    works: int
    bits: NDArray[np.float64]
    heaviest: NDArray[np.float64]
    sums: NDArray[np.float64]
    carried: NDArray[np.float64]

    def __post_init__(self) -> None:
        for values in (self.heaviest, self.sums, self.carried):
            require(bool((np.diff(values) >= 0).all()), "the pairs of a band are not sorted")

    @property
    def pairs(self) -> int:
        """The number of pairs."""
        return len(self.heaviest)

    @property
    def log2_product(self) -> float:
        """log2(m n) of two works of the least size."""
        return 2.0 * float(np.log2(self.tokens))

    def percentiles(self, shares: Sequence[float]) -> list[float]:
        """Return what the heaviest regions of the given shares of the pairs stay below [bits]."""
        return [float(value) for value in np.quantile(self.heaviest, shares)]

    def reaching(self, bits: float) -> int:
        """Return how many pairs have a region of at least this many bits."""
        return self.pairs - int(np.searchsorted(self.heaviest, bits, side="left"))

    def sums_reaching(self, bits: float) -> int:
        """Return how many pairs have two files with a sum of at least this many bits."""
        return len(self.sums) - int(np.searchsorted(self.sums, bits, side="left"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NullModel:
    """The null model of one language: `bands` smallest first.

    `fit` says how heavy the heaviest region is by size, `fit_sums` the heaviest sum of a pair of files and
    `fit_carried` the heaviest passage that names and literals carry; None when the bands bear none.

    `card` is the whole file as data; `digest` its own digest, which covers everything else in it.
    """

    language: str
    method: int
    background: str
    settings: Mapping[str, Any]
    projects: int
    bands: tuple[Band, ...]
    fit: BySize | None
    fit_sums: BySize | None
    fit_carried: BySize | None
    card: Mapping[str, Any]
    digest: str


def seal(card: Mapping[str, Any]) -> dict[str, Any]:
    """Return a card with its digest, SHA-256 over its canonical JSON without one."""
    body = {key: value for key, value in card.items() if key != "digest"}
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return {**body, "digest": hashlib.sha256(text.encode()).hexdigest()}


def has_null(folder: Path) -> bool:
    """Say whether the folder of a language holds a null model."""
    return (folder / FILE_NAME).is_file()


def load_null(folder: Path, min_works: int, fit_above_bits: float) -> NullModel:
    """Read `null.json` in the folder of a language; bands of fewer than `min_works` works are left out.

    Raises:
        StoreError: There is none, it is damaged, or a newer version wrote it.
    """
    card = read_sealed(folder / FILE_NAME, "null model", _FIELDS, FORMAT)
    return from_card(card, min_works, fit_above_bits)


def read_sealed(path: Path, what: str, fields: Set[str], newest: int) -> dict[str, Any]:
    """Read a sealed card from the folder of a language.

    Args:
        path: The file.
        what: What the card is of, for errors.
        fields: What it must have, `format` and `digest` among them.
        newest: The newest format that can be read.

    Raises:
        StoreError: There is no such file, it is damaged, or a newer version wrote it.
    """
    name = path.parent.name
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StoreError(f"no {what} for {name}: {path.name} cannot be read; reinstall codematch") from error
    except ValueError as error:
        raise StoreError(f"the {what} of {name} is damaged; reinstall codematch") from error
    if not isinstance(card, dict) or not card.keys() >= fields or seal(card)["digest"] != card["digest"]:
        raise StoreError(f"the {what} of {name} is damaged (its digest differs); reinstall codematch")
    if card["format"] > newest:
        raise StoreError(f"the {what} of {name} has a newer format; use a newer codematch")
    return card


def from_card(card: Mapping[str, Any], min_works: int, fit_above_bits: float) -> NullModel:
    """Return the null model of a sealed card."""
    bands = tuple(band for band in map(_band, card["bands"]) if band.works >= min_works and band.pairs)
    return NullModel(
        language=card["language"],
        method=card["method"],
        background=card["background"],
        settings=card["settings"],
        projects=len(card["projects"]),
        bands=bands,
        fit=fit_sizes([(band.log2_product, band.heaviest) for band in bands], fit_above_bits),
        fit_sums=fit_sizes([(band.log2_product, band.sums) for band in bands], fit_above_bits),
        fit_carried=fit_sizes([(band.log2_product, band.carried) for band in bands], fit_above_bits),
        card=card,
        digest=card["digest"],
    )


def _band(stored: Mapping[str, Any]) -> Band:
    """A band as stored.

    `works` are [projects, tokens, bits per token], `pairs` [first, second, total, structure, sum of a pair of files,
    number of its pieces, carried]; those of format 1 end with the structure.
    """
    heaviest, sums, carried = (
        np.sort(np.array([row[place] for row in stored["pairs"] if len(row) > place], dtype=np.float64))
        for place in (2, 4, 6)
    )
    return Band(
        tokens=stored["tokens"],
        works=len(stored["works"]),
        bits=np.array([row[2] for row in stored["works"]], dtype=np.float64),
        heaviest=heaviest,
        sums=sums,
        carried=carried,
    )
