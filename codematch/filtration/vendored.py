"""Files in folders for third-party code, and files that begin with the banner of a library.

Such folders are `node_modules`, `vendor`, `third_party` and the like (listed in `filtration.vendored`). A banner is a
comment that tools keep when they shrink code, with the name and the version of a library. The label counts only if both
sides have one.

Why: Two works that bundle one library share its code.

Not covered: Third-party code in any other folder and without a banner; give it with `--common`, or use the reference
library.

Example: `node_modules/left/index.js` in both works; a file that begins with `/*! Widget Library v3.5.1 */`.
"""

import re
from collections.abc import Iterable

from codematch.filtration.file_view import FileView
from codematch.filtration.rule import Filter
from codematch.model.filtration import FilterId, Mark, ReasonCode
from codematch.model.message import Message, PathName, Quote
from codematch.settings.filters import Vendored

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

_BANNER = re.compile(
    rb"/\*[*!]?[\s*]*(?:@(?:license|preserve)[\s*]*)?([A-Za-z][\w.\- ]{1,40}?)[\s,]+v?(\d+\.\d+(?:\.\d+)?\S{0,12})"
)
_KEPT = (b"/*!", b"@license", b"@preserve")
"""What tools that shrink code leave in: comments so marked are meant to travel with a library."""


def marks(file: FileView, settings: Vendored) -> Iterable[Mark]:
    """Label the whole file when its folder or its banner says that it is a copy of something released elsewhere."""
    if not len(file.stream):
        return ()
    folder = next((part for part in file.path.lower().split("/")[:-1] if part in FOLDERS), None)
    if folder is not None:
        return (Mark(0, len(file.stream), ReasonCode.VENDOR, Message.of("folder", folder=PathName(folder))),)
    head = file.utf8[: settings.banner_bytes]
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


RULE = Filter(
    id=FilterId.VENDORED,
    docs=__doc__,
    settings=Vendored,
    codes=(ReasonCode.VENDOR,),
    messages=("folder", "banner"),
    check=marks,
    by_place=True,
    needs_both_sides=True,
)
