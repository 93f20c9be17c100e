"""`codematch compare` when a side is a fingerprint file: what can be said without source, and nothing else."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from codematch.cli import console, inputs, printing, result_folder, run_record, without_source
from codematch.cli.options import Language
from codematch.cli.overrides import by_option, override
from codematch.cli.progress import ProgressBars
from codematch.errors import UsageError

if TYPE_CHECKING:
    from codematch.cli.compare_options import CompareArguments
    from codematch.exchange.comparing import Side
    from codematch.exchange.keys import Key
    from codematch.model.exchange import ExchangeResult
    from codematch.settings import Settings

FORMATS = ("terminal", "html", "json", "csv")
_USED = frozenset(
    {
        "known", "questioned", "key", "out", "formats", "lang", "min_weight", "jobs", "language", "encoding", "quiet",
        "set_", "progress", "log_level", "config", "no_config", "no_library", "no_cache",
    }
)  # fmt: skip
"""Arguments of `codematch compare` that say something to fingerprint files, or nothing to any result."""


def is_meant(given: "CompareArguments") -> bool:
    """Return whether a side is a fingerprint file.

    Raises:
        UsageError: None is, but a key is given.
    """
    return without_source.is_meant(given.key, [str(one) for one in (given.known, given.questioned) if one is not None])


def compare(given: "CompareArguments") -> None:
    """Compare two works of which at least one is a fingerprint file."""
    from codematch.exchange.comparing import compare_prints
    from codematch.exchange.keys import NO_KEY, read_key

    started = run_record.now()
    without_source.refuse_unused(given, _USED)
    changes = [*(given.set_ or ()), *by_option("--min-weight", given.min_weight, "exchange.min_run_bits")]
    settings = override(changes)
    formats = without_source.formats(given, FORMATS)
    language = given.lang or Language.ENGLISH
    if given.out is not None:
        result_folder.check(given.out, (str(given.known), str(given.questioned)))
    key = read_key(given.key) if given.key is not None else NO_KEY
    jobs = given.jobs or run_record.available_cores()
    with ProgressBars(quiet=given.quiet) as bars:
        known, questioned = (
            _side(str(locator), given, settings, key, jobs, bars) for locator in (given.known, given.questioned)
        )
        result = compare_prints(known, questioned, settings.exchange)
    _deliver(given, result, formats, language, run_record.render({}, started, jobs, language=language.value))


def _side(
    locator: str, given: "CompareArguments", settings: "Settings", key: "Key", jobs: int, bars: ProgressBars
) -> "Side":
    """Return a side: the fingerprints that a file has, or those made of a work now."""
    from codematch.exchange import file_format
    from codematch.exchange.comparing import Side
    from codematch.exchange.of_source import prints_of_source

    label = os.path.basename(os.path.normpath(locator))
    if file_format.is_fingerprint_file(locator):
        return Side(label=label, prints=file_format.read(Path(locator), key), from_source=False)
    inputs.find_works([locator], (), None, settings.intake)
    if not key.key_id:
        _refuse_keyed(given)
    prints = prints_of_source(
        locator,
        settings,
        key,
        with_paths=True,
        languages=inputs.languages(given.language, None),
        encodings=inputs.encodings(given.encoding, None),
        jobs=jobs,
        progress=bars,
    )
    return Side(label=label, prints=prints, from_source=True)


def _refuse_keyed(given: "CompareArguments") -> None:
    """Refuse to compare source with a file that was made with a key, before the source is read."""
    from codematch.exchange import file_format

    for other in (given.known, given.questioned):
        if other is not None and file_format.is_fingerprint_file(other) and file_format.read(Path(other)).key_id:
            raise UsageError(f"{other}: was made with a key; give it with --key to compare it with source")


def _deliver(
    given: "CompareArguments", result: "ExchangeResult", formats: tuple[str, ...], language: Language, record: bytes
) -> None:
    from codematch.case import sums
    from codematch.report.exchange import documents, render, show

    if given.out is not None:
        made = documents(result, formats or ("html",), language.each)
        made[result_folder.RUN_RECORD] = record
        made[sums.NAME] = sums.render(made)
        result_folder.fill(given.out, made)
        if given.quiet:
            return
        console.note(f"wrote {', '.join(sorted(made))} to {given.out}")
    printing.print_overview(result, formats if given.out is None else (), language, show, render)
