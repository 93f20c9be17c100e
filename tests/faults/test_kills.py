"""A few kills of each command at random moments; `make kills` has hundreds."""

import pytest

from tests.faults.kills import changed, kill


@pytest.mark.slow
@pytest.mark.parametrize(("name", "times"), [("compare", 2), ("report", 1), ("batch", 1), ("index", 1)])
def test_nothing_is_half_and_nothing_blocks_the_next_run(name, times, tmp_path):
    tally = kill(name, times, 5, tmp_path)
    assert tally.killed == times
    assert tally.wrong == []


def test_what_differs_from_its_digest_is_named(tmp_path):
    (tmp_path / "a").write_text("a")
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  a\n")
    (tmp_path / "b").write_text("b")
    assert changed(tmp_path) == [f"{tmp_path.name}/a differs", f"{tmp_path.name}/b differs"]
    assert changed(tmp_path / "none")[0].startswith("none: ")
