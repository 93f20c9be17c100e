from codematch.cli.overrides import override
from codematch.settings import Settings, describe


def test_no_assignment_gives_the_defaults():
    assert override(()) == Settings()


def test_assignments_change_exactly_the_settings_they_name():
    changed = override(("seeding.k=11", " weighing.min_weight = 80", "intake.max_file_bytes=1_000"))

    before = {name: value for name, value, _ in describe(Settings())}
    after = {name: value for name, value, _ in describe(changed)}
    assert {name: value for name, value in after.items() if value != before[name]} == {
        "seeding.k": 11,
        "weighing.min_weight": 80.0,
        "intake.max_file_bytes": 1000,
    }
    assert [type(value) for value in after.values()] == [type(value) for value in before.values()]
