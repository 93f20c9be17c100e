"""Code of others that a work carries along: known by the folder it lies in, or by the banner it begins with."""

import re
from collections.abc import Iterable

from codematch.filtration.file_view import FileView
from codematch.model.filtration import Mark, ReasonCode
from codematch.model.message import Message, PathName, Quote
from codematch.settings import Filtration

WRITTEN_ELSEWHERE = frozenset({
    "node_modules", "bower_components", "third_party", "third-party", "thirdparty", "3rdparty", "vendor", "vendored",
    "_vendor", "_vendored", "external", "externals", "extern",
})  # fmt: skip
"""Names of folders that say by convention that what lies below was written elsewhere; reference sets leave it out."""
FOLDERS = WRITTEN_ELSEWHERE | {
    "jspm_packages",
    "3rd-party",
    "vendors",
    "site-packages",
    "pods",
    "carthage",
    "external-deps",
    "external_deps",
}

_HEAD = 2_000
_BANNER = re.compile(
    rb"/\*[*!]?[\s*]*(?:@(?:license|preserve)[\s*]*)?([A-Za-z][\w.\- ]{1,40}?)[\s,]+v?(\d+\.\d+(?:\.\d+)?\S{0,12})"
)
_KEPT = (b"/*!", b"@license", b"@preserve")
"""What tools that shrink code leave in: comments so marked are meant to travel with a library."""


def marks(file: FileView, settings: Filtration) -> Iterable[Mark]:
    """Label the whole file when its folder or its banner says that it is a copy of something released elsewhere."""
    if not len(file.stream):
        return ()
    folder = next((part for part in file.path.lower().split("/")[:-1] if part in FOLDERS), None)
    if folder is not None:
        return (Mark(0, len(file.stream), ReasonCode.VENDOR, Message.of("folder", folder=PathName(folder))),)
    head = file.utf8[:_HEAD]
    banner = _BANNER.search(head) if any(mark in head for mark in _KEPT) else None
    if banner is None:
        return ()
    name, version = (part.decode("utf-8", "replace") for part in banner.groups())
    return (
        Mark(
            0,
            len(file.stream),
            ReasonCode.VENDOR,
            Message.of("banner", name=Quote(name.strip()), version=Quote(version)),
        ),
    )
