"""How strong chains are against others, and whether they are heavy enough to be reported: many at once.

A chain is reported by what it weighs, and chosen by what it would weigh if nothing that the known work repeats or
that other projects hold were discounted: discounts say how much a match weighs, never which counterpart is right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain, CumulativeBits
from codematch.align.sequence import SymbolSequence
from codematch.comparison.prepare import IDENTIFIER, LITERAL, PreparedWork
from codematch.model.frozen import freeze_arrays
from codematch.model.spans import span_positions
from codematch.weight.bits import STEPS
from codematch.weight.renames import NamePairs, rename_bits
from codematch.weight.weigher import Weigher


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextTable:
    """The names and literals of a work, token by token in the order of its sequence.

    `texts` uint64 (n,) hashes of their texts; `rarity` float32 (n,) what each weighs under the background of its
    language [bits], 0 for other tokens, NaN where there is no background: float32 is exact for multiples of 1/1024 bit.
    `names` bool (n,) tells which are names, and `lines` int32 (n,) is the line of each token in its file; both are
    empty where renames weigh nothing.
    """

    texts: NDArray[np.uint64]
    rarity: NDArray[np.float32]
    names: NDArray[np.bool_]
    lines: NDArray[np.int32]

    def __post_init__(self) -> None:
        freeze_arrays(self)


def tabulate_texts(work: PreparedWork, weigher: Weigher) -> TextTable:
    """Return the names and literals of a work with what each of them weighs."""
    texts = np.concatenate([np.empty(0, np.uint64), *(file.stream.texts for file in work.files)])
    rarity = np.zeros(len(texts), dtype=np.float32)
    first = 0
    for file in work.files:
        stream, own = file.stream, rarity[first : first + len(file.stream)]
        first += len(own)
        telling = np.flatnonzero((stream.classes == IDENTIFIER) | (stream.classes == LITERAL))
        for language in stream.languages:
            chosen = telling[stream.in_language(language)[telling]] if stream.sections else telling
            background = weigher.background(language)
            own[chosen] = np.nan if background is None else _rarity(file.weights.held[chosen], background.projects)
    counted = work.files if weigher.rename_bits else ()
    return TextTable(
        texts=texts,
        rarity=rarity,
        names=np.concatenate([np.empty(0, np.bool_), *(file.stream.classes == IDENTIFIER for file in counted)]),
        lines=np.concatenate([np.empty(0, np.int32), *(file.stream.lines for file in counted)]),
    )


def _rarity(held: NDArray[np.integer], projects: int) -> NDArray[np.float64]:
    """What names and literals weigh that so many of the projects hold [bits]."""
    rarity: NDArray[np.float64] = np.round(np.log2((projects + 1) / np.maximum(held, 1)) * STEPS) / STEPS
    return rarity


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scales:
    """Everything that decides how heavy and how strong chains of two works are.

    `bits` are the weights that count, `full` those of the known side without discounts beside those of the questioned
    side with them. `texts` are the names and literals of both; `highest` float64 (n + 1,) running sums of what those of
    the questioned side may weigh at most. `rename_bits` is what a repetition of a rename weighs at most [bits].
    """

    works: tuple[PreparedWork, PreparedWork]
    sequences: tuple[SymbolSequence, SymbolSequence]
    bits: CumulativeBits
    full: CumulativeBits
    texts: tuple[TextTable, TextTable]
    highest: NDArray[np.float64]
    rename_bits: float

    def __post_init__(self) -> None:
        freeze_arrays(self)

    def discounted(
        self,
        known: NDArray[np.int64],
        questioned: NDArray[np.int64],
        lengths: NDArray[np.int64],
        firsts: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """Return what groups of spans, each from one of `firsts` on, lose by the discounts of the known side [bits]."""
        spans = known, questioned, lengths, firsts
        return self.full.lower_sums(*spans) - self.bits.lower_sums(*spans)

    @classmethod
    def of(
        cls,
        works: tuple[PreparedWork, PreparedWork],
        sequences: tuple[SymbolSequence, SymbolSequence],
        bits: CumulativeBits,
        full: CumulativeBits,
        weigher: Weigher,
    ) -> "Scales":
        """Return the scales of two works that are laid out as sequences."""
        texts = tabulate_texts(works[0], weigher), tabulate_texts(works[1], weigher)
        # Where the questioned language has no background, that of the known one counts: no bound is known then.
        bound = np.minimum(np.nan_to_num(texts[1].rarity, nan=np.inf), _NO_BOUND)
        most = weigher.rename_bits
        if most:
            bound = bound + most * texts[1].names
        highest = np.concatenate(([0.0], np.cumsum(bound, dtype=np.float64)))
        return cls(
            works=works, sequences=sequences, bits=bits, full=full, texts=texts, highest=highest, rename_bits=most
        )


_NO_BOUND = 1e6
"""More than any name weighs [bits]."""
Spans = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""First known and first questioned tokens, and lengths [tokens]."""
_BATCH = 1 << 16
"""Spans that are looked at together: memory only, no result depends on it."""


