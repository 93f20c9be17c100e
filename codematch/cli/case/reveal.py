"""`codematch case reveal` and `check-reveal`: open and check single commitments of a redacted report."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from codematch import saved_files
from codematch.cli import console, saved_result
from codematch.cli.declarations import argument, option
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
    result: Annotated[Path, argument("RESULT", "The unredacted result: report.json or its folder.")],
    ids: Annotated[list[str], argument("ID...", "Ids of commitments, such as P1:E3:K:120.")],
    key: Annotated[Path, option("--key", "KEY", "The key file that codematch report --redact wrote.")],
    commitments: Annotated[
        Path | None,
        option(
            "--commitments",
            "FILE",
            "Check first that the texts match these commitments: the commitments.redacted.json that was handed on.",
        ),
    ] = None,
) -> None:
    """Reveal single lines of a redacted report.

    Prints the text and the key of each commitment. Nothing else can be opened with these keys.
    """
    from codematch.report.redaction import openings

    listed = _listed(commitments) if commitments is not None else None
    found = openings(saved_result.read(result), saved_result.read_key(key))
    for name in ids:
        if name not in found:
            raise UsageError(f"{name}: unknown commitment; commitments.redacted.json lists their ids")
        if listed is not None and not found[name].fits(listed.get(name, "")):
            raise StoreError(
                f"{commitments}: {name} was made with another key or from another result; nothing was revealed"
            )
    opened = [{"id": name, "text": found[name].text, "key": found[name].key} for name in dict.fromkeys(ids)]
    console.write(json.dumps(opened, indent=1, ensure_ascii=False) + "\n")


def check_reveal(
    opened: Annotated[Path, argument("OPENED.json", "The output of codematch case reveal.")],
    commitments: Annotated[Path, argument("COMMITMENTS.json", "The commitments.redacted.json of the redacted report.")],
) -> None:
    """Check revealed lines against their commitments.

    Exits with 5 when one does not match.
    """
    listed, entries = _listed(commitments), _opened(opened)
    if not entries:
        raise StoreError(f"{opened}: contains no revealed text; give the output of codematch case reveal")
    for entry in entries:
        if entry.id not in listed:
            raise StoreError(
                f"{commitments}: does not list {console.printable(entry.id)}; give the file of the same redacted report"
            )
        if not entry.fits(listed[entry.id]):
            raise StoreError(
                f"{opened}: {console.printable(entry.id)} does not match its commitment; do not rely on it"
            )
    count = "1 text matches its commitment" if len(entries) == 1 else f"{len(entries)} texts match their commitments"
    console.say(count)


def _listed(commitments: Path) -> dict[str, str]:
    """The commitments of a redacted report by their ids."""
    from codematch.case.library_errors import translate_errors

    refused = f"{commitments}: is not a file of commitments; give the commitments.redacted.json of the report"
    with translate_errors(StoreError(refused)):
        return {str(name): str(value) for name, value in _read(commitments)["commitments"].items()}


def _opened(file: Path) -> "list[Opening]":
    from codematch.case.library_errors import translate_errors
    from codematch.report.redaction import Opening

    with translate_errors(
        StoreError(f"{file}: is not a file of revealed texts; give the output of codematch case reveal")
    ):
        entries = [Opening(str(entry["id"]), str(entry["text"]), str(entry["key"])) for entry in _read(file)]
        _ = [bytes.fromhex(entry.key) for entry in entries]
    return entries


def _read(file: Path) -> Any:
    return saved_files.json_value(console.read_bytes(file))
