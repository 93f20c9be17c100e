"""The steps of a search, and nothing else: a questioned work and an index in, ranked works out."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from codematch.comparison.prepare import PreparedWork, Progress, Toolkit, languages_of
from codematch.comparison.provenance import describe_backgrounds, describe_manifest
from codematch.comparison.supervised import said_of_lost_files
from codematch.errors import InputError
from codematch.model.message import Message, Name
from codematch.model.search import (
    SEARCH_VERSION,
    FileSource,
    FoundFile,
    Hit,
    HitSource,
    HitState,
    QuestionedWork,
    SearchCandidates,
    SearchedIndex,
    SearchResult,
)
from codematch.model.source import SourceTree
from codematch.parallel import Jobs
from codematch.pipeline import make_tools, prepare
from codematch.scanning.comparing import brief_settings
from codematch.searching.asked import ask
from codematch.searching.candidates import Chosen, choose
from codematch.searching.comparing import Compared, Question, compare_with, screen
from codematch.settings import Settings
from codematch.store.contents import Contents, Shelf, StoredWork
from codematch.store.queries import Queries
from codematch.store.recipe import check_recipe


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Searched:
    """A result with what records of its hits need: the numbers of the works by rank, and the settings."""

    result: SearchResult
    numbers: Mapping[int, int]
    settings: Settings


def search_work(
    tree: SourceTree,
    contents: Contents,
    settings: Settings,
    *,
    languages: tuple[str, ...] = (),
    cache: Path | None = None,
    jobs: Jobs = 1,
    progress: Progress | None = None,
) -> Searched:
    """Search an index for what a questioned work shares with its works.

    Args:
        tree: The questioned work.
        contents: The index.
        settings: All settings.
        languages: Names of the languages to compare; empty for all.
        cache: The folder that keeps prepared files from one run to the next, if there is one.
        jobs: Number of processes, or a cluster, which runs the queries too; the result does not depend on it.
        progress: Told (step, done, total) as the work goes on.

    Raises:
        InputError: The questioned work has no tokens.
        StoreError: The index is damaged, or was made with other settings.
    """
    stored = contents.works()
    settings = lowered_rate(settings, len(stored))
    toolkit = make_tools(brief_settings(settings), cache)
    check_recipe(contents.folder, contents.manifest.recipe, toolkit)
    (work,) = prepare([tree], toolkit, languages=languages, jobs=jobs, progress=progress)
    if not any(len(file.stream) for file in work.files):
        raise InputError(f"{tree.label}: no file has a token in a chosen language; nothing can be searched for")
    tell = progress or (lambda step, done, total: None)
    tell("candidates", 0, 1)
    asked = ask(work, settings)
    queries = Queries(contents, jobs)
    chosen = choose(work, asked, queries, max(len(stored), 1), settings.store)
    tell("candidates", 1, 1)
    question = Question(work=work, asked=asked, chosen=chosen, languages=languages)
    screened, compared = _compared(question, contents, queries, toolkit, jobs, progress)
    by_number = {one.number: one for one in stored}
    hits, numbers = _ranked(chosen, screened, compared, by_number, contents.manifest.recipe.sources)
    rate = settings.significance.coincidence_rate
    result = SearchResult(
        format_version=SEARCH_VERSION,
        manifest=describe_manifest(
            replace(toolkit, settings=settings), describe_backgrounds([work], toolkit.weigher, settings.weighing)
        ),
        index=_described(contents, stored),
        questioned=_questioned(work),
        hits=hits,
        reported_total=sum(hit.reported for hit in hits),
        files=_files(hits),
        candidates=_figures(chosen, len(screened), len(compared), rate, len(stored)),
        limitations=_limitations(chosen, screened, compared, contents, toolkit) + _lost(work, compared, by_number),
    )
    return Searched(result=result, numbers=numbers, settings=settings)


def _compared(
    question: Question, contents: Contents, queries: Queries, toolkit: Toolkit, jobs: Jobs, progress: Progress | None
) -> tuple[set[int], Mapping[int, Compared]]:
    """Return which candidates were screened, and what the comparison of those says that have a heavy region."""
    rules, order = toolkit.settings.store, question.chosen.order
    if not contents.manifest.recipe.sources or not order:
        return set(), {}
    shelf, screened = Shelf(contents), order[: rules.max_screened]
    sizes = queries.sizes(np.array(screened, dtype=np.int64))
    queries.close()  # before processes are started: they would inherit locks of its threads
    passed = screen(shelf, screened, question, sizes, toolkit, jobs, progress)
    kept = passed[: rules.max_compared]
    left = set(passed[rules.max_compared :])
    return set(screened) - left, compare_with(shelf, kept, question, toolkit, jobs, progress)


def lowered_rate(settings: Settings, works: int) -> Settings:
    """Return the settings with the rate of coincidences of one comparison for a search in so many works."""
    rules = settings.significance
    if rules.coincidence_rate >= 1.0:
        return settings
    rate = max(min(rules.coincidence_rate, settings.store.coincidences / max(works, 1)), 1e-6)
    return replace(settings, significance=replace(rules, coincidence_rate=rate))


def _ranked(
    chosen: Chosen, screened: Set[int], compared: Mapping[int, Compared], works: Mapping[int, StoredWork],
    sources: bool,
) -> tuple[tuple[Hit, ...], dict[int, int]]:  # fmt: skip
    """Return the candidates by rank: reported ones by what their regions weigh, then by what they share."""
    nothing = Compared()

    def key(number: int) -> tuple[bool, float, float, float, str]:
        found = compared.get(number, nothing)
        return not found.reported, -found.weight_bits, -found.heaviest_bits, -chosen.shared[number], works[number].label

    ordered = sorted(chosen.order, key=key)
    hits = []
    for rank, number in enumerate(ordered, start=1):
        work, found = works[number], compared.get(number)
        state = HitState.SCREENED if number in screened else HitState.NOT_COMPARED if sources else HitState.NO_SOURCE
        hit = Hit(
            rank=rank, label=work.label, root=work.root, languages=work.languages, files=work.files, lines=work.lines,
            tokens=work.tokens, sources=chosen.sources[number], shared_bits=chosen.shared[number], state=state,
        )  # fmt: skip
        if found is not None and found.failure is not None:
            hit = replace(hit, state=HitState.FAILED, detail=found.failure)
        elif found is not None:
            names = (
                "reported", "weight_bits", "heaviest_bits", "threshold_bits", "known_share", "questioned_share",
                "regions",
            )  # fmt: skip
            hit = replace(hit, state=HitState.COMPARED, **{name: getattr(found, name) for name in names})
        hits.append(hit)
    return tuple(hits), dict(enumerate(ordered, start=1))


def _files(hits: Sequence[Hit]) -> tuple[FoundFile, ...]:
    """Return for each questioned file with reported regions the files that they come from."""
    sums: dict[str, dict[tuple[int, str], list[float]]] = {}
    for hit in hits:
        for region in hit.regions:
            if region.reported:
                held = sums.setdefault(region.questioned.path, {})
                held.setdefault((hit.rank, region.known.path), []).append(region.weight_bits)
    return tuple(
        FoundFile(
            path=path,
            sources=tuple(
                FileSource(rank=rank, path=known, regions=len(weights), weight_bits=sum(weights))
                for (rank, known), weights in sorted(held.items(), key=lambda one: (-sum(one[1]), one[0]))
            ),
        )
        for path, held in sorted(sums.items())
    )


def _described(contents: Contents, stored: Sequence[StoredWork]) -> SearchedIndex:
    return SearchedIndex(
        digest=contents.manifest.digest,
        works=len(stored),
        files=sum(one.files for one in stored),
        lines=sum(one.lines for one in stored),
        tokens=sum(one.tokens for one in stored),
        sources=contents.manifest.recipe.sources,
    )


def _questioned(work: PreparedWork) -> QuestionedWork:
    return QuestionedWork(
        label=work.tree.label,
        root=work.tree.digest,
        files=len(work.files),
        lines=sum(source.record.lines for source in work.sources),
        tokens=sum(len(file.stream) for file in work.files),
        languages=tuple(languages_of(work)),
    )


def _figures(chosen: Chosen, screened: int, compared: int, rate: float, works: int) -> SearchCandidates:
    return SearchCandidates(
        fingerprints=chosen.fingerprints,
        found=chosen.found,
        common=chosen.common,
        common_files=chosen.common_files,
        crowded=chosen.crowded,
        candidates=len(chosen.order),
        screened=screened,
        compared=compared,
        by_source={one.value: sum(one in held for held in chosen.sources.values()) for one in HitSource},
        rate=rate,
        expected=rate * works,
    )


def _lost(
    work: PreparedWork, compared: Mapping[int, Compared], stored: Mapping[int, StoredWork]
) -> tuple[Message, ...]:
    """Return which files of the questioned work and of those compared with it ended the process that read them."""
    held = [(stored[number].label, compared[number].lost) for number in sorted(compared)]
    return said_of_lost_files([(work.tree.label, work.limitations), *held])


def _limitations(
    chosen: Chosen, screened: Set[int], compared: Mapping[int, Compared], contents: Contents, toolkit: Toolkit
) -> tuple[Message, ...]:
    """Return what was not done, or not in full."""
    rules, made = toolkit.settings.store, contents.manifest.recipe
    found = []
    if not made.sources:
        found.append(Message.of("search-no-sources"))
    elif (left := len(chosen.order) - len(screened)) > 0:
        most = ("max_screened", "max_compared")[len(compared) >= rules.max_compared]
        found.append(
            Message.of("search-not-compared", count=left, setting=Name(f"store.{most}={getattr(rules, most)}"))
        )
    if failed := sum(one.failure is not None for one in compared.values()):
        found.append(Message.of("search-failed", count=failed))
    changed = [
        name for name, digest in sorted(made.backgrounds.items())
        if (now := toolkit.weigher.background(name)) is None or now.digest != digest
    ]  # fmt: skip
    if changed:
        found.append(Message.of("search-backgrounds", count=len(changed), names=tuple(map(Name, changed[:5]))))
    return tuple(found)
