"""The second pass: what the first one left over, as plain text, across all languages.

Step 8 of the method, its last pass. The first pass compares files of related languages. A file whose language was
decided wrongly, or whose text stands in a format that no grammar reads, would be out of its reach. Here any file of the
known work meets any file of the questioned one, as long as the two share rare names or literals: both are read by the
plain lexer without their comments, and what is aligned that way is mapped back to the tokens of the two files.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from codematch.align.borders import Borders, Way, fit
from codematch.align.chain import Chain, CumulativeBits, find_chains
from codematch.align.resolve import Accepted, Assignment, resolve
from codematch.align.script import AlignedTokens, FileTokens, align_tokens
from codematch.align.seeds import Runs, find_runs
from codematch.align.sequence import SymbolSequence, join_files
from codematch.comparison.located_region import LocatedRegion, Passage, locate
from codematch.comparison.prepare import PreparedFile, PreparedWork, Toolkit
from codematch.comparison.tally import coverage
from codematch.comparison.text_weight import name_and_literal_bits, renames_of, text_weight
from codematch.correspondence.files import path_fit
from codematch.languages import TEXT, tokenize
from codematch.model.frozen import array_value
from codematch.model.kgrams import kgram_hashes
from codematch.model.sides import Both
from codematch.model.source import SourceFile
from codematch.model.tokens import TokenStream
from codematch.settings import PlainPass

_BLANK = 0x20


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainMatches:
    """What the second pass found, without numbers, and the tokens that it searched in each work."""

    regions: tuple[LocatedRegion, ...] = ()
    tokens: Both[int] = field(default_factory=lambda: Both(0, 0))


@array_value(copy=False)
class _View:
    """A file as the plain lexer reads it: `file` is its index in the work, `stream` its tokens.

    `bits` float64 (n,) are their weights, `places` int64 (n,) the token of the file's own stream that each lies in, and
    `is_open` bool (n,) whether no region accounts for that token yet.
    """

    file: int
    stream: TokenStream
    bits: NDArray[np.float64]
    places: NDArray[np.int64]
    is_open: NDArray[np.bool_]


@array_value(copy=False)
class _Side:
    """One work of the second pass: its views, laid end to end."""

    work: PreparedWork
    views: tuple[_View, ...]
    sequence: SymbolSequence
    running_bits: NDArray[np.float64]

    def view_of(self, starts: NDArray[np.int64]) -> tuple[int, _View]:
        """Return the view that a chain with these pieces lies in, with its number."""
        number = int(self.sequence.file_of(starts[:1])[0])
        return number, self.views[number]


def match_plain(
    known: PreparedWork,
    questioned: PreparedWork,
    located: Sequence[LocatedRegion],
    threshold_bits: float,
    toolkit: Toolkit,
) -> PlainMatches:
    """Find what files of unrelated languages share as plain text, where no region accounts for it yet.

    Args:
        known: The known work.
        questioned: The questioned work.
        located: The regions of the first pass.
        threshold_bits: The total from which a region is reported [bits].
        toolkit: Backgrounds and settings.
    """
    rules = toolkit.settings.plain
    if not rules.on:
        return PlainMatches()
    covered = coverage(known, located, "known"), coverage(questioned, located, "questioned")
    pairs = _candidates((known, questioned), covered, toolkit)
    if not pairs:
        return PlainMatches()
    sides = tuple(
        _lay_out(work, sorted({pair[number] for pair in pairs}), masks, toolkit)
        for number, (work, masks) in enumerate(zip((known, questioned), covered, strict=True))
    )
    left, right = sides
    assignment = _accept(left, right, set(pairs), threshold_bits, toolkit)
    borders: Callable[[TokenStream], Borders] = cache(Borders.of)  # of each file once, not of each region
    regions = [_region(accepted, left, right, borders, toolkit) for accepted in assignment.accepted]
    return PlainMatches(
        regions=tuple(item for item in regions if item is not None and _is_heavy(item, threshold_bits, toolkit)),
        tokens=Both(len(left.sequence.symbols), len(right.sequence.symbols)),
    )


def _is_heavy(item: LocatedRegion, threshold_bits: float, toolkit: Toolkit) -> bool:
    """Say whether a region of the second pass is reported: by the rules of any other region."""
    weight = item.region.weight
    return weight.structure >= toolkit.settings.weighing.min_weight and weight.deciding >= threshold_bits


# Which files meet


def _candidates(
    works: tuple[PreparedWork, PreparedWork],
    covered: tuple[list[NDArray[np.bool_]], list[NDArray[np.bool_]]],
    toolkit: Toolkit,
) -> list[tuple[int, int]]:
    """The pairs of files that the first pass kept apart, and that share rare names or literals; sorted."""
    rules = toolkit.settings.plain
    tables = [_rare_items(work, masks, rules) for work, masks in zip(works, covered, strict=True)]
    (left_items, left_files), (right_items, right_files) = tables
    firsts = np.searchsorted(left_items, right_items, side="left")
    counts = np.searchsorted(left_items, right_items, side="right") - firsts
    right = np.repeat(right_files, counts)
    within = np.arange(len(right)) - np.repeat(np.cumsum(counts) - counts, counts)
    left = left_files[np.repeat(firsts, counts) + within]
    width = max(len(works[1].files), 1)
    keys, shared = np.unique(left * width + right, return_counts=True)
    chosen = keys[shared >= rules.min_shared].tolist()
    pairs = [divmod(key, width) for key in chosen]
    return [pair for pair in pairs if _is_apart(works[0].files[pair[0]], works[1].files[pair[1]], toolkit)]


def _rare_items(
    work: PreparedWork, masks: Sequence[NDArray[np.bool_]], rules: PlainPass
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The names and literals that few files of a work hold, sorted, with the file; of files with enough left over."""
    open_files = [
        index for index, mask in enumerate(masks) if len(mask) - int(np.count_nonzero(mask)) >= rules.min_tokens
    ]
    texts = [np.union1d(work.files[index].names, work.files[index].literals) for index in open_files]
    items = np.concatenate([np.empty(0, np.uint64), *texts])
    files = np.repeat(np.array(open_files, dtype=np.int64), [len(part) for part in texts])
    order = np.argsort(items, kind="stable")
    items, files = items[order], files[order]
    _, places, counts = np.unique(items, return_inverse=True, return_counts=True)
    rare = counts[places] <= rules.max_files
    return items[rare], files[rare]


