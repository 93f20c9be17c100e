"""Lock files, the list of parts, the table of dependencies, and the script that installs in a review room."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata, resources

import jsonschema
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging import dependencies, locked, sbom, wheelhouse


def project() -> dict:
    return tomllib.loads((locked.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("name", [locked.BASE, locked.ALL, locked.BUILD])
def test_a_lock_file_has_versions_and_digests_and_names_no_place(name):
    text = (locked.FOLDER / name).read_text(encoding="utf-8")
    assert not re.search(r"://|index-url|find-links|/work|/root|/home", text)
    pins = locked.read(name)
    assert len(pins) > (4 if name == locked.BUILD else 40)
    assert all(pin.digests for pin in pins)


@pytest.mark.parametrize("name", [locked.BASE, locked.ALL])
def test_a_lock_file_fits_what_the_package_requires(name):
    stated = project()
    wanted = list(stated["dependencies"])
    if name == locked.ALL:
        for extra in dependencies.EXTRAS:
            wanted += stated["optional-dependencies"][extra]
    held: dict[str, set[str]] = {}
    for pin in locked.read(name):
        held.setdefault(pin.name, set()).add(pin.version)
    for requirement in map(Requirement, wanted):
        if requirement.name != "codematch":
            versions = held[canonicalize_name(requirement.name)]
            assert all(requirement.specifier.contains(version) for version in versions), f"make lock: {requirement}"


def test_what_makes_the_wheel_is_locked_and_agrees_with_what_it_runs_with():
    built, whole = ({pin.name: pin.version for pin in locked.read(name)} for name in (locked.BUILD, locked.ALL))
    for requirement in map(Requirement, locked.build_requirements()):
        assert requirement.specifier.contains(built[canonicalize_name(requirement.name)]), f"make lock: {requirement}"
    assert {name: whole[name] for name in built.keys() & whole.keys()} == {
        name: built[name] for name in built.keys() & whole.keys()
    }


def test_nothing_is_fetched_without_a_digest_where_a_lock_is_used():
    """Isolated builds fetch what makes the wheel by its name alone."""
    for path in ("Dockerfile", "docs/how-to/install.md", "tests/packaging/wheelhouse.py"):
        text = (locked.ROOT / path).read_text(encoding="utf-8")
        text = text.partition("## For evidence")[2] if path.endswith(".md") else text
        building = re.findall(r'(?:pip wheel|"wheel", ).*', text)
        assert building, path
        assert "--no-build-isolation" in text, path
        assert text.count("--require-hashes") == text.count(":all:"), f"{path}: a source archive is built in isolation"
        assert "build.txt" in text or "locked.BUILD" in text, path
        assert not re.search(r"pip install [^\n]*--no-deps \.(?:\s|$)", text), path


def test_updates_are_looked_for_in_every_place_that_pins_something():
    text = (locked.ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8")
    watched = {entry["package-ecosystem"]: entry for entry in yaml.safe_load(text)["updates"]}
    assert {"pip", "docker", "github-actions"} <= watched.keys()
    assert watched["pip"]["directories"] == ["/", "/locks"]


def test_both_lock_files_agree_and_the_extras_are_in_one_of_them():
    base, whole = ({(pin.name, pin.version) for pin in locked.read(name)} for name in (locked.BASE, locked.ALL))
    assert base <= whole
    assert not {"typst", "python-docx", "fonttools", "noto-cjk-sans-otc", "pyarrow"} & {name for name, _ in base}
    listed = set(project()["optional-dependencies"]["all"][0].removeprefix("codematch[").removesuffix("]").split(","))
    assert listed == set(dependencies.EXTRAS)


def test_a_line_that_is_none_of_a_lock_file_is_refused(tmp_path, monkeypatch):
    (tmp_path / "base.txt").write_text("--index-url somewhere\n")
    monkeypatch.setattr(locked, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="is no line of a lock file"):
        locked.read("base.txt")


def test_the_table_of_dependencies_is_current():
    """Rows of packages whose installed version is not the locked one are not compared: their licence may differ."""
    page = dependencies.FILE.read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| `") and line.count("|") == 7]
    cells = {tuple(cell.strip(" `") for cell in line.strip("|").split("|")[:-1]) for line in lines}
    pins = {(pin.name, pin.version) for pin in dependencies.listed()}
    assert {(name, version) for name, version, *_ in cells} == pins
    made = dependencies.rows()
    assert made
    for row in made:
        assert (row.name, row.version, row.part or "always", row.licence, row.native) in cells, "make lock"


def a_wheel(folder, name, requires=(), native=False):
    """A wheel that holds nothing but what says what it is."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    metadata = f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nSummary: About {name}\nLicense-Expression: MIT\n"
    metadata += "".join(f"Requires-Dist: {one}\n" for one in requires)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", metadata)
        if native:
            archive.writestr(f"{name}/_core.abi3.so", b"\x7fELF")
    return sbom.read_wheel(path)


