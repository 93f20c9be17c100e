"""The text of a known content by its id, in the form in which questioned texts are compared: UTF-8, NFC, in lines."""

import unicodedata
from collections import OrderedDict

from codematch.intake.decode import decode
from codematch.intake.objects import ObjectError
from codematch.settings import Intake
from codematch.versions.history import History
from codematch.versions.lines import split

_HELD_BYTES = 256_000_000
_BINARY_HEAD = 8_000


class Texts:
    """Reads contents once each, as long as they are in use; `unread` are the ids of those that cannot be read."""

    def __init__(self, history: History, limits: Intake) -> None:
        self._history = history
        self._limits = limits
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self.unread: set[str] = set()
        self.read_count = 0

    def lines(self, content: str) -> list[bytes]:
        """Return the lines of a content; none of a binary file."""
        return split(self.text(content))

    def text(self, content: str) -> bytes:
        """Return a content as text; b"" for a binary file or one that cannot be read."""
        held = self._held.get(content)
        if held is not None:
            return held
        text = self._read(content)
        self.read_count += 1
        self._held[content] = text
        self._bytes += len(text)
        while self._bytes > _HELD_BYTES and len(self._held) > 1:
            _, gone = self._held.popitem(last=False)
            self._bytes -= len(gone)
        return text

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
