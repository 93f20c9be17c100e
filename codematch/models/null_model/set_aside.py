"""What of a corpus is known to be shared: files of a project, or pairs of projects, each with its reason."""

import fnmatch
from dataclasses import dataclass
from pathlib import Path

from codematch import saved_files
from codematch.errors import InputError
from codematch.filtration.vendored import WRITTEN_ELSEWHERE

SET_ASIDE_NAME = "set_aside.toml"
VENDORED = WRITTEN_ELSEWHERE | {"deps", "dependencies", "dist", "min", "contrib", "bundled"}
"""Folders that hold what a project did not write, or what a tool made of it; recorded on the card of a null model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """What was found to be shared and looked at: files of one project ("*": of any), or pairs of projects."""

    files: tuple[tuple[str, tuple[str, ...], str], ...] = ()
    pairs: tuple[tuple[frozenset[str], str], ...] = ()

    def drops(self, project: str, path: str) -> bool:
        """Return whether a file is left out: listed, or in a vendored folder."""
        return bool(VENDORED & set(path.lower().split("/")[:-1])) or any(
            name in ("*", project) and any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)
            for name, patterns, _ in self.files
        )

    def reason(self, first: str, second: str) -> str:
        """Return why a pair is set aside, "" when it is not."""
        return "; ".join(reason for names, reason in self.pairs if names == {first, second})


def read_set_aside(path: Path) -> SetAside:
    """Read a list of what is set aside: tables `files` (project, paths, reason) and `pair` (projects, reason).

    Raises:
        InputError: The file cannot be read, is not TOML, or an entry lacks a field or has an empty reason.
    """
    try:
        data = saved_files.toml_table(saved_files.read_text(path))
        files = tuple((row["project"], tuple(row["paths"]), row["reason"]) for row in data.get("files", []))
        pairs = tuple((frozenset(row["projects"]), row["reason"]) for row in data.get("pair", []))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give a TOML file of known shared code") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a list of known shared code ({error}); see grammars/README.md") from error
    reasons = [reason for *_, reason in files] + [reason for _, reason in pairs]
    if not all(reason.strip() for reason in reasons):
        raise InputError(f"{path} has an entry without a reason; give a reason for each")
    return SetAside(files=files, pairs=pairs)
