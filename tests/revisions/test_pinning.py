"""A copy of one commit is explained by that commit, whatever was edited, moved or renamed, and the lines say why."""

import random
import re

import pytest

from codematch.intake import read_work
from codematch.model.versions import Boundary
from codematch.report.text.messages import sentence
from codematch.revisions.examine import examine_history, examine_versions
from codematch.settings import Settings
from tests.revisions.histories import Step, function, grown, history, write, write_files


def pinned(repository, folder):
    with history(repository) as found:
        return examine_history(found, read_work(str(folder), Settings().intake), Settings())


@pytest.fixture
def known(tmp_path):
    write(tmp_path / "k", grown())
    return tmp_path / "k"


@pytest.mark.parametrize("number", [0, 4, 11, 19])
def test_an_exact_copy_is_explained_by_its_commit(tmp_path, known, number):
    found = pinned(known, write_files(tmp_path / "q", grown()[number].files))

    assert found.interval.first.number <= number + 1 <= found.interval.last.number
    assert found.interval.count == 1
    assert found.interval.agreement == pytest.approx(1.0, abs=0.05)
    assert found.revisions == 20


@pytest.mark.parametrize("number", [6, 11, 17])
def test_a_copy_with_other_names_paths_and_edits_is_explained_by_its_commit(tmp_path, known, number):
    chance = random.Random(number)  # noqa: S311
    names = {"sluice": "gate", "valve": "tap", "level": "height", "flow": "stream", "start": "begin", "weir": "dam"}
    made = {}
    for path, text in grown()[number].files.items():
        lines = [line for line in text.splitlines() if chance.random() > 0.05]
        lines = [line + " + spare" if chance.random() < 0.04 else line for line in lines]
        for old, new in names.items():
            lines = [re.sub(rf"\b{old}(?=_\d|\b)", new, line) for line in lines]
        made[path.replace("src/", "product/core/").replace("sluice", "gates")] = "\n".join(lines)
    found = pinned(known, write_files(tmp_path / "q", made))

    equal = {point.revision for point in found.curve if point.is_equal}
    assert number + 1 in equal
    assert found.interval.count <= 3
    assert any(file.renamed for file in found.files)


def test_lines_decide_both_ends_and_name_when_they_were_there(tmp_path, known):
    found = pinned(known, write_files(tmp_path / "q", grown()[10].files))

    since = [item for item in found.decisive if item.boundary is Boundary.SINCE]
    until = [item for item in found.decisive if item.boundary is Boundary.UNTIL]
    assert since
    assert until
    assert {item.since.number for item in since} == {11}
    assert {item.until.number for item in until} == {11}
    assert any("sluice_10" in sentence(item.text) for item in since)
    assert any("sluice_4" in sentence(item.text) or "valve.open(29, start)" in sentence(item.text) for item in until)
    assert since[0].questioned.path == "src/sluice.py"


def test_an_unrelated_work_is_explained_by_none(tmp_path, known):
    text = "".join(
        f"class Pump{n}:\n    rate = {n * 17}\n    def run_{n}(self):\n        spin({n})\n" for n in range(30)
    )
    found = pinned(known, write_files(tmp_path / "q", {"pump.py": text}))

    assert found.interval is None
    assert (found.files, found.decisive, found.curve) == ((), (), ())


def test_text_removed_from_the_copy_does_not_make_it_look_older(tmp_path, known):
    whole = grown()[15].files["src/sluice.py"]
    kept = "".join(function("sluice", number, " + 2" if number < 9 else "") for number in range(5, 16))
    assert kept in whole
    found = pinned(known, write_files(tmp_path / "q", {"sluice.py": kept}))

    assert found.interval.first.number == found.interval.last.number == 16


def test_a_file_moved_in_the_known_history_is_followed(tmp_path):
    steps = [
        Step(files={("old/valve.py" if number < 6 else "new/valve.py"): grown()[number].files["src/sluice.py"]})
        for number in range(12)
    ]
    write(tmp_path / "k", steps)
    for number in (4, 5, 6, 9):
        copy = write_files(tmp_path / f"q{number}", {"x.py": grown()[number].files["src/sluice.py"]})
        found = pinned(tmp_path / "k", copy)
        assert (found.interval.first.number, found.interval.last.number) == (number + 1, number + 1)


def test_the_result_is_the_same_each_time_and_secrets_in_lines_are_masked(tmp_path):
    line = 'password = "hunter2-verysecret"\n'
    write(tmp_path / "k", [Step(files={"a.py": grown()[8].files["src/sluice.py"]}),
                           Step(files={"a.py": grown()[8].files["src/sluice.py"] + line})])  # fmt: skip
    copy = write_files(tmp_path / "q", {"a.py": grown()[8].files["src/sluice.py"] + line})
    runs = [examine_versions(str(tmp_path / "k"), str(copy), Settings()) for _ in range(2)]

    assert runs[0] == runs[1]
    told = " ".join(sentence(item.text) for item in runs[0].pinning.decisive)
    assert "password" in told
    assert "hunter2" not in told
    shown = examine_versions(str(tmp_path / "k"), str(copy), Settings(), unmask=True)
    assert "hunter2" in " ".join(sentence(item.text) for item in shown.pinning.decisive)
