"""Every score of every pair: each work is read and prepared once, and pairs are compared without any lower bound.

A score says how alike two works are by one channel: sums over all their regions in bits, what they share anywhere,
and the same by its rarity among the works of the set. No score depends on the number of worker processes.

A work or a pair that fails, for whatever reason, is a row with that reason, and the others are measured.
"""

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedWork, Progress, Toolkit
from codematch.comparison.region_search import reports_any
from codematch.comparison.significance import heaviest_totals, shared_languages
from codematch.comparison.supervised import lost_files
from codematch.errors import CodematchError, EmptyInputError, ends_run
from codematch.evaluation.combination import SharedBits, combined, pooled
from codematch.filtration import FILTERS
from codematch.fingerprints.minhash import resemblance
from codematch.intake import read_work
from codematch.model.evaluation import LanguageScore, Pair, PairState
from codematch.model.frozen import array_value
from codematch.model.result import PairResult
from codematch.model.sides import Both
from codematch.model.source import Limitation, SourceTree
from codematch.model.stratum import Stratum
from codematch.model.tokens import Sketch
from codematch.parallel import Death, map_in_processes
from codematch.pipeline import SignificanceInputs, compare_prepared, make_tools, prepare
from codematch.rarity import KINDS, Items, WeighedItems, file_items, population, shared_bits, work_items
from codematch.settings import Settings

CHANNELS = (
    "structure", "names", "literals", "comments", "total", "heaviest", "coverage", "resemblance", "shared-names",
    "shared-literals",
)  # fmt: skip
"""What a comparison says of two works by itself."""
ALIGNED = ("smaller-coverage", "heaviest-coverage")
"""The aligned share of the smaller work, and the same times log2(1 + bits of the heaviest region)."""
SET_SCORES = ("set-structure", "set-structure-dice", "set-names", "set-literals", "set-comments", "set-all")
"""What depends on the other works of the set: common items by their rarity among them, as a share."""
COMBINATION = "combination"
SCORES = (*CHANNELS, *ALIGNED, *SET_SCORES, COMBINATION)
IN_BITS = frozenset(CHANNELS) - {"coverage", "resemblance"}
"""The scores that are sums of bits."""

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

_COMPARED = (*CHANNELS, *ALIGNED)
_BATCH = 40  # pairs that a worker is handed at a time: speed only


@array_value(copy=False)
class ScoredPairs:
    """All rows of a list with what became of them, and the scores of those that could be scored.

    `values` has a float64 (s,) for each score, for the s pairs in the state scored, in their order; `shared` the bits
    of each kind of items that they share; `reported` bool (s,) whether a comparison with the settings as given reports
    a region of theirs; `tokens` int64 (s, 2) the sizes of the two works; `languages` what they have in each language
    that both are written in; `groups` the name of the group of each. `works` is the number of different works, `tasks`
    that of the tasks that rarity was also judged by, 0 without; `lost` are files that ended the process that read
    them, with their works.
    """

    pairs: tuple[Pair, ...]
    values: Mapping[str, NDArray[np.float64]]
    shared: Mapping[str, SharedBits]
    reported: NDArray[np.bool_]
    tokens: NDArray[np.int64]
    languages: tuple[tuple[LanguageScore, ...], ...]
    groups: tuple[str, ...]
    works: int
    tasks: int
    lost: tuple[tuple[str, Limitation], ...] = ()

    @property
    def scored(self) -> tuple[Pair, ...]:
        """The pairs that have scores."""
        return tuple(pair for pair in self.pairs if pair.state is PairState.SCORED)

    @property
    def labels(self) -> NDArray[np.bool_]:
        """Bool (s,), true where a scored pair is labelled as of common origin."""
        return np.array([pair.positive for pair in self.scored], dtype=np.bool_)


