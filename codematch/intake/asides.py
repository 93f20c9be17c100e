"""Bytes of a container that are no member of it and hold text or another container all the same."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO

from codematch.intake.archive_members import Kind, Member
from codematch.intake.hidden import text_within
from codematch.intake.signatures import HEAD_BYTES, packing
from codematch.intake.uncovered import NOT_LISTED
from codematch.model.message import Message
from codematch.settings import Intake


def aside(content: bytes, name: bytes, limits: Intake) -> Iterator[Member]:
    """Yield some bytes as a file that nothing lists, if they hold text or a container, and nothing if not."""
    if packing(content[:HEAD_BYTES]) is not None or text_within(content, limits) is not None:
        yield Member(name=NOT_LISTED + name, kind=Kind.FILE, open=partial(BytesIO, content), metered=True)


def named(content: bytes, name: bytes, detail: Message, limits: Intake) -> Iterator[Member]:
    """Yield some bytes as `aside` does, and before them what names their place."""
    for member in aside(content, name, limits):
        yield Member(name=NOT_LISTED + b"bytes: " + name, kind=Kind.UNCOVERED, detail=detail)
        yield member
