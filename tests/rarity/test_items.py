"""The items of a work: names however they are spelt, literals and sequences as they are, words of comments."""

import numpy as np

from codematch.comparison.prepare import prepare_works
from codematch.intake import read_work
from codematch.pipeline import make_tools
from codematch.rarity import KINDS, file_items, work_items
from codematch.settings import Settings


def _items(folder, name, text):
    path = folder / name
    path.write_text(text)
    toolkit = make_tools(Settings())
    (work,) = prepare_works([read_work(str(path), toolkit.settings.intake)], toolkit)
    return work_items(
        file_items(file.stream, source.utf8, file.grams) for source, file in zip(work.sources, work.files, strict=True)
    )


def test_a_name_is_the_same_item_in_the_spelling_of_another_language(tmp_path):
    python = _items(tmp_path, "one.py", "def parse_header(next_line):\n    return next_line\n")
    java = _items(tmp_path, "One.java", "class A { int parseHeader(int nextLine) { return nextLine; } }\n")

    assert len(np.intersect1d(python["names"], java["names"])) == 2
    assert len(np.intersect1d(python["structure"], java["structure"])) == 0


def test_a_name_of_separators_alone_stays_a_name(tmp_path):
    assert len(_items(tmp_path, "one.py", "_ = 1\n__ = 2\n")["names"]) == 2


def test_every_kind_is_sorted_and_without_repetitions(tmp_path):
    found = _items(tmp_path, "one.py", "# the same words, the same\nfirst = 'a' + 'a'\nfirst = first + 'b'\n" * 3)

    assert tuple(found) == KINDS
    for kind in KINDS:
        assert np.all(found[kind][1:] > found[kind][:-1]), kind
    assert (len(found["names"]), len(found["literals"]), len(found["comments"])) == (1, 2, 3)


def test_a_work_without_files_has_no_items():
    assert all(not len(items) for items in work_items([]).values())
