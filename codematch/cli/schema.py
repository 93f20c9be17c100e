"""`codematch schema`: the JSON Schema of a result, or of a scan."""

from typing import Annotated

from codematch.cli import console
from codematch.cli.declarations import flag

EXAMPLES = "\b\nExample:\n  codematch schema > result.schema.json\n  codematch schema --scan > scan.schema.json"


def schema(scan: Annotated[bool, flag("--scan", "Print the schema of scan.json.")] = False) -> None:
    """Print the JSON Schema (2020-12) of report.json.

    Every result of this version validates against it. A message in a result is a key with typed values; quotes are text
    of the works.
    """
    from codematch.model.schema import FILE, SCAN_FILE

    console.write((SCAN_FILE if scan else FILE).read_text(encoding="utf-8"))
