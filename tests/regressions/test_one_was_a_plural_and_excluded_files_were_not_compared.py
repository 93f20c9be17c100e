"""“(1 works)”, “of 1 pairs of works”; and “57 files were not compared” where 57 files of other kinds were excluded."""

import re
from pathlib import Path

import codematch
from codematch.report.formats import terminal_brief
from codematch.report.text.wording import texts

COUNTED = re.compile(
    r"\{\w+\} (?:works|files|pairs|regions|lines|tokens|functions|candidates|places|passages|revisions|fingerprints)\b"
)
ANSWERS = ("search.", "scan.", "batch.", "policy.", "marks.", "level.", "brief.", "ci.")
NEVER_ONE = {
    "scan.expected-value",  # an expectation, with a fraction
    "brief.lines",  # part of the lines of a work
    "scan.base-found",  # a passage has more than one token
    "search.fingerprints",  # the most works that a rare fingerprint has
}


def test_no_answer_has_a_plural_for_a_number_that_may_be_one() -> None:
    said = {key: text for key, text in texts("en").items() if key.startswith(ANSWERS) and not key.endswith(".many")}
    assert {key: text for key, text in said.items() if COUNTED.search(text)}.keys() == NEVER_ONE
    assert COUNTED.search("of {pairs} pairs of works")


def works(folder: Path, *binary: str) -> list[Path]:
    code = "def gauge(readings, limit):\n    total = 0\n    for one in readings:\n        if one > limit:\n"
    code += "            total += one * 3 - limit // 7\n    return total ^ 0x51C3\n"
    made = [folder / "known", folder / "questioned"]
    for work in made:
        work.mkdir()
        (work / "gauge.py").write_text(code)
    for name in binary:
        (made[0] / name).write_bytes(b"\0\1\2\3" * 64)
    return made


def summary(folder: Path, *binary: str) -> str:
    return terminal_brief.text(codematch.compare(*works(folder, *binary)), 120)


def test_excluded_files_are_counted_with_their_reason(tmp_path: Path) -> None:
    said = " ".join(summary(tmp_path, "a.bin", "b.bin").split())
    assert "2 files excluded (binary content, not text: 2)." in said
    assert "not compared." not in said


def test_without_excluded_files_there_is_no_line_about_none(tmp_path: Path) -> None:
    said = " ".join(summary(tmp_path).split())
    assert "0 files" not in said
    assert "excluded" not in said
