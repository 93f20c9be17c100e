"""Functions and classes: their token spans and how they nest."""

import pytest

from codematch.languages import tokenize
from codematch.settings import Parsing
from tests.languages.reading import LANGUAGES

UNITS = {
    "python": (
        "@d\nclass A:\n  def f(self):\n    def g(): pass\n\nasync def h(): ...\n",
        "class A: class A ... pass; "
        "function A.f: def f ... pass; "
        "function A.f.g: def g ... pass; "
        "function h: async def ... ...",
    ),
    "java": (
        "interface I { void f(); } record R(int x) { R { } int f() { return x; } class C { C() {} } }",
        "class I: interface I ... }; "
        "function I.f: void f ... ;; "
        "class R: record R ... }; "
        "function R.R: R { ... }; "
        "function R.f: int f ... }; "
        "class R.C: class C ... }; "
        "function R.C.C: C ( ... }",
    ),
    "c": (
        "struct s { int x; };\nstruct s *f(struct s *a) { return a; }\nint g(void);\n",
        "class s: struct s ... }; function f: struct s ... }",
    ),
    "cpp": (
        "namespace n { class A { A(); ~A() {} int &operator[](int i) { return i; } }; }\n"
        "n::A::A() {}\nauto f = [](int x) { return x; };",
        "class n: namespace n ... }; "
        "class n.A: class A ... }; "
        "function n.A.~A: ~ A ... }; "
        "function n.A.operator[]: int & ... }; "
        "function n::A::A: n :: ... }; "
        "function f: [ ] ... }",
    ),
    "javascript": (
        "const f = (x) => x, g = 1; module.exports = function () {}; class A { #m() {} static n = () => 0 }\n"
        "h({ k: async () => { function i() {} } }); (() => {})()",
        "function f: ( x ... x; "
        "function module.exports: function ( ... }; "
        "class A: class A ... }; "
        "function A.#m: #m ( ... }; "
        "function A.n: ( ) ... 0; "
        "function k: async ( ... }; "
        "function k.i: function i ... }",
    ),
    "typescript": (
        "namespace N { interface I { f(): void } enum E { A } abstract class C<T> { p = () => 1; m(): void {} } }",
        "class N: namespace N ... }; "
        "class N.I: interface I ... }; "
        "class N.E: enum E ... }; "
        "class N.C: abstract class ... }; "
        "function N.C.p: ( ) ... 1; "
        "function N.C.m: m ( ... }",
    ),
    "tsx": ("const A = () => <p>{x}</p>", "function A: ( ) ... >"),
    "go": (
        "type s struct { a int }\ntype t = int\nfunc (p *s) f() { g := func() {}\n g() }\n",
        "class s: s struct ... }; function f: func ( ... }; function f.g: func ( ... }",
    ),
    "rust": (
        "mod m { struct S(u8); impl<T> Tr for V<T> { fn f() { let g = |x| x; } } trait Tr { fn f(); } }",
        "class m: mod m ... }; "
        "class m.S: struct S ... ;; "
        "class m.V<T>: impl < ... }; "
        "function m.V<T>.f: fn f ... }; "
        "function m.V<T>.f.g: | x ... x; "
        "class m.Tr: trait Tr ... }",
    ),
}


@pytest.mark.parametrize("language", UNITS)
def test_units_have_their_names_and_spans(language: str) -> None:
    code, expected = UNITS[language]
    utf8 = code.encode()
    stream = tokenize("a", utf8, language, LANGUAGES, Parsing())
    texts = [
        utf8[start:stop].decode() for start, stop in zip(stream.starts.tolist(), stream.stops.tolist(), strict=True)
    ]
    found = []
    for unit in stream.units:
        tokens = texts[unit.first_token : unit.stop_token]
        found.append(f"{unit.kind} {unit.name}: {' '.join(tokens[:2])} ... {tokens[-1]}")
    assert stream.error_share == 0
    assert "; ".join(found) == expected


def test_units_of_a_broken_file_stay_inside_it() -> None:
    stream = tokenize("a", b"def f(: (\n  class A(\ndef g(): pass\n", "python", LANGUAGES, Parsing())
    assert all(0 <= unit.first_token < unit.stop_token <= len(stream) for unit in stream.units)


def test_nesting_and_names_without_end_stay_small() -> None:
    name = "f" * 400
    code = f"function {name}() {{ " * 300 + "}" * 300
    units = tokenize("a.js", code.encode(), "javascript", LANGUAGES, Parsing()).units
    assert len(units) == 100
    assert {len(unit.name) for unit in units} == {400, 500}
    assert all(unit.name.endswith(name) for unit in units)
