"""The bodies of macros: raw text to the grammars of the C family, tokens to us."""

import pytest

from codematch.languages import kind_names, tokenize
from codematch.model.tokens import TokenStream
from codematch.settings import Parsing
from tests.languages.reading import LANGUAGES


def read(code: str, language: str = "c") -> TokenStream:
    return tokenize("a.c", code.encode(), language, LANGUAGES, Parsing())


def kinds_and_texts(code: str, language: str = "c") -> list[tuple[str, str]]:
    stream, utf8 = read(code, language), code.encode()
    names = kind_names(LANGUAGES.spec(language))
    spans = zip(stream.starts.tolist(), stream.stops.tolist(), strict=True)
    texts = [utf8[start:stop].decode() for start, stop in spans]
    return list(zip([names.get(kind, "") for kind in stream.kinds.tolist()], texts, strict=True))


@pytest.mark.parametrize("language", ["c", "cpp", "objc"])
def test_a_body_has_the_kinds_that_the_grammar_uses(language: str) -> None:
    head, *body = kinds_and_texts('#define M do { a->b += 0x1F + 1.5e-3f; } while ("s\\"", L\'c\')\n', language)[1:]
    assert head == ("identifier", "M")
    assert body == [
        ("do", "do"),
        ("{", "{"),
        ("identifier", "a"),
        ("->", "->"),
        ("identifier", "b"),
        ("+=", "+="),
        ("number_literal", "0x1F"),
        ("+", "+"),
        ("number_literal", "1.5e-3f"),
        (";", ";"),
        ("}", "}"),
        ("while", "while"),
        ("(", "("),
        ("string_literal", '"s\\""'),
        (",", ","),
        ("char_literal", "L'c'"),
        (")", ")"),
    ]


def test_a_body_and_code_give_the_same_kinds() -> None:
    body = kinds_and_texts("#define M for (i = 0; i < n; i++) f(i)\n")[2:]
    code = kinds_and_texts("void g(void) { for (i = 0; i < n; i++) f(i); }\n")[6:-2]
    assert body == code


def test_hashes_and_stray_characters_have_their_text_as_their_kind() -> None:
    assert kinds_and_texts("#define M(a) #a ## b @\n")[5:] == [
        ("", "#"),
        ("identifier", "a"),
        ("", "#"),
        ("", "#"),
        ("identifier", "b"),
        ("", "@"),
    ]
    hash_, _, again, _, _, at = read("#define M(a) #a ## b @\n").kinds.tolist()[5:]
    assert hash_ == again != at


def test_comments_of_a_body_are_comments_and_continuations_are_nothing() -> None:
    stream = read("#define M a \\\n  b \\\n c // end\nint d;\n")
    assert len(stream) == 5 + 3
    assert stream.comments.texts == ("end",)
    assert stream.lines.tolist() == [1, 1, 1, 2, 3, 4, 4, 4]


def test_tokens_stay_in_file_order() -> None:
    stream = read("#define A 1\n#define B(x) (x)\nint c = A;\n#define D\n")
    assert (stream.starts[1:] >= stream.stops[:-1]).all()


def test_an_unclosed_string_ends_with_the_body() -> None:
    texts = [text for _, text in kinds_and_texts('#define M it"s\nint a;\n')]
    assert texts == ["#define", "M", "it", '"', "s", "int", "a", ";"]