def _is_apart(known: PreparedFile, questioned: PreparedFile, toolkit: Toolkit) -> bool:
    """Say whether the first pass could not compare two files fairly: other languages, or a broken parse."""
    broken = toolkit.settings.parsing.syntax_error_share
    return (
        known.families != questioned.families or max(known.stream.error_share, questioned.stream.error_share) > broken
    )


# Their text


def _lay_out(work: PreparedWork, files: list[int], masks: list[NDArray[np.bool_]], toolkit: Toolkit) -> _Side:
    views = tuple(_view(index, work.sources[index], work.files[index], masks[index], toolkit) for index in files)
    running = np.concatenate(([0.0], np.cumsum(np.concatenate([np.empty(0), *(view.bits for view in views)]))))
    k = toolkit.settings.seeding.k
    symbols = [view.stream.kinds for view in views]
    grams = [_open_grams(view, k) for view in views]
    sequence = join_files(symbols, grams, running, k, toolkit.settings.seeding.min_bits)
    return _Side(work=work, views=views, sequence=sequence, running_bits=running)


def _view(index: int, source: SourceFile, file: PreparedFile, mask: NDArray[np.bool_], toolkit: Toolkit) -> _View:
    own = file.stream
    text = bytearray(source.utf8)
    for start, stop in zip(own.comments.starts.tolist(), own.comments.stops.tolist(), strict=True):
        text[start:stop] = bytes([_BLANK]) * (stop - start)
    stream = tokenize(own.path, bytes(text), TEXT, toolkit.languages, toolkit.settings.parsing, divide=False)
    places = np.minimum(np.searchsorted(own.stops, stream.starts, side="right"), len(own) - 1).astype(np.int64)
    inside = own.starts[places] <= stream.starts
    return _View(
        file=index,
        stream=stream,
        bits=toolkit.weigher.weigh(stream).bits,
        places=np.where(inside, places, -1),
        is_open=inside & ~mask[places],
    )


def _open_grams(view: _View, k: int) -> NDArray[np.uint64]:
    """The k-grams of a view, 0 where a region already accounts for one of the tokens."""
    grams = kgram_hashes(view.stream.kinds, k)
    taken = np.concatenate(([0], np.cumsum(~view.is_open)))
    return np.where(taken[k:] == taken[: len(grams)], grams, np.uint64(0))


# What they share


