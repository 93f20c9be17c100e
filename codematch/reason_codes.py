"""How material is named, on a command line and in a case file: by its locator, a reason code in front of it or not."""

import os
import re
from pathlib import Path

from codematch.errors import UsageError
from codematch.model.filtration import ReasonCode
from codematch.nearest_name import nearest

_NOT_GIVEN = {
    ReasonCode.OSS_MODIFIED: "write OSS=; codematch detects modifications itself",
    ReasonCode.USER_AGREED: "list the exclusion in the file for --agreed",
}
"""Reasons of which something else decides, and what to do instead of giving them."""
GIVEN = {code.value: code for code in ReasonCode if code not in _NOT_GIVEN}
"""The reasons that may be given for material."""
_LIKE_A_CODE = re.compile(r"[A-Za-z][A-Za-z/_-]*")


def split_material(text: str, folder: Path = Path()) -> tuple[ReasonCode, str]:
    """Return the reason and the locator of material: `CODE=locator`, or a locator alone, which is open source.

    Args:
        text: What names the material.
        folder: The folder that its path is relative to.

    Raises:
        UsageError: What stands before `=` is no reason code, and the whole is no path with `=` in its name either.
    """
    prefix, equals, locator = text.partition("=")
    if equals and prefix.upper() in GIVEN:
        return GIVEN[prefix.upper()], locator
    if equals and _LIKE_A_CODE.fullmatch(prefix) and not _is_there(text, folder):
        for code, instead in _NOT_GIVEN.items():
            if prefix.upper() == code:
                raise UsageError(f"{text}: the reason {code} cannot be given; {instead}")
        meant = nearest(prefix.upper(), list(GIVEN), f"use one of {', '.join(GIVEN)}")
        raise UsageError(f"{text}: {prefix} is not a reason code, and the path does not exist{meant}")
    return ReasonCode.OSS, text


def _is_there(locator: str, folder: Path) -> bool:
    """Say whether a locator, or what stands before one of its `@`, is a path."""
    parts = locator.split("@")
    paths = ("@".join(parts[:count]) for count in range(1, len(parts) + 1))
    return any(os.path.lexists(folder / path) for path in paths if path and "\0" not in path)
