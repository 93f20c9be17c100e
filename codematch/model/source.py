"""What intake makes of an input: files, each with exactly one disposition, in a tree with a root hash."""

import itertools
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value, require
from codematch.model.message import Message

DIGEST_HEX_LENGTH = 64
GIVEN = "given"
"""What decided the encoding of a file that the user states."""


class Disposition(StrEnum):
    """What became of a file; every file of an input has exactly one."""

    COMPARED = "compared"
    EXCLUDED = "excluded"
    UNREADABLE = "unreadable"


class Reason(StrEnum):
    """Why something was not done; the vocabulary of dispositions and limitations."""

    BINARY = "binary"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    SYMLINK = "symlink"
    LEAVES_ROOT = "leaves-root"
    SPECIAL_FILE = "special-file"
    VCS_DATA = "vcs-data"
    SUBMODULE = "submodule"
    LFS_POINTER = "lfs-pointer"
    ENCRYPTED = "encrypted"
    ARCHIVE = "archive"
    UNSUPPORTED_ARCHIVE = "unsupported-archive"
    ARCHIVE_LIMIT = "archive-limit"
    DAMAGED = "damaged"
    READ_ERROR = "read-error"
    NAME_COLLISION = "name-collision"
    UNDECODABLE_NAME = "undecodable-name"
    UNDECODABLE_BYTES = "undecodable-bytes"
    AMBIGUOUS_ENCODING = "ambiguous-encoding"
    UNFIT_ENCODING = "unfit-encoding"
    CONTROL_BYTES = "control-bytes"
    HIDDEN_TEXT = "hidden-text"
    HIDDEN_DATA = "hidden-data"
    DUPLICATE = "duplicate"
    LANGUAGE_NOT_CHOSEN = "language-not-chosen"
    FILE_NOT_CHOSEN = "file-not-chosen"
    NO_GRAMMAR = "no-grammar"
    BORROWED_GRAMMAR = "borrowed-grammar"
    LANGUAGE_EVIDENCE = "language-evidence"
    UNUSED_OPTION = "unused-option"
    SYNTAX_ERRORS = "syntax-errors"
    NOT_DIVIDED = "not-divided"
    PARSE_SIZE = "parse-size"
    PARSE_TIMEOUT = "parse-timeout"
    PARSE_DEPTH = "parse-depth"
    NO_BACKGROUND = "no-background"
    SMALL_BACKGROUND = "small-background"
    FREQUENT_SEEDS = "frequent-seeds"
    LIGHT_MATCHES = "light-matches"
    EXHIBIT_LIMIT = "exhibit-limit"
    HISTORY_STATE = "history-state"
    UNCOMMITTED = "uncommitted"


class LanguageBasis(StrEnum):
    """What decided the language of a file."""

    NAME = "name"
    EXTENSION = "extension"
    INNER_EXTENSION = "inner-extension"
    SHEBANG = "shebang"
    MODELINE = "modeline"
    CONTENT = "content"
    PARSE = "parse"
    GIVEN = "given"
    NONE = "none"


