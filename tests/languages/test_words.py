"""Languages of data and markup: what names and values say is their kind, but for numbers; long texts are words."""

import numpy as np
import pytest

from codematch.languages import tokenize
from codematch.languages.text_lexer import lex_text
from codematch.model.source import Reason
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.settings import Parsing
from tests.languages.reading import LANGUAGES


def read(code: str, language: str) -> TokenStream:
    return tokenize("a", code.encode(), language, LANGUAGES, Parsing())


def kinds(code: str, language: str) -> list[int]:
    return read(code, language).kinds.tolist()


def texts(code: str, language: str, token_class: TokenClass) -> list[str]:
    stream = read(code, language)
    chosen = stream.classes == CLASS_CODES[token_class]
    spans = zip(stream.starts[chosen].tolist(), stream.stops[chosen].tolist(), strict=True)
    return [code.encode()[start:stop].decode() for start, stop in spans]


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("json", '{"port": "open"}', '{"port": "shut"}'),
        ("json", '{"port": true}', '{"gate": true}'),
        ("json", '["a", null]', '["a", true]'),
        ("yaml", "port: open", "port: shut"),
        ("yaml", "port: true", "gate: true"),
        ("yaml", "- open sesame", "- open window"),
        ("yaml", 'a: "open"', 'a: "shut"'),
        ("yaml", "a: &x 1", "a: &y 1"),
        ("xml", "<a b='c'/>", "<a b='d'/>"),
        ("xml", "<a b='c'/>", "<a c='c'/>"),
        ("xml", "<a/>", "<b/>"),
        ("xml", "<a>open</a>", "<a>shut</a>"),
        ("xml", "<a>&lt;</a>", "<a>&gt;</a>"),
        ("html", "<br>", "<hr>"),
        ("html", '<p class="a b">', '<p class="a c">'),
        ("html", "<p>open sesame", "<p>open window"),
        ("css", ".a { color: red }", ".b { color: red }"),
        ("css", ".a { color: red }", ".a { color: blue }"),
        ("css", ".a { margin-left: 0 }", ".a { margin-right: 0 }"),
        ("css", ".a > b {}", ".a + b {}"),
        ("sql", "SELECT a FROM t WHERE b = 'open';", "SELECT a FROM t WHERE b = 'shut';"),
        ("sql", "SELECT a FROM t WHERE b = c;", "SELECT a FROM t WHERE b <> c;"),
        ("sql", "SELECT a + b;", "SELECT a * b;"),
    ],
)
def test_what_is_said_is_the_kind(language: str, one: str, two: str) -> None:
    left, right = kinds(one, language), kinds(two, language)
    assert len(left) == len(right)
    assert sum(a != b for a, b in zip(left, right, strict=True)) == 1


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("json", '{"a": 10}', '{"a": 2.5}'),
        ("json", '{"a": "v 1"}', '{"a": "v 23"}'),
        ("yaml", "a: 10", "a: 7"),
        ("yaml", "a: v 1", "a: v 23"),
        ("xml", "<a b='10'>7</a>", "<a b='2'>8</a>"),
        ("html", "<p id=10>7 ships", "<p id=2>8 ships"),
        ("css", "a { margin: 1px #fff; top: 2.5em }", "a { margin: 3em #000; top: .5px }"),
        ("sql", "SELECT a FROM t WHERE b = 1;", "SELECT x FROM y WHERE z = 20;"),
    ],
)
def test_numbers_change_no_kind_and_names_of_sql_neither(language: str, one: str, two: str) -> None:
    assert kinds(one, language) == kinds(two, language)
    assert read(one, language).texts.tolist() != read(two, language).texts.tolist()


