"""`codematch custody`: the log of who had which item when."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codematch.cli import console, run_record
from codematch.cli.options import only_answers

if TYPE_CHECKING:
    from codematch.case.custody import Link

app = typer.Typer(help="The custody log of a case: append-only, each entry chained to the one before.")

ADD_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    '  codematch custody add custody.csv --item K1 --action received --person "Li Si" --seal 0071\n'
    "  codematch custody add custody.csv --item Q1 --action imaged --person A --person B --file q1.zip"
)
SHOW_EXAMPLES = "\b\nExamples:\n  codematch custody show custody.csv"
VERIFY_EXAMPLES = (
    "\b\nExamples:\n  codematch custody verify custody.csv\n  codematch custody verify custody.csv --head 3f5a...c09e"
)

_LATE = "of a time before the entry above it"

Log = Annotated[Path, typer.Argument(metavar="LOG", help="The log, a CSV file.")]


@app.command("add", epilog=ADD_EXAMPLES)
@only_answers
def add(
    log: Log,
    item: Annotated[str, typer.Option("--item", metavar="ID", help="The item, such as K1 or Q1.")],
    action: Annotated[str, typer.Option("--action", metavar="TEXT", help="What was done with it.")],
    person: Annotated[list[str], typer.Option("--person", metavar="NAME", help="Who did it; may be repeated.")],
    time: Annotated[
        str, typer.Option("--time", metavar="ISO", help="When, with the zone: 2026-03-05T14:30+08:00. [default: now]")
    ] = "",
    place: Annotated[str, typer.Option("--place", metavar="TEXT", help="Where.")] = "",
    purpose: Annotated[str, typer.Option("--purpose", metavar="TEXT", help="What for, or with which tool.")] = "",
    seal: Annotated[str, typer.Option("--seal", metavar="NO", help="The number of the seal.")] = "",
    hash_before: Annotated[
        str, typer.Option("--hash-before", metavar="HEX", help="The digest before: SHA-256, SM3, SHA-1 or MD5.")
    ] = "",
    hash_after: Annotated[str, typer.Option("--hash-after", metavar="HEX", help="The digest after.")] = "",
    file: Annotated[
        Path | None, typer.Option("--file", metavar="PATH", help="Take the digest after from this file: its SHA-256.")
    ] = None,
    reference: Annotated[str, typer.Option("--ref", metavar="TEXT", help="The record that this one refers to.")] = "",
) -> None:
    """Append an entry, and print its chain value: note it down, it vouches for the whole log.

    An entry that is recorded late keeps its own --time, and stands after those that were recorded before it.
    """
    from codematch.case.custody import Entry, add, sha256_of
    from codematch.errors import UsageError

    if file is not None and hash_after:
        raise UsageError("--file and --hash-after contradict each other; give one of them")
    link = add(
        log,
        Entry(
            time=time or run_record.now().astimezone().isoformat(timespec="seconds"),
            item=item,
            action=action,
            persons="; ".join(person),
            place=place,
            purpose=purpose,
            seal=seal,
            hash_before=hash_before,
            hash_after=sha256_of(file) if file is not None else hash_after,
            reference=reference,
        ),
    )
    if link.late:
        console.note(f"{log}: entry {link.number} is {_LATE}; it stays, and verify counts it")
    console.write(f"entry {link.number}, chain value {link.chain}\n")


@app.command("show", epilog=SHOW_EXAMPLES)
@only_answers
def show(log: Log) -> None:
    """Print the entries of a log whose chain holds."""
    from dataclasses import asdict

    from codematch.case.custody import read

    for link in read(log):
        console.write(f"{link.number}\n")
        for name, value in asdict(link.entry).items():
            if value:
                console.write(f"  {name.replace('_', ' '):<12} {console.printable(value)}\n")
        if link.late:
            console.write(f"  {'order':<12} {_LATE}\n")
        console.write(f"  {'chain value':<12} {link.chain}\n")


@app.command("verify", epilog=VERIFY_EXAMPLES)
@only_answers
def verify(
    log: Log,
    head: Annotated[
        str, typer.Option("--head", metavar="HEX", help="A last chain value that was kept elsewhere: it must be this.")
    ] = "",
) -> None:
    """Check that nothing in a log was changed, removed or put in; exit code 5 when something was.

    Counts the entries whose time is before that of the entry before them: those were recorded late, or are mistaken.
    """
    from codematch.case.custody import START, read

    links = read(log, head)
    last = links[-1].chain if links else START
    console.write(f"the chain of {len(links)} entries holds{late(links)}; the last chain value is {last}\n")


def late(links: "list[Link]") -> str:
    """Return what is to be said of the entries whose time is before that of the one before, "" when there are none."""
    count = sum(link.late for link in links)
    return f" ({count} {_LATE})" if count else ""
