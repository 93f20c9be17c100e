"""The legacy encodings: their characters, and how to tell them apart.

The rule for East Asian text is our own, because its outcome must be explainable and must not change with the
version of a library: an encoding is plausible when nearly all characters it yields are the common ones of its
language (the first level of the national standard, kana, the symbols), and the most plausible one wins. Wrong
guesses yield rare characters: the standards are sorted by frequency first. Only text that no such rule fits
and that is not plainly Western goes to charset-normalizer, on a bounded sample.
"""

from dataclasses import dataclass
from encodings.aliases import aliases
from functools import cache

import numpy as np
from charset_normalizer import from_bytes
from numpy.typing import NDArray

from codematch.intake.scripts import frequency, naturalness
from codematch.settings import Intake

MISREAD_EUC_JP = b"\x8f\xa2\xb7"
_FIRST_ESCAPE, _LAST_ESCAPE = 0xDC80, 0xDCFF


@dataclass(frozen=True, slots=True)
class Charset:
    """An encoding: `label` as records show it, `codec` as Python calls it; one byte a character unless `multibyte`."""

    label: str
    codec: str
    multibyte: bool = False


@dataclass(frozen=True, slots=True)
class _Language:
    """Common characters of one East Asian encoding.

    `rows` are the first bytes (first, last) in the national standard `standard` that hold them. `telling` are
    rows of which a plausible text has some, `evidence` tells whether a longer text is needed to be sure, and
    `loose` whether second bytes may be ASCII letters, so that an accented letter and its neighbour look like one
    ideograph.
    """

    charset: Charset
    standard: str
    rows: tuple[tuple[int, int], ...]
    telling: tuple[int, int] | None = None
    evidence: bool = False
    loose: bool = False


_EUC_KR = Charset("euc-kr", "cp949", multibyte=True)
_GB18030 = Charset("gb18030", "gb18030", multibyte=True)
_BIG5 = Charset("big5", "cp950", multibyte=True)
_SHIFT_JIS = Charset("shift_jis", "cp932", multibyte=True)
_EUC_JP = Charset("euc-jp", "euc_jp", multibyte=True)

# In order of preference among equals. Hangul are where GB 2312 has its most common characters, never the other
# way round, so Korean comes first and needs more evidence; Japanese is told by its kana.
_LANGUAGES = (
    _Language(_EUC_KR, "euc_kr", ((0xA1, 0xA3), (0xB0, 0xC8)), evidence=True),
    _Language(_GB18030, "gb2312", ((0xA1, 0xA3), (0xB0, 0xD7))),
    _Language(_BIG5, "big5", ((0xA1, 0xC6),), loose=True),
    _Language(_SHIFT_JIS, "euc_jp", ((0xA1, 0xA5), (0xB0, 0xCF)), telling=(0xA4, 0xA5), loose=True),
    _Language(_EUC_JP, "euc_jp", ((0xA1, 0xA5), (0xB0, 0xCF)), telling=(0xA4, 0xA5)),
)

