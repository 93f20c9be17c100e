"""`codematch scan --include` and `--exclude`: which files are compared, and what the result says of the others."""

import json

import pytest

import codematch as library
from tests.comparison.works import LEDGER, TRIANGLE


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    root = tmp_path_factory.mktemp("chosen")
    for name, files in {
        "one": {"ledger.py": LEDGER, "lib/triangle.py": TRIANGLE},
        "two": {"src/ledger.py": f"{LEDGER}\nCEILING = 7\n", "vendor/triangle.py": TRIANGLE},
        "three": {"main.c": "int main(void)\n{\n    return 3;\n}\n"},
    }.items():
        for path, text in files.items():
            (root / name / path).parent.mkdir(parents=True, exist_ok=True)
            (root / name / path).write_text(text)
    return root


def _scan(codematch, works, *options):
    run = codematch("scan", works, "--format", "json", "-q", "-j", 1, *options)
    assert (run.code, run.err) == (0, "")
    return json.loads(run.out)


def _files(document):
    return {work["label"]: work["files"] for work in document["works"]}


def test_only_chosen_files_are_compared(codematch, works):
    assert _files(_scan(codematch, works)) == {"one": 2, "three": 1, "two": 2}
    found = _scan(codematch, works, "--exclude", "lib", "--exclude", "vendor/*")
    assert _files(found) == {"one": 1, "three": 1, "two": 1}
    assert [said["key"] for said in found["limitations"]] == ["scan-files-not-chosen"]
    assert found["works"][0]["root"] == _scan(codematch, works)["works"][0]["root"]  # of all files


def test_a_work_without_chosen_files_and_an_unused_pattern_are_named(codematch, works):
    run = codematch("scan", works, "--include", "*.py", "--exclude", "nowhere", "-j", 1)
    assert (run.code, run.err) == (0, "")
    said = " ".join(run.out.split())
    assert "without source code: --include and --exclude leave out all of its files" in said
    assert "--exclude nowhere matches no file of any work" in said
    zh = codematch("scan", works, "--include", "*.py", "-j", 1, "--lang", "zh")
    assert "排除了其全部文件" in zh.out


def test_python_has_the_same_choice(works):
    found = library.scan(works, include=["ledger.py"])
    assert found.table("works")["files"] == [1, 0, 1]
    with pytest.raises(library.UsageError, match="single value"):
        library.scan(works, include="*.py")
    with pytest.raises(library.UsageError, match="have no sides"):
        library.scan(works, exclude=["Q:*.py"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--include", "K:*.py"), "the works of a set have no sides"),
        (("--versions", "--exclude", "x"), "--exclude is about pairs of works"),
        (("--min-weight", "-5"), "--min-weight -5: weighing.min_weight is -5.0"),
        (("--compare", "999999999999"), "--compare 1e+12: scan.max_compared is 999999999999"),
        (("--fail-on-weight", "-1"), "--fail-on-weight -1 is not a weight; give 0 or more bits"),
        (("--fail-on-residual", "nan"), "--fail-on-residual nan is not a weight; give 0 or more bits"),
    ],
)
def test_what_is_refused(codematch, works, options, said):
    assert codematch("scan", works, *options).refused(2, said)
