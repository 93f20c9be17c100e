"""Entries of a folder that are links are said to be links; folders of one work are not taken for its releases."""

import os

import pytest

from codematch.errors import InputError
from codematch.revisions.releases import read_releases
from codematch.scanning.works import locate
from codematch.settings import Intake


def test_a_folder_of_links_says_so(tmp_path):
    (tmp_path / "work").mkdir()
    (tmp_path / "set").mkdir()
    for number in range(3):
        os.symlink(tmp_path / "work", tmp_path / "set" / f"w{number}")
    with pytest.raises(
        InputError, match="has no entries, and each entry is a work; 3 symbolic links are not followed; give"
    ):
        locate([os.fspath(tmp_path / "set")])


def folder(place, files):
    for path, text in files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text, encoding="utf-8")
    return place


def test_parts_of_a_work_are_no_releases(tmp_path):
    work = folder(tmp_path / "work", {"lib/ring.py": "x = 1\n", "plant/pump.py": "y = 2\n"})
    with pytest.raises(InputError, match="share no file, and their names hold no version"):
        read_releases(work, "work", Intake())


@pytest.mark.parametrize(
    "files",
    [
        {"v1/ring.py": "x = 1\n", "v2/pump.py": "y = 2\n"},
        {"spring/ring.py": "x = 1\n", "summer/ring.py": "x = 2\n"},
    ],
)
def test_releases_are_known_by_their_names_or_their_files(tmp_path, files):
    assert len(read_releases(folder(tmp_path / "work", files), "work", Intake()).revisions) == 2
