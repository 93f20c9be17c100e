"""Which files are aligned as pairs: by bytes, by sketches, and by their place."""

from collections.abc import Sequence

import pytest

from codematch.comparison.pairing import files_at_same_relative_path, identical_files, path_distance, similar_files
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.pipeline import prepare
from codematch.settings import Counting, Settings
from tests.comparison.works import LEDGER, TRIANGLE, renamed, work


def prepared(toolkit: Toolkit, known: dict[str, str], questioned: dict[str, str]) -> Sequence[PreparedWork]:
    return prepare((work("known", known), work("questioned", questioned)), toolkit)


def test_identical_files_pair_in_order_of_the_questioned_paths(toolkit: Toolkit) -> None:
    known, questioned = prepared(
        toolkit,
        {"a.py": LEDGER, "b.py": TRIANGLE, "empty.py": "# nothing\n"},
        {"1.py": TRIANGLE, "2.py": renamed(LEDGER), "3.py": LEDGER, "4.py": "# nothing\n"},
    )
    assert identical_files(known, questioned) == [(1, 0), (0, 2)]


def test_a_file_that_is_nearly_repeated_is_found_and_others_are_not(toolkit: Toolkit) -> None:
    known, questioned = prepared(
        toolkit,
        {"a.py": LEDGER * 5, "b.py": TRIANGLE * 5},
        {"1.py": renamed(LEDGER) * 5, "2.py": "x = [n for n in range(9)]\n", "3.py": TRIANGLE * 5 + "y = 1\n"},
    )
    assert similar_files(known, questioned, set(), Settings()) == {0: 0, 2: 1}
    assert similar_files(known, questioned, {0}, Settings()) == {2: 1}


def test_of_equally_similar_files_the_one_with_the_same_path_then_name_then_the_first_is_taken(
    toolkit: Toolkit,
) -> None:
    known, questioned = prepared(
        toolkit,
        {f"{folder}/ledger.py": LEDGER + f"\n# {folder}\n" for folder in "pqr"},
        {path: LEDGER + f"\n# copy {path}\n" for path in ("other.py", "q/ledger.py", "s/ledger.py")},
    )
    assert similar_files(known, questioned, set(), Settings()) == {0: 0, 1: 1, 2: 0}


def test_the_vocabulary_decides_between_files_of_one_structure(toolkit: Toolkit) -> None:
    def table(seed: int) -> str:
        return "ROWS = [\n" + "".join(f"    ({seed * 7919 + n * n}, {n + seed}),\n" for n in range(200)) + "]\n"

    known, questioned = prepared(
        toolkit, {f"{n}.py": table(n) for n in (1, 2, 3)}, {"x.py": table(3) + "# new\n", "y.py": table(1) + "# new\n"}
    )
    assert similar_files(known, questioned, set(), Settings()) == {0: 2, 1: 0}


NAMES = ("one", "two", "three", "four", "five")


def test_files_at_the_same_place_of_corresponding_folders_pair(toolkit: Toolkit) -> None:
    known, questioned = prepared(
        toolkit,
        {f"lib/{name}.py": f"{name} = 1\n" for name in NAMES},
        {f"vendor/lib/{name}.py": f"{name} = 2\n" for name in NAMES} | {"tools/five.py": "five = 3\n"},
    )
    at = {file.record.path: index for index, file in enumerate(known.sources)}
    there = {file.record.path: index for index, file in enumerate(questioned.sources)}
    matched = [(at[f"lib/{name}.py"], there[f"vendor/lib/{name}.py"]) for name in NAMES[:3]]
    found = files_at_same_relative_path(known, questioned, matched, Settings())
    assert found == {there[f"vendor/lib/{name}.py"]: at[f"lib/{name}.py"] for name in NAMES[3:]}
    assert files_at_same_relative_path(known, questioned, matched[:2], Settings()) == {}
    two = Settings(counting=Counting(folder_pairs=2))
    assert files_at_same_relative_path(known, questioned, matched[:2], two) == found | {matched[2][1]: matched[2][0]}
    assert files_at_same_relative_path(known, questioned, [], Settings()) == {}


@pytest.mark.parametrize(
    ("known", "questioned", "distance"),
    [("a/b.py", "a/b.py", 0), ("a/b.py", "c/b.py", 1), ("b.py", "c/b.py", 1), ("b.py", "bb.py", 2), ("a/b", "b/a", 2)],
)
def test_path_distance(known: str, questioned: str, distance: int) -> None:
    assert path_distance(known, questioned) == path_distance(questioned, known) == distance
