"""Names that mean something to a terminal, a browser, a spreadsheet or a CI service are text in every format."""

import csv
import io
import json
import sys
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from tests.comparison.works import LEDGER

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
NAMES = (
    "=cmd|' C'!A0.py",
    '"><img src=x onerror=alert(1)>.py',
    "a\n::error::b.py",
    "::set-output name=a::b.py",
    "\u202etxt.yp\u2066.py",
    "a`|*_[x](javascript:y).py",
    "\x1b[31m\x07]]>.py",
    "--out.py",
    "&amp;\t'%0A.py",
)
FORMATS = ("html", "json", "csv", "sarif", "junit", "gitlab", "github", "markdown", "terminal", "docx", "pdf")


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    for side in ("known", "questioned"):
        (folder / side).mkdir()
        for number, name in enumerate(NAMES):
            (folder / side / name).write_text(LEDGER.replace("ledger", f"ledger_{number}"))
    return folder


class _Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.scripts, self.handlers = 0, []

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        self.handlers += [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")]


def _is_safe_html(text, plain):
    page, own = _Elements(), _Elements()
    page.feed(text)
    own.feed(plain)
    assert page.handlers == []
    assert "<img src=x" not in text
    assert "\u202e" not in text
    return page.scripts == own.scripts


def _check(name, content, plain):  # noqa: C901
    text = content.decode("utf-8", "replace")
    if name == "html":
        assert _is_safe_html(text, plain.decode())
    elif name in ("json", "sarif", "gitlab"):
        json.loads(text)
    elif name == "junit":
        ElementTree.fromstring(text)  # noqa: S314
    elif name == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        assert len({len(row) for row in rows if row}) == 1
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "@", "+", "\t", "\r")]
    elif name == "github":
        assert not [line for line in text.splitlines() if not line.startswith(("::error ", "::warning ", "::notice "))]
    elif name == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for part in parts.namelist():
                if part.endswith((".xml", ".rels")):
                    ElementTree.fromstring(parts.read(part))  # noqa: S314
    elif name == "pdf":
        assert content.startswith(b"%PDF")
        assert b"/JavaScript" not in content
    if name not in ("pdf", "docx", "json", "github"):  # GitHub looks a file up by its name
        assert "\x1b" not in text
        assert "\u202e" not in text


@pytest.mark.slow
def test_every_format_is_well_formed_and_nothing_runs(codematch, works, tmp_path):
    plain = tmp_path / "plain"
    for side in ("known", "questioned"):
        (plain / side).mkdir(parents=True)
        (plain / side / "a.py").write_text(LEDGER)
    runs = {}
    for folder, out in ((works, tmp_path / "out"), (plain, tmp_path / "own")):
        run = codematch("compare", folder / "known", folder / "questioned", "-q", "-j", 1, "-o", out)
        assert (run.code, run.err) == (0, "")
        formats = [part for name in FORMATS for part in ("-f", name)]
        rendered = codematch("report", out / "report.json", "-q", "-o", f"{out}-all", *formats)
        assert rendered.code == 0, rendered.err
        runs[out.name] = f"{out}-all"
    from codematch.report.formats import FORMATS as WRITERS

    for name in FORMATS:
        file = WRITERS[name].file_name
        parts = [tmp_path / f"{out}-all" / file for out in ("out", "own")]
        if parts[0].exists():
            _check(name, parts[0].read_bytes(), parts[1].read_bytes())
        else:
            assert name in ("json", "terminal"), file


def test_what_is_printed_holds_no_control_character(codematch, works):
    for command in (["manifest", works / "known"], ["explain"]):
        run = codematch(*command) if len(command) > 1 else codematch("compare", works / "known", works / "none\x1b")
        assert not [char for char in run.out + run.err if not char.isprintable() and char not in "\n\r"]


def test_no_key_of_a_redaction_is_told(codematch, works, tmp_path):
    codematch("compare", works / "known", works / "questioned", "-q", "-j", 1, "-o", tmp_path / "out")
    run = codematch("report", tmp_path / "out", "-o", tmp_path / "red", "--redact", tmp_path / "key")
    assert run.code == 0, run.err
    secret = (tmp_path / "key").read_text().strip()
    assert len(secret) == 64
    told = [
        run.out,
        run.err,
        *(path.read_bytes().decode("latin-1") for path in (tmp_path / "red").rglob("*") if path.is_file()),
    ]
    assert not [text for text in told if secret in text]
    (tmp_path / "key").write_text(secret[:-3])
    broken = codematch("report", tmp_path / "out", "-o", tmp_path / "red2", "--redact", tmp_path / "key")
    assert broken.code in (2, 5)
    assert secret[:20] not in broken.err
