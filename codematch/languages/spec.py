"""Reads `grammars/<language>/`: what a language is called, where it is found, and what its tokens are.

A folder holds `language.toml` and `queries.scm`; `grammars/README.md` explains every key. Only the text is
read here. Whether the names exist in the installed grammar is asked when the grammar is first used
(`codematch.languages.grammar`) and by `codematch languages check`.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codematch.errors import SpecError
from codematch.languages.queries import unit_kinds

SPEC_FILE = "language.toml"
QUERY_FILE = "queries.scm"

_LISTS = {
    "": ("extensions", "filenames", "shebangs", "modes"),
    "content": ("markers", "proofs", "signs"),
    "tokens": ("identifiers", "literals", "atoms", "comments", "lexed", "words", "by_text"),
    "passages": ("imports", "declarations", "prototypes", "bodies"),
}
_STRINGS = {"": ("name", "title"), "parser": ("package", "module", "function", "tested")}
_OPTIONAL = {"": ("family",), "content": ("extends",), "parser": ("errors", "opening")}
_NUMBERS = {"content": ("priority",)}
_TITLES = ("borrowed", "same")
_TABLES = ("borrowed", "content", "parser", "passages", "same", "tokens")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSpec:
    """One folder under `grammars/`, as written.

    `extensions` begin with a dot; `borrowed` pairs an extension that is really another language with that language's
    title. Languages of one `family` are compared with one another; `same` pairs node kinds of this language with the
    kind that means the same in the others ("" and none for a language that is alone). `markers` are regular
    expressions, tried at the beginning of every line, with which the language claims an extension that several
    languages share, asked in order of falling `priority`. `modes` are the names that editors' modelines give it.
    `signs` are regular expressions for lines that few other languages have, `proofs` for lines that no other has; a
    file of a language that `extends` another has the signs of both. `package`, `module` and `function` say where the
    parser comes from, `tested` with which version; `errors` is "plain" when a file with many syntax errors is better
    read by the plain lexer; `opening` is what a text must begin with to be read as code, put before one that is not
    the beginning of a file. `query` is the text of `queries.scm`, `pattern_kinds` the node kinds at which its patterns
    begin, `unit_kinds` those that they take as units. The rest are lists of node kinds.
    """

    name: str
    title: str
    extensions: tuple[str, ...]
    filenames: tuple[str, ...]
    shebangs: tuple[str, ...]
    modes: tuple[str, ...]
    borrowed: tuple[tuple[str, str], ...]
    family: str
    same: tuple[tuple[str, str], ...]
    markers: tuple[str, ...]
    proofs: tuple[str, ...]
    signs: tuple[str, ...]
    extends: str
    priority: int
    package: str
    module: str
    function: str
    tested: str
    errors: str
    opening: str
    identifiers: tuple[str, ...]
    literals: tuple[str, ...]
    atoms: tuple[str, ...]
    comments: tuple[str, ...]
    lexed: tuple[str, ...]
    words: tuple[str, ...]
    by_text: tuple[str, ...]
    imports: tuple[str, ...]
    declarations: tuple[str, ...]
    prototypes: tuple[str, ...]
    bodies: tuple[str, ...]
    query: str
    pattern_kinds: tuple[str, ...]
    unit_kinds: tuple[str, ...]


def read_specs(folder: Path) -> tuple[LanguageSpec, ...]:
    """Read every language folder under `folder`, sorted by name; folders without a `language.toml` are ignored.

    Raises:
        SpecError: There is no such folder, or a file in it is missing, malformed, or has a wrong key or value.
    """
    if not folder.is_dir():
        raise SpecError(f"{folder} is not a folder; give the folder that holds the language data")
    return tuple(read_spec(file.parent) for file in sorted(folder.glob(f"*/{SPEC_FILE}")))


def read_spec(folder: Path) -> LanguageSpec:
    """Read one language folder, named like its language, and check every key and type.

    Raises:
        SpecError: A file is missing or malformed, a key is unknown or missing, or a value has a wrong type.
    """
    where = f"{folder.name}/{SPEC_FILE}"
    try:
        document = tomllib.loads(_text(folder / SPEC_FILE))
    except tomllib.TOMLDecodeError as error:
        raise SpecError(f"{where}: {error}") from error
    tables = {"": {key: value for key, value in document.items() if key not in _TABLES}}
    for name in _TABLES:
        tables[name] = _table(document, name, where)
    values = _values(tables, where)
    if values["name"] != folder.name:
        raise SpecError(f"{where}: name: {values['name']!r} is not the name of the folder")
    borrowed, same = (tuple(sorted(_titles(tables[key], key, where).items())) for key in _TITLES)
    query = _text(folder / QUERY_FILE)
    try:
        roots, units = unit_kinds(query)
    except ValueError as error:
        raise SpecError(f"{folder.name}/{QUERY_FILE}: {error}") from error
    spec = LanguageSpec(**values, borrowed=borrowed, same=same, query=query, pattern_kinds=roots, unit_kinds=units)
    _check(spec, where)
    return spec


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SpecError(f"{file.parent.name}/{file.name}: cannot be read: {error}") from error


def _table(document: dict[str, Any], name: str, where: str) -> dict[str, Any]:
    table = document.get(name, {})
    if not isinstance(table, dict):
        raise SpecError(f"{where}: {name}: a table is needed")
    return table


def _values(tables: dict[str, dict[str, Any]], where: str) -> dict[str, Any]:
    """Return every list, string and number under its own name; refuse keys that nobody reads."""
    values: dict[str, Any] = {}
    for name, table in tables.items():
        known = {*_LISTS.get(name, ()), *_STRINGS.get(name, ()), *_OPTIONAL.get(name, ()), *_NUMBERS.get(name, ())}
        for key in sorted(table.keys() - known) if name not in _TITLES else ():
            raise SpecError(f"{where}: {_dotted(name, key)}: unknown key")
        for key in _LISTS.get(name, ()):
            values[key] = tuple(_strings(table.get(key, []), _dotted(name, key), where))
        for key in _STRINGS.get(name, ()):
            values[key] = _string(table.get(key), _dotted(name, key), where)
        for key in _OPTIONAL.get(name, ()):
            values[key] = _string(table[key], _dotted(name, key), where) if key in table else ""
        for key in _NUMBERS.get(name, ()):
            values[key] = _number(table.get(key, 0), _dotted(name, key), where)
    return values


def _dotted(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


def _string(value: Any, key: str, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise SpecError(f"{where}: {key}: a string is needed")
    return value


def _number(value: Any, key: str, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise SpecError(f"{where}: {key}: a whole number is needed")
    return value


def _strings(value: Any, key: str, where: str) -> list[str]:
    if not isinstance(value, list):
        raise SpecError(f"{where}: {key}: a list of strings is needed")
    strings = [_string(item, key, where) for item in value]
    if len(set(strings)) < len(strings):
        raise SpecError(f"{where}: {key}: a value is listed twice")
    return strings


def _titles(table: dict[str, Any], name: str, where: str) -> dict[str, str]:
    return {key: _string(value, f"{name}.{key}", where) for key, value in table.items()}


def _check(spec: LanguageSpec, where: str) -> None:
    if spec.errors not in ("", "plain"):
        raise SpecError(f'{where}: parser.errors: {spec.errors!r} is not "plain"')
    for extension in (*spec.extensions, *dict(spec.borrowed)):
        if not extension.startswith("."):
            raise SpecError(f"{where}: extensions: {extension!r} does not begin with a dot")
    for key in ("markers", "proofs", "signs"):
        for pattern in getattr(spec, key):
            _check_pattern(pattern, f"{where}: content.{key}: {pattern!r}")


def _check_pattern(pattern: str, what: str) -> None:
    try:
        groups = re.compile(b"\n(?:%s)" % pattern.encode()).groups
    except re.error as error:
        raise SpecError(f"{what}: {error}") from error
    if groups and ": content.markers:" not in what:
        raise SpecError(f"{what}: write (?:...) instead of (...); groups are reserved")
