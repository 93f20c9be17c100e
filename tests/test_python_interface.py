"""What `import codematch` offers: one line, a table, data frames, documents, errors as a tree, examples that run."""

import doctest
import importlib
import inspect
import pkgutil
from dataclasses import replace
from pathlib import Path

import pytest

import codematch
from codematch.model import overview
from codematch.model.result import CaseResult
from codematch.report.documents import documents
from codematch.report.formats import FORMATS
from codematch.settings import Intake, Settings, Weighing

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


def test_every_public_name_is_listed_before_it_is_imported() -> None:
    assert set(codematch.__all__) <= set(dir(codematch))


def test_no_function_has_the_name_of_a_module_that_would_replace_it() -> None:
    modules = {module.name for module in pkgutil.iter_modules(codematch.__path__)}
    functions = [name for name in codematch.__all__ if inspect.isfunction(getattr(codematch, name))]
    assert {"compare", "read_result", "render", "scan", "search", "versions"} <= set(functions)
    assert modules & set(functions) == set()


def test_regions_are_a_sequence_and_a_table(result: CaseResult) -> None:
    regions = result.regions
    assert tuple(regions) == result.pairs[0].regions
    assert regions[0] is result.pairs[0].regions[0]
    assert regions == codematch.compare(PAIRS / "known", PAIRS / "renamed").regions
    assert regions.table() == result.table("regions")
    assert regions.to_pandas().to_dict("list") == result.table()
    assert regions.to_arrow().to_pydict() == result.table()
    assert repr(regions).startswith("<Regions: 1 region, the heaviest ")
    assert "<td>sluice.py</td>" in regions._repr_html_()
    assert len(regions[:0]) == 0
    assert repr(regions[1:]) == "<Regions: 0 regions>"
    assert list(regions[:0].table()) == list(result.table())


def test_settings_and_a_manifest_are_one_short_line(result: CaseResult) -> None:
    assert repr(Settings()) == "Settings()"
    changed = Settings(weighing=Weighing(min_weight=80.0), intake=replace(Settings().intake, max_file_bytes=7777777))
    assert repr(changed) == "Settings(intake=Intake(max_file_bytes=7777777), weighing=Weighing(min_weight=80.0))"
    assert eval(repr(changed), {"Settings": Settings, "Intake": Intake, "Weighing": Weighing}) == changed  # noqa: S307
    said = repr(result.manifest)
    assert said.startswith(f"<Manifest codematch {codematch.__version__}, method ")
    assert said.endswith("backgrounds: python>")
    assert len(said) < 120


def test_versions_show_themselves_in_the_same_way(releases: Path) -> None:
    found = codematch.versions(releases, PAIRS / "known")
    assert repr(found) == "<VersionsResult: sluice-1.1: 1 of 3 revisions, 100.00%>"
    assert found.summary().splitlines()[1].startswith(f"direction: {found.direction}; ")
    assert found.table("files")["first"] == ["sluice-1.1"]
    assert [round(share, 2) for share in found.table("curve")["agreement"]][1] == 1.0
    assert len(found.table("decisive")["boundary"]) == len(found.pinning.decisive) > 0
    assert len(found.to_pandas("indications")) == len(found.indications)
    assert found.to_arrow("times").num_rows == len(found.times)
    assert "<td>sluice.py</td>" in found._repr_html_()
    assert repr(codematch.VersionsResult()) == "<VersionsResult: revisions were not searched>"


def test_an_order_of_works_shows_itself_in_the_same_way(releases: Path) -> None:
    found = codematch.order_versions(releases, root="sluice-1.0")
    assert repr(found) == "<DescentResult: 3 works, 3 of them in 1 tree>"
    assert found.summary().splitlines()[1] == (
        "main line of 3 works (from the root): sluice-1.0 - sluice-1.1 - sluice-1.2"
    )
    assert found.table()["label"] == [work.label for work in found.works]
    assert found.to_pandas("edges").shape[0] == len(found.trees[0].edges)
    assert "<td>sluice-1.2</td>" in found._repr_html_()
