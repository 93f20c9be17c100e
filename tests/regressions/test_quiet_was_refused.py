"""Commands that print nothing but results refused --quiet."""

import pytest
from typer.testing import CliRunner

from codematch.cli import app


@pytest.mark.parametrize(
    "arguments",
    [("limits",), ("settings",), ("validation",), ("languages", "list"), ("background", "info")],
    ids=" ".join,
)
def test_results_are_the_same_with_quiet(arguments):
    plain, quiet = (CliRunner().invoke(app, [*arguments, *more]) for more in ((), ("-q",)))

    assert plain.exit_code == quiet.exit_code == 0
    assert plain.stdout == quiet.stdout != ""


@pytest.mark.parametrize(
    "command",
    ["manifest", "library list", "languages tokens", "languages check", "case stamp", "case sign", "case reveal",
     "case check-reveal", "custody add", "custody show", "custody verify"],
)  # fmt: skip
def test_every_command_takes_it(command):
    assert "--quiet" in CliRunner().invoke(app, [*command.split(), "--help"]).stdout
