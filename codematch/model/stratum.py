"""Strata: what two works may have in common without a common origin."""

from enum import StrEnum


class Stratum(StrEnum):
    """A kind of pair of works without a common origin, by what they share all the same."""

    UNRELATED = "unrelated"
    SAME_TASK = "same-task"
    SAME_INTERFACE = "same-interface"
    SAME_FRAMEWORK = "same-framework"
    SAME_AUTHOR = "same-author"
