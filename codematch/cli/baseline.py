"""`codematch baseline`: the regions of a result that later runs do not count for their exit code."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codematch.cli import console, result_folder, saved_result
from codematch.cli.declarations import Quiet, accepts_quiet, argument, option
from codematch.cli.options import AnswerFormat, SavedResult
from codematch.cli.translation import said
from codematch.errors import CodematchError, StoreError, UsageError

if TYPE_CHECKING:
    from codematch.policy.baseline import Baseline

app = typer.Typer(help="Create and show a baseline: regions that do not count for the exit code of later runs.")

DEFAULT = Path("codematch-baseline.json")
WRITE_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch baseline write report/\n"
    "  codematch baseline write report/report.json --out ci/baseline.json\n"
    "  codematch compare known/ questioned/ --baseline ci/baseline.json --fail-on-new"
)
SHOW_EXAMPLES = (
    "\b\nExamples:\n  codematch baseline show codematch-baseline.json\n"
    "  codematch baseline show codematch-baseline.json --format json"
)


@app.command("write", epilog=WRITE_EXAMPLES)
def write(
    result: SavedResult,
    out: Annotated[
        Path, option("--out -o", "FILE", "The file to write; an earlier baseline there is replaced.")
    ] = DEFAULT,
    quiet: Quiet = False,
) -> None:
    """Write the regions of a saved result as a baseline.

    The identity of a region is made from its content, so moved lines and renamed files make no region new. The file
    contains digests and places, no code; with a guess of the code they can be computed again.
    """
    from codematch.model.result import Shown
    from codematch.policy import read_baseline, render_baseline

    saved = saved_result.read(result)
    if saved.shown is not Shown.ALL:
        raise StoreError(f"{result}: is a redacted form without the identities of regions; give the result of the run")
    content = render_baseline(saved)
    if out.exists():
        try:
            read_baseline(out)
        except CodematchError:
            raise UsageError(f"--out {out}: exists and is not a baseline of this version; delete it first") from None
    result_folder.replace_file(out, content, "--out")
    if not quiet:
        count = sum(len(pair.regions) for pair in saved.pairs)
        console.note(f"wrote {count} {'region' if count == 1 else 'regions'} to {out}")


@app.command("show", epilog=SHOW_EXAMPLES)
@accepts_quiet
def show(
    file: Annotated[Path, argument("FILE", "A baseline.")],
    format_: Annotated[AnswerFormat, option("--format -f", "terminal|json", "Format to print.")] = (
        AnswerFormat.TERMINAL
    ),
) -> None:
    """List the regions of a baseline, heaviest first, with their places when it was written."""
    from codematch.policy import read_baseline

    found = read_baseline(file)
    console.write(_as_json(found) if format_ is AnswerFormat.JSON else _as_text(found))


def _as_text(found: "Baseline") -> str:
    entries = sorted(found.entries, key=lambda one: (-one.bits, one.identity))
    count = f"{len(entries)} {'region' if len(entries) == 1 else 'regions'}"
    lines = [said(f"{count} of K {found.known} and Q {found.questioned}")]
    lines += [
        f"  {one.identity}  {one.bits:>9,.1f} {said('bits')}  {one.match_class}  K {one.known}  Q {one.questioned}"
        for one in entries
    ]
    return "".join(f"{console.printable(line)}\n" for line in lines)


def _as_json(found: "Baseline") -> str:
    rows = [
        {"identity": one.identity, "bits": one.bits, "class": one.match_class, "language": one.language,
         "known": one.known, "questioned": one.questioned}
        for one in found.entries
    ]  # fmt: skip
    document = {"known": found.known, "questioned": found.questioned, "regions": rows}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
