"""What a format prescribes is labelled, what is the author's is not; and comments of given material are covered."""

import pytest

from codematch.comparison.reference_material import MaterialTree
from codematch.filtration import formats
from codematch.model.filtration import FilterId, ReasonCode
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.report.text.messages import sentence
from codematch.settings import Filtration, Settings
from tests.comparison.works import LEDGER, TRIANGLE, work
from tests.filtration.files import own


@pytest.mark.parametrize(
    ("path", "text", "left"),
    [
        ("a.ipynb", '{"cells": [{"cell_type": "code", "source": ["x = 3\\n"]}], "nbformat": 4}', "x = 3"),
        ("copy.txt", '{"cells": [], "nbformat": 4, "weir": 7}', '"weir 7'.replace('"', "")),
        ("tsconfig.json", '{"compilerOptions": {"target": "ES2020", "outDir": "gauge/x"}}', "gauge x"),
        ("pom.xml", "<project><artifactId>weir</artifactId><packaging>jar</packaging></project>", "weir"),
        ("Info.plist", "<plist><dict><key>CFBundleName</key><string>Weir</string></dict></plist>", "Weir"),
        ("Info.plist", "<plist><dict><key>WeirDepth</key><string>YES</string></dict></plist>", "WeirDepth YES"),
        ("AndroidManifest.xml", '<manifest package="org.weir" android:label="@string/app_name"/>', "org weir"),
        ("web.xml", "<web-app><servlet-name>weir</servlet-name></web-app>", "weir"),
        ("package.json", '{"name": "weir", "license": "MIT", "gauge": true}', "weir gauge true"),
        (".editorconfig", "[*]\nindent_style = space\nindent_size = 3\n", "3"),
        (".github/workflows/ci.yml", "on:\n  push:\njobs:\n  weir:\n    runs-on: ubuntu-latest\n", "weir:"),
        ("Dockerfile", "FROM python:3.11\nRUN dig --weir\n", "RUN dig --weir"),
        ("CMakeLists.txt", "cmake_minimum_required(VERSION 3.10)\nproject(weir)\n", "weir"),
        ("build.gradle", "repositories {\n    mavenCentral()\n}\ndepth = 3\n", "depth = 3"),
        ("w.sln", "Global\nEndGlobal\nWeir\n", "Weir"),
    ],
)
def test_what_is_the_authors_is_left(path, text, left):
    assert own(path, text) == left


def test_a_file_of_ones_own_has_no_format():
    assert formats.format_of("weir.json", b'{"depth": 3}', Filtration()) is None
    assert formats.format_of("weir.py", b"x = 1", Filtration()) is None


@pytest.mark.parametrize("text", ["{", '{"cells": [', "<project", "<project><a", '"', "<key>"])
def test_a_file_that_is_cut_is_read_as_far_as_it_goes(text):
    for path in ("a.ipynb", "pom.xml", "Info.plist", "ci/.travis.yml", "Dockerfile"):
        own(path, text)


NOTE = "# The paddle of the upper gate sticks in frosty weather, use a crowbar.\n"


def against(material: dict[str, str], known: dict[str, str], questioned: dict[str, str], least: float = 50.0):
    given = MaterialTree(filter=FilterId.COMMON, tree=work("kit", material), code=ReasonCode.OSS, name="kit")
    works = work("known", known), work("questioned", questioned)
    settings = Settings(filtration=Filtration(modified_bits=least))
    return compare_works(*works, ComparisonInputs(material=[given]), settings=settings).pairs[0]


def test_a_comment_of_the_material_is_labelled_with_it():
    pair = against({"kit.py": NOTE + "x = 1\n"}, {"a.py": NOTE + LEDGER}, {"b.py": NOTE + LEDGER + "\n"})
    found = next(f for c in pair.evidence for f in c.findings if f.kind == "comment" and "paddle" in f.text)
    listed = [item for item in pair.ledger.exclusions if item.filter == FilterId.COMMON]

    assert found.note is not None
    assert sentence(found.note) == "occurs in shared material: kit: kit.py:1"
    assert {(item.path, sentence(item.basis)) for item in listed} == {
        ("a.py", "comment; kit: kit.py:1"),
        ("b.py", "comment; kit: kit.py:1"),
    }


@pytest.mark.parametrize(("least", "is_modified"), [(0.0, True), (50.0, False)])
def test_a_short_changed_passage_in_an_unrelated_file_is_no_modified_open_source(least, is_modified):
    snippet = "    return cross(stack[-2], stack[-1], (x, y)) <= 0\n"
    changed = "    return cross(pile[-2], pile[-1], (u, y)) <= 0\n"
    pair = against(
        {"kit.py": TRIANGLE},
        {"a.py": LEDGER + "\n\ndef tidy(stack, x, y):\n" + snippet},
        {"b.py": LEDGER + "\n\ndef tidy(pile, u, y):\n" + changed},
        least,
    )

    codes = {label.code for region in pair.regions for label in region.labels}
    assert (ReasonCode.OSS_MODIFIED in codes) == is_modified
