"""`codematch evaluate` as a user sees it: a labelled set in, a summary and a folder out; mistakes in one line each."""

import csv
import json
import re

import pytest

SUM = """\
def {name}({item}s, limit={limit}):
    {total} = 0
    for {item} in {item}s:
        if {item}.weight > limit and not {item}.damaged:
            {total} += {item}.weight * {item}.count + {limit}
        elif {item}.weight == {limit}:
            {total} -= len({item}.label.strip("-{limit}"))
    return {total} / max(1, len({item}s))
"""
OTHER = """\
class {name}Reader:
    def __init__(self, path):
        self.path, self.lines = path, []

    def read_{name}(self):
        with open(self.path, encoding="{name}-8") as stream:
            while line := stream.readline():
                self.lines.append(line.rstrip("{name}").split(";", {limit}))
        return {{line[0]: line[-1] for line in self.lines if line}}
"""


FEW = ("--set", "evaluation.replicates=100")
"""No test here looks at the width of an interval, which 1,000 replicates make narrower."""


@pytest.fixture
def works(tmp_path):
    """Four tasks; in each an original, a copy with other names, and an independent work."""
    rows = []
    for task in range(4):
        folder = tmp_path / f"task-{task}"
        folder.mkdir()
        (folder / "one.py").write_text(SUM.format(name=f"sum{task}", item="crate", total="load", limit=170 + task))
        (folder / "copy.py").write_text(SUM.format(name=f"add{task}", item="box", total="mass", limit=170 + task))
        (folder / "other.py").write_text(OTHER.format(name=f"utf{task}", limit=task + 3))
        rows += [(f"task-{task}/one.py", f"task-{task}/copy.py", 1, "reuse:renamed", "python", f"t{task}")]
        rows += [(f"task-{task}/one.py", f"task-{task}/other.py", 0, "independent", "python", f"t{task}")]
    return _write(tmp_path, rows)


def _write(folder, rows, name="pairs.csv"):
    path = folder / name
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("path_a", "path_b", "label", "kind", "language", "task"))
        writer.writerows(rows)
    return path


def test_the_summary_names_the_figures(codematch, works):
    run = codematch("evaluate", works, "--group", "task", "--jobs", 1, *FEW)

    assert (run.code, run.err) == (0, "")
    assert re.search(r"^  Pairs scored +8 of 8$", run.out, re.MULTILINE)
    assert re.search(r"^  combination +1 \[1, 1\]", run.out, re.MULTILINE)
    assert re.search(r"^  Groups +4, by task$", run.out, re.MULTILINE)
    assert re.search(r"^  reuse +1 +4 of 4 ", run.out, re.MULTILINE)
    assert "insufficient" in run.out
    assert "Every row of the list was scored." in run.out
    assert "nan" not in run.out.lower().replace("insignificant", "")


