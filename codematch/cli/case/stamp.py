"""`codematch case stamp`: request a trusted time-stamp over a result and store the reply, without any network."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from codematch import saved_files
from codematch.cli import console
from codematch.cli.declarations import Quiet, option
from codematch.cli.options import ResultFolder
from codematch.errors import StoreError, UsageError

if TYPE_CHECKING:
    from codematch.case.timestamp import Stamp

EXAMPLES = (
    "\b\nExamples:\n  codematch case stamp report\n  codematch case stamp report --reply reply.tsr --ca authority.pem"
)
Authorities = Annotated[
    Path | None,
    option(
        "--ca", "CA.pem", "Check the time-stamp with these certificates of the authority.", exists=True, dir_okay=False
    ),
]


def stamp(
    folder: ResultFolder,
    reply: Annotated[
        Path | None, option("--reply", "FILE.tsr", "Check this reply of the authority and store it in the folder.")
    ] = None,
    ca: Authorities = None,
    quiet: Quiet = False,
) -> None:
    """Time-stamp a result (RFC 3161), without using the network.

    The first call writes bundle.tsq, a request over SHA256SUMS and thereby over all files of the result. Send it to a
    time-stamping authority. The second call, with --reply, checks the reply of the authority and stores it.
    """
    from codematch.case import timestamp
    from codematch.case.sums import NAME, check

    outcome = check(folder)
    if outcome.wrong:
        raise StoreError(f"{folder}: was changed since it was written ({outcome.wrong[0]}); nothing was stamped")
    data = saved_files.read_bytes(folder / NAME)
    if reply is None:
        console.write_new(folder / timestamp.REQUEST, timestamp.request(data))
        if not quiet:
            console.confirm(f"wrote {folder / timestamp.REQUEST}; send it to a time-stamping authority")
        return
    if ca is None:
        raise UsageError("--reply needs --ca CA.pem, the certificates of the authority")
    content = console.read_bytes(reply)
    found = _verified(reply, content, folder, ca)
    console.write_new(folder / timestamp.REPLY, content)
    wrote = "" if quiet else f"; wrote {folder / timestamp.REPLY}"
    console.confirm(f"{_said(found)}{wrote}")


def stamped(folder: Path, ca: Path) -> str:
    """Check the time-stamp of a result, and return a line about it.

    Raises:
        StoreError: It is invalid.
        UsageError: The file has no certificates.
    """
    from codematch.case import timestamp

    file = folder / timestamp.REPLY
    return _said(_verified(file, console.read_bytes(file), folder, ca))


def _verified(file: Path, reply: bytes, folder: Path, ca: Path) -> "Stamp":
    """Check a reply over the sums of a folder; an error names the file that is wrong."""
    from codematch.case import timestamp
    from codematch.case.sums import NAME

    request = folder / timestamp.REQUEST
    asked = console.read_bytes(request) if request.is_file() else None
    trusted = console.read_bytes(ca)
    try:
        return timestamp.verify(reply, console.read_bytes(folder / NAME), trusted, asked)
    except StoreError as error:
        raise StoreError(f"{file}: {error}") from None
    except UsageError as error:
        raise UsageError(f"{ca}: {error}") from None


def _said(found: "Stamp") -> str:
    return f"stamped {found.time} by {console.printable(found.authority)}, serial {found.serial}"
