"""From bytes to text: which encoding, why, and where each character came from.

The first of these that answers decides: the user; a byte order mark; escape sequences of ISO 2022 or HZ; bytes that
are valid UTF-8; the signature of a binary file; UTF-8 with a few stray NUL bytes; UTF-16 or UTF-32 by their NUL
bytes; a binary file by its control characters; the encoding that the file itself declares (PEP 263, XML, HTML, CSS),
if all of it can be read so; UTF-8 with some damage; the vote of the work's files (`vote`); charset detection. Valid
UTF-8 outweighs a declaration: text in another encoding is hardly ever valid UTF-8 by chance, and declarations are
often left over from a copy.
"""

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from codematch.intake import charsets, hidden, signatures, stateful, utf16_32, vote
from codematch.intake.charsets import UTF8, Charset
from codematch.intake.offsets import REPLACEMENT, aligned, from_ascii, from_utf8
from codematch.intake.stateful import STATEFUL, switching
from codematch.intake.utf16_32 import Wide
from codematch.model.source import GIVEN, DecodedText
from codematch.settings import Intake

DEFAULTS = Intake()

_CONTROLS = bytes(sorted(set(range(0x20)) - set(b"\b\t\n\v\f\r\x1a\x1b")))
_NO_CONTROLS = bytes(sorted(set(range(0x100)) - set(_CONTROLS)))
_MARKED = ((b"\xef\xbb\xbf", UTF8), (b"\x84\x31\x95\x33", Charset("gb18030", "gb18030", multibyte=True)))
_MARK_STARTS = tuple(mark[:2] for mark in (*(w.mark for w in utf16_32.WIDE), *(mark for mark, _ in _MARKED)))

_DECLARATION_BYTES = 1024
_FEW_TILDES = 64
_FIRST_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?[^\r\n]*")
_PEP_263 = re.compile(rb"(?:^|[\r\n])[ \t\f]*(?:#|//|/\*|--|;|%|<!--).*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)")
_XML = re.compile(rb"""<\?xml[^>]*?encoding=["']([-_.a-zA-Z0-9]+)["']""")
_HTML = re.compile(rb"""<meta[^>]*?charset=["']?([-_.a-zA-Z0-9]+)""", re.IGNORECASE)
_CSS = re.compile(rb"""\A@charset "([-_.a-zA-Z0-9]+)";""")


DECLARED = "declared-in-the-file"
"""The basis of an encoding that the file itself names."""
_LINE_END = re.compile("\r\n|\r|\n")
_WIDE_CODECS = {one.label: f"{one.label[:6]}-{one.label[6:]}" for one in utf16_32.WIDE}


class Decoded(NamedTuple):
    """What became of a file's bytes.

    `text` is None for a binary file. `encoding` is its label ("" when binary) and `basis` what decided.
    `undecodable` is the number of original bytes that stand as U+FFFD in the text, `controls` that of NULs and control
    characters in one that has many, `other_bytes` that of the bytes around a text within other data.
    """

    text: DecodedText | None
    encoding: str
    basis: str
    undecodable: int = 0
    controls: int = 0
    other_bytes: int = 0


def decode(content: bytes, limits: Intake = DEFAULTS) -> Decoded:
    """Decode a file on its own: its text with the offsets, or the reason why it is binary."""
    decoded = by_itself(content, limits)
    if decoded is not None:
        return decoded
    decision = vote.decide({"": sample(content, limits)}, limits)[""]
    return recoded(content, decision.charset, decision.basis)


def by_itself(content: bytes, limits: Intake) -> Decoded | None:
    """Decode the content of a file if that needs no look at the others of its work, else return None."""
    for attempt in _ATTEMPTS:
        decoded = attempt(content, limits)
        if decoded is not None:
            return decoded
    if b"\0" in content and not hidden.is_disturbed_text(content, limits):
        return _within(content, "nul-bytes", limits)  # single bytes decode always, so they prove nothing
    return None


def control_bytes(content: bytes, limits: Intake) -> int:
    """Return the number of NULs and control characters of a text, 0 for the few that any text may have."""
    return len(content) - len(content.translate(None, _CONTROLS)) if _is_controlled(content, limits) else 0


