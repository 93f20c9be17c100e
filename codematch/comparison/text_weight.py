"""What the texts of aligned tokens weigh: names, literals and comments that both sides hold unchanged, and renames.

Step 7 of the method. Where the two sides are in different languages, the lower of the two backgrounds counts.
"""

from collections.abc import Iterator, Set

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import AlignedTokens
from codematch.comparison.prepare import IDENTIFIER, LITERAL
from codematch.model.match import Weight
from codematch.model.spans import place_in
from codematch.model.tokens import TokenStream
from codematch.model.words import comment_words
from codematch.weight.channels import comment_bits, text_bits
from codematch.weight.renames import NamePairs, rename_bits
from codematch.weight.weigher import Weigher

Streams = tuple[TokenStream, TokenStream]
_CHANNELS = (("names", IDENTIFIER), ("literals", LITERAL))


def name_and_literal_bits(
    streams: Streams, known: NDArray[np.int64], questioned: NDArray[np.int64], weigher: Weigher
) -> tuple[float, float]:
    """Return the rarity of the names and of the literals that aligned tokens share unchanged [bits].

    Args:
        streams: The known and the questioned file.
        known: int64 (m,), aligned tokens of the known file.
        questioned: int64 (m,), their counterparts.
        weigher: The backgrounds.
    """
    texts = streams[0].texts[known]
    same = texts == streams[1].texts[questioned]
    texts, classes = texts[same], streams[0].classes[known[same]]
    weights = [
        [
            sum(
                text_bits(weigher.background(language), channel, texts[chosen & (classes == code)])
                for language, chosen in parts
            )
            for channel, code in _CHANNELS
        ]
        for parts in _readings(streams, (known[same], questioned[same]), weigher)
    ]
    names, literals = min(weights, key=sum)
    return names, literals


def renames_of(streams: Streams, known: NDArray[np.int64], questioned: NDArray[np.int64], weigher: Weigher) -> float:
    """Return what it weighs that names among aligned tokens consistently stand as others [bits].

    Args:
        streams: The known and the questioned file.
        known: int64 (m,), aligned tokens of the known file.
        questioned: int64 (m,), their counterparts.
        weigher: Says what a repetition weighs at most.
    """
    if not weigher.rename_bits:
        return 0.0
    names = streams[0].classes[known] == IDENTIFIER
    known, questioned = known[names], questioned[names]
    pairs = NamePairs(
        known=streams[0].texts[known],
        questioned=streams[1].texts[questioned],
        known_lines=streams[0].lines[known],
        questioned_lines=streams[1].lines[questioned],
        sets=np.zeros(len(known), dtype=np.int64),
    )
    return float(rename_bits(pairs, 1, weigher.rename_bits)[0])


def _readings(
    streams: Streams, tokens: tuple[NDArray[np.int64], NDArray[np.int64]], weigher: Weigher
) -> Iterator[list[tuple[str, NDArray[np.bool_]]]]:
    """The ways in which aligned tokens may be weighed: by the languages of the known side, and by the other's.

    Each is a list of languages with bool (m,), which of the pairs are in it. One way where both sides are in one
    language; a side without a background gives way to the other.
    """
    sides = [_parts(stream, at) for stream, at in zip(streams, tokens, strict=True)]
    if [language for language, _ in sides[0]] == [language for language, _ in sides[1]]:
        sides = sides[:1]
    weighed = [side for side in sides if all(weigher.background(language) for language, _ in side)]
    yield from weighed or sides[:1]


def _parts(stream: TokenStream, tokens: NDArray[np.int64]) -> list[tuple[str, NDArray[np.bool_]]]:
    if not stream.sections:
        return [(stream.language, np.ones(len(tokens), dtype=np.bool_))]
    codes = stream.language_codes(tokens)
    parts = [(language, codes == code) for code, language in enumerate(stream.languages)]
    return [(language, chosen) for language, chosen in parts if chosen.any()]


def text_weight(
    streams: Streams,
    aligned: AlignedTokens,
    structure: float,
    weigher: Weigher,
    *,
    left: NDArray[np.bool_] | None = None,
    dropped: tuple[Set[int], Set[int]] = (frozenset(), frozenset()),
) -> Weight:
    """Return the weight of a passage, or of a part of one, by channel.

    Args:
        streams: The known and the questioned file.
        aligned: The aligned tokens of the passage: the comments among them count.
        structure: The weight of its structure [bits].
        weigher: The backgrounds.
        left: bool (m,), which of the pairs count; all of them when not given.
        dropped: The comments of either file that do not count.
    """
    known, questioned = streams
    at_known, at_questioned = aligned.known, aligned.questioned
    if left is not None:
        at_known, at_questioned = at_known[left], at_questioned[left]
    names, literals = name_and_literal_bits(streams, at_known, at_questioned, weigher)
    words = [
        comment_words(_comments(known, aligned.known, dropped[0])),
        comment_words(_comments(questioned, aligned.questioned, dropped[1])),
    ]
    languages = {known.main_language(aligned.known), questioned.main_language(aligned.questioned)}
    backgrounds = [weigher.background(language) for language in sorted(languages)]
    comments = [comment_bits(background, words[0], words[1]) for background in backgrounds if background is not None]
    return Weight(
        structure=structure,
        names=names,
        literals=literals,
        comments=min(comments, default=0.0),
        renames=renames_of(streams, at_known, at_questioned, weigher),
    )


def _comments(stream: TokenStream, tokens: NDArray[np.int64], dropped: Set[int]) -> tuple[str, ...]:
    """The comments between the first and the last of these tokens, and those right before the first."""
    before = int(stream.stops[tokens[0] - 1]) if tokens[0] else 0
    low = place_in(stream.comments.starts, before)
    high = place_in(stream.comments.starts, int(stream.stops[tokens[-1]]))
    return tuple(stream.comments.texts[n] for n in range(low, high) if n not in dropped)