@pytest.mark.slow
def test_a_result_folder_holds_everything_and_is_the_same_with_any_number_of_jobs(codematch, works, tmp_path):
    folders = [tmp_path / f"out{jobs}" for jobs in (1, 2)]
    for jobs, out in enumerate(folders, start=1):
        run = codematch("evaluate", works, "--group", "task", "--out", out, "--jobs", jobs, "--quiet", *FEW)
        assert (run.code, run.out, run.err) == (0, "", "")

    names = sorted(path.name for path in folders[0].iterdir())
    assert names == ["det.svg", "distributions.svg", "ece.svg", "evaluation.html", "metrics.json", "roc-low.svg",
                     "roc.svg", "run.json", "scores.csv", "tippett.svg"]  # fmt: skip
    for name in set(names) - {"run.json"}:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name
    metrics = json.loads((folders[0] / "metrics.json").read_text())
    assert metrics["main_score"] == "combination"
    assert (metrics["positives"], metrics["negatives"], metrics["groups"]) == (4, 4, 4)
    assert metrics["likelihood"]["folds"] == "groups"
    with (folders[0] / "scores.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 8
    assert all(float(row["structure"]) >= 0.0 and row["group"] for row in rows)
    assert {row["label"]: row["reported"] for row in rows} == {"1": "1", "0": "0"}
    page = (folders[0] / "evaluation.html").read_text()
    assert page.count("<svg") == 6
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_one_score_alone(codematch, works, tmp_path):
    run = codematch("evaluate", works, "--score", "structure", "--out", tmp_path / "out", "--jobs", 1, *FEW)

    metrics = json.loads((tmp_path / "out" / "metrics.json").read_text())
    assert run.code == 0
    assert [item["score"] for item in metrics["scores"]] == ["structure"]
    assert metrics["likelihood"]["score"] == "structure"


def test_rows_that_cannot_be_scored_are_counted_and_listed(codematch, works, tmp_path):
    (tmp_path / "empty.py").write_text("# to be written\n")
    with works.open("a") as file:
        file.write("task-0/one.py,gone.py,1,reuse:renamed,python,t0\n")
        file.write("task-0/one.py,empty.py,0,independent,python,t0\n")
        file.write("task-0/copy.py,task-0/one.py,1,reuse:renamed,python,t0\n")

    run = codematch("evaluate", works, "--out", tmp_path / "out", "--jobs", 1, *FEW)

    assert run.code == 0
    assert "8 of 11" in run.out
    assert "not found: 1; contains no code: 1; repeats another row: 1" in run.out
    metrics = json.loads((tmp_path / "out" / "metrics.json").read_text())
    assert metrics["states"] == {
        "scored": 8, "missing": 1, "unreadable": 0, "empty": 1, "duplicate": 1, "contradicted": 0,
        "failed": 0,
    }  # fmt: skip
    assert [row["line"] for row in metrics["not_scored"]] == [10, 11, 12]


def test_one_class_only_has_reasons_and_no_figures(codematch, works, tmp_path):
    lines = works.read_text().splitlines()
    only = tmp_path / "only.csv"
    only.write_text("\n".join([lines[0], *(line for line in lines if ",1,reuse" in line)]) + "\n")

    run = codematch("evaluate", only, "--out", tmp_path / "out", "--jobs", 1, *FEW)

    assert (run.code, run.out.count("Not evaluated: one label only.")) == (0, 1)
    assert "No score can be measured: one label only." in run.out
    text = (tmp_path / "out" / "metrics.json").read_text()
    assert "NaN" not in text
    assert json.loads(text)["scores"][0]["auc"]["reason"] == "one-class-only"


def test_folders_are_works_and_a_root_is_where_paths_begin(codematch, works, tmp_path):
    listed = _write(
        tmp_path / "task-0",
        [("task-1", "task-2", 1, "x", "python", ""), ("task-1", "task-3/other.py", 0, "y", "python", "")],
    )

    run = codematch("evaluate", listed, "--root", tmp_path, "--jobs", 1, *FEW)

    assert run.code == 0
    assert "2 of 2" in run.out


def test_mistakes_are_one_line_each(codematch, works, tmp_path):
    assert codematch("evaluate", tmp_path / "none.csv").refused(3, "none.csv", "cannot be read")
    assert codematch("evaluate", works, "--score", "beauty").refused(2, "--score beauty", "structure")
    assert codematch("evaluate", works, "--group", "author").refused(2, "--group author", "task")
    assert codematch("evaluate", works, "--root", tmp_path / "no").refused(3, "--root", "is not a folder")
    assert codematch("evaluate", works, "--out", tmp_path / "task-0").refused(2, "--out", "task-0")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("left,right,label\na,b,1\n")
    assert codematch("evaluate", wrong).refused(3, "wrong.csv", "no columns path_a, path_b, kind, language")
    wrong.write_text("path_a,path_b,label,kind,language\na,b,maybe,x,c\n")
    assert codematch("evaluate", wrong).refused(3, "line 2", "'maybe'")
    wrong.write_text("path_a,path_b,label,kind,language\na,b,1,x,c\n")
    assert codematch("evaluate", wrong, "--jobs", 1, *FEW).refused(3, "none of its 1 pairs can be scored", "--root")


@pytest.mark.slow
def test_a_bundle_gives_likelihood_ratios_within_its_scope(codematch, works, tmp_path):
    out = tmp_path / "evaluation"
    run = codematch("evaluate", works, "--group", "task", "--out", out, "--bundle", "tasks",
                    "--stratum", "independent=same-task", "--quiet", *FEW)  # fmt: skip
    assert (run.code, run.err) == (0, "")

    pair = tmp_path / "task-0/one.py", tmp_path / "task-0/copy.py"
    run = codematch("compare", *pair, "--lr", out / "bundle.json", "--out", tmp_path / "case", "--quiet")
    assert run.code == 0
    (ratio,) = json.loads((tmp_path / "case/report.json").read_text())["pairs"][0]["likelihood"]
    assert (ratio["bundle"], ratio["language"], ratio["same_clusters"]) == ("tasks", "python", 4)
    (stratum,) = ratio["strata"]
    assert stratum["stratum"] == "same-task"
    assert 0 < stratum["log10_lr"] <= 0.69897  # log10(4 clusters + 1)
    page = (tmp_path / "case/report.html").read_text()
    assert "works for the same task" in page
    assert all(f"Figure F{number}-Python, works for the same task" in page for number in (5, 6, 7))
    assert "Illustrative: pairs of the validation bundle, not of this case." in page
    assert {curve["name"] for curve in stratum["curves"]} == {
        "tippett-first", "tippett-second", "roc", "ece-system", "ece-calibrated", "ece-neutral",
    }  # fmt: skip

    larger = tmp_path / "larger.py"
    larger.write_text("".join(path.read_text() for path in sorted(tmp_path.glob("task-*/*.py"))))
    run = codematch("compare", larger, pair[1], "--long", "--lr", out / "bundle.json")
    assert run.code == 0
    assert "the validation bundle does not cover works of this size" in " ".join(run.out.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--bundle", "x"), "--bundle x needs a folder to write to; give it with --out DIR"),
        (("--stratum", "independent=unrelated"), "--stratum independent=unrelated needs --bundle NAME"),
        (("--bundle", "x", "--out", "{}"), "'independent' of pairs labelled 0 is not a stratum"),
        (("--bundle", "x", "--out", "{}", "--stratum", "independent"), "unknown stratum"),
        (("--bundle", "x", "--out", "{}", "--stratum", "reuse=unrelated"), "no pair labelled 0 is of that kind"),
    ],
)
def test_mistakes_with_a_bundle_take_one_line(codematch, works, tmp_path, arguments, message):
    run = codematch("evaluate", works, *(part.format(tmp_path / "out") for part in arguments))

    assert run.code == 2
    assert message in run.err
    assert run.err.count("\n") == 1
    assert not (tmp_path / "out").exists()
