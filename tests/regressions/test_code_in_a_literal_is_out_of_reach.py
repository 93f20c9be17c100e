"""Code that stands in a literal is compared as code, with the place of the literal; other literals stay one token."""

# ruff: noqa: E501  # a case on a line
import base64
import gzip
import json
import zlib
from urllib.parse import quote

import pytest

from codematch.languages import tokenize
from codematch.languages.literals.judge import parses
from codematch.languages.literals.prose import is_surely_none
from codematch.model.evidence import Channel
from codematch.model.source import Reason
from codematch.model.tokens import PassageKind, TokenStream
from codematch.pipeline import compare_prepared, make_tools
from codematch.settings import Parsing, Settings
from tests.comparison.works import prepared_pair, work
from tests.languages.reading import LANGUAGES

JS = "function weigh(rows) { let sum = 0; for (const row of rows) { sum += row.pears * 7; if (sum > 9) { sum -= 2; } } return sum % 13; }"
PY = "def weigh(rows):\n    total = 0\n    for row in rows:\n        total += row.pears * 7\n        if total > 9:\n            total -= row.keep\n    return total % 13\n"
PHP = "function weigh($rows) { $sum = 0; foreach ($rows as $row) { $sum += $row * 7; if ($sum > 9) { $sum -= 2; } } return $sum % 13; }"
C = "static int weigh(const int *rows, int n) { int sum = 0; while (n--) { sum += rows[n] * 7; if (sum > 9) sum -= 2; } return sum % 13; }"
RUBY = "def weigh(rows)\n  sum = 0\n  rows.each do |row|\n    sum += row * 7\n    if sum > 9 then sum -= 2 end\n  end\n  return sum % 13\nend\n"
LUA = "local function weigh(rows)\n  local sum = 0\n  for _, row in ipairs(rows) do\n    sum = sum + row * 7\n  end\n  return sum % 13\nend\n"
LINES = JS.replace("; ", ";\n")


def read(code: str, language: str, limits: Parsing | None = None) -> TokenStream:
    return tokenize("a", code.encode(), language, LANGUAGES, limits or Parsing())


def holds(stream: TokenStream, code: str, language: str) -> bool:
    """Say whether the tokens of some code stand in a stream, but for a brace or two at its ends."""
    kinds = read(("<?php " if language == "php" else "") + code, language).kinds[1 if language == "php" else 0 :]
    return kinds.astype("<u8").tobytes() in stream.kinds.astype("<u8").tobytes()


def escaped(text: str, form: str) -> str:
    return "".join(form.format(ord(character)) for character in text)


def packed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


