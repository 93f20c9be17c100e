"""`codematch case reveal` and `check-reveal`: single commitments of a redacted build are opened, and checked."""

import json
from pathlib import Path
from typing import Annotated

import typer

from codematch.cli import console, rendering
from codematch.errors import StoreError, UsageError

REVEAL_EXAMPLES = "\b\nExample:\n  codematch case reveal report P1:E3:K:120 P1:E3:Q:98 --key case.key > opened.json"
CHECK_EXAMPLES = "\b\nExample:\n  codematch case check-reveal opened.json redacted/commitments.redacted.json"


def reveal(
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="The whole result: report.json or its folder.")],
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of commitments, such as P1:E3:K:120.")],
    key: Annotated[Path, typer.Option("--key", metavar="KEY", help="The file that codematch report --redact made.")],
) -> None:
    """Open single commitments of a redacted build: print the text and the key of each, and of nothing else."""
    from codematch.case import read_result
    from codematch.report.redaction import openings

    found = openings(read_result(result), rendering.read_key(key))
    missing = [name for name in ids if name not in found]
    if missing:
        raise UsageError(f"{missing[0]}: is no id of a commitment; commitments.redacted.json lists them")
    opened = [{"id": name, "text": found[name].text, "key": found[name].key} for name in ids]
    console.write(json.dumps(opened, indent=1, ensure_ascii=False) + "\n")


def check_reveal(
    opened: Annotated[Path, typer.Argument(metavar="OPENED.json", help="What codematch case reveal printed.")],
    commitments: Annotated[
        Path, typer.Argument(metavar="COMMITMENTS.json", help="The commitments.redacted.json of the redacted build.")
    ],
) -> None:
    """Check that opened texts are those that were committed to; exit code 5 when one is not."""
    from codematch.report.redaction import Opening

    try:
        listed = json.loads(console.read_bytes(commitments))["commitments"]
        entries = [
            Opening(str(entry["id"]), entry["text"], entry["key"]) for entry in json.loads(console.read_bytes(opened))
        ]
        wrong = [entry.id for entry in entries if not entry.fits(listed.get(entry.id, ""))]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise StoreError(f"{opened}, {commitments}: are no opened texts and no commitments; name both files") from None
    if not entries:
        raise StoreError(f"{opened}: holds no opened text; codematch case reveal prints them")
    if wrong:
        raise StoreError(f"{opened}: {console.printable(wrong[0])} is not what was committed to")
    console.write(f"{len(entries)} texts are what was committed to\n")
