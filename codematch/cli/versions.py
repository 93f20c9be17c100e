"""`codematch versions`: which revision of a known work a questioned work agrees with."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from codematch.cli import console, printing, result_folder, run_record
from codematch.cli.declarations import Quiet, argument, option, with_options
from codematch.cli.options import (
    WORK_FORMS,
    Language,
    Set,
    checked_formats,
    format_option,
    lang_option,
    out_option,
)
from codematch.cli.overrides import override
from codematch.cli.progress import ProgressBars

if TYPE_CHECKING:
    from codematch.model.versions import VersionsResult

FORMATS = ("html", "json", "terminal")
EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch versions known.git questioned/\n"
    "  codematch versions known.git@main questioned.zip --out versions --lang zh\n"
    "  codematch versions releases/ product/vendor/parser --format json > versions.json\n"
    "  codematch versions known.git questioned.git --dated house-styles.toml\n"
    "  codematch compare known.git@v2 questioned/ --versions --history known.git --out report"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsArguments:
    """The arguments and options of `codematch versions` in the order of its help."""

    known: Annotated[
        str,
        argument(
            "KNOWN",
            "The known work with its revisions: a git repository or bundle (all branches and tags, or with @REVISION "
            "the commits up to it), or a folder whose entries are its releases, each a folder or an archive with the "
            "version in its name.",
        ),
    ]
    questioned: Annotated[str, argument("QUESTIONED", f"The questioned work: {WORK_FORMS}.")]
    out: Annotated[Path | None, out_option("Write versions.json and versions.html to this folder.")] = None
    formats: Annotated[
        list[str] | None,
        format_option(
            "Format to print [default: terminal], or with --out, formats to write in addition to versions.json "
            "[default: html]. Repeatable with --out.",
            FORMATS,
        ),
    ] = None
    dated: Annotated[
        Path | None,
        option("--dated", "FILE", "Extend the dated table of language features and packages by this TOML file."),
    ] = None
    lang: Annotated[Language | None, lang_option("en")] = None
    quiet: Quiet = False
    set_: Set = None


@with_options(VersionsArguments)
def versions(given: VersionsArguments) -> None:
    """Find the revisions of a known work that explain a questioned work equally well.

    Prints the interval of revisions, overall and for each file, the lines that decide it, and what both histories
    record of time. Nothing is checked out, and git is not run. Names that were replaced are taken back first.
    """
    started = run_record.now()
    formats, language = checked_formats(given.formats, FORMATS), given.lang or Language.ENGLISH
    settings = override(list(given.set_ or ()))
    if given.out is None:
        printing.check(formats, language)
    else:
        result_folder.check(given.out, (given.known, given.questioned))
    from codematch.revisions.examine import VersionInputs, examine_versions

    with ProgressBars(quiet=given.quiet) as bars:
        inputs = VersionInputs(dated=given.dated)
        result = examine_versions(given.known, given.questioned, settings, inputs, progress=bars)
    if given.out is not None:
        from codematch.case import sums
        from codematch.report.versions import documents

        made = documents(result, formats or ("html",), language.each)
        made[result_folder.RUN_RECORD] = run_record.render(made, started, 1, language=language.value)
        made[sums.NAME] = sums.render(made)
        result_folder.fill(given.out, made)
        if given.quiet:
            return
    _show(result, formats if given.out is None else (), language)
    if given.out is not None:
        console.note(f"wrote {', '.join(sorted(made))} to {given.out}")


def _show(result: "VersionsResult", formats: tuple[str, ...], language: Language) -> None:
    from codematch.report.text import current_language
    from codematch.report.versions import render, show

    printing.print_overview(
        result, formats, language, show, lambda found, name: render(found, name, current_language())
    )
