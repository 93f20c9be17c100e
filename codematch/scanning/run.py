"""The steps of a scan, and nothing else: works in, ranked pairs and groups out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from codematch.comparison.prepare import PreparedWork, Progress, Toolkit, languages_of
from codematch.comparison.provenance import describe_backgrounds, describe_manifest
from codematch.comparison.reference_material import MaterialTree
from codematch.comparison.supervised import said_of_lost_files
from codematch.evaluation.combination import combined
from codematch.model.message import Message, Name
from codematch.model.scan import (
    SCAN_VERSION,
    Candidates,
    CandidateSource,
    PairState,
    RankedPair,
    ScannedWork,
    ScanResult,
    WorkState,
)
from codematch.model.source import SourceTree
from codematch.parallel import Jobs
from codematch.pipeline import make_tools, prepare
from codematch.scanning.base_code import BaseCode, find_base_code
from codematch.scanning.candidates import Chosen, choose_candidates
from codematch.scanning.clusters import cut, link
from codematch.scanning.comparing import Compared, brief_settings, compare_pairs
from codematch.scanning.pairs import Pairs, all_pairs
from codematch.scanning.ranking import Shares, rank_pairs
from codematch.scanning.traces import ScannedItems, trace_works
from codematch.scanning.works import ReadWork, check_number, prepare_each
from codematch.settings import Scan, Settings

Pair = tuple[int, int]
_KINDS = ("structure", "names", "literals", "comments")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scanned:
    """A result with what records of its pairs need: the works as read, by number, and the base code as a work."""

    result: ScanResult
    trees: Mapping[int, SourceTree]
    base: SourceTree | None
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Set:
    """The works that are compared, with the positions that they have among all."""

    places: Sequence[int]
    works: Sequence[PreparedWork]
    items: Sequence[ScannedItems]
    base: BaseCode


def scan_works(
    read: Sequence[ReadWork],
    notes: Sequence[Message],
    material: Sequence[MaterialTree],
    settings: Settings,
    *,
    languages: tuple[str, ...] = (),
    cache: Path | None = None,
    jobs: Jobs = 1,
    progress: Progress | None = None,
) -> Scanned:
    """Compare every work with every other.

    Args:
        read: The works, as `read_works` returns them.
        notes: What is said of entries that are no works.
        material: Works that any of them may share.
        settings: All settings.
        languages: Names of the languages to compare; empty for all.
        cache: The folder that keeps prepared files from one run to the next, if there is one.
        jobs: Number of worker processes; it does not change the result.
        progress: Told (step, done, total) as the work goes on.

    Raises:
        InputError: Fewer than two works can be compared, or there are too many.
        SpecError: A language folder is wrong.
        StoreError: A background model is damaged.
    """
    check_number(read, settings.scan)
    settings = lowered_rate(settings, sum(work.tree is not None for work in read))
    toolkit = make_tools(brief_settings(settings), cache)
    read, held = _prepared(read, material, toolkit, languages, jobs, progress)
    pairs = all_pairs(len(held.works))
    shares = rank_pairs([one.items for one in held.items], pairs, settings)
    chosen = choose_candidates(held.works, [one.traces for one in held.items], held.base, toolkit, jobs, progress)
    order = _by_share(chosen, pairs, shares)[: settings.scan.max_compared]
    sample = _sample(chosen, held, settings.scan) if order else []
    found = compare_pairs(held.works, [*order, *sample], toolkit, held.base, jobs, progress)
    compared = dict(zip([*order, *sample], found, strict=True))
    ranked = _ranked(held, pairs, shares, compared, chosen, settings)
    clusters = cut(ranked, len(read), settings.scan.cluster_score)
    backgrounds = describe_backgrounds(held.works, toolkit.weigher, settings.weighing)
    result = ScanResult(
        format_version=SCAN_VERSION,
        manifest=describe_manifest(replace(toolkit, settings=settings), backgrounds),
        works=_described(read, held, {work: one.number for one in clusters for work in one.works}),
        pairs=ranked,
        pairs_total=len(pairs),
        reported_total=sum(pair.reported for pair in ranked),
        candidates=_figures(chosen, compared, order, sample, len(pairs), settings),
        clusters=clusters,
        merges=link(ranked, len(read)),
        base=tuple(replace(one, work=held.places[one.work] + 1) for one in held.base.passages),
        limitations=(
            *_limitations(notes, ranked, chosen, order, settings.scan),
            *said_of_lost_files((work.tree.label, work.limitations) for work in held.works),
        ),
    )
    trees = {number: work.tree for number, work in enumerate(read, start=1) if work.tree is not None}
    return Scanned(result=result, trees=trees, base=held.base.tree, settings=settings)


def lowered_rate(settings: Settings, works: int) -> Settings:
    """Return the settings with the rate of coincidences of one comparison for a scan of so many works."""
    rules, pairs = settings.significance, max(works * (works - 1) // 2, 1)
    if rules.coincidence_rate >= 1.0:
        return settings
    rate = max(min(rules.coincidence_rate, settings.scan.coincidences / pairs), 1e-6)
    return replace(settings, significance=replace(rules, coincidence_rate=rate))


def _prepared(
    read: Sequence[ReadWork],
    material: Sequence[MaterialTree],
    toolkit: Toolkit,
    languages: tuple[str, ...],
    jobs: Jobs,
    progress: Progress | None,
) -> tuple[list[ReadWork], _Set]:
    """Prepare the works that can be compared; return all with what became of them, and those."""
    read = list(read)
    places = [place for place, work in enumerate(read) if work.state is WorkState.COMPARED]
    trees = [tree for place in places if (tree := read[place].tree) is not None]
    kept, works = [], []
    for place, work in zip(places, prepare_each(trees, toolkit, languages, jobs, progress), strict=True):
        if isinstance(work, Message):
            read[place] = replace(read[place], state=WorkState.FAILED, detail=work, tree=None)
        elif not any(len(file.stream) for file in work.files):
            read[place] = replace(read[place], state=WorkState.EMPTY, detail=Message.of("scan-no-tokens"), tree=None)
        else:
            kept.append(place)
            works.append(work)
    check_number(read, toolkit.settings.scan)
    items = trace_works(works, toolkit, jobs, progress)
    common = trace_works(prepare([item.tree for item in material], toolkit), toolkit, 1, None)
    base = find_base_code(works, [one.traces for one in items], [one.traces for one in common], toolkit.settings.scan)
    return read, _Set(places=kept, works=works, items=items, base=base)


def _by_share(chosen: Chosen, pairs: Pairs, shares: Shares) -> list[Pair]:
    """Return the candidates, those with the largest shares first."""
    listed = list(chosen.sources)
    if not listed:
        return []
    first, second = np.array(listed, dtype=np.int64).T
    values = shares.share[pairs.number(first, second)]
    return [listed[place] for place in np.argsort(-values, kind="stable").tolist()]


def _sample(chosen: Chosen, held: _Set, rules: Scan) -> list[Pair]:
    """Return some pairs that are no candidates, by a hash of their works: the same in every run."""
    number = len(held.works)
    found: list[Pair] = []
    order = sorted(range(number), key=lambda place: (held.works[place].tree.digest, place))
    for apart in range(1, number):
        for start in range(number - apart):
            if len(found) >= rules.sample_pairs:
                return found
            low, high = sorted((order[start], order[start + apart]))
            if (low, high) not in chosen.sources:
                found.append((low, high))
    return found


def _ranked(
    held: _Set,
    pairs: Pairs,
    shares: Shares,
    compared: Mapping[Pair, Compared],
    chosen: Chosen,
    settings: Settings,
) -> tuple[RankedPair, ...]:
    """Return the pairs by their scores: all reported ones, and of the others that share anything the highest."""
    aligned = np.zeros(len(pairs))
    is_reported = np.zeros(len(pairs), dtype=bool)
    for pair, found in compared.items():
        number = int(pairs.number(*np.array(pair, dtype=np.int64)[:, None])[0])
        aligned[number], is_reported[number] = found.aligned, found.reported
    scores = np.round(combined(shares.share, aligned, settings.evaluation), 6)
    order = np.lexsort((np.arange(len(pairs)), -scores))
    is_kept = np.cumsum(np.ones(len(pairs), dtype=bool)) <= settings.scan.max_listed
    kept = np.flatnonzero((is_kept & (scores[order] > 0.0)) | is_reported[order])
    rows = []
    for place in kept.tolist():
        number = int(order[place])
        pair = int(pairs.first[number]), int(pairs.second[number])
        by_kind: dict[str, Any] = {kind: float(shares.by_kind[kind][number]) for kind in _KINDS}
        rows.append(
            RankedPair(
                rank=place + 1,
                first=held.places[pair[0]] + 1,
                second=held.places[pair[1]] + 1,
                score=float(scores[number]),
                share=float(shares.share[number]),
                **by_kind,
                **_found(compared.get(pair), pair, chosen),
            )
        )
    return tuple(rows)


def _found(found: Compared | None, pair: Pair, chosen: Chosen) -> dict[str, Any]:
    """Return the fields of a ranked pair that its comparison gives."""
    sources = chosen.sources.get(pair, ())
    if found is None:
        return {"state": PairState.NOT_COMPARED, "sources": sources}
    sources = sources or (CandidateSource.SAMPLE,)
    if found.failure is not None:
        return {"state": PairState.FAILED, "sources": sources, "detail": found.failure}
    names = (
        "reported",
        "regions",
        "heaviest_bits",
        "outside_base_bits",
        "threshold_bits",
        "first_share",
        "second_share",
    )
    return {"state": PairState.COMPARED, "sources": sources, **{name: getattr(found, name) for name in names}}


def _described(read: Sequence[ReadWork], held: _Set, clusters: Mapping[int, int]) -> tuple[ScannedWork, ...]:
    """Return the entries of all works, those that were not compared too; a duplicate is in the cluster of its first."""
    positions = {place: position for position, place in enumerate(held.places)}
    rows = []
    for place, work in enumerate(read):
        row = ScannedWork(
            number=place + 1,
            label=work.located.label,
            state=work.state,
            root=work.tree.digest if work.tree is not None else "",
            detail=work.detail,
            duplicate_of=work.duplicate_of + 1,
            cluster=clusters.get((place if work.duplicate_of < 0 else work.duplicate_of) + 1, 0),
        )
        if place in positions:
            prepared = held.works[positions[place]]
            row = replace(
                row,
                files=len(prepared.files),
                lines=sum(source.record.lines for source in prepared.sources),
                tokens=sum(len(file.stream) for file in prepared.files),
                base_tokens=held.base.tokens(positions[place]),
                languages=tuple(languages_of(prepared)),
            )
        rows.append(row)
    return tuple(rows)


def _figures(
    chosen: Chosen,
    compared: Mapping[Pair, Compared],
    order: Sequence[Pair],
    sample: Sequence[Pair],
    pairs: int,
    settings: Settings,
) -> Candidates:
    rate = settings.significance.coincidence_rate
    by_source = {source.value: 0 for source in CandidateSource if source is not CandidateSource.SAMPLE}
    for sources in chosen.sources.values():
        for source in sources:
            by_source[source.value] += 1
    return Candidates(
        pairs=pairs,
        candidates=len(chosen.sources),
        compared=len(order),
        by_source=by_source,
        sampled=len(sample),
        missed=sum(compared[pair].reported for pair in sample),
        rate=rate,
        expected=rate * pairs,
        index=chosen.recall,
    )


def _limitations(
    notes: Sequence[Message], ranked: Sequence[RankedPair], chosen: Chosen, order: Sequence[Pair], rules: Scan
) -> tuple[Message, ...]:
    """Return what was not done, or not in full."""
    found = list(notes)
    if (left := len(chosen.sources) - len(order)) > 0:
        found.append(
            Message.of("scan-not-compared", count=left, setting=Name(f"scan.max_compared={rules.max_compared}"))
        )
    if failed := sum(pair.state is PairState.FAILED for pair in ranked):
        found.append(Message.of("scan-failed-pairs", count=failed))
    return tuple(found)
