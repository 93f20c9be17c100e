"""Which stratum the statements are for: the least favourable one that fits, or the one that the examiner gave."""

from collections.abc import Sequence

from codematch.model.stratum import FoundStratum, StrataFound, Stratum

ORDER = (
    Stratum.UNRELATED,
    Stratum.SAME_FRAMEWORK,
    Stratum.SAME_AUTHOR,
    Stratum.SAME_INTERFACE,
    Stratum.SAME_TASK,
)
"""From the most favourable to the known work to the least: pairs of the later ones reach heavier regions, as a test of
the models that ship asserts."""


def choose(found: Sequence[FoundStratum], given: Stratum | None = None) -> StrataFound:
    """Return the strata with the one that the statements are for, the least favourable first.

    Args:
        found: Every stratum, in any order.
        given: The stratum that the examiner gives, whether it fits or not; None for the least favourable that fits.
    """
    ranked = sorted(found, key=lambda entry: (not entry.fits, -ORDER.index(entry.stratum)))
    return StrataFound(
        found=tuple(ranked), chosen=given if given is not None else ranked[0].stratum, is_given=given is not None
    )