def as_given(content: bytes, charset: Charset | Wide) -> Decoded:
    """Decode the content of a file by the encoding that the user states."""
    if isinstance(charset, Wide):
        return widened(content, charset, GIVEN, len(charset.mark) if content.startswith(charset.mark) else 0)
    mark = len(codecs.BOM_UTF8) if charset.codec == "utf-8" and content.startswith(codecs.BOM_UTF8) else 0
    return recoded(content, charset, GIVEN, mark)


def misfit(content: bytes, charset: Charset | Wide) -> tuple[int, int]:
    """Return the line and the offset [bytes], both from 1, of the first byte that is not in an encoding.

    Where all are, it is the first control character: in an encoding of single bytes nothing else tells other data.
    """
    codec = _WIDE_CODECS[charset.label] if isinstance(charset, Wide) else charset.codec
    at = 0
    try:
        content.decode(codec)
        at = content.find(charsets.MISREAD_EUC_JP)
        if at < 0 or charset.label != "euc-jp":
            at = len(content) - len(content.lstrip(_NO_CONTROLS))
    except UnicodeDecodeError as error:
        at = error.start
    before = content[:at].decode(codec, "replace")
    return len(_LINE_END.findall(before)) + 1, at + 1


def recoded(content: bytes, charset: Charset, basis: str, mark_bytes: int = 0) -> Decoded:
    """Decode by a known charset, after a mark of `mark_bytes`; each undecodable byte becomes U+FFFD."""
    if charset.codec in STATEFUL:
        switched, taken = stateful.characters(content, charset)
        undecodable = int(taken[switched == REPLACEMENT].sum())
        return Decoded(aligned(switched, taken, 0), charset.label, basis, undecodable)
    codes = charsets.code_points(content[mark_bytes:], charset)
    lengths = charsets.original_lengths(codes, charset)
    escaped = charsets.escapes(codes)
    undecodable = int(escaped.sum())
    codes = np.where(escaped, np.uint32(REPLACEMENT), codes)
    return Decoded(aligned(codes, lengths, mark_bytes), charset.label, basis, undecodable)


def widened(content: bytes, found: utf16_32.Wide, basis: str, mark_bytes: int) -> Decoded:
    """Decode UTF-16 or UTF-32 after a mark of `mark_bytes`; broken units become U+FFFD."""
    characters = utf16_32.characters(content[mark_bytes:], found)
    text = aligned(characters.codes, characters.lengths, mark_bytes)
    return Decoded(text, found.label, basis, characters.undecodable)


def _by_mark(content: bytes, limits: Intake) -> Decoded | None:
    if not content.startswith(_MARK_STARTS):
        return None
    for mark, charset in _MARKED:
        if content.startswith(mark):
            return recoded(content, charset, "byte-order-mark", mark_bytes=len(mark))
    found = utf16_32.marked(content, limits)
    return None if found is None else widened(content, found, "byte-order-mark", mark_bytes=len(found.mark))


def _as_plain_utf8(content: bytes, limits: Intake) -> Decoded | None:
    """The usual case, and the only one that must be fast; NUL bytes and control characters go the long way."""
    if b"\0" in content or _is_controlled(content[: limits.detection_sample_bytes], limits):
        return None
    return _as_utf8(content)


def _by_signature(content: bytes, limits: Intake) -> Decoded | None:
    kind = signatures.binary_kind(content[: signatures.HEAD_BYTES])
    return _within(content, kind, limits) if kind else None


def _as_wide(content: bytes, limits: Intake) -> Decoded | None:
    if b"\0" not in content:
        return None
    found = utf16_32.guessed(content, limits)
    decoded = None if found is None else widened(content, found, "nul-pattern", mark_bytes=0)
    return None if decoded is None or decoded.undecodable else decoded


def _as_binary(content: bytes, limits: Intake) -> Decoded | None:
    if not _is_controlled(content, limits):
        return None
    if hidden.is_disturbed_text(content, limits):
        text = hidden.without_controls(content, limits)
        return _as_utf8(content) if text is None else Decoded(text, "utf-8", "utf-8-between-control-characters")
    return _within(content, "nul-bytes" if b"\0" in content else "control-characters", limits)


