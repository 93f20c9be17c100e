"""Keys and tokens that a service issues, known by the prefix that it publishes; those of AWS by what is near."""

import re
from collections.abc import Iterator

from codematch.masking.spans import Kind, Mark

_ISSUED = (
    # Cloud providers
    ("AKIA", r"AKIA[0-9A-Z]{16}"),
    ("ASIA", r"ASIA[0-9A-Z]{16}"),
    ("AIza", r"AIza[\w-]{35}"),
    ("GOCSPX-", r"GOCSPX-[\w-]{20,64}"),
    ("ya29.", r"ya29\.[\w-]{20,1000}"),
    ("LTAI", r"LTAI[A-Za-z0-9]{12,30}"),
    ("AKID", r"AKID[A-Za-z0-9]{13,50}"),
    ("Q~", r"[\w~.-]{3}\dQ~[\w~.-]{31,34}"),
    ("do", r"do[opr]_v1_[0-9a-f]{64}"),
    ("dapi", r"dapi[0-9a-f]{32}"),
    # Hosts of code and packages
    ("gh", r"gh[pousr]_[A-Za-z0-9]{36,255}"),
    ("github_pat_", r"github_pat_\w{20,255}"),
    ("gl", r"gl(?:pat|dt|ft|soat|rt|cbt|ptt|agent|oas|imt)-[\w-]{20,100}"),
    ("npm_", r"npm_[A-Za-z0-9]{36}"),
    ("pypi-", r"pypi-AgE[\w-]{50,1000}"),
    ("dckr_", r"dckr_[po]at_[\w-]{20,64}"),
    ("ATATT3", r"ATATT3[\w=-]{50,300}"),
    ("hvs.", r"hvs\.[\w-]{24,200}"),
    ("lin_api_", r"lin_api_[A-Za-z0-9]{40}"),
    ("glsa_", r"glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}"),
    ("NRAK-", r"NRAK-[A-Z0-9]{27}"),
    # Models
    ("sk-", r"sk-(?:proj|ant|svcacct|admin|or|None)-(?=[\w-]{0,200}\d)[\w-]{20,400}"),
    ("sk-", r"sk-(?=[A-Za-z]{0,60}\d)[A-Za-z0-9]{20,200}"),
    ("hf_", r"hf_[A-Za-z0-9]{30,40}"),
    ("gsk_", r"gsk_[A-Za-z0-9]{40,60}"),
    ("xai-", r"xai-[A-Za-z0-9]{60,100}"),
    ("r8_", r"r8_[A-Za-z0-9]{37}"),
    ("pplx-", r"pplx-[A-Za-z0-9]{40,60}"),
    # Payment, mail, messages
    ("_live_", r"[sr]k_live_\w{16,255}"),
    ("_test_", r"[sr]k_test_[A-Za-z0-9]{16,255}"),
    ("whsec_", r"whsec_[A-Za-z0-9+/=]{24,100}"),
    ("sq0", r"sq0(?:atp|csp)-[\w-]{22,43}"),
    ("shp", r"shp(?:at|ca|pa|ss)_[0-9A-Fa-f]{32}"),
    ("SG.", r"SG\.[\w-]{20,24}\.[\w-]{39,50}"),
    ("SK", r"SK[0-9a-f]{32}"),
    ("key-", r"key-[0-9a-f]{32}"),
    ("-us", r"[0-9a-f]{32}-us\d{1,2}"),
    ("xox", r"xox[abeprs]-[A-Za-z0-9-]{10,250}"),
    ("xapp-", r"xapp-\d-[A-Z0-9]{8,16}-\d{8,16}-[0-9a-z]{32,80}"),
    ("hooks.slack.com/", r"hooks\.slack\.com/(?:services|workflows)/[A-Z]\w{6,12}/[A-Z]\w{6,12}/\w{16,64}"),
    (":AA", r"\d{8,10}:AA[\w-]{32,35}"),
    # Anything
    ("eyJ", r"(?<!-)eyJ[\w-]{10,4000}\.[\w-]{10,8000}\.[\w-]{1,2000}"),
    ("AGE-SECRET-KEY-1", r"AGE-SECRET-KEY-1[A-Z0-9]{58}"),
)
"""What a line holds that has one, which is looked for first, and the form.

Identifiers that are no secrets are left out: public keys of Stripe, names of AWS users, account numbers of Twilio.

No part may try one stretch of a text again and again: the lines of a hostile file are long.
"""
_PATTERNS = tuple((hint, re.compile(rf"(?<![A-Za-z0-9]){form}(?![A-Za-z0-9])", re.ASCII)) for hint, form in _ISSUED)
LINE_HINTS = tuple(sorted({hint for hint, _ in _ISSUED} - {"do", "gh", "gl"} | {
    *(f"do{kind}_v1_" for kind in "opr"),
    *(f"gh{kind}_" for kind in "pousr"),
    *(f"gl{kind}-" for kind in ("pat", "dt", "ft", "soat", "rt", "cbt", "ptt", "agent", "oas", "imt")),
}))  # fmt: skip
"""One of these a line with such a key holds, large and small letters told apart."""
_AWS_ID = re.compile(r"(?<![A-Za-z0-9])A(?:KIA|SIA)[0-9A-Z]{16}(?![A-Za-z0-9])")
_AWS_HINTS = ("AKIA", "ASIA")
_FORTY = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_LOWER_PAIR = re.compile(r"(?=[a-z][a-z])")
_MOST_PAIRS = 15
"""Of 39 pairs of random characters six or seven are of small letters; of those of a name or a path, most."""


def issued_marks(text: str) -> Iterator[Mark]:
    """Yield the keys and tokens of a line that their form gives away."""
    for hint, pattern in _PATTERNS:
        if hint in text:
            yield from (Mark(*found.span(), Kind.KEY) for found in pattern.finditer(text))


def has_access_key(text: str) -> bool:
    """Say whether a line names an access key of AWS: the secret that belongs to it is near."""
    return any(hint in text for hint in _AWS_HINTS) and _AWS_ID.search(text) is not None


def access_secret_marks(text: str, near: bool) -> Iterator[Mark]:
    """Yield the secrets of access keys of AWS in a line, which have no form but forty characters.

    Only `near` an access key or a word for a secret: digests and tables look the same.
    """
    if near and len(text) >= 40:
        yield from (Mark(*found.span(), Kind.KEY) for found in _FORTY.finditer(text) if _is_random(found[0]))


def _is_random(text: str) -> bool:
    kinds = (str.isupper, str.islower, str.isdigit)
    return all(any(map(kind, text)) for kind in kinds) and len(_LOWER_PAIR.findall(text)) <= _MOST_PAIRS
