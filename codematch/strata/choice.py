"""Which stratum the statements are for: the least favourable one that fits, or the one that the examiner gave."""

from collections.abc import Sequence

from codematch.model.stratum import FoundStratum, StrataFound, Stratum

ORDER = (
    Stratum.UNRELATED,
    Stratum.SAME_AUTHOR,
    Stratum.SAME_FRAMEWORK,
    Stratum.SAME_INTERFACE,
    Stratum.SAME_TASK,
)
"""From the most favourable to the known work to the least, where no pairs say so: works of the later ones reach heavier
regions by chance."""


def choose(
    found: Sequence[FoundStratum], given: Stratum | None = None, order: Sequence[Stratum] = ORDER
) -> StrataFound:
    """Return the strata with the one that the statements are for, the least favourable first.

    Args:
        found: Every stratum, in any order.
        given: The stratum that the examiner gives, whether it fits or not; None for the least favourable that fits.
        order: The strata from the most favourable to the least.
    """
    ranked = sorted(found, key=lambda entry: (not entry.fits, -order.index(entry.stratum)))
    return StrataFound(
        found=tuple(ranked), chosen=given if given is not None else ranked[0].stratum, is_given=given is not None
    )
