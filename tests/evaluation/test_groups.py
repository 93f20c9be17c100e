"""Which pairs are put together."""

import pytest

from codematch.errors import UsageError
from codematch.evaluation.pair_groups import connected, grouping
from codematch.evaluation.pairs import PairList
from codematch.model.evaluation import Pair


def _pair(known, questioned, task=""):
    cells = (known, questioned, "1", "", "", task)
    return Pair(line=2, known=known, questioned=questioned, positive=True, kind="", language="", cells=cells)


def _list(*pairs):
    header = ("path_a", "path_b", "label", "kind", "language", "task")
    return PairList(name="pairs.csv", sha256="", header=header, pairs=pairs)


def test_works_connected_through_others_are_one_group():
    pairs = [_pair("b", "a"), _pair("c", "d"), _pair("./b", "e"), _pair("e", "f"), _pair("x", "d")]

    assert connected(pairs) == ["a", "c", "a", "a", "c"]


def test_a_column_groups():
    listed = _list(_pair("a", "b", "one"), _pair("a", "c", "two"))

    assert grouping("task", listed)(listed.pairs) == ["one", "two"]


def test_the_first_parts_of_a_path_group():
    listed = _list(_pair("s/t1/a.c", "x/y/z.c"), _pair("./s/t2/b.c", "x/q/z.c"))

    assert grouping("path_a/2", listed)(listed.pairs) == ["s/t1", "s/t2"]
    assert grouping("path_b/1", listed)(listed.pairs) == ["x", "x"]


@pytest.mark.parametrize("asked", ["case", "path_a/0", "path_c/1", "path_a/", ""])
def test_what_names_no_column_is_refused(asked):
    with pytest.raises(UsageError, match="has no such column; choose from path_a"):
        grouping(asked, _list(_pair("a", "b")))
