"""`codematch compare`: compare two works and report the regions that they share."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codematch import __version__
from codematch.cli import completion, console, delivery, inputs, printing, result_folder, run_record, unread
from codematch.cli.options import CaseLang, Format, Jobs, Language, Quiet, Set
from codematch.cli.overrides import override
from codematch.cli.progress import ProgressBars
from codematch.cli.run_log import RunLog
from codematch.errors import EXIT_WEIGHT_REACHED, InputError, StoreError, UsageError
from codematch.settings import Settings

if TYPE_CHECKING:
    from codematch.comparison.item_text import StatedItem
    from codematch.model.engagement import Engagement
    from codematch.model.result import CaseResult
    from codematch.selftest.outcome import SelfTest

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch compare known/ questioned.zip\n"
    "  codematch compare known/ questioned.tar.gz --out report\n"
    "  codematch compare project.git@v1.2 fork.bundle --common third_party/ --out report\n"
    "  codematch compare known/ questioned/ --language java --language kotlin --format json > result.json\n"
    "  codematch compare --case case-7/case.toml --verified --out report\n"
    "  codematch compare known/ questioned/ --fail-on-weight 100 --quiet --out report"
)

FORMS = "a folder, file, archive, git bundle or git repository (PATH or PATH@REVISION)"
Known = Annotated[
    str | None, typer.Argument(metavar="KNOWN", help=f"The known work, which is asserted: {FORMS}.", show_default=False)
]
Questioned = Annotated[
    str | None,
    typer.Argument(
        metavar="QUESTIONED", help="The questioned work, which is examined, in any of these forms.", show_default=False
    ),
]
CaseOption = Annotated[
    Path | None,
    typer.Option(
        "--case",
        metavar="FILE",
        help="Read the works and everything else about the case from this case.toml; create one with codematch case "
        "new.",
    ),
]
Common = Annotated[
    list[str] | None,
    typer.Option(
        "--common",
        metavar="[CODE=]PATH",
        help="Label code that occurs in this work, which both works may share: open source, or another reason with "
        "CODE=, such as SDK-TEMPLATE, LICENSED or COMMON-ALGO. Repeatable.",
    ),
]
Library = Annotated[
    Path | None,
    typer.Option(
        "--library", metavar="DIR", help="The reference library to use. [default: the library of this user, if any]"
    ),
]
NoLibrary = Annotated[bool, typer.Option("--no-library", help="Do not use the reference library.")]
Agreed = Annotated[
    Path | None,
    typer.Option(
        "--agreed", metavar="FILE", help="Label the exclusions that the parties agreed on, listed in this TOML file."
    ),
]
Asserted = Annotated[
    Path | None,
    typer.Option(
        "--asserted",
        metavar="FILE",
        help="Report the counterpart of each item of the known work that this text file lists, one on a line: PATH, "
        "PATH:12-40, PATH:5-12, 20-31 or PATH::symbol. An item that is not found in the known work is an error.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Write the result to this folder (with --case, a whole bundle). The folder must not exist, be empty, or "
        "hold an earlier codematch result.",
    ),
]
Formats = Annotated[
    list[Format] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="terminal|json|html|pdf|docx|csv",
        help="Format to print [default: terminal], or with --out, formats to write in addition to report.json "
        "[default: html; with --case, html and pdf]. Repeatable with --out.",
    ),
]
MinWeight = Annotated[
    float | None,
    typer.Option(
        "--min-weight",
        metavar="BITS",
        help="Report regions that weigh at least this much, in every language. [default: the threshold of the null "
        "model of the language]",
    ),
]
FailOnWeight = Annotated[
    float | None,
    typer.Option("--fail-on-weight", metavar="BITS", help="Exit with 1 if a region weighs at least this much."),
]
FailOnResidual = Annotated[
    float | None,
    typer.Option(
        "--fail-on-residual",
        metavar="BITS",
        help="Exit with 1 if a region weighs at least this much without its labelled tokens.",
    ),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Exit with 3 if any part of a work could not be read: a file, a folder, or an archive that is damaged, "
        "encrypted, of an unknown form or beyond a limit. The result is still written.",
    ),
]
LrBundle = Annotated[
    Path | None,
    typer.Option(
        "--lr",
        metavar="BUNDLE",
        help="Evaluate likelihood ratios with this validation bundle, if it covers the case.",
    ),
]
Verified = Annotated[
    bool,
    typer.Option(
        "--verified",
        help="Run the self-test first, stop if it fails, and record it in run.json. Requires --out, and --case with a "
        "case file that says who supplied each work.",
    ),
]
Unmask = Annotated[
    str | None,
    typer.Option(
        "--unmask",
        metavar="REASON",
        help="Do not mask secrets and personal data in exhibits. The report states the reason.",
    ),
]
Encodings = Annotated[
    list[str] | None,
    typer.Option(
        "--encoding",
        metavar="GLOB=NAME",
        help="Read files whose path, or the end of it after a slash, matches GLOB in this encoding, such as "
        "'src/*.c=euc-kr'. Repeatable; the last match counts.",
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        "-l",
        metavar="NAME",
        help="Compare only files in this language. Repeatable.",
        autocompletion=completion.languages,
    ),
]

LanguageOf = Annotated[
    list[str] | None,
    typer.Option(
        "--language-of",
        metavar="GLOB=NAME",
        help="Read files whose path or name matches GLOB as this language; text is plain text. Repeatable; the last "
        "match counts.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareOptions:
    """The options of one comparison, checked as far as possible before anything is read."""

    known: str
    questioned: str
    common: tuple[str, ...]
    agreed: Path | None
    asserted: "tuple[StatedItem, ...]"
    engagement: "Engagement | None"
    case: Path | None
    profile: str
    library: Path | None
    languages: tuple[str, ...]
    language_of: tuple[tuple[str, str], ...]
    encodings: tuple[str, ...]
    settings: Settings
    out: Path | None
    formats: tuple[Format, ...]
    language: Language
    fail_on_weight: float | None
    fail_on_residual: float | None
    strict: bool
    lr_bundle: Path | None
    verified: bool
    unmask: str
    jobs: int
    quiet: bool

    def __post_init__(self) -> None:
        least = self.settings.weighing.min_weight
        if self.fail_on_weight is not None and not self.fail_on_weight >= least:
            raise UsageError(
                f"--fail-on-weight {self.fail_on_weight:g} is below the least weight that is reported, {least:g};"
                " lower --min-weight too"
            )
        if self.fail_on_residual is not None and not self.fail_on_residual >= 0:
            raise UsageError(f"--fail-on-residual {self.fail_on_residual:g} is not a weight; give 0 or more bits")
        if self.verified and self.out is None:
            raise UsageError("--verified needs --out DIR, the folder for the record of the run")
        if self.out is None:
            printing.check(self.formats, self.language)
        else:
            result_folder.check(self.out, (self.known, self.questioned, *self.common))


def compare(
    known: Known = None,
    questioned: Questioned = None,
    case: CaseOption = None,
    common: Common = None,
    agreed: Agreed = None,
    asserted: Asserted = None,
    library: Library = None,
    no_library: NoLibrary = False,
    out: Out = None,
    formats: Formats = None,
    lang: CaseLang = None,
    min_weight: MinWeight = None,
    fail_on_weight: FailOnWeight = None,
    fail_on_residual: FailOnResidual = None,
    strict: Strict = False,
    lr: LrBundle = None,
    verified: Verified = False,
    unmask: Unmask = None,
    jobs: Jobs = None,
    language: Languages = None,
    language_of: LanguageOf = None,
    encoding: Encodings = None,
    quiet: Quiet = False,
    set_: Set = None,
) -> None:
    """Compare a known work with a questioned work.

    Prints the regions that both works share, heaviest first. The weight of a region, in bits, says how rare its code is
    compared with a background of unrelated public code. With --out, also writes the whole result to a folder.
    """
    started = run_record.now()
    stated = inputs.read_case(case, known, questioned, verified)
    changes = list(set_ or ())
    if min_weight is not None:
        changes += [f"weighing.min_weight={min_weight!r}", "significance.coincidence_rate=1"]
    options = CompareOptions(
        known=stated.known if stated else str(known),
        questioned=stated.questioned if stated else str(questioned),
        common=inputs.materials(common, stated),
        agreed=inputs.agreed(agreed, stated),
        asserted=inputs.asserted(asserted, stated),
        engagement=stated.engagement if stated else None,
        case=case,
        profile=stated.profile if stated and stated.profile else "us",
        library=inputs.library(library, no_library, stated),
        languages=inputs.languages(language, stated),
        language_of=inputs.language_of(language_of, stated),
        encodings=inputs.encodings(encoding, stated),
        settings=override(changes, stated.settings if stated else ()),
        out=out,
        formats=tuple(dict.fromkeys(formats or ())),
        language=lang or Language(stated.lang if stated and stated.lang else "en"),
        fail_on_weight=fail_on_weight,
        fail_on_residual=fail_on_residual,
        strict=strict,
        lr_bundle=inputs.likelihood_bundle(lr),
        verified=verified,
        unmask=_reason(unmask),
        jobs=jobs or run_record.available_cores(),
        quiet=quiet,
    )
    delivery.check(options)
    log = RunLog()
    log.note(f"codematch {__version__}: {' '.join(map(console.printable, sys.argv[1:]))}")
    tested = _self_test() if verified else None
    if tested is not None:
        log.note(f"self-test: {len(tested.checks)} checks passed")
    inputs.find_works((options.known, options.questioned), options.common, stated, options.settings.intake)
    result = _run(options, log)
    _check_chosen(options, result)
    delivery.deliver(options, result, started, tested, log)
    _refuse_changed(options, result)
    _note_threshold(options, result)
    _end(options, result)


def _reason(unmask: str | None) -> str:
    """Return why secrets are shown, "" if they are masked; refuse an empty reason."""
    if unmask is not None and not unmask.strip():
        raise UsageError("--unmask needs a reason; state why secrets and personal data are shown")
    return (unmask or "").strip()


def _self_test() -> "SelfTest":
    """Run the self-test and return its outcome; a failure ends the run before anything is read.

    Raises:
        StoreError: A check failed.
    """
    from codematch import selftest

    outcome = selftest.run()
    if not outcome.passed:
        raise StoreError(
            f"the self-test failed ({len(outcome.failed)} of {len(outcome.checks)} checks) and nothing was compared; "
            "run codematch self-test for details, then reinstall codematch"
        )
    return outcome


def _run(options: CompareOptions, log: RunLog) -> "CaseResult":
    import codematch

    with ProgressBars(quiet=options.quiet) as bars:
        return codematch.compare(
            options.known,
            options.questioned,
            common=options.common,
            agreed=options.agreed,
            asserted=options.asserted,
            engagement=options.engagement,
            library=options.library,
            settings=options.settings,
            languages=options.languages,
            language_of=options.language_of,
            encodings=options.encodings,
            likelihood_bundle=options.lr_bundle,
            unmask=options.unmask,
            jobs=options.jobs,
            progress=log.watching(bars),
        )


def _check_chosen(options: CompareOptions, result: "CaseResult") -> None:
    """Refuse to answer when no file of a work is in one of the chosen languages."""
    from codematch.model.source import Disposition

    for pair in result.pairs:
        for locator, work in ((options.known, pair.known), (options.questioned, pair.questioned)):
            if options.languages and not work.counts.get(Disposition.COMPARED.value):
                raise InputError(
                    f"{locator}: no file is in {' or '.join(options.languages)}; change or drop --language"
                )


def _refuse_changed(options: CompareOptions, result: "CaseResult") -> None:
    """Raise an error if a work changed during the comparison; the written result says so too."""
    for role in result.changed:
        work = getattr(options, role, f"reference work {role.rpartition('.')[2]}")
        raise InputError(
            f"{work}: changed during the comparison; the result is INVALID: run again while nothing writes to it"
        )


def _note_threshold(options: CompareOptions, result: "CaseResult") -> None:
    """Warn if regions of the weight of --fail-on-weight are too light to be reported."""
    wanted = options.fail_on_weight
    entries = [entry for pair in result.pairs for entry in pair.significance]
    above = [entry for entry in entries if wanted is not None and entry.threshold_bits > wanted]
    if above:
        listed = ", ".join(f"{entry.language} {entry.threshold_bits:g}" for entry in above)
        console.note(
            f"warning: --fail-on-weight {wanted:g} is below the threshold of reported regions ({listed} bits); "
            f"add --min-weight {wanted:g} to look for lighter ones"
        )


def _end(options: CompareOptions, result: "CaseResult") -> None:
    """Warn about unread files and choose the exit code; --strict takes precedence over weights."""
    found = unread.find(result)
    unread.warn(found)
    if options.strict:
        unread.refuse(found)
    reached = (
        options.fail_on_weight is not None and _heaviest(result) >= options.fail_on_weight,
        options.fail_on_residual is not None and _heaviest(result, residual=True) >= options.fail_on_residual,
    )
    if any(reached):
        raise typer.Exit(EXIT_WEIGHT_REACHED)


def _heaviest(result: "CaseResult", *, residual: bool = False) -> float:
    """Return the total weight of the heaviest region in bits, as stored; minus infinity without regions.

    Args:
        result: The result.
        residual: Whether the weight of each region without its labelled tokens counts.
    """
    from codematch.model.precision import stored_total

    regions = [region for pair in result.pairs for region in pair.regions]
    totals = (stored_total((region.residual or region.weight) if residual else region.weight) for region in regions)
    return max(totals, default=float("-inf"))
