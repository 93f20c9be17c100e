"""Whether the language folders fit the grammars that are installed, and which versions those are."""

from importlib.metadata import PackageNotFoundError, version

from codematch.errors import SpecError
from codematch.languages.grammar import load_grammar
from codematch.languages.identify import Languages
from codematch.languages.spec import SPEC_FILE, LanguageSpec
from codematch.languages.text_lexer import NUMBER_KIND
from codematch.languages.tokenizer import tokenize
from codematch.settings import Parsing

_SAMPLE = b"a b"


def check(languages: Languages) -> list[tuple[str, str]]:
    """Look over every language folder.

    Every node kind that a folder names must exist, its query must compile, a text of two words must come back
    as its own bytes, and the grammar should be the version that the folder was tested with.

    Returns:
        (name, problem) for each language, in order of name, with "" where all is well.
    """
    return [(spec.name, _problem(spec, languages)) for spec in languages.specs]


def grammar_versions(languages: Languages) -> dict[str, str]:
    """Return "package version" for each language, by name; the version is "missing" when it is not installed."""
    return {spec.name: f"{spec.package} {_version(spec)}" for spec in languages.specs}


def kind_names(spec: LanguageSpec) -> dict[int, str]:
    """Return the names of a language's node kinds by their hashes in `TokenStream.kinds`.

    A token whose kind is its text may have a kind without a name: an operator that the author of the work defined,
    a character that the grammar does not know.

    Raises:
        SpecError: The grammar cannot be loaded.
    """
    grammar = load_grammar(spec)
    names = {int(grammar.kinds[same[0]]): name for (name, _), same in grammar.ids.items()}
    return names | {NUMBER_KIND: "number"} if spec.words else names


def _problem(spec: LanguageSpec, languages: Languages) -> str:
    where = f"{spec.name}/{SPEC_FILE}"
    try:
        stream = tokenize("sample", _SAMPLE, spec.name, languages, Parsing())
    except SpecError as error:
        return str(error)
    spans = zip(stream.starts.tolist(), stream.stops.tolist(), strict=True)
    if b" ".join(_SAMPLE[start:stop] for start, stop in spans) != _SAMPLE:
        return f"{where}: tokens: two words do not come back as their own bytes"
    if _version(spec) != spec.tested:
        return f"{where}: parser.tested: {spec.tested}, but {_version(spec)} is installed"
    return ""


def _version(spec: LanguageSpec) -> str:
    try:
        return version(spec.package)
    except PackageNotFoundError:
        return "missing"