def _within(content: bytes, kind: str, limits: Intake) -> Decoded:
    """Return the text within a binary file, or that there is none."""
    if signatures.is_message_catalogue(content):
        return Decoded(None, "", "compiled-message-catalogue")
    found = hidden.text_within(content, limits)
    if found is None:
        return Decoded(None, "", kind)
    return Decoded(found.text, found.encoding, f"text-within-{kind}", other_bytes=found.other_bytes)


def _as_declared(content: bytes, limits: Intake) -> Decoded | None:
    charset = charsets.named(_declaration(content))
    if charset is None:
        return None
    decoded = recoded(content, charset, DECLARED)
    return None if decoded.undecodable else decoded


def _as_damaged_utf8(content: bytes, limits: Intake) -> Decoded | None:
    head = sample(content, limits)
    high = int(np.count_nonzero(np.frombuffer(head, dtype=np.uint8) >= 0x80))
    invalid = int(charsets.escapes(charsets.code_points(head, UTF8)).sum())
    if high - invalid < limits.plausible_share * high:
        return None
    return recoded(content, UTF8, "mostly-valid-utf-8")


def _as_switching(content: bytes, limits: Intake) -> Decoded | None:
    if b"\0" in content:
        return None
    charset = switching(content) if b"\x1b" in content or _has_hz_mark(content) else None
    return None if charset is None else recoded(content, charset, "escape-sequences")


def _has_hz_mark(content: bytes) -> bool:
    """Tell whether `~{` is in a file; single bytes are found much faster than two."""
    at = content.find(b"~")
    for _ in range(_FEW_TILDES):
        if at < 0 or content.startswith(b"{", at + 1):
            return at >= 0
        at = content.find(b"~", at + 1)
    return at >= 0 and content.find(b"~{", at) >= 0


_ATTEMPTS: tuple[Callable[[bytes, Intake], Decoded | None], ...] = (
    _by_mark,
    _as_switching,
    _as_plain_utf8,
    _by_signature,
    lambda content, limits: None if _is_controlled(content, limits) else _as_utf8(content),  # with stray bytes
    _as_wide,
    _as_binary,
    _as_declared,
    _as_damaged_utf8,
)


def _as_utf8(content: bytes) -> Decoded | None:
    if content.isascii():
        return Decoded(from_ascii(content), "ascii", "only-ascii-bytes" if content else "empty")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return Decoded(from_utf8(content, text), "utf-8", "valid-utf-8")


def _is_controlled(content: bytes, limits: Intake) -> bool:
    """Tell whether there are too many control characters for a text; a few stray ones are allowed."""
    codes = np.frombuffer(content, dtype=np.uint8)
    low = np.count_nonzero(codes < 0x20)
    if low == 0 or low == np.count_nonzero(codes == 0x0A):
        return False  # nearly every text, and faster than the next line
    controls = len(content) - len(content.translate(None, _CONTROLS))
    if controls == 0:
        return False
    return controls > limits.few_control_bytes + limits.max_control_share * len(content) or 2 * controls >= len(content)


def _declaration(content: bytes) -> str:
    head = content[:_DECLARATION_BYTES]
    lines = _FIRST_LINES.match(head)
    first_two = lines[0] if lines else b""
    for pattern, where in ((_PEP_263, first_two), (_XML, first_two), (_CSS, head), (_HTML, head)):
        found = pattern.search(where)
        if found:
            return found[1].decode("ascii")
    return ""


def sample(content: bytes, limits: Intake) -> bytes:
    """Return lines from their first byte beyond ASCII, which begins a character, up to the sample size."""
    high = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) >= 0x80)
    pieces: list[bytes] = []
    room = limits.detection_sample_bytes
    at = 0
    while at < len(high) and room > 0:
        start = int(high[at])
        end = content.find(b"\n", start) + 1 or len(content)
        pieces.append(content[start : min(end, start + room)])
        room -= len(pieces[-1])
        at = int(np.searchsorted(high, end))
    return b"".join(pieces)
