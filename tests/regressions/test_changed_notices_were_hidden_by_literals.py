"""A pair of files whose notice differs says so, whatever else differs; comments are not hidden by names or literals."""

import pytest

from codematch.model.correspondence import FileChange
from tests.comparison.test_counterparts import PUMP, VALVE
from tests.comparison.test_file_changes import HEAD, only_pair
from tests.comparison.works import TRIANGLE

CREDIT = '__author__ = "Li Wei"\n'
REMARK = "# how it turns\n"


@pytest.mark.parametrize(
    ("known", "questioned", "change"),
    [
        (HEAD + TRIANGLE, HEAD.replace("Acme", "Bolt") + TRIANGLE, FileChange.NOTICES),
        (HEAD + TRIANGLE, HEAD.replace("Acme", "Bolt") + TRIANGLE.replace("37.5", "40.0"), FileChange.NOTICES),
        (HEAD + TRIANGLE, TRIANGLE.replace("stack", "pile"), FileChange.NOTICES),
        (HEAD + PUMP + VALVE + TRIANGLE, VALVE + PUMP + TRIANGLE, FileChange.NOTICES),
        (CREDIT + TRIANGLE, CREDIT.replace("Li Wei", "Max Roe") + TRIANGLE, FileChange.NOTICES),
        (REMARK + TRIANGLE, TRIANGLE.replace("37.5", "40.0"), FileChange.WORDS),
        (REMARK + TRIANGLE, "# as it turns\n" + TRIANGLE.replace("stack", "pile"), FileChange.WORDS),
        (REMARK + TRIANGLE, TRIANGLE, FileChange.COMMENTS),
        (HEAD + TRIANGLE, HEAD + TRIANGLE.replace("37.5", "40.0"), FileChange.LITERALS),
    ],
)
def test_the_more_telling_change_is_said(known: str, questioned: str, change: FileChange) -> None:
    assert only_pair(known, questioned).change is change
