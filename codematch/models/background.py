"""Training a background: counting what is ordinary in one language over many unrelated projects.

Only counts of hashed items leave this module.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import Progress, Toolkit, make_toolkit, prepare_works
from codematch.errors import InputError, UsageError
from codematch.intake import read_work
from codematch.languages import TEXT, load_languages
from codematch.model.kgrams import kgram_hashes
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.model.words import comment_words
from codematch.models.corpus import ProjectFolder, TrainingRun, project_folders
from codematch.settings import Settings, Training, grammars_folder
from codematch.significance.reference_sets import NullModels
from codematch.weight.background import Background, ProjectCounts, identify, packed_size, save_background
from codematch.weight.bits import COMMON_K
from codematch.weight.ngrams import RESERVED, Scorer, count_ngrams, prune
from codematch.weight.weigher import Weigher

PRUNING = ((5, 2), (4, 2), (3, 2), (3, 3), (3, 5), (3, 9), (2, 5), (2, 20))
"""(order, occurrences): n-grams of at least this order that occur less often are dropped; the first that fits.

No setting: which row was taken is on the card, and `training.max_model_bytes` decides it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Project:
    """One project of a corpus: its streams in the language, and its row on the card."""

    name: str
    streams: tuple[TokenStream, ...]
    card: dict[str, Any]


