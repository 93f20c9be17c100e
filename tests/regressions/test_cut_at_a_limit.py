"""Whatever hits a limit of parsing costs its own place its grammar, and nothing else."""

import numpy as np
import pytest

from codematch.languages import tokenize
from codematch.languages.cuts import halves, slices
from codematch.model.tokens import TokenStream
from codematch.settings import Parsing
from tests.languages.reading import LANGUAGES

DEEP = "(" * 21_000 + "1" + ")" * 21_000
CODE = {
    "python": "def tally(rows):\n    total = 0\n    for row in rows:\n        total += row.pears * 3\n"
    "    return total\n",
    "javascript": "function tally(rows) {\n  let total = 0;\n  for (const row of rows) total += row.pears * 3;\n"
    "  return total;\n}\n",
    "java": "class Tally {\n  int tally(int[] rows) {\n    int total = 0;\n    for (int row : rows) total += row * 3;\n"
    "    return total;\n  }\n}\n",
    "c": "int tally(const int *rows, int n) {\n  int total = 0;\n  while (n--) total += rows[n] * 3;\n"
    "  return total;\n}\n",
    "php": "function tally($rows) {\n  $total = 0;\n  foreach ($rows as $row) { $total += $row * 3; }\n"
    "  return $total;\n}\n",
}
ASSIGNED = {"php": "$z = {};\n", "java": "class Z {{ int z = {}; }}\n", "c": "int z = {};\n"}


def read(language: str, code: str, limits: Parsing | None = None) -> TokenStream:
    text = ("<?php\n" if language == "php" else "") + code
    return tokenize("a", text.encode(), language, LANGUAGES, limits or Parsing())


def kinds_inside(language: str) -> bytes:
    kinds = read(language, CODE[language]).kinds.astype("<u8")
    return kinds[1 if language == "php" else 0 :].tobytes()


@pytest.mark.parametrize("language", CODE)
@pytest.mark.parametrize("order", ["code deep", "deep code", "code deep code", "deep code deep code deep"])
def test_code_beside_what_nests_too_deep_keeps_its_tokens(language: str, order: str) -> None:
    deep = ASSIGNED.get(language, "z = {};\n").format(DEEP)
    stream = read(language, "".join({"code": CODE[language], "deep": deep}[word] for word in order.split()))
    assert stream.language == language
    assert stream.languages == tuple(sorted([language, "text"]))
    assert stream.kinds.astype("<u8").tobytes().count(kinds_inside(language)) == order.count("code")


@pytest.mark.parametrize("language", CODE)
def test_code_beside_a_large_table_keeps_its_tokens(language: str) -> None:
    rows = "".join(f"  {number}, 0x{number:x}, 'a{number}',\n" for number in range(2_000))
    start, stop = {"c": ("int t[] = {{\n", "}};\n"), "java": ("class T {{ int[] t = {{\n", "}}; }}\n")}.get(
        language, ("$t = [\n" if language == "php" else "t = [\n", "];\n")
    )
    table = start.replace("{{", "{") + rows + stop.replace("}}", "}")
    stream = read(language, CODE[language] + table + CODE[language], Parsing(max_bytes=10_000))
    assert stream.languages == (language,)
    assert stream.kinds.astype("<u8").tobytes().count(kinds_inside(language)) == 2


@pytest.mark.parametrize("language", ["c", "java", "javascript", "php"])
def test_a_large_file_of_one_line_keeps_its_tokens(language: str) -> None:
    line = " ".join(CODE[language].split())
    whole = read(language, f"{line} " * 200)
    stream = read(language, f"{line} " * 200, Parsing(max_bytes=5_000))
    assert np.count_nonzero(stream.kinds == whole.kinds) == len(whole)


@pytest.mark.parametrize("language", sorted({*CODE} - {"c"}))
def test_one_large_class_or_function_is_cut_inside(language: str) -> None:
    opened = {"python": "class A:\n", "java": "class A {\n"}.get(language, "function a() {\n")
    inner = CODE[language] if language != "python" else CODE[language].replace("\n", "\n    ").strip(" ")
    inner = ("    " if language == "python" else "") + inner
    code = opened + inner * 100 + ("" if language == "python" else "}\n")
    whole, stream = read(language, code), read(language, code, Parsing(max_bytes=4_000))
    assert abs(len(stream) - len(whole)) <= 2
    inner_kinds = kinds_inside(language)
    assert stream.kinds.astype("<u8").tobytes().count(inner_kinds) >= 99


@pytest.mark.parametrize(("language", "quote"), [("python", "'''"), ("javascript", "`"), ("javascript", '"')])
def test_code_around_a_text_longer_than_a_piece_keeps_its_tokens(language: str, quote: str) -> None:
    text = quote + "pear" * 4_000 + quote
    stream = read(language, f"{CODE[language]}x = {text}\n{CODE[language] * 3}", Parsing(max_bytes=4_000))
    assert stream.kinds.astype("<u8").tobytes().count(kinds_inside(language)) >= 3


@pytest.mark.parametrize("language", CODE)
def test_unclosed_brackets_cost_their_own_line(language: str) -> None:
    stream = read(language, "(" * 3_000 + "\n" + CODE[language] * 20)
    found = stream.kinds.astype("<u8").tobytes().count(kinds_inside(language))
    assert found >= 18


def test_slices_cover_a_text_and_end_before_lines() -> None:
    text = b"int a;\n" * 10_000
    spans = slices(text)
    assert [span.start for span in spans[1:]] == [span.stop for span in spans[:-1]]
    assert (spans[0].start, spans[-1].stop) == (0, len(text))
    assert all(text[span.stop - 1] == ord("\n") for span in spans)


def test_a_line_alone_has_no_halves() -> None:
    assert halves(b"x" * 100 + b"\n") is None
    assert halves("z\né\n".encode()) == ((0, 2), (2, 5))
