"""Reads files of a work again, in parts: models are larger than what is kept of a work.

A file of a folder is opened where it is, without following links. For every other form the work is read once more, and
the files that were asked for are copied to temporary files without a name, which end with the process.
"""

import os
import stat
import tempfile
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from io import FileIO
from threading import Lock
from typing import IO

from codematch.errors import InputError
from codematch.intake import archive, input_formats
from codematch.intake.budget import Budget
from codematch.intake.directory import OPEN_FLAGS
from codematch.intake.locate import Form, Located
from codematch.model.source import FileRecord
from codematch.settings import Intake

_PLAIN_FORMS = (Form.FOLDER, Form.WORKING_TREE, Form.FILE)


class FileBytes:
    """An open file, read in parts, by several threads if need be; a file that becomes shorter gives fewer bytes."""

    def __init__(self, stream: IO[bytes] | FileIO, size: int) -> None:
        self._stream = stream
        self._lock = Lock()
        self.size = size

    def read(self, start: int, count: int) -> bytes:
        """Return at most `count` bytes from `start` on."""
        if start < 0 or count <= 0 or start >= self.size:
            return b""
        parts: list[bytes] = []
        left = min(count, self.size - start)
        with self._lock:
            self._stream.seek(start)
            while left and (part := self._stream.read(left)):
                parts.append(part)
                left -= len(part)
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class WorkContents:
    """The files of a located work."""

    work: Located
    limits: Intake

    @contextmanager
    def open(self, record: FileRecord) -> Iterator[FileBytes | None]:
        """Open a file of the work; None if it is no longer there, has another size, or is too large to be unpacked."""
        if self.work.form not in _PLAIN_FORMS or "!/" in record.path:
            yield from self._unpacked(record)
            return
        try:
            stream = FileIO(os.open(self._path(record), OPEN_FLAGS), closefd=True)
        except OSError:
            yield None
            return
        with stream:
            status = os.fstat(stream.fileno())
            same = stat.S_ISREG(status.st_mode) and status.st_size == record.size_bytes
            yield FileBytes(stream, status.st_size) if same else None

    def _path(self, record: FileRecord) -> bytes:
        root = os.fsencode(self.work.path)
        if self.work.form is Form.FILE:
            return os.path.realpath(root)
        name = bytes.fromhex(record.raw_path) if record.raw_path else record.path.encode()
        return os.path.join(root, name)

    def _unpacked(self, record: FileRecord) -> Iterator[FileBytes | None]:
        if not record.digest or record.size_bytes > self.limits.max_held_bytes:
            yield None
            return
        try:
            stream = tempfile.TemporaryFile()  # noqa: SIM115  # it is closed below
        except OSError:  # there is no folder for it, or the disk is full
            yield None
            return
        with stream:
            found = self._copy(frozenset({record.digest}), stream)
            yield FileBytes(stream, record.size_bytes) if found else None

    def _copy(self, wanted: Set[str], stream: IO[bytes]) -> bool:
        """Copy the first file with a wanted digest."""
        limits = replace(self.limits, max_file_bytes=max(self.limits.max_file_bytes, self.limits.max_held_bytes))
        with suppress(InputError, OSError), input_formats.opened(self.work, self.work.label, limits) as source:
            nested = Budget(limits, packed_bytes=None)
            for entry in source.entries:
                for one in (entry,) if entry.digest in wanted else archive.opened(entry, limits, nested):
                    if one.digest in wanted and one.content is not None:
                        stream.write(one.content)
                        stream.flush()
                        return True
        return False
