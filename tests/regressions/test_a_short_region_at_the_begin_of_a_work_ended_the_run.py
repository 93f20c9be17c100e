"""A region of fewer tokens than a k-gram, at the begin of the first file: it was looked for by k-grams of all files."""

from itertools import product

import numpy as np

from codematch.align.sequence import join_files
from codematch.comparison.further_places import find_copies
from codematch.model.kgrams import kgram_hashes
from codematch.settings import Settings

SETTINGS = Settings()
K = SETTINGS.seeding.k


def test_what_is_shorter_than_a_k_gram_has_no_copies_wherever_it_is():
    symbols = np.tile(np.arange(200, dtype=np.uint64), 3)
    sequence = join_files([symbols], [kgram_hashes(symbols, K)], np.zeros(len(symbols) + 1), K, 0.0)
    for first, tokens in product((0, 1, 300), range(1, K)):
        assert len(find_copies(np.array([first]), np.array([first + tokens]), sequence, SETTINGS).spans) == 0
    whole = find_copies(np.array([0]), np.array([200]), sequence, SETTINGS)
    assert whole.firsts.tolist() == [200, 400]
