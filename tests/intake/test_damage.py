"""Random damage to any container gives a tree or one clear line, never anything else."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from codematch.errors import InputError
from tests.intake.works import FILES, read, tar_bytes, write_bundle_of, write_repository, zip_bytes

NESTED = {**FILES, "n.zip": zip_bytes(), "n.tgz": tar_bytes(mode="w:gz")}
CONTAINERS = {
    "zip": zip_bytes(NESTED),
    "tar": tar_bytes(NESTED),
    "tar.gz": tar_bytes(NESTED, mode="w:gz"),
    "tar.bz2": tar_bytes(NESTED, mode="w:bz2"),
    "tar.xz": tar_bytes(NESTED, mode="w:xz"),
}


def damaged(content: bytes, generator: np.random.Generator) -> bytes:
    damaged = bytearray(content)
    for _ in range(int(generator.integers(1, 6))):
        at = int(generator.integers(len(damaged)))
        match int(generator.integers(3)):
            case 0:
                damaged[at] = int(generator.integers(256))
            case 1:
                del damaged[at : at + int(generator.integers(1, 300))]
            case _:
                damaged[at:at] = generator.bytes(int(generator.integers(1, 40)))
        damaged = damaged or bytearray(b"x")
    return bytes(damaged)


def tree_or_one_line(locator: object) -> bool:
    message = ""
    try:
        read(locator)
    except InputError as error:
        message = str(error)
    assert "\n" not in message
    return not message


@pytest.mark.parametrize("form", CONTAINERS)
def test_damaged_archives(tmp_path: Path, form: str) -> None:
    generator = np.random.default_rng(1)
    outcomes = []
    for _ in range(25):
        (tmp_path / "work").write_bytes(damaged(CONTAINERS[form], generator))
        outcomes.append(tree_or_one_line(tmp_path / "work"))
    # A broken header of a tar costs its member alone, and the archive is read all the same.
    assert form == "tar" or not all(outcomes)


def test_damaged_bundles(tmp_path: Path) -> None:
    generator = np.random.default_rng(2)
    whole = write_bundle_of(tmp_path / "whole", write_repository(tmp_path / "repo")).read_bytes()
    outcomes = []
    for _ in range(40):
        (tmp_path / "work.bundle").write_bytes(damaged(whole, generator))
        outcomes.append(tree_or_one_line(tmp_path / "work.bundle"))
    assert not all(outcomes)


def test_damaged_repositories(tmp_path: Path) -> None:
    generator = np.random.default_rng(3)
    whole = write_repository(tmp_path / "whole")
    outcomes = []
    for number in range(40):
        copy = tmp_path / str(number)
        shutil.copytree(whole, copy)
        files = [path for path in sorted((copy / ".git").rglob("*")) if path.is_file()]
        for at in generator.integers(len(files), size=3):
            files[at].chmod(0o644)
            files[at].write_bytes(damaged(files[at].read_bytes() or b"x", generator))
        outcomes.append(tree_or_one_line(f"{copy}@main"))
        assert len(read(copy).files) == len(FILES) + 1
        shutil.rmtree(copy)
    assert any(outcomes)
    assert not all(outcomes)
