"""`codematch manifest`: every file of a work with its digests, and the check of a list of digests."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codematch.cli import completion, console
from codematch.cli.compare import FORMS
from codematch.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    work: Annotated[str, typer.Argument(metavar="WORK", help=f"The work: {FORMS}.")],
    also: Annotated[
        list[str] | None,
        typer.Option(
            "--also",
            metavar="sm3|sha1|md5",
            help="Add this digest to SHA-256. Repeatable.",
            autocompletion=completion.digests,
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="LIST",
            help="Check the files against this list of digests: sha256sum, BSD, or CSV with a header.",
        ),
    ] = None,
    encoding: Annotated[
        list[str] | None,
        typer.Option(
            "--encoding",
            metavar="GLOB=NAME",
            help="Read files whose path, or the end of it after a slash, matches GLOB in this encoding. Repeatable.",
        ),
    ] = None,
) -> None:
    """List every file of a work with its digests, as CSV.

    With --against, checks the work against a list of digests instead, and prints the files that are different, missing
    or extra. Exits with 3 unless all files are equal.
    """
    from dataclasses import replace

    from codematch.case import hash_list
    from codematch.errors import UsageError
    from codematch.intake import given, read_work
    from codematch.settings import Settings

    names = list(dict.fromkeys(also or ()))
    for name in names:
        if name not in ("sm3", "sha1", "md5"):
            raise UsageError(f"--also {name}: unknown digest; choose from sm3, sha1, md5")
    if names and against is not None:
        raise UsageError("--also and --against cannot be used together; the list decides which digests are compared")
    listed = hash_list.read(against) if against is not None else ()
    names += [name for name in hash_list.algorithms(listed) if name not in (*names, "sha256")]
    settings = replace(Settings().intake, **dict.fromkeys(names, True))
    stated = given.parse(encoding or ())
    tree = read_work(work, settings, encodings=stated)
    _warn((*given.unused([tree], stated), *tree.limitations))
    if against is None:
        console.write(_csv(tree, names))
        return
    found = {
        file.record.path: {"sha256": file.record.digest, **file.record.other_digests}
        for file in tree.files
        if file.record.digest and "!/" not in file.record.path
    }
    outcome = hash_list.compare(listed, found)
    for word, paths in (("different", outcome.different), ("missing", outcome.missing), ("extra", outcome.extra)):
        for path in paths[:_SHOWN]:
            console.write(f"{word:<10} {console.printable(path)}\n")
        if len(paths) > _SHOWN:
            console.write(f"{word:<10} and {len(paths) - _SHOWN} more\n")
    counts = (
        f"{len(outcome.equal)} equal, {len(outcome.different)} different, {len(outcome.missing)} missing, "
        f"{len(outcome.extra)} extra"
    )
    console.write(f"{counts}\n")
    if not outcome.holds:
        raise InputError(f"{against}: does not match {work} ({counts}); resolve this before you examine the work")


def _warn(limitations: "Sequence[Limitation]") -> None:
    """Warn about encodings that match no file, or not the bytes of one."""
    from codematch.model.source import Reason
    from codematch.report.messages import sentence

    for limitation in limitations:
        if limitation.reason in (Reason.UNUSED_OPTION, Reason.UNFIT_ENCODING):
            console.note(f"warning: {console.printable(sentence(limitation.detail))}")


def _csv(tree: "SourceTree", others: list[str]) -> str:
    """Return the manifest; a value that a spreadsheet would run begins with an apostrophe."""
    from codematch.report.to_csv import safe

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["path", "raw_path", "size_bytes", "sha256", *others, "lines", "encoding", "disposition", "reason"])
    for record in (file.record for file in tree.files):
        digests = [record.other_digests.get(name, "") for name in others]
        said = [record.lines, record.encoding, record.disposition, record.reason]
        cells = [record.path, record.raw_path, record.size_bytes, record.digest, *digests, *said]
        writer.writerow([safe(cell) for cell in cells])
    return out.getvalue()
