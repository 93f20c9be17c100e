"""What a shell offers, and the list of the files that a run writes."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from codematch.cli import app, completion
from codematch.cli.declarations import Quiet
from codematch.settings import Settings, describe
from tests.cli.test_compare import KNOWN, PAIRS, write_case

ROOT = Path(__file__).resolve().parents[2]


def test_the_script_of_a_shell_is_printed():
    done = subprocess.run(
        [sys.executable, "-m", "codematch", "--show-completion", "bash"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "SHELL": "/bin/bash"},
        cwd=ROOT,
    )
    assert done.returncode == 0 or "shell" in done.stderr.lower()
    options = [name for param in typer.main.get_command(app).params for name in param.opts]
    assert {"--install-completion", "--show-completion"} <= set(options)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("codematch comp", {"compare"}),
        ("codematch compare --set weighing.min_w", {"weighing.min_weight="}),
        ("codematch compare --language type", {"typescript"}),
        ("codematch compare --format d", {"docx"}),
        ("codematch manifest a --also s", {"sm3", "sha1"}),
    ],
)
def test_a_shell_is_offered_names(words, offered):
    done = subprocess.run(
        [sys.executable, "-m", "codematch"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
            "_CODEMATCH_COMPLETE": "complete_bash",
        },
    )
    assert set(done.stdout.split()) == offered, done


def test_every_setting_and_language_is_offered():
    assert completion.settings("") == [f"{name}=" for name, _, _ in describe(Settings())]
    assert {"python", "text"} <= set(completion.languages(""))


def test_quiet_means_the_same_on_every_command():
    commands = [app, *(group.typer_instance for group in app.registered_groups)]
    found = {}
    for one in commands:
        for command in one.registered_commands:
            for name, param in inspect.signature(command.callback).parameters.items():
                if name == "quiet":
                    found[command.name] = param.annotation
            names = inspect.signature(command.callback).parameters
            assert "quiet" in names, command.name
    assert {"compare", "manifest", "limits", "stamp", "sign", "add", "info", "tokens", "new", "verify"} <= set(found)
    assert all(annotation == Quiet for annotation in found.values())


def test_the_documentation_lists_every_file_that_out_writes(codematch, tmp_path):
    text = (ROOT / "docs" / "reference" / "files.md").read_text(encoding="utf-8")
    first = text[text.index("With `--out DIR` the folder receives") : text.index("## A case: what its bundle holds")]
    second = text[text.index("With `--case`, the folder is the bundle") : text.index("## Tables of `report.json`")]
    formats = [word for name in ("json", "html", "csv", "terminal", "docx") for word in ("--format", name)]
    run = codematch("compare", KNOWN, PAIRS / "edited", "--out", tmp_path / "plain", *formats, "-q", "-j", 1)
    assert run.code == 0
    for file in (tmp_path / "plain").iterdir():
        assert f"`{file.name}`" in first, file.name
    case = write_case(tmp_path)
    assert codematch("compare", "--case", case, "--out", tmp_path / "case", "-f", "html", "-q", "-j", 1).code == 0
    for file in (tmp_path / "case").iterdir():
        named = f"{file.name}/" if file.is_dir() else file.name.replace(".zh.", ".")
        assert f"`{named}`" in second, named
