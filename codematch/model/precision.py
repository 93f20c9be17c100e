"""The precision at which a result is stored; every report shows what is stored, never a finer number."""

import math

from codematch.errors import InvariantError
from codematch.model.match import Weight

BITS_DECIMALS = 2
SHARE_DECIMALS = 6


def stored_bits(value: float) -> float:
    """Return a number of bits at stored precision: two decimals.

    Raises:
        InvariantError: The number is not finite.
    """
    return _finite(round(float(value), BITS_DECIMALS))


def stored_share(value: float) -> float:
    """Return a share or ratio at stored precision: six decimals, and 0 and 1 only when the value is exactly that.

    Raises:
        InvariantError: The number is not finite.
    """
    number = float(value)
    step = 10.0**-SHARE_DECIMALS
    if 0.0 < number < 1.0:
        return min(max(round(number, SHARE_DECIMALS), step), 1.0 - step)
    return _finite(round(number, SHARE_DECIMALS))


def stored_total(weight: Weight) -> float:
    """Return the total of a weight in bits: the sum of its channels as stored, so that a reader can add up."""
    channels = (weight.structure, weight.names, weight.literals, weight.comments, weight.renames)
    return stored_bits(sum(stored_bits(channel) for channel in channels))


def stored_deciding(weight: Weight) -> float:
    """Return the sum of the channels that decide whether a region is reported, as stored, in bits."""
    channels = (weight.structure, weight.names, weight.literals, weight.renames)
    return stored_bits(sum(stored_bits(channel) for channel in channels))


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise InvariantError(f"a result holds the number {number}")
    return number + 0.0  # minus zero becomes zero, so that equal results have equal bytes
