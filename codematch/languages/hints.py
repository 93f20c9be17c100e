"""What the first and last lines of a file say of its language: the interpreter, and the modelines of editors."""

import re
from collections.abc import Iterator

HEAD_BYTES = 16_384
"""How much of a file's text the content markers see."""
_EDGE_BYTES = 1_500
"""In how much of either end of a file an editor looks for a modeline."""

_SHEBANG = re.compile(
    rb"#![ \t]*(?:\S*/)?env(?:[ \t]+(?:-S|--split-string=?|-\S+|\w+=\S*))*[ \t]+(?:-S)?(?:\S*/)?(\S+)"
    rb"|#![ \t]*(?:\S*/)?(\S+)"
)
_VERSION = re.compile(r"[\d.]+$")
_EMACS = re.compile(rb"-\*-[ \t]*(.*?)[ \t]*-\*-")
_EMACS_MODE = re.compile(rb"(?:^|;)[ \t]*mode[ \t]*:[ \t]*([^;\s]+)", re.IGNORECASE)
_EMACS_LOCAL = re.compile(
    rb"Local Variables:[^\n]*\n(?:[^\n]*\n){0,20}?[^\n\w]*mode[ \t]*:[ \t]*([\w+#.-]+)", re.IGNORECASE
)
_VIM = re.compile(rb"(?:^|[ \t])(?:vim?|ex)[<=>\d]*:[^\n]*?\b(?:ft|filetype|syntax|syn)=([\w+#.-]+)", re.MULTILINE)


def interpreter(text: bytes) -> tuple[str, ...]:
    """Return the program that a `#!` line names, with and without its version; nothing where there is no such line."""
    if not text.startswith(b"#!") or text[2:3] == b"[":  # `#![no_std]` is Rust
        return ()
    match = _SHEBANG.match(text.partition(b"\n")[0][:256])
    program = (match[1] or match[2]).decode("ascii", "replace") if match else ""
    return (program, _VERSION.sub("", program)) if program else ()


def mode(text: bytes) -> str:
    """Return the name of the language in a modeline of Emacs or vim, in small letters; "" where there is none."""
    return next((found.decode("ascii", "replace").lower() for found in _modes(text)), "")


def _modes(text: bytes) -> Iterator[bytes]:
    first = b"\n".join(text[:_EDGE_BYTES].split(b"\n", 2)[:2])
    if b"-*-" in first and (line := _EMACS.search(first)):
        named = _EMACS_MODE.search(line[1])
        if named:
            yield named[1]
        elif line[1] and b":" not in line[1]:
            yield line[1]
    last = text[-_EDGE_BYTES:]
    if b"Local Variables:" in last and (local := _EMACS_LOCAL.search(last)):
        yield local[1]
    for edge in (text[:_EDGE_BYTES], last):
        if (b"vi:" in edge or b"vim" in edge or b"ex:" in edge) and (found := _VIM.search(edge)):
            yield found[1]
