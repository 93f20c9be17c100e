"""The names of programming languages as readers know them: `csharp` in a result is C# in a report."""

import re
import tomllib
from functools import cache

from codematch.report.text.wording import say
from codematch.settings import grammars_folder

_PLAIN_TEXT = "text"
_ID = re.compile(r"[a-z][a-z0-9_-]*")


def language_name(name: str) -> str:
    """Return the name of a language, by its id; any other text is returned unchanged."""
    return say("language.plain-text") if name == _PLAIN_TEXT else _title(name)


@cache
def _title(name: str) -> str:
    file = grammars_folder() / name / "language.toml"
    if not _ID.fullmatch(name) or not file.is_file():
        return name
    return str(tomllib.loads(file.read_text(encoding="utf-8")).get("title", name))
