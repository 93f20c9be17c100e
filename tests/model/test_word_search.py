"""Many words are found in one run, each of them wherever it stands."""

from hypothesis import given
from hypothesis import strategies as st

from codematch.model.word_search import WordSearch


def test_words_inside_and_across_others_are_found() -> None:
    search = WordSearch(["he", "she", "hers", "版权"])

    assert sorted(search.places("ushers 版权".encode())) == [(1, 1), (2, 0), (2, 2), (7, 3)]


@given(words=st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=5), text=st.text("abc", max_size=40))
def test_what_is_found_is_what_looking_for_each_word_finds(words: list[str], text: str) -> None:
    utf8 = text.encode()

    expected = [(i, n) for n, word in enumerate(words) for i in range(len(utf8)) if utf8.startswith(word.encode(), i)]
    assert sorted(WordSearch(words).places(utf8)) == sorted(expected)
