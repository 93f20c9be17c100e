"""What files and functions of unrelated languages share: the part of the method that needs no regions.

Files in languages of one family are compared by their tokens. Here a file of the known work meets the files of the
questioned one that are in a language of another family.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from codematch.across.counts import FOLDER, ItemCounts, has_counts, load_counts
from codematch.across.heaviest import Joined, heaviest, join, one_to_one, pairs_from
from codematch.across.items import Kind
from codematch.across.null_model import FILES, FUNCTIONS, AcrossNull, has_null, load_null
from codematch.across.statement import Reading, are_same
from codematch.comparison.across_items import a_few, items_of
from codematch.comparison.across_sides import Side, meeting_files, side_of
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.model.across import AcrossNotEvaluated, AcrossPair, AcrossResult
from codematch.model.precision import stored_bits
from codematch.model.sides import Both
from codematch.settings import grammars_folder
from codematch.significance.statement import search_space

Works = tuple[PreparedWork, PreparedWork]
Sides = tuple[Side, Side]
Chosen = tuple[tuple[int, ...], tuple[int, ...]]
"""The files of each work that take part."""


def align_across(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> AcrossResult | None:
    """Return what files and functions of unrelated languages share; None where there are none, or nothing to ask.

    Raises:
        StoreError: The item counts or the null model are damaged.
    """
    folder = grammars_folder() / FOLDER
    if not toolkit.settings.across.on or not has_counts(folder):
        return None
    chosen = meeting_files(known, questioned, toolkit)
    if not all(chosen):
        return None
    counts, null = _models(folder)
    works = known, questioned
    reading, reason = _reading(null, counts, works, chosen, toolkit)
    thresholds = _thresholds(reading, toolkit)
    files = _sides(works, chosen, counts, toolkit)
    joined = _join(files, toolkit)
    pairs = _found(joined, files, reading, FILES, thresholds[FILES], toolkit)
    functions = _sides(
        works,
        _sharing(joined, files, thresholds[FUNCTIONS] * toolkit.settings.across.near_share),
        counts,
        toolkit,
        functions=True,
    )
    lists = _found(_join(functions, toolkit), functions, reading, FUNCTIONS, thresholds[FUNCTIONS], toolkit)
    return AcrossResult(
        files=Both(len(files[0].files), len(files[1].files)),
        functions=Both(len(functions[0].files), len(functions[1].files)),
        languages=tuple(sorted({side.language(part) for side in files for part in range(len(side.files))})),
        file_threshold_bits=thresholds[FILES],
        function_threshold_bits=thresholds[FUNCTIONS],
        heaviest_bits=pairs.heaviest,
        heaviest_function_bits=lists.heaviest,
        multiple=reading.multiple if reading is not None else 1.0,
        null_digest=reading.null.digest if reading is not None else "",
        not_evaluated=reason,
        file_pairs=pairs.pairs,
        function_pairs=lists.pairs,
        omitted_files=pairs.omitted,
        omitted_functions=lists.omitted,
    )


@cache
def _models(folder: Path) -> tuple[ItemCounts, AcrossNull | None]:
    return load_counts(folder), load_null(folder) if has_null(folder) else None


def _sides(
    works: Works,
    chosen: Chosen,
    counts: ItemCounts,
    toolkit: Toolkit,
    *,
    functions: bool = False,
) -> Sides:
    left, right = (
        side_of(work, own, counts, toolkit, functions=functions) for work, own in zip(works, chosen, strict=True)
    )
    return left, right


def _reading(
    null: AcrossNull | None,
    counts: ItemCounts,
    works: Works,
    chosen: Chosen,
    toolkit: Toolkit,
) -> tuple[Reading | None, AcrossNotEvaluated | None]:
    """Return how weights are held against the null model; or None, and why there is none that fits."""
    if null is None:
        return None, AcrossNotEvaluated.NO_NULL
    if null.counts != counts.digest or not are_same(null.settings, toolkit.settings):
        return None, AcrossNotEvaluated.OTHER_SETTINGS
    known, questioned = (
        sum(len(work.files[number].stream) for number in own) for work, own in zip(works, chosen, strict=True)
    )
    multiple = max(1.0, 2.0 ** (search_space(known, questioned) - null.log2_product))
    return Reading(null=null, multiple=multiple, level=toolkit.settings.significance.level), None


def _thresholds(reading: Reading | None, toolkit: Toolkit) -> dict[str, float]:
    """Return from which weight on pairs of files and of functions are listed [bits]."""
    if reading is None:
        return dict.fromkeys((FILES, FUNCTIONS), toolkit.settings.across.unfitted_bits)
    rate = toolkit.settings.significance.coincidence_rate
    return {about: reading.null.threshold(about, rate) for about in (FILES, FUNCTIONS)}


def _join(sides: Sides, toolkit: Toolkit) -> Joined:
    left, right = sides
    return join(left.table, right.table, (left.families, right.families), toolkit.settings.across)


def _sharing(joined: Joined, sides: Sides, least: float) -> Chosen:
    """Return the files of both works that are in a pair which may weigh so much [bits]."""
    pairs = np.flatnonzero(joined.limits() >= least)
    known, questioned = (
        tuple(side.files[part] for part in np.unique(parts[pairs]).tolist())
        for side, parts in zip(sides, (joined.shared.known_parts, joined.shared.questioned_parts), strict=True)
    )
    return known, questioned


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What is stated of pairs of files, or of functions."""

    heaviest: float
    pairs: tuple[AcrossPair, ...]
    omitted: int


