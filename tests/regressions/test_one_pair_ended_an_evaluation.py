"""A pair or a work that fails is a row with its reason; an empty file is empty; no interval is announced without one.

An evaluation of thousands of pairs ended with the first comparison that failed.
"""

import csv

import pytest

from codematch.comparison import prepare as preparing
from codematch.errors import StoreError
from codematch.evaluation import evaluate, read_pairs, scores
from codematch.intake import read_work
from codematch.model.evaluation import Family, NotMeasured, PairState
from codematch.pipeline import compare_prepared
from codematch.report.evaluation import text
from codematch.settings import Evaluation, Settings

PROGRAM = "def {name}(rows):\n    total = 0\n    for row in rows:\n        total += row * {number}\n    return total\n"


@pytest.fixture
def listed(tmp_path):
    """Four pairs of two tasks that can all be scored."""
    for number in range(8):
        (tmp_path / f"{number}.py").write_text(PROGRAM.format(name=f"sum{number // 2}", number=number // 2 + 40))
    return _list(tmp_path, [(0, 1, 1, "a"), (0, 2, 0, "a"), (4, 5, 1, "b"), (4, 6, 0, "b")])


def _list(folder, rows):
    path = folder / "pairs.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("path_a", "path_b", "label", "kind", "language", "task"))
        writer.writerows(
            (f"{first}.py", f"{second}.py", label, "x", "python", task) for first, second, label, task in rows
        )
    return path


def _evaluate(path, **options):
    settings = Settings(evaluation=Evaluation(replicates=100))  # no width of an interval is looked at
    return evaluate(read_pairs(path), path.parent, settings=settings, **options)


def _broken(real, name, error):
    def function(*arguments, **options):
        works = arguments[:2]
        if any(name in getattr(getattr(work, "tree", None), "label", "") for work in works):
            raise error
        return real(*arguments, **options)

    return function


def test_a_comparison_that_fails_is_a_row(listed, monkeypatch):
    monkeypatch.setattr(scores, "compare_prepared", _broken(compare_prepared, "6.py", KeyError("gone")))

    found = _evaluate(listed)

    assert found.summary.states["failed"] == 1
    (row,) = found.summary.not_scored
    assert (row.line, row.state, row.detail) == (5, PairState.FAILED, "KeyError: 'gone'")
    assert len(found.values["combination"]) == len(found.groups) == len(found.reported) == len(found.tokens) == 3


def test_a_damaged_model_still_ends_the_run(listed, monkeypatch):
    error = StoreError("the background is damaged")
    monkeypatch.setattr(scores, "compare_prepared", _broken(compare_prepared, "6.py", error))

    with pytest.raises(StoreError):
        _evaluate(listed)


def test_a_work_that_cannot_be_prepared_is_the_reason_of_its_pairs_alone(listed, monkeypatch):
    real = preparing.prepare_files

    def prepare_files(files, *others):
        if any(file.source.record.path == "4.py" for file in files):
            raise RecursionError("too deep")
        return real(files, *others)

    monkeypatch.setattr(preparing, "prepare_files", prepare_files)

    found = _evaluate(listed)

    assert [(row.line, row.detail) for row in found.summary.not_scored] == [
        (4, "4.py: RecursionError: too deep"),
        (5, "4.py: RecursionError: too deep"),
    ]
    assert len(found.values["combination"]) == 2


def test_a_work_that_cannot_be_read_is_the_reason_of_its_pairs_alone(listed, monkeypatch):
    def read(locator, limits):
        if locator.endswith("5.py"):
            raise OSError(f"{locator}: input/output error")
        return read_work(locator, limits)

    monkeypatch.setattr(scores, "read_work", read)

    (row,) = _evaluate(listed).summary.not_scored

    assert (row.line, row.state, row.detail) == (4, PairState.UNREADABLE, "OSError: 5.py: input/output error")


@pytest.mark.parametrize("content", ["", "\n", "  \n\t\n", "# nothing but a comment\n"])
def test_a_file_without_code_is_empty(listed, content):
    (listed.parent / "5.py").write_text(content)

    (row,) = _evaluate(listed).summary.not_scored

    assert row.state is PairState.EMPTY


@pytest.mark.parametrize("names", [(), ("one.py",), ("one.py", "sub/two.py")])
def test_a_folder_without_content_is_empty(listed, names):
    (listed.parent / "5.py").unlink()
    (listed.parent / "5.py" / "sub").mkdir(parents=True)
    for name in names:
        (listed.parent / "5.py" / name).write_bytes(b"")

    (row,) = _evaluate(listed).summary.not_scored

    assert row.state is PairState.EMPTY


def test_a_binary_file_is_not_empty(listed):
    (listed.parent / "5.py").write_bytes(b"\x7fELF\x00\x01\x02" * 40)

    (row,) = _evaluate(listed).summary.not_scored

    assert row.state is PairState.UNREADABLE


def test_intervals_are_announced_where_there_are_some(listed):
    found = _evaluate(listed)

    assert found.summary.scores[0].auc.interval is not None
    assert "The brackets give 95 % intervals" in " ".join(text(found).split())


def test_intervals_are_not_announced_where_there_are_none(tmp_path, listed):
    found = _evaluate(_list(tmp_path, [(0, 1, 1, "a"), (0, 2, 0, "a"), (0, 3, 0, "a")]))

    assert found.summary.scores[0].auc.interval_reason is NotMeasured.ONE_GROUP
    shown = " ".join(text(found).split())
    assert "The brackets" not in shown
    assert "There are no intervals (one group only)." in shown


def test_a_column_of_tasks_is_what_pairs_are_grouped_by(listed):
    summary = _evaluate(listed).summary

    assert (summary.grouped_by, summary.groups, summary.rarity_tasks) == ("task", 2, 2)
    assert {part.name for part in summary.parts if part.family is Family.GROUP} == {"a", "b"}
    assert summary.scores[0].mixed_groups == 2


def test_rarity_never_follows_a_column_that_may_follow_the_labels(listed):
    assert _evaluate(listed, group="label").summary.rarity_tasks == 2
    plain = listed.read_text().replace("language,task", "language,author")
    listed.write_text(plain)
    assert _evaluate(listed, group="author").summary.rarity_tasks == 0
    assert _evaluate(listed, group="path_a/1").summary.rarity_tasks == 2
