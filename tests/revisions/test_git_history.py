"""The commits of a repository: their order, what each changes, and what it records of time."""

import pytest
from dulwich.repo import Repo

from codematch.errors import InputError
from codematch.model.versions import ClaimedKind
from codematch.report.text import in_language
from codematch.report.versions import render
from codematch.revisions.examine import examine_versions, opened_history
from codematch.revisions.git_history import claimed_time
from codematch.revisions.history import contents_by_path
from codematch.settings import Settings
from tests.revisions.histories import START, Step, grown, history, write, write_files


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


def test_a_shallow_clone_is_stated_as_cut_off(tmp_path):
    ids = write(tmp_path / "k", grown(5))
    with Repo(str(tmp_path / "k")) as repository:
        missing = tmp_path / "k" / "objects" / ids[1][:2] / ids[1][2:]
        assert repository.object_store.contains_loose(ids[1].encode())
        missing.unlink()
    write_files(tmp_path / "q", grown(5)[-1].files)
    found = examine_versions(str(tmp_path / "k"), str(tmp_path / "q"), Settings())
    assert (found.pinning.cut_off, found.pinning.revisions) == (1, 3)
    for language, words in (("en", "The known history is cut off: one commit"), ("zh", "样本历史不完整：缺少1个")):
        with in_language(language):
            assert words in render(found, "html", language).decode()


def test_works_in_the_wrong_order_are_seen(tmp_path):
    write(tmp_path / "k", grown(5))
    write_files(tmp_path / "q", {"a.py": "a = 1\n"})
    with pytest.raises(InputError, match="has a history; if it is the known work, name it first"):
        examine_versions(str(tmp_path / "q"), str(tmp_path / "k"), Settings())


def test_a_work_without_counterpart_still_has_its_anomalies(tmp_path):
    write(tmp_path / "k", [Step(files={"a.py": f"a = {n}\n"}, seconds=START + n * 3600) for n in range(10)])
    write_files(tmp_path / "q", {"b.txt": "nothing of it\n"})
    found = examine_versions(str(tmp_path / "k"), str(tmp_path / "q"), Settings())
    assert found.pinning.interval is None
    assert [item.id for item in found.anomalies] == ["even-intervals"]
