"""Text to tokens: spans, kinds, classes, lines, comments, and every way in which parsing can fail."""

import os
import subprocess
import sys

import numpy as np
import pytest

from codematch.errors import SpecError
from codematch.languages import kind_names, tokenize
from codematch.model.message import Message, Name
from codematch.model.source import Reason
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.settings import Parsing, grammars_folder
from tests.languages.reading import LANGUAGES

LIMITS = Parsing()
MARKS = {
    CLASS_CODES[TokenClass.IDENTIFIER]: "n",
    CLASS_CODES[TokenClass.LITERAL]: "l",
    CLASS_CODES[TokenClass.OTHER]: "",
}


def read(code: str, language: str, limits: Parsing = LIMITS, path: str = "a") -> TokenStream:
    return tokenize(path, code.encode(), language, LANGUAGES, limits)


def table(code: str, language: str) -> list[str]:
    """Each token as its text, behind "n:" for a name and "l:" for a literal."""
    stream, utf8 = read(code, language), code.encode()
    rows = zip(stream.classes.tolist(), stream.starts.tolist(), stream.stops.tolist(), strict=True)
    return [f"{MARKS[code]}:{utf8[start:stop].decode()}".removeprefix(":") for code, start, stop in rows]


TABLES = {
    "python": (
        'x = f"a{y!r}" "\\n" if z is not None else 0x1f  # end\nprint (x)\n',
        'n:x  =  l:f"a{y!r}"  l:"\\n"  if  n:z  is not  None  else  l:0x1f  n:print  (  n:x  )',
    ),
    "java": (
        'class A<T> { /** doc */ int f() { return "a\\"b".length() >>> 1; } }',
        'class  n:A  <  n:T  >  {  int  n:f  (  )  {  return  l:"a\\"b"  .  n:length  (  )  >>>  l:1  ;  }  }',
    ),
    "c": (
        '#define SQ(x) ((x) * \\\n (x)) // two\nchar *s = L"a\\n" "b"; goto out;',
        '#define  n:SQ  (  n:x  )  (  (  n:x  )  *  (  n:x  )  )  char  *  n:s  =  l:L"a\\n"  l:"b"  ;  goto  n:out  ;',
    ),
    "cpp": (
        'struct A { virtual ~A() = 0; }; auto s = R"x(a"b)x" + 1.5_km;',
        'struct  n:A  {  virtual  ~  n:A  (  )  =  l:0  ;  }  ;  auto  n:s  =  l:R"x(a"b)x"  +  l:1.5_km  ;',
    ),
    "javascript": (
        'let s = `a${b + `c`}d`, r = /[/"]/g, q = a / b; o?.p',
        'let  n:s  =  l:`a${b + `c`}d`  ,  n:r  =  l:/[/"]/g  ,  n:q  =  n:a  /  n:b  ;  n:o  ?.  n:p',
    ),
    "typescript": (
        "const f = <T>(x: T): x is string => x as any; // c",
        "const  n:f  =  <  n:T  >  (  n:x  :  n:T  )  :  n:x  is  string  =>  n:x  as  any  ;",
    ),
    "tsx": (
        'let e = <p id="x">one{two}</p>',
        'let  n:e  =  <  n:p  n:id  =  l:"x"  >  l:one  {  n:two  }  </  n:p  >',
    ),
    "go": (
        'func f(a ...int) { c <- \'x\'; s := `r\\` + "q\\"" }\n',
        'func  n:f  (  n:a  ...  n:int  )  {  n:c  <-  l:\'x\'  ;  n:s  :=  l:`r\\`  +  l:"q\\""  }',
    ),
    "rust": (
        'fn f<\'a>(x: &\'a str) -> u8 { println!("{}", r#"a"b"#); b\'c\' } /// doc\n',
        "fn  n:f  <  n:'a  >  (  n:x  :  &  n:'a  str  )  ->  u8  {  n:println  !  (  l:\"{}\"  ,  "
        'l:r#"a"b"#  )  ;  l:b\'c\'  }',
    ),
}


