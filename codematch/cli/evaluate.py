"""`codematch evaluate`: error rates from labelled pairs."""

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
    "PAIRS.csv is a CSV file in UTF-8 with the columns path_a, path_b, label, kind and language;\n"
    "other columns are allowed. A path is a file, a folder or an archive. The label is 1 for a pair of\n"
    "common origin and 0 for any other. The kind says how the pair was made; text before a colon is\n"
    "its stratum. Rows that cannot be scored are counted and listed, each with a reason."
)

PairsFile = Annotated[Path, typer.Argument(metavar="PAIRS.csv", help="The list of labelled pairs.")]
Root = Annotated[
    Path | None,
    typer.Option(
        "--root", metavar="DIR", help="The folder that the paths are relative to. [default: the folder of PAIRS.csv]"
    ),
]
Group = Annotated[
    str | None,
    typer.Option(
        "--group",
        metavar="COLUMN",
        help="Group pairs by a column of the list, or by the first N parts of a path with path_a/N. "
        "[default: pairs that share a work, directly or through others]",
    ),
]
Score = Annotated[
    str | None,
    typer.Option(
        "--score", metavar="NAME", help="Measure only this score. [default: all scores and their combination]"
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Write metrics.json, scores.csv, evaluation.html and figures to this folder. The folder must not exist, "
        "be empty, or hold an earlier codematch result.",
    ),
]
Bundle = Annotated[
    str | None,
    typer.Option(
        "--bundle",
        metavar="NAME",
        help="With --out, also write bundle.json: a validation bundle of this name for compare --lr.",
    ),
]
Stratum = Annotated[
    list[str] | None,
    typer.Option(
        "--stratum",
        metavar="KIND=STRATUM",
        help="With --bundle, the stratum of a kind of pairs labelled 0. Repeatable.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Seed for bootstrap intervals.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateOptions:
    """The options of one evaluation, checked as far as possible before any work is read."""

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
    """Measure error rates over labelled pairs of works.

    Prints ROC AUC, precision, error rates and the cost of likelihood ratios, with 95 % intervals over groups of pairs.
    With --out, also writes the scores of every pair, the figures and an HTML page.
    """
    started = run_record.now()
    settings = override(set_ or ())
    from codematch.evaluation import check_group, check_score, read_pairs

    check_score(score)
    listed = read_pairs(pairs)
    check_group(group, listed)
    base = root or pairs.parent
    if not base.is_dir():
        raise InputError(f"--root {base}: is not a folder; give the folder that the paths are relative to")
    if out is not None:
        works = dict.fromkeys(path for pair in listed.pairs for path in (pair.known, pair.questioned))
        result_folder.check(out, tuple(str(base / path) for path in works))
    options = EvaluateOptions(
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
    _deliver(options, _run(options), started)


def _strata(bundle: str | None, given: list[str], out: Path | None, listed: "PairList") -> dict[str, str]:
    """Check what belongs to --bundle; return the stratum of each kind."""
    if bundle is None:
        if given:
            raise UsageError("--stratum needs --bundle NAME; give both or neither")
        return {}
    if out is None:
        raise UsageError(f"--bundle {bundle} needs a folder to write to; give it with --out DIR")
    from codematch.evaluation.validation_bundle import kind_strata

    return kind_strata(given, listed)


def _run(options: EvaluateOptions) -> "Evaluation":
    from codematch.evaluation import evaluate as measure

    with ProgressBars(quiet=options.quiet) as progress:
        return measure(
            options.listed,
            options.root,
            group=options.group,
            score=options.score,
            settings=options.settings,
            seed=options.seed,
            jobs=options.jobs,
            progress=progress,
        )


def _bundle(options: EvaluateOptions, evaluation: "Evaluation") -> dict[str, bytes]:
    """Return the validation bundle, if `--bundle` is given."""
    if options.bundle is None:
        return {}
    from codematch.evaluation.validation_bundle import make_bundle

    card = make_bundle(evaluation, options.strata, options.bundle, options.settings)
    return {"bundle.json": (json.dumps(card, sort_keys=True, ensure_ascii=False) + "\n").encode()}


def _deliver(options: EvaluateOptions, evaluation: "Evaluation", started: datetime) -> None:
    """Print the summary, and write everything if there is a place for it."""
    from codematch.report.evaluation import documents, show, text

    if options.out is not None:
        written = {**documents(evaluation), **_bundle(options, evaluation)}
        written[result_folder.RUN_RECORD] = run_record.render(written, started, options.jobs, language="en")
        result_folder.fill(options.out, written)
    if options.out is not None and options.quiet:
        return
    if sys.stdout.isatty():
        from rich.console import Console

        show(evaluation, Console())
    else:
        console.write(text(evaluation))
    if options.out is not None:
        console.note(f"wrote {', '.join(sorted(written))} to {options.out}")
