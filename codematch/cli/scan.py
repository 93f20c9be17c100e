"""`codematch scan`: compare every work of a set with every other."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from codematch.cli import completion, console, inputs, result_folder, run_record
from codematch.cli.declarations import Quiet, argument, option, with_options
from codematch.cli.options import (
    WORK_FORMS,
    Encodings,
    Jobs,
    Language,
    Set,
    checked_formats,
    format_option,
    lang_option,
    out_option,
)
from codematch.cli.overrides import override
from codematch.cli.progress import ProgressBars
from codematch.errors import InputError, UsageError

if TYPE_CHECKING:
    from codematch.model.scan import ScanResult
    from codematch.scanning.inputs import Scan

FORMATS = ("html", "json", "csv", "terminal")
EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch scan submissions/\n"
    "  codematch scan submissions/ --common template/ --out overview\n"
    "  codematch scan shop-a.zip shop-b.tar.gz ../shop.git@v2 --out overview --lang zh\n"
    "  codematch scan submissions/ --language java --format csv > pairs.csv\n"
    "  codematch scan products/ --set scan.max_records=500 --min-weight 80 --out overview\n"
    "\n\b\n"
    "Pairs are ranked by what the two works share that is rare in the set. Candidates are then compared\n"
    "like two works with codematch compare, at a threshold at which a whole scan of unrelated works is\n"
    "expected to report scan.coincidences pairs, not one comparison in twenty."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanArguments:
    """The arguments and options of `codematch scan` in the order of its help."""

    works: Annotated[
        list[str],
        argument(
            "ROOT|WORK...",
            f"A folder, each of whose entries is a work, or two works or more: {WORK_FORMS}.",
        ),
    ]
    common: Annotated[
        list[str] | None,
        option(
            "--common",
            "[CODE=]PATH",
            "Base code that any work may have, such as a template: it makes no candidates, and records label it. "
            "Code that most works have is found without this option. Repeatable.",
        ),
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
    language: Annotated[
        list[str] | None,
        option(
            "--language -l",
            "NAME",
            "Compare only files in this language. Repeatable.",
            autocompletion=completion.languages,
        ),
    ] = None
    encoding: Encodings = None
    jobs: Jobs = None
    quiet: Quiet = False
    set_: Set = None


@with_options(ScanArguments)
def scan(given: ScanArguments) -> None:
    """Compare every work of a set with every other, and rank the pairs.

    Prints the pairs with reported regions, clusters of related works, and which works could not be read. With --out,
    also writes an overview with a matrix, a dendrogram and a graph, and the full record of each reported pair.
    """
    started = run_record.now()
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
        _check_printed(formats, language)
    else:
        result_folder.check(given.out, (*given.works, *common))
    jobs = given.jobs or run_record.available_cores()
    from codematch.scanning.inputs import scan_named

    with ProgressBars(quiet=given.quiet) as bars:
        found = scan_named(
            given.works, common, settings, languages=chosen, encodings=encodings, jobs=jobs, progress=bars
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


def _check_printed(formats: tuple[str, ...], language: Language) -> None:
    """Refuse what cannot be printed to stdout."""
    if len(formats) > 1:
        raise UsageError("several --format need --out DIR, the folder to write them to")
    if language is Language.BOTH and "html" in formats:
        raise UsageError("--lang both makes two html files; write them with --out DIR, or choose one language")


def _documents(
    found: "Scan", formats: tuple[str, ...], language: Language, started: datetime, jobs: int, bars: ProgressBars
) -> "tuple[dict[str, bytes], ScanResult]":
    """Return all files of the folder, and the result with the names of the records in it."""
    from codematch.case import sums
    from codematch.cli import scan_records
    from codematch.report.scan import documents, pair_folder

    result, page = found.scanned.result, scan_records.first_page(language.each)
    most = found.scanned.settings.scan.max_records
    chosen = [pair for pair in result.pairs if pair.reported][:most]
    made = scan_records.make(found, chosen, language.each, started, jobs, bars)
    recorded = {pair.rank for pair in chosen}
    pairs = (
        replace(pair, record=f"{pair_folder(pair)}/{page}") if pair.rank in recorded else pair for pair in result.pairs
    )
    result = replace(result, pairs=tuple(pairs))
    made |= documents(result, formats, language.each)
    made[result_folder.RUN_RECORD] = run_record.render(made, started, jobs, language=language.value)
    made[sums.NAME] = sums.render(made)
    return made, result


def _show(given: ScanArguments, result: "ScanResult", formats: tuple[str, ...], language: Language) -> None:
    """Print the result in its format, as a summary if there is none."""
    from codematch.report.scan import render, show
    from codematch.report.text import in_language

    if given.out is not None and given.quiet:
        return
    name = formats[0] if formats else "terminal"
    for each in language.each if name == "terminal" else language.each[:1]:
        with in_language(each):
            if name != "terminal" or not console.shown(lambda screen: show(result, screen)):
                console.write(render(result, name))
