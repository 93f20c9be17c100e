"""A disguised training repository is found, an independent one stays silent, in the result and in both languages."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from codematch.comparison.ai_artefacts import compare_artefacts
from codematch.intake import read_work
from codematch.model.artefacts import ArtefactAspect, ArtefactCause, ArtefactRelation, ArtefactsResult
from codematch.model.document import from_document, to_document
from codematch.model.result import CaseResult
from codematch.pipeline import compare_works, make_tools, prepare
from codematch.report.documents import render
from codematch.report.formats import to_csv
from codematch.report.record import record
from codematch.report.redaction import without_code
from codematch.report.render_options import RenderOptions
from codematch.report.text import in_language
from codematch.settings import Artefacts, Settings
from tests.artefacts import works
from tests.report.sample_result import sample_result


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("works")
    works.known(made / "known")
    works.disguised(made / "disguised")
    works.independent(made / "independent")
    return made


def compared(known: Path, questioned: Path, *base: Path, settings: Settings | None = None) -> ArtefactsResult | None:
    tools = make_tools(settings or Settings())
    trees = [read_work(str(path), tools.settings.intake, text_only=False) for path in (known, questioned, *base)]
    prepared = prepare(trees, tools)
    return compare_artefacts(prepared[0], prepared[1], prepared[2:], tools)


def by_aspect(found: ArtefactsResult | None) -> dict[ArtefactAspect, list]:
    assert found is not None
    return {aspect: [pair for pair in found.pairs if pair.aspect is aspect] for aspect in ArtefactAspect}


def test_a_disguised_work_is_found_in_every_aspect(folder: Path) -> None:
    found = by_aspect(compared(folder / "known", folder / "disguised"))

    assert all(found.values())
    assert {pair.match_class for pairs in found.values() for pair in pairs} == {"MX"}
    [structure] = found[ArtefactAspect.STRUCTURE]
    assert {figure.name: figure.value for figure in structure.figures}["aligned"] == 8
    [parameters] = found[ArtefactAspect.PARAMETERS]
    relations = [row.relation for row in parameters.rows]
    assert relations.count(ArtefactRelation.ABOVE_NULL) == 5
    assert all(rate.reaching == 0 and 0.0 < rate.upper < 0.15 for rate in parameters.rates)


def test_an_independent_work_is_silent(folder: Path) -> None:
    found = by_aspect(compared(folder / "known", folder / "independent"))
    silent = (ArtefactAspect.STRUCTURE, ArtefactAspect.TOKENIZER, ArtefactAspect.PROMPT, ArtefactAspect.PIPELINE)

    assert not any(found[aspect] for aspect in silent)
    [parameters] = found[ArtefactAspect.PARAMETERS]
    assert {row.relation for row in parameters.rows} <= {ArtefactRelation.WITHIN_NULL, ArtefactRelation.DIFFERENT}
    assert all(rate.reaching > 0 for rate in parameters.rates)
    [fields] = found[ArtefactAspect.CONFIGURATION]
    assert {figure.name: figure.value for figure in fields.figures}["rare"] == 0


def test_what_a_common_base_has_is_marked(folder: Path) -> None:
    found = compared(folder / "known", folder / "known", folder / "known")
    assert found is not None
    [base] = [item for item in found.explanations if item.cause is ArtefactCause.COMMON_BASE]
    rows = [row for pair in found.pairs if pair.aspect is ArtefactAspect.PARAMETERS for row in pair.rows]

    assert base.is_tested
    assert base.supporting
    assert not base.opposing
    assert rows
    assert all(row.in_base for row in rows)


def test_nothing_is_compared_without_artefacts_or_when_switched_off(folder: Path, tmp_path: Path) -> None:
    plain = works.write(
        tmp_path / "plain", {"a.py": "TEMPLATE = 'a'\n", "manifest.json": {"name": "x"}, "b.ipynb": "{}"}
    )

    assert compared(folder / "known", plain) is None
    assert compared(plain, folder / "known") is None
    off = Settings(artefacts=Artefacts(on=False))
    assert compared(folder / "known", folder / "disguised", settings=off) is None


def test_a_work_in_an_archive_gives_what_the_folder_gives(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "disguised.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((folder / "disguised").rglob("*")):
            if file.is_file():
                archive.write(file, f"top/{file.relative_to(folder / 'disguised')}")

    plain, unpacked = (compared(folder / "known", path) for path in (folder / "disguised", packed))
    assert plain == unpacked


def test_the_result_is_the_same_in_every_form_and_language(folder: Path) -> None:
    settings = Settings()
    trees = [read_work(str(folder / name), settings.intake) for name in ("known", "disguised")]
    result = compare_works(*trees, settings=settings)
    found = result.pairs[0].artefacts

    assert found is not None
    assert len(found.pairs) == 7
    assert from_document(json.loads(json.dumps(to_document(result)))).pairs[0].artefacts == found
    tables = to_csv.tables(result)
    assert b"embed.weight" in tables["artefact-rows.csv"]
    assert tables["artefacts.csv"].count(b"\r\n") == 7
    for language, words in (
        ("en", ("closer than every independent pair", "Layer map")),
        ("zh", ("接近程度高于全部独立模型对", "层对应图")),
    ):
        page = render(result, "html", RenderOptions(language=language)).decode().replace("<wbr>", "")
        assert all(word in page for word in (*words, "rope_theta", "gauge/model.py:GaugeNet"))
    _section_is_added_after_time(result)
    hidden = without_code(result).pairs[0].artefacts
    assert hidden is not None
    assert "rope_theta" not in str(hidden)
    assert hidden.pairs[0].figures == found.pairs[0].figures


def _section_is_added_after_time(result: CaseResult) -> None:
    """13a where the record has the numbers of the specification; the others keep theirs."""
    case = replace(result, engagement=sample_result().engagement)
    for profile, language, label in (("us", "en", "13a"), ("us", "zh", "13a"), ("cn", "zh", None)):
        with in_language(language):
            sections = record(case, RenderOptions(language=language, profile=profile)).sections
        place = next(place for place, section in enumerate(sections) if section.id == "artefacts")
        assert [section.id for section in sections[place - 1 : place + 2]] == ["time", "artefacts", "significance"]
        assert label is None or [section.label for section in sections[place - 1 : place + 2]] == ["13", label, "14"]
    brief = [section.id for section in record(result, RenderOptions()).sections]
    assert brief.index("artefacts") == brief.index("significance") - 1


def test_two_runs_give_the_same_result(folder: Path) -> None:
    first, second = (compared(folder / "known", folder / "disguised") for _ in range(2))

    assert first == second
