"""`codematch evaluate`: labelled pairs in, error rates out."""

import json
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codematch.cli import console, result_folder, run_record
from codematch.cli.options import Jobs, Quiet, Set
from codematch.cli.overrides import override
from codematch.cli.progress import ProgressBars
from codematch.errors import InputError, UsageError
from codematch.settings import Settings

if TYPE_CHECKING:
    from codematch.evaluation import PairList
    from codematch.model.evaluation import Evaluation

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch evaluate pairs.csv\n"
    "  codematch evaluate pairs.csv --root works/ --group task --out evaluation\n"
    "  codematch evaluate pairs.csv --group path_a/2 --score structure\n"
    "  codematch evaluate pairs.csv --out evaluation --bundle java-tasks --stratum independent=same-task\n"
    "\n\b\n"
    "The list is a CSV file in UTF-8 with the columns path_a, path_b, label, kind and language, and\n"
    "any others. A path names a file, a folder or an archive; the label is 1 for a pair of common\n"
    "origin and 0 for any other; the kind says what was done to it (text before a colon is its\n"
    "stratum). Rows that cannot be scored are counted and listed, each with its reason."
)

PairsFile = Annotated[Path, typer.Argument(metavar="PAIRS.csv", help="The list of labelled pairs.")]
Root = Annotated[
    Path | None,
    typer.Option("--root", metavar="DIR", help="What the paths are relative to. [default: the folder of the list]"),
]
Group = Annotated[
    str | None,
    typer.Option(
        "--group",
        metavar="COLUMN",
        help="Which pairs belong together: a column of the list, or path_a/N for the first N parts of a path. "
        "[default: pairs that share a work, directly or through others]",
    ),
]
Score = Annotated[
    str | None,
    typer.Option("--score", metavar="NAME", help="Measure this score alone. [default: every one and the combination]"),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Write metrics.json, scores.csv, evaluation.html and figures there; new, empty, or ours.",
    ),
]
Bundle = Annotated[
    str | None,
    typer.Option(
        "--bundle",
        metavar="NAME",
        help="Write bundle.json there, too: a validation bundle of that name for compare --lr.",
    ),
]
Stratum = Annotated[
    list[str] | None,
    typer.Option(
        "--stratum",
        metavar="KIND=STRATUM",
        help="The stratum of a kind of pairs labelled 0, for --bundle. May be given several times.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Of the intervals.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the command line asks for, checked as far as it can be before any work is read."""

    listed: "PairList"
    root: Path
    group: str | None
    score: str | None
    out: Path | None
    bundle: str | None
    strata: dict[str, str]
    seed: int
    settings: Settings
    jobs: int
    quiet: bool


def evaluate(
    pairs: PairsFile,
    root: Root = None,
    group: Group = None,
    score: Score = None,
    out: Out = None,
    bundle: Bundle = None,
    stratum: Stratum = None,
    seed: Seed = 1,
    jobs: Jobs = None,
    quiet: Quiet = False,
    set_: Set = None,
) -> None:
    """Measure how well the scores tell labelled pairs of common origin from the rest.

    Prints ROC AUC, precision, error rates and the cost of likelihood ratios, with 95 % intervals over groups of pairs.
    With --out every pair's scores, the figures and a page are written, too.
    """
    started = run_record.now()
    settings = override(set_ or ())
    from codematch.evaluation import check_group, check_score, read_pairs

    check_score(score)
    listed = read_pairs(pairs)
    check_group(group, listed)
    base = root or pairs.parent
    if not base.is_dir():
        raise InputError(f"--root {base}: there is no such folder; name the one that the paths are relative to")
    if out is not None:
        works = dict.fromkeys(path for pair in listed.pairs for path in (pair.known, pair.questioned))
        result_folder.check(out, tuple(str(base / path) for path in works))
    order = Order(
        bundle=bundle,
        strata=_strata(bundle, stratum or [], out, listed),
        listed=listed,
        root=base,
        group=group,
        score=score,
        out=out,
        seed=seed,
        settings=settings,
        jobs=jobs or run_record.available_cores(),
        quiet=quiet,
    )
    _deliver(order, _run(order), started)


def _strata(bundle: str | None, given: list[str], out: Path | None, listed: "PairList") -> dict[str, str]:
    """Check what belongs to --bundle; return the stratum of each kind."""
    if bundle is None:
        if given:
            raise UsageError("--stratum: belongs to --bundle NAME; give both or neither")
        return {}
    if out is None:
        raise UsageError(f"--bundle {bundle}: is written into a folder; name it with --out DIR")
    from codematch.evaluation.validation_bundle import kind_strata

    return kind_strata(given, listed)


def _run(order: Order) -> "Evaluation":
    from codematch.evaluation import evaluate as measure

    with ProgressBars(quiet=order.quiet) as progress:
        return measure(
            order.listed,
            order.root,
            group=order.group,
            score=order.score,
            settings=order.settings,
            seed=order.seed,
            jobs=order.jobs,
            progress=progress,
        )


def _bundle(order: Order, evaluation: "Evaluation") -> dict[str, bytes]:
    """Return the validation bundle, if one was asked for."""
    if order.bundle is None:
        return {}
    from codematch.evaluation.validation_bundle import make_bundle

    card = make_bundle(evaluation, order.strata, order.bundle, order.settings)
    return {"bundle.json": (json.dumps(card, sort_keys=True, ensure_ascii=False) + "\n").encode()}


def _deliver(order: Order, evaluation: "Evaluation", started: datetime) -> None:
    """Print the summary, and write everything if there is a place for it."""
    from codematch.report.evaluation import documents, show, text

    if order.out is not None:
        written = {**documents(evaluation), **_bundle(order, evaluation)}
        written[result_folder.RUN_RECORD] = run_record.render(written, started, order.jobs, language="en")
        result_folder.fill(order.out, written)
    if order.out is not None and order.quiet:
        return
    if sys.stdout.isatty():
        from rich.console import Console

        show(evaluation, Console())
    else:
        console.write(text(evaluation))
    if order.out is not None:
        console.note(f"wrote {', '.join(sorted(written))} to {order.out}")
