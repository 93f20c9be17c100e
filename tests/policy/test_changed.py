"""Regions with lines that changed since a revision, read from git's objects."""

import os
import subprocess
from pathlib import Path

import pytest

import codematch
from codematch.errors import InputError
from codematch.intake.ancestors import find_earlier
from codematch.settings import Intake
from tests.policy.works import LEDGER, OWN, ROUTE, VALVE, write

KNOWN = {"ledger.py": LEDGER, "valve.py": VALVE, "route.py": ROUTE}


def git(folder: Path, *arguments: str) -> str:
    names = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    fixed = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": str(folder)}
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **names, **fixed},
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    """A known work, and a repository with a first commit, a branch, and two more commits."""
    folder = tmp_path_factory.mktemp("changed")
    work = write(folder / "work", {"src/ledger.py": LEDGER, "src/valve.py": VALVE, "own.py": OWN.format(1)})
    git(work, "init", "-q", "-b", "main")
    git(work, "add", ".")
    git(work, "commit", "-q", "-m", "one")
    git(work, "tag", "first")
    git(work, "checkout", "-q", "-b", "topic")
    git(work, "mv", "src/valve.py", "src/pump.py")
    write(work, {"src/ledger.py": OWN.format(2) + LEDGER})
    git(work, "add", ".")
    git(work, "commit", "-q", "-m", "two")
    write(work, {"route.py": ROUTE})
    git(work, "add", ".")
    git(work, "commit", "-q", "-m", "three")
    git(work, "checkout", "-q", "main")
    write(work, {"own.py": OWN.format(7)})
    git(work, "commit", "-q", "-a", "-m", "elsewhere")
    git(work, "checkout", "-q", "topic")
    return write(folder / "known", KNOWN), work


def touched(known, work, since) -> dict[str, bool | None]:
    pair = codematch.compare(known, work, policy={"changed_since": since, "fail_on_weight": 30.0}).pairs[0]
    assert pair.policy is not None
    failing = pair.policy.failing(pair.regions)
    for region, standing in zip(pair.regions, pair.policy.standings, strict=True):
        assert (region.number in failing) == standing.touched
    return {
        region.questioned.path: standing.touched
        for region, standing in zip(pair.regions, pair.policy.standings, strict=True)
    }


def test_moved_lines_and_renamed_files_have_not_changed(works):
    known, work = works
    assert touched(known, work, "first") == {"src/ledger.py": False, "src/pump.py": False, "route.py": True}


def test_the_state_is_that_of_the_last_common_commit(works):
    """What happened on another branch since is no change of the work."""
    known, work = works
    first = git(work, "rev-parse", "first")

    assert find_earlier(str(work), "main", Intake()).commit == first
    assert find_earlier(str(work), "HEAD~2", Intake()).commit == first
    assert find_earlier(str(work), "topic^^", Intake()).commit == first
    assert find_earlier(f"{work}@topic", first[:9], Intake()).commit == first
    assert touched(known, f"{work}@topic", "HEAD~1") == {
        "src/ledger.py": False,
        "src/pump.py": False,
        "route.py": True,
    }


def test_a_folder_inside_a_working_tree_and_changes_that_are_not_committed(works):
    known, work = works
    path = work / "src" / "pump.py"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("GAIN_DERIVATIVE * slope", "GAIN_DERIVATIVE * slope / 2"), encoding="utf-8")
    try:
        assert touched(known, work / "src", "HEAD") == {"ledger.py": False, "pump.py": True}
    finally:
        path.write_text(before, encoding="utf-8")


def test_a_deleted_line_inside_a_region_is_a_change(works):
    known, work = works
    path = work / "src" / "ledger.py"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("    rejected = []\n", ""), encoding="utf-8")
    try:
        assert touched(known, work, "HEAD")["src/ledger.py"] is True
    finally:
        path.write_text(before, encoding="utf-8")


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("no-such", "unknown revision no-such"),
        ("HEAD~99", "get the whole history"),
        ("HEAD^2", "get the whole history"),
        ("", "unknown revision"),
    ],
)
def test_an_unknown_revision_is_one_line(works, since, said):
    with pytest.raises(InputError) as error:
        find_earlier(str(works[1]), since, Intake())
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_work_outside_of_git_has_no_revisions(works, tmp_path):
    with pytest.raises(InputError, match="not in a git repository"):
        find_earlier(str(write(tmp_path / "plain", {"a.py": VALVE})), "HEAD", Intake())
    with pytest.raises(InputError, match="not in a git repository"):
        find_earlier(str(tmp_path / "plain" / "a.py"), "HEAD", Intake())