@pytest.mark.parametrize(
    ("language", "code", "names", "literals"),
    [
        ("json", '{"a": "b c", "n": -1.5}', [], ["a", "b", "c", "n", "-1.5"]),
        ("yaml", "a: b c\nn: 1.5\nx: *y\n", ["y"], ["a", "b", "c", "n", "1.5", "x"]),
        ("xml", "<a b='c 1'>d</a>", ["a", "b", "d", "a"], ["c", "1"]),
        ("html", "<a b='c 1'>d</a>", ["a", "b", "d", "a"], ["c", "1"]),
        ("css", ".a { b: c 1px 'd e' }", ["a", "b", "c"], ["1px", "d", "e"]),
        ("sql", "SELECT a FROM b WHERE c = 'd e' OR f = 1;", ["a", "b", "c", "f"], ["d", "e", "1"]),
    ],
)
def test_names_are_names_and_values_are_literals(
    language: str, code: str, names: list[str], literals: list[str]
) -> None:
    assert texts(code, language, TokenClass.IDENTIFIER) == names
    assert texts(code, language, TokenClass.LITERAL) == literals


@pytest.mark.parametrize("language", ["json", "yaml", "xml", "html"])
def test_errors_of_syntax_change_no_kind_elsewhere(language: str) -> None:
    code = {
        "json": '{"a": "one two", "b": [true, "three"]}',
        "yaml": 'a: one two\nb: [true, "three"]\n',
        "xml": "<a b='one two'>three <c/></a>",
        "html": "<a b='one two'>three <br></a>",
    }[language]
    whole = kinds(code, language)
    broken = kinds("]{ ><\n" + code + "\n}} <", language)
    assert any(broken[start : start + len(whole)] == whole for start in range(len(broken)))


@pytest.mark.parametrize("language", ["json", "yaml", "xml", "html", "css", "sql"])
@pytest.mark.parametrize(
    "code", ["", "\n", '"', "'", "a", "\\", '"\\', "<", "<a", "{{ x }}", "{% if x %}", "\N{SNOWMAN}", '"\\\n', "a: |\n"]
)
def test_every_visible_byte_lies_in_one_token(language: str, code: str) -> None:
    stream = read(code, language)
    covered = np.zeros(len(code.encode()) + 1, dtype=int)
    for start, stop in zip(stream.starts.tolist(), stream.stops.tolist(), strict=True):
        covered[start:stop] += 1
    visible = lex_text("a", code.encode())
    assert covered.max() <= 1
    assert all(
        covered[start:stop].all()
        for start, stop in zip(visible.starts.tolist(), visible.stops.tolist(), strict=True)
        if code.encode()[start:stop] != b"\\"
    )


TRANSACT_SQL = """
CREATE PROCEDURE dbo.MoorVessel @Berth INT, @Vessel NVARCHAR(40) OUTPUT AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM dbo.Berths WITH (NOLOCK) WHERE Berth = @Berth)
        RAISERROR (N'no such berth: %d', 16, 1, @Berth);
    SELECT TOP 1 @Vessel = Vessel FROM dbo.Moorings WHERE Berth = @Berth;
END
GO
"""


def test_a_dialect_of_sql_that_the_grammar_does_not_know_is_plain_text() -> None:
    stream = read(TRANSACT_SQL, "sql")
    assert (stream.language, stream.parser) == ("text", "text")
    assert stream.kinds.tolist() == lex_text("a", TRANSACT_SQL.encode()).kinds.tolist()
    [limitation] = stream.limitations
    assert limitation.reason is Reason.SYNTAX_ERRORS
    assert (limitation.detail.key, limitation.detail["language"]) == ("syntax-errors-plain-text", "SQL")
    assert Parsing().plain_error_share < limitation.detail["share"] <= 1


def test_a_few_errors_leave_sql_to_its_grammar() -> None:
    code = "CREATE TABLE moorings (berth INT, vessel VARCHAR(40));\n" * 9 + "SELECT ]] vessel FROM ]] moorings;\n"
    stream = read(code, "sql")
    assert stream.language == "sql"
    assert 0 < stream.error_share <= Parsing().plain_error_share
    assert read("a {{ b }} {% c %} <% d %> <<<", "html").language == "html"
