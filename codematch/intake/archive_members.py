"""Members of archives, as the readers of zip and tar hand them to `archive`."""

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from codematch.intake.entries import LegacyName, Readable
from codematch.model.message import Message

FORMAT_ERRORS = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,  # gzip and bz2 say so when their data is broken
    ValueError,
    IndexError,
    OverflowError,
    NotImplementedError,
    RuntimeError,  # zipfile on encryption; too many chained tar headers
)
"""What the standard readers raise on broken or hostile containers."""


class Kind(Enum):
    """What a member claims to be."""

    FILE = auto()
    FOLDER = auto()
    SYMLINK = auto()
    HARD_LINK = auto()
    SPECIAL = auto()
    ENCRYPTED = auto()
    UNCOVERED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a container.

    `name` is as the container has it, in UTF-8 where its encoding is known; `raw` its original bytes if they
    differ. `target` is what a link in a tar points to; in a zip that is its content. `open` gives the bytes of
    a file, now and not later: a tar is read in one pass. `metered` tells that the budget is charged below,
    where the container is expanded. `detail` says what bytes that no member has are. `legacy` is a name whose encoding
    the container does not state, of which `name` is a first guess. `size_bytes` and `stored_bytes` are what it expands
    to and from, where the container says so before it is read. `digest` and `others` are those of bytes that no member
    has, and `size_bytes` is then their number.
    """

    name: bytes
    kind: Kind
    raw: bytes = b""
    target: bytes = b""
    open: Callable[[], Readable] | None = None
    metered: bool = False
    detail: Message | None = None
    legacy: LegacyName | None = None
    size_bytes: int = 0
    stored_bytes: int = 0
    digest: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
