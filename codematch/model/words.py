"""The words of comments, which weigh in regions and are compared outside them."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)
_CJK = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af])")


def comment_words(texts: Sequence[str]) -> list[str]:
    """Split comments into words in small letters; each Chinese, Japanese or Korean character is a word."""
    joined = "\n".join(texts)
    spaced = joined if joined.isascii() else _CJK.sub(r" \1 ", joined)
    return [word.lower() for word in _WORD.findall(spaced)]


def join_words(words: Sequence[str]) -> str:
    """Put words into one text: blanks between them, but none next to a Chinese, Japanese or Korean character."""
    joined = " ".join(words)
    return re.sub(rf"(?<={_CJK.pattern[1:-1]}) | (?={_CJK.pattern[1:-1]})", "", joined)
