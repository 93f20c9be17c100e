"""`codematch scan`: compare every work of a set with every other."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from codematch.cli import configured, console, descent_tree, inputs, printing, result_folder, run_record
from codematch.cli.declarations import with_options
from codematch.cli.options import Language, cache_folder, checked_formats
from codematch.cli.overrides import override
from codematch.cli.progress import shown_progress
from codematch.cli.scan_options import FORMATS, ScanArguments
from codematch.errors import EXIT_WEIGHT_REACHED, InputError, UsageError

if TYPE_CHECKING:
    from codematch.cli.progress import Progress
    from codematch.model.scan import ScanResult
    from codematch.scanning.inputs import Scan

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch scan submissions/\n"
    "  codematch scan submissions/ --common template/ --out overview\n"
    "  codematch scan shop-a.zip shop-b.tar.gz ../shop.git@v2 --out overview --lang zh\n"
    "  codematch scan submissions/ --language java --format csv > pairs.csv\n"
    "  codematch scan products/ --set scan.max_records=500 --min-weight 80 --out overview\n"
    "  codematch scan releases/ --versions --out order\n"
    "\n\b\n"
    "Pairs are ranked by what the two works share that is rare in the set. Candidates are then compared\n"
    "like two works with codematch compare, at a threshold at which a whole scan of unrelated works is\n"
    "expected to report scan.coincidences pairs, not one comparison in twenty."
)


@with_options(ScanArguments, configured.scan_options)
def scan(given: ScanArguments) -> None:
    """Compare every work of a set with every other, and rank the pairs.

    Prints the pairs with reported regions, clusters of related works, and which works could not be read. With --out,
    also writes an overview with a matrix, a dendrogram and a graph, and the full record of each reported pair.
    """
    started = run_record.now()
    if not given.works:
        raise UsageError("missing argument 'ROOT|WORK...': give a folder of works, or works; see codematch scan --help")
    configured.announce(in_case=False)
    if given.versions or given.root is not None:
        descent_tree.order(given, started)
        return
    changes = list(given.set_ or ())
    if given.min_weight is not None:
        changes += [f"weighing.min_weight={given.min_weight!r}", "significance.coincidence_rate=1"]
    settings = override(changes)
    formats = checked_formats(given.formats, FORMATS)
    language = given.lang or Language.ENGLISH
    common = inputs.materials(given.common, None)
    chosen = inputs.languages(given.language, None)
    encodings = inputs.encodings(given.encoding, None)
    if given.out is None:
        printing.check(formats, language)
    else:
        result_folder.check(given.out, (*given.works, *common))
    jobs = given.jobs or run_record.available_cores()
    from codematch.scanning.inputs import scan_named

    with shown_progress(given.progress.value, quiet=given.quiet) as bars:
        found = scan_named(
            given.works,
            common,
            settings,
            languages=chosen,
            encodings=encodings,
            cache=cache_folder(given.no_cache),
            jobs=jobs,
            progress=bars,
        )
        documents: dict[str, bytes] = {}
        result = found.scanned.result
        if given.out is not None:
            documents, result = _documents(found, formats or ("html",), language, started, jobs, bars)
    if given.out is not None:
        result_folder.fill(given.out, documents)
    _show(given, result, formats if given.out is None else (), language)
    if given.out is not None and not given.quiet:
        records = len({name.split("/")[1] for name in documents if name.startswith("pairs/")})
        own = ", ".join(sorted(name for name in documents if "/" not in name))
        console.note(f"wrote {own} and {records} {'record' if records == 1 else 'records'} to {given.out}")
    if result.changed:
        raise InputError(
            f"{result.changed[0]}: changed during the scan; the result is INVALID: run again while nothing writes to it"
        )
    _end(given, result)


def _end(given: ScanArguments, result: "ScanResult") -> None:
    """Choose the exit code by the limits that the scan was given."""
    limits = (given.fail_on_weight, "heaviest_bits"), (given.fail_on_residual, "residual_bits")
    reached = [
        pair
        for pair in result.pairs
        if pair.reported and any(limit is not None and getattr(pair, name) >= limit for limit, name in limits)
    ]
    if reached:
        if not given.quiet:
            count = f"{len(reached)} {'pair' if len(reached) == 1 else 'pairs'}"
            console.note(f"exit code {EXIT_WEIGHT_REACHED}: {count} of works reached a limit of this run")
        raise typer.Exit(EXIT_WEIGHT_REACHED)


def _documents(
    found: "Scan", formats: tuple[str, ...], language: Language, started: datetime, jobs: int, bars: "Progress"
) -> "tuple[dict[str, bytes], ScanResult]":
    """Return all files of the folder, and the result with the names of the records in it."""
    from codematch.case import sums
    from codematch.cli import scan_records
    from codematch.report.scan import documents, pair_folder

    result, page = found.scanned.result, scan_records.first_page(language.each)
    most = found.scanned.settings.scan.max_records
    chosen = [pair for pair in result.pairs if pair.reported][:most]
    made = scan_records.make(found, chosen, pair_folder, language.each, started, jobs, bars)
    recorded = {pair.rank for pair in chosen}
    pairs = (
        replace(pair, record=f"{pair_folder(pair)}/{page}") if pair.rank in recorded else pair for pair in result.pairs
    )
    result = replace(result, pairs=tuple(pairs))
    made |= documents(result, formats, language.each)
    conditions = run_record.Conditions(configuration=configured.applied())
    made[result_folder.RUN_RECORD] = run_record.render(
        made, started, jobs, language=language.value, conditions=conditions
    )
    made[sums.NAME] = sums.render(made)
    return made, result


def _show(given: ScanArguments, result: "ScanResult", formats: tuple[str, ...], language: Language) -> None:
    """Print the result in its format, as a summary if there is none."""
    from codematch.report.scan import render, show

    if given.out is not None and given.quiet:
        return
    printing.print_overview(result, formats, language, show, render)
