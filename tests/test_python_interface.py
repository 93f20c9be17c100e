"""What `import codematch` offers: one line, a table, data frames, documents, errors as a tree, examples that run."""

import doctest
import importlib
from pathlib import Path

import pytest

import codematch
from codematch.model import overview
from codematch.model.result import CaseResult
from codematch.report.documents import documents
from codematch.report.formats import FORMATS

ROOT = Path(__file__).resolve().parents[1]
PAIRS = ROOT / "fixtures" / "pairs" / "python"


@pytest.fixture(scope="module")
def result() -> CaseResult:
    return codematch.compare(PAIRS / "known", PAIRS / "renamed")


def test_every_public_name_is_there_and_documented() -> None:
    assert [name for name in codematch.__all__ if not getattr(codematch, name).__doc__] == []
    assert codematch.__all__ == sorted(codematch.__all__)


def test_results_and_their_parts_are_one_short_line(result: CaseResult) -> None:
    (pair,) = result.pairs
    for value, begin in (
        (result, "<CaseResult: known | renamed: 1 region, the heaviest "),
        (pair, "<PairResult known | renamed: 1 region, the heaviest "),
        (pair.known, "<Work known: 1 file, root "),
        (pair.regions[0], "<Region 1: M2, "),
    ):
        assert repr(value).startswith(begin)
        assert len(repr(value)) < 120
        assert "\n" not in repr(value)


def test_a_notebook_shows_the_summary_and_a_table_with_escaped_names(tmp_path: Path) -> None:
    known = tmp_path / "<b>&"
    known.mkdir()
    (known / "<i>.py").write_bytes((PAIRS / "known" / "sluice.py").read_bytes())
    page = codematch.compare(known, PAIRS / "edited")._repr_html_()
    assert page.startswith("<p>&lt;b&gt;&amp; | edited: 1 region")
    assert "<td>&lt;i&gt;.py</td>" in page
    assert "<b>" not in page


def test_tables_have_one_length_and_agree_with_the_result(result: CaseResult) -> None:
    (pair,) = result.pairs
    for name, rows in (("regions", pair.regions), ("file_pairs", pair.file_pairs), ("files", (1, 2))):
        assert {len(column) for column in result.table(name).values()} == {len(rows)}
    assert result.table()["total_bits"] == [pair.regions[0].weight.total]
    assert result.table("files")["side"] == ["known", "questioned"]


def test_tables_without_rows_have_their_columns() -> None:
    unrelated = ROOT / "fixtures" / "unrelated" / "python"
    nothing = codematch.compare(unrelated / "known", unrelated / "questioned")
    assert nothing.pairs[0].regions == ()
    assert set(nothing.table().values().__iter__().__next__()) == set()
    assert "total_bits" in nothing.table()


def test_an_unknown_table_names_those_that_there_are(result: CaseResult) -> None:
    with pytest.raises(codematch.UsageError, match="regions, file_pairs, files"):
        result.table("region")


def test_data_frames_hold_the_same_rows(result: CaseResult) -> None:
    assert result.to_pandas().to_dict("list") == result.table()
    assert result.to_arrow("files").to_pydict() == result.table("files")


