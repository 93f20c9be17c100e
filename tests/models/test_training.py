"""Training on small corpora: what the card says, and what the model does not depend on."""

import csv
from pathlib import Path

import numpy as np
import pytest

from codematch.errors import InputError, UsageError
from codematch.models.background import train
from codematch.models.corpus import TrainingRun
from codematch.settings import Settings, Training
from codematch.weight.background import Background, load_background

ROWS = {"anchor": "1.0", "buoy": "2.1", "capstan": "0.3", "davit": "4.0"}


def program(number: int) -> str:
    """Some functions that every project has, and some of its own."""
    shared = [f"def haul_{at}(rope, metres={at}):\n    return rope.pull(metres) * {at}\n" for at in range(5)]
    own = [f"class Knot{number}{at}:\n    turns = [{number}, {at}, 'bend {number}']\n" for at in range(20)]
    return "\n".join([*shared, *own]) + f"# the harbour master counts every rope of quay {number}\n"


def corpus(folder: Path, names: list[str]) -> Path:
    for name in names:
        project = folder / f"{name}-{ROWS[name]}"
        project.mkdir(parents=True)
        (project / "ropes.py").write_text(program(sorted(ROWS).index(name)))
        (project / "notes.xyz").write_text(f"Every rope of the {name} lies on the quay, and the quay is wet.\n" * 3)
    with (folder / "projects.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["project", "version", "source", "artifact_sha256", "licence"])
        table.writerows([name, ROWS[name], f"index of {name}", name[0] * 64, "MIT"] for name in names)
    return folder


def run(corpora: list[Path], out: Path, language: str = "python", jobs: int = 1, **changes: int) -> Background:
    settings = Settings(training=Training(**changes))
    return train(
        language, corpora, out, TrainingRun(date="2026-01-31", command="train it"), settings=settings, jobs=jobs
    )


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_card_says_what_was_counted(tmp_path: Path) -> None:
    model = run([corpus(tmp_path / "corpus", list(ROWS))], tmp_path / "out")
    rows = model.card["projects"]
    assert [(row["name"], row["version"], row["source"]) for row in rows] == [
        (name, version, f"index of {name}") for name, version in ROWS.items()
    ]
    assert [row["sha256"][0] for row in rows] == ["a", "b", "c", "d"]
    assert [row["files"] for row in rows] == [1] * 4
    assert model.card["tokens"] == sum(row["tokens"] for row in rows)
    assert (model.card["date"], model.card["command"]) == ("2026-01-31", "train it")
    assert 0 < model.card["mean_bits"] < Settings().weighing.token_cap_bits
    assert model.card["digest"] == model.digest == load_background(tmp_path / "out").digest


def test_a_page_counts_without_its_script(tmp_path: Path) -> None:
    def model(name: str, page: str) -> Background:
        for project in ROWS:
            (tmp_path / name / project).mkdir(parents=True)
            (tmp_path / name / project / "index.html").write_text(page)
        return run([tmp_path / name], tmp_path / f"{name}-out", language="html")

    page = "<p class='quay'>Every rope lies on the quay.</p>\n<script>{}</script>\n"
    with_code, without = model("long", page.format("let capstan = turn(0x2f) ?? 3;")), model("short", page.format(""))
    assert with_code.card["tokens"] == without.card["tokens"] > 0
    assert np.array_equal(with_code.vocabulary, without.vocabulary)
    assert np.array_equal(with_code.names.hashes, without.names.hashes)


def test_items_count_by_the_projects_that_hold_them(tmp_path: Path) -> None:
    model = run([corpus(tmp_path / "corpus", list(ROWS))], tmp_path / "out")
    assert model.projects == 4
    assert int(model.names.projects.max()) == 4
    assert int(model.names.projects.min()) >= 2
    assert len(model.kgrams.hashes) > 0
    assert len(model.comment_words.hashes) == len({"the", "harbour", "master", "counts", "every", "rope", "of", "quay"})


def test_neither_workers_nor_the_order_and_place_of_corpora_count(tmp_path: Path) -> None:
    first, second = corpus(tmp_path / "z", ["davit", "anchor"]), corpus(tmp_path / "a", ["buoy", "capstan"])
    whole = corpus(tmp_path / "whole", list(ROWS))
    run([first, second], tmp_path / "one")
    run([second, first], tmp_path / "other", jobs=2)
    run([whole], tmp_path / "third")
    assert files_of(tmp_path / "one") == files_of(tmp_path / "other") == files_of(tmp_path / "third")
    assert sorted(files_of(tmp_path / "one")) == ["background.bin", "background.json"]


def test_text_has_a_background_too(tmp_path: Path) -> None:
    model = run([corpus(tmp_path / "corpus", list(ROWS))], tmp_path / "out", language="text")
    assert model.language == "text"
    assert len(model.vocabulary) > 10


def test_a_small_background_carries_a_remark_and_a_large_one_none(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "corpus", list(ROWS))
    tokens = run([folder], tmp_path / "out").card["tokens"]
    for projects, enough, small in ((4, tokens, False), (5, tokens, True), (4, tokens + 1, True)):
        card = run([folder], tmp_path / "out", min_projects=projects, min_tokens=enough).card
        assert ("is small" in card["remark"]) is small


def test_no_project_gives_more_tokens_than_it_may(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "corpus", list(ROWS))
    for project in folder.glob("*-*"):
        (project / "second.py").write_text("x = 1\n")
    rows = run([folder], tmp_path / "out", max_project_tokens=3).card["projects"]
    assert [(row["files"], row["tokens"]) for row in rows] == [(1, 3)] * 4
    assert run([folder], tmp_path / "out").card["projects"][0]["files"] == 2


def test_a_model_fits_by_losing_its_rarest_ngrams(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "corpus", list(ROWS))
    whole = run([folder], tmp_path / "out")
    size = (tmp_path / "out" / "background.bin").stat().st_size
    fitted = run([folder], tmp_path / "out", max_model_bytes=size - 1)
    assert (tmp_path / "out" / "background.bin").stat().st_size < size
    assert fitted.card["pruned"] != whole.card["pruned"]
    assert sum(len(level.keys) for level in fitted.ngrams.levels) < sum(
        len(level.keys) for level in whole.ngrams.levels
    )
    with pytest.raises(InputError, match="does not fit"):
        run([folder], tmp_path / "out", max_model_bytes=1_000)


@pytest.mark.parametrize("names", [[], ["anchor"]])
def test_too_few_projects_are_refused(tmp_path: Path, names: list[str]) -> None:
    (tmp_path / "corpus").mkdir()
    with pytest.raises(InputError, match=f"{len(names)} projects with python code found"):
        run([corpus(tmp_path / "corpus", names)], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_corpus_that_cannot_be_read_is_named_in_one_line(tmp_path: Path) -> None:
    good = corpus(tmp_path / "corpus", list(ROWS))
    for bad in (tmp_path / "missing", good / "projects.csv"):
        with pytest.raises(InputError, match="cannot be read") as caught:
            run([good, bad], tmp_path / "out")
        assert str(bad) in str(caught.value)
        assert "\n" not in str(caught.value)
    (good / "projects.csv").write_bytes(b"project,version\n\xff\xfe,1\n")
    with pytest.raises(InputError, match="is not a CSV file in UTF-8"):
        run([good], tmp_path / "out")


def test_a_table_without_the_columns_leaves_the_folders_names(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "corpus", list(ROWS))
    (folder / "projects.csv").write_text("title\nanchor\n")
    assert [row["name"] for row in run([folder], tmp_path / "out").card["projects"]] == [
        f"{name}-{version}" for name, version in ROWS.items()
    ]


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown language 'pythn'"):
        run([tmp_path], tmp_path / "out", language="pythn")


def test_the_mean_surprise_is_that_of_projects_the_model_has_not_seen(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "corpus", list(ROWS))
    (folder / "anchor-1.0" / "ropes.py").write_text("\n".join(f"async def a{n}(): await b[{n}:]" for n in range(40)))
    strange = run([folder], tmp_path / "out").card["mean_bits"]
    seen = run([folder], tmp_path / "out", held_out_every=1_000).card["mean_bits"]
    assert strange == seen  # the first project is held out either way
    (folder / "anchor-1.0" / "ropes.py").write_text(program(0))
    assert run([folder], tmp_path / "out").card["mean_bits"] < strange / 2
    assert np.isfinite(strange)