CARRIERS = {
    "a template literal": ("javascript", f"const x = `{JS}`;\n", "javascript", JS),
    "a hole of a template": ("javascript", f"const x = `a ${{(() => {{ {JS} }})()}} b`;\n", "javascript", JS),
    "a string": ("javascript", f"const x = '{JS}';\n", "javascript", JS),
    "a string with escaped line ends": ("javascript", f"x = {json.dumps(LINES)};\n", "javascript", JS),
    "an argument of eval": ("javascript", "eval('a = b + c * 2 + d[e]; f(a, g, 1)');\n", "javascript", "a = b + c * 2 + d[e]; f(a, g, 1)"),
    "an argument of Function": ("javascript", "new Function('a', 'b', 'a = b + c * 2 + d[e]; f(a, g, 1)');\n", "javascript", "a = b + c * 2 + d[e]; f(a, g, 1)"),
    "an argument of setTimeout": ("javascript", "window.setTimeout('a = b + c * 2 + d[e]; f(a, g, 1)', 9);\n", "javascript", "a = b + c * 2 + d[e]; f(a, g, 1)"),
    "hexadecimal escapes": ("javascript", "const x = '" + escaped(JS, "\\x{:02x}") + "';\n", "javascript", JS),
    "escapes of Unicode": ("javascript", "const x = '" + escaped(JS, "\\u{:04x}") + "';\n", "javascript", JS),
    "Base64": ("javascript", f"eval(atob('{packed(JS)}'));\n", "javascript", JS),
    "hexadecimal numbers": ("javascript", f"run('{JS.encode().hex()}');\n", "javascript", JS),
    "percent signs": ("javascript", f"eval(unescape('{quote(JS)}'));\n", "javascript", JS),
    "a sum of strings": ("javascript", "x = " + " + ".join(f"'{JS[at : at + 9]}'" for at in range(0, len(JS), 9)) + ";\n", "javascript", JS),
    "a string of Python": ("python", f"x = {PY!r}\n", "python", PY),
    "a long string of Python": ("python", f'x = """\n{PY}"""\n', "python", PY),
    "a raw string of Python": ("python", f"x = r'''\n{PY}'''\n", "python", PY),
    "adjacent strings": ("python", "x = (\n" + "\n".join(f"    {line + chr(10)!r}" for line in PY.splitlines()) + "\n)\n", "python", PY),
    "exec": ("python", "exec('a = b + c * 2 + d[e]\\nf(a, g, 1)')\n", "python", "a = b + c * 2 + d[e]\nf(a, g, 1)"),
    "a hole of an f-string": ("python", "x = f\"a {[row.pears * 7 for row in sorted(rows, key=lambda row: (row.pears, row.keep, row.age))]} b\"\n", "python", "[row.pears * 7 for row in sorted(rows, key=lambda row: (row.pears, row.keep, row.age))]"),
    "gzip and Base64": ("python", f"exec(gunzip('{base64.b64encode(gzip.compress(PY.encode(), mtime=0)).decode()}'))\n", "python", PY),
    "zlib and Base64": ("python", f"run('{base64.b64encode(zlib.compress(PY.encode())).decode()}')\n", "python", PY),
    "a command of a shell": ("bash", f"python3 -c '{PY}'\n", "python", PY),
    "a command in a list": ("python", f"run([sys.executable, '-c', {PY!r}])\n", "python", PY),
    "JavaScript in Python": ("python", f"page.run('''{JS}''')\n", "javascript", JS),
    "JavaScript in Java": ("java", f'class A {{ String x = "{JS}"; }}\n', "javascript", JS),
    "C in Python": ("python", f"build('''{C}''')\n", "c", C),
    "Python in C": ("c", "const char *x =\n" + "\n".join(f"  {json.dumps(line + chr(10))}" for line in PY.splitlines()) + ";\n", "python", PY),
    "a text block of Java": ("java", f'class A {{ String x = """\n{JS}\n"""; }}\n', "javascript", JS),
    "a raw string of Go": ("go", f"package a\nvar x = `{JS}`\n", "javascript", JS),
    "a raw string of Rust": ("rust", f'const X: &str = r#"{JS}"#;\n', "javascript", JS),
    "a raw string of C++": ("cpp", f'auto x = R"js({JS})js";\n', "javascript", JS),
    "a verbatim string of C#": ("csharp", f'class A {{ string x = @"{JS}"; }}\n', "javascript", JS),
    "a string of PHP": ("php", f"<?php\neval('{PHP}');\n", "php", PHP),
    "a sum of strings of PHP": ("php", "<?php\n$x = " + " . ".join(f"'{PHP[at : at + 20]}'" for at in range(0, len(PHP), 20)) + ";\n", "php", PHP),
    "a nowdoc of PHP": ("php", f"<?php\n$x = <<<'END'\n{PHP}\nEND;\n", "php", PHP),
    "a string of Ruby": ("ruby", f"class_eval '{RUBY}'\n", "ruby", RUBY),
    "a here-document of Ruby": ("ruby", f"x = <<~END\n{RUBY}END\n", "ruby", RUBY),
    "long brackets of Lua": ("lua", f"local x = [==[\n{LUA}]==]\n", "lua", LUA),
    "a string of Kotlin": ("kotlin", f'val x = """{JS}"""\n', "javascript", JS),
    "a string of Swift": ("swift", f'let x = """\n{JS}\n"""\n', "javascript", JS),
    "a string of Scala": ("scala", f'object A {{ val x = """{JS}""" }}\n', "javascript", JS),
    "a template of TypeScript": ("typescript", f"const x: string = `{JS}`;\n", "typescript", JS),
    "a string in a string": ("javascript", f"eval({json.dumps(f'eval({json.dumps(JS)})')});\n", "javascript", JS),
    "an open quotation mark": ("python", f"x = '''\n{PY * 2}", "python", PY),
}  # fmt: skip


