"""Whether a comparison of two prepared works reports anything, without judging or counting it: for evaluation."""

from codematch.comparison.assemble import assemble
from codematch.comparison.matching import match_works
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.comparison.significance import assess_languages, light_thresholds, thresholds_of
from codematch.model.precision import stored_total


def reports_any(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> bool:
    """Say whether a comparison reports a region, or a pair of files, that reaches the threshold of its language."""
    languages = assess_languages(known, questioned, toolkit)
    thresholds = thresholds_of(languages)
    light = light_thresholds(languages)
    matching = match_works(known, questioned, toolkit.weigher, thresholds, toolkit.settings, light_thresholds=light)
    located = assemble(matching, known, questioned, toolkit.weigher, thresholds, toolkit.settings)
    regions = (item.region for item in located)
    return matching.reported_by_sum > 0 or any(
        stored_total(region.weight) >= thresholds[region.language] for region in regions
    )
