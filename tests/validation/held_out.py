"""Unrelated projects that trained neither a background nor a reference set: does the stated bound hold?

A folder holds a corpus for each language (see `codematch background train-null`). Works are put together
and compared as for a reference set, and every pair is held against the threshold and the bound that a comparison of
works of their sizes states.
"""

import json
import tempfile
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
from codematch.significance.statement import LanguageSize, NullModels, assess_language
from tests.benchmarks.tables import markdown
from tests.validation.section import Section

LANGUAGES = ("python", "java", "c", "javascript")
LISTS = Path(__file__).parents[1] / "benchmarks" / "corpora"
MIN_WORKS = 6
"""Of a band; the bands of a reference set need more, but these projects only test one."""

INTRO = """## Held-out unrelated projects

Projects used neither for a background nor for a reference set. *Reported*: pairs with a region at or above the
threshold for works of their sizes. *Stated bound*: what a report states of such a pair. *Bound of the observation*:
what these pairs alone show; with so few projects it is wide."""


def section(corpora: Path | None, jobs: int) -> Section:
    """Return the section; the corpora that are not there are skipped."""
    settings = Settings()
    models = NullModels(grammars_folder(), settings.significance)
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
    body = [[row["language"], f"{row['tokens']:,}", str(row["works"]), str(row["pairs"]), f"{row['threshold']:.1f}",
             f"{row['heaviest']:.1f}", str(row["reported"]), numbers.ratio(row["reported"], row["pairs"]),
             numbers.upper(row["stated"]), "yes" if row["within"] else "NO", numbers.upper(row["observed_upper"])]
            for row in rows]  # fmt: skip
    head = ["language", "tokens of each work", "works", "pairs", "threshold", "heaviest", "reported", "rate",
            "stated bound", "within", "bound of the observation"]  # fmt: skip
    text = f"{INTRO}\n\n{markdown(head, body)}" if rows else ""
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
    return [_row(language, band, model, settings) for band in card["bands"]]


def _row(language: str, band: dict[str, Any], model: NullModel, settings: Settings) -> dict[str, Any]:
    works = band["works"]
    reported, bounds, thresholds = 0, [], []
    for first, second, total, _ in band["pairs"]:
        size = LanguageSize(language=language, tokens=Both(works[first][1], works[second][1]),
                            background=model.background, bits=None)  # fmt: skip
        stated = assess_language(size, model, settings)
        reported += total >= stated.threshold_bits
        bounds.append(1.0 if stated.upper is None else stated.upper)
        thresholds.append(stated.threshold_bits)
    pairs = len(band["pairs"])
    rate, stated_bound = reported / pairs, sum(bounds) / pairs
    return {
        "language": language,
        "tokens": band["tokens"],
        "works": len(works),
        "pairs": pairs,
        "threshold": sum(thresholds) / pairs,
        "heaviest": max(total for _, _, total, _ in band["pairs"]),
        "reported": reported,
        "stated": stated_bound,
        "within": rate <= stated_bound,
        "observed_upper": pair_upper_bound(rate, len(works), settings.significance.level),
    }
