"""Trees of works that descend from one another: families whose tree is known."""

import random
from dataclasses import replace

import numpy as np
import pytest

from codematch.errors import InputError, UsageError
from codematch.revisions.descent import find_descent
from codematch.revisions.joining import distances_of, divisions_of, join
from codematch.scanning.descent import order_named
from codematch.settings import Settings
from tests.revisions.families import changed, first, grown, renamed, texts
from tests.revisions.histories import write_files

RULES = replace(Settings().versions, replicates=40)
SETTINGS = replace(Settings(), versions=RULES)
CHAIN = {"b": "a", "c": "b", "d": "c", "e": "d", "f": "e"}
BRANCHED = {"b": "a", "c": "b", "s": "b", "t": "s", "d": "c", "e": "d"}


def edges_of(works, names):
    found = find_descent(texts(works, names), RULES)
    label = dict(enumerate(names))
    return found, [
        {frozenset((label.get(one.first, "?"), label.get(one.second, "?"))) for one in family.branches}
        for family in found.families
    ]


@pytest.mark.parametrize("seed", range(5))
def test_a_line_of_versions_is_found_in_any_order(seed):
    works = grown(CHAIN, "a", seed)
    names = sorted(works)
    random.Random(seed).shuffle(names)  # noqa: S311
    found, edges = edges_of(works, names)
    assert edges == [{frozenset(pair) for pair in CHAIN.items()}]
    line = [names[number] for number in found.families[0].main_line]
    assert line in (sorted(works), sorted(works)[::-1])
    between = {name for name, place in zip(names, found.places, strict=True) if place.is_between}
    assert between == set("bcde")
    assert all(one.support is None or one.support >= 0.95 for one in found.families[0].branches)


@pytest.mark.parametrize("seed", range(5))
def test_a_branch_leaves_the_line_where_it_was_made(seed):
    works = grown(BRANCHED, "a", seed)
    _, edges = edges_of(works, sorted(works))
    assert edges == [{frozenset(pair) for pair in BRANCHED.items()}]


def test_a_common_ancestor_that_is_missing_is_a_node_without_a_work():
    works = grown({"b": "a", "c": "a", "d": "a"}, "a")
    found, edges = edges_of(works, ["b", "c", "d"])
    assert edges == [{frozenset(("b", "?")), frozenset(("c", "?")), frozenset(("d", "?"))}]
    assert not any(place.is_between for place in found.places)


def test_a_missing_version_within_a_line_is_not_missed():
    works = grown(CHAIN, "a")
    _, edges = edges_of(works, ["a", "b", "e", "f"])
    assert edges == [{frozenset("ab"), frozenset("be"), frozenset("ef")}]


def test_works_of_another_origin_are_in_another_tree():
    works = grown({"b": "a", "c": "b"}, "a")
    other = {path: text.replace("sluice", "weir").replace("valve", "gate") for path, text in first().items()}
    other = {
        path: "\n".join(f"value_{place} = {hash_of(line)}" for place, line in enumerate(text.split("\n")))
        for path, text in other.items()
    }
    works |= {"x": other, "y": changed(other, 7), "z": {"single.py": "print('nothing like the others', 5)\n"}}
    found, edges = edges_of(works, list("abcxyz"))
    assert edges == [{frozenset("ab"), frozenset("bc")}, {frozenset("xy")}]
    assert found.families[1].works == (3, 4)


def hash_of(line: str) -> int:
    return sum(ord(sign) * (place + 1) for place, sign in enumerate(line))


def test_a_version_whose_names_were_replaced_is_compared_by_form():
    works = grown(CHAIN, "a")
    works["d"] = renamed(works["d"])
    found, edges = edges_of(works, sorted(works))
    assert found.by_form
    assert edges == [{frozenset(pair) for pair in CHAIN.items()}]


def test_few_files_are_drawn_in_runs_of_lines():
    works = {name: {"all.py": "\n".join(files.values())} for name, files in grown(CHAIN, "a").items()}
    found, edges = edges_of(works, sorted(works))
    assert not found.blocks_are_files
    assert found.blocks > 20
    assert edges == [{frozenset(pair) for pair in CHAIN.items()}]


def test_the_order_of_the_works_does_not_change_the_tree():
    works = grown(BRANCHED, "a", 3)
    for names in (sorted(works), sorted(works)[::-1], list("tcaebsd")):
        assert edges_of(works, names)[1] == [{frozenset(pair) for pair in BRANCHED.items()}]


def test_neighbour_joining_finds_the_tree_of_distances_that_add_up():
    # ((0, 1), 2, (3, 4)) with lengths 1 to 7
    distances = np.array(
        [[0, 3, 8, 14, 15], [3, 0, 9, 15, 16], [8, 9, 0, 14, 15], [14, 15, 14, 0, 9], [15, 16, 15, 9, 0]], dtype=float
    )
    edges = join(distances)
    divisions = {division for division in divisions_of([edge[:2] for edge in edges], 5) if 1 < len(division) < 4}
    assert divisions == {frozenset({2, 3, 4}), frozenset({3, 4})}
    lengths = {leaf: length for leaf, _, length in edges if leaf < 5}
    assert lengths == pytest.approx({0: 1.0, 1: 2.0, 2: 4.0, 3: 4.0, 4: 5.0})


def test_works_with_nothing_in_common_are_far_apart():
    assert distances_of(np.diag([5.0, 7.0]))[0, 1] > 20


def written(folder, names="abcde"):
    works = grown(CHAIN, "a")
    for place, name in enumerate(names):
        write_files(folder / f"product-1.{place}", works[name])
    return folder


def test_the_result_names_the_line_and_agrees_with_the_versions(tmp_path):
    result = order_named([str(written(tmp_path))], SETTINGS)
    (tree,) = result.trees
    assert [result.works[number - 1].label for number in tree.main_line] == [f"product-1.{n}" for n in range(5)]
    assert (tree.ordered_pairs, tree.agreeing_pairs, tree.rooted_at) == (10, 10, 0)
    assert [work.is_between for work in result.works] == [False, True, True, True, False]


def test_a_root_that_is_given_comes_first(tmp_path):
    result = order_named([str(written(tmp_path))], SETTINGS, root="product-1.4")
    assert result.trees[0].rooted_at == 5
    assert result.trees[0].main_line == (5, 4, 3, 2, 1)


def test_duplicates_and_unreadable_works_are_listed(tmp_path):
    written(tmp_path)
    write_files(tmp_path / "product-1.9", grown(CHAIN, "a")["c"])
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4 nothing")
    result = order_named([str(tmp_path)], SETTINGS)
    states = {work.label: (work.state.value, work.duplicate_of) for work in result.works}
    assert states["product-1.9"] == ("duplicate", 4)
    assert states["broken.zip"][0] == "unreadable"
    assert len(result.trees[0].works) == 5


def test_errors_name_what_to_do(tmp_path):
    written(tmp_path, "ab")
    with pytest.raises(UsageError, match="is not a work of the set; its works are product-1"):
        order_named([str(tmp_path)], SETTINGS, root="product-9")
    with pytest.raises(InputError, match="one entry"):
        order_named([str(write_files(tmp_path / "one", {"a/b.py": "x = 1\n"}))], SETTINGS)
