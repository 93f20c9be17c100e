"""Turns results into documents. A format shows what a `CaseResult` contains and computes nothing of its own."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from codematch.errors import UsageError
from codematch.extras import missing, require
from codematch.model.result import CaseResult, Shown
from codematch.report import redaction
from codematch.report.formats import FORMATS, PAPER, Kind, to_csv, to_json, to_jsonl
from codematch.report.record.context import BODY_ROWS, Context
from codematch.report.render_options import PROFILES, RenderOptions, TableFile
from codematch.report.text import LANGUAGES, in_language

_ALWAYS_WHOLE = ("explanations.csv",)
"""Tables of which every record shows all rows."""


def render(result: CaseResult, name: str, options: RenderOptions | None = None) -> bytes:
    """Return the result in one format; of tables, that of the matches. Numbers are the same in all formats.

    Raises:
        UsageError: There is no such format, language or profile.
        StoreError: The libraries of the format are not installed.
    """
    options = replace(options or RenderOptions(), one_file=True)
    for what, given, known in (
        ("format", name, FORMATS), ("language", options.language, LANGUAGES), ("profile", options.profile, PROFILES),
    ):  # fmt: skip
        if given not in known:
            raise UsageError(f"no report {what} {given!r}: choose from {', '.join(known)}")
    if FORMATS[name].extra:
        require(FORMATS[name].extra, f"the format {name}")
    shown, options = _as_shown(result, options)
    if FORMATS[name].kind is Kind.RECORD and not options.tables:
        options = replace(options, tables=_descriptions(_long_tables(shown)))
    with in_language(options.language):
        content = _module(name).render(shown, replace(options, limits=options.limits or FORMATS[name].limits))
    return bytes(content)


def _pages(result: CaseResult, name: str, options: RenderOptions, ending: str) -> dict[str, bytes]:
    """Return the files of a format in one language, by name; `ending` follows the first dot of the name of the first.

    Most formats are one file.
    """
    form = FORMATS[name]
    if not form.has_folder:
        return {f"{form.file_name.partition('.')[0]}.{ending}": render(result, name, options)}
    shown, options = _as_shown(result, options)
    options = replace(options, limits=options.limits or form.limits)
    with in_language(options.language):
        made: dict[str, bytes] = _module(name).pages(shown, options, ending)
    return made


def _module(name: str) -> Any:
    """Return the module of a format."""
    return import_module(f"codematch.report.formats.{FORMATS[name].module}")


def _as_shown(result: CaseResult, options: RenderOptions) -> tuple[CaseResult, RenderOptions]:
    """Return the result as far as the options show it, and the options with the digest of the whole result."""
    if options.shown is Shown.ALL:
        return result, options
    root = options.root or hashlib.sha256(to_json.render(result)).hexdigest()
    if options.shown is Shown.NO_CODE:
        return redaction.without_code(result), replace(options, root=root)
    return redaction.redacted(result, options.key).result, replace(options, root=root)


def exhibits(result: CaseResult, languages: Sequence[str], options: RenderOptions | None = None) -> dict[str, bytes]:
    """Return every exhibit that paper lists as a PDF of its own, and `exhibits.csv`, by the names of their files.

    Without the extra that brings PDF, only `exhibits.csv`.
    """
    shown, options = _as_shown(result, options or RenderOptions())
    options = replace(options, limits=options.limits or PAPER)
    made = {"exhibits.csv": to_csv.exhibits(Context(shown, options))}
    if missing("pdf"):
        return made
    from codematch.report.formats import to_pdf

    for language in languages:
        ending = "pdf" if len(languages) == 1 else f"{language}.pdf"
        with in_language(language):
            for name, content in to_pdf.exhibits(shown, replace(options, language=language)).items():
                made[f"exhibits/{name}.{ending}"] = content
    return made


def matches(result: CaseResult) -> bytes:
    """Return `matches.jsonl`: every region, one on a line."""
    return to_jsonl.render(result)


def commitments(result: CaseResult, key: bytes) -> bytes:
    """Return the commitments of the redacted form of a result by their ids, as JSON."""
    found = redaction.redacted(result, key).commitments
    return (json.dumps({"scheme": redaction.SCHEME, "commitments": found}, indent=1, sort_keys=True) + "\n").encode()


def _beside(result: CaseResult) -> dict[str, bytes]:
    """Return the files that belong beside `report.json`, as far as they are there."""
    found = [one for pair in result.pairs for one in (pair.sketches, pair.sources) if one is not None]
    return {one.file: one.content for one in found if one.content}


def documents(
    result: CaseResult, name: str, languages: Sequence[str], options: RenderOptions | None = None
) -> dict[str, bytes]:
    """Return the files of a format by their names: one for each language, unless the format has no language.

    Raises:
        UsageError: There is no such format, language or profile.
    """
    options = options or RenderOptions()
    form = FORMATS[name]
    if form.kind is Kind.TABLES:
        tables: dict[str, bytes] = _module(name).tables(_as_shown(result, options)[0])
        return tables
    if form.kind is Kind.DATA:
        shown, options = _as_shown(result, options)
        return {form.file_name: bytes(_module(name).render(shown, options)), **_beside(shown)}
    tables = _long_tables(_as_shown(result, options)[0]) if form.kind is Kind.RECORD else {}
    options = replace(options, tables=_descriptions(tables))
    ending = form.file_name.partition(".")[2]
    made: dict[str, bytes] = {}
    for language in languages:
        own = ending if len(languages) == 1 else f"{language}.{ending}"
        made |= _pages(result, name, replace(options, language=language), own)
    return {**made, **tables}


def _long_tables(shown: CaseResult) -> dict[str, bytes]:
    """Return the tables of a result that are too long for the body of a record, by the names of their files."""
    made = to_csv.tables(shown)
    return {
        name: content
        for name, content in made.items()
        if name not in _ALWAYS_WHOLE and content.count(b"\r\n") - 1 > BODY_ROWS
    }


def _descriptions(tables: Mapping[str, bytes]) -> tuple[TableFile, ...]:
    """Return how a record names tables: with their number of rows and their digest."""

    def described(name: str, content: bytes) -> TableFile:
        rows = sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8"), newline=""))) - 1
        return TableFile(name=name, rows=rows, digest=hashlib.sha256(content).hexdigest())

    return tuple(described(name, content) for name, content in tables.items())
