"""`codematch scan --versions`: put works that descend from one another in order."""

from datetime import datetime
from typing import TYPE_CHECKING

from codematch.cli import console, printing, result_folder, run_record
from codematch.cli.options import Language, checked_formats
from codematch.cli.overrides import override
from codematch.cli.progress import shown_progress
from codematch.errors import InputError, UsageError

if TYPE_CHECKING:
    from codematch.cli.scan_options import ScanArguments

FORMATS = ("html", "json", "terminal")


def order(given: "ScanArguments", started: datetime) -> None:
    """Print the trees of the works that a scan was given, or write them to its folder.

    Raises:
        UsageError: An option has no meaning here.
        InputError: The works cannot be read, or changed meanwhile.
    """
    _check(given)
    formats, language = checked_formats(given.formats, FORMATS), given.lang or Language.ENGLISH
    settings = override(list(given.set_ or ()))
    if given.out is None:
        printing.check(formats, language)
    else:
        result_folder.check(given.out, tuple(given.works or ()))
    from codematch.report.descent import documents, render, show
    from codematch.scanning.descent import order_named

    with shown_progress(given.progress.value, quiet=given.quiet) as bars:
        result = order_named(
            given.works or (), settings, root=given.root or "", encodings=tuple(given.encoding or ()), progress=bars
        )
    if given.out is not None:
        from codematch.case import sums

        made = documents(result, formats or ("html",), language.each)
        made[result_folder.RUN_RECORD] = run_record.render(made, started, 1, language=language.value)
        made[sums.NAME] = sums.render(made)
        result_folder.fill(given.out, made)
    if given.out is None or not given.quiet:
        printing.print_overview(result, formats if given.out is None else (), language, show, render)
    if given.out is not None and not given.quiet:
        console.note(f"wrote {', '.join(sorted(made))} to {given.out}")
    if result.changed:
        raise InputError(
            f"{result.changed[0]}: changed during the scan; the result is INVALID: run again while nothing writes to it"
        )


def _check(given: "ScanArguments") -> None:
    if not given.versions:
        raise UsageError("--root names the root of the tree of --versions; give both")
    unused = {
        "--common": given.common,
        "--min-weight": given.min_weight,
        "--include": given.include,
        "--exclude": given.exclude,
        "--fail-on-weight": given.fail_on_weight,
        "--fail-on-residual": given.fail_on_residual,
        "--language": given.language,
    }
    for name, value in unused.items():
        if value is not None:
            raise UsageError(f"{name} is about pairs of works, which scan --versions does not compare; leave it out")
