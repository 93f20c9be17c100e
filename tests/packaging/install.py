"""Installs codematch from this folder: without a network, a compiler or an administrator.

    python3 install.py TARGET               # with everything that is here
    python3 install.py TARGET --smallest    # what compares and writes HTML

First every file is checked against SHA256SUMS. Then TARGET becomes a virtual environment, pip installs into it exactly
the wheels whose digests are listed, pip is removed again, and the self-test says whether the installation gives the
known answers.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
SUMS = "SHA256SUMS"


def main() -> int:
    """Check, install, test; return 0 if all went well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", metavar="TARGET", help="a folder that does not exist yet")
    parser.add_argument("--smallest", action="store_true", help="without the extras")
    given = parser.parse_args()
    if os.path.exists(given.target):
        return refuse(f"{given.target} already exists; give a folder that does not")
    with open(os.path.join(HERE, "python-version.txt"), encoding="ascii") as stream:
        wanted = stream.read().strip()
    if wanted != f"{sys.version_info[0]}.{sys.version_info[1]}":
        return refuse(f"these wheels are for Python {wanted}; run install.py with that one")
    wrong = changed()
    if wrong:
        return refuse(f"{wrong[0]}: differs from {SUMS}; fetch the archive again")
    requirements = "requirements-base.txt" if given.smallest else "requirements.txt"
    try:
        venv.EnvBuilder(with_pip=True).create(given.target)
    except (OSError, subprocess.CalledProcessError) as error:
        return refuse(f"{given.target}: no virtual environment could be made ({error})")
    scripts = os.path.join(given.target, "Scripts" if os.name == "nt" else "bin")
    command = [
        *(os.path.join(scripts, "python"), "-I", "-m", "pip", "--isolated", "--disable-pip-version-check"),
        *("install", "--quiet", "--no-index", "--no-cache-dir", "--only-binary", ":all:", "--require-hashes"),
        *("--find-links", os.path.join(HERE, "wheels"), "-r", os.path.join(HERE, requirements)),
    ]
    code = subprocess.run(command, check=False).returncode
    if not code:  # what installs is not needed any more
        remove = [*command[:5], "uninstall", "--quiet", "--yes", "setuptools", "pip"]
        subprocess.run(remove, check=False, stderr=subprocess.DEVNULL)
    program = os.path.join(scripts, "codematch")
    if code or subprocess.run([program, "self-test", "--quiet"], check=False).returncode:
        return refuse(f"{given.target}: not installed; what went wrong is said above")
    print(f"codematch is installed: {program}")
    return 0


def changed() -> "list[str]":
    """Return the files that differ from the list of digests, are missing, or are not in it."""
    listed = {}
    with open(os.path.join(HERE, SUMS), encoding="utf-8") as stream:
        for line in stream:
            digest, _, name = line.rstrip("\n").partition("  ")
            listed[name] = digest
    found = {
        os.path.relpath(os.path.join(folder, name), HERE).replace(os.sep, "/")
        for folder, _, names in os.walk(HERE)
        for name in names
    }
    wrong = sorted(found.symmetric_difference({*listed, SUMS}))
    return wrong or [name for name in sorted(listed) if sha256(os.path.join(HERE, name)) != listed[name]]


def sha256(path: str) -> str:
    """Return the SHA-256 of a file."""
    running = hashlib.sha256()
    with open(path, "rb") as stream:
        for part in iter(lambda: stream.read(1 << 20), b""):
            running.update(part)
    return running.hexdigest()


def refuse(text: str) -> int:
    """Say what is wrong in one line."""
    print(f"install.py: {text}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
