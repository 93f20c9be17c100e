"""Where the cache of this user is: below XDG_CACHE_HOME on Linux, where other systems keep caches elsewhere."""

import os
import sys
from pathlib import Path

VARIABLE = "CODEMATCH_CACHE_DIR"
"""This environment variable names another folder; empty, it switches the cache off."""


def default_folder() -> Path | None:
    """Return the folder of the cache, None if it is switched off."""
    given = os.environ.get(VARIABLE)
    if given is not None:
        return Path(given) if given else None
    return _home() / "codematch"


def _home() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    given = os.environ.get("XDG_CACHE_HOME", "")
    return Path(given) if os.path.isabs(given) else Path.home() / ".cache"
