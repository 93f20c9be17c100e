"""Characters without a shape, blanks, signs and letters of other alphabets change no kind of a token."""

import re

import pytest

from codematch.languages import tokenize
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import TokenStream
from codematch.settings import Parsing
from tests.languages.reading import LANGUAGES

HIDDEN = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2064\u2066\u2069\ufe0f\ufeff\U000e0041"
)
BLANKS = "\u00a0\u1680\u2003\u2009\u202f\u205f\u3000"
LETTERS = "\u0430\u03bf\u0561\u13aa\uff41\U0001d41a\u8ba1"
CODE = {
    "bash": "count=1\nif test $count; then\n  total=$count\nfi\n",
    "c": "int tally(int count) {\n  return count + 12;\n}\n",
    "cpp": "int tally(int count) {\n  return count + 12;\n}\n",
    "csharp": "class A {\n  int Tally(int count) {\n    return count + 12;\n  }\n}\n",
    "go": "package a\n\nfunc tally(count int) int {\n\treturn count + 12\n}\n",
    "java": "class A {\n  int tally(int count) {\n    return count + 12;\n  }\n}\n",
    "javascript": "function tally(count) {\n  return count + 12;\n}\n",
    "kotlin": "fun tally(count: Int): Int {\n  return count + 12\n}\n",
    "lua": "local function tally(count)\n  return count + 12\nend\n",
    "matlab": "function t = tally(count)\n  t = count + 12;\nend\n",
    "objc": "int tally(int count) {\n  return count + 12;\n}\n",
    "php": "<?php\nfunction tally($count) {\n  return $count + 12;\n}\n",
    "python": "def tally(count):\n    return count + 12\n",
    "ruby": "def tally(count)\n  return count + 12\nend\n",
    "rust": "fn tally(count: i32) -> i32 {\n    return count + 12;\n}\n",
    "scala": "object A {\n  def tally(count: Int): Int = {\n    return count + 12\n  }\n}\n",
    "swift": "func tally(count: Int) -> Int {\n  return count + 12\n}\n",
    "tsx": "function tally(count: number) {\n  return count + 12;\n}\n",
    "typescript": "function tally(count: number) {\n  return count + 12;\n}\n",
}
SIGNS = {"+": "\uff0b", ";": "\uff1b", "(": "\uff08", ")": "\uff09", "{": "\uff5b", ":": "\uff1a", "12": "\uff11\uff12"}


def read(code: str, language: str) -> TokenStream:
    return tokenize("a", code.encode(), language, LANGUAGES, Parsing())


def test_every_language_is_tried() -> None:
    assert {*LANGUAGES.names} - {*CODE} <= {"css", "html", "json", "sql", "xml", "yaml"}


def seen(stream: TokenStream) -> tuple[list[int], list[int]]:
    return stream.kinds.tolist(), stream.texts.tolist()


def shown(stream: TokenStream, code: str, hidden: str) -> list[int]:
    """The hashes of what the tokens show but for a hidden character, which none begins or ends with."""
    words = [code.encode()[start:stop].decode() for start, stop in zip(stream.starts, stream.stops, strict=True)]
    return [text_hash(word.replace(hidden, "").encode()) if word == word.strip(hidden) else 0 for word in words]


@pytest.mark.parametrize("language", CODE)
def test_hidden_characters_change_no_token(language: str) -> None:
    plain, changed = read(CODE[language], language), []
    for hidden in HIDDEN:
        stuffed = re.sub(r"(?<=\w)(?=\w)|$", hidden, CODE[language])
        stream = read(stuffed, language)
        same = seen(stream) == seen(plain) and stream.lines.tolist() == plain.lines.tolist()
        same &= [unit.name for unit in stream.units] == [unit.name for unit in plain.units]
        if not same or shown(stream, stuffed, hidden) != stream.texts.tolist():
            changed.append(ascii(hidden))
    assert changed == []


@pytest.mark.parametrize("language", sorted({*CODE} - {"bash"}))  # there such a word is no name of a variable
def test_letters_of_other_alphabets_leave_one_name(language: str) -> None:
    plain, changed = read(CODE[language], language), []
    for letter in LETTERS:
        stream = read(CODE[language].replace("count", f"c{letter}unt"), language)
        name = text_hash(f"{'$' if language == 'php' else ''}c{letter}unt".encode())
        if stream.kinds.tolist() != plain.kinds.tolist() or name not in stream.texts.tolist():
            changed.append(letter)
    assert changed == []


# For a shell such a semicolon belongs to the word before it.
@pytest.mark.parametrize("language", CODE)
def test_other_blanks_are_blanks_and_signs_that_look_like_those_of_ascii_are_such(language: str) -> None:
    code = CODE[language]
    others = [(" ", blank) for blank in BLANKS]
    others += [(sign, alike) for sign, alike in SIGNS.items() if (language, sign) != ("bash", ";")]
    plain = seen(read(code, language))
    assert [ascii(alike) for sign, alike in others if seen(read(code.replace(sign, alike), language)) != plain] == []


def test_texts_and_comments_stay_as_they_are_where_signs_are_read_as_ascii() -> None:
    code = 'x = "你好,世界" # 注释;\ny\uff1d1\n'
    stream = read(code, "python")
    assert stream.error_share == 0
    assert text_hash('"你好,世界"'.encode()) in stream.texts.tolist()
    assert stream.comments.texts == ("注释;",)


@pytest.mark.parametrize(("path", "language"), [("a.py", "python"), ("a.txt", "text"), ("a.md", "text")])
def test_a_file_of_hidden_characters_has_no_tokens(path: str, language: str) -> None:
    assert len(tokenize(path, "\u200b\ufeff".encode(), language, LANGUAGES, Parsing())) == 0