def _accept(
    left: _Side,
    right: _Side,
    pairs: set[tuple[int, int]],
    threshold_bits: float,
    toolkit: Toolkit,
) -> Assignment:
    """Accept the chains between candidate files that reach the threshold, heaviest first."""
    settings = toolkit.settings
    bits = CumulativeBits(known=left.running_bits, questioned=right.running_bits)
    runs, groups = _between(find_runs(left.sequence, right.sequence, settings.seeding), left, right, pairs)

    def strength(chain: Chain) -> float | None:
        views, aligned = _aligned(chain, left, right)
        streams = views[0].stream, views[1].stream
        texts = name_and_literal_bits(streams, aligned.known, aligned.questioned, toolkit.weigher)
        total = chain.bits + sum(texts) + renames_of(streams, aligned.known, aligned.questioned, toolkit.weigher)
        return total if total >= threshold_bits else None

    candidates = []
    for chain in find_chains(runs, groups, bits, settings.chaining, settings.weighing.min_weight):
        own = strength(chain)
        if own is None:
            continue
        known, questioned = left.view_of(chain.known)[1].file, right.view_of(chain.questioned)[1].file
        paths = left.work.sources[known].record.path, right.work.sources[questioned].record.path
        candidates.append((chain, own, (-path_fit(*paths), questioned, known)))
    candidates.sort(key=lambda item: (-item[0].bits, item[2], int(item[0].questioned[0]), int(item[0].known[0])))
    empty = Assignment.empty(len(right.sequence.symbols))
    return resolve(empty, candidates, bits, settings.chaining, lambda chains: [strength(chain) for chain in chains])


def _between(runs: Runs, left: _Side, right: _Side, pairs: set[tuple[int, int]]) -> tuple[Runs, NDArray[np.int64]]:
    """The runs between candidate files, with the number of the pair of views that each lies in."""
    at_left, at_right = left.sequence.file_of(runs.known), right.sequence.file_of(runs.questioned)
    groups = at_left * len(right.views) + at_right
    wanted = [
        number
        for number in np.unique(groups).tolist()
        if (left.views[number // len(right.views)].file, right.views[number % len(right.views)].file) in pairs
    ]
    keep = np.isin(groups, wanted)
    kept = replace(runs, known=runs.known[keep], questioned=runs.questioned[keep], lengths=runs.lengths[keep])
    return kept, groups[keep]


def _aligned(chain: Chain, left: _Side, right: _Side) -> tuple[tuple[_View, _View], AlignedTokens]:
    """The aligned tokens of a chain within its two views."""
    (at_left, known), (at_right, questioned) = left.view_of(chain.known), right.view_of(chain.questioned)
    within = replace(
        chain,
        known=chain.known - left.sequence.bounds[at_left],
        questioned=chain.questioned - right.sequence.bounds[at_right],
    )
    tokens = (
        FileTokens(symbols=stream.kinds, texts=stream.texts, lines=stream.lines)
        for stream in (known.stream, questioned.stream)
    )
    return (known, questioned), align_tokens(within, *tokens)


def _region(
    accepted: Accepted, left: _Side, right: _Side, borders: Callable[[TokenStream], Borders], toolkit: Toolkit
) -> LocatedRegion | None:
    """The region of an accepted chain in the tokens of the two files; None when too little of it lies in tokens.

    A literal of a grammar holds several words of the plain lexer: it is aligned with what its first word meets. The
    structure weighs what the lowest of three readings says: as plain text, and as each of the two files is read.
    """
    views, aligned = _aligned(accepted.chain, left, right)
    places = views[0].places[aligned.known], views[1].places[aligned.questioned]
    keep = (places[0] >= 0) & (places[1] >= 0)
    for side in places:
        keep &= side > np.maximum.accumulate(np.concatenate(([-1], np.where(keep, side, -1))))[:-1]
    if not keep.any():
        return None
    kept = AlignedTokens(known=aligned.known[keep], questioned=aligned.questioned[keep])
    sources = left.work.sources[views[0].file], right.work.sources[views[1].file]
    files = left.work.files[views[0].file], right.work.files[views[1].file]
    streams = files[0].stream, files[1].stream
    mapped = AlignedTokens(known=places[0][keep], questioned=places[1][keep])
    passage = Passage(
        files=(views[0].file, views[1].file),
        sources=sources,
        streams=streams,
        aligned=mapped,
        same=streams[0].texts[mapped.known] == streams[1].texts[mapped.questioned],
    )
    structure = min(
        accepted.chain.bits,
        float(files[0].weights.bits[mapped.known].sum()),
        float(files[1].weights.bits[mapped.questioned].sum()),
    )
    weight = text_weight((views[0].stream, views[1].stream), kept, structure, toolkit.weigher)
    spans = fit(mapped, borders(streams[0]), borders(streams[1]), None, Way.GROW).spans
    return locate(passage, weight, spans, language=TEXT)
