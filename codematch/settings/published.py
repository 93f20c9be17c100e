"""Published scales: what others have defined is no setting, and is cited here with its values."""

VERBAL_SCALE = ((0.301, "none"), (1.0, "weak"), (2.0, "moderate"), (3.0, "moderately-strong"), (4.0, "strong"))
"""Upper ends of |log10 LR| and what they are called; beyond the last one "very-strong", up to an LR of 2 "none".

ENFSI guideline for evaluative reporting in forensic science (2015), table 2.
"""


def verbal_strength(log10_lr: float) -> str:
    """Return what a likelihood ratio is called on the scale, whichever side it supports."""
    return next((word for end, word in VERBAL_SCALE if abs(log10_lr) <= end), "very-strong")
