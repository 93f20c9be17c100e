"""Where the benchmarks find Python packages: in a folder given by the user, else from the package registry."""

import subprocess
import sys
import zipfile
from pathlib import Path


class PackageError(Exception):
    """A package that cannot be had, and why."""


def find_package(corpus: Path, name: str) -> Path | None:
    """Return the folder of the importable package `name` somewhere below `corpus`, the shortest path first."""
    found = [file.parent for file in corpus.rglob("__init__.py") if file.parent.name == name]
    return min(found, key=lambda folder: (len(folder.parts), folder.as_posix()), default=None)


def download_package(name: str, version: str, folder: Path) -> Path:
    """Download the wheel of a package and unpack it below `folder`; nothing of it is run.

    Raises:
        PackageError: pip could not get it.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--retries", "1", "--timeout", "20", "--dest", str(folder)]
    done = subprocess.run([*command, f"{name}=={version}"], capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob(f"{name.lower()}-{version}-*.whl")) or sorted(folder.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        reason = (done.stderr.strip().splitlines() or ["nothing came"])[-1]
        raise PackageError(f"{name} {version} could not be downloaded: {reason}")
    unpacked = folder / f"{name}-{version}"
    with zipfile.ZipFile(wheels[0]) as archive:
        archive.extractall(unpacked)
    return unpacked
