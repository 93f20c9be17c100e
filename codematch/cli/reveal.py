"""`codematch case reveal` and `check-reveal`: single commitments of a redacted build are opened, and checked."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codematch.cli import console, rendering
from codematch.errors import StoreError, UsageError

if TYPE_CHECKING:
    from codematch.report.redaction import Opening

REVEAL_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch case reveal report P1:E3:K:120 P1:E3:Q:98 --key case.key > opened.json\n"
    "  codematch case reveal report P1:E3:K:120 --key case.key --commitments redacted/commitments.redacted.json"
)
CHECK_EXAMPLES = "\b\nExample:\n  codematch case check-reveal opened.json redacted/commitments.redacted.json"


def reveal(
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="The whole result: report.json or its folder.")],
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of commitments, such as P1:E3:K:120.")],
    key: Annotated[Path, typer.Option("--key", metavar="KEY", help="The file that codematch report --redact made.")],
    commitments: Annotated[
        Path | None,
        typer.Option(
            "--commitments",
            metavar="FILE",
            help="Make sure that these commitments are what is opened: the commitments.redacted.json that was handed "
            "on.",
        ),
    ] = None,
) -> None:
    """Open single commitments of a redacted build: print the text and the key of each, and of nothing else."""
    from codematch.case import read_result
    from codematch.report.redaction import openings

    listed = _listed(commitments) if commitments is not None else None
    found = openings(read_result(result), rendering.read_key(key))
    for name in ids:
        if name not in found:
            raise UsageError(f"{name}: is no id of a commitment; commitments.redacted.json lists them")
        if listed is not None and not found[name].fits(listed.get(name, "")):
            raise StoreError(
                f"{commitments}: {name} is committed to with another key or of another result; nothing is opened"
            )
    opened = [{"id": name, "text": found[name].text, "key": found[name].key} for name in dict.fromkeys(ids)]
    console.write(json.dumps(opened, indent=1, ensure_ascii=False) + "\n")


def check_reveal(
    opened: Annotated[Path, typer.Argument(metavar="OPENED.json", help="What codematch case reveal printed.")],
    commitments: Annotated[
        Path, typer.Argument(metavar="COMMITMENTS.json", help="The commitments.redacted.json of the redacted build.")
    ],
) -> None:
    """Check that opened texts are those that were committed to; exit code 5 when one is not."""
    listed, entries = _listed(commitments), _opened(opened)
    if not entries:
        raise StoreError(f"{opened}: holds no opened text; codematch case reveal prints them")
    for entry in entries:
        if entry.id not in listed:
            raise StoreError(f"{commitments}: lists no {console.printable(entry.id)}; name that of the same build")
        if not entry.fits(listed[entry.id]):
            raise StoreError(f"{opened}: {console.printable(entry.id)} is not what was committed to")
    console.write(f"{len(entries)} texts are what was committed to\n")


def _listed(commitments: Path) -> dict[str, str]:
    """The commitments of a redacted build by their ids."""
    from codematch.case.refusing import refusing

    with refusing(StoreError(f"{commitments}: holds no commitments; name the commitments.redacted.json of the build")):
        return {str(name): str(value) for name, value in _read(commitments)["commitments"].items()}


def _opened(file: Path) -> "list[Opening]":
    from codematch.case.refusing import refusing
    from codematch.report.redaction import Opening

    with refusing(StoreError(f"{file}: holds no opened texts; name what codematch case reveal printed")):
        entries = [Opening(str(entry["id"]), str(entry["text"]), str(entry["key"])) for entry in _read(file)]
        _ = [bytes.fromhex(entry.key) for entry in entries]
    return entries


def _read(file: Path) -> Any:
    return json.loads(console.read_bytes(file))
