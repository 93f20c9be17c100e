"""The key of a row: what its record depends on, as a digest."""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from codematch import saved_files
from codematch.batch.work_list import Row
from codematch.intake import digest_again
from codematch.settings import Intake
from codematch.version import VERSION


def row_key(row: Row, locators: Iterable[str], files: Iterable[Path], more: Iterable[str], limits: Intake) -> str:
    """Return the key of a row.

    Args:
        row: The row, with its options as they are given.
        locators: All works that it names, shared material too.
        files: All files that it names: a case, a list, a bundle; of a folder, all files in it.
        more: Whatever else the record depends on.
        limits: The limits with which works are read.
    """
    works = [(text, digest_again(text, limits)) for text in locators]
    named = [(os.fspath(path), _digest(path)) for given in files for path in _below(given)]
    text = json.dumps([VERSION, row.arguments, works, named, list(more)], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _below(path: Path) -> list[Path]:
    return sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, "" if it cannot be read."""
    try:
        return saved_files.sha256(path, through_links=True)
    except OSError:
        return ""
