"""Text to tokens: language data, parsers, the plain lexer. The only package that imports tree-sitter."""

from collections.abc import Iterable
from pathlib import Path

from codematch.languages.check import check, grammar_versions, kind_names
from codematch.languages.family import families, synonyms
from codematch.languages.grammar import load_grammar
from codematch.languages.hints import HEAD_BYTES
from codematch.languages.identify import TEXT, Identified, Languages
from codematch.languages.settle import read_file, read_plainly, settle
from codematch.languages.spec import LanguageSpec, read_specs
from codematch.languages.token_count import count_tokens
from codematch.languages.tokenizer import tokenize

__all__ = [
    "HEAD_BYTES",
    "TEXT",
    "Identified",
    "LanguageSpec",
    "Languages",
    "check",
    "count_tokens",
    "families",
    "grammar_versions",
    "kind_names",
    "load_grammars",
    "load_languages",
    "read_file",
    "read_plainly",
    "settle",
    "synonyms",
    "tokenize",
]


def load_languages(folder: Path) -> Languages:
    """Read every language folder under `folder`; the grammars themselves load when they are first used.

    Raises:
        SpecError: A language folder is wrong; the message names the file and the key.
    """
    return Languages(read_specs(folder))


def load_grammars(languages: Languages, names: Iterable[str]) -> None:
    """Load the grammars and queries of these languages, before processes are started that all need them.

    Raises:
        SpecError: A grammar is missing, or a query does not compile.
    """
    for name in names:
        if name in languages.names:
            _ = load_grammar(languages.spec(name)).query