@pytest.mark.parametrize("language", TABLES)
def test_tokens_are_the_texts_between_white_space(language: str) -> None:
    code, expected = TABLES[language]
    found = table(code, language)
    assert "  ".join(found) == expected
    assert read(code, language).error_share == 0


@pytest.mark.parametrize("language", TABLES)
def test_text_hashes_are_those_of_the_spans(language: str) -> None:
    code = TABLES[language][0]
    stream, utf8 = read(code, language), code.encode()
    spans = zip(stream.starts.tolist(), stream.stops.tolist(), strict=True)
    assert stream.texts.tolist() == [text_hash(utf8[start:stop]) for start, stop in spans]


WHERE = {
    "bash": "(( {} ))",
    "csharp": "class A {{ void f() {{ c = {}; }} }}",
    "java": "class A {{ void f() {{ c = {}; }} }}",
    "go": "package p; func f() {{ c = {} }}",
    "php": "<?php $c = {};",
    "rust": "fn f() {{ c = {}; }}",
    "scala": "object A {{ val c = {} }}",
    "c": "void f(void) {{ c = {}; }}",
    "cpp": "void f(void) {{ c = {}; }}",
    "objc": "void f(void) {{ c = {}; }}",
}
"""Where an expression stands; in the other languages it may stand anywhere."""


WITHOUT_EXPRESSIONS = {"css", "html", "json", "sql", "xml", "yaml"}
"""Languages without expressions of the common form; `test_words` has theirs."""


@pytest.mark.parametrize("language", sorted({*LANGUAGES.names} - WITHOUT_EXPRESSIONS))
def test_operators_are_kinds_of_their_own(language: str) -> None:
    name = "$a" if language == "php" else "a"
    unequal = "~=" if language in ("lua", "matlab") else "!="
    for pair in (("+", ">"), ("*", "-"), ("==", unequal), ("<", ">=")):
        one, two = (
            read(WHERE.get(language, "c = {}").format(f"{name} {operator} {name}") + "\n", language)
            for operator in pair
        )
        assert one.error_share == two.error_share == 0
        assert len(one) == len(two)
        assert np.count_nonzero(one.kinds != two.kinds) == 1, pair


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("bash", "[[ $a -eq 1 ]]", "[[ $a -lt 1 ]]"),
        ("scala", "val c = a ++ b", "val c = a :: b"),
        ("swift", "let c = a <~> b", "let c = a <+> b"),
        ("ruby", "def +(o); end", "def -(o); end"),
    ],
)
def test_operators_of_one_node_kind_differ_by_their_text(language: str, one: str, two: str) -> None:
    assert np.count_nonzero(read(one, language).kinds != read(two, language).kinds) == 1


@pytest.mark.parametrize("language", sorted({*LANGUAGES.names} - {"go", "kotlin"} - WITHOUT_EXPRESSIONS))
def test_if_and_while_are_kinds_of_their_own(language: str) -> None:
    condition = {
        "bash": ("if x; then y; fi", "while x; do y; done"),
        "lua": ("if x then y() end", "while x do y() end"),
        "matlab": ("if x, y; end", "while x, y; end"),
        "python": ("if x: y", "while x: y"),
        "ruby": ("if x; y; end", "while x; y; end"),
    }.get(language, ("if (x) { y(); }", "while (x) { y(); }"))
    where = {key: value.replace("c = {};", "{}") for key, value in WHERE.items() if key != "bash"}
    where |= {"php": "<?php {}", "scala": "object A {{ def f() = {{ {} }} }}"}
    one, two = (read(where.get(language, "{}").format(text) + "\n", language) for text in condition)
    assert one.kinds.tolist() != two.kinds.tolist()
    assert one.error_share == two.error_share == 0


def test_a_keyword_and_a_node_of_the_same_name_differ() -> None:
    names = kind_names(LANGUAGES.spec("python"))
    assert sorted(names.values()).count("lambda") == 2


