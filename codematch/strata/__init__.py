"""Strata: which kind of works two works are apart from a common origin, found from what they share.

Each stratum has a module with a pure function of the two prepared works, which returns what it measured and whether the
stratum fits. Unrelated works are always among the strata that fit: nothing needs to be shared for that.
"""

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.model.message import Message
from codematch.model.stratum import FoundStratum, StrataFound, Stratum
from codematch.strata import same_author, same_framework, same_interface, same_task
from codematch.strata.choice import choose

__all__ = ["SIGNS", "choose", "find_strata"]

SIGNS = (same_author.fit, same_framework.fit, same_interface.fit, same_task.fit)
UNRELATED = FoundStratum(stratum=Stratum.UNRELATED, fits=True, figures=(), reason=Message.of("unrelated-fits"))


def find_strata(
    known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit, given: Stratum | None = None
) -> StrataFound:
    """Return which strata fit two works, and which one the statements are for.

    Args:
        known: The known work.
        questioned: The questioned work.
        toolkit: Backgrounds and settings.
        given: The stratum that the examiner gives; None to take the least favourable that fits.

    Raises:
        StoreError: A background model is damaged.
    """
    found = [UNRELATED, *(sign(known, questioned, toolkit) for sign in SIGNS)]
    return choose(found, given)
