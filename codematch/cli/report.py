"""`codematch report`: a saved result once more, in any format, without the sources."""

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
class Order:
    """What the command line asks for, checked before anything is read."""

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
            raise UsageError("--redact needs --out: the commitments are a file of their own")
        if self.redact is not None and self.no_code:
            raise UsageError("--redact and --no-code contradict each other; give one of them")
        paper = [name for name in self.formats if name is Format.PDF]
        if (self.max_pages is not None or self.max_consecutive is not None or self.bates) and not paper:
            raise UsageError("--bates, --max-pages and --max-consecutive number and count pages: add --format pdf")
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
            help="What to print, or with --out to write; may be repeated. [default: terminal, with --out html]",
        ),
    ] = None,
    lang: RunLang = None,
    profile: Annotated[
        Profile | None,
        typer.Option(
            "--profile",
            metavar="us|cn",
            help="Order, headings and forms of American or Chinese practice. [default: that of the run]",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Write the documents there; new, empty, or ours."),
    ] = None,
    tier: Annotated[
        Tier | None,
        typer.Option(
            "--tier",
            metavar="PUBLIC|CONFIDENTIAL|AEO|SOURCE-CODE",
            help="Render for this tier of confidentiality; all but SOURCE-CODE show no line of code.",
        ),
    ] = None,
    no_code: Annotated[
        bool, typer.Option("--no-code", help="Names, line numbers, digests and counts only; no line of code.")
    ] = False,
    redact: Annotated[
        Path | None,
        typer.Option(
            "--redact",
            metavar="KEY",
            help="Put salted commitments in the place of every text of the works. The file KEY opens them; it is made "
            "where there is none. Keep it.",
        ),
    ] = None,
    bates: Annotated[
        str, typer.Option("--bates", metavar="PREFIX", help="Number the pages of a PDF: PREFIX000001.")
    ] = "",
    bates_start: Annotated[
        int, typer.Option("--bates-start", min=1, metavar="N", help="The number of the first page.")
    ] = 1,
    max_pages: Annotated[
        int | None,
        typer.Option(
            "--max-pages",
            min=0,
            metavar="N",
            help="Print at most so many pages of exhibits. Names and literals in tables do not count.",
        ),
    ] = None,
    max_consecutive: Annotated[
        int | None,
        typer.Option("--max-consecutive", min=1, metavar="N", help="Print at most so many pages of one exhibit."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Render a saved result again.

    The saved result is complete: the works it was made from are not needed.
    """
    from codematch.case import read_result

    run = rendering.run_of(rendering.folder_of(result))
    order = Order(
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
    form = _form(order, saved)
    with rendering.showing(result):
        if order.out is None:
            printing.print_result(saved, order.formats[0] if order.formats else Format.TERMINAL, order.language, form)
        else:
            _write(order, saved, form, order.out)


def _form(order: Order, saved: "CaseResult") -> "Form":
    from codematch.report import Bates, Form, Shown

    folder = rendering.folder_of(order.result)
    shown, key = Shown.ALL, b""
    if order.redact is not None and order.out is not None:
        shown, key = Shown.COMMITMENTS, rendering.key_of(order.redact, order.out, order.result)
    elif order.no_code or order.tier not in (None, Tier.SOURCE_CODE):
        shown = Shown.NO_CODE
    return Form(
        profile=order.profile.value,
        tier=order.tier.value if order.tier else "",
        made=order.run.started,
        root=rendering.digest_of(saved),
        custody=rendering.custody_lines(folder / rendering.CUSTODY),
        shown=shown,
        key=key,
        bates=Bates(prefix=order.bates, start=order.bates_start) if order.bates or order.bates_start > 1 else None,
        max_pages=order.max_pages,
        max_consecutive=order.max_consecutive,
    )


def _write(order: Order, saved: "CaseResult", form: "Form", out: Path) -> None:
    from codematch.report import commitments, documents

    started = run_record.now()
    made: dict[str, bytes] = {}
    for name in order.formats or (Format.HTML,):
        made |= documents(saved, name, order.language.spoken, form)
    if order.redact is not None:
        made = {_redacted(name): content for name, content in made.items()}
        made["commitments.redacted.json"] = commitments(saved, form.key)
    rendering.write(out, made, started, of_run=order.run, language=order.language, form=form, quiet=order.quiet)


def _redacted(name: str) -> str:
    """The name of a file of a redacted build: report.redacted.pdf for report.pdf."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.redacted.{ending}"
