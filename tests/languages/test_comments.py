"""What a comment says, without what makes it a comment."""

import pytest

from codematch.languages.comments import comment_text


@pytest.mark.parametrize(
    ("comment", "text"),
    [
        ("// one  line\t", "one line"),
        ("/// doc", "doc"),
        ("//! inner doc", "inner doc"),
        ("# shell", "shell"),
        ("#!/bin/sh", "/bin/sh"),
        ("-- select", "select"),
        ("; assembly", "assembly"),
        ("/* block */", "block"),
        ("/**\n * Two\n * lines.\n */", "Two lines."),
        ("/**\r\n * Two\r\n *\r\n * lines.\r\n **/", "Two lines."),
        ("/*! loud */", "loud"),
        ("/* never closed", "never closed"),
        ("--[[ long\n  comment ]]", "long comment"),
        ("--[==[ long ]==]", "long"),
        ("<!-- html -->", "html"),
        ("=begin\nruby\n=end\n", "ruby"),
        ("// 中文 注释", "中文 注释"),
        ("/**/", ""),
        ("/***/", ""),
        ("//", ""),
        ("// a - b # c */", "a - b # c */"),
        ("/* int *p; */", "int *p;"),
    ],
)
def test_delimiters_go_and_words_stay(comment: str, text: str) -> None:
    assert comment_text(comment) == text
