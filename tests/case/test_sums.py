"""A result folder is what its sums say, and holds nothing else: whatever else lies there is named and never opened."""

import hashlib
import io
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codematch.case import sums
from codematch.case.sums import NAME, SM3_NAME, UNLISTED, check
from codematch.errors import StoreError

DOCUMENTS = {"report.json": b"{}\n", "run.json": b"{ }\n", "exhibits/E1.pdf": b"%PDF"}
OUTSIDE = "leads out of the folder"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A result with both sums, and beside it a folder that holds the same files."""
    made = dict(DOCUMENTS)
    made[SM3_NAME] = sums.render(made, "sm3")
    made[NAME] = sums.render(made)
    for place in ("result", "outside"):
        for name, content in made.items():
            (tmp_path / place / name).parent.mkdir(exist_ok=True, parents=True)
            (tmp_path / place / name).write_bytes(content)
    return tmp_path / "result"


@pytest.fixture
def never_opened(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[None]:
    """Fail when anything is read that is no file of the folder."""
    original = io.open

    def opened(path: Path, *given: Any) -> Any:
        if Path(path).is_relative_to(folder):
            within = [place for place in (path, *path.parents) if place.is_relative_to(folder)]
            assert path.is_file() or not path.exists(), path
            assert not any(place.is_symlink() for place in within), path
        return original(path, *given)

    with monkeypatch.context() as patch:
        patch.setattr(io, "open", opened)  # what pathlib calls
        yield


def test_a_folder_that_nobody_touched_is_equal(folder: Path, never_opened: None):
    for name in UNLISTED - {NAME}:
        (folder / name).write_bytes(b"beside")

    assert check(folder) == sums.Check(equal=tuple(sorted([*DOCUMENTS, SM3_NAME])), wrong=())


def test_what_was_changed_put_in_or_taken_out_is_named(folder: Path):
    (folder / "run.json").write_bytes(b"{}")
    (folder / "exhibits" / "E1.pdf").unlink()
    (folder / "exhibits" / "E2.pdf").write_bytes(b"%PDF")

    assert check(folder).wrong == (
        "exhibits/E1.pdf: is missing", "run.json: was changed", "exhibits/E2.pdf: was added",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("../outside/report.json", f"a symbolic link that {OUTSIDE}"),
        ("no such file", "a symbolic link that leads nowhere"),
        ("link", "a symbolic link that leads nowhere"),
        ("report.json", "a symbolic link"),
        ("exhibits", "a symbolic link"),
        ("../outside", f"a symbolic link that {OUTSIDE}"),
    ],
)
@pytest.mark.parametrize("name", ["link", "exhibits/link", "bundle.tsr", "signature.p7s"])
def test_a_link_that_was_put_in_is_named(folder: Path, never_opened: None, name: str, target: str, kind: str):
    place = folder / name
    target = name if target == "link" else target
    place.symlink_to(os.path.relpath(folder / target, place.parent))

    assert check(folder).wrong == (f"{name}: was added ({kind})",)


@pytest.mark.parametrize("name", [*DOCUMENTS, SM3_NAME])
def test_a_file_that_became_a_link_to_the_same_bytes_is_named(folder: Path, never_opened: None, name: str):
    (folder / name).unlink()
    (folder / name).symlink_to(folder.parent / "outside" / name)

    assert f"{name}: is no longer a regular file but a symbolic link that {OUTSIDE}" in check(folder).wrong
    assert name not in check(folder).equal


def test_a_folder_that_became_a_link_to_the_same_files_is_named(folder: Path, never_opened: None):
    shutil.rmtree(folder / "exhibits")
    (folder / "exhibits").symlink_to(folder.parent / "outside" / "exhibits")

    assert check(folder).wrong == (
        "exhibits/E1.pdf: is missing", f"exhibits: was added (a symbolic link that {OUTSIDE})",
    )  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("name", ["pipe", "exhibits/pipe", "bundle.tsq", "report.json", SM3_NAME])
def test_a_pipe_is_named_and_never_waited_for(folder: Path, never_opened: None, name: str):
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)

    (line,) = [line for line in check(folder).wrong if line.startswith(f"{name}: is no longer") or "was added" in line]
    assert "a pipe" in line


def test_a_socket_is_named(folder: Path, never_opened: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")
        assert check(folder).wrong == ("s: was added (a socket)",)


@pytest.mark.parametrize("name", ["empty", "exhibits/empty", "bundle.tsq", "signature.p7s"])
def test_an_empty_folder_is_named(folder: Path, name: str):
    (folder / name).mkdir()

    assert check(folder).wrong == (f"{name}: was added (an empty folder)",)


@pytest.mark.parametrize("name", sorted(UNLISTED - {NAME}))
def test_a_folder_in_the_place_of_a_stamp_or_a_signature_is_named(folder: Path, name: str):
    (folder / name).mkdir()
    (folder / name / "x").write_bytes(b"")

    assert check(folder).wrong == (f"{name}: was added (a folder)", f"{name}/x: was added")


def test_a_folder_in_the_place_of_a_file_is_named(folder: Path):
    (folder / "run.json").unlink()
    (folder / "run.json").mkdir()
    (folder / "run.json" / "x").write_bytes(b"")

    assert check(folder).wrong == (
        "run.json: is no longer a regular file but a folder", "run.json/x: was added",
    )  # fmt: skip


def test_a_folder_that_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch):
    original = os.listdir

    def refusing(path: Path | str) -> list[str]:
        if Path(path).name == "exhibits":
            raise PermissionError(13, "Permission denied")
        return original(path)

    monkeypatch.setattr(os, "listdir", refusing)
    assert check(folder).wrong == (
        "exhibits/E1.pdf: is missing", "exhibits: was added (a folder that cannot be read)",
    )  # fmt: skip


def renewed(folder: Path, sm3: bytes) -> None:
    """Write other SM3 sums, and the SHA-256 sums that fit them."""
    (folder / SM3_NAME).write_bytes(sm3)
    (folder / NAME).write_bytes(sums.render({**DOCUMENTS, SM3_NAME: sm3}))


def test_both_sums_list_the_same_names_and_the_same_content(folder: Path):
    renewed(folder, sums.render({"report.json": b"{}\n", "run.json": b"other", "../secret": b"", "gone": b""}, "sm3"))

    assert check(folder).wrong == (
        "SM3SUMS: does not list exhibits/E1.pdf, but SHA256SUMS does",
        "SM3SUMS: lists ../secret, but SHA256SUMS does not",
        "SM3SUMS: lists gone, but SHA256SUMS does not",
        "run.json: its SM3 differs",
    )


def test_damaged_sums_by_sm3_are_one_fault_among_others(folder: Path):
    renewed(folder, b"nothing\n")
    (folder / "run.json").write_bytes(b"")

    first, second = check(folder).wrong
    assert first == "run.json: was changed"
    assert second.startswith("SM3SUMS: is damaged (")


def test_sums_are_read_from_a_file_alone(folder: Path, tmp_path: Path, never_opened: None):
    (folder / NAME).unlink()
    with pytest.raises(StoreError, match=r"SHA256SUMS: cannot be read \(No such file"):
        check(folder)
    (folder / NAME).symlink_to(tmp_path / "outside" / NAME)
    with pytest.raises(
        StoreError, match=f"SHA256SUMS: is a symbolic link that {OUTSIDE}; nothing can be checked with it"
    ):
        check(folder)
    (folder / NAME).unlink()
    (folder / NAME).mkdir()
    with pytest.raises(StoreError, match="SHA256SUMS: is an empty folder; nothing can be checked with it"):
        check(folder)
    if hasattr(os, "mkfifo"):
        (folder / NAME).rmdir()
        os.mkfifo(folder / NAME)
        with pytest.raises(StoreError, match="SHA256SUMS: is a pipe; nothing can be checked with it"):
            check(folder)


def test_a_name_in_the_sums_that_leads_out_of_the_folder_is_missing_and_not_read(folder: Path, never_opened: None):
    digest = hashlib.sha256(DOCUMENTS["report.json"]).hexdigest()
    for name in ("../outside/report.json", str(folder.parent / "outside" / "report.json")):
        (folder / NAME).write_bytes(sums.render({**DOCUMENTS, SM3_NAME: (folder / SM3_NAME).read_bytes()}))
        (folder / NAME).write_bytes((folder / NAME).read_bytes() + f"{digest}  {name}\n".encode())
        assert f"{name}: is missing" in check(folder).wrong
