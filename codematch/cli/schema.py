"""`codematch schema`: the JSON Schema of a result, of a scan, or of a search."""

from typing import Annotated

from codematch.cli import console
from codematch.cli.declarations import flag
from codematch.errors import UsageError

EXAMPLES = "\b\nExample:\n  codematch schema > result.schema.json\n  codematch schema --scan > scan.schema.json"


def schema(
    scan: Annotated[bool, flag("--scan", "Print the schema of scan.json.")] = False,
    search: Annotated[bool, flag("--search", "Print the schema of search.json.")] = False,
) -> None:
    """Print the JSON Schema (2020-12) of report.json.

    Every result of this version validates against it. A message in a result is a key with typed values; quotes are text
    of the works.
    """
    from codematch.model.schema import FILE, SCAN_FILE, SEARCH_FILE

    if scan and search:
        raise UsageError("--scan and --search are two schemas; give one of them")
    file = SCAN_FILE if scan else SEARCH_FILE if search else FILE
    console.write(file.read_text(encoding="utf-8"))
