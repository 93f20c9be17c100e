"""What a file says by itself, gathered once, before anything is compared."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.comment_text import CommentText, comment_text
from codematch.evidence.groups import Groups, groups_of
from codematch.evidence.marks import Trace, traces
from codematch.evidence.words import plain_words
from codematch.model.fast_hash import hash_texts
from codematch.model.tokens import TokenStream
from codematch.settings import Evidence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """One file, by itself.

    `folded` is the digest of its text without white space, "" without any text. `lines` uint64 (l,) are the hashes of
    its lines without the white space at both ends; a blank one is 0. `words` are its different words in small
    letters, one on a line (see `plain_words`).
    """

    folded: str
    lines: NDArray[np.uint64]
    words: str
    comments: CommentText
    traces: tuple[Trace, ...]
    groups: Groups


def gather_facts(utf8: bytes, stream: TokenStream, settings: Evidence) -> Facts:
    """Return what the detectors want to know of a file."""
    text = b"".join(utf8.split())
    return Facts(
        folded=hashlib.sha256(text).hexdigest() if text else "",
        lines=line_hashes(utf8),
        words=plain_words(utf8),
        comments=comment_text(utf8, stream, settings),
        traces=tuple(traces(utf8, stream)),
        groups=groups_of(stream, settings),
    )


def line_hashes(utf8: bytes) -> NDArray[np.uint64]:
    """Return the hash of each line without the white space at both ends: uint64 (l,)."""
    return hash_texts(map(bytes.strip, utf8.splitlines()))
