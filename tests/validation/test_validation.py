"""The validation report: what ships belongs to the models that ship, and what cannot be measured is named."""

import json

import numpy as np
import pytest

from codematch.model.stratum import Stratum
from codematch.settings import Settings, grammars_folder, validation_folder
from codematch.significance.reference_sets import NullModels
from codematch.significance.strata import Excess, StratumReference
from tests.benchmarks.strata_rates import SETS
from tests.models.corpus import write_corpus
from tests.validation import across, channels, detectors, held_out, labelled, reference, strata, summary
from tests.validation.__main__ import write
from tests.validation.section import Section

SHIPPED = json.loads((validation_folder() / "report.json").read_text(encoding="utf-8"))


def test_the_report_that_ships_is_of_the_models_that_ship():
    models = NullModels(grammars_folder(), Settings())

    digests = {name: models.get(name).digest for name in reference.LANGUAGES if models.get(name) is not None}
    assert SHIPPED["reference"]["digests"] == digests
    assert {row["language"] for row in SHIPPED["held_out"]} == set(held_out.LANGUAGES)


def test_the_figures_of_filters_and_detectors_that_ship_are_of_this_version():
    assert SHIPPED["detectors"] == detectors.section().data


def test_channels_without_their_set_are_named(tmp_path):
    assert channels.section(tmp_path).skipped == ("channels on irplag: not on this machine (--data)",)


def test_every_held_out_rate_that_ships_lies_within_the_bound_stated_for_it():
    assert [row for row in SHIPPED["held_out"] if row["reported"] / row["pairs"] > row["stated"]] == []


def test_a_band_has_a_row_with_its_bound():
    section = reference.section()

    for row in section.data["bands"]:
        assert 0 <= row["reaching"] <= row["pairs"]
        assert row["least"] <= row["upper"] <= 1
        assert row["percentiles"] == sorted(row["percentiles"])
    assert "| java " in section.text


def test_the_first_page_says_of_each_situation_how_often_it_errs():
    held_out_row = {"language": "c", "decision": "region", "tokens": 8_000, "reported": 3, "pairs": 100, "works": 40,
                    "observed_upper": 0.25}  # fmt: skip
    labelled_row = {"set": "tasks/pairs.csv", "stratum": "same-task", "pairs": 50, "groups": 12, "groups_upper": 0.4}
    kinds = [{"family": "stratum", "positive": True, "name": "L1", "pairs": 20, "reported": 15, "clusters": 31,
              "upper": 0.5}]  # fmt: skip
    sections = [
        Section(name="held_out", text="", data=[{**held_out_row, "tokens": 2_000, "reported": 0}, held_out_row]),
        Section(name="strata", text="", data={"labelled": [
            {**labelled_row, "label": 0, "reported_stratum": 4}, {**labelled_row, "label": 1, "reported_stratum": 30},
        ]}),
        Section(name="labelled", text="", data={"set": {"detection": kinds}}),
    ]  # fmt: skip

    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in summary.section(sections).text.splitlines()]
    assert ["unrelated works of 8,000 tokens, c: a region", "100", "40", "3 (3.00 %)", "≤ 25.0 %"] in rows
    assert ["same-task, with its threshold (tasks)", "50", "12", "4 (8.00 %)", "insufficient"] in rows
    assert ["same-task, with its threshold (tasks)", "50", "12", "20 (40.00 %)", "insufficient"] in rows
    assert ["common origin, threshold of unrelated works (set, L1)", "20", "31", "5 (25.00 %)", "≤ 50.0 %"] in rows
    assert summary.section([]).text == ""


def test_each_family_is_tested_against_what_the_others_make():
    families = np.repeat(np.arange(20), 5)
    bits = np.where(np.arange(100) < 5, 90.0, 10.0) + np.arange(100) / 1000
    order = np.argsort(bits)
    excess = Excess(bits=bits[order], shares=np.full(100, 0.01), families=families[order])
    reference = StratumReference(
        stratum=Stratum.SAME_TASK,
        languages=("c",),
        families=20,
        clusters=20,
        largest=30.0,
        heaviest=excess,
        sums=excess,
        carried=excess,
    )

    row = strata.left_out(reference, "heaviest", "c")
    # The first family is heavier than all others; each other one is below the threshold that it makes with the rest.
    assert row["rate"] == pytest.approx(1 / 20)
    assert row["lower"] < 0.05 < row["upper"]
    assert row["agrees"]


def test_each_task_in_two_languages_is_tested_against_what_the_others_make(tmp_path):
    section = across.section(tmp_path)

    assert section.skipped == ("labelled set ports across languages: not on this machine (--data)",)
    for row in section.data["tasks"]:
        assert 0 < row["tasks_reaching"] <= row["reaching"] <= row["pairs"]
        assert row["tasks"] >= 30
        assert 0 < row["rate"] < row["upper"] < 1
        assert all(share <= Settings().significance.coincidence_rate for _, _, share in row["strata"])
    assert "| functions " in section.text
    page = summary.section([section]).text
    assert "same task in two languages: a pair of functions" in page
    assert "ported to another language" not in page


def test_labelled_sets_without_their_data_are_named(tmp_path):
    skipped = strata.section(tmp_path).skipped

    assert len(skipped) == len(SETS)
    assert all("not on this machine (--data)" in line for line in skipped)


def test_sets_that_are_not_there_are_named(tmp_path):
    section = labelled.section(tmp_path, jobs=1)

    assert section.text == ""
    assert list(section.skipped) == [f"labelled set {name}: not on this machine (--data)" for name in labelled.SETS]
    assert held_out.section(None, jobs=1).skipped == tuple(
        f"held-out {language} projects: not on this machine (--held-out)" for language in held_out.LANGUAGES
    )


def test_a_set_that_is_there_gets_its_rows(tmp_path):
    folder = tmp_path / "ocd"
    write_corpus(folder, 2, statements=30)
    (folder / "pairs.csv").write_text(
        "path_a,path_b,label,kind,language\n"
        "work0/src/part0.py,work0/src/part0.py,1,same:copy,python\n"
        "work0/src/part0.py,work1/src/part0.py,0,other,python\n"
    )
    section = labelled.section(tmp_path, jobs=1)

    assert "| ocd " in section.text
    assert section.data["ocd"]["positives"] == 1
    assert "insufficient" in section.text
    assert len(section.skipped) == len(labelled.SETS) - 1


def test_projects_of_a_reference_set_are_no_held_out_ones(tmp_path):
    known = NullModels(grammars_folder(), Settings()).get("python").card["projects"][0]["name"]
    write_corpus(tmp_path / "python", 2)
    (tmp_path / "python" / "work0").rename(tmp_path / "python" / known)

    section = held_out.section(tmp_path, jobs=1)

    assert f"held-out python projects: {known} made the reference set" in section.skipped


@pytest.mark.parametrize("skipped", [(), ("one thing: not on this machine",)])
def test_what_was_not_measured_stands_in_the_report(tmp_path, skipped):
    write([Section(name="part", text="## Part\n", data=[1], skipped=skipped)], tmp_path)

    text = (tmp_path / "report.md").read_text()
    assert text.endswith("## Not measured in this run\n\n- " + (skipped[0] if skipped else "nothing") + "\n")
    assert json.loads((tmp_path / "report.json").read_text())["skipped"] == list(skipped)
