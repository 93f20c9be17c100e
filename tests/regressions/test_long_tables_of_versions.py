"""Tables of versions and times told how many rows they leave out with a text that needs a place, and failed."""

import pytest

from codematch.model.engagement import Role
from codematch.model.message import Message, Name
from codematch.model.versions import (
    ClaimedKind,
    ClaimedTime,
    FileVersions,
    ItemVersions,
    RevisionName,
    TimeEntry,
    VersionInterval,
    VersionPinning,
    VersionsResult,
)
from codematch.report.text import in_language
from codematch.report.versions import render

FIRST = RevisionName(number=1, id="water-1.0")
INTERVAL = VersionInterval(first=FIRST, last=FIRST, best=FIRST, count=1, touching=1, agreement=1.0)
FILES = tuple(
    FileVersions(
        questioned_path=f"q{number}.py", known_path="k.py", lines=9, found=9, renamed=0, interval=INTERVAL,
    )
    for number in range(203)
)  # fmt: skip
ITEMS = tuple(
    ItemVersions(
        item=number, text=f"k{number}.py", files=("q1.py", "q2.py"), files_total=2 + number % 2,
        interval=INTERVAL if number % 3 else None,
    )
    for number in range(1, 205)
)  # fmt: skip
TIMES = tuple(
    TimeEntry(
        role=Role.KNOWN,
        artefact=Message.of("time-notice", year=Name(str(number))),
        claimed=ClaimedTime(kind=ClaimedKind.NOTICE, time="2001", seconds=0),
    )
    for number in range(205)
)  # fmt: skip


@pytest.mark.parametrize(("language", "said"), [("en", "{} further rows are not listed"), ("zh", "另有{}行未在此列出")])
def test_long_tables_say_how_many_rows_they_leave_out(language, said):
    pinning = VersionPinning(
        is_git=False, revisions=1, touching=1, unmatched=0, tolerance=0.0, whole=9.0, left_out=0, unread=0,
        interval=INTERVAL, files=FILES, items=ITEMS,
    )  # fmt: skip
    with in_language(language):
        page = render(VersionsResult(pinning=pinning, times=TIMES), "html", language).decode()
    for count in (3, 4, 5):
        assert said.format(count) in page
