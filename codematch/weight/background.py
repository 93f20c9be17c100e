"""A background model: what is ordinary in one language, counted in unrelated public projects.

It holds the n-grams of token kinds, the k-grams that two or more projects share, and in how many projects each
name, literal and comment word occurs. Only counts of hashed items are kept, no text. One file on disk:
`background.bin` with the counts, and `background.json` with the card that says what they were counted in.

Layout of `background.bin`: the magic line, then for each array, in the order of `_pack`, an 8-byte little-endian
length and that many bytes of a zlib stream. Inside, sorted arrays are stored as differences, every integer array
as its byte planes.
"""

import hashlib
import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch import saved_files
from codematch.errors import StoreError
from codematch.model.frozen import frozen_array
from codematch.weight.lookup import ABSENT, KeyIndex
from codematch.weight.ngrams import RESERVED, UNKNOWN, Level, NgramModel

MAGIC = b"codematch background 1\n"
MODEL_NAME = "background.bin"
CARD_NAME = "background.json"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProjectCounts:
    """In how many projects an item occurs; items seen in fewer than two are not kept.

    `hashes` uint32 (m,) strictly increasing, the upper halves of 64-bit hashes; `projects` uint8 (m,), at most 255.
    Two items whose upper halves are equal count as one, which can only make an item look more common.
    """

    hashes: NDArray[np.uint32]
    projects: NDArray[np.uint8]
    index: KeyIndex = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hashes", frozen_array(self.hashes, np.uint32))
        object.__setattr__(self, "projects", frozen_array(self.projects, np.uint8))
        object.__setattr__(self, "index", KeyIndex(self.hashes.astype(np.uint64)))

    def look_up(self, items: NDArray[np.uint64]) -> NDArray[np.uint8]:
        """Return the number of projects for each 64-bit hash, 0 for fewer than two: uint8 (n,)."""
        place = self.index.find(items >> np.uint64(32))
        seen = np.zeros(len(items), dtype=np.uint8)
        there = place != ABSENT
        seen[there] = self.projects[place[there]]
        return seen


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Background:
    """The background of one language.

    `vocabulary` uint64 (v,) sorted kind hashes, kind i having the identifier i + 2; `card` says where the counts
    come from (see `training`); `digest` is the SHA-256 of the model file.
    """

    language: str
    vocabulary: NDArray[np.uint64]
    ngrams: NgramModel
    kgrams: ProjectCounts
    names: ProjectCounts
    literals: ProjectCounts
    comment_words: ProjectCounts
    card: dict[str, Any]
    digest: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "vocabulary", frozen_array(self.vocabulary, np.uint64))

    @property
    def projects(self) -> int:
        """The number of projects that were counted."""
        return len(self.card["projects"])

    def identify(self, kinds: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the vocabulary identifier of each kind hash, `UNKNOWN` for the others: int64 (n,)."""
        return identify(kinds, self.vocabulary)


def identify(kinds: NDArray[np.uint64], vocabulary: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the identifier of each kind hash in a sorted vocabulary, `UNKNOWN` for the others: int64 (n,)."""
    if len(vocabulary) == 0:
        return np.full(len(kinds), UNKNOWN, dtype=np.int64)
    place = np.minimum(np.searchsorted(vocabulary, kinds), len(vocabulary) - 1)
    return np.where(vocabulary[place] == kinds, place + RESERVED, UNKNOWN).astype(np.int64)


def save_background(folder: Path, background: Background) -> Background:
    """Write model and card into `folder`, and return the background with the digest of what was written.

    Each file is written under another name and renamed into place, the card last: an interrupted run leaves no half
    file, and a model that is not the one of its card is refused when it is read.
    """
    packed = _pack(background)
    digest = hashlib.sha256(packed).hexdigest()
    card = {**background.card, "digest": digest, "language": background.language}
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(card, indent=1, sort_keys=True, ensure_ascii=False)
    saved_files.replace(folder / MODEL_NAME, packed)
    saved_files.replace(folder / CARD_NAME, (text + "\n").encode())
    return load_background(folder)


def packed_size(background: Background) -> int:
    """Return the size of the model file that `save_background` would write [bytes]."""
    return len(_pack(background))


def load_card(folder: Path) -> dict[str, Any]:
    """Return the card of the model in `folder`.

    Raises:
        StoreError: There is none, or it is not a card.
    """
    path = folder / CARD_NAME
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StoreError(
            f"no background model for {folder.name}: {path.name} cannot be read; reinstall codematch"
        ) from error
    except ValueError as error:
        raise StoreError(f"the background card of {folder.name} is damaged; reinstall codematch") from error
    if not isinstance(card, dict) or not {"projects", "digest", "language", "tokens"} <= card.keys():
        raise StoreError(f"the background card of {folder.name} lacks fields; reinstall codematch")
    return card


def has_background(folder: Path) -> bool:
    """Say whether `folder` holds a background model."""
    return (folder / MODEL_NAME).is_file() and (folder / CARD_NAME).is_file()


def load_background(folder: Path) -> Background:
    """Read the model in `folder` and check it against the digest on its card.

    Raises:
        StoreError: The model is missing, or not the one that its card describes.
    """
    card = load_card(folder)
    try:
        packed = (folder / MODEL_NAME).read_bytes()
    except OSError as error:
        raise StoreError(
            f"no background model for {folder.name}: {MODEL_NAME} cannot be read; reinstall codematch"
        ) from error
    digest = hashlib.sha256(packed).hexdigest()
    if digest != card["digest"] or not packed.startswith(MAGIC):
        raise StoreError(
            f"the background model of {folder.name} is damaged (digest {digest[:16]}); reinstall codematch"
        )
    return _unpack(packed, card, digest)


def _pack(background: Background) -> bytes:
    parts = [MAGIC, *_encoded(background.vocabulary, ordered=True)]
    parts += _encoded(np.array([background.ngrams.size, len(background.ngrams.levels)], dtype=np.uint32))
    for level in background.ngrams.levels:
        parts += _encoded(level.keys, ordered=True) + _encoded(level.counts) + _encoded(level.followers)
    for table in (background.kgrams, background.names, background.literals, background.comment_words):
        parts += _encoded(table.hashes, ordered=True) + _encoded(table.projects)
    return b"".join(parts)


def _unpack(packed: bytes, card: dict[str, Any], digest: str) -> Background:
    stream = memoryview(packed)[len(MAGIC) :]

    def take(dtype: type[np.unsignedinteger[Any]], ordered: bool = False) -> NDArray[Any]:
        nonlocal stream
        length = int.from_bytes(stream[:8], "little")
        array = _decoded(stream[8 : 8 + length], dtype, ordered)
        stream = stream[8 + length :]
        return array

    def take_counts() -> ProjectCounts:
        return ProjectCounts(hashes=take(np.uint32, ordered=True), projects=take(np.uint8))

    vocabulary = take(np.uint64, ordered=True)
    size, depth = (int(value) for value in take(np.uint32))
    levels = tuple(
        Level(keys=take(np.uint64, ordered=True), counts=take(np.uint32), followers=take(np.uint32))
        for _ in range(depth)
    )
    return Background(
        language=card["language"],
        vocabulary=vocabulary,
        ngrams=NgramModel(size=size, levels=levels),
        kgrams=take_counts(),
        names=take_counts(),
        literals=take_counts(),
        comment_words=take_counts(),
        card=card,
        digest=digest,
    )


def _encoded(array: NDArray[Any], ordered: bool = False) -> list[bytes]:
    """The length and the zlib stream of an array: as differences when `ordered`, in little-endian byte planes."""
    values = np.diff(array, prepend=array.dtype.type(0)) if ordered else array
    planes = np.ascontiguousarray(values.astype(array.dtype.newbyteorder("<"))).view(np.uint8)
    packed = zlib.compress(planes.reshape(-1, array.dtype.itemsize).T.tobytes(), 9)
    return [len(packed).to_bytes(8, "little"), packed]


def _decoded(packed: memoryview, dtype: type[np.unsignedinteger[Any]], ordered: bool) -> NDArray[Any]:
    raw = np.frombuffer(zlib.decompress(packed), dtype=np.uint8)
    size = np.dtype(dtype).itemsize
    values = np.ascontiguousarray(raw.reshape(size, -1).T).view(np.dtype(dtype).newbyteorder("<")).reshape(-1)
    return np.cumsum(values, dtype=dtype) if ordered else values.astype(dtype)