@pytest.mark.parametrize("carrier", CARRIERS)
def test_code_in_a_literal_has_tokens_of_its_own(carrier: str) -> None:
    language, text, inner, code = CARRIERS[carrier]
    stream = read(text, language)
    assert holds(stream, code, inner)
    assert stream.language == language
    starts, stops = stream.starts.tolist(), stream.stops.tolist()
    assert all(start < stop for start, stop in zip(starts, stops, strict=True))
    assert all(stop <= start for stop, start in zip(stops, starts[1:], strict=False)) or "ase64" in carrier


@pytest.mark.parametrize("carrier", sorted({*CARRIERS} - {"an open quotation mark"}))
def test_what_stands_in_a_literal_is_marked(carrier: str) -> None:
    language, text, inner, _ = CARRIERS[carrier]
    stream = read(text, language)
    passages = [item for item in stream.passages if item.kind is PassageKind.QUOTED]
    assert passages
    assert {stream.language_at(item.first_token) for item in passages} == {inner}


def test_places_lead_into_the_literal() -> None:
    text = f"a = 1\nx = {PY!r}\nb = 2\n"
    stream = read(text, "python")
    shown = [text[start:stop] for start, stop in zip(stream.starts.tolist(), stream.stops.tolist(), strict=True)]
    assert shown[:8] == ["a", "=", "1", "x", "=", "'", "def", "weigh"]
    assert shown[-3:] == ["b", "=", "2"]
    assert set(stream.lines.tolist()) == {1, 2, 3}


PROSE = "This is what a user reads when something went wrong; try again, and if it does not help, ask for help (see 4)."
KEPT = {
    "prose": ("python", f"x = {PROSE!r}\n"),
    "prose of several lines": ("python", f'x = """{PROSE}\n{PROSE}\n"""\n'),
    "a docstring": ("python", f'def f():\n    """\n{PY}    """\n    return 1\n'),
    "a docstring of an attribute": ("python", f'x = 1\n"""{PY}"""\ny = 2\n'),
    "a query": ("java", 'class A { String q = "SELECT a, b FROM t WHERE a = 1 AND b IN (1, 2, 3) OR c = d ORDER BY a"; }\n'),
    "JSON": ("javascript", 'x = \'{"a": [1, 2, {"b": null, "for": true}], "if": {"c": "d", "while": false, "do": 1}}\';\n'),
    "a page": ("javascript", "x = '<div class=\"a\"><p>if (this) and for that; while</p><p>return {value}</p></div>';\n"),
    "a regular expression": ("python", "x = r'(if|for|while|def|class|return|import|from|lambda|and|or|not|in)(a|b|c)'\n"),
    "a format": ("c", 'char *f = "%-10s | %5d (%3.1f%%) [%c] = {%x}; <%p> & \\"%s\\" - %ld / %lu + %zu * %i\\n";\n'),
    "a short hole": ("javascript", "x = `total ${rows.map(row => row.a).join(', ')} of ${count} in ${name || 'none'} and so on`;\n"),
    "numbers in Base64": ("python", f"x = '{base64.b64encode(bytes(range(200))).decode()}'\n"),
    "a digest": ("python", f"x = '{'0123456789abcdef' * 8}'\n"),
    "a pattern that is compiled": ("python", "x = re.compile('(a + b) * c[d] - e(f, g) / h + i(j) * k')\n"),
    "a style": ("javascript", "x = '.a { color: red; margin: 0 auto; } .b > .c { padding: 1px; } @media (a: b) { p { x: y; } }';\n"),
    "words": ("ruby", "x = %w(if unless while until for do end def class module return begin rescue ensure)\n"),
}  # fmt: skip


