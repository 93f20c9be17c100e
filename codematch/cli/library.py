"""`codematch library`: the reference library of open-source code on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from codematch.cli import console, run_record
from codematch.cli.declarations import Quiet, accepts_quiet, argument, option
from codematch.cli.options import Jobs
from codematch.cli.progress import ProgressBars
from codematch.cli.translation import column, said
from codematch.settings import Settings

app = typer.Typer(help="Manage the reference library of open-source code.")

ADD_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch library add zlib zlib-1.3.1.tar.gz --version 1.3.1 --licence Zlib\n"
    "  codematch library add django django.git@4.2 --version 4.2 --licence BSD-3-Clause"
)
LIST_EXAMPLES = "\b\nExamples:\n  codematch library list\n  codematch library list --library case-7/library"

Store = Annotated[
    Path | None, option("--library", "DIR", "The folder of the library. [default: the library of this user]")
]


@app.command("add", epilog=ADD_EXAMPLES)
def add(
    name: Annotated[str, argument("NAME", "The name that reports use.")],
    path: Annotated[str, argument("PATH", "The work: a folder, archive, git bundle or repository.")],
    version: Annotated[str, option("--version", "TEXT", "Its version.")] = "",
    licence: Annotated[str, option("--licence", "TEXT", "Its licence.")] = "",
    store: Store = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Add a work to the reference library.

    Comparisons label the code of either work that occurs in the library. Code that does not occur in it is not thereby
    original.
    """
    from codematch import reference_library
    from codematch.intake import read_work
    from codematch.pipeline import make_tools, prepare

    settings = Settings()
    tree = read_work(path, settings.intake)
    with ProgressBars(quiet=quiet) as progress:
        (work,) = prepare([tree], make_tools(settings), jobs=jobs or run_record.available_cores(), progress=progress)
    entry = reference_library.add(
        store or reference_library.default_store(),
        tree,
        work,
        name=name,
        version=version,
        licence=licence,
        date=run_record.now().date().isoformat(),
        prints=settings.fingerprinting,
    )
    if not quiet:
        files = f"{entry.files:,} {'file' if entry.files == 1 else 'files'}"
        console.confirm(f"added {entry.title}: {files}, root {entry.root}")


@app.command("list", epilog=LIST_EXAMPLES)
@accepts_quiet
def show(store: Store = None) -> None:
    """List the works of the reference library."""
    from codematch import reference_library

    place = store or reference_library.default_store()
    found = reference_library.entries(place)
    if not found:
        console.say(f"The library is empty ({place}); add works with: codematch library add")
        return
    from codematch.report.text import sentence

    row = "{:<24} {:<12} {:<16} {:>7}  {:<10}  {}"
    heads = [column(name, width) for name, width in (("name", 24), ("version", 12), ("licence", 16))]
    heads.append(column("files", 7, right=True))
    lines = [f"{' '.join(heads)}  {column('added', 10)}  {said('root')}"]
    lines += [
        row.format(entry.name, entry.version, entry.licence, f"{entry.files:,}", entry.added, entry.root[:16])
        for entry in found
    ]
    console.write("\n".join((*lines, sentence(reference_library.describe(found)))) + "\n")
