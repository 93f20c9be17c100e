"""The text of a known content by its id, in the form in which questioned texts are compared: UTF-8, NFC, in lines."""

import unicodedata

import numpy as np
from numpy.typing import NDArray

from codematch.intake.decode import decode
from codematch.intake.objects import ObjectError
from codematch.revisions.history import History
from codematch.revisions.lines import Lines, split
from codematch.settings import Intake

_BINARY_HEAD = 8_000


class Texts:
    """Reads every content once; `unread` are the ids of those that cannot be read, `all_lines` all lines met."""

    def __init__(self, history: History, limits: Intake) -> None:
        self._history = history
        self._limits = limits
        self._held: dict[str, NDArray[np.int32]] = {}
        self.all_lines = Lines()
        self.unread: set[str] = set()

    def lines(self, content: str) -> NDArray[np.int32]:
        """Return the lines of a content by their numbers in `all_lines`, int32 (n,); none of a binary file."""
        held = self._held.get(content)
        if held is None:
            text = self._read(content)
            held = self.all_lines.numbered(split(text) if text else ())
            self._held[content] = held
        return held

    def raw(self, content: str) -> list[bytes]:
        """Return the lines of a content as they are."""
        return [self.all_lines.raw(number) for number in self.lines(content).tolist()]

    def _read(self, content: str) -> bytes:
        try:
            data = self._history.read(content)
        except ObjectError:
            self.unread.add(content)
            return b""
        if len(data) > self._limits.max_file_bytes or b"\0" in data[:_BINARY_HEAD]:
            return b""
        if data.isascii():
            return data
        try:
            return unicodedata.normalize("NFC", data.decode("utf-8-sig")).encode()
        except UnicodeDecodeError:
            decoded = decode(data, self._limits)
            return decoded.text.utf8 if decoded.text is not None else b""
