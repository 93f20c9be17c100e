"""`codematch languages`: list the languages, check their data, and show the tokens of a file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codematch.cli import console
from codematch.cli.declarations import accepts_quiet, argument, flag, option
from codematch.errors import InputError, SpecError, UsageError
from codematch.nearest_name import nearest
from codematch.settings import Settings, grammars_folder

if TYPE_CHECKING:
    from codematch.languages import Identified, Languages
    from codematch.model.source import DecodedText
    from codematch.model.tokens import TokenStream

app = typer.Typer(help="List and check the supported languages.")

CLASS_NAMES = {0: "other", 1: "identifier", 2: "literal"}


@app.command("list", epilog="\b\nExample:\n  codematch languages list")
@accepts_quiet
def list_languages() -> None:
    """List the languages with their grammars and file names.

    Files in any other language are read as plain text, the language "text".
    """
    from codematch.languages import grammar_versions, load_languages

    languages = load_languages(grammars_folder())
    versions = grammar_versions(languages)
    for spec in languages.specs:
        found_in = (*spec.extensions, *spec.filenames, *(f"{ending} ({title})" for ending, title in spec.borrowed))
        console.write(f"{spec.name:<12} {spec.title:<12} {versions[spec.name]:<32} {' '.join(found_in)}\n")


@app.command("check", epilog="\b\nExample:\n  codematch languages check")
@accepts_quiet
def check_languages() -> None:
    """Check every language folder against its installed grammar.

    Every node kind must exist, every query must compile, and a short text must give the expected tokens.
    """
    from codematch.languages import check, load_languages

    outcome = check(load_languages(grammars_folder()))
    for name, problem in outcome:
        console.write(f"{name:<12} {problem or 'ok'}\n")
    wrong = [name for name, problem in outcome if problem]
    if wrong:
        raise SpecError(
            f"{len(wrong)} of {len(outcome)} languages failed the check ({', '.join(wrong)}); fix what their lines say"
        )


@app.command(
    "tokens",
    epilog="\b\nExamples:\n  codematch languages tokens main.go\n  codematch languages tokens page.inc -l php --json",
)
@accepts_quiet
def show_tokens(
    file: Annotated[Path, argument("FILE", "A source file.")],
    language: Annotated[str | None, option("--language -l", "NAME", "Read the file as this language.")] = None,
    language_of: Annotated[
        list[str] | None, option("--language-of", "GLOB=NAME", "The language of files by their names, as for compare.")
    ] = None,
    as_json: Annotated[bool, flag("--json", "Print JSON instead of columns.")] = False,
) -> None:
    """Show the tokens of a file: line, column, kind, class and text.

    Lines and columns start at 1; columns count characters. The first line says how the language was determined.
    """
    from codematch.cli import inputs
    from codematch.comparison.identification import given_language
    from codematch.languages import TEXT, Identified, load_languages, read_file
    from codematch.model.source import LanguageBasis

    languages = load_languages(grammars_folder())
    if language is not None and language not in (*languages.names, TEXT):
        meant = nearest(language, languages.names, "codematch languages list shows them")
        raise UsageError(f"--language {language}: unknown language{meant}")
    patterns = inputs.language_of(language_of, None)
    text, settings = _read(file), Settings()
    claim = given_language(file.name, patterns) or languages.identify(file.name, text.utf8)
    if language is not None:
        claim = Identified(language=language, basis=LanguageBasis.GIVEN, certain=True)
    found, stream = read_file(file.name, text.utf8, claim, languages, settings.parsing, settings.identification)
    rows = _rows(stream, text.utf8, languages)
    console.write(_document(found, stream, rows) if as_json else _columns(found, stream, rows))


def _read(file: Path) -> "DecodedText":
    """Return the text of one file, decoded as in a comparison."""
    from codematch.intake import read_work

    if file.is_dir():
        raise UsageError(f"{file} is a folder; give a file")
    if not file.exists():
        raise InputError(f"{file}: does not exist; give a source file")
    sources = read_work(str(file), Settings().intake).files
    if len(sources) != 1 or sources[0].text is None:
        raise InputError(f"{file} is not a source file; give a single text file")
    return sources[0].text


def _rows(stream: "TokenStream", utf8: bytes, languages: "Languages") -> list[dict[str, Any]]:
    from codematch.languages import TEXT, kind_names

    kinds = {} if stream.language == TEXT else kind_names(languages.spec(stream.language))
    arrays = (stream.kinds, stream.classes, stream.starts, stream.stops, stream.lines)
    return [
        {
            "line": line,
            "column": _column(utf8, start),
            "kind": kinds.get(kind, "text"),
            "class": CLASS_NAMES[token_class],
            "text": utf8[start:stop].decode("utf-8", "replace"),
        }
        for kind, token_class, start, stop, line in zip(*(array.tolist() for array in arrays), strict=True)
    ]


def _column(utf8: bytes, start: int) -> int:
    """Return the number of the character at a byte within its line, from 1."""
    line_start = utf8.rfind(b"\n", 0, start) + 1
    return len(utf8[line_start:start].decode("utf-8", "replace")) + 1


def _columns(found: "Identified", stream: "TokenStream", rows: list[dict[str, Any]]) -> str:
    from codematch.report.text import sentence

    summary = (
        f"{stream.path}: {stream.language} by {found.basis}, {len(stream)} tokens, {len(stream.units)} units,"
        f" {len(stream.comments.texts)} comments, {stream.error_share:.1%} of the bytes under syntax errors"
    )
    lines = [summary, *(sentence(limitation.detail) for limitation in stream.limitations)]
    for row in rows:
        place = f"{row['line']}:{row['column']}"
        lines.append(f"{place:>9}  {row['kind']:<26} {row['class']:<10}  {console.printable(row['text'])}")
    return "\n".join(lines) + "\n"


def _document(found: "Identified", stream: "TokenStream", rows: list[dict[str, Any]]) -> str:
    from codematch.model.document import message_document

    document = {
        "path": stream.path,
        "language": stream.language,
        "language_basis": found.basis,
        "parser": stream.parser,
        "error_share": stream.error_share,
        "units": [
            {"kind": unit.kind, "name": unit.name, "first_token": unit.first_token, "stop_token": unit.stop_token}
            for unit in stream.units
        ],
        "comments": [
            {"line": line, "text": text}
            for line, text in zip(stream.comments.lines.tolist(), stream.comments.texts, strict=True)
        ],
        "limitations": [message_document(limitation.detail) for limitation in stream.limitations],
        "tokens": rows,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
