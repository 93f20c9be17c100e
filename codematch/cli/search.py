"""`codematch search`: what a questioned work shares with the works of an index."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from codematch.cli import exchange_set, inputs, printing, result_folder, run_record, scan_records, without_source
from codematch.cli.declarations import Quiet, argument, option, with_options
from codematch.cli.options import (
    THIS_MACHINE,
    WORK_FORMS,
    Encodings,
    Engine,
    Jobs,
    Language,
    Languages,
    NoCache,
    ProgressOption,
    ProgressStyle,
    Set,
    cache_folder,
    checked_formats,
    format_option,
    lang_option,
    out_option,
)
from codematch.cli.overrides import by_min_weight, override
from codematch.cli.progress import shown_progress
from codematch.errors import InputError
from codematch.report.formats import OVERVIEWS

if TYPE_CHECKING:
    from codematch.model.search import SearchResult
    from codematch.settings import Settings

FORMATS = OVERVIEWS
EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch search questioned.zip --index products.index\n"
    "  codematch search questioned/ --index products.index --out found --lang zh\n"
    "  codematch search questioned/ --index products.index --language java --format csv > found.csv\n"
    "\n\b\n"
    "The works of the index are the known side. Candidates are found by shared fingerprints and MinHash\n"
    "signatures and then compared like two works with codematch compare, at a threshold at which a search\n"
    "for an unrelated work is expected to report store.coincidences works of the whole index."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchArguments:
    """The arguments and options of `codematch search` in the order of its help."""

    questioned: Annotated[str, argument("QUESTIONED", f"The questioned work: {WORK_FORMS}.")]
    index: Annotated[Path, option("--index", "STORE", "The index to search; see codematch index build.")]
    engine: Engine = THIS_MACHINE
    key: Annotated[
        Path | None,
        option("--key", "KEYFILE", "The key of fingerprint files among the works. [default: none]"),
    ] = None
    out: Annotated[
        Path | None,
        out_option(
            "Write search.json, search.html and, for each work with reported regions, a folder with its full record "
            "to this folder."
        ),
    ] = None
    formats: Annotated[
        list[str] | None,
        format_option(
            "Format to print [default: terminal], or with --out, formats to write in addition to search.json "
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
            "comparisons as the index has works]",
        ),
    ] = None
    language: Languages = None
    encoding: Encodings = None
    no_cache: NoCache = False
    jobs: Jobs = None
    progress: ProgressOption = ProgressStyle.AUTO
    quiet: Quiet = False
    set_: Set = None


@with_options(SearchArguments)
def search(given: SearchArguments) -> None:
    """Search an index of works for a questioned work.

    Prints the works of the index with reported regions, the heaviest first, and for each questioned file where its
    regions come from. With --out, also writes a page and the full record of each of these works.
    """
    if without_source.is_meant(given.key, [given.questioned]):
        exchange_set.search(given)
        return
    started = run_record.now()
    settings = _settings(given)
    formats = checked_formats(given.formats, FORMATS)
    language = given.lang or Language.ENGLISH
    if given.out is None:
        printing.check(formats, language)
    else:
        result_folder.check(given.out, (given.questioned, str(given.index)))
    jobs = given.jobs or run_record.available_cores()
    from codematch.searching.inputs import SearchInputs, search_named

    asked = SearchInputs(
        languages=inputs.languages(given.language, None), encodings=inputs.encodings(given.encoding, None),
        engine=given.engine, cache=cache_folder(given.no_cache),
    )  # fmt: skip
    documents: dict[str, bytes] = {}
    with (
        shown_progress(given.progress, quiet=given.quiet) as bars,
        search_named(given.questioned, given.index, settings, asked, jobs=jobs, progress=bars) as found,
    ):
        result = found.result
        if given.out is not None:
            documents, result = scan_records.documents(found, _kind(), formats or ("html",), language, started, bars)
    if given.out is not None:
        result_folder.fill(given.out, documents)
    _show(given, result, formats if given.out is None else (), language)
    if given.out is not None and not given.quiet:
        scan_records.note_written(documents, _kind(), given.out)
    if result.changed:
        raise InputError(
            f"{given.questioned}: changed during the search; the result is INVALID: run again while nothing writes to "
            "it"
        )


def _settings(given: SearchArguments) -> "Settings":
    """Return the settings: those of the index for what its content depends on, unless others are given."""
    from codematch.store import manifest
    from codematch.store.recipe import as_made

    changes = [*(given.set_ or ()), *by_min_weight(given.min_weight)]
    stated = {text.partition("=")[0].strip() for text in changes}
    return as_made(override(changes), manifest.read(given.index).recipe, stated)


def _kind() -> scan_records.Kind:
    from codematch.report.search import documents, hit_folder

    return scan_records.Kind(rows="hits", parent="hits", folder=hit_folder, documents=documents)


def _show(given: SearchArguments, result: "SearchResult", formats: tuple[str, ...], language: Language) -> None:
    """Print the result in its format, as a summary if there is none."""
    from codematch.report.search import render, show

    if given.out is not None and given.quiet:
        return
    printing.print_overview(result, formats, language, show, render)