def test_a_name_that_could_be_a_keyword_is_a_name() -> None:
    assert table("match = type\n", "python") == ["n:match", "=", "n:type"]


def test_kinds_do_not_depend_on_the_hash_seed() -> None:
    script = (
        "from codematch.languages import load_languages, tokenize\n"
        "from codematch.settings import Parsing, grammars_folder\n"
        "s = tokenize('a', b'def f(): return 1', 'python', load_languages(grammars_folder()), Parsing())\n"
        "print(s.kinds.tolist(), s.texts.tolist())"
    )
    root = grammars_folder().parent
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    stream = read("def f(): return 1", "python")
    assert outputs == {f"{stream.kinds.tolist()} {stream.texts.tolist()}\n"}


def test_comments_are_apart_with_their_lines() -> None:
    stream = read("a = 1 # one\n# two\n'''not a comment'''\n", "python")
    assert stream.comments.texts == ("one", "two")
    assert stream.comments.lines.tolist() == [1, 2]
    assert stream.comments.starts.tolist() == [6, 12]
    assert stream.comments.stops.tolist() == [11, 17]
    assert len(stream) == 4


def test_every_line_end_counts() -> None:
    stream = read("int a;\n\nint b;\n/* c\nd */ int e;", "c")
    assert stream.lines.tolist() == [1, 1, 1, 3, 3, 3, 5, 5, 5]
    assert stream.comments.lines.tolist() == [4]


def test_positions_are_bytes_of_the_utf8_text() -> None:
    assert table('名 = "é" + b', "python") == ["n:名", "=", 'l:"é"', "+", "n:b"]


@pytest.mark.parametrize("language", [*TABLES, "text"])
@pytest.mark.parametrize("code", ["", "\n", " \t\r\n"])
def test_an_empty_file_has_no_tokens(language: str, code: str) -> None:
    stream = read(code, language)
    assert len(stream) == 0
    assert stream.error_share == 0
    assert stream.limitations == ()


def test_a_file_of_comments_has_no_tokens() -> None:
    stream = read("/* a */\n// b\n", "c")
    assert len(stream) == 0
    assert stream.comments.texts == ("a", "b")


def test_spaced_and_missing_tokens_have_their_own_text() -> None:
    assert table("#  define A 1\n", "c")[0] == "#  define"
    assert table("x = 1 if a not  in b else 2\n", "python")[5] == "not  in"
    broken = table("int f(void) { return 1 }\n", "c")
    assert broken == ["int", "n:f", "(", "void", ")", "{", "return", "l:1", "}"]


def test_a_continued_line_is_no_token() -> None:
    assert table("a = 1 + \\\n  2\n", "python") == ["n:a", "=", "l:1", "+", "l:2"]
    assert table("int \\\n a;\n", "c") == ["int", "n:a", ";"]


def test_syntax_errors_are_survived_and_measured() -> None:
    stream = read("def f(:\n  return )(\n" + "x = 1\n" * 50, "python")
    assert 0 < stream.error_share < 0.2
    assert stream.limitations == ()
    assert len(stream) > 150


@pytest.mark.parametrize(
    ("language", "code", "share"),
    [
        ("c", "@", 1.0),
        ("c", "int a; /* @ */ @", 1 / 11),
        ("python", "f(1)\n  ?? \n", 2 / 6),
        ("c", "int f(void) { return 1; }\n" * 50 + "int g(void) { if (", 7 / (50 * 20 + 14)),
    ],
)
def test_only_what_lies_directly_in_an_error_counts(language: str, code: str, share: float) -> None:
    assert read(code, language).error_share == pytest.approx(share, abs=1e-12)


def test_many_syntax_errors_are_named() -> None:
    stream = read("$$$ this is ?? no ((( C )) at all", "c", path="b.c")
    assert stream.parser == "tree-sitter"
    assert stream.error_share > 0.2
    [limitation] = stream.limitations
    assert (limitation.reason, limitation.subject, limitation.stage) == (Reason.SYNTAX_ERRORS, "b.c", "languages")
    assert limitation.detail == Message.of("syntax-errors", share=stream.error_share, language=Name("C"))


