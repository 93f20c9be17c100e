"""A comment in other words was a row of the known side and, below it, a row of the questioned side."""

from codematch.model.match import RowState
from tests.comparison.works import LEDGER, TRIANGLE, compared

PLACE = "\n\ndef height(tank, gauge):\n{}    level = tank.base + gauge.offset * 3\n    return max(level, 0)\n\n\n"


def rows(known: str, questioned: str, *, text: str = "{}") -> list[tuple[str, str]]:
    """The rows of the exhibit that hold a comment on either side."""
    sides = (LEDGER + PLACE.format(text.format(lines)) + TRIANGLE for lines in (known, questioned))
    (exhibit, *_) = compared({"a.py": next(sides)}, {"b.py": next(sides)}).exhibits
    found = [row for row in exhibit.rows if "    # " in (row.known_text or row.questioned_text)]
    found = [row for row in found if "Entries on the same day" not in row.known_text]
    for row in found:
        both = row.known_line is not None and row.questioned_line is not None
        assert (row.state is RowState.DIFFERENT) == (both and row.known_text != row.questioned_text)
    return [(row.known_text.strip(), row.questioned_text.strip()) for row in found]


def test_a_comment_in_other_words_is_beside_its_counterpart() -> None:
    assert rows("    # Above the sea.\n", "    # Measured from zero by the gauge.\n") == [
        ("# Above the sea.", "# Measured from zero by the gauge.")
    ]


def test_comments_of_several_lines_are_set_side_by_side_from_their_first_lines() -> None:
    known = "    # Above the sea,\n    # never below,\n    # in metres.\n"
    questioned = "    # Measured by gauge.\n    # Only positive values.\n"
    assert rows(known, questioned) == [
        ("# Above the sea,", "# Measured by gauge."),
        ("# never below,", "# Only positive values."),
        ("# in metres.", ""),
    ]


def test_of_several_comments_the_nearest_correspond() -> None:
    known = "    # Old remark.\n\n    # Above the sea.\n"
    assert rows(known, "    # Measured by gauge.\n") == [
        ("# Old remark.", ""),
        ("# Above the sea.", "# Measured by gauge."),
    ]


def test_a_comment_of_deleted_code_has_no_counterpart() -> None:
    known = "    # Calibrate first.\n    gauge.calibrate(tank)\n"
    assert rows(known, "    # Measured by gauge.\n") == [("# Calibrate first.", ""), ("", "# Measured by gauge.")]


def test_lines_that_are_the_same_stay_side_by_side() -> None:
    known = "    # Above the sea.\n    # See the manual.\n"
    questioned = "    # Measured by gauge.\n    # Twice a day.\n    # See the manual.\n"
    assert rows(known, questioned) == [
        ("# Above the sea.", "# Measured by gauge."),
        ("", "# Twice a day."),
        ("# See the manual.", "# See the manual."),
    ]
