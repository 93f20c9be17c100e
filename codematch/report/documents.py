"""Turns results into documents. A format shows what a `CaseResult` contains and computes nothing of its own."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from codematch.errors import UsageError
from codematch.model.result import CaseResult, Shown
from codematch.report import redaction
from codematch.report.formats import FORMATS, PAPER, Kind, to_csv, to_json, to_jsonl
from codematch.report.record.context import Context
from codematch.report.render_options import PROFILES, RenderOptions
from codematch.report.text import LANGUAGES, in_language


def render(result: CaseResult, name: str, options: RenderOptions | None = None) -> bytes:
    """Return the result in one format; of tables, that of the matches. Numbers are the same in all formats.

    Raises:
        UsageError: There is no such format, language or profile.
    """
    options = options or RenderOptions()
    for what, given, known in (
        ("format", name, FORMATS), ("language", options.language, LANGUAGES), ("profile", options.profile, PROFILES),
    ):  # fmt: skip
        if given not in known:
            raise UsageError(f"no report {what} {given!r}: choose from {', '.join(known)}")
    shown, options = _as_shown(result, options)
    with in_language(options.language):
        content = _module(name).render(shown, replace(options, limits=options.limits or FORMATS[name].limits))
    return bytes(content)


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
    """Return every exhibit that paper lists as a PDF of its own, and `exhibits.csv`, by the names of their files."""
    from codematch.report.formats import to_pdf

    shown, options = _as_shown(result, options or RenderOptions())
    options = replace(options, limits=options.limits or PAPER)
    made = {"exhibits.csv": to_csv.exhibits(Context(shown, options))}
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
    sketches = [pair.sketches for pair in result.pairs if pair.sketches is not None]
    return {one.file: one.content for one in sketches if one.content}


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
    if len(languages) == 1:
        return {form.file_name: render(result, name, replace(options, language=languages[0]))}
    stem, _, ending = form.file_name.rpartition(".")
    return {
        f"{stem}.{language}.{ending}": render(result, name, replace(options, language=language))
        for language in languages
    }
