"""The options of `codematch scan`, as they are given."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from codematch.cli.declarations import Quiet, argument, flag, option
from codematch.cli.options import (
    THIS_MACHINE,
    WORK_FORMS,
    ConfigFile,
    Encodings,
    Engine,
    Jobs,
    Language,
    Languages,
    LogLevel,
    LogLevelOption,
    NoCache,
    NoConfig,
    ProgressOption,
    ProgressStyle,
    Set,
    format_option,
    lang_option,
    out_option,
)
from codematch.report.formats import OVERVIEWS

NOTICES = ("sarif", "junit", "gitlab", "github", "markdown")
"""Formats for tools of continuous integration, as `codematch.report.scan.to_notices` has them."""
FORMATS = (*OVERVIEWS, *NOTICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanArguments:
    """The arguments and options of `codematch scan` in the order of its help."""

    works: Annotated[
        list[str] | None,
        argument(
            "ROOT|WORK...",
            f"A folder, each of whose entries is a work, or two works or more: {WORK_FORMS}.",
            show_default=False,
        ),
    ] = None
    common: Annotated[
        list[str] | None,
        option(
            "--common",
            "[CODE=]PATH",
            "Base code that any work may have, such as a template: it makes no candidates, and records label it. "
            "Code that most works have is found without this option. Repeatable.",
        ),
    ] = None
    versions: Annotated[
        bool,
        flag(
            "--versions",
            "Put works that descend from one another in order, instead of comparing pairs: a tree by the lines that "
            "they share and lost, with support values. Unrooted unless --root is given.",
        ),
    ] = False
    root: Annotated[
        str | None,
        option("--root", "WORK", "With --versions: the work that the others descend from, if something tells it."),
    ] = None
    key: Annotated[
        Path | None,
        option("--key", "KEYFILE", "The key of fingerprint files among the works. [default: none]"),
    ] = None
    out: Annotated[
        Path | None,
        out_option(
            "Write scan.json, scan.html and, for each reported pair, a folder with its full record to this folder."
        ),
    ] = None
    formats: Annotated[
        list[str] | None,
        format_option(
            "Format to print [default: terminal], or with --out, formats to write in addition to scan.json "
            "[default: html]. Repeatable with --out.",
            FORMATS,
        ),
    ] = None
    lang: Annotated[Language | None, lang_option("en")] = None
    min_weight: Annotated[
        float | None,
        option(
            "--min-weight",
            "BITS",
            "Report regions that weigh at least this much, in every language. [default: the threshold for as many "
            "comparisons as the scan has]",
        ),
    ] = None
    compare: Annotated[
        int | None,
        option(
            "--compare",
            "N",
            "Compare in full at most N pairs, those with the highest scores; 0 ranks the pairs by what they share, "
            "in seconds for hundreds of works, and compares none. [default: scan.max_compared]",
            min=0,
        ),
    ] = None
    include: Annotated[
        list[str] | None,
        option(
            "--include",
            "GLOB",
            "Compare only files whose path, its end after a slash, or a folder of it matches GLOB, in every work. "
            "Repeatable.",
        ),
    ] = None
    exclude: Annotated[
        list[str] | None,
        option("--exclude", "GLOB", "Do not compare these files; takes precedence over --include. Repeatable."),
    ] = None
    fail_on_weight: Annotated[
        float | None,
        option("--fail-on-weight", "BITS", "Exit with 1 if a region of a reported pair weighs at least this much."),
    ] = None
    fail_on_residual: Annotated[
        float | None,
        option(
            "--fail-on-residual",
            "BITS",
            "Exit with 1 if a region of a reported pair weighs at least this much without its labelled tokens: those "
            "of base code, shared material and every other filter, as in its record.",
        ),
    ] = None
    language: Languages = None
    encoding: Encodings = None
    engine: Engine = THIS_MACHINE
    no_cache: NoCache = False
    jobs: Jobs = None
    quiet: Quiet = False
    progress: ProgressOption = ProgressStyle.AUTO
    log_level: LogLevelOption = LogLevel.NOTE
    set_: Set = None
    config: ConfigFile = None
    no_config: NoConfig = False
