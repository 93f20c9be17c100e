"""`codematch index`: a persistent index of many works, to be searched with `codematch search`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codematch.cli import console, inputs, run_record
from codematch.cli.declarations import Quiet, accepts_quiet, argument, flag, option, with_options
from codematch.cli.options import (
    THIS_MACHINE,
    WORK_FORMS,
    AnswerFormat,
    Encodings,
    Engine,
    Jobs,
    NoCache,
    ProgressOption,
    ProgressStyle,
    Set,
    cache_folder,
)
from codematch.cli.overrides import override
from codematch.cli.progress import shown_progress
from codematch.cli.translation import column, said
from codematch.errors import StoreError
from codematch.settings import Settings

if TYPE_CHECKING:
    from codematch.store.contents import Contents, StoredWork
    from codematch.store.writing import Added

app = typer.Typer(help="Build, extend and check an index of works.")

BUILD_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch index build products.index products/\n"
    "  codematch index build products.index shop-a.zip shop-b.tar.gz ../shop.git@v2\n"
    "  codematch index build partner.index products/ --no-source"
)
ADD_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch index add products.index ../router.git@v3.1 --label router-3.1\n"
    "  codematch index add products.index new/*.tar.gz"
)
REMOVE_EXAMPLES = "\b\nExample:\n  codematch index remove products.index router-3.1"
INFO_EXAMPLES = (
    "\b\nExamples:\n  codematch index info products.index --works\n  codematch index info products.index --format json"
)
COMPACT_EXAMPLES = "\b\nExample:\n  codematch index compact products.index"
CHECK_EXAMPLES = "\b\nExample:\n  codematch index check products.index"

Store = Annotated[Path, argument("STORE", "The folder of the index.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildArguments:
    """The arguments and options of `codematch index build` in the order of its help."""

    store: Annotated[Path, argument("STORE", "The folder of the new index; it must not exist, or be empty.")]
    works: Annotated[
        list[str], argument("ROOT|WORK...", f"A folder, each of whose entries is a work, or works: {WORK_FORMS}.")
    ]
    no_source: Annotated[
        bool,
        flag("--no-source", "Keep fingerprints only: searches name candidates, and nothing can be compared or read."),
    ] = False
    encoding: Encodings = None
    engine: Engine = THIS_MACHINE
    no_cache: NoCache = False
    jobs: Jobs = None
    progress: ProgressOption = ProgressStyle.AUTO
    quiet: Quiet = False
    set_: Set = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddArguments:
    """The arguments and options of `codematch index add` in the order of its help."""

    store: Store
    works: Annotated[list[str], argument("WORK...", f"Works: {WORK_FORMS}.")]
    label: Annotated[
        str | None,
        option("--label", "NAME", "What searches call the work, if one is given. [default: the end of its path]"),
    ] = None
    encoding: Encodings = None
    engine: Engine = THIS_MACHINE
    no_cache: NoCache = False
    jobs: Jobs = None
    progress: ProgressOption = ProgressStyle.AUTO
    quiet: Quiet = False


@app.command("build", epilog=BUILD_EXAMPLES)
@with_options(BuildArguments)
def build(given: BuildArguments) -> None:
    """Build an index of works.

    The index holds fingerprints, MinHash signatures and, without --no-source, the source code of the works. A build
    that is interrupted leaves no index.
    """
    from codematch.cluster.spark import connected
    from codematch.store.named import locate
    from codematch.store.writing import build as build_index

    settings = override(list(given.set_ or ()))
    found, notes = locate(given.works)
    with connected(given.engine) as cluster, shown_progress(given.progress, quiet=given.quiet) as bars:
        from codematch.pipeline import make_tools

        added = build_index(
            given.store, found, make_tools(settings, cache_folder(given.no_cache)), sources=not given.no_source,
            encodings=inputs.encodings(given.encoding, None),
            jobs=cluster or given.jobs or run_record.available_cores(), progress=bars,
        )  # fmt: skip
    for text in notes:
        console.note(text)
    _tell(given.store, added, given.quiet)


@app.command("add", epilog=ADD_EXAMPLES)
@with_options(AddArguments)
def add(given: AddArguments) -> None:
    """Add works to an index, all of them or none.

    They are read with the settings of the index. A work that is in the index already is not added again.
    """
    from codematch.cluster.spark import connected
    from codematch.pipeline import make_tools
    from codematch.store import manifest
    from codematch.store.named import named
    from codematch.store.recipe import as_made
    from codematch.store.writing import add as add_works

    found = named(given.works, given.label)
    settings = as_made(Settings(), manifest.read(given.store).recipe, ())
    with connected(given.engine) as cluster, shown_progress(given.progress, quiet=given.quiet) as bars:
        added = add_works(
            given.store, found, make_tools(settings, cache_folder(given.no_cache)),
            encodings=inputs.encodings(given.encoding, None),
            jobs=cluster or given.jobs or run_record.available_cores(), progress=bars,
        )  # fmt: skip
    _tell(given.store, added, given.quiet)


def _tell(store: Path, added: "Added", quiet: bool) -> None:
    """Say what became of the works."""
    from codematch.report.text import sentence

    for label, twin in added.duplicates:
        console.note(f"{label}: has the same files as {twin}, which is in the index; it was not added")
    for label, why in added.failed:
        console.note(f"{label}: was not added ({sentence(why)})")
    for lost in added.lost:
        console.note(sentence(lost))
    if not quiet:
        works = len(added.added)
        console.confirm(f"added {works:,} {'work' if works == 1 else 'works'} to {store}")


@app.command("remove", epilog=REMOVE_EXAMPLES)
@accepts_quiet
def remove(
    store: Store, labels: Annotated[list[str], argument("NAME...", "Works, by what the index calls them.")]
) -> None:
    """Remove works from an index, with everything that no other work of it shares."""
    from codematch.store.writing import remove as remove_works

    remove_works(store, tuple(dict.fromkeys(labels)))
    console.confirm(f"removed {', '.join(dict.fromkeys(labels))} from {store}")


@app.command("compact", epilog=COMPACT_EXAMPLES)
@accepts_quiet
def compact(store: Store) -> None:
    """Put small segments of an index together, as many as fit into one.

    Additions do so by themselves when there are many; what the index holds does not change.
    """
    from codematch.store.writing import compact as compact_index

    segments = compact_index(store, Settings().store)
    console.confirm(f"{store}: {segments:,} {'segment' if segments == 1 else 'segments'}")


@app.command("info", epilog=INFO_EXAMPLES)
@accepts_quiet
def info(
    store: Store,
    works: Annotated[bool, flag("--works", "List the works, too.")] = False,
    form: Annotated[
        AnswerFormat, option("--format -f", "terminal|json", "Format to print. [default: terminal]")
    ] = AnswerFormat.TERMINAL,
) -> None:
    """Show what an index holds, and what it was made with."""
    from codematch.store.contents import opened

    with opened(store) as contents:
        listed = contents.works()
        facts = _facts(contents, listed)
    if form is AnswerFormat.JSON:
        facts["works"] = [_work(one) for one in listed]
        console.write(json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
        return
    console.write("".join(f"{column(name.replace('_', ' '), 16)} {_shown(value)}\n" for name, value in facts.items()))
    if works:
        row = "{:<32} {:>8} {:>10} {:>12}  {}"
        numbers = (column(name, width, right=True) for name, width in (("files", 8), ("lines", 10), ("tokens", 12)))
        heads = (column("work", 32), *numbers)
        lines = [f"{' '.join(heads)}  {said('languages')}"]
        lines += [
            row.format(
                console.printable(one.label),
                f"{one.files:,}",
                f"{one.lines:,}",
                f"{one.tokens:,}",
                " ".join(one.languages),
            )
            for one in listed
        ]
        console.write("\n" + "\n".join(lines) + "\n")


def _facts(contents: "Contents", works: "Sequence[StoredWork]") -> dict[str, Any]:
    made = contents.manifest.recipe
    size = sum(table.size_bytes for one in contents.manifest.segments for table in one.tables.values())
    changed = {name: value for name, value in made.settings.items() if value != _default(name)}
    return {
        "works": len(works),
        "files": sum(one.files for one in works),
        "lines": sum(one.lines for one in works),
        "tokens": sum(one.tokens for one in works),
        "languages": sorted({name for one in works for name in one.languages}),
        "source_bytes": sum(one.size_bytes for one in works),
        "index_bytes": size,
        "segments": len(contents.manifest.segments),
        "keeps_source": made.sources,
        "digest": contents.manifest.digest,
        "version": made.version,
        "method": made.method,
        "changed_settings": changed,
    }


def _default(name: str) -> object:
    group, _, item = name.partition(".")
    return getattr(getattr(Settings(), group, None), item, None)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return said("yes" if value else "no")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, dict):
        return ", ".join(f"{name}={one}" for name, one in sorted(value.items())) or said("none")
    return " ".join(value) if isinstance(value, list) else str(value)


def _work(one: "StoredWork") -> dict[str, Any]:
    names = ("label", "root", "files", "lines", "tokens", "size_bytes", "languages")
    return {name: list(getattr(one, name)) if name == "languages" else getattr(one, name) for name in names}


@app.command("check", epilog=CHECK_EXAMPLES)
@accepts_quiet
def check(store: Store) -> None:
    """Check every table of an index against its manifest and the others, and remove what interrupted runs left.

    Says whether this version would make the index in the same way: an index that was made with another method, other
    settings or other grammars can be neither extended nor searched.
    """
    from codematch.pipeline import make_tools
    from codematch.store import manifest
    from codematch.store.checking import check as check_index
    from codematch.store.recipe import as_made

    found = check_index(store, make_tools(as_made(Settings(), manifest.read(store).recipe, ())))
    if found.swept:
        leftovers = f"{found.swept} {'leftover' if found.swept == 1 else 'leftovers'}"
        console.say(f"removed {leftovers} of interrupted runs")
    for text in found.remarks:
        console.say(text)
    for text in found.faults:
        console.say(text)
    if found.faults:
        count = f"{len(found.faults)} {'fault' if len(found.faults) == 1 else 'faults'}"
        raise StoreError(f"{store}: {count}; restore a backup, or build it again")
    console.say(f"{store}: no faults")
