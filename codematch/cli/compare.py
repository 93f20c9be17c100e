"""`codematch compare`: two works in, a ranked list of the regions they share out."""

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
    "  codematch compare ours/ theirs.zip\n"
    "  codematch compare ours/ theirs.tar.gz --out report\n"
    "  codematch compare project.git@v1.2 fork.bundle --common third_party/ --out report\n"
    "  codematch compare ours/ theirs/ --language java --language kotlin --format json > result.json\n"
    "  codematch compare --case case-7/case.toml --evidence --out report\n"
    "  codematch compare ours/ theirs/ --fail-on-weight 100 --quiet --out report"
)

FORMS = "a folder, file, archive, git bundle, or git repository (path or path@revision)"
Known = Annotated[
    str | None, typer.Argument(metavar="KNOWN", help=f"The work that is asserted: {FORMS}.", show_default=False)
]
Questioned = Annotated[
    str | None,
    typer.Argument(metavar="QUESTIONED", help="The work to be examined, in any of the same forms.", show_default=False),
]
CaseOption = Annotated[
    Path | None,
    typer.Option(
        "--case",
        metavar="FILE",
        help="Take the works, materials, items and settings from this case.toml; codematch case new writes one.",
    ),
]
Common = Annotated[
    list[str] | None,
    typer.Option(
        "--common",
        metavar="[CODE=]PATH",
        help="Material that both works may share: open source, or with CODE= in front another reason, such as "
        "SDK-TEMPLATE, LICENSED or COMMON-ALGO. What stands in it is labelled. May be given several times.",
    ),
]
Library = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The reference library to use. [default: that of this user, if any]"),
]
NoLibrary = Annotated[bool, typer.Option("--no-library", help="Hold the works against no reference library.")]
Agreed = Annotated[
    Path | None,
    typer.Option("--agreed", metavar="FILE", help="Label what this TOML file excludes, each with a reason and a name."),
]
Asserted = Annotated[
    Path | None,
    typer.Option(
        "--asserted",
        metavar="FILE",
        help="Answer for each part of the known work that this text file lists, one on a line: PATH, PATH:12-40, "
        "PATH:5-12, 20-31 or PATH::symbol, also as a report prints them. What names nothing there is refused.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Write report.json, report.html and run.json there, with --case the whole bundle; new, empty, or ours.",
    ),
]
Formats = Annotated[
    list[Format] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="terminal|json|html|pdf|docx|csv",
        help="What to print [default: terminal], or with --out what to write beside report.json [default: html, with "
        "--case html and pdf].",
    ),
]
MinWeight = Annotated[
    float | None,
    typer.Option(
        "--min-weight",
        metavar="BITS",
        help="Report regions from this weight on, in every language. [default: by the reference set of the language]",
    ),
]
FailOnWeight = Annotated[
    float | None,
    typer.Option("--fail-on-weight", metavar="BITS", help="Exit with 1 when a region reaches this weight in total."),
]
FailOnResidual = Annotated[
    float | None,
    typer.Option(
        "--fail-on-residual",
        metavar="BITS",
        help="Exit with 1 when a reported region still has this weight in total after all filters.",
    ),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Exit with 3 when anything of the works could not be read: files, folders, damaged, encrypted or unknown "
        "archives, those beyond a limit. The result is written all the same.",
    ),
]
LrBundle = Annotated[
    Path | None,
    typer.Option(
        "--lr",
        metavar="BUNDLE",
        help="Evaluate likelihood ratios with this validation bundle, where it covers the case.",
    ),
]
Evidence = Annotated[
    bool, typer.Option("--evidence", help="Run the self-test first, refuse to go on when it fails, and record it.")
]
Unmask = Annotated[
    str | None,
    typer.Option(
        "--unmask",
        metavar="REASON",
        help="Show secrets and personal data in exhibits as they are; the reason stands in the record.",
    ),
]
Encodings = Annotated[
    list[str] | None,
    typer.Option(
        "--encoding",
        metavar="GLOB=NAME",
        help="Read the files of all works whose paths match, or end so behind a slash, in this encoding, such as "
        "'src/*.c=euc-kr'. May be repeated; of several the last counts.",
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        "-l",
        metavar="NAME",
        help="Compare only files in this language. May be repeated.",
        autocompletion=completion.languages,
    ),
]

