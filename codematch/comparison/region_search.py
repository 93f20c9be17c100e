"""The regions of two prepared works alone, without judging or counting them: for training and evaluation."""

from codematch.comparison.assemble import assemble
from codematch.comparison.matching import match_works
from codematch.comparison.prepare import PreparedWork, Toolkit, languages_of
from codematch.comparison.significance import assess_languages, thresholds_of
from codematch.model.match import Region
from codematch.model.precision import stored_total


def find_regions(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit, min_bits: float) -> list[Region]:
    """Find the regions of two prepared works from a total of `min_bits` on, without judging or counting them."""
    thresholds = dict.fromkeys(languages_of(known), min_bits)
    matching = match_works(known, questioned, toolkit.weigher, thresholds, toolkit.settings)
    located = assemble(matching, known, questioned, toolkit.weigher, thresholds, toolkit.settings)
    return [item.region for item in located]


def reports_any(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> bool:
    """Say whether a comparison reports a region that reaches the threshold of its language."""
    languages = assess_languages(known, questioned, toolkit)
    thresholds = thresholds_of(languages)
    matching = match_works(known, questioned, toolkit.weigher, thresholds, toolkit.settings)
    located = assemble(matching, known, questioned, toolkit.weigher, thresholds, toolkit.settings)
    regions = (item.region for item in located)
    return any(stored_total(region.weight) >= thresholds[region.language] for region in regions)
