"""`codematch doctor`: what is installed, what is missing, and what that disables."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from codematch.cli import console
from codematch.cli.declarations import option
from codematch.cli.options import AnswerFormat
from codematch.cli.translation import column, said
from codematch.cli.translation.columns import wrap
from codematch.errors import StoreError

if TYPE_CHECKING:
    from codematch.cli.installation import Item

EXAMPLES = "\b\nExamples:\n  codematch doctor\n  codematch doctor --format json > installation.json"
WIDTH = 80
_INDENT = " " * 12
_OF_NAMES = frozenset({"extras", "fonts"})
"""Groups whose items are names, the same in every language."""


def doctor(
    form: Annotated[AnswerFormat, option("--format -f", "terminal|json", "The output format.")] = AnswerFormat.TERMINAL,
) -> None:
    """Say what is installed, what is missing, and what that disables.

    Looks at the required packages, the grammars and models of every language, the font of printed records, the extras
    and the reference library. Exits with 5 if something that is required is missing or does not fit. To compare the
    data with the recorded digests, use codematch self-test.
    """
    from codematch.cli.installation import State, installation

    items = installation()
    if form is AnswerFormat.JSON:
        console.write(json.dumps([asdict(item) for item in items], indent=1, ensure_ascii=False) + "\n")
    else:
        console.write("\n".join(_lines(items)) + "\n")
    if failed := [item.name for item in items if item.state is State.FAILED]:
        raise StoreError(f"not fit for use: {', '.join(failed)}; what to do is listed above")


def _lines(items: list["Item"]) -> Iterator[str]:
    """One line for each item, under its group; what its absence disables below it."""
    group = ""
    for item in items:
        if item.group != group:
            group = item.group
            yield said(group)
        name = item.name if item.group in _OF_NAMES else said(item.name)
        yield f"  {column(item.state.value, 9)} {name}: {said(console.printable(item.found))}"
        if item.disables:
            yield from (f"{_INDENT}{line}" for line in wrap(said(item.disables), WIDTH - len(_INDENT)))
