"""From a corpus of unrelated projects to the null model of a language."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from codematch import saved_files
from codematch.comparison.prepare import PreparedWork, Progress, Toolkit
from codematch.errors import InputError, UsageError
from codematch.filtration import FILTERS
from codematch.languages import TEXT
from codematch.model.csv_text import csv_text
from codematch.models.corpus import ProjectFolder, TrainingRun, project_folders
from codematch.models.null_model.pairs import Shared, compare_all
from codematch.models.null_model.set_aside import VENDORED, SetAside
from codematch.models.null_model.works import Band, ReferenceWork, band_works, count_tokens, read_project
from codematch.pipeline import make_tools
from codematch.settings import Settings, Significance
from codematch.significance.null_model import FILE_NAME, FORMAT, NullModel, from_card, seal
from codematch.significance.statement import deciding_settings
from codematch.version import METHOD, VERSION
from codematch.weight.background import Background


def build_null(
    language: str,
    corpora: Sequence[Path],
    out: Path,
    training: TrainingRun,
    *,
    set_aside: SetAside,
    settings: Settings | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> tuple[NullModel, list[Shared]]:
    """Compare every pair of projects of a corpus and write the null model of `language` into `out`.

    Args:
        language: A language that has a background model.
        corpora: Folders with one folder for each project.
        out: The folder that gets `null.json`, usually `grammars/<language>`.
        training: The day and the command line, for the card.
        set_aside: What of the corpus is known to be shared.
        settings: All settings.
        jobs: Number of worker processes; the model does not depend on it.
        progress: Told how many projects are read, and how many pairs compared.

    Returns:
        The model, and the heaviest region of every pair, heaviest first, to be looked at.

    Raises:
        UsageError: There is no such language.
        InputError: It has no background, or the corpora hold too few projects of the smallest size.
    """
    settings = settings or Settings()
    rules = settings.significance
    toolkit = make_tools(search_settings(settings))
    background, given = _background(language, toolkit), project_folders(corpora)
    trained = {row["name"] for row in background.card["projects"]}
    new = [folder for folder in given if folder.name not in trained]
    works = [(folder, read_project(folder, language, toolkit, set_aside, jobs)) for folder in new]
    folders, projects = _with_text(works)
    bands = _bands(language, [folder.name for folder in folders], projects, rules)
    found = compare_all(bands, toolkit, jobs, progress)
    card = {
        "format": FORMAT,
        "language": language,
        "tool": VERSION,
        "method": METHOD,
        "background": background.digest,
        "settings": deciding_settings(settings),
        "date": training.date,
        "command": training.command,
        "vendored_folders": sorted(VENDORED),
        "projects": [_project_card(folder, work) for folder, work in zip(folders, projects, strict=True)],
        "left_out": sorted(trained & {folder.name for folder in given}),
        "without_text": sorted(folder.name for folder, work in works if work is None),
        "set_aside": _set_aside_card(set_aside, folders, bands, found),
        "bands": [_band_card(number, band, found, folders, set_aside) for number, band in enumerate(bands)],
    }
    sealed = seal(card)
    out.mkdir(parents=True, exist_ok=True)
    saved_files.replace(out / FILE_NAME, card_text(sealed).encode())
    return from_card(sealed, rules.few_band_works, rules.fit_above_bits), found


def _with_text(
    works: Sequence[tuple[ProjectFolder, PreparedWork | None]],
) -> tuple[list[ProjectFolder], list[PreparedWork]]:
    """Return the projects that have text."""
    return [folder for folder, work in works if work is not None], [work for _, work in works if work is not None]


def _background(language: str, toolkit: Toolkit) -> Background:
    """The background that weighs the regions; a null model holds for it alone."""
    if language not in (*toolkit.languages.names, TEXT):
        raise UsageError(f"unknown language {language!r}; choose from {', '.join(toolkit.languages.names)}, {TEXT}")
    background = toolkit.weigher.background(language)
    if background is None:
        raise InputError(f"{language} has no background model; train one first with codematch background train")
    return background


def _bands(language: str, names: Sequence[str], projects: Sequence[PreparedWork], rules: Significance) -> list[Band]:
    """The bands of sizes that enough works reach."""
    sizes = [rules.first_band_tokens * rules.band_factor**step for step in range(rules.bands)]
    bands = [band_works(names, projects, size, rules.max_band_works) for size in sizes]
    bands = [band for band in bands if len(band.works) >= min(rules.few_band_works, rules.min_band_works)]
    if max((len(band.works) for band in bands), default=0) < rules.min_band_works:
        raise InputError(
            f"these projects make fewer than {rules.min_band_works} works of {rules.first_band_tokens:,} tokens of "
            f"{language}; give more projects"
        )
    return bands


def _project_card(folder: ProjectFolder, work: PreparedWork) -> dict[str, Any]:
    return {**folder.card, "licence": folder.licence, "root": work.tree.digest, "tokens": count_tokens(work)}


def search_settings(settings: Settings) -> Settings:
    """Return settings without filters and channels outside the regions, and that keep nothing for display."""
    return replace(
        settings,
        counting=replace(settings.counting, max_exhibits=0, max_alternatives=0),
        filtration=replace(settings.filtration, **{rule.id: False for rule in FILTERS if rule.switch}),
        evidence=replace(settings.evidence, channels=False),
    )


def _reason(first: ReferenceWork, second: ReferenceWork, folders: Sequence[ProjectFolder], aside: SetAside) -> str:
    """Why a pair of works is set aside: because a project of one shares code with one of the other."""
    reasons = [
        aside.reason(folders[left].name, folders[right].name) for left in first.projects for right in second.projects
    ]
    return "; ".join(reason for reason in reasons if reason)


def _set_aside_card(
    aside: SetAside, folders: Sequence[ProjectFolder], bands: Sequence[Band], found: Sequence[Shared]
) -> dict[str, list[dict[str, Any]]]:
    """The list of what was set aside, each pair with the heaviest region of any works that hold the two projects."""
    heaviest: dict[frozenset[str], float] = {}
    for item in found:
        first, second = (bands[item.band].works[number] for number in (item.first, item.second))
        for left in first.projects:
            for right in second.projects:
                names = frozenset((folders[left].name, folders[right].name))
                heaviest[names] = max(heaviest.get(names, 0.0), item.total)
    return {
        "files": [
            {"project": project, "paths": list(paths), "reason": reason} for project, paths, reason in aside.files
        ],
        "pairs": [
            {"projects": sorted(names), "reason": reason, "heaviest_bits": heaviest[names]}
            for names, reason in aside.pairs
            if names in heaviest
        ],
    }


def _band_card(
    number: int, band: Band, found: Sequence[Shared], folders: Sequence[ProjectFolder], aside: SetAside
) -> dict[str, Any]:
    """A band as stored: see `significance.null_model`."""
    pairs = sorted(
        [item.first, item.second, item.total, item.structure, item.pair, item.pair_pieces, item.carried]
        for item in found
        if item.band == number and not _reason(band.works[item.first], band.works[item.second], folders, aside)
    )
    rows = [
        [
            list(work.projects),
            count_tokens(work.work),
            round(sum(file.weights.surprise for file in work.work.files) / count_tokens(work.work), 4),
        ]
        for work in band.works
    ]
    return {"tokens": band.tokens, "works": rows, "pairs": pairs}


def card_text(card: Mapping[str, Any]) -> str:
    """Return a card as JSON: the figures of a band on one line each, the rest indented."""
    bands = card["bands"]
    text = json.dumps({**card, "bands": []}, indent=1, sort_keys=True, ensure_ascii=False)
    lines = ",\n".join(json.dumps(band, sort_keys=True, separators=(",", ":")) for band in bands)
    return text.replace('"bands": []', f'"bands": [\n{lines}\n ]') + "\n"


def shared_csv(model: NullModel, found: Sequence[Shared]) -> str:
    """Return the heaviest region and the heaviest pair of files of every pair as CSV, for a person to look at."""
    names = [row["name"] for row in model.card["projects"]]
    bands = model.card["bands"]
    rows: list[tuple[object, ...]] = [
        (
            "total_bits",
            "structure_bits",
            "tokens",
            "known",
            "known_place",
            "questioned",
            "questioned_place",
            "file_pair_bits",
            "pieces",
            "known_file",
            "questioned_file",
            "carried_bits",
        )
    ]
    for item in found:
        works = bands[item.band]["works"]
        known, questioned = ("+".join(names[part] for part in works[side][0]) for side in (item.first, item.second))
        figures = item.total, item.structure, bands[item.band]["tokens"]
        of_files = item.pair, item.pair_pieces, item.known_path, item.questioned_path, item.carried
        rows.append((*figures, known, item.known_place, questioned, item.questioned_place, *of_files))
    return csv_text(rows, "\n")
