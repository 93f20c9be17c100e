"""`codematch schema`: the JSON Schema of a result."""

from codematch.cli import console

EXAMPLES = "\b\nExample:\n  codematch schema > result.schema.json"


def schema() -> None:
    """Print the JSON Schema (2020-12) of report.json.

    Every result of this version validates against it. A message in a result is a key with typed values; quotes are text
    of the works.
    """
    from codematch.model.schema import FILE

    console.write(FILE.read_text(encoding="utf-8"))
