"""Bank cards and bank accounts, known by their issuer, their length and their check digits."""

import re
from collections.abc import Iterator

from codematch.masking.spans import Kind, Mark, TextKind, is_quoted

_CARD = re.compile(r"(?<![A-Za-z0-9.])(?<!\d[ -])[2-6](?:[ -]?\d){13,18}(?![A-Za-z0-9]|\.\d|[ -]\d)")
_GROUPED = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{2,4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5}")
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}"
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|62\d{14,17}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[689]\d)\d{11}"
)
"""Visa, Mastercard, American Express, Discover, UnionPay, JCB, Diners Club: their prefixes and lengths."""
_SAID = re.compile(
    r"card|visa|mastercard|amex|unionpay|\bpan\b|银行|卡号|银联|储蓄|信用卡|账号|帐号|\baccount", re.IGNORECASE
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
_LENGTHS = {
    15: "NO", 16: "BE", 18: "DK FI FO GL NL", 19: "MK SI", 20: "AT BA EE KZ LT LU XK", 21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ TL", 24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "PT LY", 26: "IS TR", 27: "FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HU LB PL SV", 29: "BR EG PS QA UA",
    30: "JO KW MU", 31: "MT SC", 32: "LC",
}  # fmt: skip
_LENGTH_OF = {country: length for length, countries in _LENGTHS.items() for country in countries.split()}


def account_marks(text: str, writing: TextKind) -> Iterator[Mark]:
    """Yield the places of bank cards and bank accounts in a line."""
    for found in _CARD.finditer(text):
        if _is_card(found, text, writing):
            yield Mark(*found.span(), Kind.CARD)
    for found in _IBAN.finditer(text):
        bare, length = found[0].replace(" ", ""), _LENGTH_OF.get(found[0][:2], 0)
        # Words in capitals may follow; the number itself is as long as its country says.
        if 0 < length <= len(bare) and _has_iban_check(bare[:length]):
            yield Mark(found.start(), found.start() + _position(found[0], length), Kind.ACCOUNT)


def _is_card(found: re.Match[str], text: str, writing: TextKind) -> bool:
    """Say whether digits are the number of a bank card (ISO/IEC 7812): a known issuer, the check digit, and a text.

    A long number of a program is a constant unless something says that it is a card.
    """
    digits = re.sub(r"\D", "", found[0])
    if not _ISSUERS.fullmatch(digits) or not _has_luhn_digit(digits):
        return False
    if digits != found[0]:
        return _GROUPED.fullmatch(found[0]) is not None
    return _SAID.search(text) is not None or (writing is not TextKind.CODE or is_quoted(text, found.start()))


def _has_luhn_digit(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _has_iban_check(bare: str) -> bool:
    """Say whether the check digits of an international bank account number hold (ISO 13616)."""
    return int("".join(str(int(character, 36)) for character in bare[4:] + bare[:4])) % 97 == 1


def _position(text: str, count: int) -> int:
    """The position after the first `count` characters of a text that are no blanks."""
    return [place for place, character in enumerate(text) if character != " "][count - 1] + 1
