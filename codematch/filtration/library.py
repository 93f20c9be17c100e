"""Code that occurs in the reference library.

Files of the library that share enough fingerprints with a file of either work are aligned like works given with
`--common`, and labelled in the same way.

Why: Open-source code in both works may have come from its publisher, not from the other work.

Not covered: Projects and versions that the library lacks; files with fewer shared fingerprints.

Example: Both works contain the base64 decoder of one open-source project. The library contains this project, and the
decoder is labelled OSS with file and lines.
"""

from codematch.filtration.rule import Filter
from codematch.model.filtration import FilterId, ReasonCode
from codematch.settings.filters import Library

RULE = Filter(
    id=FilterId.LIBRARY,
    docs=__doc__,
    settings=Library,
    codes=(ReasonCode.OSS, ReasonCode.OSS_MODIFIED),
    messages=("in-work", "lines-of", "place", "comment", "material", "library"),
)
