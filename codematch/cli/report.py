"""`codematch report`: render a saved result in any format, without the works."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codematch.cli import printing, rendering, run_record
from codematch.cli.options import Format, Language, Profile, Quiet, RunLang, Tier
from codematch.errors import UsageError

if TYPE_CHECKING:
    from codematch.model.result import CaseResult
    from codematch.report import Form

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
class ReportOptions:
    """The options of one rendering, checked before anything is read."""

    result: Path
    run: rendering.Run
    formats: tuple[Format, ...]
    language: Language
    profile: Profile
    tier: Tier | None
    out: Path | None
    no_code: bool
    redact: Path | None
    bates: str
    bates_start: int
    max_pages: int | None
    max_consecutive: int | None
    quiet: bool

    def __post_init__(self) -> None:
        if self.out is None:
            printing.check(self.formats, self.language)
        if self.redact is not None and self.out is None:
            raise UsageError("--redact needs --out DIR, the folder for the report and its commitments")
        if self.redact is not None and self.no_code:
            raise UsageError("--redact and --no-code cannot be used together; give one of them")
        paper = [name for name in self.formats if name is Format.PDF]
        if (self.max_pages is not None or self.max_consecutive is not None or self.bates) and not paper:
            raise UsageError("--bates, --max-pages and --max-consecutive apply to pages of a PDF; add --format pdf")
        if self.out is not None:
            rendering.check_out(self.out, self.result)


def report(
    result: Annotated[
        Path, typer.Argument(metavar="RESULT", help="The report.json of an earlier run, or the folder it wrote.")
    ],
    formats: Annotated[
        list[Format] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="terminal|json|html|pdf|docx|csv",
            help="Format to print, or with --out, to write. Repeatable with --out. [default: terminal; with --out, "
            "html]",
        ),
    ] = None,
    lang: RunLang = None,
    profile: Annotated[
        Profile | None,
        typer.Option(
            "--profile",
            metavar="us|cn",
            help="Headings, order and forms of American or Chinese practice. [default: profile of the run]",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            help="Write the documents to this folder. The folder must not exist, be empty, or hold an earlier "
            "codematch result.",
        ),
    ] = None,
    tier: Annotated[
        Tier | None,
        typer.Option(
            "--tier",
            metavar="PUBLIC|CONFIDENTIAL|AEO|SOURCE-CODE",
            help="Render for this confidentiality tier. Only SOURCE-CODE shows lines of code.",
        ),
    ] = None,
    no_code: Annotated[
        bool,
        typer.Option("--no-code", help="Leave out all lines of code; keep names, line numbers, digests and counts."),
    ] = False,
    redact: Annotated[
        Path | None,
        typer.Option(
            "--redact",
            metavar="KEY",
            help="Replace every text of the works by a salted commitment. The file KEY opens the commitments; it is "
            "created if missing. Keep it secret and safe.",
        ),
    ] = None,
    bates: Annotated[
        str, typer.Option("--bates", metavar="PREFIX", help="Stamp Bates numbers on the pages of a PDF: PREFIX000001.")
    ] = "",
    bates_start: Annotated[
        int, typer.Option("--bates-start", min=1, metavar="N", help="Bates number of the first page.")
    ] = 1,
    max_pages: Annotated[
        int | None,
        typer.Option(
            "--max-pages",
            min=0,
            metavar="N",
            help="Print at most N pages of exhibits. Names and literals in tables do not count.",
        ),
    ] = None,
    max_consecutive: Annotated[
        int | None,
        typer.Option("--max-consecutive", min=1, metavar="N", help="Print at most N consecutive pages of one exhibit."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Render a saved result in another format or language.

    The works are not needed: the saved result is complete.
    """
    from codematch.case import read_result

    run = rendering.run_of(rendering.folder_of(result))
    options = ReportOptions(
        result=result,
        run=run,
        formats=tuple(dict.fromkeys(formats or ())),
        language=lang or run.language,
        profile=profile or run.profile,
        tier=tier,
        out=out,
        no_code=no_code,
        redact=redact,
        bates=bates,
        bates_start=bates_start,
        max_pages=max_pages,
        max_consecutive=max_consecutive,
        quiet=quiet,
    )
    saved = read_result(result)
    form = _form(options, saved)
    with rendering.showing(result):
        if options.out is None:
            printing.print_result(
                saved, options.formats[0] if options.formats else Format.TERMINAL, options.language, form
            )
        else:
            _write(options, saved, form, options.out)


def _form(options: ReportOptions, saved: "CaseResult") -> "Form":
    from codematch.report import Bates, Form, Shown

    folder = rendering.folder_of(options.result)
    shown, key = Shown.ALL, b""
    if options.redact is not None and options.out is not None:
        shown, key = Shown.COMMITMENTS, rendering.key_of(options.redact, options.out, options.result)
    elif options.no_code or options.tier not in (None, Tier.SOURCE_CODE):
        shown = Shown.NO_CODE
    return Form(
        profile=options.profile.value,
        tier=options.tier.value if options.tier else "",
        made=options.run.started,
        root=rendering.digest_of(saved),
        custody=rendering.custody_lines(folder / rendering.CUSTODY),
        shown=shown,
        key=key,
        bates=Bates(prefix=options.bates, start=options.bates_start)
        if options.bates or options.bates_start > 1
        else None,
        max_pages=options.max_pages,
        max_consecutive=options.max_consecutive,
    )


def _write(options: ReportOptions, saved: "CaseResult", form: "Form", out: Path) -> None:
    from codematch.report import commitments, documents

    started = run_record.now()
    made: dict[str, bytes] = {}
    for name in options.formats or (Format.HTML,):
        made |= documents(saved, name, options.language.spoken, form)
    if options.redact is not None:
        made = {_redacted(name): content for name, content in made.items()}
        made["commitments.redacted.json"] = commitments(saved, form.key)
    rendering.write(out, made, started, of_run=options.run, language=options.language, form=form, quiet=options.quiet)


def _redacted(name: str) -> str:
    """The name of a file of a redacted build: report.redacted.pdf for report.pdf."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.redacted.{ending}"
