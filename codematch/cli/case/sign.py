"""`codematch case sign`: sign a result with a key of the user."""

import os
from pathlib import Path
from typing import Annotated

from codematch import saved_files
from codematch.cli import console
from codematch.cli.declarations import Quiet, option
from codematch.cli.options import ResultFolder
from codematch.errors import StoreError, UsageError

EXAMPLES = "\b\nExample:\n  codematch case sign report --key examiner.key --cert examiner.pem"
PASSWORD = "CODEMATCH_KEY_PASSWORD"  # noqa: S105 - the name of an environment variable
"""The environment variable with the password of a key: a command line can be seen by others."""
Signer = Annotated[
    Path | None,
    option(
        "--signer", "CERT.pem", "Check the signature with this certificate of the signer.", exists=True, dir_okay=False
    ),
]


def sign(
    folder: ResultFolder,
    key: Annotated[
        Path,
        option("--key", "KEY.pem", f"The private key. Its password is read from the environment variable {PASSWORD}."),
    ],
    cert: Annotated[Path, option("--cert", "CERT.pem", "The certificate of the key.")],
    quiet: Quiet = False,
) -> None:
    """Sign a result with a private key.

    Writes signature.p7s, a detached CMS signature over SHA256SUMS and thereby over all files of the result. Check it
    with codematch case verify --signer, or with: openssl cms -verify -binary -inform DER -in signature.p7s -content
    SHA256SUMS
    """
    from codematch.case import signature
    from codematch.case.sums import NAME, check

    outcome = check(folder)
    if outcome.wrong:
        raise StoreError(f"{folder}: was changed since it was written ({outcome.wrong[0]}); nothing was signed")
    password = os.environ.get(PASSWORD)
    try:
        made = signature.sign(
            saved_files.read_bytes(folder / NAME),
            console.read_bytes(key),
            console.read_bytes(cert),
            password.encode() if password else None,
        )
    except UsageError as error:
        raise UsageError(f"{key}, {cert}: {error}") from None
    console.write_new(folder / signature.NAME, made)
    if not quiet:
        console.confirm(f"wrote {folder / signature.NAME}")


def signed(folder: Path, certificate: Path | None) -> str:
    """Check the signature of a result, and return a line about it.

    Args:
        folder: The result.
        certificate: The certificate that is trusted; None for the one that the signature itself contains, which says
            who claims to have signed and does not confirm it.

    Raises:
        StoreError: It is invalid.
        UsageError: The certificate cannot be read.
    """
    from codematch.case import signature
    from codematch.case.sums import NAME

    file = folder / signature.NAME
    made, data = console.read_bytes(file), console.read_bytes(folder / NAME)
    expected = None if certificate is None else console.read_bytes(certificate)
    try:
        found = signature.verify(made, data, expected)
    except StoreError as error:
        raise StoreError(f"{file}: {error}") from None
    except UsageError as error:
        raise UsageError(f"{certificate or file}: {error}") from None
    return f"signed by {console.printable(found.subject)}, certificate {found.fingerprint[:16]}"
