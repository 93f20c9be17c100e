"""Formats whose libraries are an extra: which can be made here, and what is said of those that cannot."""

from collections.abc import Mapping, Sequence

from codematch import extras
from codematch.cli import console
from codematch.errors import StoreError
from codematch.report.formats import FORMATS


def missing(formats: Sequence[str]) -> dict[str, str]:
    """Return those of some formats that cannot be made by this installation, with the extra that each one needs."""
    return {
        name: FORMATS[name].extra for name in formats if FORMATS[name].extra and extras.missing(FORMATS[name].extra)
    }


def writable(formats: Sequence[str]) -> tuple[str, ...]:
    """Return those of some formats that can be made by this installation.

    Raises:
        StoreError: There are formats, and none of them can be made.
    """
    lacking = missing(formats)
    found = tuple(name for name in formats if name not in lacking)
    if lacking and not found:
        raise StoreError(_said(lacking))
    return found


def announce(lacking: Mapping[str, str]) -> None:
    """Say before the work begins which formats will not be written."""
    if lacking:
        console.note(f"warning: {_said(lacking)}; everything else is written")


def refuse(lacking: Mapping[str, str]) -> None:
    """End a run that could not write a format that it was asked for, after all else was written.

    Raises:
        StoreError: There is such a format.
    """
    if lacking:
        raise StoreError(f"{_said(lacking)}; then render the result with codematch report")


def _said(lacking: Mapping[str, str]) -> str:
    names = " and ".join(lacking)
    extra = ",".join(sorted(set(lacking.values())))
    return f"{names} cannot be written by this installation: {extras.advice(extra)}"
