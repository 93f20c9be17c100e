"""Signs are found as by one expression tried at every line, only faster."""

import re
import tomllib
from importlib.resources import files

import pytest

from codematch.languages import load_languages
from codematch.languages.needed import needed_words
from codematch.languages.signs import Lines, showing, showing_any, shows, words_of
from codematch.languages.spec import LanguageSpec
from codematch.settings import grammars_folder
from tests.languages.samples import read_samples

SPECS = [spec for spec in load_languages(grammars_folder()).specs if spec.signs]
TEXTS = [b"\n" + sample.text for sample in read_samples()]
TEXTS += [b"".join(TEXTS[start::7]) for start in range(7)]
FOREIGN = tomllib.loads(files("codematch.languages").joinpath("foreign.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"[^\n]*\bself\.\w+", ("self.",)),
        (r"[ \t]*(?:if|elif)[ \t][^\n]*:", ("if", "elif")),
        (r"[ \t]*(?:async[ \t]+)?def[ \t]", ("def",)),
        (r"ab*c", ("a",)),
        (r"ab+c", ("ab",)),
        (r"ab?", ("a",)),
        (r"ab{2,3}", ("ab",)),
        (r"ab{0,3}c", ("a",)),
        (r"a|", ()),
        (r"(?:a|b)?c", ("c",)),
        (r"(?:a|bc)+", ("a", "bc")),
        (r"(?:a|[bc])", ()),
        (r"\n?word", ()),
        (r"x[ \t\n]*word", ("x",)),
        (r"x[^a]*word", ("x",)),
        (r"x\s*word", ("x",)),
        (r"x[^\n]*word", ("word",)),
        (r"x[]w]word(?=\nend)", ("word",)),
        (r"x(?!word)", ("x",)),
        (r"(x)word", ()),
        (r"(?i:x)word", ()),
        (r"\x41word", ()),
        (r"\(\*[ \t]", ("(*",)),
        (r"", ()),
    ],
)
def test_words_that_are_needed(pattern: str, words: tuple[str, ...]) -> None:
    assert needed_words(pattern) == words


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_the_same_as_one_expression(spec: LanguageSpec) -> None:
    signs = (*spec.proofs, *spec.signs)
    together = re.compile(b"\n(?:%s)" % b"|".join(b"(%s)" % sign.encode() for sign in signs))
    for text in TEXTS:
        expected: dict[int, int] = {}
        for found in together.finditer(text):
            expected[(found.lastindex or 0) - 1] = expected.get((found.lastindex or 0) - 1, 0) + 1
        assert showing(Lines(text, words_of(signs)), signs) == expected
        assert shows(Lines(text, words_of(signs)), signs) == bool(expected)


@pytest.mark.parametrize("name", FOREIGN["lines"])
def test_the_same_for_languages_without_a_grammar(name: str) -> None:
    signs, any_case = tuple(FOREIGN["lines"][name]), name in FOREIGN["any_case"]
    together = re.compile(b"\n(?:%s)" % "|".join(signs).encode(), re.IGNORECASE if any_case else re.NOFLAG)
    for text in TEXTS:
        expected = sum(1 for _ in together.finditer(text))
        assert showing_any(Lines(text, words_of(signs)), signs, 10**9, any_case=any_case) == expected
        assert showing_any(Lines(text, words_of(signs)), signs, 2, any_case=any_case) == min(2, expected)
