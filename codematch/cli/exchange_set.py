"""`codematch scan` and `search` when a work is a fingerprint file: what can be said without source."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codematch.cli import console, inputs, printing, result_folder, run_record, without_source
from codematch.cli.options import Language
from codematch.cli.overrides import by_option, override
from codematch.cli.progress import shown_progress
from codematch.errors import UsageError

if TYPE_CHECKING:
    from codematch.cli.progress import Progress
    from codematch.exchange.comparing import Side
    from codematch.exchange.keys import Key
    from codematch.exchange.many import Found
    from codematch.model.message import Message
    from codematch.parallel import Jobs
    from codematch.settings import Settings

FORMATS = ("html", "json", "csv", "terminal")
_USED = frozenset(
    {
        "works", "questioned", "index", "key", "out", "formats", "lang", "min_weight", "jobs", "language", "encoding",
        "quiet", "set_", "progress", "log_level", "config", "no_config", "no_cache", "engine",
    }
)  # fmt: skip
"""Arguments that say something to fingerprint files, or nothing to any result."""
_MOST_RECORDS = 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Asked:
    """What is compared: the labels of the works, and what reads each; `questioned` is a place, -1 in a scan."""

    labels: list[str]
    read: Callable[[int], "Side"]
    questioned: int = -1


def works_of(given: Sequence[str]) -> list[str]:
    """Return the works that a scan is given: the entries of one folder, else the works themselves."""
    if len(given) == 1 and os.path.isdir(given[0]):
        return sorted(entry.path for entry in os.scandir(given[0]) if not entry.name.startswith("."))
    return list(given)


def scan(given: Any) -> None:
    """Compare every work of a set with every other by their fingerprints."""
    from codematch.scanning.works import locate

    located, _ = locate(given.works)

    def asked(settings: "Settings", key: "Key", jobs: "Jobs", bars: "Progress") -> _Asked:
        places = [one.locator for one in located]
        _refuse_keyed(places, key)
        return _Asked(
            labels=[one.label for one in located],
            read=lambda place: _side(places[place], located[place].label, given, settings, key, jobs, bars),
        )

    _run(given, list(given.works), asked)


def search(given: Any) -> None:
    """Compare a fingerprint file with the works of an index, whose fingerprints are made of their source."""
    from codematch.exchange.comparing import Side
    from codematch.exchange.making import make_prints
    from codematch.pipeline import make_tools, prepare
    from codematch.store.contents import Shelf, opened

    with opened(given.index) as contents:
        shelf, stored = Shelf(contents), contents.works()
        label = os.path.basename(os.path.normpath(given.questioned))

        def asked(settings: "Settings", key: "Key", jobs: "Jobs", bars: "Progress") -> _Asked:
            _refuse_keyed([given.questioned], key, source=True)
            toolkit = make_tools(replace(settings, evidence=replace(settings.evidence, channels=False)))

            def read(place: int) -> "Side":
                if place == len(stored):
                    return _side(given.questioned, label, given, settings, key, jobs, bars)
                (work,) = prepare([shelf.tree(stored[place].number)], toolkit, languages=_languages(given), jobs=jobs)
                prints = make_prints(work, toolkit, key, with_paths=True)
                return Side(label=stored[place].label, prints=prints, from_source=True)

            return _Asked(labels=[*(one.label for one in stored), label], read=read, questioned=len(stored))

        _run(given, [given.questioned, str(given.index)], asked, index=given.index)


def _run(
    given: Any,
    sources: list[str],
    asked: "Callable[[Settings, Key, Jobs, Progress], _Asked]",
    index: Path | None = None,
) -> None:
    """Read, compare and deliver."""
    from codematch.cluster.spark import connected
    from codematch.exchange.keys import NO_KEY, read_key
    from codematch.exchange.many import compare_many, read_sides

    started = run_record.now()
    without_source.refuse_unused(given, _USED)
    settings = _settings(given, index)
    formats, language = without_source.formats(given, FORMATS), given.lang or Language.ENGLISH
    if given.out is not None:
        result_folder.check(given.out, tuple(sources))
    key = read_key(given.key) if given.key is not None else NO_KEY
    jobs = given.jobs or run_record.available_cores()
    with connected(given.engine) as cluster, shown_progress(given.progress, quiet=given.quiet) as bars:
        at_work: Jobs = cluster or jobs
        these = asked(settings, key, at_work, bars)
        sides: list[Side | Message] = read_sides(these.labels, these.read, bars)
        found = compare_many(
            these.labels, sides, settings.exchange, questioned=these.questioned, jobs=at_work, progress=bars
        )
    _deliver(given, found, formats, language, run_record.render({}, started, jobs, language=language.value))


def _settings(given: Any, index: Path | None) -> "Settings":
    """Return the settings, in a search those that the index was made with."""
    changes = [*(given.set_ or ()), *by_option("--min-weight", given.min_weight, "exchange.min_run_bits")]
    settings = override(changes)
    if index is None:
        return settings
    from codematch.store import manifest
    from codematch.store.recipe import as_made

    return as_made(settings, manifest.read(index).recipe, {text.partition("=")[0].strip() for text in changes})


def _refuse_keyed(places: Sequence[str], key: "Key", *, source: bool = False) -> None:
    """Refuse to compare source with a file that was made with a key, before the source is read."""
    from codematch.exchange import file_format

    made = [one for one in places if file_format.is_fingerprint_file(one)]
    if not key.key_id and (source or len(made) < len(places)):
        for one in made:
            if file_format.read(Path(one)).key_id:
                raise UsageError(f"{one}: was made with a key; give it with --key to compare it with source")


def _languages(given: Any) -> tuple[str, ...]:
    return inputs.languages(given.language, None)


def _side(
    locator: str, label: str, given: Any, settings: "Settings", key: "Key", jobs: "Jobs", bars: "Progress"
) -> "Side":
    """Return a work: the fingerprints that a file has, or those made of it now."""
    from codematch.exchange import file_format
    from codematch.exchange.comparing import Side
    from codematch.exchange.of_source import prints_of_source

    if file_format.is_fingerprint_file(locator):
        return Side(label=label, prints=file_format.read(Path(locator), key), from_source=False)
    prints = prints_of_source(
        locator,
        settings,
        key,
        with_paths=True,
        languages=_languages(given),
        encodings=inputs.encodings(given.encoding, None),
        jobs=jobs,
        progress=bars,
    )
    return Side(label=label, prints=prints, from_source=True)


def _deliver(given: Any, found: "Found", formats: tuple[str, ...], language: Language, record: bytes) -> None:
    from codematch.case import sums
    from codematch.report import exchange, exchange_set

    result = found.result
    if given.out is not None:
        listed = result.pairs[:_MOST_RECORDS]
        page = "exchange.html" if len(language.each) == 1 else f"exchange.{language.each[0]}.html"
        made: dict[str, bytes] = {}
        for pair in listed:
            folder, compared = exchange_set.pair_folder(pair), found.compared[pair.first, pair.second]
            files = exchange.documents(compared, ("html",), language.each)
            made |= {f"{folder}/{name}": content for name, content in files.items()}
        named = (replace(one, record=f"{exchange_set.pair_folder(one)}/{page}") for one in listed)
        result = replace(result, pairs=(*named, *result.pairs[_MOST_RECORDS:]))
        made |= exchange_set.documents(result, formats or ("html",), language.each)
        made[result_folder.RUN_RECORD] = record
        made[sums.NAME] = sums.render(made)
        result_folder.fill(given.out, made)
        if given.quiet:
            return
        console.note(f"wrote {', '.join(sorted(name for name in made if '/' not in name))} to {given.out}")
    printing.print_overview(
        result, formats if given.out is None else (), language, exchange_set.show, exchange_set.render
    )
