"""What continuous integration runs is there: its YAML is read, and each of its commands is looked up."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"(?m)^([a-z-]+):", MAKEFILE))
PROGRAMS = {"bash", "cd", "codematch", "make", "python"}
"""What a step may begin with; `make` and `bash` name what is looked up here."""


def read(path: Path) -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as true.
    return {("on" if key is True else key): value for key, value in yaml.safe_load(path.read_text("utf-8")).items()}


def commands(path: Path) -> list[str]:
    steps = [step for job in read(path)["jobs"].values() for step in job["steps"]]
    assert all(("run" in step) != ("uses" in step) for step in steps)
    return [line.strip() for step in steps for line in step.get("run", "").splitlines() if line.strip()]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_job_is_bounded_and_may_only_read(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert {"push", "pull_request"} <= set(workflow["on"])
    for name, job in workflow["jobs"].items():
        assert 0 < job["timeout-minutes"] <= 90, name
        checkout = job["steps"][0]
        assert checkout["uses"].startswith("actions/checkout@"), name
        assert checkout["with"] == {"persist-credentials": False}, name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_command_that_a_job_runs_is_there(path: Path) -> None:
    found = commands(path)
    assert found
    for command in found:
        first, *rest = command.split()
        assert first in PROGRAMS, command
        if first == "make":
            assert set(rest) <= TARGETS, command
        if first == "bash":
            assert (ROOT / rest[0]).is_file(), command


def test_the_gate_coverage_and_mutants_are_run() -> None:
    (found,) = [commands(path) for path in WORKFLOWS if path.name == "test.yml"]
    assert {"bash .ci/run", "make docs", "make coverage", "make mutation", "python -m codematch self-test"} <= set(
        found
    )
    matrix = read(ROOT / ".github" / "workflows" / "test.yml")["jobs"]["tests"]["strategy"]["matrix"]
    assert {re.sub(r"-.*", "", system) for system in matrix["os"]} == {"ubuntu", "macos", "windows"}


def test_coverage_has_a_floor() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert tools["coverage"]["run"]["source"] == ["codematch"]
    assert 50 <= tools["coverage"]["report"]["fail_under"] < 100
    assert "--cov" in re.search(r"(?m)^coverage:.*\n\t(.*)", MAKEFILE).group(1)


def test_every_target_is_listed_as_one_that_makes_no_file() -> None:
    listed = set(re.search(r"(?m)^\.PHONY: (.*)", MAKEFILE).group(1).split())
    assert TARGETS - {"$(BIN)"} == listed
