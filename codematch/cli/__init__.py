"""The command line: parse, call, print, exit. The only package that imports typer; one file per command."""

import gc
from typing import Annotated

import typer

from codematch import __version__
from codematch.cli import (
    artefacts,
    background,
    baseline,
    batch,
    batch_rows,
    case,
    compare,
    config,
    console,
    doctor,
    evaluate,
    explain,
    fingerprint,
    index,
    languages,
    library,
    limits,
    manifest,
    rebut,
    report,
    review,
    rules,
    scan,
    schema,
    search,
    selftest,
    settings,
    validation,
    versions,
)
from codematch.cli.case import custody
from codematch.cli.declarations import accepts_quiet, flag

app = typer.Typer(
    name="codematch",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "\b\n"
        "Examples:\n"
        "  codematch compare known/ questioned.zip --out report\n"
        "  codematch compare project.git@v1.2 questioned/ --min-weight 80\n"
        "  codematch report report/report.json --format html > again.html\n"
        "\n\b\n"
        "Exit codes: 0 success, 1 a region reached --fail-on-weight, --fail-on-residual or --fail-on-new,\n"
        "2 invalid command line or setting, 3 unreadable input (with --strict: any part of it),\n"
        "4 invalid language data, 5 missing or damaged model or result, 70 internal error, 71 not enough memory,\n"
        "open files or processes, 130 interrupted, 143 ended by SIGTERM."
    ),
)
app.command("compare", epilog=compare.EXAMPLES)(compare.compare)
app.command("scan", epilog=scan.EXAMPLES)(scan.scan)
app.command("search", epilog=search.EXAMPLES)(search.search)
app.add_typer(index.app, name="index")
app.command("artefacts", epilog=artefacts.EXAMPLES)(accepts_quiet(artefacts.artefacts))
batch_rows.register(app)
app.command("batch", epilog=batch.EXAMPLES)(batch.batch)
app.command("fingerprint", epilog=fingerprint.EXAMPLES)(fingerprint.fingerprint)
app.command("report", epilog=report.EXAMPLES)(report.report)
app.command("review", epilog=review.EXAMPLES)(review.review)
app.command("versions", epilog=versions.EXAMPLES)(versions.versions)
app.command("rebut", epilog=rebut.EXAMPLES)(rebut.rebut)
app.command("explain", epilog=explain.EXAMPLES)(accepts_quiet(explain.explain))
app.command("manifest", epilog=manifest.EXAMPLES)(accepts_quiet(manifest.manifest))
app.add_typer(case.app, name="case")
app.add_typer(custody.app, name="custody")
app.add_typer(languages.app, name="languages")
app.add_typer(background.app, name="background")
app.add_typer(library.app, name="library")
app.add_typer(baseline.app, name="baseline")
app.command("evaluate", epilog=evaluate.EXAMPLES)(evaluate.evaluate)
app.command(
    "config",
    epilog=config.EXAMPLES,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)(accepts_quiet(config.config))
app.command("settings", epilog=settings.EXAMPLES)(accepts_quiet(settings.show))
app.command("rules", epilog=rules.EXAMPLES)(accepts_quiet(rules.rules))
app.command("self-test", epilog=selftest.EXAMPLES)(selftest.self_test)
app.command("doctor", epilog=doctor.EXAMPLES)(accepts_quiet(doctor.doctor))
app.command("schema", epilog=schema.EXAMPLES)(accepts_quiet(schema.schema))
app.command("limits", epilog=limits.EXAMPLES)(accepts_quiet(limits.limits))
app.command("validation", epilog=validation.EXAMPLES)(accepts_quiet(validation.validation))


def _print_version(asked: bool) -> None:
    if asked:
        console.write(f"codematch {__version__}\n")
        raise typer.Exit


@app.callback()
def codematch(
    version: Annotated[
        bool, flag("--version", "Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Compare two bodies of source code and report the regions that they share.

    Each region is weighed by how rare its code is. The result is a record of observations and
    measurements. It contains no legal conclusion.
    """


_ALLOCATIONS = 50_000
"""New objects after which the process looks for cycles: most of a run's values live to its end, and looking at them
again every 700 costs it one second in twenty."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code; `arguments` are those of the process unless given."""
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
    console.run(app, arguments)
