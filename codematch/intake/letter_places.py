"""Letters with accents that are in a word where such a letter does not: a sign that it was read in another page.

Most bytes beyond ASCII are a letter in each of the pages for Latin script, but seldom one of the same kind: 0xE8 is the
vowel `è` in windows-1252 and the consonant `č` in windows-1250. Vowels and consonants take turns in words, and some
letters have few neighbours. The rules are our own; they only have to tell which of two readings is the odd one.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("aeiouyæøœı")
_BEHIND_I_AND_U = frozenset("èéêëòóôãâõàáí")
"""Vowels that often follow an `i`, `u` or `y` that counts for little: pièce, question, può, português."""
_RARE = frozenset("ĺŕ")


def misplaced(text: str) -> int:
    """Return how many letters beyond ASCII are where they would not in words of their languages."""
    return sum(
        _is_misplaced(word, at)
        for word in _WORD.findall(text.lower())
        if not word.isascii()
        for at in range(len(word))
        if not word[at].isascii()
    )


def _is_misplaced(word: str, at: int) -> bool:
    letter, left, right = word[at], word[at - 1 : at], word[at + 1 : at + 2]
    if letter in _RARE:
        return True
    special = _SPECIAL.get(letter)
    if special is not None:
        return bool(special.fullmatch(f"{left or ' '}{letter}{right or ' '}"))
    if _is_vowel(letter):
        glides = "iuyo" if letter in _BEHIND_I_AND_U else ""
        return _is_vowel(right) or (_is_vowel(left) and left not in glides)
    return bool(left and not _is_vowel(left) and (not right or not _is_vowel(right)))


_SPECIAL = {
    letter: re.compile(pattern)
    for letter, pattern in {
        "ñ": r".ñ[^aeiouáéíóúü]",  # niño; no consonant and no end after it
        "ń": r".ń[aeiouyóąę]|[^aeiouyóąę]ń.",  # koń, słońce; no vowel after it
        "ù": r".ù[^ ]",  # où, più: it ends a word
        "ì": r".ì[^ ]",
        "ů": r"[aeiouy]ů.|.ů[aeiouy]",
        "ě": r"[aeiouy ]ě.|.ě[aeiouy]",
        "ê": r"iê[^n]|.ê[aeiouy]|[ae]ê.",  # ciência, português
        "ę": r"[aeouy]ę.|.ę[aeiouyn]",
        "õ": r".õ[aiouy ]|[aeiou]õ[^e]",  # funções, põe; sõna
        "ő": r"[aeiouy]ő.|.ő[aeiouy]",
        "û": r".û[aeiuy]|[aei]û.",
        "ű": r"[aeiou]ű.|.ű[aeiouyl]",
        "ã": r".ã[aiuybcdfglnprtvz]",  # não, mãe, manhã
        "ă": r"[aeouy]ă.|.ă[aeoyi]",
        "ï": r"[^aeou]ï[^aeou]",
        "ď": r".ď[bcfghklmnprstvz]|[^aeiouyáéěíóúůý ]ď.",
        "å": r".å[aeiouy]",
        "ø": r"[aeiouy]ø.|.ø[aiouy]|.øe ",
        "ý": r".ý[aeiouy]",
    }.items()
}


def _is_vowel(letter: str) -> bool:
    return bool(letter) and unicodedata.normalize("NFD", letter)[0] in _VOWELS
