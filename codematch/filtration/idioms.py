"""Sequences of tokens that occur in many projects of the background.

Both the sequence of kinds and every name and literal in it must be common: the sequence `a.b = c(d)` alone occurs in
all projects.

Why: Code that many unrelated projects contain does not indicate that one work came from another.

Not covered: Idioms of a field that the background lacks; languages without a background.

Example: `for (int i = 0; i < n; i++) {`.
"""

from collections.abc import Iterable

import numpy as np

from codematch.filtration.file_view import FileView, runs
from codematch.filtration.rule import Filter
from codematch.model.filtration import FilterId, Mark, ReasonCode
from codematch.model.message import Message
from codematch.settings.filters import Idioms


def marks(file: FileView, settings: Idioms) -> Iterable[Mark]:
    """Label runs of common sequences with common words; the basis says how many projects hold them, at least."""
    for language, projects in sorted(file.projects.items()):
        least = max(settings.idiom_projects, int(np.ceil(settings.idiom_share * projects)))
        held = np.where(file.stream.in_language(language), np.minimum(file.common, file.held), 0)
        spans = runs(held >= least, settings.idiom_tokens)
        if not spans:
            continue
        fewest = np.minimum.reduceat(np.append(held, 0), np.array(spans).ravel())[::2]
        for (first, stop), number in zip(spans, fewest.tolist(), strict=True):
            basis = Message.of("common-sequence", least=number, projects=projects)
            yield Mark(first, stop, ReasonCode.COMMON_IDIOM, basis)


RULE = Filter(
    id=FilterId.IDIOMS,
    docs=__doc__,
    settings=Idioms,
    codes=(ReasonCode.COMMON_IDIOM,),
    messages=("common-sequence",),
    check=marks,
    is_customary=True,
)
