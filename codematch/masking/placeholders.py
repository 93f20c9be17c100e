"""What is where a secret would: blanks to be filled in, names of variables, calls, types, words."""

import re

_INTERPOLATED = re.compile(
    r"[$#%@]\{|\$\(|\{\{|\}\}|^\$[A-Za-z_]\w*$|%[sdrv](?![A-Za-z0-9])|%\(\w+\)[sdrv]|\{[\w.:\[\]!]*\}|^%\w+%$|^@\w+@$|^\$\d$"
    r"|\\[({]|<\w+>"
)
_BLANK = re.compile(r"^(?:<.*|\[.*\]|\(.*\)|\{.*\}|[*x.:#_?-]+|…+|\.\.\..*|.*(?:\.\.\.|…))$", re.IGNORECASE)
_JOINED = re.compile(r"^[+,.&|)].*[+,.&|(]$")
"""What is between two quotations that are joined: the quotation marks around it belong to them."""
_ELSEWHERE = re.compile(
    r"^(?:your|enter|insert|replace|redacted|placeholder|todo|change-?this)(?![a-z])|^your[a-z]|_here\b"
    r"|^(?:some|any|the|new|old|confirm|repeat)[_-]|^(?:arn|vault|op|ref\+\w+):|/(?:secrets?|versions)/",
    re.IGNORECASE,
)
_WORDS = """
any array base64 bearer blob bool boolean byte bytes char charsequence const default dict empty enabled disabled env
false filled float hidden int integer list long md5 nil no none not null number object off on optional plain plaintext
prompt required sha1 sha256 sha512 str string text true type undefined unknown utf8 value var varchar void word yes
"""
_NOTHING = frozenset(re.findall(r"\w+", _WORDS))
"""What a program or a description says of a value: its type, its encoding, that there is none."""
_CALL = re.compile(r"^[\w.:>-]{1,100}[(\[]")
_MEMBER = re.compile(
    r"^(?:this|self|os|process|env|config|settings|options|opts|args|params|request|req|ctx|vars?|local|data|secrets|inputs"
    r"|steps|github|module|resource|system)(?:\.|->|::)\w",
    re.IGNORECASE,
)
_OPENS = re.compile(r"[\[{(<|>]|\$[\w({]|[&*!][A-Za-z_.-]+$")
_LETTERS = re.compile(r"[^a-z密码口令钥]+")
_PUT_TOGETHER = re.compile(r"[a-z][A-Z]|[A-Za-z][_.\-/ ][A-Za-z]")
_DIGIT_RUNS = re.compile(r"\d+")


def is_stand_in(value: str, name: str) -> bool:
    """Say whether a value that is given to a name is no secret but what fills its place: a blank, or a name with it.

    `mypassword` may be a password; `userPassword` and `user-password` are names.
    """
    bare = value.strip("\"'`,;").removesuffix("[]").rstrip("?")
    if any(pattern.search(bare) for pattern in (_INTERPOLATED, _BLANK, _JOINED, _ELSEWHERE)):
        return True
    folded, own = _LETTERS.sub("", bare.lower()), _LETTERS.sub("", name.lower())
    return bare.lower() in _NOTHING or (not mixes(bare) and (folded == own or names_itself(bare, name)))


def names_itself(value: str, name: str) -> bool:
    """Say whether a value is put together from words, and what it is given to is one of them."""
    folded, own = _LETTERS.sub("", value.lower()), _LETTERS.sub("", name.lower())
    return bool(own) and own in folded and _PUT_TOGETHER.search(value) is not None


def is_expression(value: str) -> bool:
    """Say whether a value without quotation marks is a call, a member, or the start of something that goes on."""
    return any(pattern.match(value) for pattern in (_CALL, _MEMBER, _OPENS))


def mixes(value: str) -> bool:
    """Say whether a value holds letters and digits both."""
    return any(map(str.isalpha, value)) and any(map(str.isdigit, value))


def is_random(value: str) -> bool:
    """Say whether a value is long, and its digits are among its letters as in no name: a word has them at its end."""
    return len(value) >= 16 and mixes(value) and len(_DIGIT_RUNS.findall(value)) > 1 and len(set(value)) > 7
