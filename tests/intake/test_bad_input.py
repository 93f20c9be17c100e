"""Inputs that cannot be answered: one line that names the input and says what to do, and exit code 3."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from codematch.errors import InputError
from codematch.intake import read_work
from codematch.settings import Intake
from tests.intake.works import read, write_bundle_of, write_folder, write_repository, zip_bytes


def after(place: Path, do: Callable[..., None], *arguments: object) -> Path:
    """Do something, and return the place of which a case speaks."""
    do(*arguments)
    return place


CASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda tmp: tmp / "nowhere", "does not exist"),
    "missing with a revision": (lambda tmp: f"{tmp}/nowhere@main", "does not exist"),
    "empty locator": (lambda tmp: "", "does not name a work"),
    "a NUL byte": (lambda tmp: f"{tmp}/a\0b", "does not exist"),
    "a line feed": (lambda tmp: f"{tmp}/a\nb", r"a\nb: does not exist"),
    "below a file": (lambda tmp: write_folder(tmp, {"a.c": b"x"}) / "a.c" / "b", "does not exist"),
    "empty folder": (lambda tmp: tmp, "holds no files"),
    "only folders": (lambda tmp: after(tmp, os.makedirs, tmp / "a" / "b"), "holds no files"),
    "only a repository": (lambda tmp: write_repository(tmp / "r", {}), "holds no files"),
    "only binaries": (
        lambda tmp: write_folder(tmp, {"a.o": bytes(99), "b.o": bytes(99)}),
        "none of its 2 files can be compared",
    ),
    "only empty files": (lambda tmp: write_folder(tmp, {"a.c": b"", "b.c": b""}), "(empty)"),
    "only links": (lambda tmp: after(tmp, os.symlink, "/etc/passwd", tmp / "a"), "(leaves-root)"),
    "one binary": (
        lambda tmp: write_folder(tmp, {"a.o": bytes(99)}) / "a.o",
        ": not text that can be compared (binary)",
    ),
    "a link to nothing": (lambda tmp: after(tmp / "a", os.symlink, tmp / "gone", tmp / "a"), "a broken symbolic link"),
    "device": (lambda tmp: "/dev/null", "neither a file nor a folder"),
    "fifo": (lambda tmp: after(tmp / "fifo", os.mkfifo, tmp / "fifo"), "neither a file nor a folder"),
    "empty zip": (lambda tmp: write_folder(tmp, {"a.zip": zip_bytes({})}) / "a.zip", "holds no files"),
    "zip that is none": (lambda tmp: write_folder(tmp, {"a.zip": b"text"}) / "a.zip", "named like an archive"),
    "tar that is none": (lambda tmp: write_folder(tmp, {"a.tar": bytes(10_240)}) / "a.tar", "named like an archive"),
    "no repository": (lambda tmp: f"{write_folder(tmp / 'w', {'a.c': b'x'})}@v1", "not a git repository"),
    "file revision": (lambda tmp: f"{write_folder(tmp, {'a.c': b'x'}) / 'a.c'}@v1", "not a git repository"),
    "no revision after @": (lambda tmp: f"{write_repository(tmp / 'r')}@", "no revision after the @"),
    "unknown revision": (lambda tmp: f"{write_repository(tmp / 'r')}@v9", "unknown revision v9"),
    "unknown in a bundle": (
        lambda tmp: f"{write_bundle_of(tmp / 'b', write_repository(tmp / 'r'))}@v9",
        "unknown revision v9",
    ),
}


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.posix) if case in ("device", "fifo") else case for case in CASES]
)
def test_bad_input(tmp_path: Path, case: str) -> None:
    build, said = CASES[case]
    locator = build(tmp_path)
    with pytest.raises(InputError) as error:
        read(locator)
    message = str(error.value)
    assert said in message
    assert "\n" not in message
    assert message.startswith(str(locator).replace("\0", r"\x00").replace("\n", r"\n"))
    assert ": " in message.removeprefix(str(locator))
    assert error.value.exit_code == 3


def test_an_unreadable_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_folder(tmp_path, {"a.c": b"int x;\n"}) / "a.c"

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"cannot be read \(Permission denied\); check its permissions"):
        read(path)


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(InputError, match=r"cannot be read \(Permission denied\)"):
        read(tmp_path)


def test_a_file_that_is_too_large_names_the_limit(tmp_path: Path) -> None:
    path = write_folder(tmp_path, {"a.c": b"int x;\n" * 100}) / "a.c"
    with pytest.raises(InputError, match=r"not text .* \(too-large\); .*, or raise intake.max_file_bytes"):
        read_work(str(path), Intake(max_file_bytes=600))
