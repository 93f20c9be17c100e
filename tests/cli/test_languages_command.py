"""Listing languages, checking them, and showing a file's tokens."""

import json
from pathlib import Path

import pytest

from codematch.languages import load_languages
from codematch.model.document import without_tables
from codematch.settings import grammars_folder

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def test_list_has_a_line_for_every_language(codematch):
    run = codematch("languages", "list")

    assert run.code == 0
    assert tuple(line.split()[0] for line in run.out.splitlines()) == load_languages(grammars_folder()).names
    assert "tree-sitter-python" in run.out
    assert ".pyi" in run.out


def test_check_finds_every_language_right(codematch):
    run = codematch("languages", "check")

    assert (run.code, run.err) == (0, "")
    assert {line.split()[1] for line in run.out.splitlines()} == {"ok"}


def test_check_names_what_is_wrong_and_exits_with_4(codematch, monkeypatch):
    monkeypatch.setattr("codematch.languages.check", lambda languages: [("go", ""), ("lua", "lua: no node kind x")])

    run = codematch("languages", "check")

    assert run.code == 4
    assert run.out == "go           ok\nlua          lua: no node kind x\n"
    assert run.err == "codematch: 1 of 2 languages failed the check (lua); fix what their lines say\n"


def test_tokens_have_line_column_kind_class_and_text(codematch, tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes("# größer\r\nif größe > 1:\r\n    x = 'ä\u202e'\r\n".encode())

    run = codematch("languages", "tokens", path)

    assert run.code == 0
    rows = [line.split() for line in run.out.splitlines()[1:]]
    assert rows[:3] == [
        ["2:1", "if", "other", "if"],
        ["2:4", "identifier", "identifier", "größe"],
        ["2:10", ">", "other", ">"],
    ]
    assert rows[-1] == ["3:9", "string", "literal", "'ä\\u202e'"]
    assert "1 comments" in run.out.splitlines()[0]


def test_tokens_as_json_hold_everything(codematch, tmp_path):
    path = tmp_path / "a.unknown"
    path.write_text("def f(x):\n    return x  # same\n")

    document = json.loads(codematch("languages", "tokens", path, "--language", "python", "--json").out)

    assert document["language"] == "python"
    assert document["tokens"][0] == {"line": 1, "column": 1, "kind": "def", "class": "other", "text": "def"}
    assert [unit["name"] for unit in document["units"]] == ["f"]
    assert document["comments"] == [{"line": 2, "text": "same"}]
    assert json.loads(codematch("languages", "tokens", path, "--language", "text", "--json").out)["language"] == "text"
    assert json.loads(codematch("languages", "tokens", path, "--json").out)["language"] == "python"  # by its content


@pytest.mark.parametrize("path", sorted((FIXTURES / "languages").iterdir()), ids=lambda path: path.suffix)
def test_tokens_of_every_language_lie_where_they_say(codematch, path):
    document = json.loads(codematch("languages", "tokens", path, "--json").out)

    lines = path.read_text(encoding="utf-8").splitlines()
    assert document["tokens"]
    for token in document["tokens"]:
        first = token["text"].splitlines()[0]
        assert lines[token["line"] - 1][token["column"] - 1 :].startswith(first)


def test_mistakes_are_one_line(codematch, tmp_path):
    (tmp_path / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00")
    (tmp_path / "a.py").write_text("x = 1\n")

    assert codematch("languages", "tokens", tmp_path / "missing").refused(3, "missing")
    assert codematch("languages", "tokens", tmp_path).refused(2, "is a folder; give a file")
    assert codematch("languages", "tokens", tmp_path / "dot.png").refused(3, "dot.png")
    assert codematch("languages", "tokens", tmp_path / "a.py", "-l", "pyton").refused(2, "did you mean python?")


@pytest.mark.parametrize("name", ["cpp", "CPP", "C++", "c++"])
def test_a_language_is_called_by_its_name_or_its_title(codematch, tmp_path, name):
    for side in ("k", "q"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "x.c").write_text("int a(void) { return 1; }\n")

    given = codematch(
        "compare", tmp_path / "k", tmp_path / "q", "--language-of", f"*.c={name}", "--format", "json", "-q"
    )

    assert given.code == 0
    assert without_tables(json.loads(given.out))["pairs"][0]["known"]["files"][0]["language"] == "cpp"
    assert codematch("compare", tmp_path / "k", tmp_path / "q", "--language", name, "-q").code == 3  # no file is in it
