"""What somebody probably meant by a misspelt name."""

import difflib
from collections.abc import Sequence


def nearest(name: str, known: Sequence[str], otherwise: str) -> str:
    """Return the end of an error message that names the nearest of `known`, or `otherwise` when none is near.

    Dotted names are also compared by their last part, so that `min_wieght` finds `weighing.min_weight`.
    """
    near = difflib.get_close_matches(name, known, n=1)
    if not near:
        by_last_part = {full.rpartition(".")[2]: full for full in known}
        parts = difflib.get_close_matches(name.rpartition(".")[2], list(by_last_part), n=1)
        near = [by_last_part[part] for part in parts]
    return f"; did you mean {near[0]}?" if near else f"; {otherwise}"