TALK = "It counts what every barge has to pay in this harbour before the next tide (and not later) and keeps the sum. "
WORDY = {
    "a docstring": ("python", PY.replace("total = 0", f'"""{TALK * 9}"""\n    total = 0')),
    "comments": ("python", PY + "".join(f"# {TALK}\n" for _ in range(9))),
    "strings": ("python", PY + f"NAMES = ({TALK!r}, {TALK!r})\n"),
    "a comment in slashes": ("javascript", JS + f" /* {TALK * 9} */ f(a); // {TALK}"),
    "a page of JSX": ("javascript", f"{JS} const page = () => {{ return <p>{TALK.replace('(', '').replace(')', '')}</p>; }};"),
    "a template": ("javascript", f"{JS} const page = `{TALK * 5}`;"),
    "a long comment of Lua": ("lua", LUA + f"--[==[ {TALK * 5} ]==]\nlocal t = [[{TALK}]]\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", WORDY)
def test_words_in_strings_and_comments_make_no_prose(name: str) -> None:
    language, code = WORDY[name]
    assert not is_surely_none(code.encode(), LANGUAGES.spec(language), Parsing())
    assert parses(code.encode(), LANGUAGES.spec(language), Parsing())


def test_prose_is_told_without_a_trial_parse() -> None:
    for language in ("python", "javascript", "php", "lua"):
        assert is_surely_none((TALK * 9).encode(), LANGUAGES.spec(language), Parsing())
        assert is_surely_none((PY + TALK * 99).encode(), LANGUAGES.spec(language), Parsing())


@pytest.mark.parametrize("name", KEPT)
def test_a_literal_that_is_no_code_stays_one_token(name: str) -> None:
    language, text = KEPT[name]
    stream = read(text, language)
    assert not [item for item in stream.passages if item.kind is PassageKind.QUOTED]
    assert stream.sections == ()


def test_literals_in_literals_are_opened_to_a_depth() -> None:
    code = JS
    for _ in range(4):
        code = f"eval({json.dumps(code)})"
    assert holds(read(code, "javascript"), JS, "javascript")
    stream = read(code, "javascript", Parsing(max_formats=2))
    assert not holds(stream, JS, "javascript")
    assert [item.reason for item in stream.limitations] == [Reason.NOT_DIVIDED]


@pytest.mark.parametrize(("side", "kind"), [(0, "quoted-in-known"), (1, "quoted-in-questioned")])
def test_a_finding_says_that_code_stands_in_a_literal(side: int, kind: str) -> None:
    tools = make_tools(Settings())
    texts = [f"{JS}\n" * 2, f"const page = `{JS}\n{JS}`;\n"]
    known, questioned = (texts[side ^ 1], texts[side]) if side else (texts[1], texts[0])
    works = prepared_pair(work("known", {"a.js": known}), work("questioned", {"b.js": questioned}), tools)
    pair = compare_prepared(*works, tools)
    [channel] = [found for found in pair.evidence if found.channel is Channel.ARTEFACTS]
    [finding] = [item for item in channel.findings if item.kind.startswith("quoted")]
    assert (finding.kind, finding.known.path, finding.questioned.path) == (kind, "a.js", "b.js")
    assert finding.note is not None
    assert (finding.note.key, finding.note["language"]) == ("note-quoted", "javascript")
    assert finding.region == 1
    assert 0 < finding.note["aligned"] <= finding.note["tokens"]
