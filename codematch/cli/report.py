"""`codematch report`: render a saved result in any format, without the works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from codematch.cli import installed_formats, printing, result_folder, run_record, saved_result
from codematch.cli.declarations import Quiet, flag, option, with_options
from codematch.cli.options import (
    LONG_FLAG,
    ONE_FILE_FLAG,
    Language,
    MarksFile,
    Profile,
    RunLang,
    SavedResult,
    Tier,
    checked_formats,
    format_option,
    out_option,
)
from codematch.errors import UsageError

if TYPE_CHECKING:
    from codematch.model.result import CaseResult
    from codematch.report.render_options import RenderOptions

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch report report\n"
    "  codematch report report/report.json --format html --lang zh > again.html\n"
    "  codematch report bundle --format pdf --profile cn --lang both --out for-the-file\n"
    "  codematch report bundle --format pdf --format json --redact case.key --out redacted\n"
    "  codematch report bundle --format pdf --bates ACME --bates-start 1201 --max-consecutive 25 --out print"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportArguments:
    """The arguments and options of `codematch report` in the order of its help."""

    result: SavedResult
    formats: Annotated[
        list[str] | None,
        format_option(
            "Format to print, or with --out, to write. Repeatable with --out. [default: terminal; with --out, html]"
        ),
    ] = None
    lang: RunLang = None
    profile: Annotated[
        Profile | None,
        option(
            "--profile",
            "us|cn",
            "Headings, order and forms of American or Chinese practice. [default: profile of the run]",
        ),
    ] = None
    out: Annotated[Path | None, out_option("Write the documents to this folder.")] = None
    tier: Annotated[
        Tier | None,
        option(
            "--tier",
            "PUBLIC|CONFIDENTIAL|AEO|SOURCE-CODE",
            "Render for this confidentiality tier. Only SOURCE-CODE shows lines of code.",
        ),
    ] = None
    no_code: Annotated[
        bool, flag("--no-code", "Leave out all lines of code; keep names, line numbers, digests and counts.")
    ] = False
    redact: Annotated[
        Path | None,
        option(
            "--redact",
            "KEY",
            "Replace every text of the works by a salted commitment. The file KEY opens the commitments; it is "
            "created if missing. Keep it secret and safe.",
        ),
    ] = None
    bates: Annotated[str, option("--bates", "PREFIX", "Stamp Bates numbers on the pages of a PDF: PREFIX000001.")] = ""
    bates_start: Annotated[int, option("--bates-start", "N", "Bates number of the first page.", min=1)] = 1
    max_pages: Annotated[
        int | None,
        option(
            "--max-pages", "N", "Print at most N pages of exhibits. Names and literals in tables do not count.", min=0
        ),
    ] = None
    max_consecutive: Annotated[
        int | None, option("--max-consecutive", "N", "Print at most N consecutive pages of one exhibit.", min=1)
    ] = None
    marks: MarksFile = None
    long: Annotated[bool, flag("--long", LONG_FLAG)] = False
    one_file: Annotated[bool, flag("--one-file", ONE_FILE_FLAG)] = False
    quiet: Quiet = False


@with_options(ReportArguments)
def report(given: ReportArguments) -> None:
    """Render a saved result in another format or language.

    The works are not needed: the saved result is complete.
    """
    run = saved_result.run_of(saved_result.folder_of(given.result))
    formats, language = checked_formats(given.formats), given.lang or run.language
    _check(given, formats, language)
    started = run_record.now()
    saved = saved_result.read(given.result)
    options = _render_options(given, saved, run)
    saved, of_marks = _marked(given, saved, options)
    with saved_result.rendering_errors(given.result):
        if given.out is None:
            printing.print_result(saved, formats, language, replace(options, brief=not given.long))
            return
        made = saved_result.documents(saved, formats or ("html",), language, options)
        if given.redact is not None:
            made = _redacted(made, saved, options.key)
        made |= of_marks
    saved_result.write(
        given.out, made, started, of_run=run, language=language, options=options, formats=formats, quiet=given.quiet
    )


def _marked(
    given: ReportArguments, saved: "CaseResult", options: "RenderOptions"
) -> "tuple[CaseResult, dict[str, bytes]]":
    """Return a result with the marks of --marks, and their file for a form that shows the text of the works."""
    if given.marks is None:
        return saved, {}
    from codematch.marks import read_marks, with_marks
    from codematch.model.result import Shown

    try:
        file = read_marks(given.marks)
    except UsageError as error:
        raise UsageError(f"--marks {error}") from None
    return with_marks(saved, file), {result_folder.MARKS: file.data} if options.shown is Shown.ALL else {}


def _check(given: ReportArguments, formats: Sequence[str], language: Language) -> None:
    """Check the options before anything is read.

    Raises:
        UsageError: They contradict each other, or the folder of --out cannot be written to.
    """
    if given.out is None:
        printing.check(formats, language)
    if given.redact is not None and given.out is None:
        raise UsageError("--redact needs --out DIR, the folder for the report and its commitments")
    if given.redact is not None and given.no_code:
        raise UsageError("--redact and --no-code cannot be used together; give one of them")
    of_pages = given.max_pages is not None or given.max_consecutive is not None or given.bates
    if of_pages and "pdf" not in formats:
        raise UsageError("--bates, --max-pages and --max-consecutive apply to pages of a PDF; add --format pdf")
    if given.out is not None:
        saved_result.check_out(given.out, given.result)
        installed_formats.writable(formats)


def _render_options(given: ReportArguments, saved: "CaseResult", run: saved_result.Run) -> "RenderOptions":
    from codematch.model.result import Shown
    from codematch.report.render_options import Bates

    shown, key = Shown.ALL, b""
    if given.redact is not None and given.out is not None:
        shown, key = Shown.COMMITMENTS, saved_result.key_of(given.redact, given.out, given.result)
    elif given.no_code or given.tier not in (None, Tier.SOURCE_CODE):
        shown = Shown.NO_CODE
    numbered = given.bates or given.bates_start > 1
    return replace(
        saved_result.render_options(given.result, saved, run),
        profile=(given.profile or run.profile).value,
        tier=given.tier.value if given.tier else "",
        shown=shown,
        key=key,
        bates=Bates(prefix=given.bates, start=given.bates_start) if numbered else None,
        max_pages=given.max_pages,
        max_consecutive=given.max_consecutive,
        one_file=given.one_file,
    )


def _redacted(made: Mapping[str, bytes], saved: "CaseResult", key: bytes) -> dict[str, bytes]:
    """Return documents under the names of redacted ones, as report.redacted.pdf, with the commitments."""
    from codematch.report.documents import commitments

    named = {
        name if "/" in name else "{0}.redacted.{2}".format(*name.rpartition(".")): content
        for name, content in made.items()
    }
    return {**named, "commitments.redacted.json": commitments(saved, key)}
