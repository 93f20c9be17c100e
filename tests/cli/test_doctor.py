"""`codematch doctor`: what is installed, what is missing, and what that disables."""

import json
from importlib import metadata

import pytest

from codematch.cli.installation import State, _fits
from codematch.errors import StoreError
from codematch.extras import PURPOSES
from codematch.report.formats import fonts


def test_this_installation_is_fit_for_use(codematch):
    run = codematch("doctor")
    assert run.code == 0
    assert run.err == ""
    assert "  ok        codematch: " in run.out
    assert "FAILED" not in run.out.upper()
    assert all(len(line) <= 100 for line in run.out.splitlines())


def test_programs_get_the_same_items_with_what_their_absence_disables(codematch):
    items = json.loads(codematch("doctor", "--format", "json").out)
    assert {item["group"] for item in items} == {
        "program", "packages", "languages", "models", "fonts", "extras", "library",
    }  # fmt: skip
    assert all(item["disables"] for item in items if item["state"] == "optional")


def test_a_missing_font_fails_and_says_what_cannot_be_written(codematch, monkeypatch):
    def no_font():
        raise StoreError("no font")

    monkeypatch.setattr(fonts, "font_file", no_font)
    run = codematch("doctor")
    assert run.code == 5
    assert "no PDF and no exhibits" in run.out
    assert run.err == "codematch: not fit for use: Noto Sans CJK SC; what to do is listed above\n"


def test_a_missing_and_an_old_package_are_named(codematch, monkeypatch):
    def version(name):
        if name == "jinja2":
            raise metadata.PackageNotFoundError(name)
        return "0.1" if name == "datasketch" else metadata.distribution(name).version

    monkeypatch.setattr(metadata, "version", version)
    run = codematch("doctor")
    assert run.code == 5
    assert "failed    jinja2: missing, needed " in run.out
    assert "failed    datasketch: 0.1, needed " in run.out


@pytest.mark.parametrize(
    ("installed", "versions", "fits"),
    [
        ("1.4.2", ">=1.4,<2", True),
        ("2.0", ">=1.4,<2", False),
        ("1.10", ">=1.9", True),
        ("3.0rc1", ">=3", True),
        ("0.0.1", "==0.0.1", True),
        ("0.0.2", "==0.0.1", False),
        ("", ">=1", False),
        ("5", "", True),
    ],
)
def test_versions_are_compared_by_number(installed, versions, fits):
    assert _fits(installed, versions) is fits


def test_every_extra_of_the_package_says_what_it_is_for():
    import tomllib
    from pathlib import Path

    project = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["project"]["optional-dependencies"]) == set(PURPOSES)
    assert State("ok") is State.OK
