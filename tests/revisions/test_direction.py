"""How both histories came to have what is shared, and what that is consistent with."""

import pytest

from codematch.model.engagement import Role
from codematch.model.versions import Appearance, Direction
from codematch.report.text import in_language, say, sentence
from codematch.revisions.examine import examine_versions
from codematch.revisions.project_names import name_words
from codematch.settings import Settings
from tests.revisions.histories import DAY, START, Step, grown, write

LATER = START + 400 * DAY


def imported(number: int, others: int = 6, seconds: int = LATER) -> list[Step]:
    """A product that took the files of a step whole, between steps of its own."""
    own = [{f"app/page_{n}.py": f"page = {n}\nshow(page + {n})\n" for n in range(last + 1)} for last in range(others)]
    taken = {f"app/lib/{path}": text for path, text in grown()[number].files.items() if path != "README"}
    return [
        Step(files={**files, **(taken if last >= 3 else {})}, seconds=seconds + last * DAY + last * last * 7)
        for last, files in enumerate(own)
    ]


def examined(tmp_path, known, questioned, names=("k", "q")):
    for name, steps in zip(names, (known, questioned), strict=True):
        write(tmp_path / name, steps)
    return examine_versions(str(tmp_path / names[0]), str(tmp_path / names[1]), Settings())


def appearances(found, role):
    return {item.appearance for item in found.passages if item.role is role}


def test_one_side_grew_and_the_other_has_it_whole(tmp_path):
    found = examined(tmp_path, grown(), imported(15))

    assert appearances(found, Role.KNOWN) == {Appearance.GROWN}
    assert appearances(found, Role.QUESTIONED) == {Appearance.WHOLE}
    assert found.direction is Direction.KNOWN_FIRST
    assert {item.revisions for item in found.passages if item.role is Role.QUESTIONED} == {1}
    assert all(item.first.number == 4 for item in found.passages if item.role is Role.QUESTIONED)


def test_the_same_two_the_other_way_round(tmp_path):
    found = examined(tmp_path, imported(15), grown())

    assert found.direction is Direction.QUESTIONED_FIRST


def test_growth_against_the_claimed_times_is_undetermined(tmp_path):
    found = examined(tmp_path, grown(), imported(15, seconds=START - 400 * DAY))

    assert found.direction is Direction.UNDETERMINED
    growth = next(item for item in found.indications if item.kind == "growth")
    assert growth.direction is Direction.UNDETERMINED


def test_two_imports_of_something_else_are_undetermined(tmp_path):
    found = examined(tmp_path, imported(15), imported(15, seconds=START))

    assert found.direction is Direction.UNDETERMINED


def test_a_fork_has_a_common_source(tmp_path):
    steps = grown()
    found = examined(tmp_path, steps, steps[:12])

    assert found.direction is Direction.COMMON_SOURCE
    assert any(item.kind == "common-commits" for item in found.indications)


def test_lines_that_name_one_project_bear_on_the_direction(tmp_path):
    named = [
        Step(files={path: text.replace("drain(", "torrentlib.drain(") for path, text in step.files.items()})
        for step in grown()
    ]
    (one,) = named[-1:]
    write(tmp_path / "torrentlib", named)
    write(tmp_path / "harbour", [Step(files=one.files, seconds=LATER)])
    found = examine_versions(str(tmp_path / "torrentlib"), str(tmp_path / "harbour"), Settings())

    hint = next(item for item in found.indications if item.kind == "named-project")
    assert hint.direction is Direction.KNOWN_FIRST
    assert found.direction is Direction.KNOWN_FIRST


def test_without_a_history_of_the_questioned_work_nothing_is_determined(tmp_path):
    write(tmp_path / "k", grown())
    folder = tmp_path / "q"
    folder.mkdir()
    (folder / "a.py").write_text(grown()[9].files["src/sluice.py"])
    found = examine_versions(str(tmp_path / "k"), str(folder), Settings())

    assert found.direction is Direction.UNDETERMINED
    assert not [item for item in found.passages if item.role is Role.QUESTIONED]


