"""Agreed exclusions: each needs a reason and a name, and says what it is about."""

from pathlib import Path

import pytest

from codematch.errors import UsageError
from codematch.filtration.agreed import marks, read_agreements
from codematch.model.filtration import ReasonCode
from codematch.model.message import Message, Name
from tests.filtration.files import file, texts

GOOD = """\
[[exclusion]]
side = "known"
paths = ["src/legacy/*"]
lines = [2, 3]
reason = "written together in 2019"
name = "both counsel"

[[exclusion]]
work = "sdk.zip"
reason = "the kit that both bought"
name = "A. Examiner"
"""


def read(folder: Path, text: str):
    (folder / "agreed.toml").write_text(text)
    return read_agreements(folder / "agreed.toml")


def test_lines_of_a_file_are_labelled_on_the_side_that_is_meant(tmp_path):
    agreements = read(tmp_path, GOOD)
    subject = file("src/legacy/a.py", "a = 1\nb = 2\nc = 3\nd = 4\n")
    (mark,) = marks(agreements, "known", subject)

    said = Message.of("agreed", reason=Name("written together in 2019"), by=Name("both counsel"))
    assert texts(subject, [mark]) == ["b = 2 c = 3"]
    assert (mark.code, mark.basis) == (ReasonCode.USER_AGREED, said)
    assert list(marks(agreements, "questioned", subject)) == []
    assert list(marks(agreements, "known", file("src/a.py", "b = 2\n"))) == []
    assert agreements[1].work == "sdk.zip"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no exclusions"),
        ("[[exclusion", "is not valid TOML"),
        ("[[exclusions]]\nx = 1", "holds no exclusions"),
        ('[[exclusion]]\npaths = ["a"]\nname = "n"', "exclusion 1: has no reason"),
        ('[[exclusion]]\npaths = ["a"]\nreason = " "\nname = "n"', "exclusion 1: has no reason"),
        ('[[exclusion]]\npaths = ["a"]\nreason = "r"', "exclusion 1: has no name"),
        ('[[exclusion]]\nreason = "r"\nname = "n"', "needs either paths or work"),
        ('[[exclusion]]\npaths = ["a"]\nwork = "w"\nreason = "r"\nname = "n"', "needs either paths or work"),
        ('[[exclusion]]\npaths = ["a"]\nlines = [3, 2]\nreason = "r"\nname = "n"', "give the first and the last"),
        ('[[exclusion]]\npaths = ["a"]\nside = "left"\nreason = "r"\nname = "n"', "the side is 'left'"),
        ('[[exclusion]]\npath = "a"\nreason = "r"\nname = "n"', "unknown key 'path'"),
    ],
)
def test_an_incomplete_list_is_refused_with_what_it_lacks(tmp_path, text, message):
    with pytest.raises(UsageError, match=message):
        read(tmp_path, text)


def test_a_missing_list_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_agreements(tmp_path / "none.toml")
