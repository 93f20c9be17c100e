"""Files with the same bytes and the same tokens."""

from collections.abc import Sequence

from codematch.comparison.identical_files import identical_files
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.pipeline import prepare
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
