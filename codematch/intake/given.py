"""Encodings that the user states, `GLOB=NAME`."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase

from codematch.errors import UsageError
from codematch.intake import charsets, utf16_32
from codematch.intake.charsets import UTF8, Charset
from codematch.intake.stateful import STATEFUL
from codematch.intake.utf16_32 import Wide
from codematch.model.message import Message, Name
from codematch.model.source import Limitation, Reason, SourceTree

_WIDE = {one.label: one for one in utf16_32.WIDE}
_NAMES: dict[str, Charset | Wide] = {
    "utf-8": UTF8,
    "utf8": UTF8,
    **{charset.label: charset for charset in STATEFUL.values()},
    **_WIDE,
    "utf-16": _WIDE["utf-16le"],
    "utf-32": _WIDE["utf-32le"],
    "utf-16-le": _WIDE["utf-16le"],
    "utf-16-be": _WIDE["utf-16be"],
}


@dataclass(frozen=True, slots=True)
class Given:
    """The encoding of the files whose paths match `pattern`."""

    pattern: str
    charset: Charset | Wide

    @property
    def text(self) -> str:
        """As it may be given again."""
        return f"{self.pattern}={self.charset.label}"


def parse(texts: Sequence[str], where: str = "--encoding") -> tuple[Given, ...]:
    """Read encodings as the user gives them.

    Args:
        texts: Each `GLOB=NAME`. The glob matches a path, or the end of one after a slash.
        where: What messages call their place.

    Raises:
        UsageError: One has no `=`, no glob, or names no encoding that is read.
    """
    return tuple(_parsed(text, where) for text in texts)


def may_be(name: bytes, given: Sequence[Given]) -> bool:
    """Tell whether an encoding may be given for a file before its name is settled.

    Names in other encodings and with backslashes are read later, and a common top folder is dropped then.
    """
    return not name.isascii() or b"\\" in name or find(name.decode(), given) is not None


def unused(trees: Iterable[SourceTree], given: Sequence[Given]) -> list[Limitation]:
    """Name the patterns that fit no file of any work."""
    paths = [source.record.path for tree in trees for source in tree.files] if given else []
    return [
        Limitation(
            stage="intake",
            subject="",
            reason=Reason.UNUSED_OPTION,
            detail=Message.of("unused-encoding", option=Name(one.text)),
        )
        for one in dict.fromkeys(given)
        if not any(_matches(path, one.pattern) for path in paths)
    ]


def find(path: str, given: Sequence[Given]) -> Charset | Wide | None:
    """Return the encoding that is given for a path; of several the last."""
    for one in reversed(given):
        if _matches(path, one.pattern):
            return one.charset
    return None


def _parsed(text: str, where: str) -> Given:
    pattern, equals, name = text.rpartition("=")
    if not equals or not pattern.strip():
        raise UsageError(f"{where} {text}: not of the form GLOB=NAME; write for example 'src/*.c=euc-kr'")
    plain = name.strip().lower().replace("_", "-")
    charset = _NAMES.get(plain) or charsets.named(plain)
    if charset is None:
        near = get_close_matches(plain, [*_NAMES, *charsets.labels()], n=1)
        advice = f"; did you mean {near[0]}?" if near else "; give one such as gb18030, euc-kr or windows-1251"
        raise UsageError(f"{where} {text}: unknown encoding {name.strip() or '(empty)'}{advice}")
    pattern = unicodedata.normalize("NFC", pattern.strip())
    return Given(pattern.replace("\\", "/").removeprefix("./"), charset)


def _matches(path: str, pattern: str) -> bool:
    at = 0
    while True:
        if fnmatchcase(path[at:], pattern):
            return True
        at = path.find("/", at) + 1
        if at == 0:
            return False