@array_value(copy=False)
class _Subject:
    """A work with what its pairs need: the items of each kind, and the sketch of it all."""

    work: PreparedWork
    items: Items
    sketch: Sketch

    @property
    def tokens(self) -> int:
        return sum(len(file.stream) for file in self.work.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What a worker finds of a pair: the scores of `_COMPARED`, whether a region is reported, and the languages.

    `failure` says why there is nothing of all this, "" otherwise.
    """

    scores: tuple[float, ...] = ()
    reported: bool = False
    languages: tuple[LanguageScore, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Task:
    """Everything a worker needs: the subjects by path, and the pairs.

    `toolkit` has no lower bound on a region's weight, `ordinary` that of the settings as given. `stratum` is what the
    pairs are compared as, None to find it.
    """

    toolkit: Toolkit
    ordinary: Toolkit
    subjects: Mapping[str, _Subject]
    pairs: Sequence[Pair]
    stratum: Stratum | None


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
    tasks: Mapping[int, str] | None = None,
    stratum: Stratum | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> ScoredPairs:
    """Score every pair whose two works can be read.

    Args:
        pairs: The rows of a list; those that are not in the state scored are passed on as they are.
        groups: The name of the group of each usable pair, by its line.
        root: What the paths of the pairs are relative to.
        settings: All settings; those of `FIXED` are replaced.
        tasks: The task of each usable pair, by its line; None where the list does not say it.
        stratum: What every pair is compared as, for what is reported; None to find it for each.
        jobs: Number of worker processes.
        progress: Told (step, done, total) as the work goes on.

    Raises:
        SpecError: A language folder is wrong.
        StoreError: A background model is damaged.
    """
    toolkit = make_tools(low_settings(settings))
    wanted = {path for pair in pairs if pair.state is PairState.SCORED for path in (pair.known, pair.questioned)}
    subjects, failures = _subjects(sorted(wanted), root, toolkit, jobs, progress)
    judged = [_judged(pair, failures) for pair in pairs]
    tried = [pair for pair in judged if pair.state is PairState.SCORED]
    ordinary = replace(toolkit, settings=settings)
    task = _Task(toolkit=toolkit, ordinary=ordinary, subjects=subjects, pairs=tried, stratum=stratum)
    found = {pair.line: row for pair, row in zip(tried, _score_all(task, jobs, progress), strict=True)}
    judged = [_with_failure(pair, found[pair.line].failure) if pair.line in found else pair for pair in judged]
    scored = [pair for pair in judged if pair.state is PairState.SCORED]
    rows = [found[pair.line] for pair in scored]
    works = {path: subjects[path].items for pair in scored for path in (pair.known, pair.questioned)}
    shared = _shared(scored, works, tasks, settings)
    return ScoredPairs(
        pairs=tuple(judged),
        values=_all_scores(rows, shared, settings),
        shared=shared,
        reported=np.array([row.reported for row in rows], dtype=np.bool_),
        tokens=np.array(
            [[subjects[path].tokens for path in (pair.known, pair.questioned)] for pair in scored], dtype=np.int64
        ).reshape(-1, 2),
        languages=tuple(row.languages for row in rows),
        groups=tuple(groups[pair.line] for pair in scored),
        works=len(works),
        tasks=len({tasks[pair.line] for pair in scored}) if tasks is not None else 0,
        lost=tuple((path, one) for path in sorted(subjects) for one in lost_files(subjects[path].work.limitations)),
    )


def _with_failure(pair: Pair, failure: str) -> Pair:
    return replace(pair, state=PairState.FAILED, detail=failure) if failure else pair


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
        except EmptyInputError:
            failures[path] = PairState.EMPTY, path
        except CodematchError as error:
            state = PairState.UNREADABLE if os.path.lexists(locator) else PairState.MISSING
            failures[path] = state, str(error).replace(locator, path)
        except Exception as error:
            failures[path] = PairState.UNREADABLE, _named(error).replace(locator, path)
        if progress is not None:
            progress("read", done, len(paths))
    works, unprepared = _prepared(trees, toolkit, jobs, progress)
    failures.update(unprepared)
    subjects = {}
    for path, work in works.items():
        if any(len(file.stream) for file in work.files):
            subjects[path] = _subject(work)
        else:
            failures[path] = PairState.EMPTY, path
    return subjects, failures


def _prepared(
    trees: Mapping[str, SourceTree], toolkit: Toolkit, jobs: int, progress: Progress | None
) -> tuple[dict[str, PreparedWork], dict[str, tuple[PairState, str]]]:
    """Prepare works all at once, and if that fails one by one; return them, and why the others fail."""
    try:
        works = prepare(list(trees.values()), toolkit, jobs=jobs, progress=progress)
        return dict(zip(trees, works, strict=True)), {}
    except Exception as error:  # it does not say whose fault it is
        if ends_run(error):
            raise
        done: dict[str, PreparedWork] = {}
    failures = {}
    for path, tree in trees.items():
        try:
            (done[path],) = prepare([tree], toolkit)
        except Exception as error:
            failures[path] = PairState.FAILED, f"{path}: {_named(error)}"
    return done, failures


def _named(error: Exception) -> str:
    """Return what an error says, with its kind (a KeyError says nothing without); raise one that ends the run."""
    if ends_run(error):
        raise error
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _subject(work: PreparedWork) -> _Subject:
    prints = np.unique(np.concatenate([np.empty(0, np.uint64), *(file.prints for file in work.files)]))
    # The sketch of a union is the smaller value at every place.
    values = np.minimum.reduce([file.sketch.values for file in work.files])
    files = zip(work.sources, work.files, strict=True)
    return _Subject(
        work=work,
        items=work_items(file_items(file.stream, source.utf8, file.grams) for source, file in files),
        sketch=Sketch(values=values, cardinality=len(prints)),
    )


def _shared(
    pairs: Sequence[Pair], works: Mapping[str, Items], tasks: Mapping[int, str] | None, settings: Settings
) -> dict[str, SharedBits]:
    """Return what the pairs share of each kind of items, weighed by rarity among the works."""
    names: dict[str, set[str]] = {path: set() for path in works}
    for pair in pairs if tasks is not None else ():
        for path in (pair.known, pair.questioned):
            names[path].add(tasks[pair.line] if tasks is not None else "")
    found = {}
    for kind in KINDS:
        # Only structure is judged by tasks, too: what a task prescribes to name or to print is told by its works.
        by_task = list(names.values()) if tasks is not None and kind == "structure" else None
        rarity = population([items[kind] for items in works.values()], by_task)
        weighed = {path: rarity.weigh(items[kind]) for path, items in works.items()}
        found[kind] = _shared_of(kind, [(weighed[pair.known], weighed[pair.questioned]) for pair in pairs], settings)
    return found


def _shared_of(kind: str, pairs: Sequence[tuple[WeighedItems, WeighedItems]], settings: Settings) -> SharedBits:
    length = settings.seeding.k if kind == "structure" else 1
    bits = np.array([(shared_bits(*pair), pair[0].total, pair[1].total) for pair in pairs], dtype=np.float64)
    both, known, questioned = bits.reshape(-1, 3).T / length
    return SharedBits(both=both, known=known, questioned=questioned)


def _score_all(task: _Task, jobs: int, progress: Progress | None) -> list[_Row]:
    """Return what is found of each pair, in their order."""
    found: dict[int, _Row] = {}
    with map_in_processes(_row, task, range(len(task.pairs)), jobs, _BATCH, given_up=_given_up) as rows:
        for place, row in rows:
            found[place] = row
            if progress is not None:
                progress("compare", len(found), len(task.pairs))
    return [found[place] for place in range(len(task.pairs))]


def _given_up(_place: int, death: Death) -> _Row:
    """Say of a pair that it ended its process twice: that does not end the evaluation."""
    return _Row(failure=f"the process that compared this pair ended unexpectedly (exit code {death.code})")


def _row(task: _Task, place: int) -> _Row:
    pair = task.pairs[place]
    known, questioned = task.subjects[pair.known], task.subjects[pair.questioned]
    try:
        given = SignificanceInputs(stratum=task.stratum)
        compared = compare_prepared(known.work, questioned.work, task.toolkit, given=given)
        considered = compared.strata.considered if compared.strata else ()
        found = dict(_comparison_scores(compared))
        found["resemblance"] = resemblance(known.sketch, questioned.sketch)
        return _Row(
            scores=tuple(found[name] for name in _COMPARED),
            reported=reports_any(known.work, questioned.work, task.ordinary, considered),
            languages=_language_scores(compared, known.work, questioned.work, task.toolkit),
        )
    except Exception as error:
        return _Row(failure=_named(error))


def _all_scores(
    rows: Sequence[_Row], shared: Mapping[str, SharedBits], settings: Settings
) -> dict[str, NDArray[np.float64]]:
    """Return every score of every pair, rounded, in the order of `SCORES`."""
    table = np.array([row.scores for row in rows], dtype=np.float64).reshape(-1, len(_COMPARED))
    found = dict(zip(_COMPARED, table.T, strict=True))
    rules = settings.evaluation
    found |= {f"set-{kind}": bits.contained(rules.half_bits) for kind, bits in shared.items()}
    found["set-structure-dice"] = shared["structure"].dice(rules.half_bits)
    found["set-all"] = pooled(shared, rules)
    found[COMBINATION] = combined(found["set-all"], found["heaviest-coverage"], rules)
    return {name: np.round(found[name], DECIMALS) + 0.0 for name in SCORES}


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
    heaviest = max((weight.total for weight in weights), default=0.0)
    yield "heaviest", heaviest
    tokens = pair.totals.token
    shares = tokens.matched.known / tokens.total.known, tokens.matched.questioned / tokens.total.questioned
    yield "coverage", sum(shares) / 2.0
    smaller = shares[0] if tokens.total.known <= tokens.total.questioned else shares[1]
    yield "smaller-coverage", smaller
    yield "heaviest-coverage", math.log2(1.0 + heaviest) * smaller
    shared = pair.shared_text
    yield "shared-names", shared.names_bits if shared is not None else 0.0
    yield "shared-literals", shared.literals_bits if shared is not None else 0.0
