"""Private keys, which are on lines of their own: the line that opens one, and all lines of it."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from codematch.masking.spans import Kind, Mark

_BEGINS = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"
)
_ENDS = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|---- END SSH2 ENCRYPTED PRIVATE KEY ----")
_WHOLE = re.compile(rf"(?:{_BEGINS.pattern})(?P<body>[^\"'`]*?)(?=-----END|[\"'`]|$)")
_MATERIAL = re.compile(r"[A-Za-z0-9+/=]{12}")
_LONG_MATERIAL = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{40,}")
_PUTTY = re.compile(r"^\W{0,8}Private-Lines:\s{0,4}(\d{1,3})\b")
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
_HEADS = ("Proc-Type:", "DEK-Info:", "Version:", "Comment:")
_LEADER = re.compile(r"(?:#|//|\*|--|;)\s+")
_LINE_ENDS = ("\\n", "\\r")
"""As they are written in a program."""
_LONG = 16


def key_marks(line: str) -> Iterator[Mark]:
    """Yield the places of private keys that are on one line, without what opens and closes them."""
    if "PRIVATE KEY" in line:
        for found in _WHOLE.finditer(line):
            if _MATERIAL.search(found["body"]):
                yield Mark(*found.span("body"), Kind.KEY, shown=0)
            # The rest may be put together from more quotations; what is shorter is a name that the program gives.
            for part in _LONG_MATERIAL.finditer(line, found.end()):
                yield Mark(*part.span(), Kind.KEY, shown=0)


def key_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the indices of the lines that are within private keys, without those that open and close one.

    A key whose first line is missing is known by the line that closes it.
    """
    if not any("PRIVATE KEY" in line or "Private-Lines:" in line for line in lines):
        return frozenset()
    count = len(lines)
    forward = _within(lines, _BEGINS)
    backward = {count - 1 - index for index in _within(lines[::-1], _ENDS, short_first=True)}
    return frozenset(forward | backward | _putty(lines))


def _within(lines: Sequence[str], opening: re.Pattern[str], *, short_first: bool = False) -> set[int]:
    """The lines after one that opens a key, as long as they can be lines of it.

    The first must be long, or the second with `short_first`: from the end the short last line of a key comes first.
    """
    found: set[int] = set()
    inside = begun = False
    for index, text in enumerate(lines):
        core = _core(text)
        if short_first and inside and not begun and index + 1 < len(lines):
            begun = _BASE64.issuperset(core) and _is_material(_core(lines[index + 1]))
        inside = inside and _is_body(core, begun)
        begun = inside and (begun or len(core) >= _LONG)
        if inside and core:
            found.add(index)
        elif not inside:
            inside = "PRIVATE KEY" in text and opening.search(text) is not None
    return found


def _core(text: str) -> str:
    """Return a line without the signs of a comment, quotation marks, and what joins quotations to one text."""
    core = _LEADER.sub("", text.strip(), count=1)
    core = re.sub(r"^[bru]{1,2}(?=[\"'])", "", core).strip("\"'`+,;()\\. ")
    for end in _LINE_ENDS:
        core = core.removesuffix(end)
    return core


def _is_body(core: str, begun: bool) -> bool:
    """Say whether a line, bare, is one of a private key; `begun` after a long line of it."""
    if not core or core.startswith(_HEADS):
        return True
    return _is_material(core) or (begun and _BASE64.issuperset(core))


def _is_material(core: str) -> bool:
    return len(core) >= _LONG and _BASE64.issuperset(core)


def _putty(lines: Sequence[str]) -> set[int]:
    """The lines of a key in the form of PuTTY, which counts them."""
    found: set[int] = set()
    for index, text in enumerate(lines):
        if "Private-Lines:" in text and (counted := _PUTTY.search(text)):
            following = range(index + 1, min(index + 1 + int(counted[1]), len(lines)))
            found.update(takewhile(lambda line: _BASE64.issuperset(_core(lines[line])), following))
    return found
