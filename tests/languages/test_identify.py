"""Which language a file is in: by name, extension, markers, interpreter."""

from dataclasses import replace

import pytest

from codematch.errors import SpecError
from codematch.languages import Identified, Languages
from codematch.model.source import LanguageBasis
from tests.languages.reading import LANGUAGES


@pytest.mark.parametrize(
    ("path", "head", "language"),
    [
        ("src/a.py", b"", "python"),
        ("src/A.PY", b"", "python"),
        ("src/a.c", b"", "c"),
        ("src/a.C", b"", "cpp"),
        ("a.b/SConstruct", b"", "python"),
        ("a.d.ts", b"", "typescript"),
        ("a.tsx", b"", "tsx"),
        ("a.jsx", b"", "javascript"),
        ("README.md", b"class X {\n", "text"),
        ("Makefile", b"", "text"),
        ("no_extension", b"int main;\n", "text"),
        (".py", b"", "text"),
        ("run", b"#!/usr/bin/python3.11 -u\n", "python"),
        ("run", b"#! /usr/bin/env -S FOO=1 python3 -u\r\n", "python"),
        ("run", b"#!/usr/bin/env node", "javascript"),
        ("run", b"#!/opt/unknown\n", "text"),
        ("run", b"#!\n/usr/bin/python\n", "text"),
        ("run", b"\n#!/usr/bin/python\n", "text"),
    ],
)
def test_names_extensions_and_interpreters(path: str, head: bytes, language: str) -> None:
    assert LANGUAGES.identify(path, head).language == language


@pytest.mark.parametrize(
    ("head", "language"),
    [
        (b"#ifndef A_H\n#define A_H\nstruct s { int class; };\n/* private: */\n#endif\n", "c"),
        (b"#include <stdio.h>\n", "c"),
        (b"/* a template <class T> in a comment; using namespace */\n", "c"),
        (b"#include <vector>\n", "cpp"),
        (b"namespace a::b\n{\n", "cpp"),
        (b"  template <typename T>\r\n", "cpp"),
        (b"class EXPORT Window : public Widget\n{\n", "cpp"),
        (b"struct s {\nprivate:\n", "cpp"),
        (b"#import <Foundation/Foundation.h>\n", "objc"),
        (b"@interface Meter : NSObject\n@end\n", "objc"),
    ],
)
def test_a_header_is_told_by_its_content(head: bytes, language: str) -> None:
    assert LANGUAGES.identify("include/a.h", head).language == language


def test_only_the_head_is_looked_at() -> None:
    assert LANGUAGES.identify("a.h", b"\n" * 16_384 + b"namespace a {\n").language == "c"


def test_a_borrowed_extension_says_what_it_really_is() -> None:
    assert LANGUAGES.identify("pages/Index.ets", b"") == Identified(
        language="typescript", basis=LanguageBasis.EXTENSION, borrowed="HarmonyOS ArkTS"
    )


def test_two_languages_without_markers_cannot_share_an_extension() -> None:
    python = LANGUAGES.spec("python")
    with pytest.raises(
        SpecError, match=r"^snake/language\.toml: content\.markers: needed, because \.bzl is also .* python$"
    ):
        Languages((python, replace(python, name="snake")))


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(SpecError, match="'cobol'"):
        LANGUAGES.spec("cobol")
