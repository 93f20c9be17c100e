"""`codematch evaluate`: error rates from labelled pairs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from codematch.cli import console, result_folder, run_record
from codematch.cli.declarations import Quiet, argument, option, with_options
from codematch.cli.options import Jobs, Set, out_option
from codematch.cli.overrides import override
from codematch.cli.progress import ProgressBars
from codematch.errors import InputError, UsageError
from codematch.settings import Settings

if TYPE_CHECKING:
    from codematch.evaluation import PairList
    from codematch.model.evaluation import Evaluation
    from codematch.model.stratum import Stratum

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


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateArguments:
    """The arguments and options of `codematch evaluate` in the order of its help."""

    pairs: Annotated[Path, argument("PAIRS.csv", "The list of labelled pairs.")]
    root: Annotated[
        Path | None,
        option("--root", "DIR", "The folder that the paths are relative to. [default: the folder of PAIRS.csv]"),
    ] = None
    group: Annotated[
        str | None,
        option(
            "--group",
            "COLUMN",
            "Group pairs by a column of the list, or by the first N parts of a path with path_a/N. "
            "[default: the column task; without one, pairs that share a work, directly or through others]",
        ),
    ] = None
    score: Annotated[str | None, option("--score", "NAME", "Measure only this score. [default: all]")] = None
    out: Annotated[
        Path | None, out_option("Write metrics.json, scores.csv, evaluation.html and figures to this folder.")
    ] = None
    bundle: Annotated[
        str | None,
        option(
            "--bundle", "NAME", "With --out, also write bundle.json: a validation bundle of this name for compare --lr."
        ),
    ] = None
    stratum: Annotated[
        list[str] | None,
        option(
            "--stratum",
            "[KIND=]STRATUM",
            "Compare every pair as works of this kind without a common origin; auto takes the least favourable that "
            "fits each pair. With --bundle and KIND=, the stratum of a kind of pairs labelled 0. Repeatable. "
            "[default: auto]",
        ),
    ] = None
    seed: Annotated[int, option("--seed", "N", "Seed for bootstrap intervals.", min=0)] = 1
    jobs: Jobs = None
    quiet: Quiet = False
    set_: Set = None


@with_options(EvaluateArguments)
def evaluate(given: EvaluateArguments) -> None:
    """Measure error rates over labelled pairs of works.

    Prints ROC AUC, precision, error rates and the cost of likelihood ratios; from two groups of pairs on, with 95 %
    intervals over groups. With --out, also writes the scores of every pair, the figures and an HTML page.
    """
    started = run_record.now()
    settings = override(given.set_ or ())
    from codematch.evaluation import check_group, check_score, read_pairs
    from codematch.evaluation import evaluate as measure

    check_score(given.score)
    listed = read_pairs(given.pairs)
    check_group(given.group, listed)
    root = given.root or given.pairs.parent
    if not root.is_dir():
        raise InputError(f"--root {root}: is not a folder; give the folder that the paths are relative to")
    if given.out is not None:
        works = dict.fromkeys(path for pair in listed.pairs for path in (pair.known, pair.questioned))
        result_folder.check(given.out, tuple(str(root / path) for path in works))
    stratum, stated = _split_strata(given.stratum or ())
    strata = _strata(given, stated, listed)
    jobs = given.jobs or run_record.available_cores()
    with ProgressBars(quiet=given.quiet) as progress:
        evaluation = measure(
            replace(listed, compared_as=stratum),
            root,
            group=given.group,
            score=given.score,
            settings=settings,
            seed=given.seed,
            jobs=jobs,
            progress=progress,
        )
    bundle = _bundle(given.bundle, evaluation, strata, settings)
    _deliver(given, evaluation, bundle, started, jobs)


def _split_strata(given: Sequence[str]) -> "tuple[Stratum | None, list[str]]":
    """Return the stratum of every pair, None to find it for each, and what states the strata of kinds."""
    from codematch.model.stratum import AUTO, parse_stratum

    plain = [text for text in given if "=" not in text]
    if len(plain) > 1:
        raise UsageError(f"--stratum {plain[1]}: there is {plain[0]} already; give one stratum without KIND=")
    stratum = parse_stratum(plain[0] if plain else AUTO, "--stratum")
    return stratum, [text for text in given if "=" in text]


def _strata(given: EvaluateArguments, stated: Sequence[str], listed: "PairList") -> dict[str, str]:
    """Check what belongs to --bundle; return the stratum of each kind."""
    if given.bundle is None:
        if stated:
            raise UsageError(f"--stratum {stated[0]} needs --bundle NAME; give both, or a stratum without KIND=")
        return {}
    if given.out is None:
        raise UsageError(f"--bundle {given.bundle} needs a folder to write to; give it with --out DIR")
    from codematch.evaluation.validation_bundle import kind_strata

    return kind_strata(stated, listed)


def _bundle(name: str | None, evaluation: "Evaluation", strata: dict[str, str], settings: Settings) -> dict[str, bytes]:
    """Return the validation bundle, if `--bundle` is given."""
    if name is None:
        return {}
    from codematch.evaluation.validation_bundle import make_bundle

    card = make_bundle(evaluation, strata, name, settings)
    return {"bundle.json": (json.dumps(card, sort_keys=True, ensure_ascii=False) + "\n").encode()}


def _deliver(
    given: EvaluateArguments, evaluation: "Evaluation", bundle: dict[str, bytes], started: datetime, jobs: int
) -> None:
    """Print the summary, and with --out write all documents."""
    from codematch.report.evaluation import documents, show, text

    written: dict[str, bytes] = {}
    if given.out is not None:
        written = {**documents(evaluation), **bundle}
        written[result_folder.RUN_RECORD] = run_record.render(written, started, jobs, language="en")
        result_folder.fill(given.out, written)
        if given.quiet:
            return
    if not console.shown(lambda screen: show(evaluation, screen)):
        console.write(text(evaluation))
    if written:
        console.note(f"wrote {', '.join(sorted(written))} to {given.out}")
