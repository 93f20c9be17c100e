"""One error for whatever a library raises over damaged bytes: there are many kinds of it."""

import contextlib
from collections.abc import Iterator

from codematch.errors import CodematchError


@contextlib.contextmanager
def refusing(error: CodematchError) -> Iterator[None]:
    """Raise `error` for whatever the block raises."""
    try:
        yield
    except Exception:
        raise error from None
