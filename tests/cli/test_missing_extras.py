"""An installation without extras: what needs one says which, and everything else is written."""

import json
import sys

import pytest

from codematch import extras
from codematch.errors import StoreError
from codematch.report.formats import FORMATS
from tests.comparison.works import LEDGER

PDF = "install codematch[pdf] (python -m pip install 'codematch[pdf]')"


@pytest.fixture
def without(monkeypatch):
    """Hides modules as if they were not installed."""

    def hide(*names):
        for name in names:
            monkeypatch.setitem(sys.modules, name, None)

    return hide


@pytest.fixture
def works(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for side in ("known", "questioned"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "ledger.py").write_text(LEDGER)
    return tmp_path


def test_html_and_the_data_need_no_extra(codematch, works, without):
    without("typst", "fontTools", "docx", "noto_cjk_sans_otc", "duckdb", "ibis", "pyarrow", "pandas", "h5py")
    run = codematch("compare", "known", "questioned", "--out", "o")
    assert run.code == 0
    assert "cannot be written" not in run.err
    assert (works / "o" / "report.html").is_file()
    assert json.loads((works / "o" / "run.json").read_text())["not_written"] == {}


def test_the_other_formats_are_written_and_the_run_says_what_is_missing(codematch, works, without):
    without("typst")
    run = codematch("compare", "known", "questioned", "--out", "o", "--format", "pdf", "--format", "html")
    assert run.code == 5
    warning, *_, last = run.err.splitlines()
    assert (
        warning == f"codematch: warning: pdf cannot be written by this installation: {PDF}; everything else is written"
    )
    assert last == (
        f"codematch: pdf cannot be written by this installation: {PDF}; then render the result with codematch report"
    )
    record = json.loads((works / "o" / "run.json").read_text())
    assert record["not_written"] == {"pdf": "pdf"}
    assert "report.html" in record["files"]


@pytest.mark.parametrize("out", [[], ["--out", "o"]])
def test_a_run_that_could_write_nothing_that_was_asked_for_does_not_begin(codematch, works, without, out):
    without("docx")
    run = codematch("compare", "known", "questioned", "--format", "docx", *out)
    assert run.refused(5, "docx cannot be written by this installation: install codematch[docx]")
    assert not (works / "o").exists()


def test_a_saved_result_is_rendered_as_far_as_it_can_be(codematch, works, without):
    assert codematch("compare", "known", "questioned", "--out", "o", "--quiet").code == 0
    without("docx")
    run = codematch("report", "o", "--out", "r", "--format", "html", "--format", "docx", "--quiet")
    assert run.code == 5
    assert "install codematch[docx]" in run.err
    assert json.loads((works / "r" / "run.json").read_text())["not_written"] == {"docx": "docx"}
    assert (works / "r" / "report.html").is_file()
    for command in (("report", "o"), ("rebut", "o")):
        refused = codematch(*command, "--out", "s", "--format", "docx")
        assert refused.refused(5, "install codematch[docx]")
        assert not (works / "s").exists()


def test_the_bundle_of_a_case_has_everything_but_pages(codematch, works, without):
    without("fontTools")
    (works / "case.toml").write_text('[known]\npath = "known"\n[questioned]\npath = "questioned"\n')
    run = codematch("compare", "--case", "case.toml", "--out", "o")
    assert run.code == 0
    assert f"warning: pdf and exhibits cannot be written by this installation: {PDF}" in run.err
    names = {path.relative_to(works / "o").as_posix() for path in (works / "o").rglob("*")}
    assert {"report.html", "exhibits.csv", "matches.jsonl"} <= names
    assert not any(name.endswith(".pdf") for name in names)
    assert json.loads((works / "o" / "run.json").read_text())["not_written"] == {"pdf": "pdf", "exhibits": "pdf"}
    assert codematch("case", "verify", "o").code == 0


def test_from_python_a_format_that_is_missing_is_named(works, without):
    import codematch

    result = codematch.compare("known", "questioned")
    without("typst")
    with pytest.raises(StoreError, match=r"the format pdf needs typst: install codematch\[pdf\]"):
        codematch.render(result, "pdf")
    assert codematch.render(result, "html").lstrip().startswith(b"<!DOCTYPE html>")


def test_doctor_says_what_is_disabled(codematch, without):
    without("typst")
    items = json.loads(codematch("doctor", "--format", "json").out)
    assert not any(item["group"] == "fonts" for item in items)
    assert {item["name"] for item in items if item["group"] == "extras"} == set(extras.PURPOSES)


def test_every_extra_that_is_asked_for_is_one_of_the_package():
    asked = {form.extra for form in FORMATS.values() if form.extra}
    assert asked <= set(extras.PURPOSES)
    assert all(extras.missing(extra) == () for extra in asked)
