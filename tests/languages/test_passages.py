"""Imports, declarations without a body, and where the body of a unit begins, in every language that has them."""

import pytest

from codematch.languages import tokenize
from codematch.model.tokens import TokenStream
from codematch.settings import Parsing
from tests.languages.reading import LANGUAGES

SNIPPETS = {
    "c": ("#include <a.h>\nint f(int x);\nstatic char *g(void);\nint y = 3;\nint h(int x) { return x; }\n",
          ["#include <a.h>"], ["int f(int x);", "static char *g(void);"], {"h": "{ return x; }"}),
    "cpp": ("#include <a>\nusing std::b;\nstruct S { int &f(int) const; int n; };\nint h() { return 1; }\n",
            ["#include <a>", "using std::b;"], ["int &f(int) const;"], {"S": "{ int &f(int) const; int n; }",
                                                                        "h": "{ return 1; }"}),
    "csharp": ("using A;\ninterface I { int F(int x); }\nclass C { int G() => 2; int H() { return 1; } }\n",
               ["using A;"], [], {"I": "{ int F(int x); }", "I.F": "", "C": "{ int G() => 2; int H() { return 1; } }",
                                  "C.G": "=> 2;", "C.H": "{ return 1; }"}),
    "go": ("package a\nimport \"b\"\ntype I interface { F(x int) error }\nfunc g() int { return 1 }\n",
           ["package a", "import \"b\""], ["F(x int) error"],
           {"I": "interface { F(x int) error }", "g": "{ return 1 }"}),
    "java": ("package a;\nimport b.C;\ninterface I { int f(int x); }\nclass K { int g() { return 1; } }\n",
             ["package a;", "import b.C;"], [], {"I": "{ int f(int x); }", "I.f": "", "K": "{ int g() { return 1; } }",
                                                 "K.g": "{ return 1; }"}),
    "javascript": ("import a from 'b'\nfunction f(x) { return x }\nconst g = (y) => y + 1\n",
                   ["import a from 'b'"], [], {"f": "{ return x }", "g": "y + 1"}),
    "kotlin": ("package a\nimport b.C\nfun f(x: Int): Int { return x }\nfun g(x: Int) = x\n",
               ["package a", "import b.C"], [], {"f": "{ return x }", "g": "= x"}),
    "objc": ("#import <A.h>\n@interface A\n- (int)f;\n@end\n@implementation A\n- (int)f { return 1; }\n@end\n",
             ["#import <A.h>"], ["- (int)f;"], {"A": "", "A.f": "{ return 1; }"}),
    "php": ("<?php\nuse A\\B;\ninterface I { function f($x); }\nfunction g() { return 1; }\n",
            ["use A\\B;"], [], {"I": "{ function f($x); }", "I.f": "", "g": "{ return 1; }"}),
    "python": ("import a\nfrom b import c\ndef f(x):\n    return x\n",
               ["import a", "from b import c"], [], {"f": "return x"}),
    "rust": ("use a::b;\ntrait T { fn f(x: i32) -> i32; fn g() { } }\n",
             ["use a::b;"], ["fn f(x: i32) -> i32;"], {"T": "{ fn f(x: i32) -> i32; fn g() { } }", "T.g": "{ }"}),
    "scala": ("package a.b\nimport c.d\ntrait T { def f(x: Int): Int; val z: Int; def g = 3 }\n",
              ["package a.b", "import c.d"], ["val z: Int"], {"T": "{ def f(x: Int): Int; val z: Int; def g = 3 }",
                                                              "T.f": "", "T.g": "3"}),
    "swift": ("import A\nprotocol P { func f(x: Int) -> Int }\nfunc g() -> Int { return 1 }\n",
              ["import A"], [], {"P": "{ func f(x: Int) -> Int }", "P.f": "", "g": "{ return 1 }"}),
    "typescript": ("import a from 'b'\ninterface I { f(): void; x: string }\nfunction g(y: number): void { }\n",
                   ["import a from 'b'"], ["f(): void", "x: string"], {"I": "{ f(): void; x: string }", "g": "{ }"}),
}  # fmt: skip
SNIPPETS["tsx"] = SNIPPETS["typescript"]


def stream_of(language: str, text: str) -> TokenStream:
    return tokenize(f"sample.{language}", text.encode(), language, LANGUAGES, Parsing())


def text_of(stream: TokenStream, text: str, first: int, stop: int) -> str:
    return text.encode()[stream.starts[first] : stream.stops[stop - 1]].decode() if first < stop else ""


@pytest.mark.parametrize("language", SNIPPETS)
def test_imports_and_declarations_are_found(language):
    text, imports, declarations, _ = SNIPPETS[language]
    stream = stream_of(language, text)

    found: dict[str, list[str]] = {"import": [], "declaration": []}
    for passage in stream.passages:
        found[passage.kind.value].append(text_of(stream, text, passage.first_token, passage.stop_token))
    assert found == {"import": imports, "declaration": declarations}


@pytest.mark.parametrize("language", SNIPPETS)
def test_a_unit_is_divided_where_its_body_begins(language):
    text, _, _, bodies = SNIPPETS[language]
    stream = stream_of(language, text)

    assert {unit.name: text_of(stream, text, unit.body_token, unit.stop_token) for unit in stream.units} == bodies
    assert all(unit.first_token <= unit.body_token <= unit.stop_token for unit in stream.units)


def test_a_package_with_a_body_is_no_import():
    text = "package a { object B { def f = 1 } }\n"
    stream = stream_of("scala", text)

    assert stream.passages == ()
    assert [unit.name for unit in stream.units] == ["a", "a.B", "a.B.f"]


def test_a_variable_and_a_pointer_without_end_are_no_prototypes():
    stars = "*" * 40
    stream = stream_of("c", f"int x = 3, y;\nint {stars}f(void);\nint **g(void);\n")

    assert [(passage.kind.value, int(stream.lines[passage.first_token])) for passage in stream.passages] == [
        ("declaration", 3)
    ]
