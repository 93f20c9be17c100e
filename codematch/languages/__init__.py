"""Text to tokens: language data, parsers, the plain lexer. The only package that imports tree-sitter."""

from pathlib import Path

from codematch.languages.identify import TEXT, Identified, Languages
from codematch.languages.spec import LanguageSpec, read_specs

__all__ = ["TEXT", "Identified", "LanguageSpec", "Languages", "load_languages"]


def load_languages(folder: Path) -> Languages:
    """Read every language folder under `folder`; the grammars themselves load when they are first used.

    Raises:
        SpecError: A language folder is wrong; the message names the file and the key.
    """
    return Languages(read_specs(folder))
