"""How natural text in an encoding of single bytes looks: the letters of the languages that are written in it.

Every byte is a character in such an encoding, so that decoding proves nothing. A reading is natural when nearly all
characters beyond ASCII are letters of one language that uses the encoding, each in its place (no capital after a
small letter, no Cyrillic letter next to a Latin one), or signs that are between words. The alphabets are those of the
languages' orthographies; the rule is our own, because its outcome must be explainable and must not change with the
version of a library.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value

LATIN_LETTERS = np.zeros(0x10000, dtype=np.bool_)
LATIN_LETTERS[[*range(0x41, 0x5B), *range(0x61, 0x7B), 0xAA, 0xBA, *range(0xC0, 0xD7), *range(0xD8, 0xF7)]] = True
LATIN_LETTERS[0xF8:0x250] = True

_SIGNS = "\xa0©®°«»–—‘’“”„‚…•·±µ§¶²³¹¼½¾×÷€£¥¢¡¿™№†‡‹›ªº¬¦¨´¸˚"
_BOXES = range(0x2500, 0x25A0)
_SIGN_SHARE, _CAPITAL_SHARE = 0.92, 0.9
"""A sign or a capital counts a little less than a letter: of two readings the one as words is the better."""

_ALPHABETS = {
    "western": (
        "éèàçêùîôâœëïû",  # French
        "äöüß",
        "áéíóúñü",
        "ãõáéíóúçâêô",
        "àèéìòù",
        "åäöæøé",
        "àèéíïòóúüç",  # Catalan
    ),
    "central": ("áčďéěíňóřšťúůýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćđšž", "áäčďéíĺľňóôŕšťúýž"),
    "turkish": ("çğıöşüâîû",),
    "baltic": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"),
    "cyrillic": (
        "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "абвгдђежзијклљмнњопрстћуфхцчџш",
    ),
    "greek": ("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",),
    "hebrew": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),
    "arabic": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي،؛؟",),
}
_FREQUENT = {
    "cyrillic": "оеаинтсрвлкі",
    "greek": "αοιετσνηυρςάόίέή",
    "hebrew": "יוהלאמרתבש",
    "arabic": "اليمنوتربع",
}
"""The letters that make up most of a text, in scripts whose letters are where those of another one do."""
_FREQUENT_SHARE = 0.65
"""Of the letters of such a text are among them; with fewer it counts less as one of that script."""


@array_value(kw_only=False, copy=False)
class _Natural:
    """What natural text holds: bool (65536,) each, the `letters` of one language, those `small` and `frequent`."""

    letters: NDArray[np.bool_]
    small: NDArray[np.bool_]
    frequent: NDArray[np.bool_]


def naturalness(codes: NDArray[np.uint32], script: str) -> float:
    """Return the share of characters beyond ASCII that are natural in a language of the script, the best of them.

    Args:
        codes: The text, uint32 (n,).
        script: A key of the alphabets.
    """
    codes = np.minimum(codes, 0xFFFF)
    beyond = codes >= 0x80
    count = int(np.count_nonzero(beyond))
    if count == 0:
        return 0.0
    before = np.concatenate(([0x20], codes[:-1]))
    behind = np.concatenate((codes[1:], [0x20]))
    return max(_share(codes, before, behind, beyond, language) / count for language in _languages(script))


def _share(
    codes: NDArray[np.uint32],
    before: NDArray[np.uint32],
    behind: NDArray[np.uint32],
    beyond: NDArray[np.bool_],
    language: _Natural,
) -> float:
    latin = LATIN_LETTERS[codes]
    is_letter = language.letters[codes] & beyond
    is_capital = is_letter & ~language.small[codes]
    misplaced = is_capital & (language.small[before] | ((before >= 0x61) & (before <= 0x7A)))
    foreign = ~latin & (_ascii_letter(before) | _ascii_letter(behind))
    natural = is_letter & ~misplaced & ~foreign
    letters = int(np.count_nonzero(natural))
    anyone = language.letters | LATIN_LETTERS
    sign = beyond & _signs()[codes] & ~(anyone[before] & anyone[behind] & (codes != 0x2019))
    box = beyond & _boxes()[codes] & ~(anyone[before] | anyone[behind])
    capitals = int(np.count_nonzero(is_capital & natural))
    return letters - (1 - _CAPITAL_SHARE) * capitals + _SIGN_SHARE * float(np.count_nonzero((sign | box) & ~natural))


def _ascii_letter(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    lower = codes | 0x20
    found: NDArray[np.bool_] = (lower >= 0x61) & (lower <= 0x7A) & (codes < 0x80)
    return found


def frequency(codes: NDArray[np.uint32], script: str) -> float:
    """Return how far the letters of a text are those that are frequent in the script, 1 as usual, 0 not at all."""
    codes = np.minimum(codes[codes >= 0x80], 0xFFFF)
    best = 0.0
    for language in _languages(script):
        letters = int(np.count_nonzero(language.letters[codes]))
        frequent = int(np.count_nonzero(language.frequent[codes]))
        best = max(best, frequent / (_FREQUENT_SHARE * letters) if letters else 1.0)
    return min(best, 1.0)


@cache
def _languages(script: str) -> tuple[_Natural, ...]:
    return tuple(_natural(alphabet, script) for alphabet in _ALPHABETS[script])


def _natural(alphabet: str, script: str) -> _Natural:
    letters = alphabet + "".join(upper for letter in alphabet if len(upper := letter.upper()) == 1)
    frequent = _FREQUENT.get(script, letters)
    return _Natural(
        _table(letters),
        _table(alphabet),
        _table(frequent + "".join(upper for letter in frequent if len(upper := letter.upper()) == 1)),
    )


@cache
def _signs() -> NDArray[np.bool_]:
    return _table(_SIGNS)


@cache
def _boxes() -> NDArray[np.bool_]:
    return _table("".join(map(chr, _BOXES)))


def _table(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(0x10000, dtype=np.bool_)
    table[[ord(character) for character in characters]] = True
    return table