_WESTERN = Charset("windows-1252", "cp1252")
LATIN_1 = Charset("iso-8859-1", "latin_1")
UTF8 = Charset("utf-8", "utf-8", multibyte=True)
_SINGLE_BYTE = {
    codec: Charset(label, codec)
    for codec, label in (
        *((f"iso8859_{part}", f"iso-8859-{part}") for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
        *((f"cp{page}", f"windows-{page}") for page in range(1250, 1259)),
        *((f"cp{page}", f"ibm{page}") for page in (437, 850, 852, 855, 866)),
        ("koi8_r", "koi8-r"),
        ("koi8_u", "koi8-u"),
        ("mac_roman", "macintosh"),
        ("mac_cyrillic", "x-mac-cyrillic"),
        ("mac_latin2", "x-mac-centraleurope"),
    )
}
_BY_CODEC = {
    **_SINGLE_BYTE,
    "latin_1": LATIN_1,
    "cp1252": _WESTERN,
    **{language.charset.codec: language.charset for language in _LANGUAGES},
    **{language.standard: language.charset for language in _LANGUAGES if language.charset is not _SHIFT_JIS},
    "gbk": _GB18030,
    "big5hkscs": _BIG5,
    "shift_jis": _SHIFT_JIS,
}

_SCRIPTS = tuple((_BY_CODEC[codec], script) for codec, script in (
    ("latin_1", "western"), ("cp1252", "western"), ("cp1251", "cyrillic"), ("koi8_r", "cyrillic"),
    ("koi8_u", "cyrillic"), ("cp866", "cyrillic"), ("iso8859_5", "cyrillic"), ("mac_cyrillic", "cyrillic"),
    ("iso8859_2", "central"), ("cp1250", "central"), ("cp852", "central"), ("iso8859_15", "western"),
    ("iso8859_9", "turkish"), ("cp1254", "turkish"), ("iso8859_13", "baltic"), ("cp1257", "baltic"),
    ("iso8859_7", "greek"), ("cp1253", "greek"), ("iso8859_8", "hebrew"), ("cp1255", "hebrew"),
    ("iso8859_6", "arabic"), ("cp1256", "arabic"), ("mac_roman", "western"), ("cp437", "western"),
    ("cp850", "western"), ("mac_latin2", "central"),
))  # fmt: skip
"""The encodings of single bytes and what is written in them, in order of preference among equals."""
_LATIN = ("western", "central", "turkish", "baltic")


def named(name: str) -> Charset | None:
    """Return the charset that a declaration names; None when it is unknown or not a plain text encoding.

    Looks names up in a fixed table: a codec is never imported because a file asked for it.
    """
    plain = name.lower().replace("-", "_")
    return _BY_CODEC.get(aliases.get(plain, plain))


def labels() -> list[str]:
    """Return the names of all encodings that can be named."""
    return sorted({charset.label for charset in _BY_CODEC.values()})


@dataclass(frozen=True, slots=True)
class Reading:
    """How well a text reads in an encoding.

    `share` of its characters beyond ASCII are natural there, `different` are those that differ, `frequency` tells how
    far they are the frequent ones.
    """

    charset: Charset
    share: float
    frequency: float
    different: frozenset[int]


def readings(sample: bytes, limits: Intake) -> list[Reading]:
    """Return the encodings in which `sample` reads like text, in order of preference among equals."""
    found = []
    for language in _LANGUAGES:
        codes = code_points(sample, language.charset)
        found.append(_reading(codes, language.charset, _plausibility(codes, language, limits)))
    for charset, script in _SCRIPTS:
        codes = code_points(sample, charset)
        share = 0.0 if escapes(codes).any() else naturalness(codes, script)
        found.append(_reading(codes, charset, share, frequency(codes, script) if share else 0.0))
    return [one for one in found if one.share >= limits.plausible_share]


def fits(sample: bytes, charset: Charset, limits: Intake) -> bool:
    """Tell whether a text may be in an encoding that others of its work are in: nothing contradicts it."""
    codes = code_points(sample, charset)
    foreign = codes[codes >= 0x80]
    if escapes(codes).any() or len(foreign) == 0:
        return False
    language = next((one for one in _LANGUAGES if one.charset is charset), None)
    if language is not None:
        return _share(foreign, _members(language.standard, language.rows)) >= limits.plausible_share
    scripts = [script for one, script in _SCRIPTS if one is charset]
    return any(naturalness(codes, script) >= limits.plausible_share for script in scripts)


def needs_evidence(charset: Charset) -> bool:
    """Tell whether few different characters of an encoding could as well be another one's."""
    return any(language.evidence for language in _LANGUAGES if language.charset is charset)


def is_latin(charset: Charset) -> bool:
    """Tell whether languages in Latin script are written in a page of single bytes."""
    return any(script in _LATIN for one, script in _SCRIPTS if one is charset)


def _reading(codes: NDArray[np.uint32], charset: Charset, share: float, usual: float = 1.0) -> Reading:
    different = frozenset(np.unique(codes[codes >= 0x80]).tolist()) if share else frozenset[int]()
    return Reading(charset, share, usual, different)


def other(sample: bytes) -> tuple[Charset, str]:
    """Return the encoding of text that is neither Unicode nor East Asian, and what decided it.

    Western letters beyond ASCII are alone or in twos between ASCII letters; other scripts come in words.
    Only those are given to charset-normalizer.
    """
    high = np.frombuffer(sample, dtype=np.uint8) >= 0x80
    runs = int(np.count_nonzero(high[1:] & ~high[:-1])) + int(high[:1].sum())
    if np.count_nonzero(high) > 2 * runs:
        match = from_bytes(sample, cp_isolation=sorted(_BY_CODEC), preemptive_behaviour=False).best()
        found = None if match is None else _BY_CODEC.get(match.encoding)
        if found is not None:
            return found, "charset-detection"
    try:
        sample.decode(_WESTERN.codec)
    except UnicodeDecodeError:
        return LATIN_1, "single-bytes"
    has_c1 = any(0x80 <= byte < 0xA0 for byte in sample)
    return (_WESTERN if has_c1 else LATIN_1), "single-bytes"


def code_points(content: bytes, charset: Charset) -> NDArray[np.uint32]:
    """Decode into code points, uint32 (n,); an undecodable byte becomes U+DC80 to U+DCFF (PEP 383)."""
    if charset is _EUC_JP:
        # Python decodes this one character as the one-byte "~"; counted as undecodable, its length stays true.
        content = content.replace(MISREAD_EUC_JP, b"\xff\xff\xff")
    text = content.decode(charset.codec, "surrogateescape")
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def original_lengths(codes: NDArray[np.uint32], charset: Charset) -> NDArray[np.uint8]:
    """Return how many bytes each character of `code_points` took, uint8 (n,)."""
    if not charset.multibyte:
        return np.ones(len(codes), dtype=np.uint8)
    lengths = np.full(len(codes), 4, dtype=np.uint8)
    basic = codes < 0x10000
    lengths[basic] = _encoded_lengths(charset.codec)[codes[basic]]
    return lengths


def escapes(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return which code points stand for undecodable bytes, bool (n,)."""
    return (codes >= _FIRST_ESCAPE) & (codes <= _LAST_ESCAPE)


def _in_words(foreign: NDArray[np.bool_]) -> bool:
    """Tell whether most characters beyond ASCII have a neighbour that is too."""
    beside = np.zeros(len(foreign), dtype=np.bool_)
    beside[1:] |= foreign[:-1]
    beside[:-1] |= foreign[1:]
    return bool(2 * np.count_nonzero(foreign & beside) > np.count_nonzero(foreign))


def _plausibility(codes: NDArray[np.uint32], language: _Language, limits: Intake) -> float:
    """Return the share of characters beyond ASCII that are common in the language, 0 when it cannot be it."""
    beyond = codes >= 0x80
    foreign = codes[beyond]
    if len(foreign) == 0 or (language.loose and not _in_words(beyond)):
        return 0.0
    if language.telling is not None:
        told = _share(foreign, _members(language.standard, (language.telling,)))
        if told <= 1 - limits.plausible_share:
            return 0.0
    return _share(foreign, _members(language.standard, language.rows))


def _share(codes: NDArray[np.uint32], members: NDArray[np.bool_]) -> float:
    return float(np.count_nonzero(members[np.minimum(codes, 0xFFFF)])) / len(codes)


@cache
def _members(standard: str, rows: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
    """Return which characters of the basic plane are in the rows of a national standard, bool (65536,)."""
    row_numbers = (row for first, last in rows for row in range(first, last + 1))
    # The line feeds keep an unassigned cell from swallowing its neighbour.
    cells = b"\n".join(bytes((row, cell)) for row in row_numbers for cell in range(0x40, 0xFF))
    members = np.zeros(0x10000, dtype=np.bool_)
    members[[ord(character) for character in cells.decode(standard, "ignore")]] = True
    members[:0x80] = False
    return members


@cache
def _encoded_lengths(codec: str) -> NDArray[np.uint8]:
    """Return the encoded length of every character of the basic plane, uint8 (65536,); 1 for escapes."""
    lengths = np.fromiter((len(chr(code).encode(codec, "ignore")) for code in range(0x10000)), np.uint8, 0x10000)
    lengths[_FIRST_ESCAPE : _LAST_ESCAPE + 1] = 1
    return lengths


PREFERENCE = {
    charset: rank
    for rank, charset in enumerate(
        dict.fromkeys((*(language.charset for language in _LANGUAGES), *(charset for charset, _ in _SCRIPTS)))
    )
}
"""The encodings that files vote for, and their rank among equals."""
