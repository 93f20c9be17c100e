"""`codematch scan`: compare every work of a set with every other."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from codematch.cli import (
    configured,
    console,
    descent_tree,
    exchange_set,
    inputs,
    printing,
    result_folder,
    run_record,
    scan_records,
    without_source,
)
from codematch.cli.declarations import with_options
from codematch.cli.options import Language, cache_folder, checked_formats
from codematch.cli.overrides import by_min_weight, by_option, override
from codematch.cli.progress import shown_progress
from codematch.cli.scan_options import FORMATS, NOTICES, ScanArguments
from codematch.errors import EXIT_WEIGHT_REACHED, InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    "  codematch scan submissions/ --compare 0\n"
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
    elif without_source.is_meant(given.key, exchange_set.works_of(given.works)):
        exchange_set.scan(given)
    else:
        _scan(given.works, given, started)


def _scan(works: "Sequence[str]", given: ScanArguments, started: datetime) -> None:
    """Compare the works as source, and deliver what was found."""
    settings = override(_changes(given))
    for name, bits in (("--fail-on-weight", given.fail_on_weight), ("--fail-on-residual", given.fail_on_residual)):
        if bits is not None and not bits >= 0:
            raise UsageError(f"{name} {bits:g} is not a weight; give 0 or more bits")
    formats = checked_formats(given.formats, FORMATS)
    language = given.lang or Language.ENGLISH
    common = inputs.materials(given.common, None)
    chosen = inputs.languages(given.language, None)
    encodings = inputs.encodings(given.encoding, None)
    if given.out is None:
        printing.check(formats, language)
    else:
        result_folder.check(given.out, (*works, *common))
    from codematch.cluster.spark import connected
    from codematch.intake.file_choice import FileChoice
    from codematch.policy import PolicyInputs
    from codematch.scanning.inputs import ScanInputs, scan_named

    files = FileChoice.of_a_set(given.include or (), given.exclude or ())
    documents: dict[str, bytes] = {}
    with connected(given.engine) as cluster, shown_progress(given.progress.value, quiet=given.quiet) as bars:
        found = scan_named(
            works,
            common,
            settings,
            ScanInputs(languages=chosen, encodings=encodings, files=files, cache=cache_folder(given.no_cache)),
            jobs=cluster or given.jobs or run_record.available_cores(),
            progress=bars,
        )
        limits = PolicyInputs(weight_limit_bits=given.fail_on_weight, residual_limit_bits=given.fail_on_residual)
        found = replace(found, policy=limits)
        result = found.result
        notices, reached = _noticed(found, formats, language, bars)
        if given.out is not None:
            documents, result = scan_records.documents(
                found, _kind(notices), formats or ("html",), language, started, bars
            )
    if given.out is not None:
        result_folder.fill(given.out, documents)
    _show(given, result, formats if given.out is None else (), notices)
    if given.out is not None and not given.quiet:
        scan_records.note_written(documents, _kind(notices), given.out)
    _end(given, result, reached)


def _changes(given: ScanArguments) -> list[str]:
    """Return the settings that options change."""
    compared = by_option("--compare", given.compare, "scan.max_compared")
    return [*(given.set_ or ()), *by_min_weight(given.min_weight), *compared]


def _end(given: ScanArguments, result: "ScanResult", reached: int) -> None:
    """Choose the exit code by works that changed, and by the number of pairs at a limit."""
    if result.changed:
        raise InputError(
            f"{result.changed[0]}: changed during the scan; the result is INVALID: run again while nothing writes to it"
        )
    if reached:
        if not given.quiet:
            count = f"{reached} {'pair' if reached == 1 else 'pairs'}"
            console.note(f"exit code {EXIT_WEIGHT_REACHED}: {count} of works reached a limit of this run")
        raise typer.Exit(EXIT_WEIGHT_REACHED)


def _noticed(
    found: "Scan", formats: tuple[str, ...], language: Language, bars: "Progress"
) -> tuple[dict[str, bytes], int]:
    """Return the documents of the formats for continuous integration, and how many pairs are at a limit."""
    from codematch.report.formats import FORMATS as ALL
    from codematch.report.scan.to_notices import render
    from codematch.report.text import in_language

    limits = [bits for bits in (found.policy.weight_limit_bits, found.policy.residual_limit_bits) if bits is not None]
    names = [name for name in formats if name in NOTICES]
    reported = [pair for pair in found.result.pairs if pair.reported]
    if not names:  # only what weighs enough can be at a limit
        reported = [pair for pair in reported if limits and pair.heaviest_bits >= min(limits)]
    records = scan_records.results(found, reported, bars) if reported else []
    reached = sum(
        pair.policy is not None and bool(pair.policy.failing(pair.regions))
        for record in records
        for pair in record.pairs
    )
    with in_language(language.each[0]):
        shown = [(record, inputs.questioned_folder(found.locators[pair.second])) for record, pair in
                 zip(records, reported, strict=True)]  # fmt: skip
        return {ALL[name].file_name: render(shown, name) for name in names}, reached


def _kind(notices: "Mapping[str, bytes]") -> scan_records.Kind:
    from codematch.report.scan import documents, pair_folder

    def every(result: "ScanResult", formats: "Sequence[str]", languages: "Sequence[str]") -> dict[str, bytes]:
        return documents(result, formats, languages) | dict(notices)

    return scan_records.Kind(rows="pairs", parent="pairs", folder=pair_folder, documents=every)


def _show(given: ScanArguments, result: "ScanResult", formats: tuple[str, ...], notices: "Mapping[str, bytes]") -> None:
    """Print the result in its format, as a summary if there is none."""
    from codematch.report.scan import render, show

    if given.out is not None and given.quiet:
        return
    if notices and given.out is None:
        (content,) = notices.values()
        console.write(content)
        return
    printing.print_overview(result, formats, given.lang or Language.ENGLISH, show, render)
