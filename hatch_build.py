"""The description of the package: the README, as it can be read where the files of the repository are not.

A package index shows no picture and follows no link of a path. Pictures are left out, and a link becomes its text with
the path in the source archive.
"""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_PICTURE = re.compile(r"!\[[^\]]*\]\((?!https:)[^)]*\)\n*")
_LINK = re.compile(r"\[([^\]]*)\]\((?!https:)([^)#]+)(?:#[^)]*)?\)")
_NOTE = re.compile(r"<!-- [^\n]* -->\n")


def description(readme: str) -> str:
    """Return the README without pictures, notes for tests, and links to files."""
    text = _NOTE.sub("", _PICTURE.sub("", readme))
    return _LINK.sub(lambda link: link[1] if link[1] == link[2] else f"{link[1]} (`{link[2]}`)", text)


class Description(MetadataHookInterface):
    """Gives the package its description."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the description; hatchling calls this when it builds or installs."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": description(text)}