def test_every_indication_is_worded_with_what_else_may_explain_it(tmp_path):
    found = examined(tmp_path, grown(), imported(15))
    for language in ("en", "zh"):
        with in_language(language):
            assert found.indications
            for item in found.indications:
                assert sentence(item.detail)
                assert sentence(item.otherwise)
                assert say(f"indication.{item.kind}")
            for direction in Direction:
                assert say(f"direction-result.{direction.value}")


@pytest.mark.parametrize(("label", "words"), [("urllib3.git", ("urllib3",)), ("repo", ()), ("my-lib_v2", ())])
def test_plain_words_name_no_project(label, words):
    assert name_words(label) == words


def test_bulk_changes_are_events(tmp_path):
    files = {f"src/part_{n}.py": f"# Copyright 2015 Ann\nvalue_{n} = total({n})\n" + grown()[9].files["src/sluice.py"]
             for n in range(12)}  # fmt: skip
    moved = {path.replace("src/", "lib/"): text for path, text in files.items()}
    bare = {path: text.replace("# Copyright 2015 Ann\n", "") for path, text in moved.items()}
    renamed = {path: text.replace("valve", "tap") for path, text in bare.items()}
    steps = [Step(files=files), Step(files=moved), Step(files=bare), Step(files=renamed, title="squashed commit")]
    write(tmp_path / "k", [*steps, Step(files={**renamed, "z.py": "last = 1\n"})])
    write(tmp_path / "q", [Step(files=renamed, seconds=LATER)])
    found = examine_versions(str(tmp_path / "k"), str(tmp_path / "q"), Settings())

    kinds = [(item.kind, item.revision.number) for item in found.events if item.role is Role.KNOWN]
    assert kinds == [("moved", 2), ("notices-removed", 3), ("renamed", 4), ("squashed", 4)]


def followed(number: int = 20, every: int = 4) -> list[Step]:
    """A product that takes over the files of every fourth step, each time with a page of its own."""
    steps = []
    for last in range(0, number, every):
        taken = {f"lib/{path}": text for path, text in grown()[last].files.items() if path != "README"}
        own = {f"app/page_{n}.py": f"page = {n}\nshow(page + {n})\n" for n in range(last + 1)}
        steps.append(Step(files={**taken, **own}, seconds=LATER + last * DAY + last * last * 7))
    return steps


def states_of(found):
    return [item for item in found.indications if item.kind == "states"]


def test_a_side_that_takes_over_every_fourth_state_came_second(tmp_path):
    found = examined(tmp_path, grown(), followed())
    assert [item.direction for item in states_of(found)] == [Direction.KNOWN_FIRST]
    assert found.direction is Direction.KNOWN_FIRST
    with in_language("zh"):
        assert "其间，K有" in sentence(states_of(found)[0].detail)


def test_the_same_the_other_way_round(tmp_path):
    found = examined(tmp_path, followed(), grown())
    assert [item.direction for item in states_of(found)] == [Direction.QUESTIONED_FIRST]
    assert found.direction is Direction.QUESTIONED_FIRST


def test_a_side_that_takes_over_every_state_and_goes_on_has_nothing_between(tmp_path):
    """A fork that was converted commit by commit: that it has more states later tells nothing."""
    later = [Step(files={f"lib/{path}": text for path, text in step.files.items()}, seconds=LATER + number * DAY)
             for number, step in enumerate(grown(20))]  # fmt: skip
    found = examined(tmp_path, later, grown(12))
    assert states_of(found) == []
    assert found.direction is not Direction.KNOWN_FIRST


def test_states_against_the_claimed_times_decide_nothing(tmp_path):
    early = [Step(files=step.files, seconds=START - (400 - number) * DAY) for number, step in enumerate(followed())]
    found = examined(tmp_path, grown(), early)
    assert [item.direction for item in states_of(found)] == [Direction.UNDETERMINED]
    assert found.direction is Direction.UNDETERMINED
