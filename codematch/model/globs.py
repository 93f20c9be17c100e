"""Patterns of paths as people write them: for what is included, excluded or suppressed."""

import unicodedata
from collections.abc import Iterable
from fnmatch import fnmatchcase


def plain(pattern: str) -> str:
    """Return a pattern in the form of the paths that it is held against: NFC, slashes, no `./` at its beginning."""
    return unicodedata.normalize("NFC", pattern.strip()).replace("\\", "/").removeprefix("./")


def matches(path: str, pattern: str) -> bool:
    """Tell whether a pattern fits a path, the end of it after a slash, or a folder that it lies in.

    `*.c` fits `src/a.c`, `vendor` and `vendor/` fit `src/vendor/a.c`, `/vendor` only a folder at the top. `*` and `**`
    fit any characters, slashes too.

    Args:
        path: A path with slashes.
        pattern: What `plain` returned.
    """
    at_top = pattern.startswith("/")
    wanted = pattern.strip("/")
    if not wanted:
        return False
    parts = path.split("/")
    ends = range(len(parts), 0, -1) if not pattern.endswith("/") else range(len(parts) - 1, 0, -1)
    starts = range(1) if at_top else range(len(parts))
    forms = (wanted, wanted[3:]) if wanted.startswith("**/") else (wanted,)
    return any(
        fnmatchcase("/".join(parts[start:end]), form)
        for form in forms
        for start in starts
        for end in ends
        if start < end
    )


def any_matches(path: str, patterns: Iterable[str]) -> bool:
    """Tell whether one of several patterns fits a path."""
    return any(matches(path, pattern) for pattern in patterns)
