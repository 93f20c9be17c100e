import pytest

from codematch.cli.overrides import override
from codematch.errors import UsageError
from codematch.settings import Filtration, Intake, Settings, describe


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


def test_switches_are_true_or_false_on_or_off():
    for off in ("false", "off", "Off", " FALSE "):
        assert override((f"filtration.idioms={off}", "intake.sm3=on", "intake.md5=true")) == Settings(
            filtration=Filtration(idioms=False), intake=Intake(sm3=True, md5=True)
        )


def test_a_number_is_no_switch_and_a_switch_no_number():
    for group in (lambda: Filtration(idioms=1), lambda: Filtration(idiom_tokens=True)):
        with pytest.raises(UsageError, match=r"setting filtration\.idiom"):
            Settings(filtration=group())
