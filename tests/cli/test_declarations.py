"""A command that takes a dataclass has one option for each field, and an option is declared in one place."""

from dataclasses import dataclass
from typing import Annotated

import pytest
import typer

from codematch.cli import console
from codematch.cli.declarations import Quiet, accepts_quiet, argument, option, with_options


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    name: Annotated[str, argument("NAME", "Who is greeted.")]
    times: Annotated[int, option("--times -n", "N", "How often.", min=1)] = 1
    quiet: Quiet = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LouderGreeting(Greeting):
    mark: Annotated[str, option("--mark", "SIGN", "The sign at the end.")] = "."


def answer(capfd: pytest.CaptureFixture[str], command, *arguments: str) -> tuple[int, str]:
    app = typer.Typer(rich_markup_mode=None)
    app.command()(command)
    app.callback()(lambda: None)
    with pytest.raises(SystemExit) as stop:
        console.run(app, [command.__name__, *arguments])
    captured = capfd.readouterr()
    return int(stop.value.code or 0), captured.out + captured.err


@with_options(LouderGreeting)
def greet(given: LouderGreeting) -> None:
    """Greet somebody."""
    console.write(f"{given.name}{given.mark} " * given.times)


def test_every_field_is_an_option_and_inherited_ones_too(capfd: pytest.CaptureFixture[str]) -> None:
    assert answer(capfd, greet, "Ann", "-n", "2", "--mark", "!") == (0, "Ann! Ann! ")
    assert answer(capfd, greet, "Ann", "-q") == (0, "Ann. ")


def test_the_help_is_that_of_the_declarations(capfd: pytest.CaptureFixture[str]) -> None:
    code, text = answer(capfd, greet, "--help")
    assert code == 0
    for said in ("Greet somebody.", "Who is greeted.", "-n, --times N", "How often.", "--mark SIGN"):
        assert said in text


@pytest.mark.parametrize("arguments", [(), ("Ann", "--times", "0"), ("Ann", "--loud")])
def test_what_does_not_fit_is_refused(capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    code, text = answer(capfd, greet, *arguments)
    assert code == 2
    assert "see codematch" in text.lower()


def test_a_command_that_prints_nothing_but_answers_accepts_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    @accepts_quiet
    def tell(name: Annotated[str, argument("NAME", "Who.")]) -> None:
        """Tell."""
        console.write(name)

    assert answer(capfd, tell, "Ann", "--quiet") == (0, "Ann")
