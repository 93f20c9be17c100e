"""What has no effect, what is new, and what was kept from an earlier run is said."""

import pytest

from codematch.cli import installation
from codematch.report.versions.to_terminal import _parts
from tests.policy.works import LEDGER, ROUTE, VALVE, write


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    folder = tmp_path_factory.mktemp("silent")
    known = write(folder / "known", {"ledger.py": LEDGER, "valve.py": VALVE, "route.py": ROUTE})
    seen = "# codematch: ignore reviewed last year (Li Wei)\n"
    idle = "# codematch: ignore nothing is here (Li Wei)\nLIMIT = 3\n"
    return known, write(folder / "questioned", {"ledger.py": LEDGER, "valve.py": seen + VALVE, "idle.py": idle})


def test_suppressions_without_effect_are_named_in_the_terminal(codematch, works):
    run = codematch("compare", *works, "-j", 1)
    assert "codematch: idle.py:1: the suppression applies to no region\n" in run.err
    assert "Exit code: 2 regions are reported. One is suppressed. One suppression has no effect." in " ".join(
        run.out.split()
    )
    whole = codematch("compare", *works, "-j", 1, "--long")
    assert "idle.py:1: nothing is here (Li Wei); applies to no region" in " ".join(whole.out.split())
    listed = codematch("compare", *works, "-j", 1, "--no-suppressions")
    assert "1 suppression listed only, without effect (--no-suppressions)\n" in listed.err
    assert codematch("compare", *works, "-j", 1, "-q").err == ""


def test_a_baseline_is_told_on_stdout_and_new_regions_are_called_new(codematch, works, tmp_path):
    known, questioned = works
    codematch("compare", known, questioned, "-q", "-j", 1, "-o", tmp_path / "r")
    codematch("baseline", "write", tmp_path / "r", "-q", "-o", tmp_path / "b.json")
    again = write(tmp_path / "again", {"ledger.py": LEDGER, "valve.py": VALVE, "route.py": ROUTE})
    run = codematch("compare", known, again, "-j", 1, "--baseline", tmp_path / "b.json", "--fail-on-new")

    assert run.code == 1
    said = " ".join(run.out.split())
    assert "Exit code: 3 regions are reported. 2 are in the baseline." in said
    assert "(regions in the baseline: 2; no longer found: 0)" in said
    assert "is not in the baseline\n" in run.err
    assert "limit" not in run.err.partition("exit code 1")[2]

    both = codematch("compare", known, again, "-j", 1, "--fail-on-new", "--baseline", tmp_path / "b.json",
                     "--fail-on-weight", 50, "-f", "junit")  # fmt: skip
    assert "reached a limit of this run\n" in both.err
    assert "It reaches a limit of this run." in both.out
    new = codematch("compare", known, again, "-j", 1, "--fail-on-new", "--baseline", tmp_path / "b.json", "-f", "junit")
    assert "It is not in the baseline, and the run fails on new regions." in new.out


@pytest.mark.slow
def test_rows_that_a_batch_takes_over_are_counted(codematch, works, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text(f"known,questioned\n{works[0]},{works[1]}\n{works[1]},{works[0]}\n")
    assert "taken over" not in codematch("batch", rows, "-o", tmp_path / "out", "-j", 1).err
    again = codematch("batch", rows, "-o", tmp_path / "out", "-j", 1)
    assert "codematch: 2 of 2 rows were taken over from an earlier run, because nothing has changed\n" in again.err


def test_an_extra_that_the_metadata_lacks_is_looked_for_by_its_modules(monkeypatch):
    monkeypatch.setattr("importlib.metadata.requires", lambda name: ["numpy>=2.0"])
    found = {item.name: item for item in installation.installation() if item.group == "extras"}
    assert found["index"].found != "not known"
    monkeypatch.setattr("codematch.extras.find_spec", lambda name: None)
    texts = {item.name: item.found for item in installation.installation() if item.group == "extras"}
    assert texts["index"] == "without duckdb, ibis, pyarrow"


def test_an_option_without_a_value_is_said_to_be_not_given(codematch, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = next(one for one in codematch("config").out.splitlines() if one.split()[0] == "agreed")
    assert line.split() == ["agreed", "not", "given", "default"]


def test_versions_print_no_heading_without_content_and_no_column_of_dashes():
    from io import StringIO

    from rich.console import Console

    from codematch.report.record.blocks import Heading
    from codematch.report.record.builders import cell
    from codematch.report.record.tables import dash, table

    heads = (("time.artefact", "", 1.0), ("time.claimed", "", 1.0), ("time.anomalies", "", 1.0))
    found = table(heads, [(cell("K"), cell("today"), dash())], caption="time.heading")
    printed = StringIO()
    console = Console(file=printed, width=80)
    for part in _parts([Heading("Times"), found], 80):
        console.print(part)
    lines = [line.strip() for line in printed.getvalue().splitlines() if line.strip()]
    assert lines[0] == "Times"
    assert "K" in lines[2]
    assert len(lines) == 3
    assert "–" not in "".join(lines)
