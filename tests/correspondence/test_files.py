"""Partners: by what few files hold, then by path; never by what all of them hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from codematch.correspondence.files import FittingPaths, Paths, file_grams, find_partners, path_fit, set_aside
from codematch.settings import Corresponding

NONE = np.empty(0, dtype=np.uint64)


def grams(*names: str) -> NDArray[np.uint64]:
    return np.unique(np.array([hash_of(name) for name in names], dtype=np.uint64))


def hash_of(name: str) -> int:
    return int.from_bytes(name.encode().ljust(8, b"\0")[:8], "big")


def words(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{n}" for n in range(count)]


def known_of(found: list[list]) -> list[list[int]]:
    return [[item.known for item in candidates] for candidates in found]


def test_a_file_finds_the_one_that_shares_what_no_other_has_and_several_when_it_was_merged() -> None:
    common = words("c", 50)
    known = [grams(*common, *words("a", 20)), grams(*common, *words("b", 20)), grams(*common)]
    questioned = [grams(*common, *words("b", 15)), grams(*words("a", 20), *words("b", 20))]
    found = find_partners(known, questioned, (["a", "b", "c"], ["x", "y"]), Corresponding())
    assert known_of(found)[0][0] == 1
    assert sorted(known_of(found)[1]) == [0, 1]


def test_scores_are_counts_by_rarity_and_shares_of_the_smaller_file() -> None:
    known = [grams(*words("s", 10), *words("a", 10)), grams(*words("s", 10))]
    ((best, second),) = find_partners(known, [grams(*words("s", 10), "z")], (["a", "b"], ["x"]), Corresponding())
    assert (best.known, best.shared, best.containment) == (0, 5.0, pytest.approx(10 / 11))
    assert (second.known, second.shared, second.containment) == (1, 5.0, 1.0)


@pytest.mark.parametrize(
    ("known", "questioned", "fit"),
    [("a/b.c", "a/b.c", 1.0), ("a/b.c", "x/a/b.c", 2 / 3), ("a/b.c", "z/b.c", 0.5), ("a/b.c", "a/c.c", 0.0)],
)
def test_the_fit_of_two_paths(known: str, questioned: str, fit: float) -> None:
    assert path_fit(known, questioned) == path_fit(questioned, known) == pytest.approx(fit)


@pytest.mark.parametrize(
    "path",
    ["old/b.c", "a/backup-2019/b.c", "Release_1.0/src/b.c", "b.c.orig", "b.c~", "attic/b.c", "src/archives/b.c"],
)
def test_older_states_fit_less_than_the_present_ones(path: str) -> None:
    assert set_aside(path) == 0.25
    assert path_fit(path, "x/y.c") < path_fit("some/b.c", "x/y.c")
    assert path_fit(path, path) == 1.0


@pytest.mark.parametrize(
    "path", ["src/folder/b.c", "older.c", "src/releaser/b.c", "golden/b.c", "backup.c", "a/b.old.c"]
)
def test_names_that_only_look_like_older_states_fit_as_they_are(path: str) -> None:
    assert set_aside(path) == 0.0


def test_what_is_in_an_archive_fits_least_and_with_another_archive_as_well_as_ever() -> None:
    inside = "release-1.0.zip!/core/src/b.c"
    assert path_fit(inside, "core/src/b.c") < path_fit("z/b.c", "core/src/b.c")
    assert path_fit(inside, "release-1.0.zip!/core/src/b.c") == 1.0


def test_the_nearest_path_is_the_one_itself_then_the_one_with_most_last_names() -> None:
    near = Paths.of(["src/a/x.py", "old/y.py"])
    ranked = sorted(["x.py", "a/x.py", "src/a/x.py", "old/a/x.py", "z.py"], key=near.remoteness)
    assert ranked == ["src/a/x.py", "a/x.py", "x.py", "z.py", "old/a/x.py"]
    assert near.remoteness("old/y.py") < near.remoteness("y.py") == near.remoteness("lib/y.py")


def test_of_equal_files_the_one_with_the_nearest_path_is_first() -> None:
    same = grams(*words("s", 30))
    paths = ["lib/one.py", "lib/two.py", "two.py"]
    found = find_partners([same] * 3, [same], (paths, ["vendor/lib/two.py"]), Corresponding(max_partners=3))
    assert known_of(found) == [[1, 2, 0]]


def test_too_little_and_nothing_make_no_partners() -> None:
    known, little = [grams(*words("a", 100))], grams("a1", *words("z", 99))
    found = find_partners(known, [little, NONE], (["k"], ["q", "r"]), Corresponding())
    assert known_of(found) == [[], []]
    assert find_partners([], [], ([], []), Corresponding()) == []


def test_the_hashes_of_a_file_are_those_of_its_tokens_sampled_and_its_fingerprints() -> None:
    symbols = np.random.default_rng(7).integers(0, 2**63, 400).astype(np.uint64)
    prints = np.array([5, 3, 3], dtype=np.uint64)
    every = file_grams(symbols, prints, Corresponding(sampling=1))
    some = file_grams(symbols, prints, Corresponding(sampling=4))
    assert len(every) == 400 - Corresponding().k + 1 + 2
    assert set(some.tolist()) < set(every.tolist())
    assert {3, 5} <= set(some.tolist())


NAMES = st.lists(st.sampled_from(["a", "b", "old-1", "c.zip!", "d.bak", "e"]), min_size=1, max_size=5)


@given(st.lists(st.tuples(NAMES, st.booleans()), min_size=1, max_size=12), NAMES)
def test_the_path_that_fits_best_is_found_as_by_a_look_at_each(known: list[tuple[list[str], bool]], own: list[str]):
    paths = [("/".join(names), preferred, number) for number, (names, preferred) in enumerate(known)]
    questioned = "/".join(own)
    best = min((-(path_fit(path, questioned) + preferred), number) for path, preferred, number in paths)
    assert FittingPaths(paths).best(questioned) == best[1]
