"""What the repository offers to continuous integration, by running its steps.

Run as they are written: every shell step of the GitHub action and of the GitLab job, the entry of the pre-commit hook,
and those steps of the Dockerfile that need neither a registry nor root. Not run here: the download of packages (`pip
install` is recorded by a stand-in, which then offers the program of this folder), the step that uploads to GitHub, the
base images, and `useradd`.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from codematch.cli import configuration
from tests.policy.works import LEDGER, OWN, ROUTE, VALVE, write

ROOT = Path(__file__).resolve().parents[2]
EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")

STAND_IN = """#!/bin/bash
# A python3 that makes environments with the program of this folder, and records what pip is asked to install.
if [ "$1 $2" = "-m venv" ]; then
    mkdir -p "$3/bin"
    cp "$0" "$3/bin/python"
    printf '#!/bin/bash\\nPYTHONPATH={root} exec {python} -m codematch "$@"\\n' > "$3/bin/codematch"
    chmod +x "$3/bin/codematch"
elif [ "$1 $2 $3" = "-m pip install" ] || [ "$1 $2 $3" = "-m pip wheel" ]; then
    echo "${{@: -1}}" >> "{log}"
else
    exec {python} "$@"
fi
"""


@pytest.fixture
def place(tmp_path):
    """Two works, a repository with the questioned one, and a folder with the stand-in for python3."""
    write(tmp_path / "known", {"ledger.py": LEDGER, "valve.py": VALVE})
    write(tmp_path / "product", {"src/app.py": OWN.format(1) + LEDGER, "a b/valve.py": VALVE})
    text = STAND_IN.format(root=ROOT, python=sys.executable, log=tmp_path / "installed")
    write(tmp_path / "bin", {"python3": text})
    (tmp_path / "bin" / "python3").chmod(0o755)
    return tmp_path


def bash(script: str, place: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script as runners do."""
    plain = {"PATH": f"{place / 'bin'}:{os.environ['PATH']}", "HOME": str(place), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=place / "product", env={**plain, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def action() -> dict:
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def filled_in(text: str, values: dict[str, str]) -> str:
    return EXPRESSION.sub(lambda match: values[match[1]], text)


def run_action(place: Path, **given: str) -> tuple[list[subprocess.CompletedProcess[str]], dict[str, str], str]:
    """Run the shell steps of the action with some inputs; return the runs, the outputs and the summary of the job."""
    document = action()
    inputs = {name: str(one.get("default", "")) for name, one in document["inputs"].items()} | given
    values = {f"inputs.{name}": value for name, value in inputs.items()}
    files = {name: place / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.touch()
    runner = {
        "RUNNER_TEMP": str(place / "temp"),
        "GITHUB_ACTION_PATH": str(ROOT),
        **{k: str(v) for k, v in files.items()},
    }
    runs, outputs = [], {}
    for step in document["runs"]["steps"]:
        if "run" not in step:
            continue
        own = {name: filled_in(text, values) for name, text in step["env"].items()}
        assert not EXPRESSION.search(step["run"])  # inputs reach a script as variables, never as text of it
        runs.append(bash(step["run"], place, **runner, **own))
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        values |= {f"steps.{step['id']}.outputs.{name}": value for name, value in outputs.items() if "id" in step}
        if "id" not in step and runs[-1].returncode:
            break
    return runs, outputs, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")


def test_the_action_is_one_that_github_runs():
    document = action()
    assert document["runs"]["using"] == "composite"
    for step in document["runs"]["steps"]:
        assert ("run" in step) != ("uses" in step)
        assert "shell" in step or "uses" in step
    named = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8")))
    assert named == set(document["inputs"])
    said = json.dumps(document["outputs"])
    written = "\n".join(step.get("run", "") for step in document["runs"]["steps"])
    for name in re.findall(r"outputs\.([\w-]+)", said):
        assert f"{name}=" in written


def test_the_steps_of_the_action_report_regions_and_pass_the_exit_code_on(place):
    runs, outputs, summary = run_action(place, known="../known", options="--fail-on-weight\n  50  \n\n--jobs=1\n")

    assert [run.returncode for run in runs] == [0, 0, 1]
    assert (place / "installed").read_text().splitlines() == [str(ROOT)]
    assert outputs["exit-code"] == "1"
    rows = json.loads(Path(outputs["sarif"]).read_bytes())["runs"][0]["results"]
    assert [row["level"] for row in rows] == ["error", "error"]
    assert "::error file=a b/valve.py,line=" in runs[1].stdout
    assert summary.startswith("## Regions that both works share")


def test_the_action_passes_where_nothing_reaches_a_limit(place):
    runs, outputs, _ = run_action(place, known="../known", options="--jobs=1")
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert outputs["exit-code"] == "0"
    assert "::warning file=src/app.py,line=" in runs[1].stdout


def test_the_action_shows_a_mistake_and_has_no_result(place):
    runs, outputs, summary = run_action(place, known="../missing; touch hacked")
    assert runs[-1].returncode == 3
    assert "codematch: ../missing; touch hacked: does not exist" in runs[1].stderr
    assert (list(outputs), summary) == (["exit-code"], "")
    assert not (place / "product" / "hacked").exists()


@pytest.mark.slow
def test_the_job_of_gitlab_leaves_its_reports_and_the_exit_code(place):
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text(encoding="utf-8"))["codematch"]
    variables = {**job["variables"], "CODEMATCH_KNOWN": "../known", "CODEMATCH_OPTIONS": "--fail-on-weight 50 --jobs 1"}
    script = "\n".join([*job["before_script"], *job["script"]])
    run = bash(script, place, TMPDIR=str(place), **variables)

    assert run.returncode == 1, run.stderr
    assert "codematch: match: 3 of 3 (100 %)" in run.stderr
    reports = job["artifacts"]["reports"]
    for name in reports.values():
        assert (place / "product" / name.replace("$CODEMATCH_OUT", variables["CODEMATCH_OUT"])).stat().st_size
    quality = json.loads((place / "product/codematch-report/gl-code-quality-report.json").read_bytes())
    assert {row["location"]["path"] for row in quality} == {"src/app.py", "a b/valve.py"}
    assert job["artifacts"]["when"] == "always"


@pytest.mark.slow
def test_the_hook_compares_as_the_file_of_options_says(place):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert hook["pass_filenames"] is False
    toml = 'known = "../known"\nquestioned = "src"\njobs = 1\nfail-on-weight = 50\n'
    write(place / "product", {"codematch.toml": toml})
    bash("python3 -m venv env", place)
    failing = bash(f"PATH=$PWD/env/bin:$PATH {hook['entry']}", place)
    write(place / "product", {"src/app.py": OWN.format(1) + ROUTE})
    passing = bash(f"PATH=$PWD/env/bin:$PATH {hook['entry']}", place)

    assert (failing.returncode, passing.returncode) == (1, 0), failing.stderr + passing.stderr
    assert "src" in failing.stdout


def instructions(path: Path) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile with their arguments."""
    text = re.sub(r"\\\n\s*", "", path.read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


@pytest.mark.slow
def test_the_steps_of_the_dockerfile(place):
    steps = instructions(ROOT / "Dockerfile")
    assert {name for name, _ in steps} <= {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"}
    stages = {words.split(" AS ")[1] for name, words in steps if name == "FROM" and " AS " in words}
    source = place / "source"
    source.mkdir()
    for words in (words.split() for name, words in steps if name == "COPY"):
        if words[0].startswith("--from="):
            assert words[0].removeprefix("--from=") in stages
            continue
        for name in words[:-1]:
            assert (ROOT / name).exists(), name
    runs = [words for name, words in steps if name == "RUN"]
    assert [words.partition(" ")[0] for words in runs] == ["python", "useradd", "codematch"]

    environment = place / "opt"
    (place / "bin" / "python").symlink_to(place / "bin" / "python3")
    run = runs[0].replace("/opt/codematch", str(environment)).replace("/opt/build", str(place / "build"))
    built = bash(run, place)
    assert built.returncode == 0, built.stderr
    assert (place / "installed").read_text().splitlines() == ["locks/build.txt", ".", "locks/all.txt", "/wheel/*.whl"]
    tested = bash(runs[2], place, PATH=f"{environment}/bin:{os.environ['PATH']}")
    assert (tested.returncode, tested.stdout) == (0, "")
    entry, arguments = (
        json.loads(next(words for name, words in steps if name == kind)) for kind in ("ENTRYPOINT", "CMD")
    )
    shown = bash(shlex.join([*entry, *arguments]), place, PATH=f"{environment}/bin:{os.environ['PATH']}")
    assert shown.stdout.startswith("Usage: codematch")


def test_what_the_dockerfile_copies_is_what_the_package_is_built_from():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], "README.md", "hatch_build.py", "LICENSE", "pyproject.toml"}
    copied = {
        name for kind, words in instructions(ROOT / "Dockerfile") if kind == "COPY" for name in words.split()[:-1]
    }
    assert needed <= copied


def test_the_example_of_the_documentation_is_a_valid_file(tmp_path):
    from codematch.cli.configured import COMMANDS

    page = (ROOT / "docs" / "how-to" / "ci.md").read_text(encoding="utf-8")
    example = next(text for text in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "codematch.toml" in text)
    write(tmp_path, {"codematch.toml": example})
    found = configuration.read(tmp_path / "codematch.toml", COMMANDS, "compare")
    assert found.values["fail_on_new"].value is True
