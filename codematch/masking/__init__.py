"""Secrets and personal data are recognised to be masked: no report shows a key, a password or a whole address.

They are known by their form and by what is next to them, so that some are missed (limitation L44), and everything
else stays: code that is masked is evidence that is lost.
"""

from codematch.masking.redact import (
    COVER,
    Surroundings,
    blanked,
    cover,
    covered,
    find_marks,
    has_far_hints,
    marks_of,
    marks_of_part,
    masked,
    masked_both,
    masked_part,
    survey,
    suspects,
    text_around,
)
from codematch.masking.spans import Kind, Mark, TextKind, writing_of

__all__ = [
    "COVER",
    "Kind",
    "Mark",
    "Surroundings",
    "TextKind",
    "blanked",
    "cover",
    "covered",
    "find_marks",
    "has_far_hints",
    "marks_of",
    "marks_of_part",
    "masked",
    "masked_both",
    "masked_part",
    "survey",
    "suspects",
    "text_around",
    "writing_of",
]
