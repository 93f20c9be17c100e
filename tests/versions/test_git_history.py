"""The commits of a repository: their order, what each changes, and what it records of time."""

import pytest

from codematch.errors import InputError
from codematch.model.versions import ClaimedKind
from codematch.settings import Settings
from codematch.versions.examine import opened_history
from codematch.versions.git_history import claimed_time
from codematch.versions.history import contents_by_path
from tests.versions.histories import START, Step, grown, history, write


def test_commits_are_read_in_order_with_what_they_change(tmp_path):
    ids = write(tmp_path / "k", [
        Step(files={"a.py": "one = 1\n", "lib/b.py": "two = 2\n"}),
        Step(files={"a.py": "one = 1\n", "lib/c.py": "two = 2\n"}),
        Step(files={"a.py": "one = 3\n"}),
    ])  # fmt: skip
    with history(tmp_path / "k") as found:
        assert [revision.id for revision in found.revisions] == ids
        assert [revision.parent for revision in found.revisions] == [-1, 0, 1]
        assert [sorted(revision.changes) for revision in found.revisions] == [
            ["a.py", "lib/b.py"], ["lib/b.py", "lib/c.py"], ["a.py", "lib/c.py"],
        ]  # fmt: skip
        assert found.revisions[1].changes["lib/b.py"] == ""
        assert found.read(found.revisions[1].changes["lib/c.py"]) == b"two = 2\n"
        assert {path: len(held) for path, held in contents_by_path(found).items()} == {
            "a.py": 2, "lib/b.py": 1, "lib/c.py": 1,
        }  # fmt: skip
        times = {time.kind: time.seconds for time in found.revisions[0].times}
        assert times == {ClaimedKind.AUTHOR: START, ClaimedKind.COMMITTER: START}


def test_a_revision_limits_the_history_and_the_limit_leaves_out_the_oldest(tmp_path):
    ids = write(tmp_path / "k", grown(5))
    with opened_history(f"{tmp_path / 'k'}@{ids[2]}", Settings()) as found:
        assert [revision.id for revision in found.revisions] == ids[:3]
    settings = Settings()
    object.__setattr__(settings.versions, "max_revisions", 2)
    with opened_history(str(tmp_path / "k"), settings) as found:
        assert [revision.id for revision in found.revisions] == ids[3:]
        assert found.left_out == 3
        assert found.revisions[0].parent == -1
        assert sorted(found.revisions[0].changes) == ["README", "src/sluice.py", "src/weir.py"]


def test_a_single_file_has_no_revisions(tmp_path):
    (tmp_path / "a.py").write_text("one = 1\n")
    with pytest.raises(InputError, match="only one version"), opened_history(str(tmp_path / "a.py"), Settings()):
        pass


@pytest.mark.parametrize(
    ("seconds", "zone", "text"),
    [
        (0, "+0000", "1970-01-01T00:00:00+00:00"),
        (1_700_000_000, "+0800", "2023-11-15T06:13:20+08:00"),
        (1_700_000_000, "-0330", "2023-11-14T18:43:20-03:30"),
        (10**18, "+0000", ""),
        (1_700_000_000, "+9900", "2023-11-14T22:13:20+00:00"),
    ],
)
def test_a_recorded_time_is_kept_with_its_zone(seconds, zone, text):
    found = claimed_time(ClaimedKind.AUTHOR, seconds, zone)
    assert (found.time, found.seconds, found.zone) == (text, seconds, zone)
