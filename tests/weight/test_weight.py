"""Weights against slow, obvious definitions; models on disk against damage."""

import itertools
import math
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codematch import saved_files
from codematch.errors import StoreError
from codematch.model.kgrams import kgram_hashes
from codematch.model.words import comment_words
from codematch.settings import Weighing
from codematch.weight.background import (
    MODEL_NAME,
    Background,
    ProjectCounts,
    has_background,
    load_background,
    save_background,
)
from codematch.weight.bits import COMMON_K, REPEATED_K, corrected_bits, ended, highest_around, seen_before
from codematch.weight.channels import comment_bits, text_bits
from codematch.weight.lookup import ABSENT, KeyIndex
from codematch.weight.ngrams import END, NgramModel, Scorer, count_ngrams, prune
from codematch.weight.rarity import item_bits
from codematch.weight.weigher import Weigher

SIZE = 6
sequences = st.lists(st.lists(st.integers(2, SIZE - 1), max_size=30), min_size=1, max_size=4)


def arrays(lists: list[list[int]]) -> list[np.ndarray]:
    return [np.array(part, dtype=np.int64) for part in lists]


def slow_probability(corpus: list[list[int]], history: list[int], word: int, order: int = 6) -> float:
    """Interpolated Witten-Bell by the book: from the uniform distribution up to the longest known history."""
    grams: Counter[tuple[int, ...]] = Counter()
    for part in corpus:
        ended = [*part, END]
        for length in range(1, order + 1):
            grams.update(tuple(ended[at : at + length]) for at in range(len(ended) - length + 1))
    probability = 1 / SIZE
    for length in range(min(order - 1, len(history)) + 1):
        context = tuple(history[len(history) - length :])
        followers = {
            gram[-1]: count for gram, count in grams.items() if gram[:-1] == context and len(gram) == length + 1
        }
        if not followers:
            break
        total, types = sum(followers.values()), len(followers)
        probability = (followers.get(word, 0) + types * probability) / (total + types)
    return probability


@given(sequences, st.lists(st.integers(0, SIZE - 1).filter(lambda word: word != END), min_size=1, max_size=9))
@settings(max_examples=60, deadline=None)
def test_surprise_equals_the_definition(corpus: list[list[int]], text: list[int]) -> None:
    model = count_ngrams(arrays(corpus), SIZE)
    found = Scorer(model).bits(np.array(text), np.array([0]))
    expected = [-math.log2(slow_probability(corpus, text[:at], word)) for at, word in enumerate(text)]
    assert found == pytest.approx(expected, rel=1e-12)


