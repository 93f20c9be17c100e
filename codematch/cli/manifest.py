"""`codematch manifest`: every file of a work with its digests, and the check of a list of digests."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from codematch.cli import completion, console
from codematch.cli.declarations import argument, option
from codematch.cli.options import WORK_FORMS, Encodings
from codematch.cli.translation import column, said
from codematch.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codematch.case.hash_list import Comparison
    from codematch.model.source import Limitation, SourceTree

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch manifest questioned.zip > manifest-Q.csv\n"
    "  codematch manifest questioned/ --also sm3 --also md5 > manifest-Q.csv\n"
    "  codematch manifest questioned/ --against list.csv"
)
_SHOWN = 20


def manifest(
    work: Annotated[str, argument("WORK", f"The work: {WORK_FORMS}.")],
    also: Annotated[
        list[str] | None,
        option(
            "--also",
            "|".join(completion.DIGESTS),
            "Add this digest to SHA-256. Repeatable.",
            autocompletion=completion.digests,
        ),
    ] = None,
    against: Annotated[
        Path | None,
        option(
            "--against", "LIST", "Check the files against this list of digests: sha256sum, BSD, or CSV with a header."
        ),
    ] = None,
    encoding: Encodings = None,
) -> None:
    """List every file of a work with its digests, as CSV.

    With --against, checks the work against a list of digests instead, and prints the files that are different, missing
    or extra. Exits with 3 unless all files are equal.
    """
    from codematch.case import hash_list

    others = list(dict.fromkeys(also or ()))
    for name in others:
        if name not in completion.DIGESTS:
            raise UsageError(f"--also {name}: unknown digest; choose from {', '.join(completion.DIGESTS)}")
    if against is None:
        console.write(_csv(_read(work, others, encoding), others))
        return
    if others:
        raise UsageError("--also and --against cannot be used together; the list decides which digests are compared")
    listed = hash_list.read(against)
    others = [name for name in hash_list.algorithms(listed) if name != "sha256"]
    found = {
        file.record.path: {"sha256": file.record.digest, **file.record.other_digests}
        for file in _read(work, others, encoding).files
        if file.record.digest and "!/" not in file.record.path
    }
    outcome = hash_list.compare(listed, found)
    counts = _print(outcome)
    if not outcome.holds:
        raise InputError(f"{against}: does not match {work} ({counts}); resolve this before you examine the work")


def _read(work: str, digests: "Sequence[str]", encodings: "Sequence[str] | None") -> "SourceTree":
    """Read a work with these digests in addition to SHA-256."""
    from codematch.intake import given, read_work
    from codematch.settings import Settings

    stated = given.parse(encodings or ())
    tree = read_work(work, replace(Settings().intake, **dict.fromkeys(digests, True)), encodings=stated)
    _warn((*given.unused([tree], stated), *tree.limitations))
    return tree


def _print(outcome: "Comparison") -> str:
    """Print the files that differ from a list, then the numbers of files, and return the numbers."""
    for word, paths in (("different", outcome.different), ("missing", outcome.missing), ("extra", outcome.extra)):
        more = [f"and {len(paths) - _SHOWN} more"] if len(paths) > _SHOWN else []
        for line in (*map(console.printable, paths[:_SHOWN]), *more):
            console.write(f"{column(word, 10)} {said(line) if line in more else line}\n")
    counts = (
        f"{len(outcome.equal)} equal, {len(outcome.different)} different, {len(outcome.missing)} missing, "
        f"{len(outcome.extra)} extra"
    )
    console.say(counts)
    return counts


def _warn(limitations: "Sequence[Limitation]") -> None:
    """Warn about encodings that match no file, or not the bytes of one."""
    from codematch.model.source import Reason
    from codematch.report.text import sentence

    for limitation in limitations:
        if limitation.reason in (Reason.UNUSED_OPTION, Reason.UNFIT_ENCODING):
            console.note(f"warning: {console.printable(sentence(limitation.detail))}")


def _csv(tree: "SourceTree", others: list[str]) -> str:
    """Return the manifest; a value that a spreadsheet would run begins with an apostrophe.

    Characters in a path that a terminal would obey or not show are written as escapes; `raw_path` then has its bytes.
    """
    from codematch.model.csv_text import csv_text
    from codematch.report.formats.to_csv import safe

    rows: list[list[object]] = [
        ["path", "raw_path", "size_bytes", "sha256", *others, "lines", "encoding", "disposition", "reason"]
    ]
    for record in (file.record for file in tree.files):
        digests = [record.other_digests.get(name, "") for name in others]
        said = [record.lines, record.encoding, record.disposition, record.reason]
        path = console.printable(record.path)
        raw = record.raw_path or ("" if path == record.path else record.path.encode().hex())
        cells = [path, raw, record.size_bytes, record.digest, *digests, *said]
        rows.append([safe(cell) for cell in cells])
    return csv_text(rows, "\n")