def train(
    language: str,
    corpora: Sequence[Path],
    out: Path,
    training: TrainingRun,
    *,
    settings: Settings | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Background:
    """Count a corpus and write the background model of `language` into `out`.

    Args:
        language: A language of `codematch languages list`, or "text".
        corpora: Folders with one folder for each project.
        out: The folder that gets `background.bin` and `background.json`, usually `grammars/<language>`.
        training: The day and the command line, for the card.
        settings: All settings.
        jobs: Number of worker processes; the model does not depend on it.
        progress: Told how many projects are done.

    Raises:
        UsageError: There is no such language.
        InputError: A corpus cannot be read, or all of them hold too few projects with code in the language.
    """
    settings = settings or Settings()
    languages = load_languages(grammars_folder())
    if language not in (*languages.names, TEXT):
        raise UsageError(f"unknown language {language!r}; choose from {', '.join(languages.names)}, {TEXT}")
    # Without backgrounds: what is counted must not depend on the models there are, nor stumble over a damaged one.
    weigher, nulls = Weigher(None, settings.weighing, kgram_hashes), NullModels(None, settings)
    toolkit = make_toolkit(languages, weigher, nulls, settings)
    projects = _read_projects(language, corpora, toolkit, jobs, progress)
    if len(projects) < 2:
        raise InputError(f"{len(projects)} projects with {language} code found; a background needs at least 2")
    card = {
        "projects": [project.card for project in projects],
        "mean_bits": round(_held_out_bits(language, projects, settings), 4),
        "date": training.date,
        "command": training.command,
        **_size(language, projects, settings.training),
    }
    return save_background(out, _fitted(_count(language, projects, settings, card), settings.training))


def _held_out_bits(language: str, projects: Sequence[Project], settings: Settings) -> float:
    """The mean surprise of some of the projects under a model of the others [bits per token]."""
    held_out = projects[:: settings.training.held_out_every]
    rest = [project for project in projects if project not in held_out]
    background = _fitted(_count(language, rest, settings, {}), settings.training)
    return _mean_surprise(background, held_out, settings.weighing.token_cap_bits)


def _fitted(background: Background, settings: Training) -> Background:
    """Drop rare n-grams, longest first, until the model file is no larger than it may be; the card says which."""
    for from_order, below in PRUNING:
        pruned = replace(
            background,
            ngrams=prune(background.ngrams, from_order, below),
            card={**background.card, "pruned": {"from_order": from_order, "below": below}},
        )
        if packed_size(pruned) <= settings.max_model_bytes:
            return pruned
    raise InputError(
        f"the {background.language} model does not fit into {settings.max_model_bytes} bytes; give fewer projects"
    )


def _mean_surprise(background: Background, projects: Sequence[Project], cap_bits: float) -> float:
    """The mean surprise per token of projects that were not counted, capped but not corrected [bits per token]."""
    scorer = Scorer(background.ngrams)
    first = np.zeros(1, dtype=np.int64)
    bits = [
        np.minimum(scorer.bits(background.identify(stream.kinds), first), cap_bits)
        for project in projects
        for stream in project.streams
    ]
    return float(np.mean(np.concatenate(bits)))


def _size(language: str, projects: Sequence[Project], settings: Training) -> dict[str, Any]:
    """The card's number of tokens, and what a reader must know of a background that is smaller than it should be."""
    tokens = sum(len(stream) for project in projects for stream in project.streams)
    remark = ""
    if len(projects) < settings.min_projects or tokens < settings.min_tokens:
        remark = (
            f"the {language} background is small ({len(projects)} projects, {tokens} tokens): "
            "rarities are coarse, and weights less exact"
        )
    return {"tokens": tokens, "remark": remark}


def _read_projects(
    language: str, corpora: Sequence[Path], toolkit: Toolkit, jobs: int, progress: Progress | None
) -> list[Project]:
    """Read every project of the corpora."""
    found = project_folders(corpora)
    projects = []
    for number, folder in enumerate(found, start=1):
        project = _read_project(language, folder, toolkit, jobs)
        if project is not None:
            projects.append(project)
        if progress is not None:
            progress("count", number, len(found))
    return projects


def _read_project(language: str, project: ProjectFolder, toolkit: Toolkit, jobs: int) -> Project | None:
    """Tokenise one project, up to the limit on its tokens, in the order of the files' digests."""
    try:
        tree = read_work(str(project.folder), toolkit.settings.intake)
    except InputError:
        return None
    work = prepare_works([tree], toolkit, only=(language,), jobs=jobs)[0]
    ordered = sorted(zip(work.sources, work.files, strict=True), key=lambda pair: pair[0].record.digest)
    streams: list[TokenStream] = []
    tokens = 0
    for _, file in ordered:
        stream = _in_language(file.stream, language)
        usable = len(stream) and stream.error_share <= toolkit.settings.parsing.syntax_error_share
        if usable and tokens + len(stream) <= toolkit.settings.training.max_project_tokens:
            streams.append(stream)
            tokens += len(stream)
    if not streams:
        return None
    card = {**project.card, "root": tree.digest, "files": len(streams), "tokens": tokens}
    return Project(name=project.folder.name, streams=tuple(streams), card=card)


def _in_language(stream: TokenStream, language: str) -> TokenStream:
    """Return the tokens of one language: a script in a page is weighed under the background of its own language."""
    if not stream.sections:
        return stream
    chosen = stream.in_language(language)
    arrays = {name: getattr(stream, name)[chosen] for name in ("kinds", "texts", "classes", "starts", "stops", "lines")}
    return replace(stream, **arrays, units=(), passages=(), sections=())


def _count(language: str, projects: Sequence[Project], settings: Settings, card: dict[str, Any]) -> Background:
    """Count projects into a background that is not on disk yet, nothing dropped."""
    training = settings.training
    vocabulary = _vocabulary(projects, training)
    words = [identify(stream.kinds, vocabulary) for project in projects for stream in project.streams]
    return Background(
        language=language,
        vocabulary=vocabulary,
        ngrams=count_ngrams(words, len(vocabulary) + RESERVED),
        kgrams=_in_projects(
            [np.concatenate([kgram_hashes(stream.kinds, COMMON_K) for stream in p.streams]) for p in projects],
            training.max_kgrams,
        ),
        names=_in_projects([_texts(project, TokenClass.IDENTIFIER) for project in projects]),
        literals=_in_projects([_texts(project, TokenClass.LITERAL) for project in projects]),
        comment_words=_in_projects([_comment_hashes(project) for project in projects]),
        card=card,
        digest="",
    )


def _vocabulary(projects: Sequence[Project], training: Training) -> NDArray[np.uint64]:
    """The kinds that most projects use, at most `max_vocabulary`, sorted."""
    seen = [np.unique(np.concatenate([stream.kinds for stream in project.streams])) for project in projects]
    kinds, counts = np.unique(np.concatenate(seen), return_counts=True)
    order = np.lexsort((kinds, -counts))[: training.max_vocabulary]
    chosen: NDArray[np.uint64] = np.sort(kinds[order])
    return chosen


def _texts(project: Project, token_class: TokenClass) -> NDArray[np.uint64]:
    code = CLASS_CODES[token_class]
    return np.concatenate([stream.texts[stream.classes == code] for stream in project.streams])


def _comment_hashes(project: Project) -> NDArray[np.uint64]:
    words = {word for stream in project.streams for word in comment_words(stream.comments.texts)}
    return np.array(sorted(text_hash(word.encode()) for word in words), dtype=np.uint64)


def _in_projects(items: Sequence[NDArray[np.uint64]], limit: int | None = None) -> ProjectCounts:
    """Count in how many projects each item occurs; keep those in two or more, at most `limit`, most common first."""
    halves = [np.unique((hashes >> np.uint64(32)).astype(np.uint32)) for hashes in items]
    hashes, counts = np.unique(np.concatenate([*halves, np.empty(0, np.uint32)]), return_counts=True)
    hashes, counts = hashes[counts >= 2], counts[counts >= 2]
    if limit is not None and len(hashes) > limit:
        keep = np.sort(np.lexsort((hashes, -counts))[:limit])
        hashes, counts = hashes[keep], counts[keep]
    return ProjectCounts(hashes=hashes, projects=np.minimum(counts, 255))
