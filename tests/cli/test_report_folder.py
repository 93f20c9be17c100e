"""An HTML report of a page and a folder: both are part of the result, as every other file of it."""

import re
import shutil

import pytest

from codematch.cli import main
from codematch.report.formats import to_html
from tests.report.viewer_works import works


@pytest.fixture(scope="module", autouse=True)
def small_pages():
    """The page of a result may have 100 kB."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(to_html, "FIRST_PAGE_BYTES", 100_000)
        patch.setattr(to_html, "_EXHIBITS_BYTES", 12_000)
        yield


@pytest.fixture(scope="module")
def made(small_pages, tmp_path_factory):
    """Two works and their result."""
    folder = tmp_path_factory.mktemp("result")
    known, questioned = works(folder)
    with pytest.raises(SystemExit) as stop:
        main(["compare", str(known), str(questioned), "-o", str(folder / "out"), "-j", "1", "--lang", "both", "-q"])
    assert stop.value.code == 0
    return folder


@pytest.fixture
def result(made, tmp_path):
    """The folder of a result that a test may change."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out"


def test_the_folder_is_in_the_sums_and_is_verified(codematch, result, tmp_path):
    names = {line.partition("  ")[2] for line in (result / "SHA256SUMS").read_text().splitlines()}
    assert names >= {
        "report.en.html", "report.zh.html", "report/index.en.js", "report/index.zh.js", "report/files-0.js",
        "report/exhibits-1.en.html", "report/exhibits-1.zh.html", "sources.jsonl",
    }  # fmt: skip
    given = ("--known", tmp_path / "known", "--questioned", tmp_path / "questioned")
    assert codematch("case", "verify", result, *given).code == 0
    part = result / "report" / "files-0.js"
    part.write_bytes(part.read_bytes() + b"alert(1)")
    run = codematch("case", "verify", result, *given)
    assert run.code == 5
    assert "report/files-0.js" in run.out + run.err


def test_a_result_with_a_folder_is_replaced_by_one_without(codematch, result, tmp_path):
    given = ("compare", tmp_path / "known", tmp_path / "questioned", "--out", result, "-j", 1, "--one-file")
    assert codematch(*given).code == 0
    assert not (result / "report").exists()
    assert (result / "report.html").stat().st_size > 100_000


def test_a_page_from_a_saved_result_is_the_page_of_the_run(codematch, result, tmp_path):
    run = codematch("report", result, "--lang", "both", "--out", tmp_path / "again")
    assert run.code == 0, run
    for path in sorted(result.rglob("*")):
        if path.is_file() and "report" in path.relative_to(result).parts[0] and path.suffix in (".html", ".js"):
            assert (tmp_path / "again" / path.relative_to(result)).read_bytes() == path.read_bytes()


def test_links_of_a_redacted_report_lead_to_its_own_pages(codematch, result, tmp_path):
    out = tmp_path / "redacted"
    run = codematch("report", result, "--lang", "en", "--redact", tmp_path / "case.key", "--out", out)
    assert run.code == 0, run
    pages = {"report.redacted.html", *(f"report/{path.name}" for path in (out / "report").iterdir())}
    assert any("exhibits" in name for name in pages)
    for name in (name for name in pages if name.endswith(".html")):
        for link in re.findall(r'href="([^"#]+)', (out / name).read_text(encoding="utf-8")):
            assert (out / name).parent.joinpath(link).resolve().is_file(), link
    assert not (out / "sources.jsonl").exists()
    text = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert b"enumerate" not in text


def test_a_saved_result_without_its_texts_is_still_a_page(codematch, result, tmp_path):
    (result / "sources.jsonl").unlink()
    run = codematch("report", result, "--out", tmp_path / "again", "--lang", "en")
    assert run.code == 0, run
    assert "no whole files side by side" in run.err
    assert b"harbour.py" in (tmp_path / "again" / "report" / "index.js").read_bytes()