class OriginKind(StrEnum):
    """The form in which a work was handed over."""

    DIRECTORY = "directory"
    FILE = "file"
    ARCHIVE = "archive"
    GIT = "git"
    GIT_BUNDLE = "git-bundle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a work came from.

    `locator` is the last part of the path that was given: the same work in another folder gives the same result.
    `revision` is a full commit id exactly when a git revision was read, `requested` the revision as the user named
    it, and `container_digest` the SHA-256 of the archive or bundle file (empty for directories and repositories).
    """

    kind: OriginKind
    locator: str
    revision: str = ""
    requested: str = ""
    container_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limitation:
    """Something that was not done, or not done in full.

    `stage` is the package that met it, `subject` the file or input concerned ("" for the whole run), `detail`
    what was met, with the values that mattered.
    """

    stage: str
    subject: str
    reason: Reason
    detail: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    r"""One file of an input.

    `path` is relative and POSIX; a name that is not valid UTF-8 keeps its bytes as `\xNN` escapes and carries
    `raw_path` (hex of the original bytes). Members of nested archives have paths such as `lib/a.zip!/src/x.c`.
    `digest` is the SHA-256 of the original bytes (empty when there are none to read: unreadable, encrypted, a
    link, a special file, a folder of version control data), `size_bytes` their count, `lines` the number of
    lines (0 when not text). `encoding` and `encoding_basis` say how the text was decoded and what decided it.
    `duplicate_of` names the first file of the same input with the same bytes: such a file is compared, but
    counted once in every total. `other_digests` are those that the settings ask for besides SHA-256, by name.
    """

    path: str
    digest: str
    size_bytes: int
    disposition: Disposition
    reason: Reason | None = None
    detail: Message | None = None
    lines: int = 0
    encoding: str = ""
    encoding_basis: str = ""
    duplicate_of: str = ""
    raw_path: str = ""
    other_digests: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        parts = PurePosixPath(self.path).parts
        require(bool(parts) and parts[0] != "/" and ".." not in parts, f"unsafe path in a record: {self.path!r}")
        require(len(self.digest) in (0, DIGEST_HEX_LENGTH), f"no SHA-256 digest: {self.digest!r}")
        require(
            (self.reason is None) == (self.disposition is Disposition.COMPARED),
            "a reason exactly when not compared",
        )


@array_value
class DecodedText:
    """A file's text as UTF-8, with the way back to the original bytes.

    `utf8` holds the text in normal form: a byte order mark removed, every line ended by one LF, characters composed
    (NFC). `utf8_starts` and `original_starts` are int64 arrays of equal length: position `utf8_starts[i]` in `utf8`
    is at byte `original_starts[i]` of the original, and between two entries both advance together. The first entry
    is at `utf8` position 0. Both are empty when the two are the same bytes.
    """

    utf8: bytes
    utf8_starts: NDArray[np.int64]
    original_starts: NDArray[np.int64]

    def __post_init__(self) -> None:
        require(len(self.utf8_starts) == len(self.original_starts), "the two offset arrays differ in length")

    def to_original(self, utf8_offsets: NDArray[np.int64]) -> NDArray[np.int64]:
        """Map offsets in `utf8` to offsets in the original bytes.

        Args:
            utf8_offsets: int64 (n,) [bytes], each from 0 to `len(utf8)`, in any order.

        Returns:
            int64 (n,) [bytes]. The start of a character maps to its start, the end of the text to the end of
            the original; an offset inside a character never maps beyond that character's end.
        """
        offsets = np.asarray(utf8_offsets, dtype=np.int64)
        if len(self.utf8_starts) == 0:
            return offsets
        at = np.searchsorted(self.utf8_starts, offsets, side="right") - 1
        mapped = self.original_starts[at] + (offsets - self.utf8_starts[at])
        ends = np.append(self.original_starts[1:], np.iinfo(np.int64).max)
        clamped: NDArray[np.int64] = np.minimum(mapped, ends[at])
        return clamped


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceFile:
    """A record with its original bytes, never altered, and the decoded text of a compared file.

    `content` and `text` are empty and None for a file that is not compared.
    """

    record: FileRecord
    content: bytes = b""
    text: DecodedText | None = None

    @property
    def utf8(self) -> bytes:
        """The text as UTF-8, empty for a file that is not compared."""
        return self.text.utf8 if self.text is not None else b""


class ByteSource(Protocol):
    """Bytes that are read in parts, never as a whole."""

    @property
    def size(self) -> int:
        """Their number."""
        ...

    def read(self, start: int, count: int) -> bytes:
        """Return at most `count` bytes from `start` on; fewer at the end, or where the file has become shorter."""
        ...


class Contents(Protocol):
    """The files of one work, to be read again: those that are not compared as text are not kept."""

    def open(self, record: FileRecord) -> AbstractContextManager[ByteSource | None]:
        """Open a file for reading in parts; None where its bytes cannot be had."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceTree:
    """A whole work.

    `label` is what reports call it, `files` are sorted by path (paths unique), `digest` is the root hash:
    SHA-256 over the sorted manifest of paths and file digests, equal for the same tree in any form. `contents` reads
    files again, None for a tree that was not read from a work.
    """

    label: str
    origin: Origin
    files: tuple[SourceFile, ...]
    digest: str
    limitations: tuple[Limitation, ...] = ()
    contents: Contents | None = None

    def __post_init__(self) -> None:
        paths = [file.record.path for file in self.files]
        require(all(a < b for a, b in itertools.pairwise(paths)), "paths are not sorted and unique")
