"""Which words are misspelt, and which only look so."""

from string import ascii_lowercase

import pytest

from codematch.evidence.spelling import english
from codematch.evidence.words import find_word, plain_words
from codematch.settings import Evidence

ENGLISH = english(Evidence().common_word_count, Evidence().min_misspelt_letters)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("recieve", "receive"), ("thier", "their"), ("occured", "occurred"), ("seperate", "separate"),
        ("lenght", "length"), ("adress", "address"), ("begining", "beginning"), ("refered", "referred"),
        ("ndarray", ""), ("param", ""), ("iters", ""), ("alloc", ""), ("numpy", ""), ("cdouble", ""), ("strided", ""),
    ],
)  # fmt: skip
def test_what_somebody_meant_to_write(word, meant):
    assert ENGLISH.unknown([word]) == [word]
    assert ENGLISH.meant(word) == meant


def edits(word):
    """Every text that is one letter less, more or other, or two letters in another order."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]


def test_what_is_looked_up_is_what_trying_every_edit_would_find():
    words = [word for word in ENGLISH.common_words() if word.isascii() and word.isalpha() and len(word) > 4]
    common = frozenset(words)
    for number, word in enumerate(words[::300]):
        wrong = sorted(set(edits(word)) - common)
        written = wrong[37 * number % len(wrong)]
        near = common.intersection(edits(written))

        assert {other for other in ENGLISH.near(written) if other in common} == {
            other for other in near if other[0] == written[0]
        }


@pytest.mark.parametrize("word", ["behaviour", "colour", "initialise", "receives", "labelled", "centre", "dialogue"])
def test_other_spellings_and_forms_are_words(word):
    assert ENGLISH.unknown([word]) == []


def test_words_are_taken_out_of_names_comments_and_texts():
    text = b"class HTTPReader:  # reads MAXIMUM_Length of 'barges'\n    camelCase = snake_case_words\n"
    assert plain_words(text, Evidence().min_word_letters).split() == [
        "barges", "camel", "class", "length", "maximum", "reader", "reads", "snake", "words",
    ]  # fmt: skip


def test_a_word_is_found_where_it_stands_by_itself():
    text = b"lenght lenghts maxLenght MAX_LENGHT alenght Lenght_2 LENGHTS"
    assert [text[place : place + 6] for place in find_word(text, "lenght")] == [
        b"lenght", b"Lenght", b"LENGHT", b"Lenght",
    ]  # fmt: skip