def test_a_borrowed_grammar_is_named() -> None:
    [limitation] = read("let a = 1", "typescript", path="pages/Index.ets").limitations
    assert limitation.reason is Reason.BORROWED_GRAMMAR
    assert limitation.detail == Message.of(
        "no-own-grammar", language=Name("HarmonyOS ArkTS"), grammar=Name("TypeScript")
    )


def test_a_large_file_is_parsed_in_pieces() -> None:
    code = "".join(f"def f{number}(x):\n    return x + {number}\n" for number in range(100))
    whole = read(code, "python")
    stream = read(code, "python", Parsing(max_bytes=1000))
    assert (stream.parser, stream.language, stream.sections) == ("tree-sitter", "python", ())
    assert stream.kinds.tolist() == whole.kinds.tolist()
    assert stream.lines.tolist() == whole.lines.tolist()
    assert stream.units == whole.units
    [limitation] = stream.limitations
    assert limitation.reason is Reason.PARSE_SIZE
    assert (limitation.detail.key, limitation.detail["limit"], limitation.detail["pieces"]) == (
        "parsed-in-pieces",
        1000,
        4,
    )
    assert limitation.detail["count"] == len(limitation.detail["lines"])


def test_a_long_sum_is_parsed() -> None:
    assert read("x = " + "a + " * 15_000 + "a", "python").parser == "tree-sitter"


@pytest.mark.parametrize("code", ["x = " + "(" * 100_000 + "1" + ")" * 100_000, "x = " + "a + " * 100_000 + "a"])
def test_what_nests_too_deep_is_words(code: str) -> None:
    stream = read(f"y = 1\n{code}\nz = 2\n", "python")
    assert (stream.parser, stream.language) == ("tree-sitter", "python")
    assert [section.language for section in stream.sections] == ["python", "text", "python"]
    [limitation] = stream.limitations
    assert limitation.reason is Reason.PARSE_DEPTH
    assert limitation.detail == Message.of(
        "nested-too-deep",
        limit=Parsing().max_depth,
        language=Name("Python"),
        count=1,
        lines=(Message.of("lines", first=2, last=2),),
    )
    assert len(stream) > 100_000


def test_the_depth_limit_is_exact() -> None:
    # module > expression_statement > 1 parenthesised expression for each pair > the number
    code = "(" * 20 + "1" + ")" * 20
    assert read(code, "python", Parsing(max_depth=22)).languages == ("python",)
    assert read(code, "python", Parsing(max_depth=21)).languages == ("python", "text")


def test_unclosed_brackets_do_not_crash() -> None:
    assert len(read("(" * 100_000, "c")) == 100_000


def test_a_slow_parse_is_sliced_and_the_next_file_parses() -> None:
    stream = read("int x = 1;\n" * 200_000, "c", Parsing(max_seconds=0.1))
    [limitation] = stream.limitations
    assert limitation.reason is Reason.PARSE_TIMEOUT
    assert limitation.detail.key in ("parsed-in-slices", "parsed-in-slices-plain-text")
    assert [limitation.detail[name] for name in ("language", "seconds", "slices")] == ["C", 0.1, 8]
    assert len(stream) == 1_000_000
    assert table("int x;", "c") == ["int", "n:x", ";"]


def test_a_single_long_line_is_one_line() -> None:
    stream = read("[" + "10, " * 200_000 + "10]", "javascript")
    assert len(stream) == 400_003
    assert np.all(stream.lines == 1)


def test_nul_bytes_are_survived() -> None:
    assert len(read("int a;\0\0int b;", "c")) >= 6


def test_a_file_without_a_grammar_is_words() -> None:
    stream = read("SELECT 1;", "text")
    assert (stream.parser, len(stream)) == ("text", 3)


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(SpecError, match="'cobol'"):
        read("", "cobol")