def the_schema() -> jsonschema.Draft7Validator:
    """The schema of CycloneDX, with those that it refers to."""
    from referencing import Registry, Resource

    folder = resources.files("cyclonedx.schema") / "_res"
    whole = json.loads((folder / f"bom-{sbom.SPECIFICATION}.SNAPSHOT.schema.json").read_text(encoding="utf-8"))
    others = [json.loads((folder / name).read_text(encoding="utf-8")) for name in (
        "spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json",
    )]  # fmt: skip
    registry = Registry().with_resources([(one["$id"], Resource.from_contents(one)) for one in (whole, *others)])
    return jsonschema.Draft7Validator(whole, registry=registry)


def test_the_list_of_parts_fits_its_schema_and_says_what_needs_what(tmp_path):
    wheels = [
        a_wheel(tmp_path, "codematch", ["typer>=1", "typst; extra == 'pdf'", "colorama; sys_platform == 'none'"]),
        a_wheel(tmp_path, "typer", ["typst[x]"]),
        a_wheel(tmp_path, "typst", ["Deep_One; extra == 'x'"], native=True),
        a_wheel(tmp_path, "Deep_One", ["absent"]),
    ]
    text = sbom.render(wheels, ("pdf",))
    found = json.loads(text)
    the_schema().validate(found)
    needs = {one["ref"]: one["dependsOn"] for one in found["dependencies"]}
    assert needs == {
        "pkg:pypi/codematch@1.0": ["pkg:pypi/typer@1.0", "pkg:pypi/typst@1.0"],
        "pkg:pypi/typer@1.0": ["pkg:pypi/typst@1.0"],
        "pkg:pypi/typst@1.0": ["pkg:pypi/deep-one@1.0"],
        "pkg:pypi/deep-one@1.0": [],
    }
    native = [one["name"] for one in found["components"] if one["properties"][1]["value"] == "true"]
    assert native == ["typst"]
    assert all(one["hashes"][0]["content"] in {wheel.digest for wheel in wheels} for one in found["components"])
    assert sbom.render(wheels[::-1], ("pdf",)) == text
    assert "typst" not in str(json.loads(sbom.render(wheels, ()))["dependencies"][0])


@pytest.fixture
def house(tmp_path):
    """A folder as the archive has it, with one file for wheels."""
    made = tmp_path / "house"
    (made / "wheels").mkdir(parents=True)
    (made / "wheels" / "a.whl").write_bytes(b"wheel")
    (made / "requirements.txt").write_text("a==1\n")
    (made / "python-version.txt").write_text(f"{sys.version_info[0]}.{sys.version_info[1]}\n")
    shutil.copyfile(wheelhouse.INSTALLER, made / "install.py")
    write_sums(made)
    return made


def write_sums(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    sums = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    )
    (folder / "SHA256SUMS").write_text("".join(sums))


def install(folder, target) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "install.py", str(target)], cwd=folder, capture_output=True, text=True, check=False
    )


def changed_wheel(folder):
    (folder / "wheels" / "a.whl").write_bytes(b"wheeL")


def further_file(folder):
    (folder / "wheels" / "b.whl").write_bytes(b"")


def missing_file(folder):
    (folder / "requirements.txt").unlink()


def other_python(folder):
    (folder / "python-version.txt").write_text("3.7\n")
    write_sums(folder)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (changed_wheel, "wheels/a.whl: differs from SHA256SUMS"),
        (further_file, "wheels/b.whl: differs from SHA256SUMS"),
        (missing_file, "requirements.txt: differs from SHA256SUMS"),
        (other_python, "these wheels are for Python 3.7"),
    ],
)
def test_the_script_refuses_what_is_not_as_it_was_made(house, tmp_path, harm, said):
    harm(house)
    run = install(house, tmp_path / "target")
    assert run.returncode == 1
    assert said in run.stderr
    assert run.stderr.count("\n") == 1
    assert not (tmp_path / "target").exists()


def test_the_script_leaves_a_folder_that_is_there_alone(house, tmp_path):
    (tmp_path / "target").mkdir()
    run = install(house, tmp_path / "target")
    assert run.returncode == 1
    assert "already exists" in run.stderr
    assert list((tmp_path / "target").iterdir()) == []


@pytest.mark.parametrize("extra", project()["optional-dependencies"])
def test_what_an_extra_asks_for_can_be_installed_together(extra):
    """Of each requirement with extras of its own: what these ask for admits a version that codematch admits, too."""
    own = project()
    asked = [Requirement(text) for text in (*own["dependencies"], *own["optional-dependencies"][extra])]
    ours = {canonicalize_name(one.name): one.specifier for one in asked}
    contradictions = []
    for one in asked:
        if one.name == "codematch" or not one.extras:
            continue
        for text in metadata.distribution(one.name).requires or ():
            theirs = Requirement(text)
            wanted = any(theirs.marker is None or theirs.marker.evaluate({"extra": name}) for name in one.extras)
            name = canonicalize_name(theirs.name)
            if wanted and name in ours:
                version = metadata.version(name)
                contradictions += [text] * (version in ours[name] and version not in theirs.specifier)
    assert contradictions == []
