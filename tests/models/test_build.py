"""A null model from a corpus: which projects count, how works are made, what is set aside, and how it is stored."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from codematch.errors import InputError, UsageError
from codematch.models.corpus import TrainingRun
from codematch.models.null_model.build import build_null, shared_csv
from codematch.models.null_model.set_aside import SetAside
from codematch.settings import Settings, grammars_folder
from codematch.significance.null_model import load_null
from codematch.weight.background import load_card
from tests.models.corpus import HEAVY_BITS, RULES, SETTINGS, SHARED, write_corpus

NOTHING = SetAside()
ONE_BAND = replace(SETTINGS, significance=replace(RULES, first_band_tokens=1_900, bands=1))
"""Works that hold `SHARED` whole."""


def build(corpora: list[Path], out: Path, aside: SetAside = NOTHING, jobs: int = 1, settings: Settings = SETTINGS):
    made = TrainingRun(date="2026-01-02", command="made by a test")
    return build_null("python", corpora, out, made, set_aside=aside, settings=settings, jobs=jobs)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("reference") / "corpus", 6)


def test_every_pair_of_a_band_is_kept_once(corpus, tmp_path):
    model, found = build([corpus], tmp_path)

    assert model.projects == 6
    band = model.bands[0]
    assert (band.tokens, band.works, band.pairs) == (300, 6, 15)
    assert len([item for item in found if item.band == 0]) == 15
    assert [item.total for item in found] == sorted((item.total for item in found), reverse=True)


def test_the_card_says_what_was_compared_and_how(corpus, tmp_path):
    build([corpus], tmp_path)
    card = json.loads((tmp_path / "null.json").read_text())

    assert (card["date"], card["command"], card["language"]) == ("2026-01-02", "made by a test", "python")
    assert card["background"] == load_card(grammars_folder() / "python")["digest"]
    assert [row["name"] for row in card["projects"]] == [f"work{number}" for number in range(6)]
    assert all(len(row["root"]) == 64 and row["tokens"] > 300 for row in card["projects"])
    assert card["set_aside"] == {"files": [], "pairs": []}
    assert load_null(tmp_path, RULES.min_band_works, RULES.fit_above_bits).digest == card["digest"]


def test_a_project_without_text_is_named_and_left_out(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", 6)
    (corpus / "empty").mkdir()
    (corpus / "empty" / "nothing.py").write_bytes(b"")
    build([corpus], tmp_path / "out")
    card = json.loads((tmp_path / "out" / "null.json").read_text())

    assert card["without_text"] == ["empty"]
    assert "empty" not in [row["name"] for row in card["projects"]]


def test_neither_workers_nor_the_split_of_corpora_count(corpus, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for part, names in ((one, ("work0", "work3", "work4")), (two, ("work1", "work2", "work5"))):
        part.mkdir()
        for name in names:
            (part / name).symlink_to(corpus / name)
    build([corpus], tmp_path / "a")
    build([two, one], tmp_path / "b", jobs=2)

    assert (tmp_path / "a" / "null.json").read_bytes() == (tmp_path / "b" / "null.json").read_bytes()


def test_small_projects_are_put_together_and_none_stands_in_two_works(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", 12, statements=30)
    model, _ = build([corpus], tmp_path / "out")

    works = model.card["bands"][0]["works"]
    parts = [number for projects, _, _ in works for number in projects]
    assert len(parts) == len(set(parts))
    assert any(len(projects) > 1 for projects, _, _ in works)
    assert all(tokens >= 300 for _, tokens, _ in works)


def test_shared_code_that_is_not_set_aside_makes_the_statement_weaker(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", 8)
    for name in ("work1", "work4"):
        (corpus / name / "ticket.py").write_text(SHARED)
    files = SetAside(files=(("work1", ("ticket.py",), "copied"),))
    pairs = SetAside(pairs=((frozenset({"work1", "work4"}), "both copied it"),))
    kept, _ = build([corpus], tmp_path / "kept", settings=ONE_BAND)
    without_files, _ = build([corpus], tmp_path / "files", files, settings=ONE_BAND)
    without_pair, found = build([corpus], tmp_path / "pairs", pairs, settings=ONE_BAND)

    weight = max(total for _, _, total, *_ in kept.card["bands"][0]["pairs"])
    assert weight > HEAVY_BITS
    assert kept.bands[0].reaching(HEAVY_BITS) == 1
    assert without_files.bands[0].reaching(HEAVY_BITS) == without_pair.bands[0].reaching(HEAVY_BITS) == 0
    assert without_pair.bands[0].pairs == kept.bands[0].pairs - 1
    assert without_pair.card["set_aside"]["pairs"] == [
        {"heaviest_bits": weight, "projects": ["work1", "work4"], "reason": "both copied it"}
    ]
    assert without_files.card["set_aside"]["files"] == [
        {"paths": ["ticket.py"], "project": "work1", "reason": "copied"}
    ]
    assert found[0].total == weight


def test_vendored_folders_are_left_out(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", 8)
    for name in ("work1", "work4"):
        (corpus / name / "third_party").mkdir()
        (corpus / name / "third_party" / "ticket.py").write_text(SHARED)
    model, _ = build([corpus], tmp_path / "out", settings=ONE_BAND)

    assert all(band.reaching(HEAVY_BITS) == 0 for band in model.bands)


def test_projects_of_the_background_are_left_out_and_named(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", 6)
    trained = load_card(grammars_folder() / "python")["projects"][0]["name"]
    (corpus / "work5").rename(corpus / trained)
    model, _ = build([corpus], tmp_path / "out")

    assert model.projects == 5
    assert model.card["left_out"] == [trained]


def test_too_few_works_are_refused(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", 3)

    with pytest.raises(InputError, match="fewer than 4 works of 300 tokens of python"):
        build([corpus], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_unknown_language_is_refused(corpus, tmp_path):
    with pytest.raises(UsageError, match="unknown language 'cobol'"):
        build_null("cobol", [corpus], tmp_path, TrainingRun(date="", command=""), set_aside=NOTHING, settings=SETTINGS)


def test_the_list_of_heavy_pairs_names_both_places(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", 8)
    for name in ("work1", "work4"):
        (corpus / name / "ticket.py").write_text(SHARED)
    model, found = build([corpus], tmp_path / "out", settings=ONE_BAND)

    first = next(csv.DictReader(shared_csv(model, found).splitlines()))
    assert {first["known"], first["questioned"]} == {"work1", "work4"}
    assert "ticket.py:1-" in first["known_place"]
    assert float(first["total_bits"]) >= float(first["structure_bits"]) > HEAVY_BITS
