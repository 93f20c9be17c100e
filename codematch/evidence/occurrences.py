"""Where the different texts of one class of tokens stand: how often, and where first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Occurrences:
    """The different texts of a work: uint64 (n,) sorted `hashes`, int64 (n,) `counts`, and where each stands first.

    `files` and `tokens` int64 (n,) are the numbers of the file and of the token in it.
    """

    hashes: NDArray[np.uint64]
    counts: NDArray[np.int64]
    files: NDArray[np.int64]
    tokens: NDArray[np.int64]


def occurrences(work: Subject, token_class: int) -> Occurrences:
    """Return the different texts of the tokens of a class, in file order of their first occurrence."""
    texts, files, tokens = [np.empty(0, np.uint64)], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for number, file in enumerate(work.files):
        places = np.flatnonzero(file.stream.classes == token_class)
        texts.append(file.stream.texts[places])
        files.append(np.full(len(places), number, dtype=np.int64))
        tokens.append(places)
    hashes, firsts, counts = np.unique(np.concatenate(texts), return_index=True, return_counts=True)
    return Occurrences(
        hashes=hashes,
        counts=counts.astype(np.int64),
        files=np.concatenate(files)[firsts],
        tokens=np.concatenate(tokens)[firsts],
    )