def test_a_missing_library_is_named_with_its_extra(result: CaseResult, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(overview, "import_module", missing)
    with pytest.raises(codematch.UsageError, match=r"pandas is not installed; install codematch\[pandas\]"):
        result.to_pandas()
    with pytest.raises(codematch.UsageError, match=r"pyarrow is not installed; install codematch\[arrow\]"):
        result.to_arrow()


def test_render_gives_the_documents_of_the_command_line(result: CaseResult) -> None:
    for name, language in (("html", "en"), ("html", "zh"), ("terminal", "en"), ("json", "en")):
        expected = documents(result, name, [language])[FORMATS[name].file_name]
        assert codematch.render(result, name, language=language) == expected


@pytest.mark.parametrize(
    ("arguments", "named"),
    [({"name": "odt"}, "odt"), ({"language": "fr"}, "fr"), ({"profile": "de"}, "de")],
)
def test_render_refuses_what_it_does_not_know(result: CaseResult, arguments: dict[str, str], named: str) -> None:
    with pytest.raises(codematch.UsageError, match=named):
        codematch.render(result, **arguments)
    with pytest.raises(codematch.UsageError, match="dict is not the result"):
        codematch.render({})


def test_a_scan_shows_itself_in_the_same_way() -> None:
    found = codematch.scan([PAIRS / name for name in ("known", "renamed", "edited")])
    assert repr(found).startswith("<ScanResult: 3 works, ")
    assert found.table("works")["label"] == ["known", "renamed", "edited"]
    assert len(found.to_pandas()) == len(found.pairs)
    assert "<table>" in found._repr_html_()


def test_every_error_has_one_base_and_an_exit_code() -> None:
    kinds = [kind for kind in vars(codematch.errors).values() if isinstance(kind, type)]
    assert all(issubclass(kind, codematch.CodematchError) for kind in kinds)
    drawn = [line.split()[0] for line in (codematch.errors.__doc__ or "").splitlines() if line.startswith("    ")]
    assert drawn == [kind.__name__ for kind in kinds]


@pytest.mark.parametrize("module", ["codematch"])
def test_the_examples_of_docstrings_run(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    outcome = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert outcome.attempted >= 8
    assert outcome.failed == 0


def test_a_scan_has_rows_and_three_tables() -> None:
    found = codematch.scan([PAIRS / name for name in ("known", "renamed", "edited")])
    assert [pair.rank for pair in found] == found.table()["rank"]
    clusters = found.to_arrow("clusters")
    assert clusters.column_names == ["cluster", "work", "works", "pairs", "weakest"]
    assert clusters.num_rows == sum(len(one.works) for one in found.clusters) > 0
    assert found.to_pandas("works").shape[0] == 3


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Three releases of a work; the questioned one is the second."""
    text = (PAIRS / "known" / "sluice.py").read_text()
    for number, release in enumerate((text.replace("> 7:", "> 5:"), text, text.replace("0.85", "0.9"))):
        folder = tmp_path / "releases" / f"sluice-1.{number}"
        folder.mkdir(parents=True)
        (folder / "sluice.py").write_text(release)
    return tmp_path / "releases"


def test_versions_are_found_alone_and_with_a_comparison(releases: Path) -> None:
    alone = codematch.versions(releases, PAIRS / "known")
    assert isinstance(alone, codematch.VersionsResult)
    assert alone.pinning is not None
    assert alone.pinning.interval is not None
    assert (alone.pinning.interval.first.id, alone.pinning.interval.last.id) == ("sluice-1.1", "sluice-1.1")
    (pair,) = codematch.compare(releases / "sluice-1.1", PAIRS / "known", history=releases).pairs
    assert pair.versions == alone
    (pair,) = codematch.compare(releases / "sluice-1.1", PAIRS / "known").pairs
    assert pair.versions is None


def test_versions_are_put_in_order(releases: Path) -> None:
    found = codematch.order_versions(releases, root="sluice-1.0")
    assert isinstance(found, codematch.DescentResult)
    (tree,) = found.trees
    assert [found.works[number - 1].label for number in tree.main_line] == ["sluice-1.0", "sluice-1.1", "sluice-1.2"]
    assert found == codematch.order_versions(sorted(releases.iterdir()), root="sluice-1.0")


def test_what_versions_refuse(releases: Path) -> None:
    known = PAIRS / "known"
    with pytest.raises(codematch.InputError, match="has only one version"):
        codematch.versions(known / "sluice.py", known)
    with pytest.raises(codematch.UsageError, match="has only one version"):
        codematch.compare(known, known, history=known)
    with pytest.raises(codematch.UsageError, match="is none; give a codematch"):
        codematch.versions(releases, known, attestations=["2024-01-01"])  # type: ignore[list-item]
    with pytest.raises(codematch.UsageError, match="single value; give a list"):
        codematch.versions(releases, known, attestations="2024")
    with pytest.raises(codematch.UsageError, match="is not a path"):
        codematch.versions(1, known)
    with pytest.raises(codematch.UsageError, match="is not a work of the set"):
        codematch.order_versions(releases, root="sluice-2")
    with pytest.raises(TypeError, match=r"versions\(\) got an unexpected keyword argument 'jobs'"):
        codematch.versions(releases, known, jobs=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"order_versions\(\) got an unexpected keyword argument 'jobs'"):
        codematch.order_versions(releases, jobs=2)  # type: ignore[call-arg]
