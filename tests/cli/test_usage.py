"""Every mistake on the command line gives one clear line and exit code 2."""

import pytest
from typer.testing import CliRunner

from codematch import __version__
from codematch.cli import app
from codematch.settings import Settings, describe


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("", "missing command"),
        ("bogus", "no such command 'bogus'"),
        ("compar a b", "did you mean 'compare'?"),
        ("compare", "missing argument 'KNOWN': give both works, or --case FILE; see codematch compare --help"),
        ("compare a", "missing argument 'QUESTIONED'"),
        ("compare a b c", "unexpected extra argument"),
        ("compare a b --langauge python", "--language"),
        ("compare a b --language pythn", "did you mean python?"),
        ("compare a b --language zzzz", "codematch languages list"),
        ("compare a b --min-weight heavy", "'--min-weight'"),
        ("compare a b --min-weight nan", "--min-weight nan: significance.least_bits is nan; give a value from 0"),
        ("compare a b --min-weight -1", "--min-weight -1: significance.least_bits is -1.0; give a value from 0"),
        (
            "compare a b --fail-on-weight 3",
            "--fail-on-weight 3 is below the least weight that is reported, 25",
        ),
        ("compare a b --fail-on-weight nan", "--fail-on-weight nan"),
        ("compare a b --jobs 0", "'--jobs' / '-j': it should be greater than or equal to 1"),
        ("compare a b --format odt", "--format odt: unknown format; choose from terminal, json, html"),
        ("compare a b --format json --format html", "several --format need --out"),
        ("compare a b --set x", "not of the form GROUP.NAME=VALUE"),
        ("compare a b --set weighing.min_wieght=3", "did you mean weighing.min_weight?"),
        ("compare a b --set max_gap_token=3", "did you mean chaining.max_gap_tokens?"),
        ("compare a b --set zzzzz=3", "codematch settings lists them"),
        ("compare a b --set weighing=3", "unknown setting weighing"),
        ("compare a b --set seeding.k=ten", "setting seeding.k is ten; give a whole number"),
        ("compare a b --set filtration.idioms=0", "setting filtration.idioms is 0; give true or false"),
        ("compare a b --set filtration.idioms=", "setting filtration.idioms is empty; give true or false"),
        ("compare a b --set seeding.k=true", "setting seeding.k is true; give a whole number"),
        ("compare a b --set seeding.k=10.5", "give a whole number"),
        ("compare a b --set seeding.k=", "setting seeding.k is empty"),
        ("compare a b --set seeding.k=1", "setting seeding.k is 1; give a value from 4 to 64"),
        ("compare a b --set seeding.k=9 --set seeding.k=9", "given twice"),
        ("compare a b --min-weight 9 --set weighing.min_weight=20", "given twice"),
        ("languages", "missing command; see codematch languages --help"),
        ("background", "missing command; see codematch background --help"),
        ("report", "missing argument 'RESULT'"),
        ("compare a b --out", "option '--out' requires an argument; see codematch compare --help"),
        ("case stamp --reply", "see codematch case stamp --help"),
        ("manifest a --against b --also sha1", "--also and --against cannot be used together"),
        ("compare a b --lang both --format html", "--lang both makes two html files"),
        ("report a --format odt", "--format odt: unknown format; choose from terminal"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_code_2(codematch, arguments, words):
    run = codematch(*arguments.split())

    assert run.refused(2, words), run


def test_secrets_are_shown_for_a_reason_only(codematch):
    assert codematch("compare", "a", "b", "--unmask", " ").refused(2, "--unmask needs a reason")


def test_version(codematch):
    run = codematch("--version")

    assert (run.code, run.out, run.err) == (0, f"codematch {__version__}\n", "")


@pytest.mark.parametrize(
    "command",
    [
        "",
        "compare",
        "report",
        "explain",
        "settings",
        "self-test",
        "limits",
        "languages list",
        "languages check",
        "languages tokens",
        "background train",
        "background info",
    ],
)
def test_every_help_text_teaches_with_an_example(command):
    result = CliRunner().invoke(app, [*command.split(), "--help"])

    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"  codematch {command}".rstrip() in result.output


def test_settings_lists_every_setting_with_default_range_and_reason(codematch):
    run = codematch("settings")

    assert run.code == 0
    for name, value, info in describe(Settings()):
        switch = isinstance(value, bool)
        value = {True: "on", False: "off"}[value] if switch else value
        values = info["unit"] if switch else f"{info['low']} to {info['high']}"
        unit = f" {info['unit']}" if info["unit"] and not switch else ""
        assert f"  {name} = {value}{unit}   ({values})\n      {info['why']}\n" in run.out
