"""A wrong language folder is refused in one line that names the file and the key."""

import re
from pathlib import Path

import pytest

from codematch.errors import SpecError
from codematch.languages import check, grammar_versions, kind_names, load_languages, tokenize
from codematch.settings import Parsing

GOOD = """
name = "mini"
title = "Mini"
extensions = [".mini"]

[borrowed]
".maxi" = "Maxi"

[parser]
package = "tree-sitter-python"
module = "tree_sitter_python"
function = "language"
tested = "0.25.0"

[tokens]
identifiers = ["identifier"]
literals = ["string", "integer", "float"]
comments = ["comment"]
"""
QUERY = "(function_definition name: (identifier) @name) @function\n"


def folder(tmp_path: Path, toml: str = GOOD, query: str | None = QUERY) -> Path:
    language = tmp_path / "mini"
    language.mkdir()
    (language / "language.toml").write_text(toml, encoding="utf-8")
    if query is not None:
        (language / "queries.scm").write_text(query, encoding="utf-8")
    return tmp_path


def test_a_folder_is_read_as_written(tmp_path: Path) -> None:
    spec = load_languages(folder(tmp_path)).spec("mini")
    assert (spec.title, spec.extensions, spec.borrowed) == ("Mini", (".mini",), ((".maxi", "Maxi"),))
    assert (spec.filenames, spec.shebangs, spec.markers, spec.priority) == ((), (), (), 0)
    assert (spec.literals, spec.atoms) == (("string", "integer", "float"), ())
    assert (spec.pattern_kinds, spec.unit_kinds) == (("function_definition",), ("function_definition",))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "mini"', 'name = "other"', "mini/language.toml: name: 'other'"),
        ('title = "Mini"', "", "mini/language.toml: title: a string is needed"),
        ('title = "Mini"', "title = 3", "mini/language.toml: title: a string is needed"),
        ('[".mini"]', '".mini"', "mini/language.toml: extensions: a list of strings is needed"),
        ('[".mini"]', '["mini"]', "mini/language.toml: extensions: 'mini' does not begin with a dot"),
        ('[".mini"]', '[".a", ".a"]', "mini/language.toml: extensions: a value is listed twice"),
        ('[".mini"]', "[1]", "mini/language.toml: extensions: a string is needed"),
        ('"Maxi"', "1", "mini/language.toml: borrowed..maxi: a string is needed"),
        (
            "[borrowed]",
            "[content]\npriority = true\n[borrowed]",
            "mini/language.toml: content.priority: a whole number",
        ),
        ("[borrowed]", "[content]\nmarkers = ['(']\n[borrowed]", "mini/language.toml: content.markers: '\\('"),
        ("[borrowed]", "[[borrowed]]", "mini/language.toml: borrowed: a table is needed"),
        ('function = "language"', "", "mini/language.toml: parser.function: a string is needed"),
        ("[tokens]", "[tokens]\nnames = []", "mini/language.toml: tokens.names: unknown key"),
        ('title = "Mini"', 'title = "Mini"\ncolour = "red"', "mini/language.toml: colour: unknown key"),
        ("[tokens]", "[tokens", "mini/language.toml: "),
    ],
)
def test_a_wrong_key_or_value_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(SpecError, match=f"^{message}") as failure:
        load_languages(folder(tmp_path, GOOD.replace(old, new)))
    assert "\n" not in str(failure.value)
    assert failure.value.exit_code == 4


def test_a_missing_query_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"^mini/queries\.scm: cannot be read"):
        load_languages(folder(tmp_path, query=None))


def test_a_predicate_is_refused(tmp_path: Path) -> None:
    query = '(function_definition name: (identifier) @name (#eq? @name "f")) @function'
    with pytest.raises(SpecError, match=r"^mini/queries\.scm: line 1: predicates"):
        load_languages(folder(tmp_path, query=query))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="nowhere"):
        load_languages(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"identifier"', '"identifeir"', "mini/language.toml: tokens.identifiers: .* no node kind 'identifeir'"),
        ('"comment"', '"coment"', "mini/language.toml: tokens.comments: .* no node kind 'coment'"),
        ('"tree_sitter_python"', '"tree_sitter_nothing"', "mini/language.toml: parser.module: install"),
        ('function = "language"', 'function = "tongue"', "mini/language.toml: parser.function: "),
        ('tested = "0.25.0"', 'tested = "0.1"', "mini/language.toml: parser.tested: 0.1, but "),
        (
            'package = "tree-sitter-python"',
            'package = "nothing-sitter"',
            "mini/language.toml: parser.tested: .*missing",
        ),
        ("[tokens]", '[tokens]\nlexed = ["dotted_name"]', "mini/language.toml: tokens.lexed: .* 'string_literal'"),
    ],
)
def test_check_names_what_does_not_fit_the_grammar(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    [(name, problem)] = check(load_languages(folder(tmp_path, GOOD.replace(old, new))))
    assert name == "mini"
    assert re.match(message, problem), problem


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("(function_definitoin name: (identifier) @name) @function", "queries.scm: .* no node kind"),
        ("(function_definition nam: (identifier) @name) @function", "mini/queries.scm: .*nam"),
        ("(function_definition name: (identifier) @name @function", "mini/queries.scm: "),
    ],
)
def test_check_names_a_query_that_does_not_compile(tmp_path: Path, query: str, message: str) -> None:
    [(_, problem)] = check(load_languages(folder(tmp_path, query=query)))
    assert re.search(message, problem), problem


def test_a_good_folder_passes(tmp_path: Path) -> None:
    languages = load_languages(folder(tmp_path))
    assert check(languages) == [("mini", "")]
    assert grammar_versions(languages) == {"mini": "tree-sitter-python 0.25.0"}


def test_kinds_can_be_read_back(tmp_path: Path) -> None:
    languages = load_languages(folder(tmp_path))
    names = kind_names(languages.spec("mini"))
    stream = tokenize("a.mini", b"lambda x: x + 1.5", "mini", languages, Parsing())
    assert [names[kind] for kind in stream.kinds.tolist()] == ["lambda", "identifier", ":", "identifier", "+", "float"]