LanguageOf = Annotated[
    list[str] | None,
    typer.Option(
        "--language-of",
        metavar="GLOB=NAME",
        help="Read files whose path or name fits GLOB as this language, whatever else speaks against it; text is plain "
        "text. May be repeated; the last that fits counts.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the command line asks for, checked as far as it can be before anything is read."""

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
    evidence: bool
    unmask: str
    jobs: int
    quiet: bool

    def __post_init__(self) -> None:
        least = self.settings.weighing.min_weight
        if self.fail_on_weight is not None and not self.fail_on_weight >= least:
            raise UsageError(
                f"--fail-on-weight {self.fail_on_weight:g} is below the weight from which on regions are reported,"
                f" {least:g}: lower --min-weight too"
            )
        if self.fail_on_residual is not None and not self.fail_on_residual >= 0:
            raise UsageError(f"--fail-on-residual {self.fail_on_residual:g} is no weight: give bits from 0 on")
        if self.evidence and self.out is None:
            raise UsageError("--evidence needs --out, the folder that keeps the record of the run")
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
    evidence: Evidence = False,
    unmask: Unmask = None,
    jobs: Jobs = None,
    language: Languages = None,
    language_of: LanguageOf = None,
    encoding: Encodings = None,
    quiet: Quiet = False,
    set_: Set = None,
) -> None:
    """Compare a known with a questioned work.

    Prints the regions that the two share, heaviest first, each with the bits that it weighs: how surprising it is
    beside a background of unrelated public code. With --out the whole result is written there, too.
    """
    started = run_record.now()
    stated = inputs.read_case(case, known, questioned, evidence)
    changes = list(set_ or ())
    if min_weight is not None:
        changes += [f"weighing.min_weight={min_weight!r}", "significance.coincidence_rate=1"]
    order = Order(
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
        lr_bundle=lr,
        evidence=evidence,
        unmask=_reason(unmask),
        jobs=jobs or run_record.available_cores(),
        quiet=quiet,
    )
    delivery.check(order)
    log = RunLog()
    log.note(f"codematch {__version__}: {' '.join(map(console.printable, sys.argv[1:]))}")
    tested = _self_test() if evidence else None
    if tested is not None:
        log.note(f"self-test: {len(tested.checks)} checks passed")
    inputs.find_works((order.known, order.questioned), order.common, stated, order.settings.intake)
    result = _run(order, log)
    _check_chosen(order, result)
    delivery.deliver(order, result, started, tested, log)
    _refuse_changed(order, result)
    _note_threshold(order, result)
    _end(order, result)


def _reason(unmask: str | None) -> str:
    """Return why secrets are shown, "" where they are not; refuse a reason that says nothing."""
    if unmask is not None and not unmask.strip():
        raise UsageError("--unmask gives no reason; say in it why secrets and personal data are shown")
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
            f"the self-test failed ({len(outcome.failed)} of {len(outcome.checks)} checks), and nothing was compared: "
            "run codematch self-test, and reinstall codematch"
        )
    return outcome


def _run(order: Order, log: RunLog) -> "CaseResult":
    import codematch

    with ProgressBars(quiet=order.quiet) as bars:
        return codematch.compare(
            order.known,
            order.questioned,
            common=order.common,
            agreed=order.agreed,
            asserted=order.asserted,
            engagement=order.engagement,
            library=order.library,
            settings=order.settings,
            languages=order.languages,
            language_of=order.language_of,
            encodings=order.encodings,
            likelihood_bundle=order.lr_bundle,
            unmask=order.unmask,
            jobs=order.jobs,
            progress=log.watching(bars),
        )


def _check_chosen(order: Order, result: "CaseResult") -> None:
    """Refuse to answer when no file of a work is in a language that was asked for."""
    from codematch.model.source import Disposition

    for pair in result.pairs:
        for locator, work in ((order.known, pair.known), (order.questioned, pair.questioned)):
            if order.languages and not work.counts.get(Disposition.COMPARED.value):
                raise InputError(
                    f"{locator}: no file is in {' or '.join(order.languages)}: name other languages, or none"
                )


def _refuse_changed(order: Order, result: "CaseResult") -> None:
    """End with an error when a work changed while it was compared; the record is written, and says so."""
    for role in result.changed:
        work = getattr(order, role, f"reference work {role.rpartition('.')[2]}")
        raise InputError(f"{work}: changed while it was compared; the record is INVALID: compare what nobody writes to")


def _note_threshold(order: Order, result: "CaseResult") -> None:
    """Say when regions that --fail-on-weight asks for are too light to be reported."""
    wanted = order.fail_on_weight
    entries = [entry for pair in result.pairs for entry in pair.significance]
    above = [entry for entry in entries if wanted is not None and entry.threshold_bits > wanted]
    if above:
        listed = ", ".join(f"{entry.language} {entry.threshold_bits:g}" for entry in above)
        console.note(
            f"--fail-on-weight {wanted:g} is below the weight from which on regions are reported ({listed} bits): "
            f"--min-weight {wanted:g} looks for lighter ones"
        )


def _end(order: Order, result: "CaseResult") -> None:
    """Say what could not be read, and choose the exit code: what --strict refuses comes before any weight."""
    found = unread.find(result)
    unread.warn(found)
    if order.strict:
        unread.refuse(found)
    reached = (
        order.fail_on_weight is not None and _heaviest(result) >= order.fail_on_weight,
        order.fail_on_residual is not None and _heaviest(result, left=True) >= order.fail_on_residual,
    )
    if any(reached):
        raise typer.Exit(EXIT_WEIGHT_REACHED)


def _heaviest(result: "CaseResult", *, left: bool = False) -> float:
    """Return the total weight of the heaviest region in bits, as stored; minus infinity without regions.

    Args:
        result: The result.
        left: Whether what is left of each region after all filters counts in place of its weight.
    """
    from codematch.model.precision import stored_total

    regions = [region for pair in result.pairs for region in pair.regions]
    totals = (stored_total((region.residual or region.weight) if left else region.weight) for region in regions)
    return max(totals, default=float("-inf"))