@given(sequences, st.lists(st.integers(2, SIZE - 1), max_size=6), st.integers(1, 6), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_probabilities_add_up_to_one_even_when_pruned(
    corpus: list[list[int]], history: list[int], from_order: int, at_least: int
) -> None:
    model = prune(count_ngrams(arrays(corpus), SIZE), max(from_order, 2), at_least)
    total = sum(2 ** -Scorer(model).bits(np.array([*history, word]), np.array([0]))[-1] for word in range(SIZE))
    assert total == pytest.approx(1.0, rel=1e-12)


def test_a_file_does_not_see_the_end_of_the_file_before_it() -> None:
    model = count_ngrams(arrays([[2, 3, 4, 5], [5, 4, 3, 2]]), SIZE)
    together = Scorer(model).bits(np.array([2, 3, 4, 5, 4, 3]), np.array([0, 3]))
    apart = [Scorer(model).bits(np.array(part), np.array([0])) for part in ([2, 3, 4], [5, 4, 3])]
    assert together.tolist() == np.concatenate(apart).tolist()


@given(st.lists(st.booleans(), max_size=40), st.integers(1, 8))
def test_ended_marks_exactly_the_ends(begins: list[bool], length: int) -> None:
    size = len(begins) + length - 1
    expected = [at + 1 >= length and begins[at + 1 - length] for at in range(size)]
    assert ended(np.array(begins, dtype=bool), length, size).tolist() == expected


@given(st.lists(st.integers(0, 255), max_size=40), st.integers(1, 12))
def test_highest_around_looks_at_every_span_of_a_position(values: list[int], length: int) -> None:
    size = len(values) + length - 1
    expected = [max(values[max(0, at - length + 1) : at + 1], default=0) for at in range(size)]
    assert highest_around(np.array(values, dtype=np.uint8), length, size).tolist() == expected


@given(st.lists(st.lists(st.sampled_from([1, 2, 3, 2**63 + 1, 2**63 + 2]), max_size=12), max_size=5), st.integers(1, 4))
def test_a_kgram_was_seen_before_only_in_its_own_file(files: list[list[int]], k: int) -> None:
    """Hashes that differ in their lowest bits alone, too: there the place of a k-gram is kept while they are sorted."""
    stops = np.cumsum([len(file) for file in files], dtype=np.int64)
    starts = stops - np.array([len(file) for file in files], dtype=np.int64)
    joined = [symbol for file in files for symbol in file]
    grams = np.array(joined[: max(len(joined) - k + 1, 0)], dtype=np.uint64)
    found = seen_before(grams, (starts, stops), k).tolist()
    expected = [False] * len(grams)
    for start, file in zip(starts.tolist(), files, strict=True):
        for at in range(len(file) - k + 1):
            expected[start + at] = file[at] in file[:at]
    assert found == expected


def counts(items: list[int], projects: list[int]) -> ProjectCounts:
    halves = np.array(items, dtype=np.uint64) >> np.uint64(32)
    order = np.argsort(halves)
    return ProjectCounts(hashes=halves[order].astype(np.uint32), projects=np.array(projects, dtype=np.uint8)[order])


NONE = counts([], [])


def background(kgrams: ProjectCounts = NONE, names: ProjectCounts = NONE, words: ProjectCounts = NONE) -> Background:
    vocabulary = np.arange(10, 14, dtype=np.uint64)
    return Background(
        language="test",
        vocabulary=vocabulary,
        ngrams=count_ngrams([np.array([2, 3, 4, 5, 2, 3, 4, 5])], SIZE),
        kgrams=kgrams,
        names=names,
        literals=NONE,
        comment_words=words,
        card={"projects": [{"name": "a"}, {"name": "b"}, {"name": "c"}], "tokens": 8, "language": "test"},
        digest="",
    )


def weigh(model: Background, kinds: np.ndarray) -> np.ndarray:
    bits = np.minimum(Scorer(model.ngrams).bits(model.identify(kinds), np.array([0])), Weighing().token_cap_bits)
    common = model.kgrams.look_up(kgram_hashes(kinds, COMMON_K)) > 0
    spans = np.array([0]), np.array([len(kinds)])
    return corrected_bits(bits, common, kgram_hashes(kinds, REPEATED_K), spans, Weighing())


def test_a_token_that_ends_a_kgram_of_two_projects_counts_a_fraction() -> None:
    kinds = np.random.default_rng(1).integers(10, 14, 60).astype(np.uint64)
    shared = int(kgram_hashes(kinds, COMMON_K)[20])
    plain, marked = weigh(background(), kinds), weigh(background(kgrams=counts([shared], [2])), kinds)
    last = 20 + COMMON_K - 1
    assert np.delete(marked, last).tolist() == np.delete(plain, last).tolist()
    assert marked[last] == pytest.approx(plain[last] * Weighing().common_share, abs=1 / 1024)


def test_a_repeated_passage_counts_a_fraction_from_its_second_time_on() -> None:
    passage = np.random.default_rng(2).integers(10, 14, 30).astype(np.uint64)
    bits = weigh(background(), np.concatenate((passage, passage)))
    assert bits[30 + REPEATED_K :].sum() < 0.2 * bits[REPEATED_K:30].sum()
    assert bits[:30].tolist() == weigh(background(), passage).tolist()


@given(st.sets(st.integers(0, 2**64 - 1), max_size=60), st.lists(st.integers(0, 2**64 - 1), max_size=20))
def test_the_index_of_keys_finds_exactly_its_keys(keys: set[int], others: list[int]) -> None:
    ordered = sorted(keys)
    index = KeyIndex(np.array(ordered, dtype=np.uint64))
    wanted = [*ordered, *others]
    expected = [ordered.index(key) if key in keys else ABSENT for key in wanted]
    assert index.find(np.array(wanted, dtype=np.uint64)).tolist() == expected


def test_keys_that_all_want_one_slot_are_found() -> None:
    keys = np.arange(1, 200, dtype=np.uint64) * np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
    assert KeyIndex(keys).find(keys).tolist() == list(range(199))
    assert KeyIndex(keys).find(keys + np.uint64(1)).max() == ABSENT


def test_rarity_is_a_count_out_of_the_projects() -> None:
    common, seldom, unseen = (7 << 32), (8 << 32), (9 << 32)
    table = counts([common, seldom], [30, 2])
    bits = item_bits(table, 30, np.array([common, seldom, unseen], dtype=np.uint64))
    assert bits == pytest.approx([math.log2(31 / 30), math.log2(31 / 2), math.log2(31)], abs=1 / 1024)


def test_each_different_text_counts_once() -> None:
    model = background(names=counts([7 << 32], [3]))
    once = text_bits(model, "names", np.array([9 << 32], dtype=np.uint64))
    assert once == 2.0
    assert text_bits(model, "names", np.array([9 << 32] * 5 + [7 << 32], dtype=np.uint64)) == pytest.approx(
        once + math.log2(4 / 3), abs=1 / 1024
    )
    assert text_bits(None, "names", np.array([1], dtype=np.uint64)) == 0.0


def test_comments_count_by_shared_runs_of_words_in_any_script() -> None:
    model = background()
    known = comment_words(["Walk the frobnicated tree, twice", "校验输入数据"])
    questioned = comment_words(["never walk THE frobnicated bush", "输入数据"])
    assert known[5:] == list("校验输入数据")
    shared = {"walk", "the", "frobnicated", *"输入数据"}
    assert comment_bits(model, known, questioned) == pytest.approx(2.0 * len(shared))
    assert comment_bits(model, known, ["completely", "other", "words"]) == 0.0


def test_a_model_survives_the_disk_and_damage_is_noticed(tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    model = background(names=counts([int(item) << 32 for item in range(5, 500, 7)], [3] * 71))
    model = Background(
        **{name: getattr(model, name) for name in model.__slots__ if name != "ngrams"},
        ngrams=count_ngrams([random.integers(2, SIZE, 300)], SIZE),
    )
    saved = save_background(tmp_path / "test", model)
    assert has_background(tmp_path / "test")
    assert saved.projects == 3
    assert saved.vocabulary.tolist() == model.vocabulary.tolist()
    assert saved.names.hashes.tolist() == model.names.hashes.tolist()
    for ours, theirs in zip(saved.ngrams.levels, model.ngrams.levels, strict=True):
        assert ours.keys.tolist() == theirs.keys.tolist()
        assert ours.counts.tolist() == theirs.counts.tolist()
        assert ours.followers.tolist() == theirs.followers.tolist()
    path = tmp_path / "test" / MODEL_NAME
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(StoreError, match="damaged"):
        load_background(tmp_path / "test")
    path.unlink()
    assert not has_background(tmp_path / "test")
    with pytest.raises(StoreError, match="cannot be read"):
        load_background(tmp_path / "test")


@given(sequences, st.integers(2, 6), st.integers(1, 3))
@settings(max_examples=20, deadline=None)
def test_a_saved_model_weighs_exactly_as_before(corpus: list[list[int]], from_order: int, at_least: int) -> None:
    ngrams = prune(count_ngrams(arrays(corpus), SIZE), from_order, at_least)
    model = Background(**{name: getattr(background(), name) for name in Background.__slots__} | {"ngrams": ngrams})
    words = np.array([*itertools.chain(*corpus), 0, 2, 3, 4], dtype=np.int64)
    with tempfile.TemporaryDirectory() as folder:
        saved = save_background(Path(folder), model)
        again = save_background(Path(folder), saved)
    assert saved.digest == again.digest
    starts = np.array([0, len(words) // 2])
    assert Scorer(saved.ngrams).bits(words, starts).tolist() == Scorer(ngrams).bits(words, starts).tolist()


def test_an_interrupted_save_leaves_the_old_model_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = save_background(tmp_path, background())
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fill_the_disk(path: Path, content: bytes) -> None:
        raise OSError(f"no space left on device for {len(content)} bytes of {path}")

    monkeypatch.setattr(saved_files, "create", fill_the_disk)
    with pytest.raises(OSError, match="no space left"):
        save_background(tmp_path, background(names=counts([7 << 32], [3])))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == files
    assert load_background(tmp_path).digest == before.digest


def test_a_model_of_another_card_is_refused(tmp_path: Path) -> None:
    save_background(tmp_path / "one", background())
    save_background(tmp_path / "other", background(names=counts([7 << 32], [3])))
    (tmp_path / "one" / MODEL_NAME).replace(tmp_path / "other" / MODEL_NAME)
    with pytest.raises(StoreError, match="damaged"):
        load_background(tmp_path / "other")


def test_without_a_folder_every_language_weighs_flat(tmp_path: Path) -> None:
    save_background(tmp_path / "test", background())
    assert Weigher(tmp_path, Weighing(), kgram_hashes).background("test") is not None
    assert Weigher(tmp_path, Weighing(), kgram_hashes).background("other") is None
    assert Weigher(None, Weighing(), kgram_hashes).background("test") is None


def test_an_empty_model_weighs_uniformly() -> None:
    model = NgramModel(size=4, levels=count_ngrams([np.array([2, 2])], 4).levels)
    assert Scorer(model).bits(np.empty(0, dtype=np.int64), np.array([0])).tolist() == []
