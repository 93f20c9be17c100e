"""Writes the files of a work into a folder, for every test that needs one on the disk."""

from collections.abc import Mapping
from pathlib import Path


def write_folder(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by their paths, texts as UTF-8 with the line ends that they have; return the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return folder
