"""`codematch custody`: the chain-of-custody log of a case."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codematch.cli import console, run_record
from codematch.cli.declarations import accepts_quiet, argument, option, with_options
from codematch.cli.translation import column, said

if TYPE_CHECKING:
    from codematch.case.custody import Link

app = typer.Typer(help="Keep the custody log of a case.")

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

_LATE = "dated before the preceding entry"

Log = Annotated[Path, argument("LOG", "The custody log, a CSV file.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryArguments:
    """The arguments and options of `codematch custody add` in the order of its help."""

    log: Log
    item: Annotated[str, option("--item", "ID", "The item: K1, Q1, ...")]
    action: Annotated[str, option("--action", "TEXT", "What was done: received, imaged, ...")]
    person: Annotated[list[str], option("--person", "NAME", "Who did it. Repeatable.")]
    time: Annotated[str, option("--time", "ISO", "Time with its zone: 2026-03-05T14:30+08:00. [default: now]")] = ""
    place: Annotated[str, option("--place", "TEXT", "The place.")] = ""
    purpose: Annotated[str, option("--purpose", "TEXT", "The purpose, or the tool used.")] = ""
    seal: Annotated[str, option("--seal", "NO", "The seal number.")] = ""
    hash_before: Annotated[
        str, option("--hash-before", "HEX", "Digest of the item before: SHA-256, SM3, SHA-1 or MD5.")
    ] = ""
    hash_after: Annotated[str, option("--hash-after", "HEX", "Digest of the item after.")] = ""
    file: Annotated[Path | None, option("--file", "PATH", "Use the SHA-256 of this file as the digest after.")] = None
    reference: Annotated[str, option("--ref", "TEXT", "A record that this entry refers to.")] = ""


@app.command("add", epilog=ADD_EXAMPLES)
@accepts_quiet
@with_options(EntryArguments)
def add(given: EntryArguments) -> None:
    """Append an entry to a custody log and print its chain value.

    Keep the chain value somewhere else: it shows whether the log up to this entry was changed. An entry may be recorded
    late, with an earlier --time; entries stay in the order in which they were recorded.
    """
    from codematch.case import custody
    from codematch.errors import UsageError

    if given.file is not None and given.hash_after:
        raise UsageError("--file and --hash-after cannot be used together; give one of them")
    entry = custody.Entry(
        time=given.time or run_record.now().astimezone().isoformat(timespec="seconds"),
        item=given.item,
        action=given.action,
        persons="; ".join(given.person),
        place=given.place,
        purpose=given.purpose,
        seal=given.seal,
        hash_before=given.hash_before,
        reference=given.reference,
        hash_after=custody.sha256_of(given.file) if given.file is not None else given.hash_after,
    )
    link = custody.add(given.log, entry)
    if link.late:
        console.note(f"{given.log}: entry {link.number} is {_LATE}; it was recorded all the same")
    console.confirm(f"entry {link.number}, chain value {link.chain}")


@app.command("show", epilog=SHOW_EXAMPLES)
@accepts_quiet
def show(log: Log) -> None:
    """Print the entries of a custody log, after checking its chain."""
    from codematch.case.custody import read

    for link in read(log):
        console.write(f"{link.number}\n")
        for name, value in asdict(link.entry).items():
            if value:
                console.write(f"  {column(name.replace('_', ' '), 12)} {console.printable(value)}\n")
        if link.late:
            console.write(f"  {column('order', 12)} {said(_LATE)}\n")
        console.write(f"  {column('chain value', 12)} {link.chain}\n")


@app.command("verify", epilog=VERIFY_EXAMPLES)
@accepts_quiet
def verify(
    log: Log, head: Annotated[str, option("--head", "HEX", "The last chain value, as kept elsewhere.")] = ""
) -> None:
    """Check that no entry of a custody log was changed, removed or inserted.

    Exits with 5 when one was. Also counts the entries that are dated before the preceding entry: they were recorded
    late, or their time is wrong.
    """
    from codematch.case.custody import START, read

    links = read(log, head)
    last = links[-1].chain if links else START
    console.say(f"the chain of {entries(links)} is intact{late(links)}; the last chain value is {last}")


def entries(links: "list[Link]", kind: str = "") -> str:
    """Return the number of entries in words: `1 entry`, `2 custody entries` with the kind `custody `."""
    return f"1 {kind}entry" if len(links) == 1 else f"{len(links)} {kind}entries"


def late(links: "list[Link]") -> str:
    """Return a note on the entries dated before the preceding entry, "" if there are none."""
    count = sum(link.late for link in links)
    return f" ({count} {_LATE})" if count else ""