def _found(
    joined: Joined, sides: Sides, reading: Reading | None, about: str, threshold: float, toolkit: Toolkit
) -> _Found:
    rules = toolkit.settings.across
    pairs = pairs_from(joined, threshold)
    pairs = one_to_one(joined, pairs) if about == FUNCTIONS else pairs
    shown = tuple(
        _pair(joined, pair, sides, reading, about, rules.max_items if place < rules.listed_pairs else 0)
        for place, (_, pair) in enumerate(pairs[: rules.max_pairs])
    )
    return _Found(
        heaviest=stored_bits(pairs[0][0] if pairs else heaviest(joined)),
        pairs=shown,
        omitted=len(pairs) - len(shown),
    )


def _pair(joined: Joined, pair: int, sides: Sides, reading: Reading | None, about: str, most: int) -> AcrossPair:
    """Return what is stated of one pair, with at most so many common items."""
    shared, weights = joined.shared, joined.weights
    left, right = int(shared.known_parts[pair]), int(shared.questioned_parts[pair])
    order, ordered = joined.order_of(pair)
    bits = stored_bits(float(weights.unordered[pair]) + order)
    kinds = shared.kinds[shared.bounds[pair] : shared.bounds[pair + 1]]
    items = items_of(joined, pair, sides, frozenset(ordered.tolist())) if most else ()
    listed = a_few(items, most)
    known, questioned = sides[0].place(left), sides[1].place(right)
    return AcrossPair(
        path=Both(known.path, questioned.path),
        language=Both(sides[0].language(left), sides[1].language(right)),
        unit=Both(known.unit, questioned.unit),
        first_line=Both(known.first_line, questioned.first_line),
        last_line=Both(known.last_line, questioned.last_line),
        total_bits=bits,
        names_bits=stored_bits(weights.names[pair]),
        texts_bits=stored_bits(weights.texts[pair]),
        numbers_bits=stored_bits(weights.numbers[pair]),
        comments_bits=stored_bits(weights.comments[pair]),
        order_bits=stored_bits(order),
        common=len(kinds),
        common_names=int((kinds == Kind.NAMES).sum()),
        ordered_names=len(ordered),
        items=listed,
        items_omitted=len(items) - len(listed),
        rates=reading.rates(about, bits) if reading is not None else (),
    )
