r"""The canonical manifest of a tree and its root hash.

The manifest is what GNU `sha256sum` prints: one line `<SHA-256>  <name>` for each regular file, sorted by the
bytes of the name, where a line whose name holds a backslash, a line feed or a carriage return begins with a
backslash and has those escaped, so that no name can forge a line. The root hash is the SHA-256 of the
manifest. Anyone can check it without codematch, in the folder where the work begins:

    find . -type f -not -path '*/.git/*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum

Rules, so that one tree has one root hash in every form:

- Regular files enter with all their bytes, whether compared, binary, empty or too large to compare.
- Files whose bytes cannot be had (unreadable, encrypted) do not enter, nor do symbolic links, special files and
  submodules: not every form can hold them. Each has a record.
- The key of a file is its name as it is compared: composed (NFC), names in a legacy encoding read in it, and
  backslashes as slashes where nothing else parts folders. The line above finds the same only where names are so.
- Bytes of a container that it does not list do not enter as such, nor do its names for them: no other form has them.
- Version control data does not enter; a file in its folder that is none does, which the line above leaves out.
  Members of an archive within the tree do not either: the digest of the archive covers them.
- The work begins in the deepest folder that holds all its files: folders common to all names are dropped, since
  an archive may be packed with or without them. Where the tree is, is not part of the tree.
"""

import hashlib
from collections.abc import Iterable

from codematch.intake.entries import Entry
from codematch.model.source import Reason

_ESCAPES = ((b"\\", b"\\\\"), (b"\n", b"\\n"), (b"\r", b"\\r"))


def root_hash(entries: Iterable[Entry]) -> str:
    """Return the root hash of the entries of a tree, as 64 hexadecimal digits."""
    files = [
        (entry.name, entry.digest)
        for entry in entries
        if entry.digest and not entry.nested and entry.reason is not Reason.HIDDEN_DATA
    ]
    dropped = len(common_folder([name for name, _ in files]))
    digest = hashlib.sha256()
    for name, content_digest in sorted((name[dropped:], content_digest) for name, content_digest in files):
        digest.update(_line(name, content_digest))
    return digest.hexdigest()


def common_folder(names: list[bytes]) -> bytes:
    """Return the deepest folder that holds all names, with its final slash; empty when there is none."""
    if not names:
        return b""
    first, last = min(names), max(names)
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    return first[: first.rfind(b"/", 0, shared) + 1]


def _line(name: bytes, content_digest: str) -> bytes:
    escaped = name
    for character, escape in _ESCAPES:
        escaped = escaped.replace(character, escape)
    mark = b"\\" if escaped != name else b""
    return mark + content_digest.encode() + b"  " + escaped + b"\n"
