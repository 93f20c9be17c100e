"""Letters that look like Latin ones, and names that differ from one another in nothing else.

The table holds letters of Cyrillic, Greek and Armenian, and a few of Latin, out of the list of confusable characters of
Unicode (UTS #39, confusables.txt, of Unicode 16). Full-width letters and those of mathematics have a compatibility
decomposition to the Latin ones (UAX #15), which Unicode's own data in Python gives.
"""

import unicodedata
from functools import lru_cache

_LOOKS_LIKE = str.maketrans({
    # Cyrillic
    "а": "a", "в": "B", "е": "e", "к": "k", "м": "M", "н": "H", "о": "o", "р": "p", "с": "c", "т": "T", "у": "y",
    "х": "x", "ѕ": "s", "і": "i", "ј": "j", "ԁ": "d", "ԛ": "q", "ԝ": "w", "һ": "h", "ӏ": "l", "ѵ": "v", "ь": "b",
    "г": "r", "ҽ": "e", "ѡ": "w", "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O",
    "Р": "P", "С": "C", "Т": "T", "У": "Y", "Х": "X", "Ѕ": "S", "І": "I", "Ј": "J", "Ԁ": "D", "Ԛ": "Q", "Ԝ": "W",
    "Һ": "H", "Ӏ": "l", "Ѵ": "V", "Ь": "b", "Ү": "Y", "ү": "y", "Ԍ": "G", "ѐ": "e", "ё": "e",
    # Greek
    "α": "a", "ο": "o", "ρ": "p", "ν": "v", "υ": "u", "ι": "i", "κ": "k", "γ": "y", "ϲ": "c", "ϳ": "j", "τ": "t",
    "χ": "x", "η": "n", "σ": "o", "ω": "w", "ϱ": "p", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I",
    "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X", "Ϲ": "C", "Ϳ": "J",
    # Armenian
    "ա": "w", "օ": "o", "ո": "n", "ս": "u", "հ": "h", "յ": "j", "ց": "g", "գ": "q", "զ": "q", "ք": "f", "Օ": "O",
    "Ս": "U", "Լ": "L", "Տ": "S",
    # Latin
    "ı": "i", "ȷ": "j", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʋ": "v", "ʏ": "y", "ᴄ": "c", "ᴏ": "o", "ᴠ": "v", "ᴡ": "w",
    "ᴢ": "z", "ꜱ": "s", "ɪ": "i", "ʟ": "l", "ɢ": "g", "ʙ": "b", "ʜ": "h", "ɴ": "n", "ʀ": "r", "ƽ": "s",
    # Cherokee, as far as it looks like capitals
    "Ꭺ": "A", "Ᏼ": "B", "Ꮯ": "C", "Ꭼ": "E", "Ꮋ": "H", "Ꮶ": "K", "Ꮇ": "M", "Ꮲ": "P", "Ꭲ": "T", "Ꮪ": "S", "Ꮓ": "Z",
})  # fmt: skip
_IGNORED = dict.fromkeys(
    map(
        ord,
        "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u061c\u180e\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    )
)


def skeleton(text: str) -> str:
    """Return what a text looks like: two texts with one skeleton are told apart by no reader, or hardly."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text.translate(_IGNORED)).translate(_LOOKS_LIKE)


@lru_cache(maxsize=1 << 15)
def is_disguised(name: str) -> bool:
    """Say whether a name looks like one of Latin letters and is none, though no language asks for it.

    A name that is wholly of another alphabet, with letters in it that look like no Latin ones, is a word of that
    language.
    """
    if name.isascii():
        return False
    shown = skeleton(name)
    return shown != name and shown.isascii() and any(map(str.isalpha, shown))
