"""Git bundles (git, gitformat-bundle, versions 2 and 3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from dulwich.object_format import SHA1, SHA256

from codematch.intake import names
from codematch.intake.objects import ObjectError, ObjectStore
from codematch.intake.repository import Repository
from codematch.intake.signatures import BUNDLE_MARKS
from codematch.settings import Intake


@dataclass(frozen=True, slots=True)
class Header:
    """What is before the pack: references, and the commits that the bundle builds on but does not hold."""

    refs: dict[str, str]
    prerequisites: tuple[str, ...]
    is_sha256: bool
    pack_offset: int


@contextmanager
def opened(content: bytes, limits: Intake) -> Iterator[tuple[Repository, Header]]:
    """Open the content of a bundle for reading.

    Raises:
        ObjectError: It is damaged, cut short, or of a kind that is not read.
    """
    header = _header(content)
    with ObjectStore(None, SHA256 if header.is_sha256 else SHA1, limits.max_held_bytes) as objects:
        objects.add_pack_content(content[header.pack_offset :])
        yield Repository(objects, header.refs, ""), header


def default_revision(refs: dict[str, str]) -> str:
    """Return HEAD if the bundle has it, else its only reference, else HEAD all the same (which then fails)."""
    return "HEAD" if "HEAD" in refs or len(refs) != 1 else next(iter(refs))


def _header(content: bytes) -> Header:
    stream = BytesIO(content)
    if stream.readline() not in BUNDLE_MARKS:
        raise ObjectError("not a git bundle of version 2 or 3")
    refs: dict[str, str] = {}
    prerequisites: list[str] = []
    is_sha256 = False
    while (line := stream.readline()) != b"\n":
        if not line.endswith(b"\n"):
            raise ObjectError("its header is cut short")
        if line.startswith(b"@"):
            is_sha256 |= _capability(line[1:].strip())
        elif line.startswith(b"-"):
            prerequisites.append(names.shown(line[1:].split()[0]) if line[1:].split() else "")
        else:
            object_id, _, ref = line.rstrip(b"\n").partition(b" ")
            refs[names.shown(ref)] = names.shown(object_id)
    return Header(refs, tuple(prerequisites), is_sha256, stream.tell())


def _capability(line: bytes) -> bool:
    """Take note of a capability; returns whether it says SHA-256."""
    name, _, value = line.partition(b"=")
    if name == b"object-format":
        return value == b"sha256"
    raise ObjectError(f"it needs {names.shown(line)}, which is not supported")
