"""A comment of one word of some hundred thousand letters: every word that is one letter shorter was made of it."""

import tracemalloc

from codematch.evidence.spelling import Dictionary

DICTIONARY = Dictionary(1_000, 5)


def test_a_word_longer_than_all_others_is_near_none_of_them_at_once():
    tracemalloc.start()
    try:
        assert DICTIONARY.near("a" * 300_000) == set()
        assert DICTIONARY.meant("a" * 300_000) == ""
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_words_at_the_limit_are_compared():
    longest = max(DICTIONARY.common_words(), key=len)
    assert longest in DICTIONARY.near(longest + "x")
    assert DICTIONARY.near(longest + "xy") == set()
