"""Code inside other formats: scripts in pages, cells of notebooks, fences in prose, and which formats there are.

A module for each format finds the islands; `divide` reads each by its own grammar and puts them together. The rest of
the program sees one stream of tokens whose sections name their languages.
"""

from pathlib import PurePosixPath

from codematch.languages.embedded import markdown
from codematch.languages.embedded.divide import divided
from codematch.languages.embedded.forms import Form
from codematch.languages.embedded.island import Island

__all__ = ["Form", "Island", "divided", "form_named", "form_of"]

_FORMS = {form.name: form for form in (markdown.FORM,)}

_WITHOUT_GRAMMAR = "text"
_BY_LANGUAGE = {name: name for name in ("markdown",)}
_BY_ENDING = {".md": "markdown", ".markdown": "markdown", ".mdx": "markdown"}
_HOSTS = {"markdown": (_WITHOUT_GRAMMAR,)}


def form_named(name: str) -> Form | None:
    """Return the format with this name, None when there is none."""
    return _FORMS.get(name)


def form_of(path: str, utf8: bytes, language: str) -> Form | None:
    """Return the format by which a file is divided, None when it is read as a whole.

    The language decides, for it may have been given; where it leaves a choice, the ending of the name does.

    Args:
        path: The file's path; "" for what has none.
        utf8: Its text.
        language: Its language.
    """
    name = _BY_LANGUAGE.get(language)
    if name is None and path:
        for suffix in reversed(PurePosixPath(path).suffixes[-2:]):
            ending = _BY_ENDING.get(suffix.lower())
            if ending and language in _HOSTS.get(ending, ()):
                name = ending
                break
    return _FORMS[name] if name else None
