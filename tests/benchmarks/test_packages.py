"""Wheels are unpacked only if they are the pinned ones; nothing is downloaded here."""

import hashlib
import re
import zipfile

import pytest

from tests.benchmarks import packages
from tests.benchmarks.packages import PackageError, Wheel, pinned, pinned_package


@pytest.fixture
def downloads(tmp_path, monkeypatch):
    """A registry with one wheel, which notes what it is asked for."""
    asked = []

    def download(label, folder, options):
        asked.append((label, list(options)))
        file = folder / "tool-1.0-py3-none-any.whl"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(zipfile.ZipInfo("tool/__init__.py"), "size = 1\n")
        return file

    monkeypatch.setattr(packages, "_download", download)
    return asked


def pin(monkeypatch, sha256, platform=""):
    wheel = Wheel(name="tool", version="1.0", sha256=sha256, platform=platform)
    monkeypatch.setattr(packages, "pinned", lambda: {wheel.label: wheel})


def digest_of(download, folder):
    return hashlib.sha256(download("tool==1.0", folder, ()).read_bytes()).hexdigest()


def test_the_pinned_wheel_is_unpacked_once(downloads, tmp_path, monkeypatch):
    pin(monkeypatch, digest_of(packages._download, tmp_path), "manylinux_2_28_x86_64")
    downloads.clear()
    for _ in range(2):
        folder = pinned_package("tool==1.0", tmp_path / "packages")
        assert folder == tmp_path / "packages" / "tool-1.0"
        assert (folder / "tool" / "__init__.py").read_text() == "size = 1\n"
    ((label, options),) = downloads
    assert label == "tool==1.0"
    assert options[:2] == ["--platform", "manylinux_2_28_x86_64"]


def test_another_wheel_is_refused_and_leaves_nothing(downloads, tmp_path, monkeypatch):
    pin(monkeypatch, "0" * 64)
    with pytest.raises(PackageError, match=r"0{64} is pinned"):
        pinned_package("tool==1.0", tmp_path / "packages")
    assert list((tmp_path / "packages").iterdir()) == []


def test_every_wheel_is_pinned_by_digest():
    assert len(pinned()) == 12
    assert all(re.fullmatch("[0-9a-f]{64}", wheel.sha256) for wheel in pinned().values())
    assert all(label == f"{wheel.name}=={wheel.version}" for label, wheel in pinned().items())
