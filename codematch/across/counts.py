"""In how many unrelated projects, of any language, each item occurs: how rare it is.

One file, `counts.bin`, and its card, `counts.json`, in the folder `across` of the language data. Only counts of hashed
items are kept, and no text. Layout of `counts.bin`: the magic line; the number of items, 8 bytes little-endian; then a
zlib stream of the byte planes of the differences of the sorted hashes (uint32) and one of the counts (uint8).
"""

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch import saved_files
from codematch.errors import StoreError
from codematch.weight.background import ProjectCounts
from codematch.weight.rarity import item_bits

FOLDER = "across"
MAGIC = b"codematch item counts 1\n"
MODEL_NAME = "counts.bin"
CARD_NAME = "counts.json"
MOST_PROJECTS = 255
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemCounts:
    """In how many of some projects each item occurs; `digest` is the SHA-256 of the model file, `card` its origin."""

    counts: ProjectCounts
    projects: int
    card: Mapping[str, Any]
    digest: str

    def bits(self, items: NDArray[np.uint64]) -> NDArray[np.float64]:
        """Return the rarity of each item, log2((N + 1) / k) for one in k of N projects: float64 (n,) [bits]."""
        return item_bits(self.counts, self.projects, items)


def count_items(projects: Sequence[NDArray[np.uint64]], least: int) -> ProjectCounts:
    """Count in how many projects each item occurs, and keep those in at least `least`.

    Args:
        projects: The different items of each project, uint64.
        least: The number of projects from which on an item is kept.
    """
    halves = [np.unique(items >> _HALF).astype(np.uint32) for items in projects]
    hashes, counts = np.unique(np.concatenate([np.empty(0, np.uint32), *halves]), return_counts=True)
    keep = counts >= least
    return ProjectCounts(hashes=hashes[keep], projects=np.minimum(counts[keep], MOST_PROJECTS).astype(np.uint8))


def save_counts(folder: Path, counts: ProjectCounts, card: Mapping[str, Any]) -> ItemCounts:
    """Write counts and card into a folder, and return them as they are read."""
    packed = _pack(counts)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**card, "digest": hashlib.sha256(packed).hexdigest()}, indent=1, sort_keys=True)
    saved_files.replace(folder / MODEL_NAME, packed)
    saved_files.replace(folder / CARD_NAME, f"{text}\n".encode())
    return load_counts(folder)


def has_counts(folder: Path) -> bool:
    """Say whether a folder holds counts."""
    return (folder / MODEL_NAME).is_file() and (folder / CARD_NAME).is_file()


def load_counts(folder: Path) -> ItemCounts:
    """Read the counts in a folder.

    Raises:
        StoreError: They are missing, damaged, or not those of the card.
    """
    try:
        packed = (folder / MODEL_NAME).read_bytes()
        card = json.loads((folder / CARD_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"the item counts of {folder.name} cannot be read ({error}); reinstall codematch") from error
    digest = hashlib.sha256(packed).hexdigest()
    if not isinstance(card, dict) or digest != card.get("digest") or not packed.startswith(MAGIC):
        raise StoreError(f"the item counts of {folder.name} are damaged; reinstall codematch")
    return ItemCounts(counts=_unpack(packed), projects=len(card["projects"]), card=card, digest=digest)


def _pack(counts: ProjectCounts) -> bytes:
    steps = np.diff(counts.hashes, prepend=np.uint32(0)).astype("<u4")
    planes = np.ascontiguousarray(steps).view(np.uint8).reshape(-1, 4).T.tobytes()
    return MAGIC + len(steps).to_bytes(8, "little") + zlib.compress(planes + counts.projects.tobytes(), 9)


def _unpack(packed: bytes) -> ProjectCounts:
    rest = packed[len(MAGIC) :]
    size = int.from_bytes(rest[:8], "little")
    raw = np.frombuffer(zlib.decompress(rest[8:]), dtype=np.uint8)
    steps = np.ascontiguousarray(raw[: 4 * size].reshape(4, size).T).view("<u4").reshape(-1)
    return ProjectCounts(hashes=np.cumsum(steps, dtype=np.uint32), projects=raw[4 * size :].copy())
