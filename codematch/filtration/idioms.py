"""Common idioms: sequences that a good part of the projects of the background hold, made of words that they hold too.

The sequence of kinds alone is no idiom: `a.b = c(d)` stands everywhere, whatever a, b, c and d are. So every name and
literal in it must be common as well.
"""

from collections.abc import Iterable

import numpy as np

from codematch.filtration.file_view import FileView, runs
from codematch.model.filtration import Mark, ReasonCode
from codematch.model.message import Message
from codematch.settings import Filtration


def marks(file: FileView, settings: Filtration) -> Iterable[Mark]:
    """Label runs of common sequences with common words; the basis says how many projects hold them, at least."""
    for language, projects in sorted(file.projects.items()):
        least = max(2, int(np.ceil(settings.idiom_share * projects)))
        held = np.where(file.stream.in_language(language), np.minimum(file.common, file.held), 0)
        spans = runs(held >= least, settings.idiom_tokens)
        if not spans:
            continue
        fewest = np.minimum.reduceat(np.append(held, 0), np.array(spans).ravel())[::2]
        for (first, stop), number in zip(spans, fewest.tolist(), strict=True):
            basis = Message.of("common-sequence", least=number, projects=projects)
            yield Mark(first, stop, ReasonCode.COMMON_IDIOM, basis)
