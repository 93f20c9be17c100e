"""The options of `codematch compare`: as they are given, and as a comparison uses them with its case file."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from codematch.cli import completion, inputs, printing, result_folder, run_record
from codematch.cli.declarations import Quiet, argument, flag, option
from codematch.cli.options import (
    LONG_FLAG,
    ONE_FILE_FLAG,
    WORK_FORMS,
    ConfigFile,
    Encodings,
    Jobs,
    Language,
    Languages,
    LogLevel,
    LogLevelOption,
    MarksFile,
    NoConfig,
    ProgressOption,
    ProgressStyle,
    Set,
    checked_formats,
    format_option,
    lang_option,
    out_option,
)
from codematch.cli.overrides import by_option, override
from codematch.errors import UsageError
from codematch.settings import Settings

if TYPE_CHECKING:
    from codematch import PolicyOptions
    from codematch.case.case_file import CaseFile
    from codematch.comparison.item_text import StatedItem
    from codematch.model.engagement import Engagement
    from codematch.model.stratum import Stratum
    from codematch.revisions.attested import Attestation


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareArguments:
    """The arguments and options of `codematch compare` in the order of its help."""

    known: Annotated[
        str | None, argument("KNOWN", f"The known work, which is asserted: {WORK_FORMS}.", show_default=False)
    ] = None
    questioned: Annotated[
        str | None,
        argument("QUESTIONED", "The questioned work, which is examined, in any of these forms.", show_default=False),
    ] = None
    case: Annotated[
        Path | None,
        option(
            "--case",
            "FILE",
            "Read the works and everything else about the case from this case.toml; create one with codematch "
            "case new.",
        ),
    ] = None
    common: Annotated[
        list[str] | None,
        option(
            "--common",
            "[CODE=]PATH",
            "Label code that occurs in this work, which both works may share: open source, or another reason with "
            "CODE=, such as SDK-TEMPLATE, LICENSED or COMMON-ALGO. Repeatable.",
        ),
    ] = None
    agreed: Annotated[
        Path | None,
        option("--agreed", "FILE", "Label the exclusions that the parties agreed on, listed in this TOML file."),
    ] = None
    asserted: Annotated[
        Path | None,
        option(
            "--asserted",
            "FILE",
            "Report the counterpart of each item of the known work that this text file lists, one on a line: "
            "PATH, PATH:12-40, PATH:5-12, 20-31 or PATH::symbol. An item that is not found in the known work is an "
            "error.",
        ),
    ] = None
    library: Annotated[
        Path | None,
        option("--library", "DIR", "The reference library to use. [default: the library of this user, if any]"),
    ] = None
    no_library: Annotated[bool, flag("--no-library", "Do not use the reference library.")] = False
    out: Annotated[Path | None, out_option("Write the result to this folder (with --case, a whole bundle).")] = None
    formats: Annotated[
        list[str] | None,
        format_option(
            "Format to print [default: terminal], or with --out, formats to write in addition to report.json "
            "[default: html; with --case, html and pdf]. Repeatable with --out."
        ),
    ] = None
    lang: Annotated[Language | None, lang_option("language of the case, else en")] = None
    long: Annotated[bool, flag("--long", LONG_FLAG)] = False
    one_file: Annotated[bool, flag("--one-file", ONE_FILE_FLAG)] = False
    min_weight: Annotated[
        float | None,
        option(
            "--min-weight",
            "BITS",
            "Report regions that weigh at least this much, in every language. [default: the threshold of the null "
            "model of the language]",
        ),
    ] = None
    include: Annotated[
        list[str] | None,
        option(
            "--include",
            "[K:|Q:]GLOB",
            "Compare only files whose path, its end after a slash, or a folder of it matches GLOB, in both works or in "
            "the known (K:) or questioned (Q:) work. Repeatable.",
        ),
    ] = None
    exclude: Annotated[
        list[str] | None,
        option("--exclude", "[K:|Q:]GLOB", "Do not compare these files; takes precedence over --include. Repeatable."),
    ] = None
    fail_on_weight: Annotated[
        float | None, option("--fail-on-weight", "BITS", "Exit with 1 if a region weighs at least this much.")
    ] = None
    fail_on_residual: Annotated[
        float | None,
        option(
            "--fail-on-residual",
            "BITS",
            "Exit with 1 if a region weighs at least this much without its labelled tokens.",
        ),
    ] = None
    fail_on_new: Annotated[
        bool, flag("--fail-on-new", "Exit with 1 if a region is not in the baseline. Requires --baseline.")
    ] = False
    baseline: Annotated[
        Path | None,
        option(
            "--baseline",
            "FILE",
            "Count for the exit code only regions that are not in this baseline; create one with codematch baseline "
            "write. Moved lines and renamed files make no region new.",
        ),
    ] = None
    changed_since: Annotated[
        str | None,
        option(
            "--changed-since",
            "REV",
            "Count for the exit code only regions in which a line of the questioned work changed since this revision "
            "of its git repository, or since the last commit that both have in common.",
        ),
    ] = None
    suppressions: Annotated[
        Path | None,
        option(
            "--suppressions",
            "FILE",
            "Do not count for the exit code the regions that this TOML file lists, each with a reason and a name. A "
            "comment `codematch: ignore REASON (NAME)` in the questioned work does the same. The record lists both.",
        ),
    ] = None
    no_suppressions: Annotated[
        bool, flag("--no-suppressions", "Count suppressed regions for the exit code, too; only list suppressions.")
    ] = False
    strict: Annotated[
        bool,
        flag(
            "--strict",
            "Exit with 3 if any part of a work could not be read: a file, a folder, or an archive that is "
            "damaged, encrypted, of an unknown form or beyond a limit, or has bytes that it does not list. The result "
            "is still written.",
        ),
    ] = False
    lr: Annotated[
        Path | None,
        option("--lr", "BUNDLE", "Evaluate likelihood ratios with this validation bundle, if it covers the case."),
    ] = None
    stratum: Annotated[
        str | None,
        option(
            "--stratum",
            "STRATUM",
            "State error rates and thresholds for works of this kind without a common origin: auto, unrelated, "
            "same-task, same-interface, same-framework or same-author. auto takes the least favourable that fits. "
            "[default: auto]",
            autocompletion=completion.strata,
        ),
    ] = None
    versions: Annotated[
        bool,
        flag(
            "--versions",
            "Find the revisions of the known work that explain the questioned work, and what both histories record of "
            "time and direction.",
        ),
    ] = False
    history: Annotated[
        str | None,
        option(
            "--history",
            "PATH",
            "The revisions of the known work for --versions: a git repository, a bundle, or a folder of releases. "
            "[default: KNOWN]",
        ),
    ] = None
    dated: Annotated[
        Path | None,
        option("--dated", "FILE", "Extend the dated table of language features and packages by this TOML file."),
    ] = None
    verified: Annotated[
        bool,
        flag(
            "--verified",
            "Run the self-test first, stop if it fails, and record it in run.json. Requires --out, and --case "
            "with a case file that says who supplied each work.",
        ),
    ] = False
    unmask: Annotated[
        str | None,
        option(
            "--unmask", "REASON", "Do not mask secrets and personal data in exhibits. The report states the reason."
        ),
    ] = None
    marks: MarksFile = None
    key: Annotated[
        Path | None,
        option(
            "--key",
            "KEYFILE",
            "The key of a work that is a fingerprint file; see codematch fingerprint.",
        ),
    ] = None
    jobs: Jobs = None
    language: Languages = None
    language_of: Annotated[
        list[str] | None,
        option(
            "--language-of",
            "GLOB=NAME",
            "Read files whose path or name matches GLOB as this language; text is plain text. Repeatable; the "
            "last match counts.",
        ),
    ] = None
    encoding: Encodings = None
    no_cache: Annotated[
        bool, flag("--no-cache", "Prepare every file anew, and keep nothing for later runs; always so with --case.")
    ] = False
    quiet: Quiet = False
    progress: ProgressOption = ProgressStyle.AUTO
    log_level: LogLevelOption = LogLevel.NOTE
    set_: Set = None
    config: ConfigFile = None
    no_config: NoConfig = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareOptions:
    """The options of one comparison, read and checked as far as possible before any work is read.

    `given` are the arguments of the command line. The other fields take the case file into account.
    """

    given: CompareArguments
    known: str
    questioned: str
    common: tuple[str, ...]
    agreed: Path | None
    asserted: "tuple[StatedItem, ...]"
    engagement: "Engagement | None"
    profile: str
    library: Path | None
    languages: tuple[str, ...]
    language_of: tuple[tuple[str, str], ...]
    encodings: tuple[str, ...]
    settings: Settings
    formats: tuple[str, ...]
    language: Language
    likelihood_bundle: Path | None
    stratum: "Stratum | None"
    unmask: str
    marks: Path | None
    history: str | None
    attestations: "tuple[Attestation, ...]"
    jobs: int

    @property
    def policy(self) -> "PolicyOptions":
        """What decides on the exit code."""
        given = self.given
        return {
            "fail_on_weight": given.fail_on_weight,
            "fail_on_residual": given.fail_on_residual,
            "fail_on_new": given.fail_on_new,
            "baseline": given.baseline,
            "suppressions": given.suppressions,
            "no_suppressions": given.no_suppressions,
            "changed_since": given.changed_since,
        }

    def __post_init__(self) -> None:
        given = self.given
        if given.fail_on_new and given.baseline is None:
            raise UsageError("--fail-on-new needs --baseline FILE, which says what is not new")
        least = max(self.settings.significance.least_bits, self.settings.weighing.min_weight)
        if given.fail_on_weight is not None and not given.fail_on_weight >= least:
            raise UsageError(
                f"--fail-on-weight {given.fail_on_weight:g} is below the least weight that is reported, {least:g};"
                " lower --min-weight too"
            )
        if given.fail_on_residual is not None and not given.fail_on_residual >= 0:
            raise UsageError(f"--fail-on-residual {given.fail_on_residual:g} is not a weight; give 0 or more bits")
        if given.verified and given.out is None:
            raise UsageError("--verified needs --out DIR, the folder for the record of the run")
        if given.out is None:
            printing.check(self.formats, self.language)
        else:
            result_folder.check(given.out, (self.known, self.questioned, *self.common))


def read_options(given: CompareArguments, stated: "CaseFile | None") -> CompareOptions:
    """Return the options of a comparison; the command line takes precedence over the case file.

    Raises:
        UsageError: An option is invalid, or two of them contradict each other.
        CodematchError: A file that an option names cannot be read.
    """
    return CompareOptions(
        given=given,
        known=stated.known if stated else str(given.known),
        questioned=stated.questioned if stated else str(given.questioned),
        common=inputs.materials(given.common, stated),
        agreed=inputs.agreed(given.agreed, stated),
        asserted=inputs.asserted(given.asserted, stated),
        engagement=stated.engagement if stated else None,
        profile=stated.profile if stated and stated.profile else "us",
        library=inputs.library(given.library, given.no_library, stated),
        languages=inputs.languages(given.language, stated),
        language_of=inputs.language_of(given.language_of, stated),
        encodings=inputs.encodings(given.encoding, stated),
        settings=_settings(given, stated),
        formats=checked_formats(given.formats),
        language=given.lang or Language(stated.lang if stated and stated.lang else "en"),
        likelihood_bundle=inputs.likelihood_bundle(given.lr),
        stratum=inputs.stratum(given.stratum, stated),
        unmask=_reason(given.unmask),
        marks=inputs.marks(given.marks, stated),
        history=_history(given, stated),
        attestations=inputs.attestations(stated),
        jobs=given.jobs or run_record.available_cores(),
    )


def _settings(given: CompareArguments, stated: "CaseFile | None") -> Settings:
    """Return the settings; `--min-weight` sets the threshold, and lowers the least structure where it is higher."""
    changes, by_case = list(given.set_ or ()), stated.settings if stated else ()
    if given.min_weight is None:
        return override(changes, by_case)
    changes += by_option("--min-weight", given.min_weight, "significance.least_bits")
    changes.append("significance.coincidence_rate=1")
    settings = override(changes, by_case)
    if settings.weighing.min_weight <= given.min_weight:
        return settings
    return override([*changes, *by_option("--min-weight", given.min_weight, "weighing.min_weight")], by_case)


def _history(given: CompareArguments, stated: "CaseFile | None") -> str | None:
    """Return the revisions of the known work, None if they are not searched; a case with attestations asks for it."""
    asked = given.versions or (stated is not None and stated.history)
    if not asked:
        if given.history is not None or given.dated is not None:
            name = "--history" if given.history is not None else "--dated"
            raise UsageError(f"{name} needs --versions")
        return None
    known = stated.known if stated else str(given.known)
    locator = given.history or (stated.history if stated else "") or known
    from codematch.revisions.examine import check_history

    # A single state of the known work is read from one revision; its history is that of the whole repository.
    return check_history(locator, is_given=locator != known)


def _reason(unmask: str | None) -> str:
    """Return why secrets are shown, "" if they are masked; refuse an empty reason."""
    if unmask is not None and not unmask.strip():
        raise UsageError("--unmask needs a reason; state why secrets and personal data are shown")
    return (unmask or "").strip()
