"""Turns the exceptions that libraries raise over damaged bytes into one error of codematch."""

import contextlib
import warnings
from collections.abc import Iterator

from codematch.errors import CodematchError

DAMAGED_DATA: tuple[type[Exception], ...] = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    StopIteration,
    TypeError,
    ValueError,
)
"""What reading plain data of the wrong shape raises: a missing field, another type, bytes that end too early."""
_LONGEST = 160
"""Characters of a reason; some libraries print the bytes that they stumbled over."""


@contextlib.contextmanager
def translate_errors(
    error: CodematchError, kinds: tuple[type[Exception], ...] = DAMAGED_DATA, *, with_reason: bool = False
) -> Iterator[None]:
    """Raise `error` for an exception of some kinds in the block; any other passes through.

    Args:
        error: The error to raise.
        kinds: The exceptions that are translated.
        with_reason: Whether the text of the exception is added to that of the error, in brackets.
    """
    try:
        yield
    except CodematchError:
        raise
    except kinds as fault:
        if not with_reason:
            raise error from None
        raise type(error)(f"{error} ({_short(str(fault)) or type(fault).__name__})") from None


@contextlib.contextmanager
def translate_certificate_errors(error: CodematchError, *, with_reason: bool = False) -> Iterator[None]:
    """Raise `error` for what reading keys, certificates and time-stamps raises.

    Old and damaged certificates have properties that the library will refuse one day, a serial number below 1 for
    one. It warns of them now; whether such a certificate counts is for the check of the signatures to say.
    """
    from cryptography.utils import CryptographyDeprecationWarning

    with translate_errors(error, _damaged_certificates(), with_reason=with_reason), warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        yield


def _damaged_certificates() -> tuple[type[Exception], ...]:
    """Return `DAMAGED_DATA`, and what `cryptography` adds to it."""
    from cryptography import exceptions, x509

    return (
        *DAMAGED_DATA,
        exceptions.InternalError,
        exceptions.UnsupportedAlgorithm,
        x509.DuplicateExtension,
        x509.InvalidVersion,
        x509.UnsupportedGeneralNameType,
    )


def _short(reason: str) -> str:
    """Return a reason as one line of printable characters, of limited length."""
    line = "".join(char if char.isprintable() else " " for char in reason)
    return " ".join(line.split())[:_LONGEST].strip()
