"""What the metadata of a package say: its licence, and what it requires; whether its files are native code."""

import re
from collections.abc import Iterable, Mapping
from email.message import Message

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NATIVE = (".so", ".pyd", ".dll", ".dylib")
_SPDX = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
_NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "ISC License": "ISC",
}
_WORDS = re.compile(r"[A-Za-z0-9 .,()+/-]{2,60}")


def licence(metadata: Message) -> str:
    """Return the licence of a package: an SPDX expression where it gives one, else what it calls it."""
    if expression := metadata.get("License-Expression"):
        return str(expression)
    stated = str(metadata.get("License") or "").strip()
    classified = [
        str(line).rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier") or ()
        if str(line).startswith("License ::")
    ]
    if stated and _WORDS.fullmatch(stated):
        return _NAMES.get(stated, stated)
    return " and ".join(_SPDX.get(name, name) for name in classified) or "not stated"


def is_native(files: Iterable[str]) -> bool:
    """Say whether one of the files of a package is native code."""
    return any(name.endswith(NATIVE) or ".so." in name for name in files)


def requirements(metadata: Message, extras: Iterable[str], environment: Mapping[str, str]) -> dict[str, set[str]]:
    """Return what a package requires with some of its extras: the names, each with the extras of it.

    Args:
        metadata: Of the package.
        extras: The extras of it that are wanted.
        environment: The values of markers, those of this machine where it has none.
    """
    found: dict[str, set[str]] = {}
    for line in metadata.get_all("Requires-Dist") or ():
        wanted = Requirement(str(line))
        wanted_for = ("", *extras)
        if wanted.marker is None or any(wanted.marker.evaluate({**environment, "extra": one}) for one in wanted_for):
            found.setdefault(canonicalize_name(wanted.name), set()).update(wanted.extras)
    return found
