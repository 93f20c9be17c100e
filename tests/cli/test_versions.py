"""`codematch versions` and `codematch compare --versions` as a user types them."""

import json
import re

import pytest

from codematch.case.case_file import read
from codematch.errors import UsageError
from tests.revisions.histories import grown, write, write_files


@pytest.fixture
def works(tmp_path):
    write(tmp_path / "known", grown())
    write_files(tmp_path / "questioned", {f"lib/{path}": text for path, text in grown()[10].files.items()})
    return tmp_path / "known", tmp_path / "questioned"


def test_the_interval_and_the_lines_are_printed(codematch, works):
    run = codematch("versions", *works)

    assert (run.code, run.err) == (0, "")
    assert "One revision explains the questioned work best: main" in run.out or "One revision" in run.out
    assert "Lines that decide the interval" in run.out
    assert "lib/src/sluice.py" in run.out
    assert "(claimed)" in run.out
    assert "The direction is undetermined" in run.out


def test_json_holds_the_same_and_is_the_same_each_time(codematch, works):
    first, second = (codematch("versions", *works, "--format", "json").out for _ in range(2))

    assert first == second
    pinning = json.loads(first)["pinning"]
    assert pinning["interval"]["first"]["number"] == pinning["interval"]["last"]["number"] == 11
    assert [file["questioned_path"] for file in pinning["files"]] == ["lib/src/sluice.py", "lib/src/weir.py"]


def test_a_folder_is_written_in_both_languages(codematch, works, tmp_path):
    out = tmp_path / "out"
    assert codematch("versions", *works, "--out", out, "--lang", "both", "--quiet").code == 0

    assert sorted(path.name for path in out.iterdir()) == [
        "SHA256SUMS", "run.json", "versions.en.html", "versions.json", "versions.zh.html",
    ]  # fmt: skip
    english, chinese = ((out / f"versions.{name}.html").read_text(encoding="utf-8") for name in ("en", "zh"))
    assert "Figure F4" in english
    assert "Figure F3" in english
    assert "样本版本定位" in chinese
    assert codematch("versions", *works, "--out", out, "--quiet").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("questioned", "known"), ("fewer than two versions",)),
        (("known/absent", "questioned"), ("does not exist",)),
        (("known@nothing", "questioned"), ("unknown revision nothing",)),
        (("known", "questioned", "--format", "json", "--format", "html"), ("several --format need --out",)),
        (("known", "questioned", "--format", "pdf"), ("unknown format",)),
        (("known", "questioned", "--lang", "both", "--format", "html"), ("--lang both makes two html files",)),
    ],
)
def test_mistakes_are_one_line(codematch, works, monkeypatch, arguments, words):
    monkeypatch.chdir(works[0].parent)
    run = codematch("versions", *arguments)
    assert run.out == ""
    assert run.code in (2, 3)
    assert all(word in run.err for word in words)


@pytest.fixture
def case(works, tmp_path):
    (tmp_path / "export.json").write_text(json.dumps({"sha": "0" * 40, "created_at": "2020-01-01T00:00:00Z"}))
    file = tmp_path / "case.toml"
    file.write_text(
        '[known]\npath = "known@main"\n[questioned]\npath = "questioned"\n[comparison]\nhistory = "known"\n'
        '[[attested]]\nkind = "notarial"\nof = "K"\ntime = "2018-01-02"\nsource = "Notary"\nreference = "No. 7"\n'
        '[[attested]]\nkind = "platform"\nof = "Q"\nfile = "export.json"\n',
        encoding="utf-8",
    )
    return file


@pytest.mark.slow
def test_a_comparison_fills_section_13_in_every_form(codematch, works, tmp_path):
    out = tmp_path / "report"
    known = f"{works[0]}@main"
    formats = ("--format", "html", "--format", "docx", "--format", "pdf", "--format", "csv", "--format", "terminal")
    run = codematch("compare", known, works[1], "--versions", "--jobs", 1, "--quiet", "--out", out, *formats)

    assert run.code == 0, run
    page = (out / "report.html").read_text(encoding="utf-8")
    section = page[page.index('id="time"') :]
    assert re.search(r"One revision explains|revisions, from", section)
    assert section.index("Figure F4") < section.index("Figure F3")
    assert "T9" in section
    assert "Time and direction were not examined" not in page
    saved = json.loads((out / "report.json").read_bytes())
    assert saved["pairs"][0]["versions"]["pinning"]["revisions"] == 20
    again = codematch("report", out, "--format", "html").out
    assert "Figure F4" in again
    assert "Lines that decide the interval" in again


def test_a_case_states_the_history_and_what_is_attested(codematch, case, tmp_path):
    out = tmp_path / "bundle"
    run = codematch("compare", "--case", case, "--jobs", 1, "--quiet", "--out", out, "--format", "html")

    assert run.code == 0, run
    rows = json.loads((out / "report.json").read_bytes())["pairs"][0]["versions"]["times"]
    attested = [row["attested"] for row in rows if row["attested"]]
    assert [(row["kind"], row["status"]) for row in attested] == [("notarial", "unchecked"), ("platform", "refused")]
    assert all(row["claimed"] is None for row in rows if row["attested"])
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "repeated as given, not verified" in page


def test_versions_of_a_single_state_are_refused_before_anything_is_read(codematch, works):
    assert codematch("compare", works[1], works[1], "--versions").refused(2, "has only one version")
    assert codematch("compare", *works, "--history", works[0]).refused(2, "--history needs --versions")


def test_an_attestation_of_an_unknown_kind_is_refused_with_its_line(tmp_path):
    file = tmp_path / "case.toml"
    file.write_text(
        '[known]\npath = "k"\n[questioned]\npath = "q"\n[[attested]]\nkind = "rumour"\nof = "K"\n'
        '[[attested]]\nof = "Q"\n'
    )
    with pytest.raises(UsageError, match=r"line 6: \[\[attested\]\] kind is 'rumour'.*line \d+: .*kind is empty"):
        read(file)
