"""What continuous integration runs is there: its YAML is read, and each of its commands is looked up."""

import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"(?m)^([a-z-]+):", MAKEFILE))
PROGRAMS = {"bash", "cd", "codematch", "make", "python"}
"""What a step may begin with; `make` and `bash` name what is looked up here."""


SCHEMAS = {
    ".github/workflows/test.yml": "github-workflows",
    "action.yml": "github-actions",
    ".github/dependabot.yml": "dependabot",
    ".github/ISSUE_TEMPLATE/config.yml": "github-issue-config",
    ".github/ISSUE_TEMPLATE/fault.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/proposal.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/wrong-result.yml": "github-issue-forms",
    "ci/gitlab.yml": "gitlab-ci",
    "CITATION.cff": "citation-file-format",
}
"""Files that a service reads, and the published schema of each, as check-jsonschema brings it."""


def read(path: Path) -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as true.
    return {("on" if key is True else key): value for key, value in yaml.safe_load(path.read_text("utf-8")).items()}


def commands(path: Path) -> list[str]:
    steps = [step for job in read(path)["jobs"].values() for step in job["steps"]]
    assert all(("run" in step) != ("uses" in step) for step in steps)
    return [line.strip() for step in steps for line in step.get("run", "").splitlines() if line.strip()]


@pytest.mark.parametrize(("name", "schema"), SCHEMAS.items(), ids=SCHEMAS)
def test_a_file_is_valid_against_the_schema_of_the_service_that_reads_it(name: str, schema: str) -> None:
    folder = files("check_jsonschema") / "builtin_schemas" / "vendor"
    rules = json.loads((folder / f"{schema}.json").read_text(encoding="utf-8"))
    # A date of YAML is a text in JSON.
    document = json.loads(json.dumps(read(ROOT / name), default=str))
    checked = jsonschema.validators.validator_for(rules)(rules).iter_errors(document)
    assert [f"{error.json_path}: {error.message}" for error in checked] == []


def test_every_file_that_a_service_reads_is_among_them() -> None:
    found = {*(ROOT / ".github").rglob("*.yml"), *(ROOT / "ci").glob("*.yml"), *ROOT.glob("*.yml"), *ROOT.glob("*.cff")}
    assert {path.relative_to(ROOT).as_posix() for path in found} - {"mkdocs.yml"} == set(SCHEMAS)


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_commit_and_names_its_version(path: Path) -> None:
    used = re.findall(r"uses: *(.*)", path.read_text(encoding="utf-8"))
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+){2}", one)] == []
    by_action = {tuple(re.split("[@ #]+", one)) for one in used}
    assert len(by_action) == len({name for name, _, _ in by_action})


def test_one_job_has_every_oracle_and_may_skip_nothing() -> None:
    gate = read(ROOT / ".github" / "workflows" / "test.yml")["jobs"]["gate"]
    (environment,) = (step["env"] for step in gate["steps"] if step.get("run") == "bash .ci/run")
    assert environment["PYTEST_ADDOPTS"] == "--no-skips"
    assert "CODEMATCH_SARIF_SCHEMA" in environment


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
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [one.rpartition(" ")[2] for one in said["classifiers"] if re.search(r":: Python :: 3\.\d+$", one)]
    assert matrix["python"] == named
    assert said["requires-python"] == f">={named[0]}"


def recipe(target: str) -> list[str]:
    """The commands of a target, with the names that it uses filled in."""
    names = dict(re.findall(r"(?m)^([A-Z]+) *:= *(.*)$", MAKEFILE))
    (found,) = re.findall(rf"(?m)^{target}:.*\n((?:\t.*\n)+)", MAKEFILE)
    return [re.sub(r"\$\((\w+)\)", lambda one: names.get(one[1], one[0]), line.strip()) for line in found.splitlines()]


def test_the_gate_leaves_nothing_out_and_the_short_one_only_what_is_slow() -> None:
    (short,), (whole,), (quick,) = recipe("test"), recipe("test-all"), recipe("test-quick")
    assert '-m "not slow"' in short
    assert '-m "not slow"' in quick
    assert " -m " not in whole
    assert "--hypothesis-profile=whole" in whole
    assert all("--durations=10" in command for command in (short, whole, quick))
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == "make test-all"
    matrix = [command for path in WORKFLOWS for command in commands(path) if command.startswith("python -m pytest")]
    assert matrix
    assert all(" -m slow" not in command and "--hypothesis-profile=whole" in command for command in matrix)
    assert not [command for command in matrix if "not slow" in command]


def test_coverage_has_a_floor() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert tools["coverage"]["run"]["source"] == ["codematch"]
    assert 50 <= tools["coverage"]["report"]["fail_under"] < 100
    assert "--cov" in re.search(r"(?m)^coverage:.*\n\t(.*)", MAKEFILE).group(1)


def test_every_target_is_listed_as_one_that_makes_no_file() -> None:
    listed = set(re.search(r"(?m)^\.PHONY: (.*)", MAKEFILE).group(1).split())
    assert TARGETS - {"$(BIN)"} == listed
