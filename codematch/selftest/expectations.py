"""The files that say what a self-test expects: flat tables of texts as JSON, part of the package."""

import json
from collections.abc import Mapping
from pathlib import Path

from codematch.errors import StoreError

FOLDER = Path(__file__).resolve().parent
EXPECTED_NAME = "expected.json"
DIGESTS_NAME = "digests.json"


def read_expectations(name: str) -> dict[str, str]:
    """Return one table of what is expected.

    Raises:
        StoreError: It is missing or damaged.
    """
    try:
        table = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(
            f"the expected values of the self-test cannot be read ({name}); reinstall codematch"
        ) from error
    if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
        raise StoreError(f"the self-test's {name} is not a table of texts; reinstall codematch")
    return table


def write_expectations(name: str, table: Mapping[str, str]) -> None:
    """Write one table of what is expected: for `tests/selftest/record.py` alone."""
    text = json.dumps(dict(table), indent=1, ensure_ascii=False)
    (FOLDER / name).write_text(text + "\n", encoding="utf-8", newline="\n")
