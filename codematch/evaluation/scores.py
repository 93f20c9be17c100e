"""Every score of every pair: each work is read and prepared once, and pairs are compared without any lower bound.

A score says how alike two works are by one channel: sums over all their regions in bits, what they share anywhere
, and the same by its rarity among the works of the set. No score depends on the number of worker processes.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import IDENTIFIER, LITERAL, PreparedWork, Progress, Toolkit
from codematch.comparison.region_search import reports_any
from codematch.comparison.significance import heaviest_totals, shared_languages
from codematch.errors import CodematchError
from codematch.evaluation.shared_items import Bag, SetRarity, bag_of, set_rarity, shared_share
from codematch.filtration import FILTERS
from codematch.fingerprints.minhash import resemblance
from codematch.intake import read_work
from codematch.model.evaluation import LanguageScore, Pair, PairState
from codematch.model.frozen import array_value
from codematch.model.result import PairResult
from codematch.model.sides import Both
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import Sketch
from codematch.model.words import comment_words
from codematch.parallel import map_in_processes
from codematch.pipeline import compare_prepared, make_tools, prepare
from codematch.settings import Settings

CHANNELS = (
    "structure", "names", "literals", "comments", "total", "heaviest", "coverage", "resemblance", "shared-names",
    "shared-literals",
)  # fmt: skip
"""What a comparison says of two works by itself."""
SET_SCORES = ("set-literals", "set-names", "set-comments")
"""What depends on the other works of the set: common occurrences by their rarity among them, as a share."""
SINGLE_SCORES = (*CHANNELS, *SET_SCORES)
IN_BITS = frozenset(CHANNELS) - {"coverage", "resemblance"}
"""The scores that are sums of bits; the others are shares from 0 to 1."""

FIXED: Mapping[str, float | bool] = {
    "weighing.min_weight": 0.0,
    "significance.coincidence_rate": 1.0,
    "counting.max_exhibits": 0,
    "counting.max_alternatives": 0,
    **{rule.switch: False for rule in FILTERS if rule.switch},
    "evidence.channels": False,
}
"""Settings of every evaluation: no lower bound, no filter, no channel outside the regions, nothing for display."""

DECIMALS = 6
"""Scores are rounded so far before anything is computed from them: the list of scores is all that figures rest on."""

_ITEMS = {"set-literals": "literals", "set-names": "names", "set-comments": "comments"}
_BATCH = 40  # pairs that a worker is handed at a time: speed only


@array_value(copy=False)
class ScoredPairs:
    """All rows of a list with what became of them, and the scores of those that could be scored.

    `values` has a float64 (s,) for each score, for the s pairs in the state scored, in their order; `reported` bool
    (s,) whether a comparison with the settings as given reports a region of theirs; `tokens` int64 (s, 2) the sizes of
    the two works; `languages` what they have in each language that both are written in; `groups` the name of the group
    of each. `by_group` says whether rarity was judged among the works of the group (else among all works of the set);
    `works` is the number of different works, `works_of_group` the median number in a group.
    """

    pairs: tuple[Pair, ...]
    values: Mapping[str, NDArray[np.float64]]
    reported: NDArray[np.bool_]
    tokens: NDArray[np.int64]
    languages: tuple[tuple[LanguageScore, ...], ...]
    groups: tuple[str, ...]
    by_group: bool
    works: int
    works_of_group: float

    @property
    def scored(self) -> tuple[Pair, ...]:
        """The pairs that have scores."""
        return tuple(pair for pair in self.pairs if pair.state is PairState.SCORED)

    @property
    def labels(self) -> NDArray[np.bool_]:
        """Bool (s,), true where a scored pair is labelled as of common origin."""
        return np.array([pair.positive for pair in self.scored], dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Subject:
    """A work with what its pairs need: bags of its literals, names and words of comments, the sketch of it all."""

    work: PreparedWork
    bags: Mapping[str, Bag]
    sketch: Sketch

    @property
    def tokens(self) -> int:
        return sum(len(file.stream) for file in self.work.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What a worker finds of a pair: its scores in the order of `SINGLE_SCORES`, and whether a region is reported."""

    scores: tuple[float, ...]
    reported: bool
    languages: tuple[LanguageScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Task:
    """Everything a worker needs: the subjects by path, the rarities by population, and the pairs with theirs.

    `toolkit` has no lower bound on a region's weight, `ordinary` that of the settings as given.
    """

    toolkit: Toolkit
    ordinary: Toolkit
    subjects: Mapping[str, _Subject]
    rarities: Mapping[str, Mapping[str, SetRarity]]
    pairs: Sequence[tuple[str, str, str]]


def low_settings(settings: Settings) -> Settings:
    """Return the settings with those of `FIXED`."""
    changed: dict[str, dict[str, float | bool]] = {}
    for name, value in FIXED.items():
        group, _, item = name.partition(".")
        changed.setdefault(group, {})[item] = value
    groups: dict[str, Any] = {group: replace(getattr(settings, group), **items) for group, items in changed.items()}
    return replace(settings, **groups)


def score_pairs(
    pairs: Sequence[Pair],
    groups: Mapping[int, str],
    root: Path,
    settings: Settings,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
) -> ScoredPairs:
    """Score every pair whose two works can be read.

    Args:
        pairs: The rows of a list; those that are not in the state scored are passed on as they are.
        groups: The name of the group of each usable pair, by its line.
        root: What the paths of the pairs are relative to.
        settings: All settings; those of `FIXED` are replaced.
        jobs: Number of worker processes.
        progress: Told (step, done, total) as the work goes on.

    Raises:
        SpecError: A language folder is wrong.
        StoreError: A background model is damaged.
    """
    toolkit = make_tools(low_settings(settings))
    wanted = {path for pair in pairs if pair.state is PairState.SCORED for path in (pair.known, pair.questioned)}
    subjects, failures = _subjects(sorted(wanted), root, toolkit, jobs, progress)
    judged = tuple(_judged(pair, failures) for pair in pairs)
    scored = [pair for pair in judged if pair.state is PairState.SCORED]
    names = tuple(groups[pair.line] for pair in scored)
    members = _members(scored, names)
    works_of_group = float(median(len(paths) for paths in members.values())) if members else 0.0
    by_group = works_of_group >= settings.evaluation.min_group_works  # a few works do not show how rare an item is
    populations = members if by_group else {"": sorted({path for paths in members.values() for path in paths})}
    task = _Task(
        toolkit=toolkit,
        ordinary=replace(toolkit, settings=settings),
        subjects=subjects,
        rarities={name: _rarities(paths, subjects) for name, paths in populations.items()},
        pairs=[
            (pair.known, pair.questioned, name if by_group else "") for pair, name in zip(scored, names, strict=True)
        ],
    )
    rows = _score_all(task, jobs, progress)
    return ScoredPairs(
        pairs=judged,
        values={
            name: np.array([row.scores[place] for row in rows], dtype=np.float64)
            for place, name in enumerate(SINGLE_SCORES)
        },
        reported=np.array([row.reported for row in rows], dtype=np.bool_),
        tokens=np.array(
            [[subjects[path].tokens for path in (pair.known, pair.questioned)] for pair in scored], dtype=np.int64
        ).reshape(-1, 2),
        languages=tuple(row.languages for row in rows),
        groups=names,
        by_group=by_group,
        works=len({path for paths in members.values() for path in paths}),
        works_of_group=works_of_group,
    )


def _members(pairs: Sequence[Pair], groups: Sequence[str]) -> dict[str, list[str]]:
    """Return the works of each group, sorted."""
    found: dict[str, set[str]] = {}
    for pair, group in zip(pairs, groups, strict=True):
        found.setdefault(group, set()).update((pair.known, pair.questioned))
    return {group: sorted(found[group]) for group in sorted(found)}


def _judged(pair: Pair, failures: Mapping[str, tuple[PairState, str]]) -> Pair:
    """Return a pair with the reason why it cannot be scored, if there is one."""
    if pair.state is PairState.SCORED:
        for path in (pair.known, pair.questioned):
            if path in failures:
                state, detail = failures[path]
                return replace(pair, state=state, detail=detail)
    return pair


# Works


def _subjects(
    paths: Sequence[str], root: Path, toolkit: Toolkit, jobs: int, progress: Progress | None
) -> tuple[dict[str, _Subject], dict[str, tuple[PairState, str]]]:
    """Read and prepare every work once; return those that hold tokens, and why the others cannot be used."""
    trees, failures = {}, {}
    for done, path in enumerate(paths, start=1):
        locator = str(root / path)
        try:
            trees[path] = read_work(locator, toolkit.settings.intake)
        except CodematchError as error:
            state = PairState.UNREADABLE if os.path.lexists(locator) else PairState.MISSING
            failures[path] = state, str(error).replace(locator, path)
        if progress is not None:
            progress("read", done, len(paths))
    works = prepare(list(trees.values()), toolkit, jobs=jobs, progress=progress)
    subjects = {}
    for path, work in zip(trees, works, strict=True):
        if any(len(file.stream) for file in work.files):
            subjects[path] = _subject(work)
        else:
            failures[path] = PairState.EMPTY, path
    return subjects, failures


def _subject(work: PreparedWork) -> _Subject:
    streams = [file.stream for file in work.files]
    words = [text_hash(word.encode()) for stream in streams for word in comment_words(stream.comments.texts)]
    nothing = np.empty(0, np.uint64)
    prints = np.unique(np.concatenate([nothing, *(file.prints for file in work.files)]))
    # The sketch of a union is the smaller value at every place.
    values = np.minimum.reduce([file.sketch.values for file in work.files])
    return _Subject(
        work=work,
        bags={
            "literals": bag_of(np.concatenate([nothing, *(s.texts[s.classes == LITERAL] for s in streams)])),
            "names": bag_of(np.concatenate([nothing, *(s.texts[s.classes == IDENTIFIER] for s in streams)])),
            "comments": bag_of(np.array(words, dtype=np.uint64)),
        },
        sketch=Sketch(values=values, cardinality=len(prints)),
    )


def _rarities(paths: Sequence[str], subjects: Mapping[str, _Subject]) -> dict[str, SetRarity]:
    """Return how rare the items of every kind are among some works."""
    return {kind: set_rarity(subjects[path].bags[kind] for path in paths) for kind in _ITEMS.values()}


# Pairs


def _score_all(task: _Task, jobs: int, progress: Progress | None) -> list[_Row]:
    """Return what is found of each pair, in their order."""
    found: dict[int, list[_Row]] = {}
    done = 0
    with map_in_processes(_score_batch, task, range(0, len(task.pairs), _BATCH), jobs) as portions:
        for start, rows in portions:
            found[start] = rows
            done += len(rows)
            if progress is not None:
                progress("compare", done, len(task.pairs))
    return [row for start in sorted(found) for row in found[start]]


def _score_batch(task: _Task, start: int) -> list[_Row]:
    return [_row(task, *pair) for pair in task.pairs[start : start + _BATCH]]


def _row(task: _Task, known_path: str, questioned_path: str, population: str) -> _Row:
    known, questioned = task.subjects[known_path], task.subjects[questioned_path]
    compared = compare_prepared(known.work, questioned.work, task.toolkit)
    found = dict(_comparison_scores(compared))
    found["resemblance"] = resemblance(known.sketch, questioned.sketch)
    rarities = task.rarities[population]
    for name, kind in _ITEMS.items():
        found[name] = shared_share(known.bags[kind], questioned.bags[kind], rarities[kind])
    return _Row(
        scores=tuple(round(found[name], DECIMALS) + 0.0 for name in SINGLE_SCORES),
        reported=reports_any(known.work, questioned.work, task.ordinary),
        languages=_language_scores(compared, known.work, questioned.work, task.toolkit),
    )


def _language_scores(
    compared: PairResult, known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit
) -> tuple[LanguageScore, ...]:
    heaviest = heaviest_totals(compared.regions)
    return tuple(
        LanguageScore(
            language=size.language,
            tokens=Both(size.tokens.known, size.tokens.questioned),
            background=size.background,
            heaviest_bits=heaviest.get(size.language, 0.0),
        )
        for size in shared_languages(known, questioned, toolkit)
    )


def _comparison_scores(pair: PairResult) -> Iterator[tuple[str, float]]:
    weights = [region.weight for region in pair.regions]
    for channel in ("structure", "names", "literals", "comments", "total"):
        yield channel, float(sum(getattr(weight, channel) for weight in weights))
    yield "heaviest", max((weight.total for weight in weights), default=0.0)
    tokens = pair.totals.token
    shares = tokens.matched.known / tokens.total.known, tokens.matched.questioned / tokens.total.questioned
    yield "coverage", sum(shares) / 2.0
    shared = pair.shared_text
    yield "shared-names", shared.names_bits if shared is not None else 0.0
    yield "shared-literals", shared.literals_bits if shared is not None else 0.0
