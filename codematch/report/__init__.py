"""Results become documents here: each format shows what a `CaseResult` holds and computes nothing of its own."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from codematch.errors import UsageError
from codematch.model.result import CaseResult, Shown
from codematch.report import redaction, to_csv, to_json, to_jsonl, to_terminal
from codematch.report.form import PAPER, PROFILES, SCREEN, Bates, CustodyLine, Form, Limits
from codematch.report.record.context import Context
from codematch.report.to_terminal import show
from codematch.report.wording import LANGUAGES, speaking

__all__ = [
    "FORMATS", "LANGUAGES", "PROFILES", "Bates", "CustodyLine", "Form", "Format", "Limits", "Shown", "commitments",
    "documents", "exhibits", "matches", "render", "show", "speaking",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the name of its file in the output folder, the function that makes the content, what it depends on.

    `plain` formats have no language and no form; `limits` is how much the others list.
    """

    file_name: str
    render: Callable[[CaseResult, Form], bytes]
    plain: bool = False
    limits: Limits = SCREEN


def _html(result: CaseResult, form: Form) -> bytes:
    from codematch.report import to_html  # with its template engine, which the other formats do without

    return to_html.render(result, form)


def _pdf(result: CaseResult, form: Form) -> bytes:
    from codematch.report import to_pdf

    return to_pdf.render(result, form)


def _docx(result: CaseResult, form: Form) -> bytes:
    from codematch.report import to_docx

    return to_docx.render(result, form)


FORMATS: dict[str, Format] = {
    "terminal": Format("report.txt", lambda result, form: to_terminal.render(result)),
    "json": Format("report.json", lambda result, form: to_json.render(result), plain=True),
    "html": Format("report.html", _html),
    "pdf": Format("report.pdf", _pdf, limits=PAPER),
    "docx": Format("report.docx", _docx, limits=PAPER),
    "csv": Format("matches.csv", lambda result, form: to_csv.render(result), plain=True),
}
"""CSV is several files; the one that is printed is that of the matches (see `documents`)."""


def render(result: CaseResult, name: str, form: Form | None = None) -> bytes:
    """Return the result in one format; numbers are the same in all of them.

    Raises:
        UsageError: There is no such format, language or profile.
    """
    form = form or Form()
    if name not in FORMATS:
        raise UsageError(f"no report format {name!r}: choose from {', '.join(FORMATS)}")
    if form.language not in LANGUAGES:
        raise UsageError(f"no report language {form.language!r}: choose from {', '.join(LANGUAGES)}")
    if form.profile not in PROFILES:
        raise UsageError(f"no report profile {form.profile!r}: choose from {', '.join(PROFILES)}")
    shown, form = _as_shown(result, form)
    with speaking(form.language):
        return FORMATS[name].render(shown, replace(form, limits=form.limits or FORMATS[name].limits))


def _as_shown(result: CaseResult, form: Form) -> tuple[CaseResult, Form]:
    """Return the result as far as the form shows it, and the form with the digest of all of it."""
    if form.shown is Shown.ALL:
        return result, form
    root = form.root or hashlib.sha256(to_json.render(result)).hexdigest()
    if form.shown is Shown.NO_CODE:
        return redaction.without_code(result), replace(form, root=root)
    return redaction.redacted(result, form.key).result, replace(form, root=root)


def exhibits(result: CaseResult, languages: Sequence[str], form: Form | None = None) -> dict[str, bytes]:
    """Return every exhibit that paper lists as a PDF of its own, and `exhibits.csv`, by the names of their files."""
    from codematch.report import to_pdf

    shown, form = _as_shown(result, form or Form())
    form = replace(form, limits=form.limits or PAPER)
    made = {"exhibits.csv": to_csv.exhibits(Context(shown, form))}
    for language in languages:
        ending = "pdf" if len(languages) == 1 else f"{language}.pdf"
        with speaking(language):
            for name, content in to_pdf.exhibits(shown, replace(form, language=language)).items():
                made[f"exhibits/{name}.{ending}"] = content
    return made


def matches(result: CaseResult) -> bytes:
    """Return `matches.jsonl`: every region, one on a line."""
    return to_jsonl.render(result)


def commitments(result: CaseResult, key: bytes) -> bytes:
    """Return the commitments of the redacted form of a result by their ids, as JSON."""
    found = redaction.redacted(result, key).commitments
    return (json.dumps({"scheme": redaction.SCHEME, "commitments": found}, indent=1, sort_keys=True) + "\n").encode()


def documents(result: CaseResult, name: str, languages: Sequence[str], form: Form | None = None) -> dict[str, bytes]:
    """Return the files of a format by their names: one for each language, all tables for CSV.

    Raises:
        UsageError: There is no such format, language or profile.
    """
    form = form or Form()
    if name == "csv":
        return to_csv.tables(_as_shown(result, form)[0])
    plain = FORMATS[name].file_name
    if FORMATS[name].plain or len(languages) == 1:
        return {plain: render(result, name, replace(form, language=languages[0]))}
    stem, _, ending = plain.rpartition(".")
    return {
        f"{stem}.{language}.{ending}": render(result, name, replace(form, language=language)) for language in languages
    }
