"""The MinHash signatures of a pair, which are kept in a file beside `report.json`.

The file holds the values of one signature after another, each `permutations` of 4 bytes, little-endian, without a
header; signature 0 begins at byte 0. Files and units name theirs by its number; the same signature is there once.
"""

import hashlib
import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import require
from codematch.model.shape import BESIDE

FILE_NAME = re.compile(r"minhash(?:-\d+)?\.bin")
_VALUE_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketches:
    """The different signatures of a pair, and the file that they are in.

    `sha256` is the digest of the file, `count` the number of signatures, each of `permutations` values. `content` is
    what is in the file; empty where it is missing.
    """

    file: str
    sha256: str
    count: int
    permutations: int
    content: bytes = field(default=b"", repr=False, compare=False, metadata=BESIDE)

    def __post_init__(self) -> None:
        require(FILE_NAME.fullmatch(self.file) is not None, f"no name of a file of signatures: {self.file!r}")
        require(not self.content or self.is_content(self.content), f"{self.file} is not what the result records")

    @property
    def is_missing(self) -> bool:
        """Whether the file with the signatures is missing."""
        return self.count > 0 and not self.content

    def is_content(self, content: bytes) -> bool:
        """Return whether bytes are those of the file."""
        return hashlib.sha256(content).hexdigest() == self.sha256

    def __getitem__(self, number: int) -> NDArray[np.uint32]:
        """Return a signature: uint32 (permutations,).

        Raises:
            IndexError: There is no such signature, or the file is missing.
        """
        size = self.permutations * _VALUE_BYTES
        if not 0 <= number < len(self.content) // max(size, 1):
            raise IndexError(f"no signature {number}")
        return np.frombuffer(self.content, dtype="<u4", count=self.permutations, offset=number * size)


class SketchCollector:
    """Gives every different signature a number, in the order in which they come."""

    def __init__(self, permutations: int) -> None:
        self._size = permutations * _VALUE_BYTES
        self._numbers: dict[bytes, int] = {}

    def add(self, values: NDArray[np.uint32]) -> list[int]:
        """Return the numbers of some signatures, whose values follow one another."""
        packed, size = values.astype("<u4").tobytes(), self._size
        numbers = self._numbers
        return [numbers.setdefault(packed[start : start + size], len(numbers)) for start in range(0, len(packed), size)]

    def collected(self, file: str = "minhash.bin") -> Sketches:
        """Return all signatures that came."""
        content = b"".join(self._numbers)
        return Sketches(
            file=file,
            sha256=hashlib.sha256(content).hexdigest(),
            count=len(self._numbers),
            permutations=self._size // _VALUE_BYTES,
            content=content,
        )
