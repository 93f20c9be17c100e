"""Common idioms: sequences that a good part of the projects of the background hold, made of words that they hold too.

The sequence of kinds alone is no idiom: `a.b = c(d)` stands everywhere, whatever a, b, c and d are. So every name and
literal in it must be common as well.
"""

from collections.abc import Iterable

import numpy as np

from codematch.filtration.material import Material, runs
from codematch.model.filtration import Mark, ReasonCode
from codematch.settings import Filtration


def marks(file: Material, settings: Filtration) -> Iterable[Mark]:
    """Label runs of common sequences with common words; the basis says how many projects hold them, at least."""
    if not file.projects:
        return
    least = max(2, int(np.ceil(settings.idiom_share * file.projects)))
    held = np.minimum(file.common, file.held)
    spans = runs(held >= least, settings.idiom_tokens)
    if not spans:
        return
    fewest = np.minimum.reduceat(np.append(held, 0), np.array(spans).ravel())[::2]
    for (first, stop), number in zip(spans, fewest.tolist(), strict=True):
        basis = f"sequence and words in {number} or more of {file.projects} projects of the background"
        yield Mark(first, stop, ReasonCode.COMMON_IDIOM, basis)
