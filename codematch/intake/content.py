"""What becomes of an entry: its one disposition, judged by its content."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from codematch.intake import given as given_for
from codematch.intake import signatures
from codematch.intake.decode import Decoded, by_itself, sample
from codematch.intake.entries import Entry
from codematch.intake.given import Given
from codematch.intake.hidden import text_within
from codematch.model.message import Message, Name
from codematch.model.source import Disposition, Reason
from codematch.settings import Intake

_LFS_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:[^\n]*\n)*?oid sha256:([0-9a-f]{64})\nsize (\d+)\n"
)
_LFS_POINTER_BYTES = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """An entry with its final disposition; `decoded` is its text exactly when it is compared.

    `open` holds the lines that tell the encoding while the other files of the work have still to be asked about it.
    One that `awaits_name` is judged once its name is settled, for the user may state its encoding.
    """

    entry: Entry
    decoded: Decoded | None
    open: bytes = b""
    awaits_name: bool = False


def judge(entry: Entry, limits: Intake, known_texts: dict[str, Decoded], given: Sequence[Given] = ()) -> Judged:
    """Decide on an entry by its content; one that already has another disposition keeps it.

    Decoded texts are added to `known_texts`, by digest, so that the same bytes are decoded once. An entry keeps its
    content only if it is compared.
    """
    if entry.disposition is not Disposition.COMPARED:
        return Judged(entry, None)
    if entry.content is None or entry.size_bytes > limits.max_file_bytes:
        detail = Message.of("too-large", bytes=entry.size_bytes, limit=limits.max_file_bytes)
        return _left_out(entry, Reason.TOO_LARGE, detail)
    head = entry.content[: signatures.HEAD_BYTES]
    unopened = signatures.unopened_archive(head)
    if unopened and text_within(entry.content, limits) is None:
        return _left_out(
            entry, Reason.UNSUPPORTED_ARCHIVE, Message.of("not-opened", kind=Message.of(f"kind-{unopened}"))
        )
    pointer = lfs_pointer(entry.content)
    if pointer:
        return _left_out(entry, Reason.LFS_POINTER, Message.of("lfs-pointer", digest=Name(pointer)))
    if given and given_for.may_be(entry.name, given):
        return Judged(entry, None, awaits_name=True)
    return by_content(entry, entry.content, limits, known_texts)


def by_content(entry: Entry, content: bytes, limits: Intake, known_texts: dict[str, Decoded]) -> Judged:
    """Decide on a regular file whose encoding nobody states; `content` is that of the entry."""
    decoded = known_texts.get(entry.digest) or by_itself(content, limits)
    if decoded is None:
        return Judged(entry, None, open=sample(content, limits))
    if decoded.text is None:
        return _left_out(entry, Reason.BINARY, Message.of(f"kind-{decoded.basis}"))
    known_texts[entry.digest] = decoded
    return Judged(entry, decoded)


def lfs_pointer(content: bytes) -> str:
    """Return the digest that a Git LFS pointer file (Git LFS specification, version 1) names, else ""."""
    if len(content) > _LFS_POINTER_BYTES or not content.startswith(b"version "):
        return ""
    found = _LFS_POINTER.match(content)
    return found[1].decode() if found else ""


def _left_out(entry: Entry, reason: Reason, detail: Message) -> Judged:
    return Judged(replace(entry, content=None, disposition=Disposition.EXCLUDED, reason=reason, detail=detail), None)
