"""What pairs of files share in all, before and after filtration, beside what unrelated works do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from codematch.comparison.file_pair_sums import FilePairSums
from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.comparison.text_weight import name_and_literal_bits, renames_of
from codematch.model.precision import stored_bits, stored_deciding
from codematch.model.result import FilePair
from codematch.model.significance import FilePairSum, LanguageSignificance
from codematch.significance.statement import assess_sum

ByLanguage = Mapping[str, LanguageSignificance]
Sides = tuple[PreparedWork, PreparedWork]


def attach_sums(
    pairs: Sequence[FilePair],
    sums: FilePairSums,
    located: Sequence[LocatedRegion],
    sides: Sides,
    languages: ByLanguage,
    toolkit: Toolkit,
) -> tuple[FilePair, ...]:
    """Return the pairs of files with what each shares in all, and how often unrelated works share as much.

    Args:
        pairs: The pairs of files.
        sums: What they share.
        located: The regions, filtered.
        sides: The known and the questioned work.
        languages: What the regions of each language are held against.
        toolkit: The null models.
    """
    places = [{source.record.path: at for at, source in enumerate(work.sources)} for work in sides]
    residuals = residual_sums(located, sides, toolkit)
    return tuple(
        replace(pair, sum=_sum_of((places[0][pair.known_path], places[1][pair.questioned_path]), sums, residuals,
                                  sides, languages, toolkit))
        for pair in pairs
    )  # fmt: skip


def _sum_of(
    files: tuple[int, int],
    sums: FilePairSums,
    residuals: Mapping[tuple[int, int], float],
    sides: Sides,
    languages: ByLanguage,
    toolkit: Toolkit,
) -> FilePairSum | None:
    found = sums.of(*files)
    if found is None:
        return None
    bits = stored_bits(found[0])
    own = FilePairSum(bits=bits, pieces=found[1], residual_bits=stored_bits(min(found[0], residuals[files])))
    known, questioned = (work.files[file].stream.language for work, file in zip(sides, files, strict=True))
    if known != questioned or known not in languages:  # beyond a limit of parsing no token is in the language
        return own
    entry, model = languages[known], toolkit.nulls.get(known)
    return assess_sum(own, entry, model, toolkit.settings.significance, toolkit.nulls.reference_of(entry))


def residual_sums(located: Sequence[LocatedRegion], sides: Sides, toolkit: Toolkit) -> dict[tuple[int, int], float]:
    """Return the sum of each pair of files over what no filter labels of its regions [bits]."""
    pairs: dict[tuple[int, int], list[LocatedRegion]] = defaultdict(list)
    for item in located:
        pairs[item.known_file, item.questioned_file].append(item)
    return {files: _residual_sum(items, sides, toolkit) for files, items in pairs.items()}


def _residual_sum(items: Sequence[LocatedRegion], sides: Sides, toolkit: Toolkit) -> float:
    cost = toolkit.settings.weighing.min_established
    weights = [item.region.residual or item.region.weight for item in items]
    deciding = [stored_deciding(weight) for weight in weights]
    counted = [place for place, bits in enumerate(deciding) if bits >= cost]
    if len(counted) < 2:
        return max(deciding)
    chosen = [items[place] for place in counted]
    known, questioned = (
        np.concatenate([getattr(item.aligned, side)[item.left] for item in chosen]) for side in ("known", "questioned")
    )
    streams = sides[0].files[items[0].known_file].stream, sides[1].files[items[0].questioned_file].stream
    texts = sum(name_and_literal_bits(streams, known, questioned, toolkit.weigher))
    texts += renames_of(streams, known, questioned, toolkit.weigher)
    structure = sum(weights[place].structure for place in counted)
    return max(structure + texts - cost * (len(counted) - 1), *deciding)
