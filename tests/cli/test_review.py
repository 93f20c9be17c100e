"""`codematch review`, and marks in records: what a user types, and what each form then says."""

import csv
import json

import pytest

from tests.policy.works import LEDGER, ROUTE, VALVE, write

NAMED = ("--name", "Li Wei")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A result with three regions."""
    from codematch.cli import main

    folder = tmp_path_factory.mktemp("review")
    known = write(folder / "known", {"ledger.py": LEDGER, "valve.py": VALVE, "route.py": ROUTE})
    questioned = write(folder / "questioned", {"src/ledger.py": LEDGER, "vendor/valve.py": VALVE, "route.py": ROUTE})
    with pytest.raises(SystemExit):
        main(["compare", str(known), str(questioned), "-q", "-j", "1", "-o", str(folder / "r"), "-f", "json"])
    return folder


@pytest.fixture
def file(codematch, saved, tmp_path):
    path = tmp_path / "marks.toml"
    for mark in (("--see", "E1,2"), ("--set-aside", "E2", "--reason", "=one | model\n *given*"),
                 ("--note", "3", "--text", "read"), ("--assert", "E3")):  # fmt: skip
        run = codematch("review", saved / "r", *mark, *NAMED, "--marks", path)
        assert (run.code, run.out) == (0, "")
    return path


def test_marks_are_listed_with_totals_and_replaced_and_cleared(codematch, saved, file):
    listed = codematch("review", saved / "r", "--marks", file)
    assert listed.code == 0
    assert "set aside by Li Wei" in listed.out
    assert "Marked as seen: 2, as set aside: 1, as asserted: 1; regions in all: 3. One region has a note." in listed.out
    chinese = codematch("review", saved / "r", "--marks", file, "--lang", "zh")
    assert "3个区域中，标注为已查看的2个，予以排除的1个，列为主张的1个。" in "".join(chinese.out.split("\n"))

    again = codematch("review", saved / "r", "--see", "E1", *NAMED, "--marks", file)
    assert again.err == f"codematch: wrote 5 marks to {file}\n"
    cleared = codematch("review", saved / "r", "--clear", "E2", "--clear", "E3", "--marks", file)
    assert cleared.err == f"codematch: wrote 1 mark to {file}\n"


def test_without_marks_the_regions_are_listed(codematch, saved, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    listed = codematch("review", saved / "r")
    assert (listed.code, listed.err) == (0, "")
    assert [line.split()[0] for line in listed.out.splitlines() if line.startswith("  E")] == ["E1", "E2", "E3"]
    assert "There are no marks yet." in listed.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--see", "E9", *NAMED), "--see E9: there is no such region"),
        (("--see", "x", *NAMED), "--see x: not an exhibit"),
        (("--see", "E2-1", *NAMED), "there is no such region"),
        (("--see", "E1"), "--see needs --name NAME"),
        (("--set-aside", "E1", *NAMED), "--set-aside needs --reason TEXT"),
        (("--note", "E1", *NAMED), "--note needs --reason TEXT"),
        (("--each",), "--each needs --name NAME"),
        (("--each", "--see", "E1", *NAMED), "cannot be used together"),
        (("--assert", "E1", "--set-aside", "E1", "--reason", "r", *NAMED), "delete that mark with --clear E1 first"),
        (("--marks", "missing.toml"), "missing.toml: no such file"),
    ],
)
def test_a_faulty_command_changes_nothing(codematch, saved, tmp_path, monkeypatch, options, said):
    monkeypatch.chdir(tmp_path)
    assert codematch("review", saved / "r", *options).refused(2, said)
    assert list(tmp_path.iterdir()) == []


def test_the_result_itself_is_not_changed(codematch, saved):
    inside = saved / "r" / "marks.toml"
    assert codematch("review", saved / "r", "--see", "E1", *NAMED, "--marks", inside).refused(2, "inside the result")


def test_each_region_is_asked_for_and_every_answer_is_kept(codematch, saved, tmp_path, monkeypatch):
    import io
    import sys

    path = tmp_path / "marks.toml"
    monkeypatch.setattr(sys, "stdin", io.StringIO("?\ns\na\n\none model\n"))  # the input ends before the third
    run = codematch("review", saved / "r", "--each", *NAMED, "--marks", path)
    assert (run.code, run.out) == (0, "")
    assert "1/3  [s]een, set [a]side" in run.err
    listed = codematch("review", saved / "r", "--marks", path).out
    assert "Marked as seen: 1, as set aside: 1" in listed
    assert "one model" in listed


def test_the_questions_are_in_the_language_of_the_command_line(codematch, saved, tmp_path, monkeypatch):
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n同一接口\nq\n"))
    run = codematch("--lang", "zh", "review", saved / "r", "--each", *NAMED, "--marks", tmp_path / "marks.toml")
    assert "1/3  [s]已查看，[a]予以排除" in run.err
    assert "理由或附注: " in run.err
    assert "seen" not in run.err


def test_every_form_states_the_marks_as_those_of_the_examiner(codematch, saved, file, tmp_path):
    forms = ("html", "csv", "json", "sarif", "markdown", "junit", "gitlab", "github")
    out = tmp_path / "out"
    run = codematch("report", saved / "r", "--marks", file, "-q", "-o", out, *(f"--format={form}" for form in forms))
    assert (run.code, run.err) == (0, "")

    for name in ("report.html", "report.sarif", "junit.xml", "gl-code-quality-report.json"):
        text = (out / name).read_text(encoding="utf-8")
        assert text.count("Mark of the examiner") >= 3, name
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "They are statements of these persons, not findings of the program" in page
    assert "### Marks of the examiner" in (out / "report.md").read_text(encoding="utf-8")
    assert "\\*given\\*" in (out / "report.md").read_text(encoding="utf-8")
    with (out / "marks.csv").open(newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    assert [row["kind"] for row in rows] == ["seen", "seen", "set-aside", "note", "asserted"]
    assert rows[2]["text"] == "'=one | model *given*"
    stored = json.loads((out / "report.json").read_bytes())["pairs"]
    assert (out / "marks.toml").read_bytes() == file.read_bytes()
    assert "marks.toml" in (out / "SHA256SUMS").read_text()
    assert stored[0]["marks"]["totals"][0]["group"] == "all"
    assert codematch("review", out, "--marks", file).code == 0


def test_a_record_of_the_run_itself_states_them_and_the_exit_code_is_the_same(codematch, saved, file, tmp_path):
    known, questioned = saved / "known", saved / "questioned"
    options = ("-q", "-j", 1, "--marks", file)
    run = codematch("compare", known, questioned, *options, "--fail-on-weight", 60, "-o", tmp_path / "out")
    assert (run.code, run.out, run.err) == (1, "", "")  # regions that are set aside count
    assert "marks.toml" in json.loads((tmp_path / "out" / "run.json").read_bytes())["files"]
    # A review of such a result goes on with its marks.
    assert "set aside by Li Wei" in codematch("review", tmp_path / "out", "--marks", file).out
    assert codematch("case", "verify", tmp_path / "out").code == 0


def test_a_case_file_may_name_the_marks(codematch, saved, file, tmp_path):
    case = tmp_path / "case.toml"
    case.write_text(
        f'[known]\npath = "{saved / "known"}"\n[questioned]\npath = "{saved / "questioned"}"\n'
        f'[report]\nmarks = "{file.name}"\n'
    )
    run = codematch("compare", "--case", case, "-j", 1)
    assert run.code == 0
    assert "Marks of the examiner: Marked as seen: 2" in run.out

    case.write_text(case.read_text().replace(file.name, "none.toml"))
    assert codematch("compare", "--case", case).refused(2, "none.toml", "cannot be read", "line 6", "[report] marks")


def test_a_faulty_file_of_marks_is_refused_before_anything_is_compared(codematch, saved, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text("[[mark]]\n")
    works = (saved / "known", saved / "questioned")
    assert codematch("compare", *works, "--marks", bad).refused(2, "--marks", "bad.toml:1", "has no kind")
    assert codematch("report", saved / "r", "--marks", bad).refused(2, "--marks", "bad.toml:1", "has no kind")
    assert codematch("review", saved / "r", "--marks", bad).refused(2, "bad.toml:1", "has no kind")
