"""Notices: what a file says of where it comes from. One reader for filters, explanations and detectors alike.

A notice names a licence, a holder of rights, an author, or a tool that wrote the file, or releases the file to the
public. It is in comments, in texts (`__copyright__ = "..."`), and on the lines of a file without a grammar.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from codematch.model.tokens import TokenStream
from codematch.notices.authors import authors, is_name, stated_authors, written_by
from codematch.notices.holders import holder_key, holders
from codematch.notices.licences import LICENCE_HINTS, SPDX, licence_of, releases
from codematch.notices.passages import Passage, head_passages, passages
from codematch.notices.tools import says_generated, tool_named, tools

__all__ = [
    "LICENCE_HINTS", "Notice", "NoticeKind", "authors", "head_passages", "holder_key", "holders", "is_name",
    "licence_of", "passages", "read_notices", "says_generated", "stated_authors", "tool_named", "tools", "written_by",
]  # fmt: skip


class NoticeKind(StrEnum):
    """What a notice is about; the values are kinds of marks."""

    LICENCE = "licence-notice"
    RELEASE = "release-notice"
    HOLDER = "copyright-holder"
    AUTHOR = "author-mark"
    TOOL = "tool-notice"


class Notice(NamedTuple):
    """A notice: its kind, what it says, the line from 1, and `key`, by which two of a kind are the same."""

    kind: NoticeKind
    text: str
    line: int
    key: str


def read_notices(utf8: bytes, stream: TokenStream) -> tuple[Notice, ...]:
    """Return the notices of a file, by line; what says the same twice on one line counts once."""
    found = set()
    for passage in passages(utf8, stream):
        for kind, text, key, offset in _read(passage):
            line = passage.line + passage.text.count("\n", 0, offset)
            found.add(Notice(kind=kind, text=text, line=line, key=key))
    return tuple(sorted(found, key=lambda notice: (notice.line, notice.kind, notice.text)))


def _read(passage: Passage) -> Iterator[tuple[NoticeKind, str, str, int]]:
    text = passage.text
    for name, offset in holders(text, is_comment=passage.is_comment):
        yield NoticeKind.HOLDER, name.lower(), holder_key(name), offset
    for match in SPDX.finditer(text):
        yield NoticeKind.LICENCE, match[1], match[1].lower(), match.start()
    if not passage.is_comment:
        for name, offset in stated_authors(text):
            yield NoticeKind.AUTHOR, name, name.lower(), offset
        return
    for name, offset in authors(text):
        yield NoticeKind.AUTHOR, name, name.lower(), offset
    for said, offset in releases(text):
        yield NoticeKind.RELEASE, said, said.lower(), offset
    for said, offset in tools(text):
        yield NoticeKind.TOOL, said, said.lower(), offset
