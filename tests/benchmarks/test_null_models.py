"""The command that makes all null models: which are passed over, and what is run for the others."""

import json
import sys
from pathlib import Path

from codematch.settings import grammars_folder
from codematch.significance.null_model import FILE_NAME, seal
from codematch.weight.background import load_card
from tests.benchmarks.null_models import command, is_current, main
from tests.significance.null_cards import make_card

PYTHON = grammars_folder() / "python"


def folder_with(tmp_path: Path, **changes: object) -> Path:
    (tmp_path / "background.json").symlink_to(PYTHON / "background.json")
    (tmp_path / "background.bin").symlink_to(PYTHON / "background.bin")
    card = make_card(**{"background": load_card(PYTHON)["digest"], **changes})
    (tmp_path / FILE_NAME).write_text(json.dumps(card))
    return tmp_path


def test_a_model_of_this_method_background_and_settings_is_current(tmp_path):
    assert is_current(folder_with(tmp_path))


def test_models_of_another_method_or_background_or_without_sums_are_made_again(tmp_path):
    for number, changes in enumerate(({"method": -1}, {"background": "00" * 32}, {"settings": {}})):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert not is_current(folder_with(folder, **changes))
    old = make_card(background=load_card(PYTHON)["digest"])
    for band in old["bands"]:
        band["pairs"] = [row[:4] for row in band["pairs"]]
    folder = tmp_path / "old"
    folder.mkdir()
    folder_with(folder)
    (folder / FILE_NAME).write_text(json.dumps(seal(old)))
    assert not is_current(folder)


def test_a_language_without_a_model_is_not_current(tmp_path):
    assert not is_current(tmp_path)


def test_the_command_names_the_corpus_and_the_folder_of_the_language(tmp_path):
    made = command("go", Path("corpora"), Path("grammars/go"), 2, tmp_path)

    assert made[:6] == [sys.executable, "-m", "codematch", "background", "train-null", "--quiet"]
    assert made[6:] == ["--language", "go", "corpora/go", "--out", "grammars/go", "--jobs", "2",
                        "--list", str(tmp_path / "go.csv")]  # fmt: skip


def test_a_folder_that_is_no_language_is_passed_over(tmp_path, capsys):
    (tmp_path / "klingon").mkdir()

    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == "klingon: no background model, passed over\n"
