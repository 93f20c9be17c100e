"""Training a small background through the command line, and reading its card."""

import json
import shutil

import pytest

from codematch.settings import grammars_folder
from codematch.weight.background import load_card
from tests.models.corpus import write_corpus

PROJECTS = ("anchor-1.0", "buoy-2.1", "capstan-0.3")


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    for number, name in enumerate(PROJECTS):
        (folder / name).mkdir(parents=True)
        lines = [f"def step_{number}_{at}(value):\n    return value * {at} + {number}\n" for at in range(30)]
        (folder / name / "steps.py").write_text("\n".join(lines))
    (folder / "projects.csv").write_text(
        "project,version,source,artifact_sha256,licence\nbuoy,2.1,an index,"
        + "ab" * 32
        + ",MIT\ncapstan,0.3,a forge,"
        + "cd" * 20
        + ",MIT\n"
    )
    return folder


def test_train_writes_a_model_whose_card_names_every_project(codematch, corpus, tmp_path):
    out = tmp_path / "model"

    run = codematch("background", "train", "--language", "python", corpus, "--out", out, "--jobs", 1)

    assert (run.code, run.err) == (0, "")
    card = load_card(out)
    assert card["command"] == "codematch background train --language python corpus"
    assert len(card["projects"]) == 3
    assert "buoy 2.1" in run.out
    assert f"sha256 {'ab' * 32}" in run.out
    assert f"commit {'cd' * 20}" in run.out
    assert card["digest"] in run.out
    assert card["remark"] in run.out


def test_train_can_be_quiet(codematch, corpus, tmp_path):
    run = codematch("background", "train", "-l", "python", corpus, "-o", tmp_path / "model", "-j", 1, "--quiet")

    assert (run.code, run.out, run.err) == (0, "", "")


def test_the_same_corpus_gives_the_same_model(codematch, corpus, tmp_path):
    for name, jobs in (("one", 1), ("two", 2)):
        out = tmp_path / name
        assert codematch("background", "train", "-l", "python", corpus, "-o", out, "-j", jobs, "-q").code == 0

    assert (tmp_path / "one" / "background.bin").read_bytes() == (tmp_path / "two" / "background.bin").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("train", "--language", "python", "{corpus}/missing"), 3, "is not a folder"),
        (("train", "--language", "pythn", "{corpus}"), 2, "pythn"),
        (("train", "--language", "go", "{corpus}"), 3, "a background needs at least 2"),
        (("train", "--language", "python", "{corpus}", "--out", "{corpus}/projects.csv"), 2, "is a file"),
        (("train", "--language", "python"), 2, "missing argument 'CORPUS'"),
        (("train", "{corpus}"), 2, "missing option '--language'"),
        (("info", "pythn"), 2, "did you mean python?"),
    ],
)
def test_mistakes_are_one_line_and_leave_nothing(codematch, corpus, tmp_path, monkeypatch, arguments, code, words):
    monkeypatch.chdir(tmp_path)

    run = codematch("background", *(argument.format(corpus=corpus) for argument in arguments))

    assert run.refused(code, words), run
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


@pytest.fixture
def grammars(tmp_path, monkeypatch):
    """A folder with the language data of Lua and Python, and no background."""
    folder = tmp_path / "grammars"
    for name in ("lua", "python"):
        shutil.copytree(grammars_folder() / name, folder / name, ignore=shutil.ignore_patterns("background.*"))
    monkeypatch.setattr("codematch.cli.background.grammars_folder", lambda: folder)
    return folder


def test_info_shows_a_line_for_each_language_and_the_whole_card_of_one(codematch, corpus, grammars):
    assert codematch("background", "train", "-l", "python", corpus, "-o", grammars / "python", "-q").code == 0

    table = codematch("background", "info").out.splitlines()
    assert [line.split()[:2] for line in table] == [
        ["language", "projects"],
        ["lua", "none"],
        ["python", "3"],
        ["text", "none"],
    ]
    assert table[2].endswith("(small)")
    assert "anchor-1.0: " in codematch("background", "info", "python").out
    assert codematch("background", "info", "lua").refused(5, "no background model for lua")


@pytest.mark.parametrize("card", ["", "[]", '{"projects": []}'])
def test_a_damaged_card_is_one_line_and_exit_5(codematch, grammars, card):
    (grammars / "lua" / "background.json").write_text(card)
    (grammars / "lua" / "background.bin").write_bytes(b"")

    assert codematch("background", "info", "lua").refused(5, "background card of lua")


@pytest.fixture
def reference(tmp_path):
    return write_corpus(tmp_path / "reference", 5)


SMALL = ("--set", "significance.first_band_tokens=300", "--set", "significance.bands=1",
         "--set", "significance.min_band_works=4", "--set", "significance.fit_above_bits=0")  # fmt: skip


def test_null_writes_a_model_and_the_list_of_heavy_pairs(codematch, reference, tmp_path):
    aside = tmp_path / "shared.toml"
    aside.write_text('[[pair]]\nprojects = ["work0", "work1"]\nreason = "common author"\n')
    out, heavy = tmp_path / "model", tmp_path / "heavy.csv"

    options = ("--set-aside", aside, "-o", out, "--list", heavy, "-j", 1)
    run = codematch("background", "train-null", "-l", "python", reference, *options, *SMALL)

    assert (run.code, run.err) == (0, "")
    card = json.loads((out / "null.json").read_text())
    assert card["command"].startswith("codematch background train-null --language python --set significance.first_band")
    assert len(card["bands"][0]["pairs"]) == 9
    assert card["digest"] in run.out
    assert "common author" in run.out
    assert len(heavy.read_text().splitlines()) == 11


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--language", "python", "{0}/missing"), 3, "is not a folder"),
        (("--language", "pythn", "{0}"), 2, "pythn"),
        (("--language", "python", "{0}"), 3, "fewer than 20 works of 2,000 tokens"),
        (("--language", "python", "{0}", "--set-aside", "{0}/none.toml"), 3, "cannot be read"),
    ],
)
def test_mistakes_with_null_are_one_line_and_leave_nothing(codematch, reference, tmp_path, monkeypatch, arguments,
                                                           code, words):  # fmt: skip
    monkeypatch.chdir(tmp_path)

    run = codematch("background", "train-null", "--quiet", *(argument.format(reference) for argument in arguments))

    assert run.refused(code, words), run
    assert [path.name for path in tmp_path.iterdir()] == ["reference"]
