"""The source archive holds every file of the repository: its tests read the workflows and settings of tools, too."""

import subprocess

from hatchling.builders.sdist import SdistBuilder

from tests.packaging.locked import ROOT

OF_THE_BUILDER = {".gitignore", "LICENSE", "pyproject.toml"}
"""Files that a builder adds of itself."""
READ_BY_TESTS = {
    ".ci/run", ".editorconfig", ".github/workflows/test.yml", ".github/dependabot.yml", ".pre-commit-config.yaml",
    ".pre-commit-hooks.yaml", "Makefile", "ci/gitlab.yml", "mkdocs.yml", "tests/conftest.py",
}  # fmt: skip


def _files() -> set[str]:
    """The files of the repository; of an unpacked archive, which has no list of them, those that tests read."""
    if not (ROOT / ".git").exists():
        return READ_BY_TESTS
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(listed.stdout.split("\0")) - {""}


def test_every_file_is_in_the_source_archive() -> None:
    held = {file.distribution_path.replace("\\", "/") for file in SdistBuilder(str(ROOT)).recurse_included_files()}
    missing = sorted(_files() - held - OF_THE_BUILDER)
    assert missing == []
    assert {name for name in READ_BY_TESTS if not (ROOT / name).is_file()} == set()
