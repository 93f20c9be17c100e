"""A scan for continuous integration: one document of all reported pairs, and limits as in a comparison."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.scanning.sets import made_set

HEAVY = ("--min-weight", 100, "-j", 1, "--set", "weighing.rename_bits=0", "--no-cache", "-q")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_set(tmp_path_factory.mktemp("noticed") / "set", 4)


def test_each_format_has_the_regions_of_the_reported_pair(codematch, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder.parent)
    run = codematch("scan", "set", *HEAVY, "--out", tmp_path / "o", *(
        word for name in ("sarif", "junit", "gitlab", "github", "markdown") for word in ("-f", name)
    ))  # fmt: skip

    assert run.code == 0
    (ran,) = json.loads((tmp_path / "o" / "report.sarif").read_text())["runs"]
    assert ran["automationDetails"]["id"] == "codematch/work02/work04/"
    rows = json.loads((tmp_path / "o" / "gl-code-quality-report.json").read_text())
    assert len(rows) == len(ran["results"]) > 0
    assert {row["location"]["path"] for row in rows} == {"set/work04/own.py"}
    suites = ElementTree.parse(tmp_path / "o" / "junit.xml").getroot()  # noqa: S314 made just now
    assert [suite.get("name") for suite in suites] == ["K work02 / Q work04"]
    assert suites.get("tests") == str(len(rows))
    assert "file=set/work04/own.py" in (tmp_path / "o" / "annotations.txt").read_text()
    assert "work02" in (tmp_path / "o" / "report.md").read_text()


def test_without_reported_pairs_every_format_is_whole(codematch, tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "own.py").write_text(f"{name} = 1\nprint({name})\n" * 3)
    for form in ("sarif", "junit", "gitlab", "github", "markdown"):
        run = codematch("scan", tmp_path / "a", tmp_path / "b", "-f", form, "-j", 1, "--no-cache")
        assert (run.code, run.err) == (0, "")
        if form == "sarif":
            assert json.loads(run.out)["runs"] == []
        elif form == "gitlab":
            assert json.loads(run.out) == []
        elif form == "junit":
            assert ElementTree.fromstring(run.out.encode()).get("failures") == "0"  # noqa: S314


@pytest.mark.slow
def test_the_residual_that_decides_is_that_of_the_record(codematch, folder, tmp_path):
    assert codematch("scan", folder, *HEAVY, "--fail-on-weight", 100).code == 1
    assert codematch("scan", folder, *HEAVY, "--fail-on-weight", 1e6).code == 0
    out = tmp_path / "o"
    assert codematch("scan", folder, *HEAVY, "--fail-on-residual", 100, "--out", out, "-f", "junit").code == 1
    assert 'failures="0"' not in (out / "junit.xml").read_text().splitlines()[1]
    record = json.loads((out / "pairs" / "2-4" / "report.json").read_text())
    assert record["pairs"][0]["policy"]["residual_limit_bits"] == 100
    ledger = next(folder.glob("work02"))  # as shared material, the same passage is labelled
    run = codematch("scan", folder, *HEAVY, "--common", ledger, "--fail-on-residual", 100)
    assert run.code == 0


def test_several_formats_need_a_folder(codematch, folder):
    assert codematch("scan", folder, "-f", "sarif", "-f", "junit").refused(2, "--out DIR")
