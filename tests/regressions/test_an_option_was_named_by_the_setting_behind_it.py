"""`--min-weight -5` was refused as "setting significance.least_bits is -5.0", which names no option."""

import pytest

from codematch.cli import main, overrides
from codematch.errors import UsageError


@pytest.mark.parametrize("command", ["compare", "scan"])
@pytest.mark.parametrize("value", ["-5", "nan", "1e99"])
def test_the_option_is_named(capfd, tmp_path, command, value):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text("x = 1\n")
    with pytest.raises(SystemExit) as stop:
        main([command, str(tmp_path / "a"), str(tmp_path / "b"), "--min-weight", value])
    said = capfd.readouterr().err
    assert stop.value.code == 2
    assert said.startswith(f"codematch: --min-weight {float(value):g}: ")
    assert "give a value from 0 to" in said


def test_an_option_that_is_not_given_changes_nothing():
    assert overrides.by_option("--min-weight", None, "weighing.min_weight") == []
    assert overrides.by_min_weight(None) == []
    assert overrides.by_min_weight(80.0) == ["weighing.min_weight=80.0", "significance.coincidence_rate=1"]
    with pytest.raises(UsageError, match="--min-weight -1: exchange"):
        overrides.by_option("--min-weight", -1.0, "exchange.min_run_bits")
