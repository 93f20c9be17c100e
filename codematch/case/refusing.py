"""One error for whatever a library raises over damaged bytes: there are many kinds of it."""

import contextlib
from collections.abc import Iterator

from codematch.errors import CodematchError

_LONGEST = 160
"""Characters of a reason; some libraries print the bytes that they stumbled over."""


@contextlib.contextmanager
def refusing(error: CodematchError, *, with_reason: bool = False) -> Iterator[None]:
    """Raise `error` for whatever a library raises in the block, with its reason in brackets when that is asked for."""
    try:
        yield
    except CodematchError:
        raise
    except Exception as fault:
        if not with_reason:
            raise error from None
        raise type(error)(f"{error} ({_short(str(fault)) or type(fault).__name__})") from None


def _short(reason: str) -> str:
    """One line that a terminal shows as it is."""
    line = "".join(char if char.isprintable() else " " for char in reason)
    return " ".join(line.split())[:_LONGEST].strip()
