"""Bytes of a container that are no member of it and hold text or another container all the same."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO

from codematch.intake.archive_members import Kind, Member
from codematch.intake.entries import digesting
from codematch.intake.hidden import text_within
from codematch.intake.signatures import HEAD_BYTES, packing
from codematch.intake.uncovered import NOT_LISTED
from codematch.model.digests import Digesting
from codematch.model.message import Message
from codematch.settings import Intake


def aside(content: bytes, name: bytes, limits: Intake) -> Iterator[Member]:
    """Yield some bytes as a file that nothing lists, if they hold text or a container, and nothing if not."""
    if packing(content[:HEAD_BYTES]) is not None or text_within(content, limits) is not None:
        yield Member(name=NOT_LISTED + name, kind=Kind.FILE, open=partial(BytesIO, content), metered=True)


def named(content: bytes, name: bytes, detail: Message, limits: Intake) -> Iterator[Member]:
    """Yield some bytes as `aside` does, and before them what names their place."""
    for member in aside(content, name, limits):
        yield whole(b"bytes: " + name, content, detail, limits)
        yield member


def whole(name: bytes, content: bytes, detail: Message, limits: Intake) -> Member:
    """Return what names the place of some bytes, with their size and digests."""
    running = digesting(limits)
    running.update(content)
    return place(name, len(content), running, detail)


def place(name: bytes, size: int, running: Digesting, detail: Message) -> Member:
    """Return what names a place, with the size of its bytes and the digests of all that was taken in of them."""
    digest, others = running.digests()
    return Member(
        name=NOT_LISTED + name, kind=Kind.UNCOVERED, detail=detail, size_bytes=size, digest=digest, others=others
    )
