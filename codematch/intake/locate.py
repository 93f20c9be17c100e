"""What a locator names: a path, a revision, and the form of what is there."""

import os
import stat
import zipfile
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from codematch.errors import InputError
from codematch.intake import signatures
from codematch.intake.directory import said
from codematch.intake.names import printable
from codematch.intake.repository import git_folder, is_bare
from codematch.intake.signatures import Packing

_ARCHIVE_SUFFIXES = (".zip", ".jar", ".whl", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".txz", ".tbz2", ".bundle")


class Form(Enum):
    """The forms in which a work may be handed over."""

    FOLDER = auto()
    WORKING_TREE = auto()
    REVISION = auto()
    ARCHIVE = auto()
    BUNDLE = auto()
    FILE = auto()


@dataclass(frozen=True, slots=True)
class Located:
    """A work on this machine.

    `subject` is the locator as messages and results show it, `path` where it is, `revision` what was asked for
    ("" when nothing was), `packing` how an archive is packed.
    """

    subject: str
    path: Path
    form: Form
    revision: str = ""
    packing: Packing | None = None

    @property
    def name(self) -> str:
        """The last part of the path: where the rest of it is on this machine is no part of a result."""
        name = self.path.name
        return printable(name if name not in ("", "..") else self.path.resolve().name)

    @property
    def label(self) -> str:
        """The short name of the work: the last part of its path, and the revision."""
        return f"{self.name}@{self.revision}" if self.revision else self.name


def locate(locator: str) -> Located:
    """Find out what a locator names.

    A path that exists is taken as it is, even with an `@` in its name; else the longest existing path before an
    `@` is the input and the rest is the revision.

    Raises:
        InputError: Nothing is there, it cannot be read, or a revision is asked of something that has none.
    """
    subject = printable(locator)
    path, revision = _split(locator, subject)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _folder(subject, path, revision)
        if not stat.S_ISREG(mode):
            raise InputError(f"{subject}: is neither a file nor a folder; give a folder, an archive or a file")
        with path.open("rb") as stream:
            head = stream.read(signatures.HEAD_BYTES)
    except FileNotFoundError as error:
        raise InputError(f"{subject}: is a broken symbolic link; give the file or folder itself") from error
    except OSError as error:
        raise InputError(f"{subject}: cannot be read ({said(error)}); check its permissions") from error
    return _file(subject, path, revision, head)


_FORMS = "give a folder, an archive, a file, or a git repository (PATH@REVISION)"


def _split(locator: str, subject: str) -> tuple[Path, str]:
    if locator and "\0" not in locator:
        if os.path.lexists(locator):
            return Path(locator), ""
        at = locator.rfind("@")
        while at > 0:
            if os.path.lexists(locator[:at]):
                if at + 1 == len(locator):
                    raise InputError(f"{subject}: has no revision after the @; give a branch, a tag or a commit")
                return Path(locator[:at]), locator[at + 1 :]
            at = locator.rfind("@", 0, at)
    if not locator.strip():
        raise InputError(f"{locator!r}: does not name a work; {_FORMS}")
    raise InputError(f"{subject}: does not exist; {_FORMS}")


def _folder(subject: str, path: Path, revision: str) -> Located:
    repository = git_folder(path)
    if repository is None:
        if revision and (path / ".git").is_file():
            raise InputError(f"{subject}: is a linked working tree; give its repository")
        if revision:
            raise InputError(f"{subject}: is not a git repository and has no revisions; drop @{revision}")
        return Located(subject, path, Form.FOLDER)
    if revision or (repository == path and is_bare(path)):
        return Located(subject, path, Form.REVISION, revision)
    return Located(subject, path, Form.WORKING_TREE)


def _file(subject: str, path: Path, revision: str, head: bytes) -> Located:
    if head.startswith(signatures.BUNDLE_MARKS):
        return Located(subject, path, Form.BUNDLE, revision)
    if revision:
        raise InputError(f"{subject}: is not a git repository and has no revisions; drop @{revision}")
    unopened = signatures.unopened_archive(head)
    if unopened:
        raise InputError(
            f"{subject}: archives of this form are not supported ({unopened}); unpack it and give the folder"
        )
    packing = signatures.packing(head)
    if packing is None and zipfile.is_zipfile(path):  # after a launcher: its directory is at the end
        packing = Packing.ZIP
    if packing is not None:
        return Located(subject, path, Form.ARCHIVE, packing=packing)
    if path.suffix.lower() in _ARCHIVE_SUFFIXES:
        raise InputError(f"{subject}: is named like an archive, but is not one, or is damaged; get it again")
    return Located(subject, path, Form.FILE)
