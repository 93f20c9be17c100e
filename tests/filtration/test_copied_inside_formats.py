"""What unrelated files of a format share is labelled; what somebody wrote into such a file keeps its weight.

`pairs` holds files of two unrelated projects in one format each. They were written before the patterns of the formats
were looked at, but for those of `TUNED`, which the patterns were extended for, and those called `second`, which were
written afterwards to see whether that held. `passages` holds text that somebody wrote into such a file.
"""

import re
from pathlib import Path

import pytest

from codematch.model.result import PairResult
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.settings import Settings, Significance, Weighing
from tests.comparison.works import work

HERE = Path(__file__).parent
PAIRS = sorted(path.stem for path in (HERE / "pairs").glob("*.txt"))
EVERYTHING = Settings(
    significance=Significance(unfitted_bits=0.0, coincidence_rate=1.0), weighing=Weighing(min_weight=5.0)
)
TUNED = ("angular-component", "entity-same-style", "jenkins", "nginx", "resx", "terraform", "terraform-same-style")
LEFT = {"pom-same-style": 26.0}  # a comment that Spring Initializr writes; comments have no formats
HARDLY_ANYTHING = 15.0  # bits


def files(name: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The path and the text of the known and of the questioned file of a pair."""
    text = (HERE / "pairs" / f"{name}.txt").read_text(encoding="utf-8")
    found = re.findall(r"(?ms)^==== (?:known|questioned) (\S+)\n(.*?)(?=^==== |\Z)", text)
    known, questioned = found
    return known, questioned


def compared(known: tuple[str, str], questioned: tuple[str, str], settings: Settings) -> PairResult:
    works = work("known", dict([known])), work("questioned", dict([questioned]))
    return compare_works(*works, ComparisonInputs(library=()), settings=settings).pairs[0]


def heaviest_left(pair: PairResult) -> float:
    return max((region.residual.total for region in pair.regions), default=0.0)


@pytest.mark.parametrize("name", PAIRS)
def test_hardly_anything_is_left_of_unrelated_files_of_a_format(name):
    assert set(TUNED) <= set(PAIRS)
    assert heaviest_left(compared(*files(name), EVERYTHING)) <= LEFT.get(name, HARDLY_ANYTHING)


PASSAGES = {
    "cmake": ("cmake", "set(CMAKE_CXX_EXTENSIONS OFF)", "set (CMAKE_C_STANDARD 11)"),
    "compose": ("compose", "services:", "services:"),
    "csproj": ("csproj", "</PropertyGroup>", "</PropertyGroup>"),
    "django-settings": ("django-settings", "DEBUG = True", "DEBUG = env.bool('DEBUG', default=False)"),
    "dockerfile": ("dockerfile", "WORKDIR /app", "WORKDIR /app"),
    "github-actions": ("github-actions", "    steps:", "        steps:"),
    "gitlab-ci": ("gitlab-ci", "  script:", "    script:"),
    "gradle": ("gradle", "    id 'maven-publish'\n}", "  id 'org.jetbrains.kotlin.android'\n}"),
    "java-bean": ("java-bean", "public class Berth implements Serializable {", "public class Patient {"),
    "java-equals": ("java-bean", "public class Berth implements Serializable {", "public class Patient {"),
    "jenkins": ("jenkins", "    stages {", "    stages {"),
    "maven": ("maven", "<plugins>", "<plugins>"),
    "nginx": ("nginx", "        server_name herbarium.example;", "        index index.html;"),
    "notebook": ("notebook", '"cells": [', '"cells": ['),
    "npm": ("npm", '"scripts": {', '"scripts": {'),
    "plist": ("plist", "<dict>", "<dict>"),
    "terraform": ("terraform", "  region = var.region\n}", '  region  = "us-west-2"\n}'),
    "tsconfig": ("tsconfig", '"compilerOptions": {', '"compilerOptions": {'),
}


@pytest.mark.parametrize("name", sorted(PASSAGES))
def test_what_somebody_wrote_into_a_format_keeps_its_weight(name):
    pair, known_place, questioned_place = PASSAGES[name]
    passage = (HERE / "passages" / f"{name}.txt").read_text(encoding="utf-8")
    (known_path, known), (questioned_path, questioned) = files(pair)
    found = compared(
        (known_path, known.replace(known_place, f"{known_place}\n{passage}", 1)),
        (questioned_path, questioned.replace(questioned_place, f"{questioned_place}\n{passage}", 1)),
        Settings(),
    )
    heaviest = max(found.regions, key=lambda region: region.residual.total)

    assert passage in known.replace(known_place, f"{known_place}\n{passage}", 1)
    assert passage in questioned.replace(questioned_place, f"{questioned_place}\n{passage}", 1)
    assert heaviest.residual.total >= max(150.0, heaviest.weight.total * 0.3)
    assert heaviest.residual.total < heaviest.weight.total


def test_a_choice_among_prescribed_settings_is_labelled():
    (path, text), _ = files("eslint")
    pair = compared((path, text), (path, text + "\n"), Settings())

    assert max(region.weight.total for region in pair.regions) > 100.0
    assert heaviest_left(pair) < 1.0