def strengths(
    scales: Scales, chains: Sequence[Chain], thresholds: Mapping[str, float], min_structure: float
) -> list[float | None]:
    """Return how strong each chain is [bits], None for one that is not reported.

    Args:
        scales: Those of the two works.
        chains: The chains.
        thresholds: The least total of structure, names, literals and renames, by language of the known work [bits].
        min_structure: The least structure [bits].
    """
    found: list[float | None] = [None] * len(chains)
    if all(chain.bits < min_structure for chain in chains):  # so are most of the parts that others leave of a chain
        return found
    lowest = min(thresholds.values(), default=0.0)
    sizes = np.array([len(chain.known) for chain in chains])
    firsts = np.cumsum(sizes) - sizes
    known, questioned, lengths = (
        np.concatenate([getattr(chain, name) for chain in chains]) for name in ("known", "questioned", "lengths")
    )
    bits = np.array([chain.bits for chain in chains])
    bound = np.add.reduceat(scales.highest[questioned + lengths] - scales.highest[questioned], firsts)
    hopeful = np.flatnonzero((bits >= min_structure) & (bits + bound >= lowest))
    if not len(hopeful):
        return found
    texts = _text_bits(scales, [chains[index] for index in hopeful.tolist()])
    gained = scales.discounted(known, questioned, lengths, firsts)
    for index, text in zip(hopeful.tolist(), texts.tolist(), strict=True):
        if bits[index] + text >= thresholds[_language(scales, chains[index])]:
            found[index] = float(bits[index] + gained[index] + text)
    return found


def _language(scales: Scales, chain: Chain) -> str:
    """The language of the known work that a chain is held against."""
    file = int(scales.sequences[0].file_of(chain.known[:1])[0])
    stream = scales.works[0].files[file].stream
    if not stream.sections:
        return stream.language
    return stream.main_language(span_positions(chain.known - scales.sequences[0].bounds[file], chain.lengths))


def _text_bits(scales: Scales, chains: Sequence[Chain]) -> NDArray[np.float64]:
    """Names and literals that each chain holds unchanged, each once, and its renames: float64 (c,) [bits]."""
    known, questioned, lengths = (
        np.concatenate([getattr(chain, name) for chain in chains]) for name in ("known", "questioned", "lengths")
    )
    number = np.repeat(np.arange(len(chains)), [len(chain.known) for chain in chains])
    return text_bits(scales, (known, questioned, lengths), number, len(chains))


def text_bits(
    scales: Scales,
    spans: Spans,
    number: NDArray[np.int64],
    count: int,
) -> NDArray[np.float64]:
    """Return what the names and literals that sets of spans hold unchanged weigh, each once in a set, and renames.

    Args:
        scales: Those of the two works.
        spans: int64 (s,) first known and first questioned tokens, and lengths [tokens].
        number: int64 (s,), the set that each span belongs to.
        count: Number of sets.

    Returns:
        float64 (count,) [bits].
    """
    unchanged = _unchanged_bits(scales, spans, number, count)
    return unchanged + _rename_bits(scales, spans, number, count) if scales.rename_bits else unchanged


Tokens = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Aligned tokens of the known and the questioned side, and the set that each pair belongs to."""


def _batches(spans: Spans, number: NDArray[np.int64]) -> Iterator[Tokens]:
    """Yield the aligned tokens of many spans at a time."""
    for first in range(0, len(number), _BATCH):
        at_known, at_questioned, lengths = (part[first : first + _BATCH] for part in spans)
        sets = np.repeat(number[first : first + _BATCH], lengths)
        yield span_positions(at_known, lengths), span_positions(at_questioned, lengths), sets


def _rename_bits(scales: Scales, spans: Spans, number: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """What the consistent renames in sets of spans weigh: float64 (count,) [bits]."""
    left, right = scales.texts
    pieces = []
    for known, questioned, sets in _batches(spans, number):
        keep = left.names[known]
        pieces.append((known[keep], questioned[keep], sets[keep]))
    if not pieces:
        return np.zeros(count)
    known, questioned, sets = (np.concatenate(column) for column in zip(*pieces, strict=True))
    pairs = NamePairs(
        known=left.texts[known],
        questioned=right.texts[questioned],
        known_lines=left.lines[known],
        questioned_lines=right.lines[questioned],
        sets=sets,
    )
    return rename_bits(pairs, count, scales.rename_bits)


def _unchanged_bits(scales: Scales, spans: Spans, number: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """What the names and literals that sets of spans hold unchanged weigh: float64 (count,) [bits]."""
    left, right = scales.texts
    pieces = []
    for known, questioned, sets in _batches(spans, number):
        keep = (left.texts[known] == right.texts[questioned]) & (left.rarity[known] != 0)
        pieces.append((known[keep], questioned[keep], sets[keep]))
    if not pieces:
        return np.zeros(count)
    known, questioned, sets = (np.concatenate(column) for column in zip(*pieces, strict=True))
    texts = left.texts[known]
    order = np.lexsort((texts, sets))
    known, questioned, sets, texts = known[order], questioned[order], sets[order], texts[order]
    fresh = np.ones(len(texts), dtype=bool)
    fresh[1:] = (texts[1:] != texts[:-1]) | (sets[1:] != sets[:-1])
    known, questioned, sets = known[fresh], questioned[fresh], sets[fresh]
    readings = [
        np.bincount(sets, weights=table.rarity[at], minlength=count)
        for table, at in ((left, known), (right, questioned))
    ]
    # A side without a background gives way to the other; without both, names and literals weigh nothing.
    return np.nan_to_num(np.fmin(*readings), nan=0.0)
