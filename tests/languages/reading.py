"""Texts read as a comparison reads them."""

from codematch.languages import load_languages
from codematch.languages.settle import read_file
from codematch.model.tokens import TokenStream
from codematch.settings import Identification, Parsing, grammars_folder

LANGUAGES = load_languages(grammars_folder())
ENDINGS = {"python": "py", "javascript": "js", "bash": "sh"}


def read(path: str, text: str) -> TokenStream:
    data = text.encode()
    return read_file(path, data, LANGUAGES.identify(path, data), LANGUAGES, Parsing(), Identification())[1]


def holds(stream: TokenStream, code: str, language: str) -> bool:
    """Whether the tokens of a program stand in a row in a stream."""
    kinds = read(f"a.{ENDINGS[language]}", code).kinds
    return kinds.astype("<u8").tobytes() in stream.kinds.astype("<u8").tobytes()
