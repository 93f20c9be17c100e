"""Code that occurs in a work given with `--common`.

The work is matched and aligned with both works like the works themselves (`comparison.reference_material`). Aligned
tokens are labelled with the place in it. A passage with changes is labelled as changed, and only if its file shares
enough with a file of the material. Comments that occur in it verbatim are labelled, and changed comments of open
source.

Why: Two works that started from one template, kit or open-source project share its code for this reason alone.

Not covered: A work that nobody gave. Passages too light to be aligned.

Example: Both works begin with the main program of one development kit. With `--common kit/=SDK-TEMPLATE` its lines are
labelled SDK-TEMPLATE in both.
"""

from codematch.filtration.rule import Filter
from codematch.model.filtration import FilterId, ReasonCode
from codematch.settings.filters import Common

RULE = Filter(
    id=FilterId.COMMON,
    docs=__doc__,
    settings=Common,
    codes=tuple(code for code in ReasonCode if code is not ReasonCode.USER_AGREED),
    messages=("in-work", "lines-of", "place", "comment", "material"),
)
