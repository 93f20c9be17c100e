"""Make the null models of all languages again, one after the other.

    python -m tests.benchmarks.null_models CORPORA [--jobs N] [--language NAME ...] [--lists DIR] [--again]

CORPORA holds a corpus for each language, with its `projects.csv` (see README.md, "Corpora"). For each this runs

    python -m codematch background train-null --language NAME CORPORA/NAME --out grammars/NAME --jobs N

Languages whose null model is of this method, background and settings are passed over, so that an interrupted run goes
on where it stopped; `--again` makes them all. `--lists` keeps what every pair shares most, for a person to look at.
Afterwards `python -m tests.selftest.record` records the new digests.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from codematch.settings import Settings, grammars_folder
from codematch.significance.null_model import NullModel, has_null, load_null
from codematch.significance.statement import are_deciding
from codematch.version import METHOD
from codematch.weight.background import has_background, load_card


def is_current(folder: Path) -> bool:
    """Say whether the null model of a language holds for the method, background and settings as they are."""
    if not has_null(folder):
        return False
    rules = Settings().significance
    model: NullModel = load_null(folder, rules.few_band_works, rules.fit_above_bits)
    return (
        model.method == METHOD
        and model.background == load_card(folder)["digest"]
        and are_deciding(model.settings, Settings())
        and all(len(band.sums) for band in model.bands)
    )


def command(language: str, corpora: Path, out: Path, jobs: int, lists: Path | None) -> list[str]:
    """Return the command that makes one null model."""
    arguments = [sys.executable, "-m", "codematch", "background", "train-null", "--quiet", "--language", language]
    arguments += [str(corpora / language), "--out", str(out), "--jobs", str(jobs)]
    return arguments + (["--list", str(lists / f"{language}.csv")] if lists is not None else [])


def main(arguments: list[str]) -> int:
    """Make the models; return how many failed."""
    parser = argparse.ArgumentParser(description="Make the null models of all languages again.")
    parser.add_argument("corpora", type=Path, help="folder with a corpus for each language")
    parser.add_argument("--language", action="append", help="only this language; repeatable")
    parser.add_argument("--jobs", type=int, default=1, help="worker processes")
    parser.add_argument("--lists", type=Path, help="folder for a CSV file of each language")
    parser.add_argument("--again", action="store_true", help="make models anew that are current")
    given = parser.parse_args(arguments)
    names = given.language or sorted(path.name for path in given.corpora.iterdir() if path.is_dir())
    if given.lists is not None:
        given.lists.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name in names:
        folder = grammars_folder() / name
        if not has_background(folder):
            sys.stdout.write(f"{name}: no background model, passed over\n")
        elif is_current(folder) and not given.again:
            sys.stdout.write(f"{name}: current, passed over\n")
        else:
            begun = time.monotonic()
            done = subprocess.run(command(name, given.corpora, folder, given.jobs, given.lists), check=False)
            failed += done.returncode != 0
            sys.stdout.write(f"{name}: exit {done.returncode} after {time.monotonic() - begun:.0f} s\n")
        sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
