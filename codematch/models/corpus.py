"""A corpus: a folder with one folder for each project, and a table that says where each came from.

`projects.csv` (columns project, version, source, artifact_sha256, licence) describes the folders named
"project-version"; its rows go onto the cards of the models that are made from the corpus, so that anybody can make
them again.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codematch import saved_files
from codematch.errors import InputError

TABLE_NAME = "projects.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRun:
    """The day and the command line of a training, for the card of the model."""

    date: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFolder:
    """One project of a corpus: its folder, and its row of the table, "" where the table says nothing."""

    folder: Path
    name: str
    version: str
    source: str
    sha256: str
    licence: str

    @property
    def card(self) -> dict[str, str]:
        """Return what a card says of where the project came from."""
        return {"name": self.name, "version": self.version, "source": self.source, "sha256": self.sha256}


def project_folders(corpora: Sequence[Path]) -> list[ProjectFolder]:
    """Return the projects of some corpora, in order of their names: neither the order nor the place of corpora counts.

    Raises:
        InputError: A corpus or its table cannot be read.
    """
    found = [project for corpus in corpora for project in _projects(corpus)]
    return sorted(found, key=lambda project: (project.folder.name, project.sha256, project.folder.resolve()))


def _projects(corpus: Path) -> list[ProjectFolder]:
    try:
        folders = [path for path in corpus.iterdir() if path.is_dir()]
        rows = _rows(corpus / TABLE_NAME)
    except OSError as error:
        raise InputError(
            f"{corpus}: cannot be read ({error.strerror}); give a folder that holds one folder for each project"
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{corpus / TABLE_NAME}: is not a CSV file in UTF-8; save it as CSV in UTF-8") from error
    return [_project(folder, rows.get(folder.name, {})) for folder in folders]


def _project(folder: Path, row: dict[str, str]) -> ProjectFolder:
    return ProjectFolder(
        folder=folder,
        name=row.get("project") or folder.name,
        version=row.get("version") or "",
        source=row.get("source") or "",
        sha256=row.get("artifact_sha256") or "",
        licence=row.get("licence") or "",
    )


def _rows(table: Path) -> dict[str, dict[str, str]]:
    """The rows of `projects.csv` by the folder they describe, "project-version"."""
    if not table.is_file():
        return {}
    text = io.StringIO(saved_files.read_text(table, most=saved_files.MAX_BYTES), newline="")
    return {f"{row.get('project')}-{row.get('version')}": row for row in csv.DictReader(text)}
