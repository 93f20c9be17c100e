"""From a corpus of unrelated projects to the null model of a language."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from codematch.comparison.prepare import PreparedWork, Progress, Toolkit
from codematch.corpus import ProjectFolder, project_folders
from codematch.errors import InputError, UsageError
from codematch.pipeline import make_tools
from codematch.reference.pairs import Shared, compare_all
from codematch.reference.set_aside import VENDORED, SetAside
from codematch.reference.works import Band, band_works, count_tokens, read_project
from codematch.settings import Settings, Significance
from codematch.significance.null_model import FILE_NAME, FORMAT, NullModel, from_card, seal
from codematch.significance.statement import deciding_settings
from codematch.version import METHOD, VERSION
from codematch.weight.background import Background


def build_null(
    language: str,
    corpora: Sequence[Path],
    out: Path,
    *,
    set_aside: SetAside,
    date: str,
    command: str,
    settings: Settings | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> tuple[NullModel, list[Shared]]:
    """Compare every pair of projects of a corpus and write the null model of `language` into `out`.

    Args:
        language: A language that has a background model.
        corpora: Folders with one folder for each project.
        out: The folder that gets `null.json`, usually `grammars/<language>`.
        set_aside: What of the corpus is known to be shared.
        date: The day, for the card.
        command: The command line, for the card.
        settings: Every tunable.
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
    toolkit = make_tools(_search_settings(settings))
    background = _background(language, toolkit)
    trained = {row["name"] for row in background.card["projects"]}
    given = project_folders(corpora)
    folders = [folder for folder in given if folder.name not in trained]
    projects = [read_project(folder, language, toolkit, set_aside, jobs) for folder in folders]
    bands = _bands(language, projects, rules)
    found = compare_all(bands, toolkit, rules, jobs, progress)
    card = {
        "format": FORMAT,
        "language": language,
        "tool": VERSION,
        "method": METHOD,
        "background": background.digest,
        "settings": deciding_settings(settings),
        "floor_bits": rules.floor_bits,
        "date": date,
        "command": command,
        "vendored_folders": sorted(VENDORED),
        "projects": [_project_card(folder, work) for folder, work in zip(folders, projects, strict=True)],
        "left_out": sorted(trained & {folder.name for folder in given}),
        "set_aside": _set_aside_card(set_aside, folders, found),
        "bands": [_band_card(number, band, found, folders, set_aside) for number, band in enumerate(bands)],
    }
    sealed = seal(card)
    out.mkdir(parents=True, exist_ok=True)
    (out / FILE_NAME).write_text(_text(sealed), encoding="utf-8")
    return from_card(sealed, rules.min_band_projects, rules.fit_above_bits), found


def _background(language: str, toolkit: Toolkit) -> Background:
    """The background that weighs the regions; a null model holds for it alone."""
    if language not in toolkit.languages.names:
        raise UsageError(f"there is no language {language!r}: known are {', '.join(toolkit.languages.names)}")
    background = toolkit.weigher.background(language)
    if background is None:
        raise InputError(f"{language} has no background model: train one first")
    return background


def _bands(language: str, projects: Sequence[PreparedWork], rules: Significance) -> list[Band]:
    """The bands of sizes that enough projects reach."""
    sizes = [rules.first_band_tokens * rules.band_factor**step for step in range(rules.bands)]
    bands = [band for band in (band_works(projects, size) for size in sizes) if len(band[1]) >= rules.min_band_projects]
    if not bands:
        raise InputError(
            f"fewer than {rules.min_band_projects} projects hold {rules.first_band_tokens:,} tokens of {language}: "
            "give more"
        )
    return bands


def _project_card(folder: ProjectFolder, work: PreparedWork) -> dict[str, Any]:
    return {**folder.card, "licence": folder.licence, "root": work.tree.digest, "tokens": count_tokens(work)}


def _search_settings(settings: Settings) -> Settings:
    """Settings that look for lighter regions than a report needs, and keep nothing for display."""
    floor = settings.significance.floor_bits
    return replace(
        settings,
        weighing=replace(settings.weighing, min_weight=floor),
        counting=replace(settings.counting, max_exhibits=0, max_alternatives=0),
    )


def _set_aside_card(
    set_aside: SetAside, folders: Sequence[ProjectFolder], found: Sequence[Shared]
) -> dict[str, list[dict[str, Any]]]:
    """The list of what was set aside, each pair with the heaviest region that it has in any band."""
    heaviest: dict[frozenset[str], float] = {}
    for item in found:
        names = frozenset((folders[item.first].name, folders[item.second].name))
        heaviest[names] = max(heaviest.get(names, 0.0), item.total)
    return {
        "files": [
            {"project": project, "paths": list(paths), "reason": reason} for project, paths, reason in set_aside.files
        ],
        "pairs": [
            {"projects": sorted(names), "reason": reason, "heaviest_bits": heaviest[names]}
            for names, reason in set_aside.pairs
            if names in heaviest
        ],
    }


def _band_card(
    number: int, band: Band, found: Sequence[Shared], folders: Sequence[ProjectFolder], set_aside: SetAside
) -> dict[str, Any]:
    tokens, works = band
    pairs = sorted(
        [item.first, item.second, item.total, item.structure]
        for item in found
        if item.band == number and not set_aside.reason(folders[item.first].name, folders[item.second].name)
    )
    rows = [[project, count_tokens(work), round(_mean_bits(work), 4)] for project, work in works]
    return {"tokens": tokens, "works": rows, "pairs": pairs}


def _mean_bits(work: PreparedWork) -> float:
    return sum(file.weights.surprise for file in work.files) / count_tokens(work)


def _text(card: Mapping[str, Any]) -> str:
    """The card as JSON: the figures of a band on one line each, the rest indented."""
    bands = card["bands"]
    text = json.dumps({**card, "bands": []}, indent=1, sort_keys=True, ensure_ascii=False)
    lines = ",\n".join(json.dumps(band, sort_keys=True, separators=(",", ":")) for band in bands)
    return text.replace('"bands": []', f'"bands": [\n{lines}\n ]') + "\n"


def shared_csv(model: NullModel, found: Sequence[Shared]) -> str:
    """Return the heaviest region of every pair as CSV, heaviest first, for a person to look at."""
    names = [row["name"] for row in model.card["projects"]]
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(
        ("total_bits", "structure_bits", "tokens", "known", "known_place", "questioned", "questioned_place")
    )
    for item in found:
        places = names[item.first], item.known_place, names[item.second], item.questioned_place
        writer.writerow((item.total, item.structure, model.card["bands"][item.band]["tokens"], *places))
    return lines.getvalue()
