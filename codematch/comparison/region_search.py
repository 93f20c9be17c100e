"""Whether a comparison of two prepared works reports anything, without judging or counting it: for evaluation."""

from codematch.comparison.assemble import assemble
from codematch.comparison.matching import match_works
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.comparison.significance import assess_languages, light_floors, thresholds_of
from codematch.model.precision import stored_total
from codematch.model.stratum import Stratum


def reports_any(
    known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit, stratum: Stratum = Stratum.UNRELATED
) -> bool:
    """Say whether a comparison reports a region, or a pair of files, that reaches the threshold of its language."""
    languages = assess_languages(known, questioned, toolkit, stratum)
    thresholds = thresholds_of(languages)
    floors = light_floors(languages)
    matching = match_works(known, questioned, toolkit.weigher, thresholds, toolkit.settings, floors=floors)
    located = assemble(matching, known, questioned, toolkit.weigher, thresholds, toolkit.settings)
    regions = (item.region for item in located)
    return matching.by_pair > 0 or any(stored_total(region.weight) >= thresholds[region.language] for region in regions)
