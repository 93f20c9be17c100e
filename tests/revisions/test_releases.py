"""A folder of releases: their order, their times, and the one that is named."""

import os
import tarfile
import zipfile

import pytest

from codematch.errors import InputError
from codematch.intake import read_work
from codematch.model.versions import ClaimedKind
from codematch.revisions.examine import examine_history, opened_history
from codematch.revisions.releases import version_key
from codematch.settings import Settings
from tests.revisions.histories import grown, write_files


def test_versions_are_ordered_as_numbers_with_pre_releases_first():
    names = ["water-1.0.tar.gz", "water-1.0rc1.tar.gz", "water-1.0.post1.zip", "water-1.10", "water-1.9",
             "water-2.0.dev3", "water-2.0b2", "water-2.0"]  # fmt: skip
    assert sorted(names, key=version_key) == [
        "water-1.0rc1.tar.gz", "water-1.0.tar.gz", "water-1.0.post1.zip", "water-1.9", "water-1.10",
        "water-2.0.dev3", "water-2.0b2", "water-2.0",
    ]  # fmt: skip


@pytest.fixture
def releases(tmp_path):
    """Folders, zips and tars of one work, named in another order than they were made."""
    folder = tmp_path / "releases"
    for number, step in enumerate(grown(6)):
        files = write_files(tmp_path / "made" / f"water-1.{number + 6}", step.files)
        name = folder / files.name
        folder.mkdir(exist_ok=True)
        if number % 3 == 0:
            write_files(name, step.files)
            for path in name.rglob("*.py"):
                os.utime(path, (1_600_000_000 + number, 1_600_000_000 + number))
            os.utime(name / "README", (1_500_000_000, 1_500_000_000))
        elif number % 3 == 1:
            with zipfile.ZipFile(f"{name}.zip", "w") as archive:
                for path, text in step.files.items():
                    archive.writestr(zipfile.ZipInfo(f"{files.name}/{path}", (2020, 5, number, 1, 2, 4)), text)
        else:
            with tarfile.open(f"{name}.tar.gz", "w:gz") as archive:
                archive.add(files, files.name)
    (folder / ".hidden").write_text("x")
    (folder / "notes-9.bin").write_bytes(bytes(range(256)) * 9)
    return folder


def test_a_release_is_named_and_dated(tmp_path, releases):
    with opened_history(str(releases), Settings()) as history:
        names = [revision.id for revision in history.revisions]
        assert names == ["water-1.6", "water-1.7.zip", "water-1.8.tar.gz", "water-1.9", "water-1.10.zip",
                         "water-1.11.tar.gz"]  # fmt: skip
        assert history.unread == ("notes-9.bin",)
        times = [revision.times[0] for revision in history.revisions]
        assert [times[0].kind, times[1].kind] == [ClaimedKind.FILE, ClaimedKind.MEMBER]
        assert times[0].seconds == 1_600_000_000
        assert times[1].time == "2020-05-01T01:02:04+00:00"
        for number in range(6):
            copy = write_files(tmp_path / f"q{number}", {"x.py": grown(6)[number].files["src/sluice.py"]})
            found = examine_history(history, read_work(str(copy), Settings().intake), Settings())
            assert [one.id for one in found.interval.named] == [names[number]]


def test_one_release_is_no_history(tmp_path):
    write_files(tmp_path / "releases" / "water-1.0", grown(1)[0].files)
    with (
        pytest.raises(InputError, match="fewer than two versions"),
        opened_history(str(tmp_path / "releases"), Settings()),
    ):
        pass
