"""Unrelated projects that trained neither a background nor a null model: are thresholds calibrated, do bounds hold?

A folder holds a corpus for each language (see `codematch background train-null`). Works are put together
and compared as for a null model, and every pair is held against the thresholds and the bounds that a comparison of
works of their sizes states: for its heaviest region, and for its greatest sum over a pair of files.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from codematch.errors import CodematchError
from codematch.model.sides import Both
from codematch.models.corpus import TrainingRun, project_folders
from codematch.models.null_model.build import build_null
from codematch.models.null_model.set_aside import SetAside, read_set_aside
from codematch.report.text import numbers
from codematch.settings import Settings, grammars_folder
from codematch.significance.bounds import pair_upper_bound
from codematch.significance.null_model import NullModel
from codematch.significance.reference_sets import NullModels
from codematch.significance.statement import LanguageSize, assess_language
from tests.benchmarks.tables import markdown
from tests.validation.section import Section

LANGUAGES = ("python", "java", "c", "javascript")
LISTS = Path(__file__).parents[1] / "benchmarks" / "corpora"
MIN_WORKS = 6
"""Of a band; the bands of a reference set need more, but these projects only test one."""

INTRO = """## Held-out unrelated projects

Projects used neither for a background nor for a null model. *Reported*: pairs with a region (or a sum over a pair of
files) at or above the threshold for works of their sizes; the nominal rate is {nominal}. *Interval*: the rates that
these projects are compatible with, each end at the 95 % level, computed on projects; with so few it is wide. *Agrees*:
the nominal rate lies in it. *Stated bound*: what a report states of such a pair; it must not lie below the rate."""
DECISIONS = ("region", "sum")


def section(corpora: Path | None, jobs: int) -> Section:
    """Return the section; the corpora that are not there are skipped."""
    settings = Settings()
    models = NullModels(grammars_folder(), settings)
    rows, skipped = [], []
    for language in LANGUAGES:
        model, corpus = models.get(language), corpora / language if corpora else None
        if model is None:
            skipped.append(f"held-out {language} projects: {language} has no reference set")
        elif corpus is None or not corpus.is_dir():
            skipped.append(f"held-out {language} projects: not on this machine (--held-out)")
        else:
            try:
                rows += _rows(language, corpus, model, settings, jobs)
            except CodematchError as error:
                skipped.append(f"held-out {language} projects: {error}")
    body = [[row["language"], f"{row['tokens']:,}", str(row["works"]), row["decision"], str(row["pairs"]),
             f"{row['threshold']:.1f}", f"{row['heaviest']:.1f}", str(row["reported"]),
             numbers.ratio(row["reported"], row["pairs"]),
             f"{numbers.share(row['observed_lower'])} to {numbers.share(row['observed_upper'])}",
             "yes" if row["agrees"] else "NO", numbers.upper(row["stated"]), "yes" if row["within"] else "NO"]
            for row in rows]  # fmt: skip
    head = ["language", "tokens of each work", "works", "decision", "pairs", "threshold", "heaviest", "reported",
            "rate", "interval", "agrees", "stated bound", "within"]  # fmt: skip
    intro = INTRO.format(nominal=numbers.share(settings.significance.coincidence_rate))
    text = f"{intro}\n\n{markdown(head, body)}" if rows else ""
    return Section(name="held_out", text=text, data=rows, skipped=tuple(skipped))


def _rows(language: str, corpus: Path, model: NullModel, settings: Settings, jobs: int) -> list[dict[str, Any]]:
    known = {row["name"] for row in model.card["projects"]}
    shared = sorted(known & {folder.name for folder in project_folders([corpus])})
    if shared:
        raise CodematchError(f"{', '.join(shared)} made the reference set")
    listed = LISTS / f"{language}_held_out.toml"
    aside = read_set_aside(listed) if listed.is_file() else SetAside()
    rules = replace(settings.significance, min_band_works=MIN_WORKS)
    with tempfile.TemporaryDirectory() as folder:
        made, low = TrainingRun(date="", command=""), replace(settings, significance=rules)
        build_null(language, [corpus], Path(folder), made, set_aside=aside, settings=low, jobs=jobs)
        card = json.loads((Path(folder) / "null.json").read_text(encoding="utf-8"))
    return rows_of(card["bands"], model, settings)


def rows_of(bands: Sequence[dict[str, Any]], model: NullModel, settings: Settings) -> list[dict[str, Any]]:
    """Return a row for each band and decision; none for sums where the null model does not record them."""
    rows = [_row(band, decision, model, settings) for band in bands for decision in DECISIONS]
    return [row for row in rows if row is not None]


def _row(band: dict[str, Any], decision: str, model: NullModel, settings: Settings) -> dict[str, Any] | None:
    works, level = band["works"], settings.significance.level
    place = 2 if decision == "region" else 4
    reported, bounds, thresholds = 0, [], []
    for entry in band["pairs"]:
        tokens = Both(works[entry[0]][1], works[entry[1]][1])
        size = LanguageSize(language=model.language, tokens=tokens, background=model.background, bits=None)
        stated = assess_language(size, model, settings)
        threshold, upper = (
            (stated.threshold_bits, stated.upper)
            if decision == "region"
            else (stated.pair_threshold_bits, stated.pair_upper)
        )
        if threshold is None:
            return None
        reported += entry[place] >= threshold
        bounds.append(1.0 if upper is None else upper)
        thresholds.append(threshold)
    pairs = len(band["pairs"])
    rate, stated_bound = reported / pairs, sum(bounds) / pairs
    lower, upper = 1.0 - pair_upper_bound(1.0 - rate, len(works), level), pair_upper_bound(rate, len(works), level)
    return {
        "language": model.language,
        "tokens": band["tokens"],
        "works": len(works),
        "decision": decision,
        "pairs": pairs,
        "threshold": sum(thresholds) / pairs,
        "heaviest": max(entry[place] for entry in band["pairs"]),
        "reported": reported,
        "stated": stated_bound,
        "within": rate <= stated_bound,
        "agrees": lower <= settings.significance.coincidence_rate <= upper,
        "observed_lower": lower,
        "observed_upper": upper,
    }
