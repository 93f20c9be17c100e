"""`make wheelhouse`: one archive with everything that an installation in a review room needs.

The archive holds wheels for the system and the Python that it is made with, `install.py`, the digests of all files, and
the list of parts. Only the making of it needs a network; each wheel must have a digest of the lock file.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from pathlib import Path

from tests.packaging import locked, sbom

INSTALLER = Path(__file__).with_name("install.py")
WHEELS, SUMS, PARTS = "wheels", "SHA256SUMS", "sbom.cdx.json"
REQUIREMENTS = {locked.ALL: "requirements.txt", locked.BASE: "requirements-base.txt"}
_TIME = (1980, 1, 1, 0, 0, 0)


def make(out: Path, name: str = locked.ALL) -> Path:
    """Make a wheel house of a lock file, and return its archive.

    Args:
        out: The folder for the archive; created.
        name: The lock file.

    Raises:
        subprocess.CalledProcessError: A wheel could not be fetched or made.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, _label())
        wheels = folder / WHEELS
        wheels.mkdir(parents=True)
        _build(Path(temporary, "builder"), wheels)
        own = next(wheels.glob("*.whl"))
        fetch = ("--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(locked.FOLDER / name))
        _run("download", "--quiet", "--dest", str(wheels), *fetch)
        _describe(folder, own, name)
        out.mkdir(parents=True, exist_ok=True)
        return _packed(folder, out)


def _build(builder: Path, wheels: Path) -> None:
    """Make the wheel of codematch in an environment that has what `locks/build.txt` lists and nothing else."""
    venv.create(builder, with_pip=True)
    python = str(builder / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    locks = ("--only-binary", ":all:", "--require-hashes", "-r", str(locked.FOLDER / locked.BUILD))
    _run("install", "--quiet", *locks, python=python)
    made = ("--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(locked.ROOT))
    _run("wheel", "--quiet", *made, python=python)


def _run(*arguments: str, python: str = sys.executable) -> None:
    subprocess.run([python, "-m", "pip", "--disable-pip-version-check", *arguments], check=True)


def _label() -> str:
    version = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    system = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return f"codematch-wheelhouse-{version}-{system}"


def _describe(folder: Path, own: Path, name: str) -> None:
    """Write everything but the wheels: what to install, the list of parts, the script, the digests."""
    found = [sbom.read_wheel(path) for path in sorted((folder / WHEELS).glob("*.whl"))]
    pin = next(wheel for wheel in found if wheel.file == own.name)
    line = f"codematch=={pin.version} \\\n    --hash=sha256:{pin.digest}\n"
    texts = {REQUIREMENTS[lock]: (locked.FOLDER / lock).read_text(encoding="utf-8") for lock in {name, locked.BASE}}
    texts.setdefault("requirements.txt", texts[REQUIREMENTS[locked.BASE]])
    for file, text in texts.items():
        (folder / file).write_text(text + line, encoding="utf-8")
    extras = ("all", "arrow", "docx", "index", "models", "pandas", "pdf") if name == locked.ALL else ()
    (folder / PARTS).write_bytes(sbom.render(found, extras))
    (folder / "python-version.txt").write_text(f"{sys.version_info[0]}.{sys.version_info[1]}\n", encoding="ascii")
    shutil.copyfile(INSTALLER, folder / INSTALLER.name)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    ]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")


def _packed(folder: Path, out: Path) -> Path:
    """Pack a folder, the same files into the same bytes; wheels are packed already."""
    target = out / f"{folder.name}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", _TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return target


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.packaging.wheelhouse", description=__doc__)
    parser.add_argument("--out", type=Path, default=locked.ROOT / "dist", help="the folder for the archive")
    parser.add_argument("--base", action="store_true", help="without the extras")
    given = parser.parse_args()
    made = make(given.out, locked.BASE if given.base else locked.ALL)
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    print(f"{digest}  {made}\n{made.stat().st_size / 1e6:.0f} MB; unpack it, then: python3 install.py TARGET")


if __name__ == "__main__":
    main()
