"""Holders of rights that notices of copyright name."""

import re
from collections.abc import Iterator

from codematch.notices.words import WORDS

_YEARS = r"(?:(?:\d{4}|present)(?:\s*[-–—,/~至到]\s*(?:\d{2,4}|present|now|今))*\s*年?[\s,.;:\uff1a\uff0c]*)"
_HOLDER = re.compile(
    r"(?P<sign>(?:(?:©|\(c\)|&copy;|\bcopyright\b|\bSPDX-\w+CopyrightText\b|\bcopr\.|版权(?:所有|归)|著作权(?:所有|归)?人?"
    r"|(?P<abroad>\burheberrechte?\b|\bdroits?\s+d['’]\s?auteurs?\b|\bderechos?\s+de\s+autor\b|\bdireitos\s+(?:autorais|de\s+autor)\b"
    r"|\bdiritti?\s+d['’]\s?autore\b|\bавторск(?:ие|ое)\s+прав[ао]\b|著作権(?:者|所有者?)?|저작권(?:자|\s*소유자?)?))[\s:\uff1a,\uff0c]*)+)"
    rf"(?P<years>{_YEARS}*)(?:by\s+|held by\s+|属于|归|(?<!\w)(?:von|de|par|bei)\s+)?"
    r"(?P<name>(?:[^\n*;<>(,.\"'|{}\[\]\\$%。，；：、]|\.(?=\w)|(?<=\b\w)\.)+)",
    re.IGNORECASE,
)
_HOLDER_HINTS = tuple(WORDS["holder_hints"])
_ENDS = re.compile(
    r"(?i)\s*(?:[-–—]\s.*|\ball rights\b.*|\blicen[sc]ed\b.*|\breleased\b.*|\bdistributed\b.*|\bpermission\b.*|"
    r"\bsee\b.*|"
    r"\bthis (?:file|software|program|code)\b.*|https?:.*|保留.*|\balle rechte\b.*|\btous (?:les )?droits\b.*|"
    r"\btodos (?:los derechos|os direitos)\b.*|\btutti i diritti\b.*|\bвсе права\b.*|無断.*|모든 권리.*|"
    r"版权所有.*|(?<=\w)所有|\bauthors?\s*[:\uff1a].*|\b(?:19|20)\d\d\b.*|\S+@\S+.*)$"
)
SIGNS = " .-–:,/\u3000\u3002\uff0c\uff0e\uff1a\uff1b"
"""What no name begins or ends with."""
_NO_HOLDER = frozenset(WORDS["no_holder"])


def holders(text: str, *, is_comment: bool = True) -> Iterator[tuple[str, int]]:
    """Yield the holders that notices name, without years and what follows the name, and where each notice begins.

    Outside comments a notice has a year; the word for copyright in another language has a year or a sign after it, for
    law is spoken of in prose as well.
    """
    if not any(hint in text for hint in _HOLDER_HINTS):
        return
    for match in _HOLDER.finditer(text):
        name = _ENDS.sub("", " ".join(match["name"].split())).strip(SIGNS)
        has_year = bool(match["years"]) or re.search(r"\b(?:19|20)\d\d\b", match["name"]) is not None
        if match["abroad"] and not has_year and not re.search("[:\uff1a©(]", match["sign"]):
            continue
        if _is_holder(name, match["sign"].strip().lower(), has_year=has_year) and (is_comment or has_year):
            yield name, match.start()


def _is_holder(name: str, sign: str, *, has_year: bool) -> bool:
    """Say whether what follows a sign of copyright is a name: without a year it has a capital letter or is Chinese."""
    words = name.split()
    if not words or not any(map(str.isalpha, name)):
        return False
    if has_year:
        return True
    if sign in ("(c)", "©", "&copy;") or words[0].lower() in _NO_HOLDER:
        return False
    return name[0].isupper() or not name[0].isascii()


_FORMS = frozenset(WORDS["forms"])
_CHINESE_FORMS = re.compile(r"(?:股份)?(?:有限)?(?:责任)?公司$")


def holder_key(name: str) -> str:
    """Return what two spellings of one holder have in common: small letters, no signs, no form of company."""
    words = re.sub(r"[^\w\s]", " ", name.lower().replace(".", "")).split()
    kept = [word for word in words if word not in _FORMS and not word.isdigit()]
    return _CHINESE_FORMS.sub("", " ".join(kept or words))
