"""A result verified with trust required, the sheet of a verification, the log of a run, and dates of a case file."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from codematch.case import case_file
from codematch.errors import UsageError
from tests.case.test_timestamp import LACKING, Authority, founded
from tests.cli.conftest import codematch  # noqa: F401 - a fixture

NEEDS_OPENSSL = pytest.mark.skipif(bool(LACKING), reason=LACKING or "openssl is there")
CODE = "int gauge(int level) {\n  int sum = level * 31;\n  return sum ^ 0x51C3;\n}\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return founded(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def result(codematch: Any, tmp_path: Path) -> Path:  # noqa: F811
    for name in ("known", "questioned"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gauge.c").write_text(CODE)
    (tmp_path / "case.toml").write_text(
        '[matter]\ntitle = "Gauge"\n[known]\nid = "K1"\npath = "known"\n[questioned]\nid = "Q1"\npath = "questioned"\n'
    )
    options = ("--out", tmp_path / "out", "-q", "-j", 1, "--format", "html", "--set", "weighing.min_weight=70")
    assert codematch("compare", "--case", tmp_path / "case.toml", *options).code == 0
    return tmp_path / "out"


def test_a_result_without_a_signature_or_time_stamp_that_must_have_one_is_wrong(codematch: Any, result: Path) -> None:  # noqa: F811
    assert codematch("case", "verify", result).code == 0
    for option in ("--require-signature", "--require-timestamp"):
        found = codematch("case", "verify", result, option)
        assert found.code == 5
        assert "is required" in found.out


@NEEDS_OPENSSL
def test_only_a_trusted_signature_meets_the_requirement(codematch: Any, result: Path, authority: Authority) -> None:  # noqa: F811
    key, mine, other = (authority.folder / name for name in ("authority.key", "signer.pem", "root.pem"))
    assert codematch("case", "sign", result, "--key", key, "--cert", mine).code == 0
    untrusted = codematch("case", "verify", result)
    assert untrusted.code == 0
    assert "as it states itself, and not known to be trusted" in untrusted.out
    assert codematch("case", "verify", result, "--require-signature").code == 5
    assert codematch("case", "verify", result, "--require-signature", "--signer", other).code == 5
    assert codematch("case", "verify", result, "--require-signature", "--signer", mine).code == 0
    (result / "signature.p7s").write_bytes(b"none")
    assert codematch("case", "verify", result).code == 5


@pytest.mark.parametrize(
    ("language", "title", "held"), [("en", "Verification sheet", "confirmed"), ("zh", "核验记录单", "相符")]
)
def test_the_sheet_names_every_step_with_its_outcome(
    codematch: Any,  # noqa: F811
    result: Path,
    tmp_path: Path,
    language: str,
    title: str,
    held: str,
) -> None:
    for ending in ("html", "docx"):
        sheet = tmp_path / f"sheet.{ending}"
        assert codematch("case", "verify", result, "--sheet", sheet, "--lang", language).code == 0
    text = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert all(word in text for word in (title, held, "SHA256SUMS", "Gauge"))
    tables = Document(BytesIO((tmp_path / "sheet.docx").read_bytes())).tables
    cells = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert sum(held in " ".join(row) for row in cells) == 1
    assert codematch("case", "verify", result, "--sheet", tmp_path / "sheet.docx").code == 2
    assert codematch("case", "verify", result, "--sheet", result / "sheet.pdf").code == 2
    assert codematch("case", "verify", result, "--sheet", tmp_path / "sheet.txt").code == 2


def test_the_sheet_of_a_changed_result_says_so(codematch: Any, result: Path, tmp_path: Path) -> None:  # noqa: F811
    (result / "settings.csv").write_text("changed")
    assert codematch("case", "verify", result, "--sheet", tmp_path / "sheet.docx", "--lang", "zh").code == 5
    with zipfile.ZipFile(tmp_path / "sheet.docx") as archive:
        assert "核验未通过" in archive.read("word/document.xml").decode()


def test_the_log_tells_the_whole_run(result: Path) -> None:
    log = (result / "log.txt").read_text(encoding="utf-8")
    for part in ("method ", "Python ", "working directory ", "case file ", "setting weighing.min_weight = 70.0",
                 "known work: known, root hash ", "match: done", "exit code 0", "html: rendered"):  # fmt: skip
        assert part in log
    assert log.isascii()


WORKS = '[known]\npath = "k"\n[questioned]\npath = "q"\n'


@pytest.mark.parametrize(
    "fault",
    [
        '[examination]\naccepted = "last week"\n' + WORKS,
        '[examination]\nexamined = "2026-03-05 to 2026-03-09"\n' + WORKS,
        '[examination]\naccepted = "2026-02-30"\n' + WORKS,
        WORKS.replace('path = "q"', 'path = "q"\nreceived = "yesterday"'),
        WORKS.replace('path = "k"', 'path = "k"\nreceived = "2026-03-05T14:30"'),
    ],
)
def test_a_date_that_is_none_is_an_error_of_one_line_that_names_it(tmp_path: Path, fault: str) -> None:
    file = tmp_path / "case.toml"
    file.write_text(fault)
    with pytest.raises(UsageError, match=r"line \d+: \[(examination|known|questioned)\] \w+ is .* not a date; write"):
        case_file.read(file)


@pytest.mark.parametrize("value", ["", "2026-03-05", "2026-03-05T14:30+08:00", "2026-03-05/2026-03-09"])
def test_dates_times_and_periods_are_accepted(tmp_path: Path, value: str) -> None:
    file = tmp_path / "case.toml"
    file.write_text(f'[examination]\nexamined = "{value}"\n' + WORKS)
    assert case_file.read(file).engagement.examined == value
